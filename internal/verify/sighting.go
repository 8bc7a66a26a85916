package verify

import (
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/strictjson"
)

// sighting is what stays of an observation of a leaf: a campaign has ten times more of them than cases, and most say
// nothing but a verdict and how long it took.
type sighting struct {
	Step    int
	Mode    strictjson.Word
	Verdict strictjson.Word
	Outcome strictjson.Word
	Cause   strictjson.Word
	Micros  int64
	more    *hidden // nil of most
	Replay  bool
}

// hidden are the commitments of what was said of a step, what was shown, and when a device says that it was said.
type hidden struct {
	Observed, Comment, Reason string
	Evidence                  []journal.EvidenceRef
	Given                     string
}

// words gives what was said of the step, if anything.
func (s *sighting) words() hidden {
	if s.more == nil {
		return hidden{}
	}
	return *s.more
}

// verdict gives the verdict of the step.
func (s *sighting) verdict() recette.Verdict { return recette.Verdict(s.Verdict.String()) }

// lexicon makes words of the few strings that all leaves use. It forgets when there are many.
type lexicon map[string]strictjson.Word

func (x lexicon) word(s string) strictjson.Word {
	w, known := x[s]
	if !known {
		const most = 256
		if len(x) == most {
			clear(x)
		}
		w = strictjson.WordOf(s)
		x[s] = w
	}
	return w
}

// sightings takes the observations out of a leaf.
func (x lexicon) sightings(l *journal.Leaf) []sighting {
	if l.Result == nil || len(l.Result.Steps) == 0 {
		return nil
	}
	out := make([]sighting, len(l.Result.Steps))
	for i := range l.Result.Steps {
		o := &l.Result.Steps[i]
		out[i] = sighting{
			Step: o.Step, Mode: x.word(o.Mode), Verdict: x.word(o.Verdict), Outcome: x.word(o.Outcome),
			Cause: x.word(o.Cause), Micros: o.Micros, Replay: o.Replay,
		}
		if o.Observed != "" || o.Comment != "" || o.Reason != "" || len(o.Evidence) > 0 || o.Given != "" {
			out[i].more = &hidden{o.Observed, o.Comment, o.Reason, o.Evidence, o.Given}
		}
	}
	l.Result.Steps = nil
	return out
}
