package verify_test

import (
	"errors"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/document"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// branched is a plan whose first case is played in three branches.
func branched(quorum plan.Quorum) plan.Manifest {
	m := planOf(2, 1)
	m.Antennes, m.Quorum = []string{"Bretagne", "Corse", "Rhône"}, quorum
	var rows []plan.FrozenCase
	var ids []string
	for _, a := range m.Antennes {
		c := m.Cases[0]
		c.Antenne, c.ID = a, c.ID+"@"+strings.ReplaceAll(strings.ToLower(a), "ô", "o")
		rows, ids = append(rows, c), append(ids, c.ID)
	}
	m.Cases = append(rows, m.Cases[1:]...)
	m.Journeys[0].Cases = append(ids, m.Journeys[0].Cases[1:]...)
	return m
}

// conductRows plays it: two branches say one thing, the third another.
func conductRows(t *testing.T, quorum plan.Quorum) *project {
	t.Helper()
	p := newProject(t, branched(quorum))
	p.manual("SC-0001@bretagne", recette.Passed, recette.Passed, recette.Passed)
	p.manual("SC-0001@corse", recette.Passed, recette.Passed, recette.Failed)
	p.manual("SC-0001@rhone", recette.Passed, recette.Passed, recette.Passed)
	p.manual("SC-0002", recette.Passed, recette.Passed, recette.Passed)
	return p
}

// What a PV says of the branches is what plan and leaves give, by the quorum of the plan.
func TestBranches(t *testing.T) {
	for quorum, want := range map[plan.Quorum]reports.Branches{
		"":    {Conform: 2, Expected: 3, Needed: 3, Divergent: true},
		"2/3": {Conform: 2, Expected: 3, Needed: 2, Met: true, Divergent: true},
		"any": {Conform: 2, Expected: 3, Needed: 1, Met: true, Divergent: true},
	} {
		p := conductRows(t, quorum)
		doc, manifest := p.build("")
		if len(doc.Branches) != 1 {
			t.Fatalf("quorum %q: branches %+v, want those of one scenario", quorum, doc.Branches)
		}
		got := doc.Branches[0]
		if got.Scenario != "SC-0001" || len(got.Rows) != 3 {
			t.Errorf("quorum %q: %+v", quorum, got)
		}
		got.Scenario, got.Name, got.Rows = "", "", nil
		if got.Conform != want.Conform || got.Expected != want.Expected || got.Needed != want.Needed ||
			got.Met != want.Met || got.Divergent != want.Divergent {
			t.Errorf("quorum %q: %+v, want %+v", quorum, got, want)
		}
		if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status != verify.Conform {
			t.Errorf("quorum %q: %s %v", quorum, r.Status, all(r))
		}
	}
}

// Each thing that a PV says of branches and builds, changed: not conform.
func TestALieOfRowsShows(t *testing.T) {
	p := conductRows(t, "2/3")
	doc, manifest := p.build("")
	a := p.drawn(clone(t, &doc))
	for name, lie := range map[string]func(*reports.PV){
		"another branch":    func(d *reports.PV) { d.Cases[0].Antenne = "Corse" },
		"no branch":         func(d *reports.PV) { d.Cases[0].Antenne = "" },
		"a branch for all":  func(d *reports.PV) { d.Cases[3].Antenne = "Corse" },
		"another build":     func(d *reports.PV) { d.Cases[0].Build = "b2" },
		"no build":          func(d *reports.PV) { d.Cases[0].Build = "" },
		"a build not run":   func(d *reports.PV) { d.Cases[len(d.Cases)-1].Build = "b1" },
		"quorum":            func(d *reports.PV) { d.Quorum = "any" },
		"no quorum":         func(d *reports.PV) { d.Quorum = "" },
		"no branches":       func(d *reports.PV) { d.Branches = nil },
		"twice":             func(d *reports.PV) { d.Branches = append(d.Branches, d.Branches[0]) },
		"scenario":          func(d *reports.PV) { d.Branches[0].Scenario = "SC-0002" },
		"name":              func(d *reports.PV) { d.Branches[0].Name = "autre" },
		"a row less":        func(d *reports.PV) { d.Branches[0].Rows = d.Branches[0].Rows[:2] },
		"all conform":       func(d *reports.PV) { d.Branches[0].Conform = 3 },
		"fewer expected":    func(d *reports.PV) { d.Branches[0].Expected = 2 },
		"fewer needed":      func(d *reports.PV) { d.Branches[0].Needed = 1 },
		"not met":           func(d *reports.PV) { d.Branches[0].Met = false },
		"no divergence":     func(d *reports.PV) { d.Branches[0].Divergent = false },
		"a constat less":    func(d *reports.PV) { d.Constats = d.Constats[:2] },
		"no constats":       func(d *reports.PV) { d.Constats = nil },
		"another branch's":  func(d *reports.PV) { d.Constats[0].Antenne = "Corse" },
		"an invented one":   func(d *reports.PV) { d.Constats[1].Number = "PV-2026-009-v1" },
		"a PV as a constat": func(d *reports.PV) { d.Antenne = "Bretagne" },
		"4.4b is not known": func(d *reports.PV) { d.Absent = append(d.Absent, "4.4b") },
	} {
		changed := clone(t, &doc)
		lie(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status != verify.NotConform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
	}
}

// A référent signs the constat of their branch, whether the plan says that they belong to it or that they are limited
// to it, with the certificate of its seat; the PV of all says so, and is conform. Nobody else signs it.
func TestConstat_IsSignedByItsReferent(t *testing.T) {
	corse := recette.Actor{Ref: "p-corse", Name: "Ange Paoli", Role: recette.Referent}
	seat, sum := strings.Repeat("5e", 32), strings.Repeat("5a", 32)
	for name, perimeter := range map[string][]string{"entity": nil, "perimeter": {"Bretagne"}} {
		t.Run(name, func(t *testing.T) {
			m := branched("")
			m.Parties = append(m.Parties,
				plan.Participant{
					Ref: referent.Ref, Name: referent.Name, Role: "referent", Entity: "Bretagne", Perimeter: perimeter,
				},
				plan.Participant{Ref: corse.Ref, Name: corse.Name, Role: "referent", Entity: "Corse"},
			)
			p := newProject(t, m)
			for _, id := range []string{"SC-0001@bretagne", "SC-0001@corse", "SC-0001@rhone", "SC-0002"} {
				p.manual(id, recette.Passed, recette.Passed, recette.Passed)
			}
			number, err := p.s.NextConstat(t.Context(), elise, campaignID, "Bretagne")
			check(t, err)
			doc, _ := p.build("")
			check(t, p.s.RecordPVRendered(t.Context(), elise, campaignID, campaign.Rendered{
				Number: number, SHA256: sum, Checkpoint: doc.Journal.Size, Antenne: "Bretagne",
			}))
			sign := func(who recette.Actor) error {
				return p.s.RecordPVSigned(t.Context(), who, campaignID, campaign.SignedPV{
					Number: number, Of: sum, SHA256: strings.Repeat("5b", 32), Signature: sum, Certificate: seat,
				})
			}
			if err := sign(referent); !errors.Is(err, campaign.ErrUndeclared) {
				t.Errorf("with a certificate that nobody declared: %v", err)
			}
			_, err = p.s.AddKeys(t.Context(), elise, []campaign.SignerKey{
				{Role: campaign.Seat("Bretagne"), SHA256: seat, Level: "demo", Holder: referent.Name},
			}, "")
			check(t, err)
			if err := sign(corse); !errors.Is(err, access.ErrDenied) {
				t.Errorf("by the référent of another branch: %v", err)
			}
			check(t, sign(referent))
			doc, manifest := p.build("")
			if doc.Constats[0].SignedBy != referent.Name || doc.Identities.Authenticated == 0 {
				t.Errorf("the PV of all says %+v, identities %+v", doc.Constats[0], doc.Identities)
			}
			if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status != verify.Conform {
				t.Errorf("after an honest constat: %s %v", r.Status, all(r))
			}
			p.note(marc, document.End{Act: recette.PVCancel, Number: number, Reason: "Le cahier d’une autre antenne."})
			doc, manifest = p.build("")
			if x := doc.Constats[0]; x.Number != "" || x.SignedBy != "" {
				t.Errorf("a cancelled constat is shown: %+v", x)
			}
			if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status != verify.Conform {
				t.Errorf("after a cancelled constat: %s %v", r.Status, all(r))
			}
		})
	}
}

// constat folds the campaign into the constat of a branch.
func (p *project) constat(antenne string) (reports.PV, []byte) {
	p.t.Helper()
	in, err := pv.Load(p.t.Context(), p.s, elise, campaignID, "")
	check(p.t, err)
	in.Number, in.Antenne, in.IssuedAt, in.Producer, in.Words = "PV-2026-001-v1", antenne, p.clock(), "essai", p.words.T
	doc, err := pv.Build(in)
	check(p.t, err)
	p.enclose(&doc)
	return doc, in.Manifest
}

// A constat speaks of its branch alone: of which entity it is, and of no criterion, which other branches may prove or
// not. Whoever has it say more is found out.
func TestAConstatSpeaksOfItsBranchAlone(t *testing.T) {
	m := branched("all")
	m.Entities = []string{"Siège national", "Bretagne", "Corse", "Rhône"}
	p := newProject(t, m)
	p.manual("SC-0001@bretagne", recette.Passed, recette.Passed, recette.Failed)
	doc, manifest := p.constat("Bretagne")
	if got := strings.Join(doc.Entities, ", "); got != "Bretagne" {
		t.Errorf("entities of the constat: %s, want Bretagne", got)
	}
	said := strings.Join(doc.NotShown, "\n")
	if want := p.words.T("pv.notshown.branch", "Bretagne"); !strings.Contains(said, want) {
		t.Errorf("4.8 says %q, and not that it is of Bretagne alone", said)
	}
	for _, other := range []string{"CA-101.1", "RG-12", "Corse", "Rhône", "Siège"} {
		if strings.Contains(said, other) {
			t.Errorf("4.8 of the constat of Bretagne speaks of %s: %q", other, said)
		}
	}
	if r := p.verify(p.render(clone(t, &doc), manifest, nil)); len(r.Content) > 0 {
		t.Errorf("content of the constat: %v", r.Content)
	}
	for name, lie := range map[string]func(*reports.PV){
		"all entities":     func(d *reports.PV) { d.Entities = m.Entities },
		"another entity":   func(d *reports.PV) { d.Entities = []string{"Corse"} },
		"of all branches":  func(d *reports.PV) { d.NotShown = d.NotShown[:len(d.NotShown)-1] },
		"of another":       func(d *reports.PV) { d.NotShown = replaced(d.NotShown, "Bretagne", "Corse") },
		"judges criterion": func(d *reports.PV) { d.NotShown = append(d.NotShown, "CA-101.1 est prouvé.") },
	} {
		changed := clone(t, &doc)
		lie(&changed)
		if r := p.verify(p.render(changed, manifest, nil)); len(r.Content) == 0 {
			t.Errorf("%s: nothing is found", name)
		}
	}
}

func replaced(list []string, was, now string) (out []string) {
	for _, s := range list {
		out = append(out, strings.ReplaceAll(s, was, now))
	}
	return out
}
