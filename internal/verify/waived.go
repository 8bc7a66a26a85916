package verify

import (
	"slices"
	"strings"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// waived gives what the derogation that a decision cites lets pass, as the leaves tell it, and doubts one that lets
// nothing pass: nobody asked for it or granted it before, it was over that day, or it is about something else. Whether
// it is about something else is not judged of a decision on more than the PV. Of a decision that is written down
// elsewhere, as all were before the journal held any, the leaves know the number only.
func (c *check) waived(f *fold, act *journal.Leaf, part bool) recette.Waiver {
	d := act.Decision
	void := func(why recette.ReasonCode) recette.Waiver {
		c.contents.add(doubt(DecisionRules, d.Number, d.Decision, string(why)))
		return recette.Waiver{}
	}
	switch ours := len(d.Derogation) > 3 && strings.EqualFold(d.Derogation[:4], "DER-"); {
	case d.Derogation == "":
		return recette.Waiver{}
	case act.Seq < f.began, !ours && strings.ContainsAny(d.Derogation, "0123456789"):
		return recette.Waiver{All: true, Elsewhere: true}
	case !ours:
		return void(recette.ReasonDerogationVoid)
	}
	asked := f.granted(act, c.dayOf(act))
	if asked == nil {
		return void(recette.ReasonDerogationVoid)
	}
	of, fits := c.about(f, asked, act)
	if !fits && !part {
		return void(recette.ReasonDerogationApart)
	}
	return of
}

// granted gives the request behind the derogation that a decision cites, when the first answer to it grants it before
// the decision, and it was not over on its day; else nil.
func (f *fold) granted(act *journal.Leaf, day string) *journal.Leaf {
	x := f.petitions[act.Decision.Derogation]
	if x == nil || !x.granted() || x.answer.Seq > act.Seq {
		return nil
	}
	asked := x.asked
	if until := asked.Derogation.Until; until != "" && (day == "" || until < day) {
		return nil
	}
	return asked
}

// about gives what a derogation lets pass on the journey of a decision. It is about an anomaly that was raised before
// the decision and bears on the PV, about the case of one, or about a criterion of exit of the plan that was in force
// when it was asked for; what has become of the anomaly since takes nothing from that.
func (c *check) about(f *fold, asked, act *journal.Leaf) (of recette.Waiver, fits bool) {
	subject := asked.Derogation.Subject
	if subject == "" {
		return of, false
	}
	for i := range c.frozen.Exit {
		if recette.Subject("criterion:"+subject) != recette.CriterionMet(recette.ExitCriteria, i+1) {
			continue
		}
		if n := len(f.iterations); n > 0 && asked.Seq < f.iterations[n-1].Seq {
			return of, false
		}
		return c.ending(&c.frozen.Exit[i], act.Decision.Journey)
	}
	for _, a := range f.anomalies {
		if (a.Number == subject || a.Case == subject) && a.raised.Seq < act.Seq && f.bears.anomaly(a) {
			return recette.Waiver{About: []string{subject}}, true
		}
	}
	return of, false
}

// ending gives what a derogation about a criterion of exit lets pass: major anomalies when it counts them, on its own
// journey when it has one, and nothing else.
func (c *check) ending(z *frozenCriteria, journey string) (of recette.Waiver, fits bool) {
	if z.Journey != "" && journey != "" && z.Journey != journey {
		return of, false
	}
	if z.Measure != "major_open" && z.Measure != "major_critical_open" {
		return of, true
	}
	if z.Journey == journey || z.Journey == "" {
		return recette.Waiver{All: true}, true
	}
	for i := range c.frozen.Journeys {
		if j := &c.frozen.Journeys[i]; j.Code == z.Journey {
			of.About = slices.Clone(j.Cases)
		}
	}
	return of, true
}

// dayOf gives the day of a leaf where the plan counts days; empty when it says no instant.
func (c *check) dayOf(l *journal.Leaf) string {
	when, err := time.Parse(journal.TimeLayout, l.At)
	if err != nil {
		return ""
	}
	return when.In(c.zone()).Format(time.DateOnly)
}
