package workspace

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/execution/binding"
)

// TestSelection_TellsWhatChangedBeforeItRan holds that no case is left out in silence: a file that changed since it was
// checked, whether it was read or recalled there, is told by the binding or by the run.
func TestSelection_TellsWhatChangedBeforeItRan(t *testing.T) {
	const last, aside = "features/cotisation.feature", "features/brouillon.feature"
	third := "\n  @SC-0003 @CA-2.2\n  Scénario: Cotiser encore\n    Quand il cotise\n    Alors il a cotisé\n"
	two := small()[last] + third
	draft := strings.NewReplacer("@US-2", "@essai @US-3", "SC-0002", "SC-0004").Replace(small()[last])
	for name, tt := range map[string]struct {
		path, text string // no text for a file that is gone
		silent     bool   // nothing that is run changed
	}{
		"last case gone":               {path: last, text: small()[last]},
		"file gone":                    {path: last},
		"no case left":                 {path: last, text: "# language: fr\n@US-2\nFonctionnalité: Cotisation\n"},
		"file broken":                  {path: last, text: two + "    Aprs rien\n"},
		"file broken from its start":   {path: last, text: "Aprs rien\n" + two},
		"one case more":                {path: last, text: two + strings.Replace(third, "SC-0003", "SC-0005", 1)},
		"a case chosen where none was": {path: aside, text: strings.Replace(draft, "@essai ", "", 1)},
		"broken where none was chosen": {path: aside, text: draft + "    Aprs rien\n"},
		"gone where none was chosen":   {path: aside},
		"other text, none chosen":      {path: aside, text: draft + "    Et rien d’autre\n", silent: true},
		"a remark in a file":           {path: last, text: two + "# relu\n", silent: true},
	} {
		for _, recalled := range []bool{false, true} {
			for _, bound := range []bool{false, true} { // before the change
				t.Run(name, func(t *testing.T) {
					files := small()
					files[last], files[aside] = two, draft
					p := opened(t, files)
					age(t, p)
					checked := func() *Selection {
						s := selected(t, p, p.Features, "", "v1")
						s.chosen = func(tags []string) bool { return !slices.Contains(tags, "@essai") }
						if got, err := s.Check(t.Context()); err != nil || got.Cases != 3 {
							t.Fatalf("checked %+v, %v", got, err)
						}
						return s
					}
					s := checked()
					if recalled {
						if _, _, err := bind(t, s, "k"); err != nil {
							t.Fatal(err)
						}
						s = checked()
					}
					change := func() {
						if tt.text != "" {
							write(t, p.Root, map[string]string{tt.path: tt.text})
						} else if err := os.Remove(filepath.Join(p.Root, filepath.FromSlash(tt.path))); err != nil {
							t.Fatal(err)
						}
					}
					if !bound {
						change()
					}
					_, _, err := bind(t, s, "k")
					if bound {
						if err != nil {
							t.Fatal(err)
						}
						change()
					}
					ids, ran := taken(s.Cases(t.Context()))
					if err = errors.Join(err, ran); !tt.silent && !errors.Is(err, binding.ErrChanged) {
						t.Errorf("cases %q, %v, want that the features changed", ids, err)
					}
					if tt.silent && (ran != nil || ids != "SC-0001 SC-0002 SC-0003") {
						t.Errorf("cases %q, %v, want all", ids, ran)
					}
				})
			}
		}
	}
}
