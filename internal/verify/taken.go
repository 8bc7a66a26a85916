package verify

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// transcript is the filled cahier that a result was taken from.
type transcript struct {
	File   string `json:"file"`
	SHA256 string `json:"sha256"`
	By     string `json:"by"`
	Day    string `json:"day"`
}

// taken compares what the PV says of the cahier that a result was taken from with its leaf.
func (c *check) taken(f *fold, row *caseRow) {
	var want *transcript
	if o := f.cases[row.ID].origin; o != nil {
		n, shown := &notes{fold: f}, transcript{}
		if row.Taken != nil {
			shown = *row.Taken
		}
		want = &transcript{File: n.text(o.File, shown.File), SHA256: o.SHA256, Day: o.Day}
		want.By, _ = c.participant(f, n, o.By, shown.By)
	}
	if !reflect.DeepEqual(row.Taken, want) {
		c.contents.add(bad(CaseResult, row.ID, "taken"))
	}
}

// taker gives who took the result of a leaf from a cahier; empty when its author recorded it.
func taker(l *journal.Leaf) string {
	if l.Result == nil || l.Result.Origin == nil {
		return ""
	}
	return l.Result.Origin.By
}

// recordedOn gives the day of a leaf, YYYY-MM-DD, as the plan counts days; empty when its instant is none.
func (f *fold) recordedOn(at string) string {
	t, err := time.Parse(journal.TimeLayout, at)
	if err != nil {
		return ""
	}
	return t.In(f.zone).Format(time.DateOnly)
}

// playedOn gives the day on which the result of a leaf was obtained: the one that its cahier says, never after the
// day of the leaf; else the latter.
func (f *fold) playedOn(l *journal.Leaf) string {
	day := f.recordedOn(l.At)
	if o := l.Result.Origin; o != nil && o.Day != "" && o.Day < day {
		return o.Day
	}
	return day
}

// attended is during, of a result: on another day than the one on which it was taken in, its tester attended no session
// that the journal knows of.
func (f *fold) attended(l *journal.Leaf) string {
	if f.playedOn(l) != f.recordedOn(l.At) {
		return ""
	}
	return f.during(l)
}

// transcripts refuses a result that is said to have been played on a day after its leaf, or before what is tested was
// in force. It says which ones somebody took in who may not, and whose tester a file is said to have authenticated.
func (c *check) transcripts(f *fold) {
	for _, p := range f.runs {
		l := &p.leaf
		o := l.Result.Origin
		if o == nil {
			continue
		}
		at := strconv.FormatInt(l.Seq, 10)
		if o.Day != "" {
			_, err := time.Parse(time.DateOnly, o.Day)
			if err != nil || o.Day > f.recordedOn(l.At) || o.Day < f.recordedOn(f.inForce(l)) {
				c.contents.add(bad(TranscriptRules, at, l.Result.Case, o.Day))
			}
		}
		if l.Actor.Auth || o.By != l.Actor.Ref && !c.transcribes(o.By, l.Seq,
			f.iteratedBefore(l.Seq) < len(f.iterations)) {
			c.contents.add(doubt(NoteRules, at, string(l.Kind), "right"))
		}
	}
}

// iteratedBefore counts the iterations that followed the opening before a position.
func (f *fold) iteratedBefore(seq int64) int {
	n, _ := slices.BinarySearchFunc(f.iterations, seq, func(it *journal.Leaf, seq int64) int {
		return cmp.Compare(it.Seq, seq)
	})
	return n
}

// transcribes tells whether somebody held, at a position, a role in which people take in what others found. Who took
// part by the plan of an iteration before is not known here.
func (c *check) transcribes(who string, seq int64, former bool) bool {
	may := func(role string) bool {
		return slices.Contains([]string{string(recette.PPO), string(recette.QA)}, role)
	}
	if roles, ruled := c.rolesOf(who, seq); ruled {
		return slices.ContainsFunc(roles, may)
	}
	if c.budget.Work(len(c.planned)) != nil {
		return false
	}
	return former || slices.ContainsFunc(c.planned, func(x frozenParty) bool { return x.Ref == who && may(x.Role) })
}

// transcripts expects a warning of what rests on the word of whoever took it from cahiers.
func (w *warnings) transcripts(s scope) {
	decider := ""
	if l := w.fold.decision(s.journey); l != nil {
		decider = ref(l.Actor)
	}
	var decided, others []string
	alone, several := "", false
	for _, id := range s.ids {
		t := w.fold.cases[id]
		if t.origin == nil {
			continue
		}
		by := t.origin.By
		if by == decider {
			decided = append(decided, id)
			continue
		}
		if by == ref(t.actor) || !w.critical(t.frozen) {
			continue
		}
		several = several || alone != "" && alone != by
		alone, others = by, append(others, id)
	}
	w.found("transcribed_by_decider", decided)
	if !several {
		w.found("transcribed_by_one", others)
	}
}
