package campaign_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// erasedIn gives what the leaves of a campaign erased, in order.
func erasedIn(t *testing.T, b *bench, id string) (all []*journal.Erase) {
	t.Helper()
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Campaign: id}) {
		must(t, err)
		if rec.Leaf.Erase != nil {
			all = append(all, rec.Leaf.Erase)
		}
	}
	return all
}

// openNaming opens a campaign whose plan names people who take no part.
func openNaming(t *testing.T, b *bench, id string, names func(*plan.Manifest)) {
	t.Helper()
	m := manifest()
	m.V, m.Campaign, m.Sections = plan.ManifestVersion, id, &plan.Sections{}
	names(&m)
	must(t, b.s.Open(t.Context(), elise, m))
}

func erasePerson(t *testing.T, b *bench, name string) {
	t.Helper()
	_, err := b.s.ErasePerson(t.Context(), elise, campaign.PersonErasure{Name: name, Force: true, Reason: "demande"})
	must(t, err)
}

// Whoever a plan names without their taking part has one reference in all campaigns: that of who takes part in another
// one under the same name, else a new one.
func TestErasePerson_Apart(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	openNaming(t, b, "v1", func(m *plan.Manifest) {
		m.Supplier.Representative = "Nadia Lefort"
		m.Sections.Contacts = []plan.Contact{{Name: "Nadia LEFORT"}, {Name: "Paul Roy"}}
	})
	openNaming(t, b, "v2", func(m *plan.Manifest) {
		m.Sections.Distribution.Recipients = []string{"Nadia Lefort, cabinet", "Paul Roy"}
		m.Parties = append(m.Parties, plan.Participant{Ref: "p-paul", Name: "Paul Roy", Role: "tester"})
	})
	stranger := recette.Actor{Ref: "p-stranger", Role: "nobody"}
	if _, err := b.s.NamesApart(t.Context(), stranger); !errors.Is(err, access.ErrDenied) {
		t.Errorf("names, to a stranger: %v, want ErrDenied", err)
	}
	names := func() []string {
		all, err := b.s.NamesApart(t.Context(), auditor)
		must(t, err)
		return all
	}
	if got, want := names(), []string{"Nadia LEFORT", "Paul Roy", "Nadia Lefort, cabinet"}; !slices.Equal(got, want) {
		t.Errorf("names: %q, want %q", got, want)
	}
	for _, name := range []string{"nadia lefort", "Paul Roy"} {
		erasePerson(t, b, name)
	}
	v1, v2 := erasedIn(t, b, "v1"), erasedIn(t, b, "v2")
	if len(v1) != 2 || len(v2) != 2 {
		t.Fatalf("leaves: %d and %d, want two of each", len(v1), len(v2))
	}
	paths := func(e *journal.Erase) (all []string) {
		for _, p := range e.Places {
			if all = append(all, p.Path); len(e.Refs) != 1 || p.Ref != e.Refs[0] {
				t.Errorf("%s is under %s, not %v", p.Path, p.Ref, e.Refs)
			}
		}
		return all
	}
	for name, tt := range map[string]struct{ got, want []string }{
		"Nadia, in v1": {paths(v1[0]), []string{"/sections/contacts/0/name", "/supplier/representative"}},
		"Nadia, in v2": {paths(v2[0]), []string{"/sections/distribution/recipients/0"}},
		"Paul, in v1":  {paths(v1[1]), []string{"/sections/contacts/1/name"}},
		"Paul, in v2":  {paths(v2[1]), nil}, // their reference is enough where they take part
	} {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
	if v1[0].Refs[0] != v2[0].Refs[0] || v1[1].Refs[0] != "p-paul" || v2[1].Refs[0] != "p-paul" {
		t.Errorf("references: %v, %v, %v, %v", v1[0].Refs, v2[0].Refs, v1[1].Refs, v2[1].Refs)
	}
	for _, id := range []string{"v1", "v2"} {
		m, err := b.s.Manifest(t.Context(), auditor, id)
		must(t, err)
		data, err := m.Bytes()
		must(t, err)
		for _, name := range []string{"lefort", "paul roy"} {
			if strings.Contains(strings.ToLower(string(data)), name) {
				t.Errorf("%s still names %s", id, name)
			}
		}
	}
	if got := names(); len(got) > 0 {
		t.Errorf("names, once erased: %q", got)
	}
	_, err := b.s.ErasePerson(t.Context(), elise, campaign.PersonErasure{
		Name: "Nadia Lefort", Force: true, Reason: "demande",
	})
	if !errors.Is(err, campaign.ErrNothingKept) {
		t.Errorf("once more: %v, want ErrNothingKept", err)
	}
}

// Under the rule of names, all those whom a plan names go, each under a reference of their own; functions and bodies
// stay.
func TestEraseDue_Apart(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	openNaming(t, b, "v1", func(m *plan.Manifest) {
		m.Supplier = plan.Party{Name: "Atelier", Representative: "Nadia Lefort"}
		m.Sections.Contacts = []plan.Contact{{Name: "Paul Roy", Entity: "Atelier"}}
		m.Sections.Distribution.Recipients = []string{"Nadia Lefort, cabinet", "Atelier", "qa"}
		m.Sections.Context = "Nadia Lefort l’a demandé."
	})
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	b.now = b.now.AddDate(3, 0, 0)
	why := func(*campaign.Remains) string { return "règle" }
	rules := campaign.Retention{Texts: campaign.Period{Years: 2}}
	if _, err := b.s.EraseDue(t.Context(), elise, rules, why); err != nil && !errors.Is(err, campaign.ErrNothingKept) {
		t.Fatal(err)
	}
	rules = campaign.Retention{Names: campaign.Period{Years: 2}}
	_, err := b.s.EraseDue(t.Context(), elise, rules, why)
	must(t, err)
	m, err := b.s.Outline(t.Context(), auditor, "v1")
	must(t, err)
	s := m.Sections
	nadia, paul := m.Supplier.Representative, s.Contacts[0].Name
	if !strings.HasPrefix(nadia, "p-") || !strings.HasPrefix(paul, "p-") || nadia == paul {
		t.Errorf("references: %q and %q", nadia, paul)
	}
	if want := []string{nadia, "Atelier", "qa"}; !slices.Equal(s.Distribution.Recipients, want) {
		t.Errorf("recipients: %q, want %q", s.Distribution.Recipients, want)
	}
	if m.Supplier.Name != "Atelier" || s.Contacts[0].Entity != "Atelier" ||
		!strings.Contains(s.Context, "Nadia Lefort") {
		t.Errorf("what is no name was changed: %+v", m.Supplier)
	}
	if due, err := b.s.Due(t.Context(), auditor, rules); err != nil || len(due) != 0 {
		t.Errorf("due still: %+v, %v", due, err)
	}
}

// Added again under the reference that was hidden, somebody is named again wherever the plan names them.
func TestErasePerson_ApartAndBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	openNaming(t, b, "v1", func(m *plan.Manifest) { m.Supplier.Representative = "Paul Roy" })
	openNaming(t, b, "v2", func(m *plan.Manifest) {
		m.Parties = append(m.Parties, plan.Participant{Ref: "p-paul", Name: "Paul Roy", Role: "tester"})
	})
	said := func() string {
		m, err := b.s.Outline(t.Context(), auditor, "v1")
		must(t, err)
		return m.Supplier.Representative
	}
	b.change(b.s, elise, roster.Change{Act: journal.UserRevoke, Name: "Paul Roy", Reason: "départ"})
	erasePerson(t, b, "Paul Roy")
	if got := said(); got != "p-paul" {
		t.Errorf("erased: %q", got)
	}
	b.change(b.s, elise, roster.Change{
		Act: journal.UserAdd, Name: "Paul Roy", Roles: []recette.Role{recette.Tester}, Reason: "retour",
	})
	if got := said(); got != "Paul Roy" {
		t.Errorf("added again: %q", got)
	}
}

// A plan to go on with does not name again, in other words, somebody whose name was erased among words; it may name
// who stood beside them, somebody else, a function, and whoever was added again since.
func TestIterate_NamedAgainAmongWords(t *testing.T) {
	t.Parallel()
	const among = "Nadia Lefort, cabinet"
	there := []string{"contacts[0].name"}
	for name, tt := range map[string]struct {
		was, next string
		back      bool
		refused   []string
	}{
		"the same":            {was: "Nadia Lefort", next: "Nadia Lefort", refused: there},
		"as it was":           {was: among, next: among, refused: there},
		"alone, once among":   {was: among, next: "Nadia Lefort", refused: there},
		"otherwise among":     {was: among, next: "Nadia LEFORT (conseil)", refused: there},
		"once beside another": {was: yann.Name + " et Nadia Lefort", next: "Mme Nadia Lefort", refused: there},
		"who was beside":      {was: yann.Name + " et Nadia Lefort", next: yann.Name + " (DSI)"},
		"somebody else":       {was: among, next: "Nadia Roux"},
		"added again":         {was: among, next: "Nadia Lefort (conseil)", back: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, campaign.Policies{})
			openNaming(t, b, "v1", func(m *plan.Manifest) { m.Sections.Distribution.Recipients = []string{tt.was} })
			erasePerson(t, b, "Nadia Lefort")
			if tt.back {
				b.change(b.s, elise, roster.Change{
					Act: journal.UserAdd, Name: "Nadia Lefort", Roles: []recette.Role{recette.Tester}, Reason: "retour",
				})
			}
			it := delivery("b2")
			it.Make = func(former *plan.Manifest) (plan.Manifest, []string, error) {
				m := *former
				m.Sections = &plan.Sections{Contacts: []plan.Contact{{Name: tt.next}}}
				m.Release.Build, m.Environment.Build = "b2", ""
				return m, nil, nil
			}
			_, err := b.s.Iterate(t.Context(), elise, it)
			var got []string
			if again, ok := errors.AsType[*campaign.NamedAgainError](err); ok {
				got = again.Places
			} else {
				must(t, err)
			}
			if !slices.Equal(got, tt.refused) {
				t.Errorf("refused at %q, want %q", got, tt.refused)
			}
		})
	}
}
