package verify

import (
	"slices"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

// broken is a rule of the separation of duties that a leaf says it breaks, and what the leaf is about.
type broken struct{ rule, about, id string }

// deciderExecuted is rule 1: whoever decides, or signs it, has no counted verdict.
const deciderExecuted = "decider_executed"

// duties lists the rules whose breaking a leaf may say, in the order in which a PV warns of them.
func duties() []string {
	return []string{
		deciderExecuted, "fixer_closes", "supplier_lowers", authorAlone, ownerAlone, "admin_decides", "own_derogation",
		severalDeciders,
	}
}

func (f *fold) breaks(l *journal.Leaf) {
	for _, b := range l.Broken {
		x := broken{rule: b.Rule}
		if b.Rule == deciderExecuted && l.Decision != nil { // own_verdicts says it
			continue
		}
		switch {
		case l.Anomaly != nil:
			x.about, x.id = l.Anomaly.Number, l.Anomaly.Case
		case l.Reserve != nil:
			x.about, x.id = l.Reserve.Number, l.Reserve.Check
			if a := f.numbered[l.Reserve.Anomaly]; a != nil {
				x.id = a.Case
			}
		case l.Decision != nil:
			x.about = l.Decision.Number
		case l.Derogation != nil:
			x.about = l.Derogation.Number
		case l.Delegation != nil:
			x.about = l.Delegation.Number
		case l.Data != nil:
			x.about = l.Data.Set
		case l.Result != nil:
			x.about, x.id = l.Result.Case, l.Result.Case
		case l.PV != nil: // signed as decided, by somebody else than who decided
			x.about = l.PV.Number
		}
		f.broken = append(f.broken, x)
	}
}

// lets tells whether a leaf says that it breaks a rule.
func lets(l *journal.Leaf, rule string) bool {
	return slices.ContainsFunc(l.Broken, func(b journal.Broken) bool { return b.Rule == rule })
}

// duties expects a warning for each rule that leaves of the scope break.
func (w *warnings) duties() {
	for _, rule := range duties() {
		var about []string
		switch rule {
		case authorAlone:
			w.found("duty_"+rule, w.fold.authored(""))
			continue
		case ownerAlone:
			w.found("duty_"+rule, w.fold.owners())
			continue
		}
		for _, x := range w.fold.broken {
			if x.rule == rule && w.fold.scope.bears(x.id) && !slices.Contains(about, x.about) {
				about = append(about, x.about)
			}
		}
		w.found("duty_"+rule, about)
	}
}

type derogation struct {
	Number     string     `json:"number"`
	Subject    string     `json:"subject"`
	Criterion  string     `json:"criterion"`
	Text       string     `json:"text"`
	Until      string     `json:"until"`
	By         string     `json:"by"`
	At         time.Time  `json:"at"`
	State      string     `json:"state"`
	AnsweredBy string     `json:"answered_by"`
	AnsweredAt *time.Time `json:"answered_at"`
	Reason     string     `json:"reason"`
}

type delegation struct {
	Number     string     `json:"number"`
	By         string     `json:"by"`
	To         string     `json:"to"`
	Role       string     `json:"role"`
	Journey    string     `json:"journey"`
	From       string     `json:"from"`
	Until      string     `json:"until"`
	Reference  string     `json:"reference"`
	SHA256     string     `json:"sha256"`
	At         time.Time  `json:"at"`
	RecordedBy string     `json:"recorded_by"`
	EndedAt    *time.Time `json:"ended_at"`
	EndedBy    string     `json:"ended_by"`
	Ending     string     `json:"end_reason"`
}

// derogations gives what was asked, with the first answer to each.
func (c *check) derogations(f *fold, n *notes) []derogation {
	var out []derogation
	for i, p := range f.petitioned {
		l, d, shown := p.asked, p.asked.Derogation, at(c.pv.Derogations, i)
		x := derogation{
			Number: d.Number, Subject: d.Subject, Text: n.text(d.Text, shown.Text), Until: d.Until,
			By: n.by(l, shown.By), At: n.at(l), State: "asked",
			Criterion: c.criterionOf(f, l),
		}
		if a := p.answer; a != nil {
			x.State = "refused"
			if p.granted() {
				x.State = "granted"
				if ref(l.Actor) == ref(a.Actor) && !lets(a, "own_derogation") {
					c.contents.add(bad(NoteMismatch, "own_derogation"))
				}
			}
			x.AnsweredBy, x.AnsweredAt = n.by(a, shown.AnsweredBy), n.when(a)
			x.Reason = n.text(a.Derogation.Reason, shown.Reason)
		}
		out = append(out, x)
	}
	return out
}

// criterionOf gives the text of the criterion of the plan that a derogation is about, when it was asked for under this
// plan.
func (c *check) criterionOf(f *fold, asked *journal.Leaf) string {
	if n := len(f.iterations); n > 0 && asked.Seq < f.iterations[n-1].Seq {
		return ""
	}
	list, place, named := recette.CriterionNamed(asked.Derogation.Subject)
	of := c.frozen.criteria(list)
	if !named || place > len(of) {
		return ""
	}
	return of[place-1].Text
}

// delegations gives those that were recorded, with the names that the plan gives to references.
func (c *check) delegations(f *fold, n *notes) []delegation {
	var out []delegation
	index := map[string]int{}
	for _, l := range f.notes {
		d := l.Delegation
		if d == nil {
			continue
		}
		i, there := index[d.Number]
		switch {
		case !d.Ended && !there:
			index[d.Number] = len(out)
			shown := at(c.pv.Delegations, len(out))
			by, _ := c.participant(f, n, d.By, shown.By)
			to, _ := c.participant(f, n, d.To, shown.To)
			out = append(out, delegation{
				Number: d.Number, By: by, To: to, Role: d.Role, Journey: d.Journey,
				From: d.From, Until: d.Until, Reference: n.text(d.Reference, shown.Reference), SHA256: d.SHA256,
				At: n.at(l), RecordedBy: n.by(l, shown.RecordedBy),
			})
		case d.Ended && there && out[i].EndedAt == nil:
			shown := at(c.pv.Delegations, i)
			out[i].EndedAt, out[i].EndedBy = n.when(l), n.by(l, shown.EndedBy)
			out[i].Ending = n.text(d.Reason, shown.Ending)
		}
	}
	return out
}

// deputed tells whether a signatory has their role by a delegation that the PV shows, and that its leaves prove.
func (c *check) deputed(s signatory) bool {
	return slices.ContainsFunc(c.pv.Delegations, func(d delegation) bool {
		return d.Number == s.Delegation && d.To == s.Name && d.Role == s.Role
	})
}

// delegated gives the number of the delegation under which the author of a leaf acts in their role: the last one that
// was in force then for what the leaf is about; nothing when there is none.
func (c *check) delegated(f *fold, act *journal.Leaf) string {
	switch {
	case act == nil:
		return ""
	case act.Decision != nil:
		return c.delegatedOn(f, act, act.Decision.Journey)
	case act.PV != nil:
		return c.delegatedOn(f, act, act.PV.Journey)
	case act.Scan != nil:
		return c.delegatedOn(f, act, act.Scan.Journey)
	}
	return c.delegatedOn(f, act, "")
}

// delegatedOn is delegated for what bears on a journey, empty for the whole campaign.
func (c *check) delegatedOn(f *fold, act *journal.Leaf, journey string) string {
	if in := c.proxiesOf(f, act, journey); len(in) > 0 {
		return in[len(in)-1].Number
	}
	return ""
}

// proxiesOf gives the delegations under which the author of a leaf acts in their role, in order.
func (c *check) proxiesOf(f *fold, act *journal.Leaf, journey string) (in []*journal.Delegation) {
	if act.Actor == nil {
		return nil
	}
	when, err := time.Parse(journal.TimeLayout, act.At)
	if err != nil {
		return nil
	}
	if c.budget.Work(len(f.given)) != nil {
		return nil
	}
	day := when.In(c.zone()).Format(time.DateOnly)
	for _, l := range f.given {
		d := l.Delegation
		switch {
		case l.Seq > act.Seq:
		case d.Ended:
			in = slices.DeleteFunc(in, func(x *journal.Delegation) bool { return x.Number == d.Number })
		case d.Journey != "" && d.Journey != journey:
		case d.To != act.Actor.Ref || d.Role != act.Actor.Role || day < d.From || d.Until < day:
		case !c.lost(d.By, d.Role, l.Seq, act.Seq): // it is still in force
			in = append(in, d)
		}
	}
	return in
}
