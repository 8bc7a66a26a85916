package state

import (
	"testing"

	"recette/internal/journal"
)

func TestNotes_Loaded(t *testing.T) {
	load := func(sha256, outcome string, iteration int) Load {
		return Load{
			DataLoad: journal.DataLoad{Set: "JDD-1", SHA256: sha256, Outcome: outcome},
			Mark:     Mark{Iteration: iteration},
		}
	}
	for name, tt := range map[string]struct {
		loads []Load
		want  bool
	}{
		"nothing":               {nil, false},
		"this file":             {[]Load{load("a", "done", 2)}, true},
		"it failed":             {[]Load{load("a", "failed", 2)}, false},
		"of another build":      {[]Load{load("a", "done", 1)}, false},
		"another file since":    {[]Load{load("a", "done", 2), load("b", "done", 2)}, false},
		"another one failed":    {[]Load{load("a", "done", 2), load("b", "failed", 2)}, true},
		"another file before":   {[]Load{load("b", "done", 2), load("a", "done", 2)}, true},
		"the same, begun again": {[]Load{load("a", "done", 2), load("a", "begun", 2)}, true},
	} {
		n := Notes{Loads: tt.loads, present: 2}
		if got := n.Loaded("JDD-1", "a"); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
}
