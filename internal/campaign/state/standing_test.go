package state

import (
	"cmp"
	"testing"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
)

// TestStage holds each stage of a PV to the facts that lead to it.
func TestStage(t *testing.T) {
	t.Parallel()
	pv := func(number string, size int64, with func(*journal.PV)) journal.Leaf {
		p := &journal.PV{Number: number, SHA256: number, Checkpoint: size}
		if with != nil {
			with(p)
		}
		return journal.Leaf{Kind: journal.KindPVRendered, PV: p}
	}
	signed := func(number string, role recette.Role) journal.Leaf {
		p := &journal.PV{Number: number, Role: string(role), SHA256: number}
		return journal.Leaf{Kind: journal.KindPVSigned, PV: p}
	}
	constat := func(p *journal.PV) { p.Antenne = "Nord" }
	lifting := func(p *journal.PV) {
		p.Lifts = &journal.Lift{Number: "v1", SHA256: "v1", Reserves: []string{"RES-0001"}}
	}
	passed := result(1, "c1", true, recette.Passed, recette.Passed)
	decided := func(d recette.Decision, reserves ...string) journal.Leaf {
		return journal.Leaf{Kind: journal.KindDecision, Decision: &journal.Decision{
			Number: "DEC-REC-0001", Decision: string(d), Reason: "r", Reserves: reserves,
		}}
	}
	reserve := func(act recette.ReserveAct, status recette.ReserveStatus) journal.Leaf {
		return journal.Leaf{Kind: journal.KindReserve, Reserve: &journal.Reserve{
			Number: "RES-0001", Class: "minor", Status: string(status), Act: string(act), Text: "t", Owner: "o",
			Due: "2099-01-01", Check: "SC-1",
		}}
	}
	end := func(act recette.PVAct, number, with string) journal.Leaf {
		return journal.Leaf{Kind: journal.KindPVEnd, End: &journal.PVEnd{Act: string(act), Number: number, With: with}}
	}
	visa := func(what route.What) journal.Leaf {
		return journal.Leaf{Kind: journal.KindVisa, Visa: &journal.Visa{Act: string(what), Number: "v1", SHA256: "v1"}}
	}
	notified := journal.Leaf{Kind: journal.KindMilestone, Milestone: &journal.Milestone{
		Number: "JAL-0001", What: "notified", Day: "2026-11-30", Decision: "DEC-REC-0001",
	}}
	accepted := []journal.Leaf{passed, decided(recette.Accepted), pv("v1", 3, nil)} // at 1, 2 and 3
	inForce := []journal.Leaf{signed("v1", recette.PPO), signed("v1", recette.PO)}
	asked := &route.Policy{Visas: []route.Visa{{Role: string(recette.QA)}}}
	with := func(groups ...[]journal.Leaf) (all []journal.Leaf) {
		for _, g := range groups {
			all = append(all, g...)
		}
		return all
	}
	// Of a reserve: issued at 2, cited at 3, in the PV at 4 that is signed at 5 and 6.
	reserved := with([]journal.Leaf{
		passed, reserve("", ""), decided(recette.AcceptedWithReserves, "RES-0001"), pv("v1", 4, nil),
	}, inForce)
	lifted := with(reserved, []journal.Leaf{reserve(recette.ReserveLift, recette.ReserveLifted), pv("l1", 8, lifting)})
	for name, tt := range map[string]struct {
		leaves []journal.Leaf
		policy *route.Policy
		want   recette.PVState
		number string // of the PV that is looked at; empty: the first
	}{
		"of nothing that was decided": {[]journal.Leaf{passed, pv("v1", 2, nil)}, nil, recette.PVDraft, ""},
		"under visa": {
			[]journal.Leaf{passed, pv("v1", 2, nil), visa(route.Submit)}, asked, recette.PVCirculating, "",
		},
		"to be decided": {
			[]journal.Leaf{passed, pv("v1", 2, nil), visa(route.Submit), visa(route.Give)},
			asked, recette.PVToDecide, "",
		},
		"under visa, and rendered again to look": {
			[]journal.Leaf{passed, pv("v1", 2, nil), visa(route.Submit), pv("v2", 4, nil)},
			asked, recette.PVCirculating, "",
		},
		"rendered to look while another is under visa": {
			[]journal.Leaf{passed, pv("v1", 2, nil), visa(route.Submit), pv("v2", 4, nil)},
			asked, recette.PVDraft, "v2",
		},
		"to be decided, and rendered again to look": {
			[]journal.Leaf{passed, pv("v1", 2, nil), visa(route.Submit), visa(route.Give), pv("v2", 5, nil)},
			asked, recette.PVToDecide, "",
		},
		"of a later version, once decided": {
			[]journal.Leaf{
				passed, pv("v1", 2, nil), visa(route.Submit), visa(route.Give), decided(recette.Accepted),
				pv("v2", 6, nil),
			},
			asked, recette.PVSuperseded, "",
		},
		"of a later version, and overtaken on the route": {
			[]journal.Leaf{
				passed, pv("v1", 2, nil), visa(route.Submit),
				result(2, "c1", true, recette.Passed, recette.Passed), pv("v2", 5, nil),
			},
			asked, recette.PVSuperseded, "",
		},
		"to be signed":            {accepted, nil, recette.PVToSign, ""},
		"signed by the PPO alone": {with(accepted, inForce[:1]), nil, recette.PVToSign, ""},
		"signed":                  {with(accepted, inForce), nil, recette.PVSigned, ""},
		"notified": {
			with(accepted, inForce, []journal.Leaf{notified}), nil, recette.PVNotified, "",
		},
		"cancelled": {
			with(accepted, inForce, []journal.Leaf{end(recette.PVCancel, "v1", "")}), nil, recette.PVVoid, "",
		},
		"decided without its visa": {accepted, asked, recette.PVDraft, ""},
		"replaced": {
			with(accepted, inForce, []journal.Leaf{
				pv("v2", 6, nil), signed("v2", recette.PO), end(recette.PVReplace, "v1", "v2"),
			}),
			nil, recette.PVOutdated, "",
		},
		"to be replaced": {
			with(accepted, inForce, []journal.Leaf{end(recette.PVReplace, "v1", "")}), nil, recette.PVSigned, "",
		},
		"overtaken by a result": {
			with(accepted, []journal.Leaf{result(2, "c1", true, recette.Passed, recette.Passed)}),
			nil, recette.PVStale, "",
		},
		"overtaken half signed": {
			with(accepted, inForce[:1], []journal.Leaf{anomaly(StatusOpen)}), nil, recette.PVStale, "",
		},
		"overtaken by a decision": {
			with(accepted, []journal.Leaf{decided(recette.Accepted)}), nil, recette.PVStale, "",
		},
		"overtaken once signed": {
			with(accepted, inForce, []journal.Leaf{anomaly(StatusOpen)}), nil, recette.PVSigned, "",
		},
		"a draft that is overtaken": {
			[]journal.Leaf{passed, pv("v1", 2, nil), anomaly(StatusOpen)}, nil, recette.PVStale, "",
		},
		"overtaken on the route": {
			[]journal.Leaf{
				passed, pv("v1", 2, nil), visa(route.Submit),
				result(2, "c1", true, recette.Passed, recette.Passed),
			},
			asked, recette.PVStale, "",
		},
		"a decision that the facts refuse": {
			[]journal.Leaf{result(1, "c1", true, recette.Failed), decided(recette.Accepted), pv("v1", 3, nil)},
			nil,
			recette.PVStale, "",
		},
		"of a later version": {with(accepted, []journal.Leaf{pv("v2", 3, nil)}), nil, recette.PVSuperseded, ""},
		"of a later version that is cancelled": {
			with(accepted, []journal.Leaf{pv("v2", 3, nil), end(recette.PVCancel, "v2", "")}), nil, recette.PVStale, "",
		},
		"of a later version that is signed": {
			with(accepted, []journal.Leaf{pv("v2", 3, nil), signed("v2", recette.PO)}), nil, recette.PVSuperseded, "",
		},
		"a constat": {[]journal.Leaf{passed, pv("v1", 2, constat)}, nil, recette.PVToSign, ""},
		"a constat, signed": {
			[]journal.Leaf{passed, pv("v1", 2, constat), signed("v1", recette.Referent)}, nil, recette.PVSigned, "",
		},
		"a constat, overtaken": {
			[]journal.Leaf{passed, pv("v1", 2, constat), anomaly(StatusOpen)}, nil, recette.PVStale, "",
		},
		"with reserves":          {reserved, nil, recette.PVSigned, ""},
		"lifted, and not signed": {lifted, nil, recette.PVSigned, ""},
		"a PV of lifting":        {lifted, nil, recette.PVToSign, "l1"},
		"a PV of lifting, overtaken": {
			with(lifted, []journal.Leaf{reserve(recette.ReserveMaintain, recette.ReserveIssued)}),
			nil, recette.PVStale, "l1",
		},
		"settled": {
			with(lifted, []journal.Leaf{signed("l1", recette.PPO), signed("l1", recette.PO)}),
			nil, recette.PVSettled, "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := &plan.Outline{Manifest: plan.Manifest{Campaign: "v1"}, Cases: []plan.OutlineCase{
				{ID: "SC-1", Antenne: "Nord", Content: "c1", Verifies: []bool{false, true}},
			}}
			if tt.policy != nil {
				o.Sections = &plan.Sections{Signoff: *tt.policy}
			}
			s := New(o, true)
			for i, l := range tt.leaves {
				l.Campaign, l.Seq, l.At = "v1", int64(i+1), "2026-11-30T08:00:00.000Z"
				l.Actor = &journal.Actor{Ref: "p-1", Role: string(recette.QA)}
				s.Apply(&journal.Record{Leaf: l})
			}
			people := func(ref string, _ int64) plan.Participant { return plan.Participant{Ref: ref, Name: ref} }
			number := cmp.Or(tt.number, "v1")
			if got := s.Stage(s.PV(number), people, "2026-11-30"); got != tt.want {
				t.Errorf("Stage() = %s, want %s", got, tt.want)
			}
		})
	}
}
