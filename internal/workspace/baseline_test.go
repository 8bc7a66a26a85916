package workspace

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"recette/internal/lint"
)

// The place that is named comes first, then that of the project; who needs a baseline has one.
func TestBaselineFile(t *testing.T) {
	declared := small()
	declared["recette.yaml"] += "lint:\n  baseline: qualite/acceptes.json\n"
	for name, tt := range map[string]struct {
		files   map[string]string
		ask     Baselining
		want    string
		project bool // want lies in it
	}{
		"nothing asked":       {small(), Baselining{}, "", false},
		"new findings alone":  {small(), Baselining{New: true}, "/" + DefaultBaseline, true},
		"renewed":             {small(), Baselining{Update: true}, "/" + DefaultBaseline, true},
		"declared":            {declared, Baselining{}, "/qualite/acceptes.json", true},
		"declared, and named": {declared, Baselining{File: "/ailleurs/a.json", New: true}, "/ailleurs/a.json", false},
	} {
		p := opened(t, tt.files)
		want := tt.want
		if tt.project {
			want = p.Root + want
		}
		if got := p.BaselineFile(tt.ask); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestBaseline_Reads(t *testing.T) {
	p := opened(t, small())
	named := filepath.Join(p.Root, "a.json")
	for name, tt := range map[string]struct {
		ask  Baselining
		none bool
		want error
	}{
		"nothing accepted":              {Baselining{}, true, nil},
		"to be made":                    {Baselining{Update: true}, false, nil},
		"new ones, of no baseline":      {Baselining{New: true}, true, ErrNoBaseline},
		"named to be read, and missing": {Baselining{File: named}, true, fs.ErrNotExist},
		"named to be made":              {Baselining{File: named, Update: true}, false, nil},
	} {
		got, err := p.Baseline(tt.ask)
		if (got == nil) != tt.none || !errors.Is(err, tt.want) {
			t.Errorf("%s: Baseline = %v, %v, want none %v, %v", name, got, err, tt.none, tt.want)
		}
	}
	write(t, p.Root, map[string]string{"a.json": "{}"})
	_, err := p.Baseline(Baselining{File: named})
	if bad, ok := errors.AsType[*BaselineError](err); !ok || bad.Path != named || !errors.Is(err, lint.ErrBaseline) {
		t.Errorf("Baseline of another file = %v, want a BaselineError", err)
	}
}
