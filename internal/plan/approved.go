package plan

import "recette/internal/recette"

// Approved tells whether a plan may be relied upon: it says that it is approved, or nothing of it.
func (s *Sections) Approved() bool {
	return s == nil || s.Status == "" || s.Status == statuses()[2]
}

// approved says of a plan that a campaign is opened on that nobody approved it, as strictly as recette.yaml asks. One
// that is looked at while it is written is not.
func (f *freezer) approved() {
	s := &f.in.Plan.Sections
	if s.Approved() || f.in.Unopened {
		return
	}
	words := recette.Strictnesses()
	switch f.in.Approved {
	case words[0]:
		f.addAt(levelError, "status", notApproved, "", s.Status)
	case words[2]: // the PV says it
	default:
		f.addAt(levelWarning, "status", notApproved, "", s.Status)
	}
}
