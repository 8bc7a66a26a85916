// Package milestone holds what happens outside the product and starts or ends a delay of the regime: the supplier gives
// notice, an outcome is notified. It is pure: what follows from it is computed in internal/regime.
package milestone

import (
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/regime"
)

// The refusals of a milestone.
var (
	ErrNoClock   = fmt.Errorf("%w: no delay depends on it in the regime of the plan", fact.Err)
	ErrUnknown   = fmt.Errorf("%w: no such milestone", fact.Err)
	ErrReplaced  = fmt.Errorf("%w: the milestone was corrected already", fact.Err)
	ErrUndecided = fmt.Errorf("%w: no such decision in the campaign", fact.Err)
	ErrNature    = fmt.Errorf("%w: the delay waits for a decision of another nature", fact.Err)
	ErrOutcome   = fmt.Errorf("%w: no decision of the campaign is that outcome", fact.Err)
)

// Milestone is something that happened on a day, as a document says. One that corrects another takes its place and says
// why.
type Milestone struct {
	What      regime.What
	Day       string           // YYYY-MM-DD
	Journey   string           // empty: of the whole campaign
	Outcome   recette.Decision // of a vérification d’aptitude
	Decision  string           // number of that which was notified
	Reference string           // of the document
	SHA256    string           // of the document; empty: it is not at hand
	Replaces  string
	Reason    string
}

var _ fact.Fact = Milestone{}

// Kind is milestone.
func (Milestone) Kind() journal.Kind { return journal.KindMilestone }

// Action is that of recording one.
func (Milestone) Action() access.Action { return access.AddMilestone }

// Judge refuses what no delay of the plan depends on (ErrNoClock), an unknown event, journey, outcome or decision, a
// day that is none or has not come, and a notification before its decision; a document without reference, a correction
// of what is not there (ErrUnknown), that was corrected (ErrReplaced), or without reason; an outcome that the recette
// of a vérification d’aptitude did not decide (ErrOutcome), and a notification that ends a delay which waits for a
// decision of another nature (ErrNature).
func (m Milestone) Judge(v fact.View) error {
	t := v.Plan.Terms()
	switch {
	case !slices.Contains(regime.Whats(), m.What):
		return fact.Invalid("what")
	case len(t.Delays) == 0, m.What == regime.Passed && t.Of(regime.VA) == nil && t.Of(regime.VSR) == nil,
		m.What == regime.Over && t.Of(regime.Decision) == nil:
		return ErrNoClock
	case m.Journey != "" && v.Plan.Journey(m.Journey) == nil:
		return fmt.Errorf("journey %q: %w", m.Journey, fact.ErrUnknownJourney)
	case m.Day == "":
		return fact.Missing("day")
	case !fact.ValidDay(m.Day) || m.Day > v.Today:
		return fact.Invalid("day")
	case m.What == regime.Passed && m.Outcome == "":
		return fact.Missing("outcome")
	case m.What == regime.Passed != slices.Contains(regime.Outcomes(), m.Outcome):
		return fact.Invalid("outcome")
	case m.What == regime.Notified && m.Decision == "":
		return fact.Missing("decision")
	case m.What != regime.Notified && m.Decision != "":
		return fact.Invalid("decision")
	case recette.Blank(m.Reference):
		return fact.Missing("reference")
	case m.SHA256 != "" && !journal.IsDigest(m.SHA256):
		return fact.Invalid("document")
	}
	if d := m.notified(v); m.Decision != "" {
		switch {
		case d == nil:
			return ErrUndecided
		case m.Journey != "" && m.Journey != d.Journey:
			return fact.Invalid("journey")
		case m.Day < v.Plan.Day(d.At):
			return fact.Invalid("day")
		}
	}
	if err := m.corrects(v); err != nil {
		return err
	}
	return m.answers(v)
}

// notified gives the decision that was notified; nil when there is none.
func (m Milestone) notified(v fact.View) *state.Decision { return v.State.Numbered(m.Decision) }

// answers refuses an outcome that nobody decided, and a notification that answers no delay of its nature.
func (m Milestone) answers(v fact.View) error {
	if m.What == regime.Passed && v.Plan.Nature == recette.NatureVA && !m.decided(v) {
		return ErrOutcome
	}
	e := regime.Event{What: m.What, Day: m.Day, Ref: "new", Outcome: m.Outcome}
	codes := []string{m.Journey}
	if d := m.notified(v); d != nil {
		codes[0], e.Outcome, e.Nature = d.Journey, recette.Decision(d.Decision.Decision), v.Plan.Nature
	}
	for i := range v.State.Milestones { // what happens to the whole campaign happens to each journey
		if of := v.State.Milestones[i].Journey; codes[0] == "" && !slices.Contains(codes, of) {
			codes = append(codes, of)
		}
	}
	for _, code := range codes {
		events := append(slices.DeleteFunc(v.State.Events(code), func(e regime.Event) bool {
			return e.Ref == m.Replaces
		}), e)
		if regime.Astray(regime.Runs(v.Plan.Terms(), events, v.Today), events) {
			return ErrNature
		}
	}
	return nil
}

// decided reports whether the outcome is that of the last decision that bears on it, on its day.
func (m Milestone) decided(v fact.View) bool {
	for i := range slices.Backward(v.State.Decisions) {
		d := &v.State.Decisions[i]
		if (d.Journey == m.Journey || d.Journey == "") && v.Plan.Day(d.At) <= m.Day {
			return recette.Decision(d.Decision.Decision) == m.Outcome
		}
	}
	return false
}

func (m Milestone) corrects(v fact.View) error {
	old := v.State.Milestone(m.Replaces)
	switch {
	case m.Replaces == "" && m.Reason != "":
		return fact.Invalid("reason")
	case m.Replaces == "":
		return nil
	case old == nil:
		return ErrUnknown
	case v.State.Corrected(m.Replaces):
		return ErrReplaced
	case recette.Blank(m.Reason):
		return fact.Missing("reason")
	}
	return nil
}

// Write fills the leaf.
func (m Milestone) Write(v fact.View, d *fact.Draft) {
	journey := m.Journey
	if of := m.notified(v); of != nil { // a decision is notified where it was pronounced
		journey = of.Journey
	}
	d.Milestone = &journal.Milestone{
		Number: d.Number(), What: string(m.What), Day: m.Day, Journey: journey, Outcome: string(m.Outcome),
		Decision: m.Decision, Reference: d.Text("reference", m.Reference), SHA256: m.SHA256, Replaces: m.Replaces,
		Reason: d.Optional("reason", m.Reason),
	}
}

// Is compares all but the reference of the document, and the journey of what a decision tells it of.
func (m Milestone) Is(l *journal.Leaf) bool {
	was := l.Milestone
	return was != nil && was.What == string(m.What) && was.Day == m.Day && was.Outcome == string(m.Outcome) &&
		was.Decision == m.Decision && was.SHA256 == m.SHA256 && was.Replaces == m.Replaces &&
		fact.Told(was.Reason, m.Reason) && (m.Decision != "" || was.Journey == m.Journey)
}
