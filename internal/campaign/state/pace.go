package state

import (
	"recette/internal/pace"
	"recette/internal/recette"
)

// Progress says what a row still asks for. What was executed is played, as long as its result need not be obtained
// again (one that waits to be read over was played), nobody contests it, and none of its anomalies was corrected or
// reopened since; what is blocked was not executed.
func (s *State) Progress(c *Case) pace.State {
	switch v := c.Verdict(); {
	case v == recette.NotApplicable && !s.Hold(c).Again():
		return pace.Aside
	case v.Executed() && c.Last.Closed && !s.Hold(c).Again() && c.Last.Contested == nil && !s.Turned(c):
		return pace.Played
	}
	return pace.Left
}
