// Package storetest is the contract of a log: what every engine of internal/store must do, and what any stand-in must
// do too. It holds tests, no code of the product.
package storetest

import (
	"context"
	"iter"
	"testing"

	"recette/internal/journal"
)

// Log is the seam under test, in the shape in which its consumer declares it (campaign.Log).
type Log interface {
	Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error)
	AppendWith(ctx context.Context, build func(context.Context) ([]journal.Entry, error)) ([]journal.Record, error)
	Extend(ctx context.Context, build func(journal.Head) ([]journal.Entry, error)) ([]journal.Record, error)
	Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error]
	Texts(ctx context.Context, commitments []string) (map[string]string, error)
	Persons(ctx context.Context, commitments []string) (map[string]journal.Person, error)
	Blob(ctx context.Context, sha256 string) ([]byte, error)
	Scrub(ctx context.Context) error
	Checkpoint(ctx context.Context) (journal.Signed, error)
	Proof(ctx context.Context, size int64, seqs []int64) ([]journal.Proof, error)
}

// Reopener is a log that outlives its process: Reopen closes it and gives it again, as the next process would see it.
type Reopener interface {
	Reopen(t testing.TB) Log
}

// Sharer is a log that several processes write: Again opens it once more, as another process would, beside the first.
type Sharer interface {
	Again(t testing.TB) Log
}

// Executor is a log over SQL: Exec runs a statement on its own connection, as someone at a console would.
type Executor interface {
	Exec(ctx context.Context, statement string) error
}

// Run runs the contract. open gives a new, empty log that can sign checkpoints; it closes itself when its test ends. A
// log that is no Reopener, no Sharer or no Executor skips the tests that need it.
func Run(t *testing.T, open func(t testing.TB) Log) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Log)
	}{
		{"AppendIsOrdered", appendIsOrdered},
		{"AppendOfNothing", appendOfNothing},
		{"AppendIsAtomic", appendIsAtomic},
		{"AppendConcurrently", appendConcurrently},
		{"AppendRefusalHurtsNobodyElse", refusalHurtsNobodyElse},
		{"AppendStopsWithItsContext", appendStops},
		{"AppendBigLeaf", appendBigLeaf},
		{"AppendWithSeesEverything", withSeesEverything},
		{"AppendWithRefuses", withRefuses},
		{"AppendRefusesWhatIsNotText", refusesWhatIsNotText},
		{"ExtendSeesWhatIsDurable", extendSees},
		{"ExtendRefuses", extendRefuses},
		{"SeveralWriters", severalWriters},
		{"SeveralWritersNumber", severalWritersNumber},
		{"SeveralWritersCheckpoint", severalWritersCheckpoint},
		{"RecordsFilters", recordsFilters},
		{"RecordsReadsAgain", recordsReadsAgain},
		{"RecordsStopsWithItsContext", recordsStops},
		{"RecordsNests", recordsNest},
		{"TextsAndPersons", textsAndPersons},
		{"TextsOfMany", textsOfMany},
		{"Blobs", blobs},
		{"ErasesWithItsLeaf", erasesWithItsLeaf},
		{"SeveralErase", severalErase},
		{"CheckpointsAndProofs", checkpointsAndProofs},
		{"CheckpointsGrow", checkpointsGrow},
		{"ReopenFindsEverything", reopenFindsEverything},
		{"NothingChanges", nothingChanges},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func collect(t testing.TB, log Log, f journal.Filter) []journal.Record {
	t.Helper()
	var out []journal.Record
	for r, err := range log.Records(t.Context(), f) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func mustAppend(t testing.TB, log Log, entries ...journal.Entry) []journal.Record {
	t.Helper()
	rs, err := log.Append(t.Context(), entries...)
	if err != nil {
		t.Fatal(err)
	}
	if len(rs) != len(entries) {
		t.Fatalf("Append of %d entries gave %d records", len(entries), len(rs))
	}
	return rs
}

// result is the entry of an attempt.
func result(campaign, id string) journal.Entry {
	return journal.Entry{Leaf: journal.Leaf{
		V: 1, At: "2026-10-15T09:00:00.000Z", Kind: journal.KindResult, Campaign: campaign,
		Result: &journal.Result{Case: id, Content: "c", Attempt: 1, Pass: 1, Closed: true, Verdict: "passed"},
	}}
}
