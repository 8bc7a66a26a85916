package campaign_test

import (
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/recette"
)

// numbersOf gives one more number of each kind, the PV by the campaign.
func (b *bench) numbersOf(id string) string {
	b.t.Helper()
	ano, err := b.s.Note(b.t.Context(), yann, id, gap.Anomaly{Severity: recette.Minor, Summary: "a"})
	if err != nil {
		b.t.Fatal(err)
	}
	res, err := b.s.Note(b.t.Context(), elise, id, gap.Reserve{Class: recette.Minor, Text: "r"})
	if err != nil {
		b.t.Fatal(err)
	}
	dec, err := b.s.Decide(
		b.t.Context(), marc, campaign.Decide{Campaign: id, Decision: recette.Refused, Reason: "d"},
	)
	if err != nil {
		b.t.Fatal(err)
	}
	pv, err := b.s.NextPV(b.t.Context(), elise, id, "")
	if err != nil {
		b.t.Fatal(err)
	}
	rendered := campaign.Rendered{Number: pv, SHA256: digest, Checkpoint: 1}
	if err := b.s.RecordPVRendered(b.t.Context(), elise, id, rendered); err != nil {
		b.t.Fatal(err)
	}
	return strings.Join([]string{ano, res, dec.Number, pv}, " ")
}

// TestNumbers_OfLostEntriesAreNeverGivenAgain: after a restoration each kind of number goes on beyond what the lost
// entries may have been given, versions of a PV too.
func TestNumbers_OfLostEntriesAreNeverGivenAgain(t *testing.T) {
	t.Parallel()
	const root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	for name, tt := range map[string]struct {
		restored           campaign.Restored
		same, other, later string
	}{
		"nothing lost": {
			campaign.Restored{Size: 9, Root: root, Origin: "recette/x", Known: 9},
			"ANO-0002 RES-0002 DEC-REC-0002 PV-2026-001-v2", "ANO-0003 RES-0003 DEC-REC-0003 PV-2026-002-v1",
			"PV-2027-001-v1",
		},
		"as an older program told it": {
			campaign.Restored{Size: 9, Root: root, Origin: "recette/x", Known: 14},
			"ANO-0007 RES-0007 DEC-REC-0007 PV-2026-001-v7", "ANO-0008 RES-0008 DEC-REC-0008 PV-2026-007-v1",
			"PV-2027-006-v1",
		},
		"told": {
			campaign.Restored{Size: 9, Root: root, Origin: "recette/x", Known: 14, Skip: 12},
			"ANO-0014 RES-0014 DEC-REC-0014 PV-2026-001-v14", "ANO-0015 RES-0015 DEC-REC-0015 PV-2026-014-v1",
			"PV-2027-013-v1",
		},
		"nobody knows": {
			campaign.Restored{Size: 9, Root: root},
			"ANO-1002 RES-1002 DEC-REC-1002 PV-2026-001-v1002",
			"ANO-1003 RES-1003 DEC-REC-1003 PV-2026-1002-v1", "PV-2027-1001-v1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, campaign.Policies{})
			ids := b.openSeveral(2)
			if got, want := b.numbersOf(ids[0]), "ANO-0001 RES-0001 DEC-REC-0001 PV-2026-001-v1"; got != want {
				t.Fatalf("before: %s, want %s", got, want)
			}
			if err := b.s.Restore(t.Context(), elise, tt.restored, "disque"); err != nil {
				t.Fatal(err)
			}
			if got := b.numbersOf(ids[0]); got != tt.same {
				t.Errorf("after: %s, want %s", got, tt.same)
			}
			if got := b.numbersOf(ids[1]); got != tt.other {
				t.Errorf("another campaign: %s, want %s", got, tt.other)
			}
			b.now = b.now.AddDate(1, 0, 0)
			if got, err := b.s.NextPV(t.Context(), elise, ids[1], ""); err != nil || got != tt.later {
				t.Errorf("the year after: %s, %v, want %s", got, err, tt.later)
			}
		})
	}
}
