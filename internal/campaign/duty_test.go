package campaign_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Whoever has a counted verdict in what a PV is about does not sign it as decided, no more than they decide it (rule
// 1): a deputy who signs what they played neither, whoever decided. Where the project lets that pass, the leaf says so.
func TestCheckSign_WhoPlayedDoesNotSign(t *testing.T) {
	for name, tt := range map[string]struct {
		effect  access.Effect // of the project
		journey string        // that Yann played
		want    bool          // allowed
		broken  []journal.Broken
	}{
		"blocked": {access.Block, "adhesion", false, nil},
		"warned of": {
			access.Warn, "adhesion", true, []journal.Broken{{Rule: "decider_executed", Effect: "warn"}},
		},
		"traced": {
			access.Trace, "adhesion", true, []journal.Broken{{Rule: "decider_executed", Effect: "trace"}},
		},
		"blocked, on another journey": {access.Block, "reste", true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{Duties: access.Duties{access.DeciderExecuted: tt.effect}})
			b.open()
			for _, id := range []string{"SC-1", "SC-2", "SC-3", "SC-4"} {
				who := samira
				if (id == "SC-4") == (tt.journey == "reste") {
					who = yann
				}
				b.attempt(who, id, recette.Passed, recette.Passed, recette.Passed)
			}
			b.noted(elise, deputed(marc, yann, "adhesion"))
			if _, err := b.s.Decide(t.Context(), marc, campaign.Decide{
				Campaign: "v1", Journey: "adhesion", Decision: recette.Accepted,
			}); err != nil {
				t.Fatal(err)
			}
			number, file := b.rendered("adhesion")
			deputy := yann
			deputy.Role = recette.PO
			err := b.signed(deputy, number, file)
			if (err == nil) != tt.want || !tt.want && cause(err) != access.CauseSelfJudge {
				t.Fatalf("a deputy signs what they played: %v, want allowed: %t", err, tt.want)
			}
			if err != nil {
				if err := b.s.CheckSign(t.Context(), deputy, "v1", number, file); !errors.Is(err, access.ErrDenied) {
					t.Errorf("CheckSign = %v, want the same refusal", err)
				}
				return
			}
			var got []journal.Broken
			for _, rec := range b.records() {
				if l := &rec.Leaf; l.Kind == journal.KindPVSigned && l.PV.Role == "po" {
					got = l.Broken
				}
			}
			if !slices.Equal(got, tt.broken) {
				t.Errorf("the leaf of the signature breaks %v, want %v", got, tt.broken)
			}
		})
	}
}

// rendered renders the PV of a journey, which the PPO certifies, and gives its number and the file to sign.
func (b *bench) rendered(journey string) (number, file string) {
	b.t.Helper()
	number, err := b.s.NextPV(b.t.Context(), elise, "v1", journey)
	if err != nil {
		b.t.Fatal(err)
	}
	file = strings.Repeat("1a", 32)
	if err := b.s.RecordPVRendered(b.t.Context(), elise, "v1", campaign.Rendered{
		Number: number, Journey: journey, SHA256: file, Checkpoint: int64(len(b.records())),
	}); err != nil {
		b.t.Fatal(err)
	}
	if err := b.signed(elise, number, file); err != nil {
		b.t.Fatal(err)
	}
	return number, strings.Repeat("2b", 32)
}

// signed records a signature of a file.
func (b *bench) signed(who recette.Actor, number, of string) error {
	b.t.Helper()
	return b.s.RecordPVSigned(b.t.Context(), who, "v1", campaign.SignedPV{
		Number: number, Of: of, SHA256: strings.Repeat("2b", 32), Signature: strings.Repeat("3c", 32),
		Certificate: strings.Repeat("4d", 32),
	})
}
