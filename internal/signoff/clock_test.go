package signoff_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
)

// A fact that a clock recorded which was ahead keeps a PV back until another one follows it: the PV then says that the
// clock went back, and is conform.
func TestMake_AfterAClockThatWasAhead(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	note := func(d *desk) {
		_, err := d.campaigns.Note(ctx, yann, "v1", gap.Anomaly{Severity: recette.Minor, Summary: "x"})
		d.must(err)
	}
	for name, ahead := range map[string]func(*desk){
		"an anomaly": note,
		"a close":    func(d *desk) { d.must(d.campaigns.Close(ctx, elise, campaign.Closing{Campaign: "v1"})) },
		"a PV":       func(d *desk) { d.render("v1") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.keys(false)
			d.campaign("v1")
			d.ahead = 24 * time.Hour
			ahead(d)
			d.ahead = 0
			n, err := d.campaigns.NextPV(ctx, elise, "v1", "")
			d.must(err)
			_, err = d.s.Make(ctx, elise, signoff.Request{Campaign: "v1", Number: n})
			if !errors.Is(err, campaign.ErrClock) {
				t.Fatalf("Make() = %v, want the clock to be refused", err)
			}
			d.decide("v1")
			doc, err := d.sign(elise, d.render("v1"))
			d.must(err)
			doc, err = d.sign(marc, doc)
			d.must(err)
			anchors, err := d.ring.Anchors()
			d.must(err)
			r, err := verify.PDF(ctx, doc.Data, verify.Options{
				Anchors: anchors, Now: clock(), Expect: []string{"PPO", "PO"},
			})
			d.must(err)
			if r.Status != verify.Conform {
				t.Errorf("the signed file is %s: %+v", r.Status, r)
			}
			told := func(f verify.Finding) bool { return f.Code == verify.ClockBack }
			if name != "a PV" && !slices.ContainsFunc(r.Content, told) { // that one is not among the facts of the next
				t.Errorf("nothing tells that the clock went back: %+v", r.Content)
			}
		})
	}
}

// A PV is never dated before its last fact.
func TestMake_RefusesAClockThatIsBehind(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.keys(false)
	d.campaign("v1")
	d.decide("v1")
	d.s.Clock = func() time.Time { return clock().Add(-time.Hour) }
	_, err := d.s.Make(t.Context(), elise, signoff.Request{Campaign: "v1", Number: "PV-2026-001-v1"})
	if !errors.Is(err, campaign.ErrClock) {
		t.Errorf("Make() = %v, want the clock to be refused", err)
	}
}
