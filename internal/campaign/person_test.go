package campaign_test

import (
	"errors"
	"slices"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
	"recette/internal/recette"
)

// TestPerson: somebody who proved who they are is who the record says now: their name while they hold anything, and the
// role in which they read each campaign that is theirs.
func TestPerson(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	other := branched(b, recette.Tester, []string{"Ajaccio"})
	ctx := t.Context()
	b.change(b.s, elise, added("Nadia Roux", recette.Admin))
	admin := b.as(b.s, "Nadia Roux", recette.Admin)
	theirs := func(ref string) (name string, role recette.Role, listed []string) {
		t.Helper()
		name, err := b.s.NameOf(ctx, ref)
		if err != nil && !errors.Is(err, campaign.ErrUnknown) {
			t.Fatal(err)
		}
		a, err := b.s.ReaderOf(ctx, ref, "v1")
		if err != nil && !errors.Is(err, campaign.ErrUnknown) || err == nil && a.Ref != ref {
			t.Fatalf("%+v, %v", a, err)
		}
		all, err := b.s.ListOf(ctx, ref)
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			listed = append(listed, all[i].Campaign)
		}
		return name, a.Role, listed
	}
	check := func(when, ref, name string, role recette.Role, campaigns ...string) {
		t.Helper()
		n, r, l := theirs(ref)
		if n != name || r != role || !slices.Equal(l, campaigns) {
			t.Errorf("%s: %q reads as %q %v; want %q, %q, %v", when, n, r, l, name, role, campaigns)
		}
	}
	check("the PPO", elise.Ref, elise.Name, recette.PPO, "v1")
	check("somebody of a branch", other.Ref, other.Name, recette.Tester, "v1")
	check("who administers, and reads no campaign", admin.Ref, "Nadia Roux", "")
	check("nobody", "p-0", "", "")
	check("no reference", "", "", "")
	check("who holds the files", access.Local, "", "")
	if _, err := b.s.ReaderOf(ctx, elise.Ref, "v9"); !errors.Is(err, campaign.ErrUnknown) {
		t.Errorf("a campaign that is not there: %v", err)
	}
	all, err := b.s.ListOf(ctx, other.Ref)
	whole, e := b.s.ListOf(ctx, elise.Ref)
	if err = errors.Join(err, e); err != nil || all[0].Figures.Planned >= whole[0].Figures.Planned {
		t.Errorf("of a branch %+v are counted, of all %+v, %v", all, whole, err)
	}
	b.change(b.s, admin, roster.Change{
		Act: journal.UserRole, Name: other.Name, Roles: []recette.Role{recette.UX}, Reason: "autre poste",
	})
	check("in another role", other.Ref, other.Name, recette.UX, "v1")
	b.change(b.s, admin, revoked(other.Name))
	check("revoked", other.Ref, "", "")
}

// TestPlayerOf: somebody records as themselves alone, in a role of theirs that does.
func TestPlayerOf(t *testing.T) {
	t.Parallel()
	m := manifest()
	m.Parties = append(m.Parties, campaign.Participant{Ref: "p-2", Name: yann.Name, Role: string(recette.Tester)})
	for ref, want := range map[string]recette.Role{yann.Ref: recette.Tester, "p-2": recette.Tester, "p-0": "", "": ""} {
		a, ok := campaign.PlayerOf(&m, ref)
		if ok != (want != "") || a.Role != want || ok && a.Ref != ref {
			t.Errorf("%q plays as %+v, %v", ref, a, ok)
		}
	}
}
