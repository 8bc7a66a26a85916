package journal

import (
	"fmt"
	"slices"
)

// User says what somebody may be in the project from this leaf on, in every campaign. It is of the whole project. What
// it leaves out stays as it was: as former leaves say or, when none says anything, as the plan of each campaign does.
type User struct {
	Act string `json:"act"` // add, role, perimeter, revoke
	Ref string `json:"ref"` // pseudonymous reference of who it is about

	Name      string   `json:"name,omitempty"`      // commitment; of who is added
	Roles     []string `json:"roles,omitempty"`     // of who is added, or all those of a change of roles; sorted
	Perimeter []string `json:"perimeter,omitempty"` // branches, sorted; none: no limit
	Reason    string   `json:"reason"`              // commitment
}

// The acts of a leaf about a user.
const (
	UserAdd       = "add"
	UserRole      = "role"
	UserPerimeter = "perimeter"
	UserRevoke    = "revoke"
)

func (u *User) of(k Kind) bool {
	if k != KindUser || u.Ref == "" || !inOrder(u.Roles) || !inOrder(u.Perimeter) {
		return false
	}
	added := u.Act == UserAdd
	named, roles, places := u.Name != "", len(u.Roles) > 0, len(u.Perimeter) > 0
	switch u.Act {
	case UserAdd, UserRole:
		return named == added && roles && (added || !places)
	case UserPerimeter:
		return !named && !roles
	case UserRevoke:
		return !named && !roles && !places
	}
	return false
}

// inOrder tells whether a list is sorted and holds nothing twice.
func inOrder(list []string) bool {
	for i, x := range list {
		if x == "" || i > 0 && list[i-1] >= x {
			return false
		}
	}
	return true
}

func (u *User) held() []Held { return []Held{{"name", u.Name, false}, {"reason", u.Reason, true}} }

// checkWhole holds for the leaves of the whole project among what people record: they are of no campaign, the others
// are of one.
func (l *Leaf) checkWhole() error {
	if (l.Campaign == "") != slices.Contains(ProjectKinds(), l.Kind) {
		return fmt.Errorf("%w: kind %s, and campaign %q", ErrValue, l.Kind, l.Campaign)
	}
	return nil
}
