package verify

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/journal"
	"recette/internal/recette"
)

// criteria expects a warning for the criteria of exit that are not met, with what each comes to and its threshold, and
// for those of which nobody knows; for those of entry too, where a result is recorded. What the PV shows of each is
// compared beside. The rules of before said nothing of it.
func (w *warnings) criteria() {
	if !w.canon.lives {
		return
	}
	w.lacking(recette.ExitCriteria, w.pv.Exit)
	if len(w.fold.runs) > 0 {
		w.lacking(recette.EntryCriteria, w.pv.Entry)
	}
}

// lacking expects the warnings for a list of criteria, by its name.
func (w *warnings) lacking(name string, list []criterion) {
	lists := map[string][]string{}
	for _, x := range list {
		said := x.Text
		if terms := x.Measured; x.Met == "no" && (terms != "" || x.Threshold != "") {
			if terms == "" {
				terms = "–"
			}
			if x.Threshold != "" {
				terms += ", " + x.Threshold
			}
			said += " (" + terms + ")"
		}
		lists[x.Met] = append(lists[x.Met], said)
	}
	for _, x := range []struct{ what, met string }{{"_unmet", "no"}, {"_unknown", "unknown"}} {
		if list := lists[x.met]; len(list) > 0 {
			w.count(name+x.what, len(list))
			last := &w.list[len(w.list)-1]
			last.args = append(last.args, strings.Join(list, ", "))
		}
	}
}

// unsuspended expects a warning for what no suspension followed: a criterion of suspension that somebody attested while
// the campaign went on, and a row that the environment blocks. The rules of before said nothing of it.
func (w *warnings) unsuspended(s scope) {
	if !w.canon.lives {
		return
	}
	begun, ended, lasts := int64(-1), int64(-1), false // positions of the last suspension and resumption
	for _, h := range w.fold.halts {
		begun, lasts = h.from.Seq, h.to == nil
		if !lasts {
			ended = h.to.Seq
		}
	}
	var texts, ids []string
	for i := range w.frozen.Sections.Suspension {
		z := &w.frozen.Sections.Suspension[i]
		l := w.fold.attested[string(recette.CriterionMet(recette.SuspensionCriteria, i+1))]
		here := s.antenne == "" && (s.journey == "" || z.Journey == "" || z.Journey == s.journey)
		if here && l != nil && !lasts && l.Seq > ended {
			texts = append(texts, z.Text)
		}
	}
	for _, id := range s.ids {
		t := w.fold.cases[id]
		if t.verdict() == recette.Blocked && t.unserved() && begun < t.first {
			ids = append(ids, id)
		}
	}
	if len(texts) > 0 {
		w.count("suspension_attested", len(texts))
		last := &w.list[len(w.list)-1]
		last.args = append(last.args, strings.Join(texts, ", "))
	}
	w.found("environment_blocked", ids)
}

// unserved tells whether the environment blocked a step of the result that stands.
func (t *tally) unserved() bool {
	return slices.ContainsFunc(t.shown(), func(s observed) bool {
		return s.seen() && s.o.verdict() == recette.Blocked && s.o.Cause.String() == string(recette.CauseEnvironment)
	})
}

// unmet names the criteria of exit that forbid a decision to accept without reserve, where the plan blocks it: those
// that are measured as not met where a case of a critical journey counts, and that no derogation granted before it
// excuses on its day. A plan that says nothing of the rule is of before it; so is what was decided on a former plan.
func (c *check) unmet(f *fold, act *journal.Leaf) (names []string) {
	if c.frozen.strictness(recette.ExitUnmet) != recette.Strictnesses()[0] || act.Seq < c.present(f) ||
		!recette.Decision(act.Decision.Decision).Unreserved() {
		return nil
	}
	day := c.dayOf(act)
	on := moment{act.Seq, dated(act).Add(-clockSlack)} // it is judged before it is recorded
	for i := range c.frozen.Exit {
		z, said := &c.frozen.Exit[i], c.frozen.Exit[i].Met
		if of := act.Decision.Journey; of != "" && z.Journey != "" && z.Journey != of {
			continue
		}
		if c.voids(f, said, recette.ExitCriteria, i+1, day, act.Seq) != "" {
			said = ""
		}
		if said == "" || said == "no" {
			said = cmp.Or(c.excused(f, recette.ExitCriteria, i+1, day, act.Seq), said)
		}
		measured, met := c.measure(z, recette.ExitCriteria, said, f, on)
		if measured != "" && met == "no" && c.bears(z, f, on) {
			names = append(names, recette.CriterionName(recette.ExitCriteria, i+1))
		}
	}
	return names
}

// bears tells whether a case of a critical journey counts in a criterion.
func (c *check) bears(z *frozenCriteria, f *fold, on moment) bool {
	return c.sample(z.Journey, recette.ExitCriteria, f, on).critical.InScope > 0
}
