package storetest

import (
	"fmt"
	"testing"

	"recette/internal/journal"
)

func checkpointsAndProofs(t *testing.T, log Subject) {
	var entries []journal.Entry
	for i := range 21 {
		entries = append(entries, result("A", fmt.Sprint("SC-", i)))
	}
	rs := mustAppend(t, log, entries...)
	signed, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if opened, err := journal.OpenCheckpoint(signed.Note, signed.Verifier); err != nil || opened != signed {
		t.Fatalf("checkpoint %+v opens as %+v, %v", signed, opened, err)
	}
	if signed.Size != 21 {
		t.Fatalf("checkpoint of %d entries, want 21", signed.Size)
	}
	tree, err := journal.Rebuild(log.Records(t.Context(), journal.Filter{}))
	if err != nil || tree.Root() != signed.Root {
		t.Fatalf("the leaves give another root than the checkpoint (%v)", err)
	}
	var seqs []int64
	for i := range rs {
		seqs = append(seqs, int64(i))
	}
	mustAppend(t, log, result("A", "later")) // a proof is of the size that was signed
	proofs, err := log.Proof(t.Context(), signed.Size, seqs)
	if err != nil || len(proofs) != len(seqs) {
		t.Fatalf("%d proofs, %v", len(proofs), err)
	}
	for i, p := range proofs {
		if err := journal.VerifyInclusion(signed.Size, signed.Root, int64(i), rs[i].Raw, p); err != nil {
			t.Errorf("position %d: %v", i, err)
		}
	}
	if _, err := log.Proof(t.Context(), signed.Size, []int64{21}); err == nil {
		t.Error("a proof of a position that the tree does not hold")
	}
}

func checkpointsGrow(t *testing.T, log Subject) {
	empty, err := log.Checkpoint(t.Context())
	if err != nil || empty.Size != 0 {
		t.Fatalf("checkpoint of an empty log: %+v, %v", empty, err)
	}
	mustAppend(t, log, result("A", "SC-1"))
	one, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	again, err := log.Checkpoint(t.Context())
	if err != nil || again != one {
		t.Errorf("asked twice without an entry between: %+v, %v; want %+v", again, err, one)
	}
	mustAppend(t, log, result("A", "SC-2"))
	two, err := log.Checkpoint(t.Context())
	if err != nil || two.Size != 2 || two.Root == one.Root {
		t.Errorf("the next checkpoint is %+v, %v", two, err)
	}
}

func reopenFindsEverything(t *testing.T, log Subject) {
	for n := range 9 { // sizes whose trees have every shape of right edge
		rs := mustAppend(t, log, result("A", fmt.Sprint("SC-", n)))
		before, err := log.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		log = log.Reopen(t)
		after, err := log.Checkpoint(t.Context())
		if err != nil || after != before {
			t.Fatalf("checkpoint %+v before, %+v after (%v)", before, after, err)
		}
		got := collect(t, log, journal.Filter{})
		if len(got) != n+1 || string(got[n].Raw) != string(rs[0].Raw) {
			t.Fatalf("%d records after reopening, want %d", len(got), n+1)
		}
	}
}

// nothingChanges: what is recorded stays, whatever someone types; texts and names can be erased and not changed.
func nothingChanges(t *testing.T, log Subject) {
	e := result("A", "SC-1")
	e.Blobs = []journal.Blob{journal.NewBlob([]byte("doc"))}
	salt := []byte("0123456789abcdef")
	e.Texts = []journal.Text{{Commitment: journal.Commitment(salt, "a"), Salt: salt, Value: "a"}}
	e.Persons = []journal.Person{
		{Ref: "u", Salt: salt, Name: "n", Role: "po", Commitment: journal.Commitment(salt, "n\x00po")},
	}
	mustAppend(t, log, e, result("A", "SC-2"))
	if _, err := log.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []struct{ name, column, key string }{
		{"journal", "kind", "seq"},
		{"journal_hash", "hashes", "seq"},
		{"checkpoint", "note", "size, verifier"},
		{"document", "data", "sha256"},
		{"instance", "project", "id"},
		{"free_text", "value", "commitment"},
		{"person", "name", "commitment"},
	} {
		erasable := table.name == "free_text" || table.name == "person"
		for what, statement := range map[string]string{
			"update":            fmt.Sprintf(`UPDATE %s SET %s = %s`, table.name, table.column, table.column),
			"update or ignore":  fmt.Sprintf(`UPDATE OR IGNORE %s SET %s = %s`, table.name, table.column, table.column),
			"delete":            fmt.Sprintf(`DELETE FROM %s`, table.name),
			"insert or replace": fmt.Sprintf(`INSERT OR REPLACE INTO %s SELECT * FROM %s`, table.name, table.name),
			"upsert": fmt.Sprintf(
				`INSERT INTO %s SELECT * FROM %s WHERE true ON CONFLICT (%s) DO UPDATE SET %s = excluded.%s`,
				table.name, table.name, table.key, table.column, table.column,
			),
		} {
			if what == "delete" && erasable {
				continue
			}
			if err := log.Exec(t.Context(), statement); err == nil {
				t.Errorf("%s of %s went through", what, table.name)
			}
		}
		if erasable {
			if err := log.Exec(t.Context(), `DELETE FROM `+table.name); err != nil {
				t.Errorf("erasing %s: %v", table.name, err)
			}
		}
	}
	for what, statement := range map[string]string{
		"a hole": `INSERT INTO journal SELECT seq + 5, at, kind, campaign, case_id, leaf FROM journal WHERE seq = 1`,
		"before": `INSERT INTO journal_hash SELECT -1, hashes FROM journal_hash WHERE seq = 1`,
	} {
		if err := log.Exec(t.Context(), statement); err == nil {
			t.Errorf("%s went through", what)
		}
	}
	if got := collect(t, log, journal.Filter{}); len(got) != 2 {
		t.Errorf("%d records, want 2", len(got))
	}
}
