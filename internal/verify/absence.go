package verify

import (
	"recette/internal/journal"
	"recette/internal/recette"
)

// absent tells whether a tester judged by hand a row of the PV while a session that concerns the row was open, and they
// attended none that does: in a campaign that is played in branches, one of the branch of the row, or of no branch for
// a row that is played once; else any. Others need not attend, nor does whoever takes a filled cahier in. Of iterations
// before, the plan of the present one does not say where rows were played.
func (f *fold) absent(l *journal.Leaf) bool {
	r := l.Result
	if r == nil || r.Mode == string(recette.Automated) || r.Origin != nil || l.Actor == nil ||
		roleOf(l.Actor) != recette.Tester || f.cases[r.Case] == nil || f.iteration() <= len(f.plan.Before) {
		return false
	}
	concerns := func(s *sitting) bool {
		return len(f.plan.Antennes) == 0 || s.opens.Session.Antenne == f.cases[r.Case].frozen.Antenne
	}
	if s := f.sitting[f.during(l)]; s != nil && concerns(s) {
		return false
	}
	for _, s := range f.sittings {
		if !f.affords(1) {
			return false
		}
		if s.phase == recette.SessionOpen && concerns(s) {
			return true
		}
	}
	return false
}
