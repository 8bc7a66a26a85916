package syntax

import (
	"sync"
	"testing"
)

// TestParse_parallel holds that files can be parsed side by side: the dialect tables are shared and never written.
func TestParse_parallel(t *testing.T) {
	sources := []string{
		"# language: fr\nFonctionnalité: F\n  Scénario: a\n    Sot x\n",
		"# language: en\nFeature: F\n  Scenario: a\n    Given x\n",
		"# language: de\nFunktion: F\n  Szenario : a\n    Angenommen x\n",
	}
	want := make([]string, len(sources))
	for i, src := range sources {
		_, list := Parse(Source{Path: "x", Bytes: []byte(src)}, Options{})
		want[i] = brief(list)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for n := range 30 {
				i := n % len(sources)
				_, list := Parse(Source{Path: "x", Bytes: []byte(sources[i])}, Options{})
				if got := brief(list); got != want[i] {
					t.Errorf("source %d: %q, want %q", i, got, want[i])
				}
			}
		})
	}
	group.Wait()
}

// TestDialects holds that every dialect of the pinned library is known and can be matched.
func TestDialects(t *testing.T) {
	all := tables()
	if len(all.byLanguage) != len(all.names) || len(all.names) < 70 {
		t.Fatalf("%d dialects for %d names", len(all.byLanguage), len(all.names))
	}
	for _, name := range all.names {
		d := all.byLanguage[name]
		if len(d.steps) == 0 || len(d.titles[titleFeature]) == 0 || d.stepWords() == "" {
			t.Errorf("%s: empty dialect", name)
		}
		src := "# language: " + name + "\n" + d.title(titleFeature) + " F\n  " + d.title(titleScenario) + " a\n    " +
			d.steps[0].raw + "x\n"
		if _, list := Parse(Source{Path: "x", Bytes: []byte(src)}, Options{}); HasErrors(list) {
			t.Errorf("%s: %s\n%s", name, brief(list), src)
		}
	}
}
