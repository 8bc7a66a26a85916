package campaign_test

import (
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
)

// TestErasePerson_InEveryCampaign: what is of a person goes from all campaigns at once; nothing of others does, and the
// record still verifies.
func TestErasePerson_InEveryCampaign(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	ids := b.openSeveral(2)
	for _, id := range ids {
		for _, d := range []advice.Deviation{
			{Text: "Samira Haddad était absente", Reason: "a"}, {Text: "rien de personne", Reason: "b"},
		} {
			if _, err := b.s.Note(t.Context(), elise, id, d); err != nil {
				t.Fatal(err)
			}
		}
		seen := advice.Deviation{Text: "vu de mes yeux", Reason: "c"}
		if _, err := b.s.Note(t.Context(), samira, id, seen); err != nil {
			t.Fatal(err)
		}
	}
	ask := campaign.PersonErasure{Name: "SAMIRA  haddad", Reason: "demande écrite"}
	var stands *campaign.StandsError
	if _, err := b.s.ErasePerson(t.Context(), elise, ask); !errors.As(err, &stands) || len(stands.Campaigns) != 2 {
		t.Fatalf("while the campaigns are open: %v", err)
	}
	ask.Force = true
	if _, err := b.s.ErasePerson(t.Context(), samira, ask); cause(err) != access.CauseRole {
		t.Fatalf("by a QA: %v", err)
	}
	done, err := b.s.ErasePerson(t.Context(), elise, ask)
	if err != nil || len(done) != 2 {
		t.Fatalf("ErasePerson = %+v, %v", done, err)
	}
	left, err := b.s.PersonErasable(t.Context(), auditor, ask)
	if err != nil || len(left) != 0 {
		t.Errorf("left: %+v, %v", left, err)
	}
	for _, id := range ids {
		all, err := b.s.Erasable(t.Context(), auditor, id, campaign.ErasureQuery{})
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for i := range all {
			words = append(words, all[i].Text)
		}
		kept := strings.Join(words, "|")
		if strings.Contains(kept, "Haddad") || strings.Contains(kept, "mes yeux") ||
			!strings.Contains(kept, "rien de personne") || !strings.Contains(kept, elise.Name) {
			t.Errorf("%s keeps %q", id, kept)
		}
	}
	erasures := 0
	for rec, err := range b.db.Records(t.Context(), journal.Filter{Kinds: []journal.Kind{journal.KindPersonalErase}}) {
		if err != nil || rec.Leaf.Campaign == "" {
			t.Errorf("%+v, %v", rec.Leaf, err)
		}
		erasures++
	}
	if erasures != 2 {
		t.Errorf("%d leaves, want one a campaign", erasures)
	}
	if _, err := b.s.ErasePerson(t.Context(), elise, ask); !errors.Is(err, campaign.ErrNothingKept) {
		t.Errorf("once more: %v", err)
	}
}

// TestRetention: nothing is due before its time, nor of an open campaign; what is due goes, and is due no more.
func TestRetention(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	if _, err := b.s.Note(t.Context(), elise, "v1", advice.Deviation{Text: "Un retard.", Reason: "a"}); err != nil {
		t.Fatal(err)
	}
	rules := campaign.Retention{Texts: campaign.Period{Years: 2}}
	due := func() int {
		t.Helper()
		found, err := b.s.Due(t.Context(), auditor, rules)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i := range found {
			n += len(found[i].Found)
		}
		return n
	}
	b.now = b.now.AddDate(3, 0, 0)
	if got := due(); got != 0 {
		t.Errorf("of an open campaign: %d", got)
	}
	if err := b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}); err != nil {
		t.Fatal(err)
	}
	b.now = b.now.AddDate(2, 0, -1)
	if got := due(); got != 0 {
		t.Errorf("a day before: %d", got)
	}
	b.now = b.now.AddDate(0, 0, 2)
	if got := due(); got != 2 {
		t.Errorf("once it is time: %d, want 2 texts", got)
	}
	why := func(r *campaign.Remains) string { return "règle " + r.Rule }
	if _, err := b.s.EraseDue(t.Context(), yann, rules, why); cause(err) != access.CauseRole {
		t.Errorf("by a tester: %v", err)
	}
	if all, err := b.s.EraseDue(t.Context(), elise, rules, why); err != nil || len(all) != 1 ||
		all[0].Erased.Texts != 2 {
		t.Errorf("EraseDue = %+v, %v", all, err)
	}
	if got := due(); got != 0 {
		t.Errorf("after: %d", got)
	}
	var none recette.Actor
	if _, err := b.s.EraseDue(t.Context(), none, rules, why); !errors.Is(err, access.ErrDenied) {
		t.Errorf("by nobody: %v", err)
	}
}

// Whoever is named otherwise keeps their name, though it begins with that of who is erased.
func TestErasePerson_NoNamesake(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	other := recette.Actor{Ref: "p-zm", Name: "Zoé Martinez", Role: recette.QA}
	m.Parties = append(m.Parties, plan.Participant{Ref: other.Ref, Name: other.Name, Role: "qa"})
	must(t, b.s.Open(t.Context(), elise, m))
	b.noted(other, advice.Deviation{Text: "vu par Zoé Martinez et Zoé Martin-Dupont", Reason: "a"})
	b.noted(elise, advice.Deviation{Text: "dit à (Zoé Martin), puis rien", Reason: "b"})
	done, err := b.s.ErasePerson(t.Context(), elise, campaign.PersonErasure{
		Name: "Zoé Martin", Reason: "demande", Force: true,
	})
	if err != nil || len(done) != 1 || done[0].Texts != 1 || done[0].Names != 0 {
		t.Errorf("erased %+v, %v, want the one text that names her", done, err)
	}
}

// The name of whoever holds roles by the journal is not erased: nobody could take these back. Somebody whose name was
// erased is revoked by their reference, and the name is free again at once.
func TestErasePerson_NotWhileTheyHoldRoles(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	b.change(b.s, elise, added("Nadia Roux", recette.QA, recette.PO))
	nadia := b.as(b.s, "Nadia Roux", recette.QA)
	b.noted(nadia, advice.Deviation{Text: "un écart", Reason: "a"})
	ask := campaign.PersonErasure{Name: "Nadia Roux", Reason: "demande", Force: true}
	if _, err := b.s.ErasePerson(t.Context(), elise, ask); !errors.Is(err, campaign.ErrHolding) {
		t.Fatalf("while she holds roles: %v", err)
	}
	b.change(b.s, elise, revoked(nadia.Ref))
	if _, err := b.s.ErasePerson(t.Context(), elise, ask); err != nil {
		t.Fatal(err)
	}
	all, err := b.s.Users(t.Context(), auditor)
	for i := range all {
		if all[i].Name == nadia.Name || err != nil {
			t.Errorf("the process that erased her still says %+v, %v", all[i], err)
		}
	}
	b.change(b.s, elise, added("Nadia Roux", recette.Tester))
	if again := b.as(b.s, "Nadia Roux", recette.Tester); again.Ref == nadia.Ref {
		t.Error("a newcomer is tied to the reference of whom was erased")
	}
}

// An attachment is stored once: it stays while a campaign that is still at work, or somebody else, shows it.
func TestErase_KeepsWhatOthersShow(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.openSeveral(2)
	shows := func(id string, who recette.Actor, row string) {
		a, err := b.s.Attach(t.Context(), who, id, "capture.txt", "text/plain", strings.NewReader("la même capture"))
		must(t, err)
		o := manual(0, recette.Failed)
		o.Evidence = []campaign.Attachment{a}
		_, err = b.s.Record(t.Context(), who, campaign.Result{
			Campaign: id, Case: row, Content: "content/1:" + row, Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{o, manual(1, recette.NotRun), manual(2, recette.NotRun)}, Closed: true,
		})
		must(t, err)
	}
	files := func(id string) (n int) {
		all, err := b.s.Erasable(t.Context(), auditor, id, campaign.ErasureQuery{})
		must(t, err)
		for i := range all {
			if all[i].File {
				n++
			}
		}
		return n
	}
	shows("v1", yann, "SC-1")
	shows("v1", zoe, "SC-2")
	shows("v2", yann, "SC-1")
	_, err := b.s.ErasePerson(t.Context(), elise, campaign.PersonErasure{
		Name: yann.Name, Reason: "demande", Force: true,
	})
	if err != nil || files("v1") != 1 {
		t.Errorf("erasing who shows it with somebody else: %v, %d left", err, files("v1"))
	}
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	b.now = b.now.AddDate(3, 0, 0)
	rules := campaign.Retention{Evidence: campaign.Period{Years: 2}}
	_, err = b.s.EraseDue(t.Context(), elise, rules, func(*campaign.Remains) string { return "règle" })
	if err != nil || files("v2") != 1 {
		t.Errorf("retention of a closed campaign: %v, %d left of the open one", err, files("v2"))
	}
}

// The constat of a branch is signed by its référent alone: it does not keep a campaign from being swept.
func TestEraseDue_AfterAConstat(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V, m.Antennes = plan.ManifestVersion, []string{"Brest"}
	m.Cases[0].Antenne, m.Cases[0].ID = "Brest", m.Cases[0].ID+"@brest"
	m.Journeys[0].Cases[0] = m.Cases[0].ID
	rozenn := recette.Actor{Ref: "p-rozenn", Name: "Rozenn Le Goff", Role: recette.Referent}
	m.Parties = append(m.Parties, plan.Participant{
		Ref: rozenn.Ref, Name: rozenn.Name, Role: "referent", Entity: "Brest",
	})
	must(t, b.s.Open(t.Context(), elise, m))
	b.noted(elise, advice.Deviation{Text: "Un retard.", Reason: "a"})
	number, err := b.s.NextConstat(t.Context(), elise, "v1", "Brest")
	must(t, err)
	cp, err := b.db.Checkpoint(t.Context())
	must(t, err)
	must(t, b.s.RecordPVRendered(t.Context(), elise, "v1", campaign.Rendered{
		Number: number, SHA256: digest, Checkpoint: cp.Size, Antenne: "Brest",
	}))
	_, err = b.s.AddKeys(t.Context(), elise, []campaign.SignerKey{
		{Role: campaign.Seat("Brest"), SHA256: digest, Level: "demo", Holder: rozenn.Name},
	}, "")
	must(t, err)
	must(t, b.s.RecordPVSigned(t.Context(), rozenn, "v1", campaign.SignedPV{
		Number: number, Of: digest, SHA256: digest, Signature: digest, Certificate: digest,
	}))
	must(t, b.s.Close(t.Context(), elise, campaign.Closing{Campaign: "v1", Unfinished: true}))
	b.now = b.now.AddDate(4, 0, 0)
	rules := campaign.Retention{Texts: campaign.Period{Years: 2}}
	if _, err := b.s.EraseDue(t.Context(), elise, rules, func(*campaign.Remains) string { return "r" }); err != nil {
		t.Errorf("retention of a campaign with a signed constat: %v", err)
	}
}

// Whose name was erased is named by no plan that is read, in a process that read nothing else, and records nothing more
// under their name, until they are added again.
func TestErasePerson_ComesBackByNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	fresh := b.service(campaign.Policies{})
	gone := campaign.PersonErasure{Name: yann.Name, Reason: "demande", Force: true}
	begun := campaign.Begin{Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Mode: recette.Manual}
	_, err := b.s.BeginAttempt(t.Context(), yann, begun)
	must(t, err)
	_, err = fresh.ErasePerson(t.Context(), elise, gone)
	must(t, err)
	fresh = b.service(campaign.Policies{})
	m, err := fresh.Manifest(t.Context(), auditor, "v1")
	must(t, err)
	for _, p := range m.Parties {
		if p.Named(yann.Name) || p.Ref == yann.Ref && p.Name != yann.Ref {
			t.Errorf("the manifest names %+v", p)
		}
	}
	for name, want := range map[string]string{"YANN  le goff": yann.Ref, "Yann Le Goffic": "", elise.Name: ""} {
		if ref, err := fresh.ErasedAs(t.Context(), auditor, "v1", name); ref != want || err != nil {
			t.Errorf("ErasedAs(%q) = %q, %v; want %q", name, ref, err, want)
		}
	}
	before := len(b.records())
	for name, s := range map[string]*campaign.Service{"one that was at work": b.s, "another": fresh} {
		_, err := s.Record(t.Context(), yann, campaign.Result{
			Campaign: "v1", Case: "SC-1", Content: "content/1:SC-1", Attempt: 1, Pass: 1, Mode: recette.Manual,
			Steps: []campaign.Observation{manual(0, recette.Passed)},
		})
		if cause(err) != access.CauseErased {
			t.Errorf("%s records: %v", name, err)
		}
	}
	if after := len(b.records()); after != before {
		t.Errorf("%d leaves after, %d before", after, before)
	}
}

// rebased makes an iteration whose plan names these people.
func rebased(parties ...plan.Participant) campaign.Iteration {
	it := delivery("b2")
	it.Make = func(former *plan.Manifest) (plan.Manifest, []string, error) {
		m := *former
		m.Parties, m.Release.Build, m.Environment.Build = parties, "b2", ""
		return m, nil, nil
	}
	return it
}

// What others do between the search and the erasure is seen: whoever is hidden already is not erased twice, and a plan
// that no longer names somebody is no reason to fail.
func TestErasePerson_WhatCameBetween(t *testing.T) {
	t.Parallel()
	gone := campaign.PersonErasure{Name: samira.Name, Reason: "demande", Force: true}
	for name, tt := range map[string]struct {
		before func(*testing.T, *bench)
		want   error
		leaves int
	}{
		"nothing": {func(*testing.T, *bench) {}, nil, 1},
		"another erasure": {func(t *testing.T, b *bench) {
			_, err := b.s.ErasePerson(t.Context(), marc, gone)
			must(t, err)
		}, campaign.ErrNothingKept, 1},
		"an iteration without them": {func(t *testing.T, b *bench) {
			m := manifest()
			parties := slices.DeleteFunc(m.Parties, func(p plan.Participant) bool { return p.Ref == samira.Ref })
			_, err := b.s.Iterate(t.Context(), elise, rebased(parties...))
			must(t, err)
		}, nil, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, campaign.Policies{})
			b.open()
			log := &hooked{DB: b.db}
			s, err := campaign.New(campaign.Deps{
				Journal: log, Clock: b.clock, Rand: rand.Reader, Evidence: files{b.dir},
			})
			must(t, err)
			log.before = func() { tt.before(t, b) }
			done, err := s.ErasePerson(t.Context(), elise, gone)
			if !errors.Is(err, tt.want) {
				t.Fatalf("ErasePerson = %+v, %v; want %v", done, err, tt.want)
			}
			if err == nil && (len(done) != 1 || !slices.Equal(done[0].Plan, []string{samira.Name})) {
				t.Errorf("done: %+v, want the name that a plan keeps", done)
			}
			leaves := 0
			for _, r := range b.records() {
				if r.Leaf.Erase != nil {
					leaves++
				}
			}
			if leaves != tt.leaves {
				t.Errorf("%d leaves, want %d", leaves, tt.leaves)
			}
			a, err := b.service(campaign.Policies{}).Account(t.Context(), auditor, "v1")
			must(t, err)
			for i, o := range append(a.Before, a.Plan.Outline()) {
				if slices.ContainsFunc(o.Parties, func(p plan.Participant) bool { return p.Named(samira.Name) }) {
					t.Errorf("the plan %d of the account names them still", i)
				}
			}
		})
	}
}

// Of what is erased, only the names of those whom the leaf hides are said to stay in the plan and to show no more.
func TestErase_SaysWhomItHides(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	b.open()
	first, err := b.s.Erasable(t.Context(), auditor, "v1", campaign.ErasureQuery{Author: elise.Ref})
	must(t, err)
	_, err = b.s.Erase(t.Context(), elise, "v1", idsOf(first), "demande")
	must(t, err)
	again, err := b.s.Erasable(t.Context(), auditor, "v1", campaign.ErasureQuery{Author: elise.Ref}) // of the erasure
	must(t, err)
	again = slices.DeleteFunc(again, func(e campaign.Erasable) bool { return e.Field != campaign.FieldName })
	done, err := b.s.Erase(t.Context(), elise, "v1", idsOf(again), "demande")
	must(t, err)
	all := b.records()
	refs := all[len(all)-1].Leaf.Erase.Refs
	if done.Names == 0 || len(refs) != 0 || len(done.Plan) != 0 {
		t.Errorf("Erase = %+v, and the leaf hides %q", done, refs)
	}
}

// What is recorded of others names nobody whose name was erased, were it as who is to correct: it would come back. Nor
// does the route of a PV ask them by it.
func TestErasePerson_IsNamedByNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t, campaign.Policies{})
	m := manifest()
	m.V = plan.ManifestVersion
	m.Sections = &plan.Sections{Signoff: route.Policy{
		Effect: "warn", Visas: []route.Visa{{Role: "qa", Who: samira.Name}},
	}}
	must(t, b.s.Open(t.Context(), elise, m))
	owned := gap.Anomaly{Severity: recette.Minor, Case: "SC-1", Summary: "Un retard.", Owner: samira.Name}
	_, err := b.s.Note(t.Context(), elise, "v1", owned)
	must(t, err)
	_, err = b.s.ErasePerson(t.Context(), elise, campaign.PersonErasure{
		Name: samira.Name, Reason: "demande", Force: true,
	})
	must(t, err)
	for _, said := range []string{samira.Name, "samira hadad"} {
		owned.Owner = said
		_, err = b.s.Note(t.Context(), elise, "v1", owned)
		if p, ok := errors.AsType[*fact.PersonError](err); !ok || p.Near == samira.Name {
			t.Errorf("owned by %q: %+v", said, err)
		}
	}
	ways, err := b.s.Signoff(t.Context(), auditor, "v1")
	if err != nil || len(ways) != 1 || ways[0].Steps[0].Who != samira.Ref {
		t.Errorf("Signoff = %+v, %v", ways, err)
	}
}
