package verify

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"recette/internal/budget"
	"recette/internal/journal"
	"recette/internal/verify/cms"
)

// crowd is a check whose plan and journal name many people.
func crowd(t *testing.T, n int) (*check, *fold) {
	c := &check{pv: &record{}, frozen: &manifest{}, budget: budget.New(t.Context(), allowance(0))}
	for i := range n {
		name, who := fmt.Sprintf("Jeanne L’Hostis %d", i), fmt.Sprintf("p-%d", i)
		c.frozen.Parties = append(c.frozen.Parties, frozenParty{Ref: who, Name: name, Entity: name, Role: "tester"})
		c.users = append(c.users, &journal.Leaf{Seq: int64(i + 1), User: &journal.User{
			Ref: "u" + who, Name: who, Act: journal.UserAdd, Roles: []string{"qa"},
		}})
		c.pv.People = append(c.pv.People, personChange{Name: "Zoé " + name})
	}
	c.planned, c.pv.Journal.Size = c.frozen.Parties, 1<<21
	c.proven = []proven{{leaf: journal.Leaf{Seq: 1 << 20, Kind: journal.KindCampaignOpen}}}
	return c, &fold{given: []*journal.Leaf{{Seq: 1, Delegation: &journal.Delegation{
		By: "up-0", To: "p-1", Role: "qa", From: "2026-01-01", Until: "2030-01-01",
	}}}}
}

// Names are written once in the way in which they are compared, however many are looked up among however many: what it
// allocates for one does not grow with them.
func TestUnnamed_OfACrowd(t *testing.T) {
	looks := func(n int) float64 {
		c, f := crowd(t, n)
		for name, tt := range map[string]struct {
			seq  int64
			want bool
		}{
			"JEANNE L'Hostis 1":     {0, false},
			"zoé Jeanne L'Hostis 1": {3, false},
			"Zoé JEANNE L'Hostis 1": {2, true}, // the journal tells of her at that position
			"Personne":              {9, true},
		} {
			if got := c.unnamed(f, name, "c", tt.seq); got != tt.want {
				t.Errorf("%s at %d: %t, want %t", name, tt.seq, got, tt.want)
			}
		}
		who := &frozenParty{Ref: "x", Name: "Jeanne L’Hostis 1"}
		return testing.AllocsPerRun(10, func() {
			c.unnamed(f, "Personne l’a vue", "c", 9)
			c.enrol()
			_ = c.enrol().refs[c.keyOf(who.Name)]
		})
	}
	if few, many := looks(5), looks(500); few != many {
		t.Errorf("%g allocations among 5 people, %g among 500", few, many)
	}
}

// What goes through everybody for each fact is counted, so that no file makes it last.
func TestProductsAreCounted(t *testing.T) {
	act := &journal.Leaf{
		Seq: 9000, At: "2026-11-23T08:30:00.000Z", Actor: &journal.Actor{Ref: "p-1", Role: "qa"},
	}
	for name, once := range map[string]func(*check, *fold){
		"standing":  func(c *check, _ *fold) { c.standing("p-1", 9000) },
		"ruled":     func(c *check, _ *fold) { c.administered(9000) },
		"added":     func(c *check, _ *fold) { c.added("p-1", 1, 9000) },
		"lost":      func(c *check, _ *fold) { c.lost("p-1", "qa", 1, 9000) },
		"told":      func(c *check, _ *fold) { c.told() },
		"delegated": func(c *check, f *fold) { c.proxiesOf(f, act, "") },
		// Of the parties, whatever the journal says of users.
		"own":   func(c *check, _ *fold) { c.users = nil; c.own(act) },
		"roles": func(c *check, _ *fold) { c.users = nil; c.rolesOf("p-1", 9000) },
		"known": func(c *check, _ *fold) { c.known("x") },
		"left":  func(c *check, f *fold) { c.users = nil; c.left(f, "qa", nil, 9000) },
	} {
		const people, times = 1000, 100
		c, f := crowd(t, people)
		c.budget = budget.New(t.Context(), budget.Limits{Work: people * times})
		for range times + 1 {
			once(c, f)
		}
		if c.budget.Err() == nil {
			t.Errorf("%s: %d times among %d people cost less", name, times, people)
		}
	}
}

// Whoever signed is looked for among all who take part, and in each case: a plan that names one person a thousand times
// is read no further than the budget, and that is said beside the signature.
func TestSignersAreCounted(t *testing.T) {
	t.Parallel()
	f := &fold{cases: map[string]*tally{}}
	c := &check{pv: &record{}, frozen: &manifest{}, recounted: f, canon: canonOf(derivation)}
	for i := range 1000 {
		id := strconv.Itoa(i)
		f.scope.ids, f.cases[id] = append(f.scope.ids, id), &tally{attempts: 1}
		c.frozen.Parties = append(c.frozen.Parties, frozenParty{Ref: "p-" + id, Name: "Marc Delattre"})
	}
	s := &signature{cms: &cms.Signature{}}
	s.out = Signature{Field: "PO", Signer: "Marc Delattre"}
	c.signed = []*signature{s}
	c.budget = budget.New(t.Context(), budget.Limits{Work: 1 << 20})
	c.signers()
	if c.budget.Err() == nil || !slices.ContainsFunc(s.findings.all, Finding.Exceeds) {
		t.Errorf("budget %v, findings %+v, want one that it is exceeded", c.budget.Err(), s.findings.all)
	}
}
