package standing_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/standing"
)

// live records something of everything, in the order that chance says.
func (st *studio) live(r *rand.Rand, acts int) {
	st.t.Helper()
	ctx := st.t.Context()
	campaigns, runs, anomalies := 0, []string{}, map[string][]string{}
	verdicts := []recette.Verdict{recette.Passed, recette.PassedWithRemark, recette.Failed}
	open := func() {
		campaigns++
		st.open(
			fmt.Sprintf("v%d", campaigns), []string{"recette", "production"}[r.IntN(2)], fmt.Sprintf("b%d", r.IntN(3)),
		)
	}
	open()
	for range acts {
		id, c := fmt.Sprintf("v%d", 1+r.IntN(campaigns)), fmt.Sprintf("SC-%d", 1+r.IntN(2))
		switch r.IntN(8) {
		case 0:
			open()
		case 1, 2, 3:
			st.hand(id, c, verdicts[r.IntN(len(verdicts))])
		case 4:
			anomalies[id] = append(anomalies[id], st.anomaly(id, []string{c, ""}[r.IntN(2)], recette.Minor))
		case 5:
			if list := anomalies[id]; len(list) > 0 {
				n := list[0]
				st.turn(id, n, state.StatusClosed)
				st.turn(id, n, state.StatusOpen)
			}
		case 6:
			run, err := st.s.OpenRun(ctx, samira, campaign.FreeRun{Environment: "recette", Build: "b1"})
			st.must(err)
			runs = append(runs, run)
		case 7:
			if len(runs) == 0 {
				continue
			}
			run := runs[r.IntN(len(runs))]
			_, err := st.s.Record(ctx, samira, campaign.Result{
				Campaign: run, Case: fmt.Sprintf("SC-%d", r.IntN(1000)), Content: "content/1:x",
				Mode:    recette.Automated,
				Attempt: 1, Pass: 1, Closed: true, Outcome: recette.OutcomePassed,
				Steps: []campaign.Observation{
					{Step: 0, Mode: recette.Automated, Outcome: recette.OutcomePassed, Verifies: true},
				},
			})
			st.must(err)
		}
	}
}

// counting counts the leaves that are read of a log.
type counting struct {
	campaign.Journal
	read int
}

func (c *counting) Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		for rec, err := range c.Journal.Records(ctx, f) {
			c.read++
			if !yield(rec, err) {
				return
			}
		}
	}
}

// A fold that goes on from any leaf to any other says what a fold from the beginning says, asked in between or not.
func TestFold_InPiecesAsAtOnce(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		st := newStudio(t)
		st.live(r, 30)
		head, err := st.db.Checkpoint(t.Context())
		st.must(err)
		present := standing.Present{Texts: texts}
		statuses := func(f *standing.Fold) standing.Statuses {
			got, err := f.Statuses(t.Context(), st.db, present)
			st.must(err)
			return got
		}
		f, log := standing.New(), &counting{Journal: st.db}
		splits := 0
		for f.Next() < head.Size {
			splits++
			to := min(f.Next()+1+r.Int64N(9), head.Size)
			st.must(f.Advance(t.Context(), log, to))
			if f.Next() != to {
				t.Fatalf("seed %d: folded as far as %d, want %d", seed, f.Next(), to)
			}
			if r.IntN(2) == 0 && to < head.Size {
				continue
			}
			whole := standing.New()
			st.must(whole.Advance(t.Context(), st.db, to))
			if diff := cmp.Diff(statuses(whole), statuses(f), cmpopts.IgnoreUnexported(standing.Result{})); diff != "" {
				t.Fatalf("seed %d, at leaf %d (-at once +in pieces):\n%s", seed, to, diff)
			}
		}
		// Each leaf once, and beyond that one leaf before and one after each piece.
		if most := int(head.Size) + 2*splits; log.read > most {
			t.Errorf(
				"seed %d: %d leaves read of %d in %d pieces, want at most %d", seed, log.read, head.Size, splits, most,
			)
		}
		log.read = 0
		st.must(f.Advance(t.Context(), log, standing.End))
		if log.read > 1 {
			t.Errorf("seed %d: %d leaves read when none is new", seed, log.read)
		}
	}
}

// A journal that took the place of the one that was folded is folded from its beginning, whether it is shorter or
// longer.
func TestFold_OfAnotherJournal(t *testing.T) {
	one, other := newStudio(t), newStudio(t)
	one.open("v1", "recette", "b1")
	one.hand("v1", "SC-1", recette.Failed)
	other.open("w1", "recette", "b1")
	for range 3 {
		other.hand("w1", "SC-2", recette.Passed)
	}
	for _, pair := range [][2]*studio{{one, other}, {other, one}} {
		f := standing.New()
		pair[0].must(f.Advance(t.Context(), pair[0].db, standing.End))
		pair[0].must(f.Advance(t.Context(), pair[1].db, standing.End))
		got, err := f.Statuses(t.Context(), pair[1].db, standing.Present{Texts: texts})
		pair[1].must(err)
		want, err := loadAll(t.Context(), pair[1].db, standing.Present{Texts: texts})
		pair[1].must(err)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(standing.Result{})); diff != "" {
			t.Errorf("the other journal (-fresh +after the first):\n%s", diff)
		}
	}
}

// A fold that could not read a manifest goes on once it can, and says nothing in between that the journal does not.
func TestFold_GoesOnAfterAnError(t *testing.T) {
	st := newStudio(t)
	st.open("Voir", "recette", "b1")
	st.hand("Voir", "SC-1", recette.Passed)
	f := standing.New()
	if err := f.Advance(t.Context(), unread{st.db}, standing.End); !errors.Is(err, campaign.ErrManifest) {
		t.Fatalf("error = %v, want ErrManifest", err)
	}
	st.must(f.Advance(t.Context(), st.db, standing.End))
	got, err := f.Statuses(t.Context(), st.db, standing.Present{Texts: texts})
	st.must(err)
	if got.Cases["SC-1"].Verdict != recette.Passed {
		t.Errorf("SC-1 is %s, want passed", got.Cases["SC-1"].Verdict)
	}
}

func TestFold_OfNothing(t *testing.T) {
	st := newStudio(t)
	if got := st.load(standing.Present{}); len(got) != 0 {
		t.Errorf("statuses of an empty journal: %v", got)
	}
}
