package conduct

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/reports"
)

// Where the delays of the CCAG-TIC stand is in the bilan and in the order of business; of common practice, nothing is.
func TestDelays(t *testing.T) {
	r := newRecord(4)
	if got := Bilan(r.in).Delays; got != nil {
		t.Errorf("common practice has delays: %+v", got)
	}
	r.in.Plan.Sections.Regime = regime.Terms{Vocabulary: recette.CCAGTIC, Delays: regime.Usual(recette.CCAGTIC)}
	none := []reports.Deadline{
		{Clock: "va", Silence: "none"}, {Clock: "vsr"}, {Clock: "decision", Silence: "admission"},
	}
	if diff := cmp.Diff(none, Bilan(r.in).Delays); diff != "" {
		t.Errorf("nothing began (-want +got):\n%s", diff)
	}
	happened := func(number, what, day, outcome string) {
		r.in.Records = append(r.in.Records, journal.Record{Leaf: journal.Leaf{
			Seq: int64(len(r.in.Records)), Kind: journal.KindMilestone, Campaign: r.in.Plan.Campaign,
			Milestone: &journal.Milestone{Number: number, What: what, Day: day, Outcome: outcome},
		}})
	}
	happened("JAL-0001", "notice", "2026-09-01", "")
	happened("JAL-0002", "va", "2026-09-15", string(recette.VAPositive))
	happened("JAL-0003", "vsr_end", "2026-10-15", "")
	want := []reports.Deadline{
		{
			Clock: "va", From: "2026-09-01", Due: "2026-10-01", Ended: "2026-09-15", Status: "kept", Silence: "none",
		},
		{Clock: "vsr", From: "2026-09-15", Due: "2026-10-15", Ended: "2026-10-15", Status: "elapsed"},
		{
			Clock: "decision", From: "2026-10-15", Due: "2026-10-22", Days: -34, Status: "tacit", // on 25/11/2026
			Silence: "admission", Acquired: "2026-10-22",
		},
	}
	if diff := cmp.Diff(want, Bilan(r.in).Delays); diff != "" {
		t.Errorf("bilan (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, Committee(r.in).Delays); diff != "" {
		t.Errorf("order of business (-want +got):\n%s", diff)
	}
}
