package advice

import (
	"fmt"
	"regexp"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// The refusals about derogations and delegations.
var (
	ErrUnknownDerogation = fmt.Errorf("%w: unknown derogation", fact.Err)
	ErrAnswered          = fmt.Errorf("%w: answered already", fact.Err)
	ErrUnknownDelegation = fmt.Errorf("%w: unknown delegation", fact.Err)
	ErrEnded             = fmt.Errorf("%w: the delegation ended already", fact.Err)
)

// Derogation asks that a rule or a criterion be waived for once.
type Derogation struct {
	Subject string // what it is about: "ANO-0001", "SC-0042", "exit/1", "CA-12.1"; may be empty
	Text    string
	Until   string // date, YYYY-MM-DD; empty: until the end of the campaign
}

// Ruling grants a derogation, or refuses it.
type Ruling struct {
	Number string
	Grant  bool
	Reason string // mandatory to refuse
}

var _, _ fact.Fact = Derogation{}, Ruling{}

// subject is how a thing is named in the journal: by its number, not by words.
var subject = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._/#:@-]{0,63}$`)

// Kind is derogation.
func (Derogation) Kind() journal.Kind { return journal.KindDerogation }

// Action is that of asking for one.
func (Derogation) Action() access.Action { return access.AskDerogation }

// Judge refuses one without words, about what the campaign does not hold (*fact.ChoiceError), or until a day that has
// passed.
func (d Derogation) Judge(v fact.View) error {
	switch {
	case recette.Blank(d.Text):
		return fact.Missing("text")
	case d.Subject != "" && !held(v, d.Subject):
		return &fact.ChoiceError{Field: "about", Said: d.Subject, Choices: waivable(v)}
	case d.Until != "" && !fact.ValidDay(d.Until):
		return fact.Invalid("until")
	case d.Until != "" && d.Until < v.Today:
		return fact.Past("until")
	}
	return nil
}

// held tells whether a campaign holds what a derogation is about: a criterion of its plan, an anomaly, a reserve, a
// case, what a case is tagged with, "RG-12", or a rule of the separation of duties.
func held(v fact.View, said string) bool {
	list, number, criterion := recette.CriterionNamed(said)
	switch {
	case !subject.MatchString(said):
		return false
	case criterion:
		return number <= len(v.Plan.Criteria(list))
	case slices.Contains(recette.PolicyRules(), said), v.State.Anomaly(said) != nil, v.State.Reserve(said) != nil,
		v.State.Case(said) != nil:
		return true
	}
	return slices.ContainsFunc(v.Plan.Cases, func(c plan.OutlineCase) bool { return slices.Contains(c.Tags, "@"+said) })
}

// waivable lists what is most asked for: criteria of the plan, anomalies, reserves, cases.
func waivable(v fact.View) (names []string) {
	for _, list := range recette.CriteriaLists() {
		for i := range v.Plan.Criteria(list) {
			names = append(names, recette.CriterionName(list, i+1))
		}
	}
	for i := range v.State.Anomalies {
		names = append(names, v.State.Anomalies[i].Number)
	}
	for i := range v.State.Reserves {
		names = append(names, v.State.Reserves[i].Number)
	}
	for i := range v.Plan.Cases {
		names = append(names, v.Plan.Cases[i].ID)
	}
	return names
}

// Write fills the leaf.
func (d Derogation) Write(_ fact.View, to *fact.Draft) {
	to.Derogation = &journal.Derogation{
		Number: to.Number(), Act: recette.AskDerogation, Subject: d.Subject, Text: to.Text("text", d.Text),
		Until: d.Until,
	}
}

// Is compares what it is about, and until when.
func (d Derogation) Is(l *journal.Leaf) bool {
	was := l.Derogation
	return was != nil && was.Act == recette.AskDerogation && was.Subject == d.Subject && was.Until == d.Until
}

// Kind is derogation.
func (Ruling) Kind() journal.Kind { return journal.KindDerogation }

// Action is that of answering one.
func (Ruling) Action() access.Action { return access.AnswerDerogation }

// Judge refuses an answer to what nobody asked (ErrUnknownDerogation), or that has one (ErrAnswered), a refusal without
// a reason, and what the person grants who asked for it (*access.DutyError), unless the project lets that pass.
func (r Ruling) Judge(v fact.View) error {
	d := v.State.Derogation(r.Number)
	switch {
	case d == nil:
		return ErrUnknownDerogation
	case d.Answered.At != "":
		return ErrAnswered
	case !r.Grant && recette.Blank(r.Reason):
		return fact.Missing("reason")
	case r.Grant && d.Asked.By.Ref == v.Actor.Ref:
		return v.Break(access.OwnDerogation)
	}
	return nil
}

// Write fills the leaf.
func (r Ruling) Write(_ fact.View, to *fact.Draft) {
	to.Derogation = &journal.Derogation{Number: r.Number, Act: r.act(), Reason: to.Optional("reason", r.Reason)}
}

func (r Ruling) act() string {
	if r.Grant {
		return recette.GrantDerogation
	}
	return recette.RefuseDerogation
}

// Is compares what is answered.
func (r Ruling) Is(l *journal.Leaf) bool {
	return l.Derogation != nil && l.Derogation.Number == r.Number && l.Derogation.Act == r.act()
}
