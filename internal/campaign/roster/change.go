package roster

import (
	"fmt"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/likeness"
	"recette/internal/plan"
	"recette/internal/recette"
)

// The refusals of a change.
var (
	ErrUnknown   = fmt.Errorf("%w: nobody of the project bears the name", fact.Err)
	ErrHolds     = fmt.Errorf("%w: they hold something in the project already", fact.Err)
	ErrRevoked   = fmt.Errorf("%w: they hold nothing any more", fact.Err)
	ErrSame      = fmt.Errorf("%w: it is what they hold already", fact.Err)
	ErrBranch    = fmt.Errorf("%w: a référent is of one branch", fact.Err)
	ErrLastAdmin = fmt.Errorf("%w: nobody would administer the project any more", fact.Err)
)

// AlikeError says that a name reads as that of somebody else.
type AlikeError struct{ Name, Other string }

func (e *AlikeError) Error() string {
	return fmt.Sprintf("%v: %q reads as %q", fact.Err, e.Name, e.Other)
}

// Unwrap gives fact.Err.
func (e *AlikeError) Unwrap() error { return fact.Err }

// The acts of a change.
const (
	Add     = journal.UserAdd
	Role    = journal.UserRole
	Place   = journal.UserPerimeter
	Dismiss = journal.UserRevoke
)

// Change asks for what somebody may be to change, in every campaign of the project.
type Change struct {
	Act       string // Add…
	Name      string
	Roles     []recette.Role // of an addition, or all those of a change of roles
	Perimeter []string       // of an addition or of a change of perimeter; none: no limit
	Reason    string
}

// View is what a change may look at.
type View struct {
	Roster   *Roster
	Names    map[string]string // of the people of the project, by reference
	Planned  []plan.Participant
	Branches []string // of the campaigns of the project
	Duties   access.Duties
}

// Person gives the reference of who bears a name, however it is spelled; empty when nobody does. Whom the journal names
// is told by their reference too: their name may have been erased.
func (v *View) Person(name string) string {
	if v.Roster.User(name) != nil {
		return name
	}
	for ref, known := range v.Names {
		if plan.FoldName(known) == plan.FoldName(name) {
			return ref
		}
	}
	return ""
}

// holds tells whether somebody holds something, by plans or by the journal.
func (v *View) holds(ref string) bool {
	return slices.ContainsFunc(v.Roster.Parties(v.Planned, func(*User) string { return "" }),
		func(p plan.Participant) bool { return p.Ref == ref })
}

// Judge refuses a change that lacks its reason or says no role or branch that there is, one about nobody or about
// somebody who was revoked, an addition of somebody who holds something or whose name reads as another one
// (*AlikeError), a référent of no branch (ErrBranch), what changes nothing, roles that one person may not hold together
// (*access.DutyError), and the end of the last administrator. It gives the rules of the separation of duties that it
// breaks and that the project lets pass.
func (c *Change) Judge(v *View) ([]journal.Broken, error) {
	if err := c.worded(v); err != nil {
		return nil, err
	}
	ref := v.Person(c.Name)
	if err := c.fits(v, ref); err != nil {
		return nil, err
	}
	if c.placeless(v, ref) {
		return nil, ErrBranch
	}
	if c.ends(v, ref) {
		return nil, ErrLastAdmin
	}
	return c.together(v)
}

func (c *Change) worded(v *View) error {
	switch {
	case recette.Blank(c.Reason):
		return fact.Missing("reason")
	case recette.Blank(c.Name):
		return fact.Missing("name")
	case c.Act == journal.UserAdd && v.Roster.User(c.Name) != nil: // a reference is no name
		return fact.Invalid("name")
	case len(c.Roles) == 0 && (c.Act == journal.UserAdd || c.Act == journal.UserRole):
		return fact.Missing("role")
	}
	for _, role := range c.Roles {
		if !role.Valid() {
			return fact.Invalid("role")
		}
	}
	for i, said := range c.Perimeter {
		at := slices.IndexFunc(v.Branches, func(b string) bool { return plan.Slug(b) == plan.Slug(said) })
		if at < 0 || recette.Blank(said) {
			return &fact.ChoiceError{Field: "perimeter", Said: said, Choices: sorted(v.Branches)}
		}
		c.Perimeter[i] = v.Branches[at]
	}
	return nil
}

// placeless tells whether somebody would be the référent of no branch, or of none in particular: nobody could say whose
// opinion is theirs, and what they would sign.
func (c *Change) placeless(v *View, ref string) bool {
	if len(v.Branches) == 0 || c.Act == journal.UserRevoke {
		return false
	}
	var roles []recette.Role
	var perimeter []string
	entity := false
	for i := range v.Planned {
		if p := &v.Planned[i]; p.Ref == ref && ref != "" {
			roles, perimeter = append(roles, recette.Role(p.Role)), p.Perimeter
			entity = entity || slices.ContainsFunc(v.Branches, func(b string) bool {
				return plan.Slug(b) == plan.Slug(p.Entity)
			})
		}
	}
	if u := v.Roster.User(ref); u != nil && !u.Revoked {
		if u.Roles != nil {
			roles = u.Roles
		}
		if u.Placed {
			perimeter = u.Perimeter
		}
	}
	if c.Act != journal.UserPerimeter {
		roles = c.Roles
	}
	if c.Act != journal.UserRole {
		perimeter = sorted(c.Perimeter)
	}
	return slices.Contains(roles, recette.Referent) && len(perimeter) != 1 && !entity
}

// fits refuses what does not follow from what somebody holds.
func (c *Change) fits(v *View, ref string) error {
	if c.Act == journal.UserAdd {
		if ref != "" && v.holds(ref) {
			return ErrHolds
		}
		return c.alike(v, ref)
	}
	u := v.Roster.User(ref)
	switch {
	case ref == "":
		return ErrUnknown
	case u != nil && u.Revoked:
		return ErrRevoked
	case !v.holds(ref):
		return ErrUnknown
	case u == nil:
		return nil
	case c.Act == journal.UserRole && slices.Equal(c.words(), words(u.Roles)),
		c.Act == journal.UserPerimeter && u.Placed && slices.Equal(sorted(c.Perimeter), u.Perimeter):
		return ErrSame
	}
	return nil
}

// alike refuses a name that reads as that of somebody else.
func (c *Change) alike(v *View, ref string) error {
	for other, name := range v.Names {
		folded := likeness.Alike(plan.FoldName(c.Name), plan.FoldName(name))
		if other != ref && (folded || likeness.Alike(c.Name, name)) {
			return &AlikeError{Name: c.Name, Other: name}
		}
	}
	return nil
}

// ends tells whether nobody would administer the project any more.
func (c *Change) ends(v *View, ref string) bool {
	admins := v.Roster.Holders(recette.Admin)
	leaves := c.Act == journal.UserRevoke || c.Act == journal.UserRole && !slices.Contains(c.Roles, recette.Admin)
	return leaves && len(admins) == 1 && admins[0] == ref
}

// together judges the roles that one person would hold: an auditor writes nothing, so holds no other; an administrator
// neither decides, nor signs, nor changes a result.
func (c *Change) together(v *View) ([]journal.Broken, error) {
	if len(c.Roles) > 1 && slices.Contains(c.Roles, recette.Auditor) {
		return nil, fact.Invalid("role")
	}
	if !slices.Contains(c.Roles, recette.Admin) || !slices.ContainsFunc(c.Roles, func(r recette.Role) bool {
		return slices.Contains([]recette.Role{recette.PPO, recette.PO, recette.QA, recette.Tester, recette.Referent}, r)
	}) {
		return nil, nil
	}
	effect, err := v.Duties.Break(access.AdminDecides)
	if err != nil {
		return nil, err
	}
	return []journal.Broken{{Rule: string(access.AdminDecides), Effect: string(effect)}}, nil
}

// Body gives what the leaf says. name and reason are commitments.
func (c *Change) Body(ref, name, reason string) *journal.User {
	u := &journal.User{Act: c.Act, Ref: ref, Reason: reason}
	switch c.Act {
	case journal.UserAdd:
		u.Name, u.Roles, u.Perimeter = name, c.words(), sorted(c.Perimeter)
	case journal.UserRole:
		u.Roles = c.words()
	case journal.UserPerimeter:
		u.Perimeter = sorted(c.Perimeter)
	}
	return u
}

func (c *Change) words() []string { return sorted(words(c.Roles)) }

func words(roles []recette.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}

func sorted(list []string) []string {
	list = slices.Compact(slices.Sorted(slices.Values(list)))
	return slices.DeleteFunc(list, func(s string) bool { return strings.TrimSpace(s) == "" })
}
