package state

import (
	"recette/internal/pace"
	"recette/internal/recette"
)

// Progress says what a row still asks for. What was executed is played, as long as its result need not be obtained
// again, nobody contests it, and none of its anomalies was corrected or reopened since; what is blocked was not
// executed.
func (s *State) Progress(c *Case) pace.State {
	switch v := c.Verdict(); {
	case v == recette.NotApplicable && !s.Due(c):
		return pace.Aside
	case v.Executed() && c.Last.Closed && !s.Due(c) && c.Last.Contested == nil && !s.Turned(c):
		return pace.Played
	}
	return pace.Left
}
