package bilan

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/reports/blocks"
	"recette/reports/page"
)

var update = flag.Bool("update", false, "write the golden files again")

// texts reads the texts of the product; a key that none has is an error of the test.
func texts(t testing.TB, lang string) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "validation", "bilan", "words"} {
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

// running is a campaign that has something of everything: journeys many, five days, anomalies of each severity.
func running(journeys int) Bilan {
	at := time.Date(2026, 11, 27, 16, 30, 0, 0, time.UTC)
	b := Bilan{
		Schema: Schema, Language: "fr", Project: "CRM", Campaign: "recette-v1", Title: "Recette du CRM, version 1.4",
		Version: "1.0", Producer: "recette 0.1.0", IssuedAt: at, OpenedAt: &at, Iteration: 2, Delivery: "1.4.0",
		Build: "1.4.0-rc3", Environment: "recette", Planned: true,
		Forecast: Forecast{
			Played: 47, Left: 31, Machine: 2, From: "2026-11-23", To: "2026-11-27", Days: 5, Needed: 4,
			End: "2026-12-03", Expected: "2026-12-03",
		},
		Anomalies: []Severity{{"blocking", 2, 1, 1}, {"major", 3, 2, 1}, {"minor", 5, 4, 1}, {"observation", 1, 1, 0}},
		Open: []Anomaly{
			{
				Number: "ANO-0003", Severity: "blocking", Status: "fixing", Case: "SC-0071", Owner: "Atelier Fictif",
				Summary: "Une antenne voit les adhérents d’une autre", Due: "2026-11-30", Since: "2026-11-25",
			},
			{Number: "ANO-0001", Severity: "major", Status: "open", Summary: "Le total est faux", Since: "2026-11-24"},
		},
		Reserves: []Reserve{{
			Number: "RES-0001", Class: "minor", Status: "issued", Text: "Corriger le libellé", Owner: "Atelier Fictif",
			Due: "2026-11-20", Overdue: true,
		}},
		Freshness: []Count{{"fresh", 43}, {"stale_text", 2}, {"stale_version", 6}},
		Epics: []Epic{
			{"EPIC-adhesion", "Adhésions", Coverage{12, 11, 10, 6, 1, 1, 1, 1, 1, 1}},
			{"", "", Coverage{2, 2, 2, 2, 0, 0, 0, 0, 0, 0}},
		},
		Coverage: Coverage{14, 13, 12, 8, 1, 1, 1, 1, 1, 1},
		Antennes: []string{"Bretagne", "Île-de-France", "Provence-Alpes-Côte d’Azur"},
		Map: []MapRow{
			{"SC-0001", "Une entreprise adhère", []MapCell{{"passed", false}, {"failed", true}, {"blocked", false}}},
			{"SC-0002", "Une adhésion est refusée", []MapCell{{"passed_with_remark", false}, {}, {"not_run", false}}},
		},
		Sessions: []Session{
			{"S1", "Adhésion", "2026-11-23", 40, 31, []string{"SES-0001"}}, {
				"S2", "", "2026-11-24", 43, 20,
				[]string{},
			},
		},
		Held: []Held{{Number: "SES-0001", Planned: "S1", From: &at, To: &at, Present: 3, Results: 31}},
		Testers: []Tester{{
			Name: "Gaëlle Riou", Entity: "Bretagne", Assigned: 20, Played: 12,
			Figures: Figures{InScope: 31, Planned: 31, Executed: 30, Passed: 25, Remark: 2, Failed: 3, Blocked: 1},
			Machine: 4, Sessions: 2,
		}},
		Replay: []Replay{
			{"SC-0003", "Une relance part", "cotisation", "stale_text", "passed", "Gaëlle Riou"},
			{"SC-0004", "Un droit est refusé", "", "contested", "failed", ""},
		},
		NotPlayed: []Waiting{
			{"adhesion", "Adhésion d’une entreprise", 3, 1, 1, []string{"SC-0010", "SC-0011", "SC-0012"}},
			{"", "", 1, 0, 0, []string{"SC-0020"}},
		},
		Entry: []Criterion{{Text: "Version installée", By: "Samira Haddad", Window: "Avant S1", Met: "yes"}},
		Exit: []Criterion{
			{
				Text: "Cas critiques exécutés", Threshold: "100 %", By: "qa", Measure: "critical_executed",
				Measured: "47 / 83", Met: "no",
			},
			{
				Text: "Bloquantes ouvertes", Threshold: "0", Base: "anomalies du lot", Measure: "blocking_open",
				Measured: "1", Met: "no",
			},
			{Text: "Non-régression", Threshold: "100 %", Measured: "8 / 8", Met: "yes"},
			{Text: "Preuves", Threshold: "85 %", Measured: "40 / 47", Met: "DEC-0007", Elsewhere: true},
			{Text: "Comptes rendus", Met: "unknown"},
		},
		Amended: []string{"SC-0003", "SC-0007"},
		Reached: []Criterion{{Text: "Cas bloqués", Threshold: "20 %", Measured: "20 / 83", Met: "no"}},
		Indicators: []Indicator{
			{Key: "critical_executed", N: 13, Of: 23},
			{Key: "critical_conform", N: 10, Of: 23},
			{Key: "critical_journeys", N: 1, Of: 2},
			{Key: "rules", N: 11, Of: 14},
			{Key: "forbidden", Why: "no_forbidden"},
			{Key: "reopened", N: 2, Of: 9},
			{Key: "blocking_age", N: 2, Of: 1},
			{Key: "blocking_oldest", N: 2, Of: 1},
			{Key: "correction", N: 10, Of: 8},
			{Key: "escaped", Why: "production"},
		},
		Decisions: []Decision{{Number: "DEC-REC-0001", Decision: "postponed", On: "2026-11-26"}},
		Reference: Reference{
			Commit: strings.Repeat("a1", 20), Manifest: strings.Repeat("b2", 32), Facts: 120, LastLeaf: 131,
			Checkpoint: 130, Root: "9ItToyazofNyJE4zq1tX4d7Ry7Sg8F/72sKMWapEoIs=",
		},
	}
	for i, d := range []Day{
		{Date: "2026-11-23", Planned: 40, Done: 21, Raised: 2, Open: BySeverity{Minor: 2}},
		{Date: "2026-11-24", Planned: 83, Done: 38, Raised: 6, Open: BySeverity{Major: 2, Minor: 3}},
		{Date: "2026-11-25", Planned: 83, Done: 44, Raised: 9, Open: BySeverity{Blocking: 2, Major: 2, Minor: 3}},
		{Date: "2026-11-26", Planned: 83, Done: 32, Raised: 10, Open: BySeverity{Blocking: 1, Major: 1, Minor: 2}},
		{Date: "2026-11-27", Planned: 83, Done: 47, Raised: 11, Open: BySeverity{Blocking: 1, Major: 1, Minor: 1}},
		{Date: "2026-12-01", Planned: 84},
	} {
		d.Scope, d.Known = 83, i < 5
		b.Days = append(b.Days, d)
	}
	verdicts := []string{"passed", "failed", "blocked", "not_run", "passed_with_remark"}
	for i := range journeys {
		f := Figures{
			InScope: 10 + i, Planned: 9 + i, Executed: 5 + i, Passed: 3 + i, Remark: 1, Failed: 1, Blocked: 1,
			NotRun:        3,
			NotApplicable: 1,
		}
		b.Journeys = append(b.Journeys, Journey{
			Code: fmt.Sprintf("parcours-%02d", i+1), Critical: i%3 == 0, Verdict: verdicts[i%5], Figures: f,
			Title:    fmt.Sprintf("Parcours n° %d d’une antenne régionale", i+1),
			Progress: Progress{Planned: 9 + i, Done: 4 + i, Replay: 2, NotPlayed: 3},
		})
		b.Figures.InScope += f.InScope
	}
	b.Figures = Figures{
		InScope: 85, Planned: 83, Executed: 57, Passed: 48, Remark: 3, Failed: 6, Blocked: 1, NotRun: 25,
		NotApplicable: 2,
	}
	b.Progress = Progress{Planned: 83, Done: 47, Replay: 10, NotPlayed: 26}
	return b
}

func pdf(t testing.TB, b Bilan) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := PDF(&file, b, blocks.Options{Texts: texts(t, b.Language)}); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// written gives the text of a PDF, each space one.
func written(t *testing.T, file []byte) string {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = bytes.NewReader(file)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	text := regexp.MustCompile(`[ \x{a0}\x{202f}]+`).ReplaceAllString(string(out), " ")
	return strings.ReplaceAll(text, " / ", "/") // the no-break spaces of a ratio come out or not
}

// Each figure of the JSON is the one of its page: rows of tables are looked for with all that they say.
func TestPDF_SaysTheFiguresOfTheJSON(t *testing.T) {
	b := running(4)
	text := written(t, pdf(t, b))
	ratio := func(n, of int) string { return fmt.Sprintf("%d/%d", n, of) }
	want := []string{
		"Réalisé " + ratio(b.Progress.Done, b.Progress.Planned),
		"À rejouer " + ratio(b.Progress.Replay, b.Progress.Planned),
		"Sans résultat " + ratio(b.Progress.NotPlayed, b.Progress.Planned),
		"Exécuté (comme au PV) " + ratio(b.Figures.Executed, b.Figures.Planned),
		"Conforme (comme au PV) " + ratio(b.Figures.Passed+b.Figures.Remark, b.Figures.Planned),
		"83 lignes (85 au plan, moins 2 sans objet)",
		"Couverture des règles 11/14",
		"Taux de réouverture 2/9",
		"Fin prévue le 03/12/2026 : 47 lignes, par des personnes, du 23/11/2026 au 27/11/2026, soit 5 jours",
		"2 lignes restent à l’automate",
		"Ensemble " + ratio(b.Coverage.Covered, b.Coverage.InScope) + " " + ratio(b.Coverage.Proved,
			b.Coverage.InScope),
		"Cas critiques exécutés", "47/83 non", "Non-régression", "8/8 oui", "40/47 dérogation", "1/5",
		"atteints ; 1 par dérogation",
		"Preuves : 40/47 (seuil : 85 %), dérogation DEC-0007, hors journal, non vérifiable",
		"Gaëlle Riou, Bretagne 12/20 31 4 27 3 1 2", "SES-0001 S1", "SC-0010, SC-0011, SC-0012",
		"RES-0001", "20/11/2026,", "130 feuilles, racine " + b.Reference.Root, b.Reference.Manifest,
		"dont 1 bloquante",
	}
	for _, d := range b.Days {
		line := b.t(d)
		want = append(want, line)
	}
	for _, s := range b.Anomalies {
		word := map[string]string{
			"blocking": "bloquante", "major": "majeure", "minor": "mineure", "observation": "observation",
		}[s.Severity]
		want = append(want, fmt.Sprintf("%s %d %d %d", word, s.Raised, s.Ended, s.Open))
	}
	for _, j := range b.Journeys {
		g := j.Figures
		want = append(want, fmt.Sprintf("%s %s %d %d", ratio(j.Progress.Done, j.Progress.Planned),
			ratio(g.Passed+g.Remark, g.Planned), j.Progress.Replay, j.Progress.NotPlayed))
	}
	for _, c := range b.Freshness {
		want = append(want, ratio(c.N, 51))
	}
	for _, e := range b.Epics {
		c := e.Coverage
		want = append(want, fmt.Sprintf("%s %s %d %d %d %d %d %d", ratio(c.Covered, c.InScope),
			ratio(c.Proved, c.InScope), c.Accepted, c.Failed, c.Stale, c.NotRun, c.Uncovered, c.OutOfScope))
	}
	for _, s := range b.Sessions {
		want = append(want, ratio(s.Done, s.Rows))
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no page says %q", w)
		}
	}
}

// t is the line of a day in the table.
func (b *Bilan) t(d Day) string {
	at := d.Date[8:] + "/" + d.Date[5:7] + "/" + d.Date[:4]
	if !d.Known {
		return fmt.Sprintf("%s %d", at, d.Planned)
	}
	return fmt.Sprintf("%s %d %d/%d %d %d", at, d.Planned, d.Done, d.Scope, d.Raised, d.Open.total())
}

// Page 1 stays one page, whatever there is to say: what it leaves out is counted, and stands in its chapter.
func TestPDF_OneFrontPage(t *testing.T) {
	long := strings.Repeat("adhésion d’une entreprise de la métallurgie par une antenne régionale, ", 6)
	for _, n := range []int{0, 1, 7, 40} {
		b := running(n)
		b.Suspended = long
		for i := range b.Journeys {
			b.Journeys[i].Title = long
		}
		for range 12 {
			b.Exit = append(b.Exit, Criterion{Text: long, Threshold: "100 %", Measured: "0 / 83", Met: "no"})
			b.Open = append(b.Open, Anomaly{Number: "ANO-0009", Severity: "minor", Status: "open", Summary: long})
		}
		b.Title = long
		text := written(t, pdf(t, b))
		first, rest, _ := strings.Cut(text, "\f")
		if !strings.Contains(first, "autres anomalies ouvertes : voir le chapitre 4") ||
			!strings.Contains(first, "voir le chapitre 3") {
			t.Errorf("%d journeys: page 1 does not say what it leaves out:\n%s", n, first)
		}
		if !strings.HasPrefix(strings.TrimSpace(strings.SplitN(rest, "\n", 4)[2]), "1. Avancement") &&
			!strings.Contains(rest[:min(400, len(rest))], "1. Avancement") {
			t.Errorf("%d journeys: page 2 does not begin with chapter 1:\n%.400s", n, rest)
		}
	}
}

func TestHTML_Golden(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		b := running(2)
		b.Language = lang
		var got bytes.Buffer
		if err := HTML(&got, b, blocks.Options{Texts: texts(t, lang)}); err != nil {
			t.Fatal(err)
		}
		golden(t, "bilan."+lang+".html", got.Bytes())
	}
}

func TestJSON_Golden(t *testing.T) {
	var got bytes.Buffer
	if err := JSON(&got, running(2)); err != nil {
		t.Fatal(err)
	}
	golden(t, "bilan.json", got.Bytes())
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestPDF_TwiceTheSame(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		b := running(8)
		b.Language = lang
		if !bytes.Equal(pdf(t, b), pdf(t, b)) {
			t.Errorf("%s: two renders differ", lang)
		}
	}
}

// What people wrote does not end the program, and an empty campaign has a bilan.
func TestPDF_HostileAndEmpty(t *testing.T) {
	for _, s := range []string{"🙂", "a\nb\r\nc", strings.Repeat("x", 5000), "\x00\xff", "<script>"} {
		b := running(3)
		fill(reflect.ValueOf(&b).Elem(), s)
		pdf(t, b)
		var page bytes.Buffer
		if err := HTML(&page, b, blocks.Options{Texts: texts(t, "fr")}); err != nil ||
			strings.Contains(page.String(), "<script>") {
			t.Errorf("%.20q: HTML = %v, or it lets a script in", s, err)
		}
	}
	pdf(t, Bilan{Schema: Schema, Language: "fr", Forecast: Forecast{Why: "nothing"}})
}

// fill puts a text wherever people wrote one.
func fill(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), s)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			switch v.Type().Field(i).Name {
			case "Title", "Name", "Summary", "Text", "Owner", "Suspended", "Entity", "Tester", "Case", "Base", "Window":
				if v.Field(i).Kind() == reflect.String {
					v.Field(i).SetString(s)
				}
			default:
				fill(v.Field(i), s)
			}
		}
	default:
	}
}

func TestProducersRefuse(t *testing.T) {
	b := running(1)
	if _, err := PDF(&bytes.Buffer{}, b, blocks.Options{}); !errors.Is(err, blocks.ErrOptions) {
		t.Errorf("no texts: %v", err)
	}
	b.Schema = "recette/bilan/2"
	_, err := PDF(&bytes.Buffer{}, b, blocks.Options{Texts: texts(t, "fr")})
	for name, err := range map[string]error{
		"PDF": err, "JSON": JSON(&bytes.Buffer{}, b),
		"HTML": HTML(&bytes.Buffer{}, b, blocks.Options{Texts: texts(t, "fr")}),
	} {
		if !errors.Is(err, ErrSchema) {
			t.Errorf("%s of another version: %v", name, err)
		}
	}
}

// What a derogation sets aside, or what nobody said, is not met: page 1 never says that all criteria are.
func TestPDF_OnlyWhatIsMetIsMet(t *testing.T) {
	for name, tt := range map[string]struct {
		exit      []Criterion
		all       bool
		one, also string
	}{
		"all": {[]Criterion{{Text: "A", Met: "yes"}, {Text: "B", Met: "yes"}}, true, "2/2", ""},
		"waived": {
			[]Criterion{{Text: "A", Met: "yes"}, {Text: "B", Met: "DER-0001"}}, false, "1/2", "1 par dérogation",
		},
		"unsaid":   {[]Criterion{{Text: "A", Met: "yes"}, {Text: "B"}}, false, "1/2", "ni mesuré ni attesté"},
		"not met":  {[]Criterion{{Text: "A", Met: "yes"}, {Text: "B", Met: "no"}}, false, "1/2", ""},
		"none yet": {[]Criterion{{Text: "A", Met: "unknown"}}, false, "0/1", ""},
	} {
		b := running(1)
		b.Exit = tt.exit
		first, _, _ := strings.Cut(written(t, pdf(t, b)), "\f")
		if got := strings.Contains(first, "Tous les critères de sortie sont atteints"); got != tt.all {
			t.Errorf("%s: says that all criteria are met: %t, want %t", name, got, tt.all)
		}
		if !strings.Contains(first, tt.one) || !strings.Contains(first, tt.also) {
			t.Errorf("%s: page 1 does not say %q and %q:\n%s", name, tt.one, tt.also, first)
		}
	}
}

// A criterion says over what it is counted as the plan and the PV do: in the words of the plan, else of its measure.
func TestHTML_CriteriaSayTheirBase(t *testing.T) {
	var file bytes.Buffer
	if err := HTML(&file, running(1), blocks.Options{Texts: texts(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	text := file.String()
	for _, want := range []string{"cas prévus des parcours critiques", "anomalies du lot"} {
		if !strings.Contains(text, want) {
			t.Errorf("the bilan does not say the base %q", want)
		}
	}
	if said := "anomalies de la campagne"; strings.Contains(text, said) {
		t.Errorf("the bilan says %q in place of what the plan says", said)
	}
}

// No page ends with a heading, or with a caption of what the next one shows, wherever the chapters fall.
func TestPDF_HeadingsGoWithWhatTheyAnnounce(t *testing.T) {
	heading := regexp.MustCompile(
		`^ ?([0-9]+\. |Une case par scénario|pas là\.|Séances du plan|Références$|Testeurs$|Décisions$)`)
	for n := range 14 {
		pages := strings.Split(written(t, pdf(t, running(n))), "\f")
		for i, p := range pages[:len(pages)-2] {
			lines := slices.DeleteFunc(strings.Split(p, "\n"),
				func(l string) bool { return strings.TrimSpace(l) == "" })
			if last := lines[len(lines)-2]; i > 0 && heading.MatchString(last) { // the last one is the foot
				t.Errorf("%d journeys: page %d ends with %q", n, i+1, last)
			}
		}
	}
}
