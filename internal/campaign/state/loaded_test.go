package state

import (
	"testing"

	"recette/internal/journal"
)

// Only a load of this very file, to its end, as the last thing that was done to a set in this iteration, loads it.
func TestNotes_Loaded(t *testing.T) {
	const samira, lea = "samira", "lea"
	did := func(who, act, mode, outcome, sha256 string, iteration int) Load {
		return Load{
			DataLoad: journal.DataLoad{Set: "JDD-1", SHA256: sha256, Act: act, Mode: mode, Outcome: outcome},
			Mark:     Mark{Iteration: iteration, By: journal.Actor{Ref: who}},
		}
	}
	hand := func(sha256 string, iteration int) Load {
		return did(samira, "load", "manual", "done", sha256, iteration)
	}
	run := func(who, act, outcome string) Load { return did(who, act, "auto", outcome, "a", 2) }
	loaded := []Load{run(samira, "load", "begun"), run(samira, "load", "done")}
	then := func(more ...Load) []Load { return append(append([]Load{}, loaded...), more...) }
	for name, tt := range map[string]struct {
		loads []Load
		want  bool
	}{
		"nothing":             {nil, false},
		"this file":           {[]Load{hand("a", 2)}, true},
		"by a command":        {loaded, true},
		"of another build":    {[]Load{hand("a", 1)}, false},
		"another file since":  {[]Load{hand("a", 2), hand("b", 2)}, false},
		"another file before": {[]Load{hand("b", 2), hand("a", 2)}, true},
		"it is being loaded":  {loaded[:1], false},
		"it failed":           {[]Load{loaded[0], run(samira, "load", "failed")}, false},
		"it timed out":        {[]Load{loaded[0], run(samira, "load", "timeout")}, false},
		"it was interrupted":  {[]Load{loaded[0], run(samira, "load", "interrupted")}, false},

		"a reset":                       {[]Load{did(samira, "reset", "manual", "done", "a", 2)}, false},
		"reset since":                   {then(did(samira, "reset", "manual", "done", "a", 2)), false},
		"a reset began since":           {then(run(samira, "reset", "begun")), false},
		"a reset failed since":          {then(run(samira, "reset", "begun"), run(samira, "reset", "failed")), false},
		"reset, then loaded":            {append([]Load{run(lea, "reset", "done")}, loaded...), true},
		"begun again":                   {then(run(samira, "load", "begun")), false},
		"failed since":                  {then(run(samira, "load", "begun"), run(samira, "load", "failed")), false},
		"failed, then loaded":           {append([]Load{run(samira, "load", "failed")}, loaded...), true},
		"died, then loaded":             {append([]Load{run(lea, "load", "begun")}, loaded...), true},
		"died, then loaded by hand":     {[]Load{run(lea, "load", "begun"), hand("a", 2)}, true},
		"reset while it is loaded":      {[]Load{loaded[0], run(lea, "reset", "done"), loaded[1]}, false},
		"a reset began meanwhile":       {[]Load{loaded[0], run(lea, "reset", "begun"), loaded[1]}, false},
		"somebody else began meanwhile": {[]Load{loaded[0], run(lea, "load", "begun"), loaded[1]}, false},
	} {
		n := Notes{Loads: tt.loads, present: 2}
		if got := n.Loaded("JDD-1", "a"); got != tt.want {
			t.Errorf("%s: %t, want %t", name, got, tt.want)
		}
	}
}
