package validation

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/reports"
	"recette/reports/page"
)

var update = flag.Bool("update", false, "write the golden files again")

// texts reads the texts of the product; a key that none has is an error of the test.
func texts(t testing.TB, lang string) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "validation"} {
		data, err := os.ReadFile("../../internal/i18n/texts/" + domain + "." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if key, text, ok := strings.Cut(line, " = "); ok {
				m[key] = text
			}
		}
	}
	return func(key string, args ...any) string {
		text, ok := m[key]
		if !ok {
			t.Errorf("no text for %s in %s", key, lang)
		}
		if len(args) == 0 {
			return text
		}
		return fmt.Sprintf(text, args...)
	}
}

// whole is a plan that says something in every field, and every word that a field knows.
func whole() Plan {
	p := Plan{}
	fill(reflect.ValueOf(&p).Elem(), "")
	p.Schema, p.Language, p.Name, p.Title = Schema, "fr", "recette-v1", "Recette du CRM, version 1.4"
	p.IssuedAt = time.Date(2026, 11, 20, 9, 30, 0, 0, time.UTC)
	p.Status, p.Nature = "approved", "metier"
	p.Calendar = Calendar{From: "2026-11-23", To: "2026-12-03", Freeze: "2026-12-01", Live: "2026-12-07"}
	p.Basis[0].Kind, p.Approval[0].As, p.Anomalies.Severities[0].Severity = "mockup", "visa", "blocking"
	p.Anomalies.Severities[0].Decision = "forbid"
	p.Journeys[0].Criticality = "critical"
	p.Risks = []Risk{{Text: "Fuite", Kind: "product", Probability: "medium", Impact: "high", Tag: "@risque:fuite"}}
	p.Levels = []Level{{Level: "metier", Who: []string{"qa", "Samira"}, Mode: "mixed"}}
	p.Policies = []Policy{{Rule: "fixer_closes", Effect: "block"}}
	p.Authors = []Author{{Who: "Samira", Cases: []string{"critical", "SC-0003"}, Rows: 7}}
	p.Review = Review{
		Cases: []string{"critical", "@droits"}, Verdicts: []string{"passed"}, By: []string{"qa"}, Rows: 12,
	}
	p.Signoff = Signoff{Effect: "block", InOrder: true, Quorum: 2, Silence: "no_opinion", Steps: []SignoffStep{
		{Kind: "visa", Role: "qa", Days: 3, Unit: "working_days"},
		{Kind: "opinion", Role: "referent", Who: "Bretagne"},
		{Kind: "note", Role: "supplier", Days: 5},
	}}
	p.Entry = []Criterion{{Text: "Comptes remis", Attested: "Samira", Window: "avant S1"}}
	p.Exit = []Criterion{{Text: "Exécutés", Measure: "critical_executed", Threshold: "100 %", Journey: "adhesion"}}
	p.Suspension, p.Resumption = []Criterion{{Text: "[à compléter : le seuil]"}}, nil
	p.Journeys[0].Roles = append(p.Journeys[0].Roles, "tresorier")
	p.RoleNames = []reports.Name{{Code: "tresorier", Name: "RoleNames.Name"}}
	p.Estimate.Parts = []Part{{Kind: "rules", Count: 2, Each: 1, Cases: 2}}
	p.Remaining = []Remains{{Section: 6, Key: "risks", Path: "risks"}, {Key: "mark", Path: "purpose", Marked: true}}
	return p
}

func fill(v reflect.Value, name string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(name)
	case reflect.Int:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), name)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), strings.TrimPrefix(name+"."+v.Type().Field(i).Name, "."))
		}
	default:
	}
}

func TestMarkdown_Golden(t *testing.T) {
	for lang := range map[string]bool{"fr": true, "en": true} {
		p := whole()
		p.Language = lang
		var got bytes.Buffer
		if err := Markdown(&got, p, Options{Texts: texts(t, lang)}); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", "plan."+lang+".md")
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

// Nothing that a plan says is left out of its document: each text of the model is found in it.
func TestMarkdown_LeavesNothingOut(t *testing.T) {
	p := whole()
	var got bytes.Buffer
	if err := Markdown(&got, p, Options{Texts: texts(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(got.String(), `\`, "")
	var look func(v reflect.Value)
	look = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			s := v.String()
			own := strings.Contains(s, ".") && strings.ToUpper(s[:1]) == s[:1] // as fill wrote it
			if own && !strings.Contains(text, s[:min(12, len(s))]) {
				t.Errorf("the document does not say %q", s)
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i))
			}
		case reflect.Struct:
			if v.Type() != reflect.TypeFor[time.Time]() {
				for _, f := range v.Fields() {
					look(f)
				}
			}
		default:
		}
	}
	look(reflect.ValueOf(p))
}

func TestPDF_TwiceTheSame(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		p := whole()
		p.Language = lang
		var one, two bytes.Buffer
		for _, b := range []*bytes.Buffer{&one, &two} {
			if err := PDF(b, p, Options{Texts: texts(t, lang)}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) || !bytes.HasPrefix(one.Bytes(), []byte("%PDF-")) {
			t.Errorf("%s: two renders differ, or are no PDF", lang)
		}
	}
}

// A plan says what people wrote: an emoji, a line end, a text of ten thousand letters do not end the program.
func TestPDF_HostileTexts(t *testing.T) {
	p := whole()
	for _, s := range []string{
		"🙂", "a\nb\r\nc", strings.Repeat("mot ", 2500), strings.Repeat("x", 5000), "\x00\xff", "| * _",
	} {
		p.Title, p.Purpose, p.Context = s, s, s
		p.Risks[0].Text, p.Journeys[0].Title, p.Sessions[0].Code = s, s, s
		if err := PDF(&bytes.Buffer{}, p, Options{Texts: texts(t, "fr")}); err != nil {
			t.Errorf("%.20q: %v", s, err)
		}
		if err := Markdown(&bytes.Buffer{}, p, Options{Texts: texts(t, "fr")}); err != nil {
			t.Errorf("%.20q: %v", s, err)
		}
	}
}

func TestPDF_EmptyPlan(t *testing.T) {
	p := Plan{Schema: Schema, Language: "fr", Environments: []Environment{{}}}
	if err := PDF(&bytes.Buffer{}, p, Options{Texts: texts(t, "fr")}); err != nil {
		t.Error(err)
	}
}

func TestProducersRefuse(t *testing.T) {
	p := whole()
	if err := PDF(&bytes.Buffer{}, p, Options{}); !errors.Is(err, ErrOptions) {
		t.Errorf("no texts: %v", err)
	}
	p.Schema = "recette/plan/2"
	o := Options{Texts: texts(t, "fr")}
	for name, err := range map[string]error{
		"PDF": PDF(&bytes.Buffer{}, p, o), "Markdown": Markdown(&bytes.Buffer{}, p, o),
		"JSON": JSON(&bytes.Buffer{}, p),
	} {
		if !errors.Is(err, ErrSchema) {
			t.Errorf("%s of another version: %v", name, err)
		}
	}
}

// A title with a line end is one title: the first line stood as the title, the rest as text below it.
func TestMarkdown_TitleIsOneLine(t *testing.T) {
	p := whole()
	p.Title = "Recette\ndu CRM\r\nversion\u20281"
	var got bytes.Buffer
	if err := Markdown(&got, p, Options{Texts: texts(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	if first, _, _ := strings.Cut(got.String(), "\n"); !strings.HasSuffix(first, "Recette du CRM version 1") {
		t.Errorf("title line %q", first)
	}
}

// What is printed of production data rests on what each set says of its origin.
func TestMarkdown_DataOrigins(t *testing.T) {
	for origin, want := range map[string]string{
		"fictif": "Aucune donnée personnelle", "anonymisé": "Aucune donnée personnelle",
		"": "n’est pas établie\u00a0: DataSets.Code", "production": "n’est pas établie\u00a0: DataSets.Code",
	} {
		p := whole()
		p.DataSets[0].Origin = origin
		var got bytes.Buffer
		if err := Markdown(&got, p, Options{Texts: texts(t, "fr")}); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(got.String(), want) {
			t.Errorf("origin %q: the document does not say %q", origin, want)
		}
	}
}

// A plan whose features are at no commit names none, rather than « au commit . ».
func TestMarkdown_OfNoCommit(t *testing.T) {
	p := whole()
	p.Reference.Commit = ""
	var got bytes.Buffer
	if err := Markdown(&got, p, Options{Texts: texts(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	text := got.String()
	if strings.Contains(text, "au commit") || !strings.Contains(text, "Aucun commit ne les désigne") {
		t.Error("a plan at no commit is said to be at one")
	}
}
