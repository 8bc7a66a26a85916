package campaign

import (
	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// bearing gives the references of those of the campaign who bear a name.
func (c *loaded) bearing(name string) []string { return plan.Bearing(c.crew().parties, name) }

// authored holds a decision to rule 4: no result of a critical journey rests on the author of its scenario alone.
func (c *loaded) authored(ids []string, duties access.Duties) ([]journal.Broken, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return breaks(duties, access.AuthorAlone, c.state.AuthorsAlone(ids, c.bearing)...)
}

// warnAuthors tells, as results are recorded, those that rest on the author of the scenario alone: the decision will
// break the rule. Nothing is told where the project does not warn of it.
func (s *Service) warnAuthors(c *loaded, actor recette.Actor, rs []Result) {
	if s.warned == nil || c.crew().scope.Duties.Of(access.AuthorAlone) != access.Warn {
		return
	}
	var ids []string
	for i := range rs {
		if rs[i].Closed {
			ids = append(ids, rs[i].Case)
		}
	}
	c.mu.Lock()
	var told []Warning
	for _, id := range c.state.AuthorsAlone(ids, c.bearing) {
		others := instead(actor, access.Record, c.bounds(actor, id), c.state.Authors(id, c.bearing)...)
		told = append(told, Warning{Rule: access.AuthorAlone, About: id, Others: c.names(others)})
	}
	c.mu.Unlock()
	for _, w := range told {
		s.warned(w)
	}
}

// unconfirmed holds the signature of what was decided in an accelerated recette to rule 12: it has not expired. What a
// PV of lifting decides is another thing.
func (c *loaded) unconfirmed(
	d *state.Decision, pv *state.PV, today string, duties access.Duties,
) ([]journal.Broken, error) {
	if until := c.state.Provisional(d); until != "" && until < today && pv.Lifts == nil {
		return breaks(duties, access.UnconfirmedUrgent, d.Number)
	}
	return nil, nil
}

// breaks says what comes of what breaks a rule: nothing when nothing does.
func breaks(duties access.Duties, r access.Rule, about ...string) ([]journal.Broken, error) {
	if len(about) == 0 {
		return nil, nil
	}
	effect, err := duties.Break(r)
	if err != nil {
		return nil, &access.DutyError{Rule: r, About: about}
	}
	return []journal.Broken{{Rule: string(r), Effect: string(effect)}}, nil
}
