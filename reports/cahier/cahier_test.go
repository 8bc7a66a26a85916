package cahier

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/reports/page"
)

var update = flag.Bool("update", false, "write the golden files again")

// texts reads the texts of the product; a key that none has is an error of the test.
func texts(t testing.TB, lang string) page.Texts {
	t.Helper()
	m := map[string]string{}
	for _, domain := range []string{"reports", "cahier"} {
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

func at(hour, minute int) *time.Time {
	t := time.Date(2026, 11, 23, hour, minute, 0, 0, time.UTC)
	return &t
}

// fixture is a cahier with something in every part.
func fixture(kind Kind) Cahier {
	c := Cahier{
		Schema: Schema, Kind: kind, Language: "fr", Producer: "recette 0.1.0",
		IssuedAt: time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC),
		Project:  "CRM", Campaign: "recette-v1", Title: "Recette du CRM, version 1.4", PlanVersion: "1.0", Iteration: 2,
		Client: "Confédération", Supplier: "Atelier Numérique", Release: Release{Version: "1.4.0", Build: "1.4.0-rc2"},
		Environment: Environment{Name: "recette", URL: "https://recette.exemple.fr", Build: "1.4.0-rc2"},
		DataSets: []DataSet{{
			Code: "JDD-adhesion", Label: "Deux adhérents", Origin: "fictif", Owner: "Samira Haddad", Load: "make jeu",
			Reset: "make vide", States: "adhérente, radiée", Values: []Value{{"siret", "12345678900012"}},
			SHA256: strings.Repeat("ab", 32),
		}},
		Accounts: []Account{{Role: "gestionnaire", Login: "yann.legoff", Entity: "Bretagne"}},
		People: []Person{
			{Name: "Gaëlle Riou", Role: "tester", Entity: "Bretagne"}, {
				Name: "Samira Haddad", Role: "qa",
				Entity: "Siège",
			},
		},
		Contacts: []Person{{Name: "Samira Haddad", Role: "qa"}, {Name: "Erwan Kerjean", Function: "Référent"}},
		Sessions: []Session{{
			Code: "S1", Title: "Adhésion", Date: "2026-11-23", Start: "09:30", Minutes: 120, Place: "Visio",
			Animator: "Samira Haddad", Testers: []string{"Gaëlle Riou"},
			Present: []Presence{{Name: "Gaëlle Riou", Entity: "Bretagne", From: at(9, 30), To: at(11, 30)}},
		}},
		Journeys: []Journey{
			{
				Code: "adhesion", Title: "Adhésion", Owner: "Élise Fontaine", Critical: true, Blocking: true, Cases: 3,
				Left: 2, Minutes: 30, Consequence: "Une entreprise n’est pas adhérente",
				Figures: Figures{InScope: 3, Planned: 3, Executed: 2, Passed: 1, Failed: 1, Blocked: 1},
			},
			{Cases: 1, Minutes: 10, Figures: Figures{InScope: 1, Planned: 1, NotRun: 1}},
		},
		Figures: Figures{InScope: 4, Planned: 4, Executed: 2, Passed: 1, Failed: 1, Blocked: 1, NotRun: 1},
		Contexts: []Context{{Number: "C1", Feature: "Adhérer", Path: "features/adherer.feature", Steps: []Step{
			{Number: 1, Keyword: "Soit", Type: "context", Text: `le jeu de données "JDD-adhesion" chargé`},
			{Number: 2, Keyword: "Et", Type: "context", Text: "un utilisateur connecté"},
		}}},
		Left: 2,
		Anomalies: []Anomaly{{
			Number: "ANO-0001", Severity: "major", Status: "open", Summary: "Le SIRET est perdu",
			Case: "SC-0001@bretagne",
			Step: 4, RaisedBy: "Gaëlle Riou", RaisedAt: at(10, 5), Workaround: "Le saisir de nouveau",
		}},
		Branches: []Branch{{
			Scenario: "SC-0001", Name: "Refuser", Verdicts: map[string]string{"Bretagne": "failed", "Rhône": "passed"},
		}},
		Reference: Reference{
			Commit: strings.Repeat("c0", 20), Manifest: strings.Repeat("d1", 32), Cases: 6, Origin: "recette/1234",
			Size: 42,
			Root: "cmFjaW5l", Entries: 45,
		},
	}
	steps := func() []Step {
		return []Step{
			{Number: 3, Keyword: "Quand", Type: "action", Text: "l’adhésion est demandée", Table: [][]string{
				{"siret", "effectif"}, {"123", "12"},
			}},
			{
				Number: 4, Keyword: "Alors", Type: "outcome", Text: "l’adhésion est refusée avec \"Refusée\"",
				Messages: []Message{{"MSG-101", "Refusée"}},
			},
			{Number: 5, Keyword: "Et", Type: "outcome", Text: "rien n’est enregistré", DocString: "aucune ligne\n"},
		}
	}
	one := func(id, antenne, verdict string) Case {
		return Case{
			ID: id, Antenne: antenne, Name: "Refuser un SIRET", Feature: "Adhérer", Path: "features/adherer.feature",
			Line: 12, Rule: "Un SIRET a 14 chiffres", Aim: "On vérifie le refus.", Story: "US-101",
			Criteria: []string{"CA-101.1"}, Rules: []string{"RG-10"}, Decisions: []string{"DEC-0001"},
			Journey:  "adhesion",
			Critical: true, Priority: "must", Risks: []string{"argent"}, Natures: []string{"exception"}, Mode: "manual",
			Roles: []string{"gestionnaire"}, DataSets: []string{"JDD-adhesion"}, Row: []Value{{"siret", "123"}},
			Minutes: 10,
			Content: "content/1:" + strings.Repeat("e2", 32), Context: "C1", Prior: 2, Steps: steps(),
			Assigned: "Gaëlle Riou", Verdict: verdict, Freshness: "fresh", Anomalies: []string{}, Former: []Former{},
		}
	}
	failed, passed, blocked := one("SC-0001@bretagne", "Bretagne", "failed"), one("SC-0001@rhone", "Rhône", "passed"),
		one("SC-0002", "", "blocked")
	blocked.National, blocked.Replay = true, "build"
	never := one("SC-0003", "", "not_run")
	never.Journey, never.Context, never.Prior, never.Critical, never.Mode = "", "", 0, false, "mixed"
	if kind == Executed {
		played := func(c *Case) {
			c.Tester, c.Declared, c.StartedAt, c.EndedAt, c.Build, c.Attempt = "Gaëlle Riou", true, at(10, 0),
				at(10, 12),
				"1.4.0-rc2", 1
			c.Micros = 720_000_000
			c.Background = []Seen{
				{Verdict: "passed", Mode: "manual", At: at(10, 0)},
				{Verdict: "passed", Mode: "manual"},
			}
			c.Steps[0].Seen = Seen{Verdict: "passed", Mode: "manual", At: at(10, 2)}
		}
		for _, c := range []*Case{&failed, &passed, &blocked} {
			played(c)
		}
		failed.Steps[1].Seen = Seen{
			Verdict: "failed", Mode: "manual", At: at(10, 4), Observed: "Le formulaire est vidé.",
			Evidence: []Evidence{{
				Name: "capture.png", MIME: "image/png", Size: 2048,
				SHA256: strings.Repeat("f3", 32),
			}},
		}
		failed.Steps[2].Seen = Seen{Verdict: "passed", Mode: "auto", At: at(10, 6), By: "Samira Haddad"}
		failed.Anomalies, failed.Attempt = []string{"ANO-0001"}, 2
		failed.Former = []Former{{
			Attempt: 1, Verdict: "blocked", Tester: "Gaëlle Riou", At: at(9, 40),
			Build: "1.4.0-rc1",
		}}
		failed.Origin = &Origin{
			File: "cahier.xlsx", SHA256: strings.Repeat("a5", 32), Day: "2026-11-23",
			By: "Samira Haddad",
		}
		passed.Steps[1].Seen = Seen{Verdict: "passed", Mode: "manual", At: at(10, 4), Comment: "Ton sec"}
		passed.Steps[2].Seen = Seen{Verdict: "not_applicable", Mode: "manual", At: at(10, 4), Reason: "Sans base"}
		passed.Contested = &Objection{Reason: "Mauvais écran", By: "Samira Haddad", At: at(11, 0), Verdict: "passed"}
		passed.Amended = []Objection{{Reason: "Mal lu", By: "Gaëlle Riou", At: at(10, 30), Verdict: "failed"}}
		blocked.Steps[1].Seen = Seen{Verdict: "blocked", Mode: "manual", Cause: "environment", At: at(10, 4)}
		blocked.Invalid = &Objection{Cause: "build", Reason: "rc1 déployée", By: "Samira Haddad", At: at(11, 0)}
		c.Sessions[0].Number, c.Sessions[0].OpenedAt, c.Sessions[0].ClosedAt = "SEA-0001", at(9, 30), at(11, 30)
	}
	c.Cases = []Case{failed, passed, blocked, never}
	return c
}

func pdf(t testing.TB, c Cahier) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := PDF(&b, c, Options{Texts: texts(t, c.Language)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a reader of PDFs on a file; "FILE" stands for it.
func tool(t *testing.T, file []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed: nothing here reads the PDF", name)
	}
	path := filepath.Join(t.TempDir(), "cahier.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	args = slices.Clone(args)
	args[slices.Index(args, "FILE")] = path
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

var spaces = regexp.MustCompile(`[\s\x{a0}\x{202f}]+`)

func TestPDF_Golden(t *testing.T) {
	for _, kind := range []Kind{Blank, Executed} {
		for _, lang := range []string{"fr", "en"} {
			c := fixture(kind)
			c.Language = lang
			var got strings.Builder
			for line := range strings.SplitSeq(tool(t, pdf(t, c), "pdftotext", "-layout", "FILE", "-"), "\n") {
				if line = strings.TrimSpace(spaces.ReplaceAllString(line, " ")); line != "" {
					got.WriteString(line + "\n")
				}
			}
			golden := filepath.Join("testdata", string(kind)+"."+lang+".txt")
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); d != "" {
				t.Errorf("%s (-want +got), -update to accept:\n%s", golden, d)
			}
		}
	}
}

func TestPDF_TwiceTheSame(t *testing.T) {
	for _, kind := range []Kind{Blank, Executed} {
		c := fixture(kind)
		before, _ := json.Marshal(c)
		first := sha256.Sum256(pdf(t, c))
		if first != sha256.Sum256(pdf(t, c)) {
			t.Errorf("the %s cahier is not twice the same", kind)
		}
		if after, _ := json.Marshal(c); !bytes.Equal(before, after) {
			t.Errorf("PDF changed the %s cahier", kind)
		}
		c.Cases[0].Steps[1].Text = "autre chose"
		if first == sha256.Sum256(pdf(t, c)) {
			t.Errorf("a change of the %s cahier does not show", kind)
		}
	}
}

// A Contexte that several cases share is printed once; each sheet refers to it.
func TestPDF_PrintsAContexteOnce(t *testing.T) {
	text := spaces.ReplaceAllString(tool(t, pdf(t, fixture(Blank)), "pdftotext", "FILE", "-"), " ")
	if n := strings.Count(text, "un utilisateur connecté"); n != 1 {
		t.Errorf("the Contexte is printed %d times, want 1", n)
	}
	if n := strings.Count(text, "contexte C1, page"); n != 3 {
		t.Errorf("%d sheets refer to the Contexte, want 3", n)
	}
}

// The boxes to sign stand under their heading, wherever the sheets end.
func TestPDF_VisaUnderItsHeading(t *testing.T) {
	for n := range 16 {
		c := fixture(Blank)
		c.Sessions = []Session{{Code: "S1"}}
		for range 2 * n { // a heading lower on its page
			c.Sessions[0].Testers = append(c.Sessions[0].Testers, "Gaëlle Riou")
		}
		for _, p := range strings.Split(tool(t, pdf(t, c), "pdftotext", "-layout", "FILE", "-"), "\f")[2:] {
			if strings.Contains(p, "Visa de l’animateur") != strings.Contains(p, "Nom, date, signature") {
				t.Errorf("%d testers: the boxes to sign are on another page than their heading", 2*n)
			}
		}
	}
}

func TestPDF_Whole(t *testing.T) {
	for _, kind := range []Kind{Blank, Executed} {
		out := tool(t, pdf(t, fixture(kind)), "qpdf", "--check", "FILE")
		if !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("%s: %s", kind, out)
		}
	}
}

func TestProducers_Refuse(t *testing.T) {
	c := fixture(Blank)
	if err := PDF(&bytes.Buffer{}, c, Options{}); !errors.Is(err, ErrOptions) {
		t.Errorf("without texts: %v, want ErrOptions", err)
	}
	c.Schema = "recette/cahier/99"
	if err := PDF(&bytes.Buffer{}, c, Options{Texts: texts(t, "fr")}); !errors.Is(err, ErrSchema) {
		t.Errorf("another schema, PDF: %v, want ErrSchema", err)
	}
	if err := JSON(&bytes.Buffer{}, c); !errors.Is(err, ErrSchema) {
		t.Errorf("another schema, JSON: %v, want ErrSchema", err)
	}
}

func TestJSON_RoundTrip(t *testing.T) {
	c := fixture(Executed)
	var b bytes.Buffer
	if err := JSON(&b, c); err != nil {
		t.Fatal(err)
	}
	var back Cahier
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(c, back); d != "" {
		t.Errorf("what was read back differs (-want +got):\n%s", d)
	}
}

// The longest identifier is read whole at the head and at the foot of its sheet, on no box and under no bar.
func TestPDF_LongestIdentifier(t *testing.T) {
	c := fixture(Blank)
	id := "SC-0043/adherent-par-delegation-" + strings.Repeat("x", 20) + "@auvergne-rhone-alpes"
	c.Cases[0].ID = id
	text := tool(t, pdf(t, c), "pdftotext", "-bbox", "FILE", "-")
	found := 0
	for _, m := range regexp.MustCompile(`xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)<`).
		FindAllStringSubmatch(text, -1) {
		if right, err := strconv.ParseFloat(m[2], 64); err != nil || right > 595-20 {
			t.Errorf("%q ends at %s, past the margin", m[3], m[2])
		}
		if m[3] == id {
			found++
		}
	}
	if found < 2 {
		t.Errorf("the identifier is read %d times, want at the head and at the foot", found)
	}
}

// The vector is that of the symbol « PJJ123C » as the standard's check character rule gives it: 104 + the weighted sum,
// modulo 103.
func TestCode128(t *testing.T) {
	bars, ok := code128("SC-0042/paris@lyon")
	if !ok {
		t.Fatal("refused")
	}
	if want := 2*quiet + 11*(1+18+1) + 13; len(bars) != want {
		t.Errorf("%d modules, want %d", len(bars), want)
	}
	first, _ := code128("PJJ123C")
	got := ""
	for _, b := range first[quiet : quiet+22] {
		got += map[bool]string{true: "1", false: "0"}[b]
	}
	if want := "11010010000" + "11101110110"; got != want { // start B, then P
		t.Errorf("begins with %s, want %s", got, want)
	}
	for _, text := range []string{"", "é", "a\n", "\u007f"} {
		if _, ok := code128(text); ok {
			t.Errorf("code128(%q) is drawn", text)
		}
	}
}
