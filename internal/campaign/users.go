package campaign

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"sync"

	"recette/internal/access"
	"recette/internal/campaign/roster"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// users is what the journal says of the users of the project, as far as it was read.
type users struct {
	reading sync.Mutex // guards what follows, and is taken before mu
	shared  turn       // of reading on
	next    int64      // position of the first leaf that was not read

	mu     sync.Mutex // guards what follows
	roster roster.Roster
	names  map[string]string // by commitment; an erased one is absent
}

// follow reads on. Whoever is under the lock of the log sees all that there is. Nobody who looks at what is known waits
// for a reading.
func (u *users) follow(ctx context.Context, log Journal) error {
	asked := u.shared.ask()
	u.reading.Lock()
	defer u.reading.Unlock()
	if u.shared.serves(asked) {
		return nil
	}
	ended := u.shared.begin()
	var recs []journal.Record
	names := map[string]string{}
	for rec, err := range log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindUser}, From: u.next}) {
		if err != nil {
			return fmt.Errorf("read the users: %w", err)
		}
		if x := rec.Leaf.User; x != nil && x.Name != "" {
			texts, err := log.Texts(ctx, []string{x.Name})
			if err != nil {
				return fmt.Errorf("read the name of a user: %w", err)
			}
			maps.Copy(names, texts)
		}
		recs = append(recs, rec)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	maps.Copy(u.names, names)
	for i := range recs {
		u.roster.Apply(&recs[i].Leaf)
		u.next = recs[i].Leaf.Seq + 1
	}
	ended()
	return nil
}

// name gives the name of a user, their reference when it was erased. It is called under u.mu.
func (u *users) name(x *roster.User) string {
	if name, ok := u.names[x.Name]; ok {
		return name
	}
	return x.Ref
}

// lost tells whether the journal took a role from somebody between two positions.
func (u *users) lost(ref, role string, from, until int64) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.roster.Lost(ref, role, from, until)
}

// parties gives who holds what for a campaign whose plan names these people.
func (u *users) parties(planned []plan.Participant) []plan.Participant {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.roster.Parties(planned, u.name)
}

// crew is who takes part in a campaign, and where, after so many facts about users.
type crew struct {
	facts   int
	parties []plan.Participant
	scope   access.Scope
}

// crew gives who takes part in the campaign now.
func (c *loaded) crew() crew {
	c.users.mu.Lock()
	defer c.users.mu.Unlock()
	r := &c.users.roster
	if c.known.parties == nil || c.known.facts != len(r.Facts) {
		m := c.outline.Manifest
		m.Parties = r.Parties(m.Parties, c.users.name)
		scope := ScopeOf(&m)
		scope.Duties = dutiesOf(&m).With(c.duties)
		scope.Revoked, scope.Admin = r.Revoked(), len(r.Holders(recette.Admin)) > 0
		c.known = crew{len(r.Facts), m.Parties, scope}
	}
	return c.known
}

// people gives somebody as they were before a position.
func (c *loaded) people() state.People {
	parties := c.crew().parties
	return func(ref string, seq int64) plan.Participant {
		c.users.mu.Lock()
		defer c.users.mu.Unlock()
		return c.users.roster.Then(ref, seq, parties, c.outline.Parties)
	}
}

// project is the scope of what is of the whole project: whoever the journal says nothing of acts in the role that they
// say, as far as no plan is looked at.
func (s *Service) project(ctx context.Context) (access.Scope, error) {
	if err := s.users.follow(ctx, s.log); err != nil {
		return access.Scope{}, err
	}
	s.users.mu.Lock()
	defer s.users.mu.Unlock()
	r := &s.users.roster
	scope := ScopeOf(&plan.Manifest{Parties: r.Parties(nil, s.users.name)})
	scope.Anybody, scope.Revoked, scope.Admin = true, r.Revoked(), len(r.Holders(recette.Admin)) > 0
	return scope, nil
}

// allow refuses what is of the whole project to whoever may not do it.
func (s *Service) allow(ctx context.Context, actor recette.Actor, what ...access.Action) error {
	scope, err := s.project(ctx)
	if err != nil {
		return err
	}
	for _, action := range what {
		if err := access.Allow(actor, action, scope); err != nil {
			return err
		}
	}
	return nil
}

// Admit refuses whoever may not let people of the project into its pages: who manages users does, themselves too, for
// it changes nothing of what they may do. It returns refusals under access.ErrDenied.
func (s *Service) Admit(ctx context.Context, actor recette.Actor) error {
	v, parted, err := s.crowd(ctx)
	if err != nil {
		return err
	}
	return access.Allow(actor, access.ManageUsers, s.managing(v, parted, ""))
}

// managing is the scope of a change of what somebody may be.
func (s *Service) managing(v *roster.View, parted []string, subject string) access.Scope {
	scope := ScopeOf(&plan.Manifest{Parties: s.users.parties(v.Planned), Antennes: parted})
	scope.Revoked, scope.Subject = v.Roster.Revoked(), subject
	scope.Admin = len(v.Roster.Holders(recette.Admin)) > 0
	if len(scope.Members) == 0 { // no plan was frozen: nobody is anything yet
		scope.Members = []access.Member{{}}
	}
	return scope
}

// ChangeUser records what somebody may be from now on, in every campaign of the project. The first ones are named by a
// PPO of a plan that was frozen; once somebody administers the project, it is theirs. Nobody changes what they may do
// themselves. It returns what roster.Change refuses, and refusals under access.ErrDenied.
func (s *Service) ChangeUser(ctx context.Context, actor recette.Actor, c roster.Change) error {
	err := s.addToProject(ctx, func(ctx context.Context) ([]*entry, error) {
		v, parted, err := s.crowd(ctx)
		if err != nil {
			return nil, err
		}
		ref := v.Person(c.Name)
		if err := access.Allow(actor, access.ManageUsers, s.managing(v, parted, ref)); err != nil {
			return nil, err
		}
		broken, err := c.Judge(v)
		if err != nil {
			return nil, err
		}
		if ref == "" {
			var b [6]byte
			if _, err := s.people.Read(b[:]); err != nil {
				return nil, fmt.Errorf("draw a reference: %w", err)
			}
			ref = "p-" + hex.EncodeToString(b[:])
		}
		d := s.entry(actor, journal.KindUser, "")
		name := ""
		if c.Act == journal.UserAdd {
			name = d.text("name", c.Name)
		}
		d.entry.Leaf.User = c.Body(ref, name, d.text("reason", c.Reason))
		d.entry.Leaf.Broken = broken
		for _, b := range broken {
			if access.Effect(b.Effect) == access.Warn { // whoever holds one of these roles alone
				d.warned = append(d.warned, Warning{Rule: access.Rule(b.Rule), About: c.Name})
			}
		}
		return []*entry{d}, nil
	})
	if err != nil {
		return err
	}
	return s.users.follow(ctx, s.log)
}

// crowd gives who the project knows, by its plans and by its journal, and the branches of its campaigns.
func (s *Service) crowd(ctx context.Context) (*roster.View, []string, error) {
	if err := s.users.follow(ctx, s.log); err != nil {
		return nil, nil, err
	}
	if _, err := s.references(ctx); err != nil {
		return nil, nil, fmt.Errorf("look up names: %w", err)
	}
	s.named.mu.Lock()
	defer s.named.mu.Unlock()
	s.users.mu.Lock()
	r := s.users.roster.Clone()
	s.users.mu.Unlock()
	v := &roster.View{Roster: r, Names: maps.Clone(s.named.names), Duties: s.policies.Duties}
	for _, id := range slices.Sorted(maps.Keys(s.named.plans)) {
		m := s.named.plans[id]
		v.Planned = append(v.Planned, m.Parties...)
		v.Branches = append(v.Branches, m.Antennes...)
	}
	return v, v.Branches, nil
}

// Person is somebody of the project, by its plans or by its journal.
type Person struct {
	Ref, Name string
	Held      []Held
	Revoked   bool
	Changes   []UserChange // oldest first
}

// Branches gives those of the campaigns of the project, as their plans write them.
func (s *Service) Branches(ctx context.Context, actor recette.Actor) ([]string, error) {
	if err := s.allow(ctx, actor, access.ReadPeople); err != nil {
		return nil, err
	}
	_, all, err := s.crowd(ctx)
	slices.Sort(all)
	return slices.Compact(all), err
}

// Held is a role of somebody, and where.
type Held struct {
	Role      recette.Role
	Perimeter []string // none: everywhere
	Campaign  string   // by the plan of which they hold it; empty: by the journal, in every campaign
	Branch    string   // of a référent, as a plan writes it; empty when they are of none
}

// UserChange is a fact about somebody, with its words.
type UserChange struct {
	roster.Fact
	ByName string
	Reason string // an erased one says nothing
}

// Users gives who the project knows, in the order in which campaigns and the journal name them.
func (s *Service) Users(ctx context.Context, actor recette.Actor) ([]Person, error) {
	if err := s.allow(ctx, actor, access.ReadPeople); err != nil {
		return nil, err
	}
	v, _, err := s.crowd(ctx)
	if err != nil {
		return nil, err
	}
	hides, err := s.hidings(ctx)
	if err != nil {
		return nil, err
	}
	s.named.mu.Lock()
	maps.DeleteFunc(v.Names, func(ref, _ string) bool { return hides("", ref) })
	s.named.mu.Unlock()
	var out []Person
	of := func(ref string) *Person {
		at := slices.IndexFunc(out, func(p Person) bool { return p.Ref == ref })
		if at < 0 {
			at = len(out)
			out = append(out, Person{Ref: ref, Name: cmp.Or(v.Names[ref], ref)})
		}
		return &out[at]
	}
	branch := map[string]string{}
	s.named.mu.Lock()
	for _, id := range s.named.order {
		m := s.named.plans[id]
		for _, p := range s.users.parties(m.Parties) {
			own := ""
			if b := m.BranchOf(&p); p.Role == string(recette.Referent) && slices.Contains(m.Antennes, b) {
				own, branch[p.Ref] = b, b
			}
			if u := v.Roster.User(p.Ref); u == nil || u.Roles == nil {
				x := of(p.Ref)
				x.Held = append(x.Held, Held{recette.Role(p.Role), p.Perimeter, id, own})
			}
		}
		for _, p := range m.Parties {
			of(p.Ref)
		}
	}
	s.named.mu.Unlock()
	for _, u := range v.Roster.Users {
		x := of(u.Ref)
		x.Revoked = u.Revoked
		for _, role := range u.Roles {
			h := Held{Role: role, Perimeter: u.Perimeter}
			if role == recette.Referent {
				h.Branch = branch[u.Ref]
			}
			x.Held = append(x.Held, h)
		}
	}
	return out, s.history(ctx, v, of)
}

// history tells each person what was changed of them.
func (s *Service) history(ctx context.Context, v *roster.View, of func(ref string) *Person) error {
	var words []string
	for i := range v.Roster.Facts {
		words = append(words, v.Roster.Facts[i].Reason)
	}
	texts, err := s.log.Texts(ctx, words)
	if err != nil {
		return fmt.Errorf("read why users changed: %w", err)
	}
	for _, f := range v.Roster.Facts {
		x := of(f.Ref)
		x.Changes = append(x.Changes, UserChange{Fact: f, ByName: v.Names[f.By.Ref], Reason: texts[f.Reason]})
	}
	return nil
}
