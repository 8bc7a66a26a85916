package verify

import (
	"cmp"
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

// unmet names the criteria of exit that forbid a decision to accept without reserve, where the plan blocks it: those
// that are measured as not met where a case of a critical journey counts, and that no derogation granted before it
// excuses on its day. A plan that says nothing of the rule is of before it; so is what was decided on a former plan.
func (c *check) unmet(f *fold, act *journal.Leaf) (names []string) {
	if c.frozen.strictness(recette.ExitUnmet) != recette.Strictnesses()[0] || act.Seq < c.present(f) ||
		!recette.Decision(act.Decision.Decision).Unreserved() {
		return nil
	}
	day := c.dayOf(act)
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
		measured, met := c.measure(z, recette.ExitCriteria, said, f, act.Seq)
		if measured != "" && met == "no" && c.bears(z, f, act.Seq) {
			names = append(names, recette.CriterionName(recette.ExitCriteria, i+1))
		}
	}
	return names
}

// bears tells whether a case of a critical journey counts in a criterion.
func (c *check) bears(z *frozenCriteria, f *fold, at int64) bool {
	return c.sample(z.Journey, recette.ExitCriteria, f, at).critical.InScope > 0
}
