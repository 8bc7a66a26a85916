package campaign_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/roster"
	"recette/internal/journal"
	"recette/internal/recette"
)

// added gives a change that adds somebody.
func added(name string, roles ...recette.Role) roster.Change {
	return roster.Change{Act: journal.UserAdd, Name: name, Roles: roles, Reason: "arrivée"}
}

// revoked gives a change that takes everything from somebody.
func revoked(name string) roster.Change {
	return roster.Change{Act: journal.UserRevoke, Name: name, Reason: "départ"}
}

// as gives somebody of the project in a role, as the journal knows them.
func (b *bench) as(s *campaign.Service, name string, role recette.Role) recette.Actor {
	b.t.Helper()
	all, err := s.Users(b.t.Context(), recette.Actor{Ref: access.Local, Role: recette.Auditor})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range all {
		if p.Name == name {
			return recette.Actor{Ref: p.Ref, Name: p.Name, Role: role}
		}
	}
	b.t.Fatalf("nobody is %s: %+v", name, all)
	return recette.Actor{}
}

func (b *bench) change(s *campaign.Service, by recette.Actor, c roster.Change) {
	b.t.Helper()
	if err := s.ChangeUser(b.t.Context(), by, c); err != nil {
		b.t.Fatalf("%s %s: %v", c.Act, c.Name, err)
	}
}

// TestUsers_Life: somebody whom no plan names takes part once they are added, in another process too; nothing any more
// once they are revoked, and what they did before stays.
func TestUsers_Life(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	other := b.service(campaign.Policies{})
	deviation := func(s *campaign.Service, who recette.Actor) error {
		_, err := s.Note(t.Context(), who, "v1", advice.Deviation{Text: "a", Reason: "a"})
		return err
	}
	nadia := recette.Actor{Ref: "p-nadia", Name: "Nadia Roux", Role: recette.QA}
	if err := deviation(other, nadia); cause(err) != access.CauseStranger {
		t.Fatalf("before: %v", err)
	}
	b.change(b.s, elise, added("Nadia Roux", recette.QA))
	nadia = b.as(other, "Nadia Roux", recette.QA)
	if err := deviation(other, nadia); err != nil {
		t.Fatalf("once added: %v", err)
	}
	b.change(b.s, elise, roster.Change{
		Act: journal.UserRole, Name: "nadia  ROUX", Roles: []recette.Role{recette.Tester}, Reason: "autre poste",
	})
	if err := deviation(other, nadia); cause(err) != access.CauseStranger {
		t.Errorf("in a role that was taken: %v", err)
	}
	b.change(b.s, elise, revoked("Nadia Roux"))
	nadia.Role = recette.Tester
	for name, write := range writes("") {
		if err := write(t.Context(), other, nadia); !errors.Is(err, access.ErrDenied) && name != "CloseRun" {
			t.Errorf("%s by who was revoked: %v", name, err)
		}
	}
	for name, read := range reads() {
		if err := read(t.Context(), other, nadia, "v1"); cause(err) != access.CauseRevoked {
			t.Errorf("%s by who was revoked: %v", name, err)
		}
	}
	st, err := other.Status(t.Context(), auditor, "v1")
	if err != nil || len(st.Notes.Deviations) != 1 || st.Notes.Deviations[0].By.Ref != nadia.Ref {
		t.Errorf("what they did: %+v, %v", st.Notes.Deviations, err)
	}
}

// Whoever was revoked in one process stores no evidence through another one, which has not looked since.
func TestUsers_RevokedElsewhereAttachNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	other := b.service(campaign.Policies{})
	b.change(b.s, elise, added("Nadia Roux", recette.Tester))
	nadia := b.as(other, "Nadia Roux", recette.Tester)
	attach := func() error {
		_, err := other.Attach(t.Context(), nadia, "v1", "a.txt", "text/plain", strings.NewReader("a"))
		return err
	}
	if err := attach(); err != nil {
		t.Fatalf("before: %v", err)
	}
	b.change(b.s, elise, revoked("Nadia Roux"))
	if err := attach(); cause(err) != access.CauseRevoked {
		t.Errorf("after: %v, want %s", err, access.CauseRevoked)
	}
}

// TestUsers_Rules holds who may change what of whom.
func TestUsers_Rules(t *testing.T) {
	t.Parallel()
	ana := recette.Actor{Name: "Ana Costa", Role: recette.Admin}
	for name, tt := range map[string]struct {
		before []roster.Change
		by     recette.Actor // without a reference: whom the journal knows
		change roster.Change
		want   error
		cause  access.Cause
		alike  bool
		duty   access.Rule
	}{
		"the PPO, the first administrator": {by: elise, change: added("Ana Costa", recette.Admin)},
		"a PO": {
			by: marc, change: added("Ana Costa", recette.Admin), cause: access.CauseRole,
		},
		"who says they administer": {
			by:     recette.Actor{Ref: "p-x", Role: recette.Admin},
			change: added("Ana Costa", recette.Admin), cause: access.CauseStranger,
		},
		"who says they are a PPO": {
			by:     recette.Actor{Ref: "p-x", Role: recette.PPO},
			change: added("Ana Costa", recette.Admin), cause: access.CauseStranger,
		},
		"the PPO, once somebody administers": {
			before: []roster.Change{added("Ana Costa", recette.Admin)}, by: elise,
			change: added("Nadia Roux", recette.Tester), cause: access.CauseAdmin,
		},
		"the administrator": {
			before: []roster.Change{added("Ana Costa", recette.Admin)}, by: ana,
			change: added("Nadia Roux", recette.Tester),
		},
		"oneself": {
			by: elise, cause: access.CauseSelf,
			change: roster.Change{
				Act: journal.UserRole, Name: elise.Name, Roles: []recette.Role{recette.PPO, recette.PO}, Reason: "a",
			},
		},
		"oneself as administrator": {by: elise, change: revoked(elise.Name), cause: access.CauseSelf},
		"the last administrator": {
			before: []roster.Change{added("Ana Costa", recette.Admin)}, by: ana,
			change: revoked("Ana Costa"), cause: access.CauseSelf,
		},
		"an auditor who is a tester": {
			by: elise, change: added("Nadia Roux", recette.Auditor, recette.Tester), want: fact.ErrInvalid,
		},
		"an administrator who decides": {
			by: elise, change: added("Nadia Roux", recette.Admin, recette.PO), duty: access.AdminDecides,
		},
		"look-alike":  {by: elise, change: added("Marc Delattrе", recette.PO), alike: true}, // a Cyrillic е
		"of the plan": {by: elise, change: added("marc delattre", recette.QA), want: roster.ErrHolds},
		"nobody":      {by: elise, change: revoked("Nadia Roux"), want: roster.ErrUnknown},
		"no reason": {
			by: elise, change: roster.Change{Act: journal.UserRevoke, Name: marc.Name}, want: fact.ErrIncomplete,
		},
		"no role":             {by: elise, change: added("Nadia Roux"), want: fact.ErrIncomplete},
		"a role that is none": {by: elise, change: added("Nadia Roux", "king"), want: fact.ErrInvalid},
		"a branch that is none": {
			by: elise, want: fact.ErrInvalid,
			change: roster.Change{Act: journal.UserPerimeter, Name: marc.Name, Perimeter: []string{"Ys"}, Reason: "a"},
		},
		"revoked twice": {
			before: []roster.Change{revoked(marc.Name)}, by: elise, change: revoked(marc.Name), want: roster.ErrRevoked,
		},
		"of the plan, revoked, then back": {
			before: []roster.Change{revoked(marc.Name)}, by: elise, change: added(marc.Name, recette.PO),
		},
		"the same role": {
			before: []roster.Change{added("Nadia Roux", recette.Tester)}, by: elise, want: roster.ErrSame,
			change: roster.Change{
				Act: journal.UserRole, Name: "Nadia Roux", Roles: []recette.Role{recette.Tester}, Reason: "a",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, campaign.Policies{})
			b.open()
			for _, c := range tt.before {
				b.change(b.s, elise, c)
			}
			by := tt.by
			if by.Ref == "" {
				by = b.as(b.s, by.Name, by.Role)
			}
			size, _, _ := b.db.Head(t.Context())
			err := b.s.ChangeUser(t.Context(), by, tt.change)
			var duty *access.DutyError
			var alike *roster.AlikeError
			ok := err == nil
			switch {
			case tt.want != nil:
				ok = errors.Is(err, tt.want)
			case tt.cause != "":
				ok = cause(err) == tt.cause
			case tt.alike:
				ok = errors.As(err, &alike) && alike.Other == marc.Name
			case tt.duty != "":
				ok = errors.As(err, &duty) && duty.Rule == tt.duty
			}
			if !ok {
				t.Errorf("error = %v", err)
			}
			if after, _, _ := b.db.Head(t.Context()); (after == size) != (err != nil) {
				t.Errorf("%d leaves before, %d after", size, after)
			}
		})
	}
}

// TestUsers_LastAdministrator: of two, the last one is not taken away by the other, who is no more.
func TestUsers_LastAdministrator(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	b.change(b.s, elise, added("Ana Costa", recette.Admin))
	ana := b.as(b.s, "Ana Costa", recette.Admin)
	b.change(b.s, ana, added("Bao Lin", recette.Admin))
	b.change(b.s, b.as(b.s, "Bao Lin", recette.Admin), revoked("Ana Costa"))
	if err := b.s.ChangeUser(t.Context(), ana, revoked("Bao Lin")); cause(err) != access.CauseRevoked {
		t.Errorf("by who is no more: %v", err)
	}
	if _, err := b.s.AddKeys(t.Context(), elise, nil, ""); cause(err) != access.CauseAdmin {
		t.Errorf("keys, by a PPO: %v", err)
	}
	if _, err := b.s.AddKeys(t.Context(), ana, nil, ""); cause(err) != access.CauseRevoked {
		t.Errorf("keys, by who was revoked: %v", err)
	}
	if _, err := b.s.AddKeys(t.Context(), b.as(b.s, "Bao Lin", recette.Admin), nil, ""); err != nil {
		t.Errorf("keys, by the administrator: %v", err)
	}
}

// TestUsers_Auditors: once the project names its auditors, nobody else reads as one, but who holds its files.
func TestUsers_Auditors(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	b.change(b.s, elise, added("Aude Vidal", recette.Auditor))
	aude := b.as(b.s, "Aude Vidal", recette.Auditor)
	local := recette.Actor{Ref: access.Local, Role: recette.Auditor}
	for name, read := range reads() {
		if err := read(t.Context(), b.s, aude, "v1"); err != nil {
			t.Errorf("%s by the auditor: %v", name, err)
		}
		if err := read(t.Context(), b.s, local, "v1"); err != nil {
			t.Errorf("%s by who holds the files: %v", name, err)
		}
		if err := read(t.Context(), b.s, auditor, "v1"); cause(err) != access.CauseStranger {
			t.Errorf("%s by another auditor: %v", name, err)
		}
	}
	for name, write := range writes("") {
		if err := write(t.Context(), b.s, aude); !errors.Is(err, access.ErrDenied) {
			t.Errorf("%s by the auditor: %v", name, err)
		}
	}
}

// TestUsers_DelegationOfTheRevoked: what somebody delegated lapses when they are revoked.
func TestUsers_DelegationOfTheRevoked(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	_, err := b.s.Note(t.Context(), marc, "v1", advice.Delegation{
		By: marc.Ref, To: samira.Ref, Role: recette.PO, From: "2026-01-01", Until: "2027-01-01", Reference: "Note 1",
		SHA256: digest,
	})
	if err != nil {
		t.Fatal(err)
	}
	deputy := recette.Actor{Ref: samira.Ref, Name: samira.Name, Role: recette.PO}
	refuse := campaign.Decide{Campaign: "v1", Decision: recette.Refused, Reason: "a"}
	if err := b.s.CheckDecide(t.Context(), deputy, refuse); err != nil {
		t.Fatal(err)
	}
	b.change(b.s, elise, revoked(marc.Name))
	if err := b.s.CheckDecide(t.Context(), deputy, refuse); cause(err) != access.CauseStranger {
		t.Errorf("after: %v", err)
	}
}

// TestUsers_Listed tells what each holds, by which plan, and what was changed.
func TestUsers_Listed(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	b.change(b.s, elise, added("Nadia Roux", recette.Tester, recette.QA))
	b.change(b.s, elise, revoked(zoe.Name))
	all, err := b.s.Users(t.Context(), auditor)
	if err != nil {
		t.Fatal(err)
	}
	of := func(name string) campaign.Person {
		i := slices.IndexFunc(all, func(p campaign.Person) bool { return p.Name == name })
		if i < 0 {
			t.Fatalf("%s is not listed", name)
		}
		return all[i]
	}
	if p := of(marc.Name); len(p.Held) != 1 || p.Held[0].Campaign != "v1" || p.Held[0].Role != recette.PO {
		t.Errorf("of the plan: %+v", p)
	}
	nadia := of("Nadia Roux")
	if len(nadia.Held) != 2 || nadia.Held[0].Campaign != "" || len(nadia.Changes) != 1 ||
		nadia.Changes[0].Reason != "arrivée" || nadia.Changes[0].ByName != elise.Name {
		t.Errorf("added: %+v", nadia)
	}
	if p := of(zoe.Name); !p.Revoked || len(p.Held) != 0 {
		t.Errorf("revoked: %+v", p)
	}
}

// TestUsers_Admitted: who manages the users lets people into the pages, themselves too; nobody else does, and nobody
// before a plan was frozen.
func TestUsers_Admitted(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	admits := func(who recette.Actor) access.Cause { return cause(b.s.Admit(t.Context(), who)) }
	if got := admits(elise); got != access.CauseStranger {
		t.Errorf("before a plan was frozen: %q", got)
	}
	b.open()
	b.change(b.s, elise, added("Nadia Roux", recette.Tester))
	for name, tt := range map[string]struct {
		who  recette.Actor
		want access.Cause
	}{
		"the PPO":             {elise, ""},
		"a tester":            {yann, access.CauseRole},
		"another as PPO":      {recette.Actor{Ref: yann.Ref, Role: recette.PPO}, access.CauseStranger},
		"a stranger as PPO":   {recette.Actor{Ref: "p-0", Role: recette.PPO}, access.CauseStranger},
		"a stranger as admin": {recette.Actor{Ref: "p-0", Role: recette.Admin}, access.CauseStranger},
		"whoever reads":       {recette.Actor{Ref: access.Local, Role: recette.Auditor}, access.CauseRole},
	} {
		if got := admits(tt.who); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	b.change(b.s, elise, added("Ana Costa", recette.Admin))
	if got := admits(elise); got != access.CauseAdmin {
		t.Errorf("the PPO of an administered project: %q", got)
	}
	if got := admits(b.as(b.s, "Ana Costa", recette.Admin)); got != "" {
		t.Errorf("the administrator: %q", got)
	}
}
