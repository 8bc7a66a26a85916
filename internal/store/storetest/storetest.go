// Package storetest is the contract of a log: what every engine of internal/store must do, and what any stand-in must
// do too. It holds tests, no code of the product.
package storetest

import (
	"context"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

// Subject is a log with what its contract needs of an engine: nothing of it is optional, or an engine that forgets a
// method would pass for one that keeps its promises.
type Subject interface {
	store.Store
	// Reopen closes the log and gives it again, as the next process would see it.
	Reopen(t testing.TB) Subject
	// Again opens the log once more, as another process would, beside the first.
	Again(t testing.TB) store.Store
	// Exec runs a statement on a connection of its own, as someone at a console would.
	Exec(ctx context.Context, statement string) error
}

// Run runs the contract. open gives a new, empty log that can sign checkpoints; it closes itself when its test ends.
func Run(t *testing.T, open func(t testing.TB) Subject) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Subject)
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
		{"RequestIsRecordedOnce", requestIsOnce},
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
		{"HeadIsThatOfTheLeaves", headIsThatOfTheLeaves},
		{"CheckpointsAreListed", checkpointsAreListed},
		{"ConsistencyProves", consistencyProves},
		{"VerifiesWhatIsSound", verifiesWhatIsSound},
		{"VerifiesAgainstGivenHeads", verifiesAgainstGiven},
		{"ExportIsCheckedAlone", exportIsCheckedAlone},
		{"ExportBesideAWriter", exportBesideAWriter},
		{"DoctorCounts", doctorCounts},
		{"CloseEndsEverything", closeEndsEverything},
		{"ReopenFindsEverything", reopenFindsEverything},
		{"NothingChanges", nothingChanges},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

func collect(t testing.TB, log store.Store, f journal.Filter) []journal.Record {
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

func mustAppend(t testing.TB, log store.Store, entries ...journal.Entry) []journal.Record {
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
