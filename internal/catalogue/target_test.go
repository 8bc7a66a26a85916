package catalogue

import (
	"errors"
	"testing"
	"testing/fstest"
)

func TestSplitLines(t *testing.T) {
	tests := map[string][2]string{
		"a.feature":       {"a.feature", ""},
		"a.feature:12":    {"a.feature", ":12"},
		"a.feature:12:40": {"a.feature", ":12:40"},
		"a.feature:-1":    {"a.feature", ":-1"},
		"dossier:1/a":     {"dossier:1/a", ""},
		"a.feature:":      {"a.feature:", ""},
		"a.feature:-":     {"a.feature:-", ""},
		"C:12":            {"C", ":12"},
	}
	for in, want := range tests {
		file, lines := SplitLines(in)
		if got := [2]string{file, lines}; got != want {
			t.Errorf("SplitLines(%q) = %q, want %q", in, got, want)
		}
	}
}

// What a commit holds below the folders of features is compared with what was read there: by what List finds.
func TestFinds_AgreesWithList(t *testing.T) {
	tree := fstest.MapFS{}
	for _, name := range []string{
		"a.feature", "features/a.feature", "features/B.FEATURE", "features/.c.feature", "features/.d/d.feature",
		"features/e/e.feature", "features/e.feature.md", "features2/f.feature", ".g/g.feature", "features/h.txt",
	} {
		tree[name] = &fstest.MapFile{Data: []byte("x")}
	}
	for _, below := range [][]string{
		{"."}, {"features"}, {"features/e", "features2"}, {".g"}, {"features/e/e.feature"},
	} {
		entries, err := List(t.Context(), tree, below, Options{})
		if err != nil {
			t.Fatal(err)
		}
		listed := map[string]bool{}
		for i := range entries {
			listed[entries[i].Path] = entries[i].code == ""
		}
		for name := range tree {
			if got := Finds(name, below); got != listed[name] {
				t.Errorf("Finds(%q) below %q = %t, List says %t", name, below, got, listed[name])
			}
		}
	}
}

// TestTargetError_namesTheNearest holds that a line which selects nothing is answered with the scenario nearest to it,
// and that each fault of a target has its own word.
func TestTargetError_namesTheNearest(t *testing.T) {
	const text = `# language: fr

Fonctionnalité: F

  Scénario: premier
    Alors un


  Plan du scénario: second
    Alors <n>

    Exemples:
      | n  |
      | un |

`
	fsys := fstest.MapFS{"d/a.feature": &fstest.MapFile{Data: []byte(text)}}
	tests := map[string]struct {
		target string
		fault  TargetFault
		line   int
		near   int // line of the nearest scenario, 0 for none
	}{
		"above":          {"d/a.feature:2", FaultNoScenario, 2, 5},
		"zero":           {"d/a.feature:0", FaultNoScenario, 0, 5},
		"negative":       {"d/a.feature:-3", FaultNoScenario, -3, 5},
		"just below":     {"d/a.feature:7", FaultNoScenario, 7, 5},
		"just above":     {"d/a.feature:8", FaultNoScenario, 8, 9},
		"past the end":   {"d/a.feature:400", FaultNoScenario, 400, 9},
		"beyond numbers": {"d/a.feature:99999999999999999999", FaultNoScenario, 1<<63 - 1, 9},
		"one of two":     {"d/a.feature:5:400", FaultNoScenario, 400, 9},
		"folder":         {"d:5", FaultFolderLine, 0, 0},
		"missing":        {"d/b.feature:5", FaultMissing, 0, 0},
		"colon alone":    {"d/a.feature:", FaultMissing, 0, 0},
		"outside":        {"../a.feature", FaultOutside, 0, 0},
	}
	for name, tc := range tests {
		_, err := List(t.Context(), fsys, []string{tc.target}, Options{})
		got, ok := errors.AsType[*TargetError](err)
		if !ok || !errors.Is(err, ErrTarget) {
			t.Errorf("%s: error %v, want a *TargetError", name, err)
			continue
		}
		near := 0
		if got.Near != nil {
			near = got.Near.Line
		}
		if got.Fault != tc.fault || got.Line != tc.line || near != tc.near {
			t.Errorf("%s: %s line %d near %d, want %s line %d near %d",
				name, got.Fault, got.Line, near, tc.fault, tc.line, tc.near)
		}
	}
}
