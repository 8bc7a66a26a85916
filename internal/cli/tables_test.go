package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"recette/internal/api"
	"recette/internal/ready"
	"recette/internal/recette"
	"recette/internal/steps"
	"recette/internal/term"
	"recette/internal/workspace"
)

// printed gives what was printed, its blank lines and the spaces at the ends of lines left out: nobody sees them.
func printed(b *strings.Builder) []string {
	var out []string
	for line := range strings.Lines(b.String()) {
		if line = strings.TrimRight(line, " \n"); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// listOf reads a listing from its document: its rows are types of their room.
func listOf(t *testing.T, document string) api.List {
	t.Helper()
	var doc api.List
	if err := json.Unmarshal([]byte(document), &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// Columns stand under one another for eyes: an accent in two runes takes one column, an ideogram two.
func TestTables_AlignForEyes(t *testing.T) {
	const nfd, wide = "E\u0301te\u0301", "東京"
	tests := map[string]struct {
		print func(*app)
		want  []string
	}{
		"stories": {func(a *app) {
			a.printReady(&workspace.Readiness{Registered: true}, []ready.Story{
				{ID: nfd, Title: "Un", State: ready.Ready, Mechanical: ready.Count{Met: 3, Asked: 3}},
				{ID: wide, Title: nfd, State: ready.NotReady, Promised: true},
			}, false, 1)
		}, []string{
			"Récit  État                      Contrôlé  Attesté  Dérogations  Titre",
			nfd + "    ✓ prêt                    3/3       –        –            Un",
			wide + "   ✗ non prêt, annoncé prêt  –         –        –            " + nfd,
			"2 récits\u00a0: 1 prêt, 1 non prêt",
			"→ recette ready " + wide + " dit ce qui manque",
		}},
		"features": {func(a *app) {
			doc := listOf(t, `{"features":[{"path":"a.feature","name":"A","story":"`+nfd+`","cases":1},
				{"path":"b.feature","name":"B","story":"`+wide+`","cases":2}]}`)
			a.printListing(&doc)
		}, []string{nfd + "          a.feature  A (1 cas)", wide + "         b.feature  B (2 cas)"}},
		"scenarios": {func(a *app) {
			doc := listOf(t, `{"scenarios":[{"id":"SC-1","stable":true,"name":"A","path":"a.feature","line":3},
				{"id":"`+nfd+`","name":"B","path":"b.feature","line":12}]}`)
			a.printListing(&doc)
		}, []string{"SC-1             a.feature:3  A", nfd + " (provisoire) b.feature:12  B"}},
		"definitions": {func(a *app) {
			a.printDefinitions([]steps.Definition{
				{Keyword: "given", Pattern: nfd, Place: "a.go:1", Steps: 3},
				{Pattern: wide, Place: "b.go:2", Steps: 12345},
			})
		}, []string{"     3  given  " + nfd + "  a.go:1", " 12345         " + wide + "  b.go:2"}},
		"decisions": {func(a *app) {
			doc := api.NewDecisionList([]api.DecisionEntry{
				{ID: "DEC-1", Title: "Un", Date: "2026-03-02", Status: "acted"},
				{ID: "DEC-10002", Title: nfd, Status: "superseded", ReplacedBy: "DEC-3", Current: "DEC-4"},
				{
					ID: wide, Title: "Trois", Status: "proposed", Due: "2026-01-01", Late: true,
					Impacts: []string{"US-1"},
					Cited:   []api.Citation{{Path: "a.feature", Line: 3, Criterion: "CA-1"}},
				},
			})
			a.printDecisions(&doc)
		}, []string{
			"DEC-1      02/03/2026  actée         Un",
			"           citée nulle part",
			"DEC-10002              remplacée → DEC-3 … → DEC-4  " + nfd,
			"           citée nulle part",
			wide + "                   proposée      Trois",
			"           échéance dépassée\u00a0: 01/01/2026",
			"           impacts\u00a0: US-1",
			"           citée\u00a0: a.feature:3 (laisse CA-1 hors périmètre)",
			"3 décisions",
		}},
	}
	for name, tt := range tests {
		a, b := french(t)
		tt.print(a)
		if diff := cmp.Diff(tt.want, printed(b)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Flags stand with their texts one under the other, whatever the letters of their values; a hidden one is not shown.
func TestFlagUsages(t *testing.T) {
	f := pflag.NewFlagSet("x", pflag.ContinueOnError)
	f.StringP("sortie", "o", "", "`fichier` à écrire")
	f.String("décideur", "", "`nom` de qui décide")
	f.Bool("force", false, "insiste")
	f.Bool("caché", false, "rien")
	if err := f.MarkHidden("caché"); err != nil {
		t.Fatal(err)
	}
	want := "      --décideur nom     nom de qui décide\n      --force            insiste\n  -o, --sortie fichier   " +
		"fichier à écrire\n"
	if diff := cmp.Diff(want, flagUsages(f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What a person reads at a terminal breaks between words at its width, and is left as it is where there is none.
func TestPaged(t *testing.T) {
	const text = "une phrase assez longue pour ne pas tenir\n"
	for _, width := range []int{0, 20, 200} {
		var b strings.Builder
		p := &paged{w: &b, width: func() int { return width }}
		if n, err := p.Write([]byte(text)); n != len(text) || err != nil {
			t.Errorf("width %d: Write = %d, %v", width, n, err)
		}
		want := text
		if width == 20 {
			want = term.Wrap(text, 20)
			for line := range strings.Lines(want) {
				if term.Width(strings.TrimSuffix(line, "\n")) > 20 {
					t.Errorf("a line of %d columns: %q", term.Width(line), line)
				}
			}
		}
		if b.String() != want || width == 20 && b.String() == text {
			t.Errorf("width %d: %q", width, b.String())
		}
	}
}

// Nothing that the program prints of itself moves a cursor or takes a colour: a state is a sign and a word.
func TestNoColour(t *testing.T) {
	for _, p := range printers(t) {
		for _, key := range p.Keys() {
			if i := strings.IndexFunc(
				p.T(key), func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f },
			); i >= 0 {
				t.Errorf("%s: %s holds a control character at %d", p.Lang(), key, i)
			}
		}
	}
	for _, args := range commandLines(t) {
		var b strings.Builder
		Run(t.Context(), testEnv(t, &b, &b, append(args, "--help")...))
		if strings.ContainsRune(b.String(), 0x1b) {
			t.Errorf("%v --help: an escape in %q", args, b.String())
		}
	}
}

// Words of figures, days and durations, in both languages.
func TestWordsOfFigures(t *testing.T) {
	for i, want := range [][]string{
		{
			"conformité 4/6 (3 conforme, 1 conforme avec observation, 2 bloqué)", "conformité 0/0 ()",
			" (responsable\u00a0: Ana, échéance\u00a0: 01/12/2026)", " (échéance\u00a0: 01/12/2026)", "", "01/12/2026",
			"", "0 fichier", "1 fichier", "2 fichiers",
		},
		{
			"conformity 4/6 (3 passed, 1 passed with remark, 2 blocked)", "conformity 0/0 ()",
			" (owner: Ana, due: 2026-12-01)", " (due: 2026-12-01)", "", "2026-12-01", "",
			"0 files", "1 file", "2 files",
		},
	} {
		a := &app{words: printers(t)[i]}
		w := &openRecord{app: a}
		f := recette.Figures{Passed: 3, Remark: 1, Blocked: 2, Executed: 6, Planned: 6}
		got := []string{
			a.figures(f), a.figures(recette.Figures{}), w.reserveTerms("Ana", "2026-12-01"),
			w.reserveTerms("", "2026-12-01"),
			w.reserveTerms("", ""), a.decisionDay("2026-12-01"), a.decisionDay("hier"),
			a.words.N("count.files", 0), a.words.N("count.files", 1), a.words.N("count.files", 2),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", a.words.Lang(), diff)
		}
	}
	for d, want := range map[time.Duration]string{
		0: "0 ms", 999 * time.Millisecond: "999 ms", 1500 * time.Millisecond: "1.5 s", 61 * time.Second: "1m1s",
		3*time.Hour + 900*time.Millisecond: "3h0m0s",
	} {
		if got := duration(d); got != want {
			t.Errorf("duration(%v) = %q, want %q", d, got, want)
		}
	}
	for n, want := range map[int64]string{0: "0", 1: "1", 1024: "1", 1025: "2", 10 << 20: "10240"} {
		if got := docsSize(n); got != want {
			t.Errorf("docsSize(%d) = %s, want %s", n, got, want)
		}
	}
}

func TestListed(t *testing.T) {
	nine := strings.Fields("a b c d e f g h i")
	for want, list := range map[string][]string{
		"": nil, "a": nine[:1], "a, b": nine[:2], "a, b, c, d, e, f, g, h": nine[:8], "a, b, c, d, e, f, g, h…": nine,
	} {
		if got := listed(list); got != want {
			t.Errorf("listed(%q) = %q, want %q", list, got, want)
		}
	}
}
