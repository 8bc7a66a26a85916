package advice

import (
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Opinion is what somebody thinks of the recette, in the role in which they say it. It replaces theirs of before.
type Opinion struct {
	Journey string // empty: of the whole campaign
	Opinion recette.Opinion
	Text    string
	Points  []string // that a supplier contests
}

// Answer answers a warning that was computed, as it stands.
type Answer struct {
	Journey string // of the PV that it is for; empty: of all
	Code    string
	Args    []string
	Text    string
}

var _, _ fact.Fact = Opinion{}, Answer{}

// Kind is opinion.
func (Opinion) Kind() journal.Kind { return journal.KindOpinion }

// Action is that of giving one.
func (Opinion) Action() access.Action { return access.GiveOpinion }

// Judge refuses an unknown journey, an opinion that the role does not give, one without words, and points that are not
// contested, or a contest of none.
func (o Opinion) Judge(v fact.View) error {
	switch {
	case o.Journey != "" && v.Plan.Journey(o.Journey) == nil:
		return fmt.Errorf("journey %q: %w", o.Journey, fact.ErrUnknownJourney)
	case !slices.Contains(recette.Opinions(v.Actor.Role), o.Opinion):
		return fact.Invalid("opinion")
	case recette.Blank(o.Text):
		return fact.Missing("text")
	case o.Opinion == recette.Contests && len(o.Points) == 0:
		return fact.Missing("points")
	case o.Opinion != recette.Contests && len(o.Points) > 0:
		return fact.Invalid("points")
	}
	for _, p := range o.Points {
		if !known(v, p) {
			return fact.Invalid("points")
		}
	}
	return nil
}

// known tells whether a point is a case, an anomaly, a reserve or a decision of the campaign.
func known(v fact.View, point string) bool {
	for _, r := range v.State.Reserves {
		if r.Number == point {
			return true
		}
	}
	for _, d := range v.State.Decisions {
		if d.Number == point {
			return true
		}
	}
	return v.State.Case(point) != nil || v.State.Anomaly(point) != nil
}

// Write fills the leaf.
func (o Opinion) Write(_ fact.View, d *fact.Draft) {
	d.Opinion = &journal.Opinion{
		Journey: o.Journey, Opinion: string(o.Opinion), Text: d.Text("text", o.Text), Points: o.Points,
	}
}

// Is compares the opinion and its journey.
func (o Opinion) Is(l *journal.Leaf) bool {
	return l.Opinion != nil && l.Opinion.Journey == o.Journey && l.Opinion.Opinion == string(o.Opinion)
}

// Kind is warning.answer.
func (Answer) Kind() journal.Kind { return journal.KindAnswer }

// Action is that of answering a warning.
func (Answer) Action() access.Action { return access.AnswerWarning }

// Judge refuses an answer without words, of an unknown journey, or to what is no warning. That the warning stands, and
// what it says, is for who computes it: signoff answers.
func (a Answer) Judge(v fact.View) error {
	switch {
	case a.Journey != "" && v.Plan.Journey(a.Journey) == nil:
		return fmt.Errorf("journey %q: %w", a.Journey, fact.ErrUnknownJourney)
	case a.Code == "":
		return fact.Missing("code")
	case !slices.Contains(recette.Warnings(), a.Code):
		return fact.Invalid("code")
	case recette.Blank(a.Text):
		return fact.Missing("text")
	}
	return nil
}

// Write fills the leaf.
func (a Answer) Write(v fact.View, d *fact.Draft) {
	ref := ""
	if made := v.State.Decision(a.Journey); made != nil { // whom a warning may speak of
		ref = made.By.Ref
	}
	d.Answer = &journal.Answer{
		Journey: a.Journey, Code: a.Code, Args: recette.WarningState(a.Code, a.Args, ref), Text: d.Text("text", a.Text),
	}
}

// Is compares which warning it answers.
func (a Answer) Is(l *journal.Leaf) bool {
	return l.Answer != nil && l.Answer.Journey == a.Journey && l.Answer.Code == a.Code
}
