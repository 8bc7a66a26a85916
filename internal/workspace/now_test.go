package workspace

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/plan"
)

// TestNow_ReadsTheFileOfTheCase whenever it is asked for: what changed after the first case is noticed, what somebody
// is writing in another file stops nobody, and a case that moved is found.
func TestNow_ReadsTheFileOfTheCase(t *testing.T) {
	const own, other = "features/adhesion.feature", "features/cotisation.feature"
	broken := small()[other] + "    Aprs rien\n"
	changed := strings.Replace(small()[own], "il est adhérent", "il est membre", 1)
	moved := func(other string) map[string]string {
		files := map[string]string{own: "", "features/b/a.feature": small()[own]}
		if other != "" {
			files["features/cotisation.feature"] = other
		}
		return files
	}
	more := func(text string) map[string]string { return map[string]string{own: small()[own] + text} }
	renamed := strings.Replace(small()[own], "SC-0001", "SC-0009", 1)
	for name, tt := range map[string]struct {
		files   map[string]string // no text for one that is gone
		found   bool
		same    bool
		refused bool
	}{
		"as it was": {found: true, same: true},
		"changed":   {files: map[string]string{own: changed}, found: true},
		"changed by one letter": {
			files: map[string]string{own: strings.Replace(small()[own], "il est adhérent", "il est adhérant", 1)},
			found: true,
		},
		"another file broken":           {files: map[string]string{other: broken}, found: true, same: true},
		"its file broken":               {files: more("    Aprs rien\n"), refused: true},
		"moved":                         {files: moved(""), found: true, same: true},
		"moved, and another broken":     {files: moved(broken), refused: true},
		"gone":                          {files: map[string]string{own: ""}},
		"gone from its file":            {files: map[string]string{own: renamed}},
		"twice in its file":             {files: more(changed[strings.Index(changed, "\n  @SC"):]), found: true},
		"its file gone, another broken": {files: map[string]string{own: "", other: broken}, refused: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := opened(t, small())
			present := p.Present()
			cases, err := p.casesByID(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			frozen := cases["SC-0001"]
			if c, ok, err := present.Now(t.Context(), &frozen); err != nil || !ok || c.Content != frozen.Content {
				t.Fatalf("before: %q, %v, %v", c.Content, ok, err)
			}
			for path, text := range tt.files {
				if text != "" {
					write(t, p.Root, map[string]string{path: text})
				} else if err := os.Remove(filepath.Join(p.Root, path)); err != nil {
					t.Fatal(err)
				}
			}
			c, ok, err := present.Now(t.Context(), &frozen)
			if _, refused := errors.AsType[*FeaturesError](err); refused != tt.refused || err != nil && !refused {
				t.Fatalf("Now = %v, want refused %v", err, tt.refused)
			}
			if ok != tt.found || (c.Content == frozen.Content) != tt.same {
				t.Errorf("found %v with content %q, want found %v, the same %v", ok, c.Content, tt.found, tt.same)
			}
		})
	}
}

// TestDriftOf: a case is held to its frozen text, with the lines that differ.
func TestDriftOf(t *testing.T) {
	const own = "features/adhesion.feature"
	for name, tt := range map[string]struct {
		text  string // of its file; empty: it is gone
		kind  plan.DriftKind
		lines []string
	}{
		"as it was": {small()[own], "", nil},
		"changed": {
			strings.Replace(small()[own], "il est adhérent", "il est membre", 1), plan.ContentChanged,
			[]string{"-Alors il est adhérent", "+Alors il est membre"},
		},
		"renamed": {strings.Replace(small()[own], "Adhérer", "Devenir adhérent", 1), "renamed", nil},
		"gone":    {"", plan.Removed, []string{"-Alors il est adhérent"}},
	} {
		p := opened(t, small())
		cases, err := p.casesByID(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		frozen := cases["SC-0001"]
		write(t, p.Root, map[string]string{own: tt.text})
		if tt.text == "" {
			if err := os.Remove(filepath.Join(p.Root, own)); err != nil {
				t.Fatal(err)
			}
		}
		d, lines, err := p.DriftOf(t.Context(), &frozen)
		if err != nil || (d == nil) != (tt.kind == "") || d != nil && d.Kind != tt.kind {
			t.Errorf("%s: %+v, %v, want %q", name, d, err, tt.kind)
		}
		for _, want := range tt.lines {
			if !strings.Contains(strings.ReplaceAll(lines, "    ", ""), want) {
				t.Errorf("%s: the lines do not hold %q:\n%s", name, want, lines)
			}
		}
	}
}

// BenchmarkNow_LargeData asks for a case again and again beside a data file of 350 KB: it is read each time, and parsed
// once.
func BenchmarkNow_LargeData(b *testing.B) {
	var rows strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&rows, "  - {name: Entreprise %d, siret: \"%014d\", place: Brest}\n", i, i)
	}
	root := b.TempDir()
	for path, text := range small() {
		writeFile(b, root, path, text)
	}
	writeFile(b, root, "data/JDD-a.yaml", "label: A\nvalues: {plafond: 425}\ncompanies:\n"+rows.String())
	p, err := Open(root, Deps{})
	if err != nil {
		b.Fatal(err)
	}
	cases, err := p.casesByID(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	frozen, present := cases["SC-0001"], p.Present()
	for b.Loop() {
		if _, ok, err := present.Now(b.Context(), &frozen); !ok || err != nil {
			b.Fatal(ok, err)
		}
	}
}

func writeFile(b *testing.B, root, path, text string) {
	b.Helper()
	file := filepath.Join(root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}
