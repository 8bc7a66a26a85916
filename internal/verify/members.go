package verify

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"time"

	"recette/internal/journal"
	"recette/internal/likeness"
	"recette/internal/recette"
)

type personChange struct {
	At        time.Time `json:"at"`
	Act       string    `json:"act"`
	Name      string    `json:"name"`
	Roles     []string  `json:"roles"`
	Perimeter []string  `json:"perimeter"`
	By        string    `json:"by"`
	Reason    string    `json:"reason"`
}

type identities struct {
	Declared      int `json:"declared"`
	Authenticated int `json:"authenticated"`
}

// position is what the journal says of somebody at a place of it: what it does not say is the plan's to say.
type position struct {
	roles     []string
	places    []string
	ruled     bool // it says which roles
	placed    bool // it says where
	dismissed bool
	named     *journal.Leaf // that gives their name
}

// standing gives what the journal says of somebody before a position; nil when it says nothing. It is written apart
// from the roster that the product keeps.
func (c *check) standing(ref string, seq int64) *position {
	if c.budget.Work(len(c.users)) != nil {
		return &position{}
	}
	var p *position
	for _, l := range c.users {
		u := l.User
		if l.Seq >= seq || u.Ref != ref {
			continue
		}
		if p == nil {
			p = &position{}
		}
		switch u.Act {
		case journal.UserAdd:
			*p = position{roles: u.Roles, places: u.Perimeter, ruled: true, placed: true, named: l}
		case journal.UserRole:
			p.roles, p.ruled = u.Roles, true
		case journal.UserPerimeter:
			p.places, p.placed = u.Perimeter, true
		case journal.UserRevoke:
			*p = position{ruled: true, dismissed: true, named: p.named}
		}
	}
	return p
}

// administered tells who administers the project before a position.
func (c *check) administered(seq int64) map[string]bool {
	admins := map[string]bool{}
	for ref, roles := range c.ruled(seq) {
		if slices.Contains(roles, string(recette.Admin)) {
			admins[ref] = true
		}
	}
	return admins
}

// ruled gives the roles that the journal gave people before a position, none to whom it dismissed.
func (c *check) ruled(seq int64) map[string][]string {
	roles := map[string][]string{}
	if c.budget.Work(indexWork*len(c.users)) != nil {
		return roles
	}
	for _, l := range c.users {
		switch u := l.User; {
		case l.Seq >= seq:
		case u.Act == journal.UserAdd, u.Act == journal.UserRole:
			roles[u.Ref] = u.Roles
		case u.Act == journal.UserRevoke:
			roles[u.Ref] = nil
		}
	}
	return roles
}

// holding gives the roles that people held by themselves before a position, by the journal or, when it says nothing, by
// the plan.
func (c *check) holding(seq int64) map[string][]string {
	roles, planned := c.ruled(seq), map[string][]string{}
	if c.budget.Work(indexWork*len(c.planned)) != nil {
		return roles
	}
	for i := range c.planned {
		p := &c.planned[i]
		if _, said := roles[p.Ref]; !said {
			planned[p.Ref] = append(planned[p.Ref], p.Role)
		}
	}
	maps.Copy(roles, planned)
	return roles
}

// managed judges a leaf of the whole project that somebody recorded: who administers it does or, as long as nobody
// does, a PPO whom nobody dismissed. Nobody changes what they may do themselves, and one administrator stays.
func (c *check) managed(l *journal.Leaf) {
	if l.Kind == journal.KindLogOpen || l.Actor == nil {
		return
	}
	admins, p := c.administered(l.Seq), c.standing(l.Actor.Ref, l.Seq)
	allowed := admins[l.Actor.Ref]
	if l.Actor.Role != string(recette.Admin) {
		allowed = len(admins) == 0 && (p == nil || !p.ruled || slices.Contains(p.roles, l.Actor.Role))
	}
	flaw := ""
	switch {
	case !allowed:
		flaw = "right"
	case l.User != nil && l.User.Ref == l.Actor.Ref:
		flaw = "self"
	case l.User != nil && len(admins) > 0 && len(c.administered(l.Seq+1)) == 0:
		flaw = "last"
	}
	if flaw != "" {
		c.contents.add(doubt(NoteRules, strconv.FormatInt(l.Seq, 10), string(l.Kind), flaw))
	}
}

// joined puts what the journal says of users over what the plan says of who takes part.
func (c *check) joined() {
	c.planned = c.frozen.Parties
	if len(c.users) == 0 || c.budget.Work(len(c.users)*len(c.planned)) != nil {
		return
	}
	shown, out := map[string]string{}, []frozenParty{}
	for i, l := range c.told() {
		if l.User.Name != "" {
			shown[l.User.Ref] = at(c.pv.People, i).Name
		}
	}
	met := map[string]bool{}
	for _, p := range c.planned {
		now := c.standing(p.Ref, c.pv.Journal.Size)
		if now != nil && now.placed {
			p.Perimeter = now.places
		}
		if now == nil || !now.ruled {
			out = append(out, p)
			continue
		}
		for _, role := range now.roles {
			if !met[p.Ref] {
				p.Role = role
				out = append(out, p)
			}
		}
		met[p.Ref] = true
	}
	for _, l := range c.users {
		ref := l.User.Ref
		if met[ref] || slices.ContainsFunc(c.planned, func(p frozenParty) bool { return p.Ref == ref }) {
			continue
		}
		met[ref] = true
		now := c.standing(ref, c.pv.Journal.Size)
		for _, role := range now.roles {
			out = append(out, frozenParty{Ref: ref, Name: shown[ref], Role: role, Perimeter: now.places})
		}
	}
	c.frozen.Parties, c.frozen.former = out, c.planned
}

// told gives the leaves about users that the PV tells: since the campaign was opened and, of those who still hold
// something, before.
func (c *check) told() (out []*journal.Leaf) {
	opened := int64(-1)
	for i := range c.proven {
		if l := &c.proven[i].leaf; l.Kind == journal.KindCampaignOpen {
			opened = l.Seq
		}
	}
	for _, l := range c.users {
		if l.Seq > opened || !c.standing(l.User.Ref, c.pv.Journal.Size).dismissed {
			out = append(out, l)
		}
	}
	return out
}

// moves gives what the PV should tell of users.
func (c *check) moves(f *fold, n *notes) []personChange {
	var out []personChange
	for i, l := range c.told() {
		u, shown := l.User, at(c.pv.People, i)
		x := personChange{
			At: n.at(l), Act: u.Act, Roles: u.Roles, Perimeter: u.Perimeter, By: n.by(l, shown.By),
			Reason: n.text(u.Reason, shown.Reason), Name: u.Ref,
		}
		planned := slices.IndexFunc(c.planned, func(p frozenParty) bool { return p.Ref == u.Ref })
		p := c.standing(u.Ref, l.Seq+1)
		switch {
		case u.Name != "":
			x.Name = n.text(u.Name, shown.Name)
		case planned >= 0:
			x.Name = c.naming(f, u.Ref, c.planned[planned].Name)
		case p.named != nil:
			x.Name = n.text(p.named.User.Name, shown.Name)
		}
		out = append(out, x)
	}
	return out
}

// identified gives how many facts the PV rests on, by what is known of who recorded them. A PV of before says nothing.
func (c *check) identified() *identities {
	if !c.canon.declared && (c.pv.Derivation > 0 || c.pv.Identities == nil) {
		return nil
	}
	n := &identities{}
	for i := range c.proven {
		switch l := &c.proven[i].leaf; {
		case l.Actor == nil:
		case l.Actor.Auth:
			n.Authenticated++
		default:
			n.Declared++
		}
	}
	return n
}

// members says which facts were recorded by somebody whose role, or whose perimeter, did not allow it at that moment.
// The rules came with version 2 of plans. Who took part by the plan of an iteration before is not known here.
func (c *check) members(f *fold) {
	if c.frozen.V < livesPlan || c.pv.Derivation < derivation {
		return
	}
	since := int64(-1)
	if n := len(f.iterations); n > 0 {
		since = f.iterations[n-1].Seq
	}
	for i := range c.proven {
		l := &c.proven[i].leaf
		if l.Actor == nil || l.Actor.Ref == "" {
			continue
		}
		flaw := ""
		switch places, member, known := c.lot(f, l, l.Seq < since); {
		case known && !member:
			flaw = "member"
		case l.Delegation != nil && !l.Delegation.Ended:
			flaw = c.entrusted(l, l.Seq < since)
		case l.Kind == journal.KindPVSigned && l.PV != nil:
			flaw = c.seated(f, l, places)
		case c.beyondTheirs(f, l, places):
			flaw = "perimeter"
		}
		if flaw != "" {
			c.contents.add(doubt(NoteRules, strconv.FormatInt(l.Seq, 10), string(l.Kind), flaw))
		}
	}
}

// lot gives where the author of a leaf may act, and whether they held their role then.
func (c *check) lot(f *fold, l *journal.Leaf, former bool) (places []string, member, known bool) {
	places, member, ruled := c.own(l)
	member = member || c.deputy(f, l)
	return places, member, ruled || !former && len(c.planned) > 0
}

// own gives where the author of a leaf may act by themselves, whether they held their role then, and whether it is the
// journal that says it.
func (c *check) own(l *journal.Leaf) (places []string, member, ruled bool) {
	p := c.standing(l.Actor.Ref, l.Seq)
	if ruled = p != nil && p.ruled; ruled {
		member = slices.Contains(p.roles, l.Actor.Role)
	}
	if c.budget.Work(len(c.planned)) != nil {
		return nil, false, ruled
	}
	for i := range c.planned {
		x := &c.planned[i]
		if x.Ref != l.Actor.Ref {
			continue
		}
		member = member || !ruled && x.Role == l.Actor.Role
		places = x.Perimeter
		if roleOf(l.Actor) == recette.Referent && x.Role == l.Actor.Role && len(places) == 0 && x.Entity != "" {
			places = []string{x.Entity}
		}
	}
	if p != nil && p.placed {
		places = p.places
	}
	return places, member, ruled
}

// deputy tells whether somebody acts under a delegation, whose giver nobody dismissed before.
func (c *check) deputy(f *fold, l *journal.Leaf) bool {
	number := c.delegated(f, l)
	return number != "" && slices.ContainsFunc(f.given, func(x *journal.Leaf) bool {
		if x.Delegation.Number != number || x.Delegation.Ended {
			return false
		}
		p := c.standing(x.Delegation.By, l.Seq)
		return p == nil || !p.dismissed
	})
}

// beyondTheirs tells whether a leaf is about a row of a branch that its author is not limited to, or about all of them.
// A row that is played once may be assigned to them: that is not told here.
func (c *check) beyondTheirs(f *fold, l *journal.Leaf, places []string) bool {
	if len(places) == 0 || len(c.frozen.Antennes) == 0 || !slices.ContainsFunc(places, func(p string) bool {
		return slices.ContainsFunc(c.frozen.Antennes, func(a string) bool { return likeness.Same(a, p) })
	}) {
		return false
	}
	id := ""
	switch {
	case l.Session != nil:
		s := f.sitting[l.Session.Number]
		return s == nil || !slices.ContainsFunc(places, func(p string) bool {
			return likeness.Same(p, s.opens.Session.Antenne)
		})
	case l.Result != nil:
		id = l.Result.Case
	case l.Objection != nil:
		id = l.Objection.Case
	case l.Review != nil:
		id = l.Review.Case
	case l.Amend != nil:
		id = l.Amend.Case
	case l.Anomaly != nil:
		id = l.Anomaly.Case
	case l.Drop != nil:
		id = l.Drop.Case
	}
	switch l.Kind {
	case journal.KindCampaignOpen, journal.KindCampaignClose, journal.KindCampaignIterate, journal.KindSuspend,
		journal.KindResume, journal.KindPVRendered, journal.KindPVSigned, journal.KindPVEnd, journal.KindPersonalErase,
		journal.KindAnswer:
		return true
	default:
	}
	for _, z := range c.frozen.Cases {
		if z.ID == id && z.Antenne != "" {
			return !slices.ContainsFunc(places, func(p string) bool { return likeness.Same(p, z.Antenne) })
		}
	}
	return false
}

// known gives somebody who takes part, or whom the plan names.
func (c *check) known(ref string) (name string, party *frozenParty) {
	if x := c.party(ref); x != nil {
		return x.Name, x
	}
	if c.budget.Work(len(c.planned)) != nil {
		return "", nil
	}
	for i := range c.planned {
		if c.planned[i].Ref == ref {
			return c.planned[i].Name, &c.planned[i]
		}
	}
	return "", nil
}

// naming gives what stands for the name that the plan gives somebody: the words of an erased one, from the leaf that
// erased it on, until a leaf gives them a name again.
func (c *check) naming(f *fold, ref, name string) string {
	if !c.hides(f, ref, math.MaxInt64) {
		return name
	}
	return c.say("pv.erased.person", ref)
}

// hides tells whether the name of somebody was erased before a position, and no leaf gave them one again by then.
func (c *check) hides(f *fold, ref string, seq int64) bool {
	since := int64(-1)
	for _, at := range f.hidden[ref] {
		if at < seq {
			since = at
		}
	}
	return since >= 0 && !c.added(ref, since, seq)
}

// participant gives the name of somebody who takes part, or did: of one whom no plan at hand and no leaf about users
// names, the one under which they first recorded something beside results.
func (c *check) participant(f *fold, n *notes, ref, shown string) (name string, party *frozenParty) {
	if name, x := c.known(ref); x != nil {
		return c.naming(f, ref, name), x
	}
	for _, l := range f.noted {
		if l.Actor != nil && l.Actor.Ref == ref {
			return n.by(l, shown), nil
		}
	}
	return ref, nil
}
