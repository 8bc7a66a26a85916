package sqlite_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/store"
	"recette/internal/store/sqlite"
)

// codes gives the distinct codes of a report, in order of appearance.
func codes(r *store.Report) string {
	var out []string
	for _, f := range r.Findings {
		if !slices.Contains(out, string(f.Code)) {
			out = append(out, string(f.Code))
		}
	}
	return strings.Join(out, " ")
}

// recorded is a store with something of everything: 20 entries, a checkpoint after 8 and after 15, a text, a name, a
// document, two attachments.
type recorded struct {
	o         sqlite.Options
	evidence  *evidence.Store
	dir       string // of the evidence
	refs      []evidence.Ref
	signed    journal.Signed // after 15
	text      journal.Text
	person    journal.Person
	document  journal.Blob
	publicKey string
}

func record(t testing.TB) *recorded {
	t.Helper()
	r := &recorded{o: options(t, t.TempDir())}
	_, r.publicKey = testKey(t)
	r.dir = filepath.Join(filepath.Dir(r.o.Path), "evidence")
	var err error
	if r.evidence, err = evidence.New(evidence.Options{Dir: r.dir}); err != nil {
		t.Fatal(err)
	}
	db, err := sqlite.Create(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	for _, content := range []string{"première preuve", "seconde preuve"} {
		ref, err := r.evidence.Put(t.Context(), strings.NewReader(content), "preuve.txt")
		if err != nil {
			t.Fatal(err)
		}
		r.refs = append(r.refs, ref)
	}
	if r.text, err = journal.NewText(rand.Reader, "Le bouton « Valider » reste gris"); err != nil {
		t.Fatal(err)
	}
	if r.person, err = journal.NewPerson(rand.Reader, "u-1", "Zoé Martin", "tester"); err != nil {
		t.Fatal(err)
	}
	r.document = journal.NewBlob([]byte(`{"manifest":true}`))
	for i := range 20 {
		e := auto(i)
		switch i {
		case 0:
			e.Leaf.Kind, e.Leaf.Result, e.Leaf.Open = journal.KindCampaignOpen, nil, &journal.Open{
				Manifest: r.document.SHA256,
			}
			e.Blobs = []journal.Blob{r.document}
		case 5:
			e.Leaf.Actor, e.Leaf.Note = r.person.Actor(), r.text.Commitment
			e.Texts, e.Persons = []journal.Text{r.text}, []journal.Person{r.person}
		case 9:
			e = answering(t, e)
		case 6, 12:
			ref := r.refs[i/12]
			e.Leaf.Result.Steps[0].Evidence = []journal.EvidenceRef{
				{SHA256: ref.SHA256, Size: ref.Size, MIME: ref.MIME},
			}
		}
		mustAppend(t, db, e)
		if i == 7 || i == 14 {
			if r.signed, err = db.Checkpoint(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	return r
}

const gesture = "5f0c1b0e-7a64-4f7e-9d2b-6b8f0c2d1a11"

// answering gives the entry as what a client asked for.
func answering(t testing.TB, e journal.Entry) journal.Entry {
	t.Helper()
	digest, err := journal.NewText(rand.Reader, strings.Repeat("0", 64))
	if err != nil {
		t.Fatal(err)
	}
	e.Leaf.Request = &journal.Request{Key: gesture, C: digest.Commitment}
	e.Texts = append(e.Texts, digest)
	return e
}

// repeat records the request of 9 again at a position, as if it never had been, and then says that it is found at
// another. No guard is missing afterwards.
func (r *recorded) repeat(t testing.TB, at, found int) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), r.o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	forget := `UPDATE journal SET request = NULL`
	guard := r.guard(t, "journal_update")
	execAll(t, r.o.Path, `DROP TRIGGER journal_update`, forget)
	var entries []journal.Entry
	for i := 20; i < at; i++ {
		entries = append(entries, auto(i))
	}
	mustAppend(t, db, append(entries, answering(t, auto(at)))...)
	execAll(
		t, r.o.Path, forget, fmt.Sprintf(`UPDATE journal SET request = '%s' WHERE seq = %d`, gesture, found), guard,
	)
}

// guard gives the text of a trigger.
func (r *recorded) guard(t testing.TB, name string) (text string) {
	t.Helper()
	db := console(t, r.o.Path)
	row := db.QueryRowContext(t.Context(), `SELECT sql FROM sqlite_master WHERE name = ?`, name)
	if err := errors.Join(row.Scan(&text), db.Close()); err != nil {
		t.Fatal(err)
	}
	return text
}

// copy gives the same in another directory. The store is closed: its files can be read.
func (r *recorded) copy(t testing.TB) *recorded {
	t.Helper()
	c := *r
	c.o = options(t, t.TempDir())
	if err := os.CopyFS(filepath.Dir(c.o.Path), os.DirFS(filepath.Dir(r.o.Path))); err != nil {
		t.Fatal(err)
	}
	return &c
}

// verify opens the damaged store the way `journal verify` does, and gives the codes found; a refusal to open gives its
// error.
func (r *recorded) verify(t testing.TB, given ...journal.Signed) (*store.Report, error) {
	t.Helper()
	o := r.o
	o.ReadOnly, o.AcceptRollback = true, true
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		return nil, err
	}
	defer closeStore(t, db)
	return db.Verify(
		t.Context(), store.VerifyOptions{Checkpoints: given, Verifiers: []string{r.publicKey}, Evidence: r.evidence},
	)
}

func TestVerifySound(t *testing.T) {
	r := record(t)
	got, err := r.verify(t, r.signed)
	if err != nil {
		t.Fatal(err)
	}
	if !got.OK() || len(got.Findings) != 0 || got.Leaves != 20 || got.Signed != 15 || got.Checkpoints != 5 ||
		got.Texts != 2 ||
		got.Persons != 1 || got.Documents != 1 || got.Evidence != 2 || got.Project != project {
		t.Errorf("Verify() = %+v", got)
	}
}

// unguarded are the triggers that an attacker drops first.
func unguarded(tables ...string) []string {
	var out []string
	for _, table := range tables {
		for _, what := range []string{"update", "delete", "insert"} {
			out = append(out, "DROP TRIGGER IF EXISTS "+table+"_"+what)
		}
	}
	return out
}

// TestTampering is D11 and what concerns texts: each edit is found, named, and placed.
func TestTampering(t *testing.T) {
	free := unguarded("journal", "journal_hash", "checkpoint", "free_text", "person", "document", "erasure", "instance")
	edit := `UPDATE journal SET leaf =
		CAST(replace(CAST(leaf AS TEXT), '"outcome":"passed"', '"outcome":"failed"') AS BLOB) WHERE seq = `
	tests := map[string]struct {
		sql   []string
		codes string
		seq   int64 // of the first finding
	}{
		"a verdict changed":            {[]string{edit + "3"}, "leaf.altered checkpoint.root head.root", 3},
		"changed after the checkpoint": {[]string{edit + "17"}, "leaf.altered head.root", 17},
		"a leaf that is no leaf": {
			[]string{`UPDATE journal SET leaf = x'7b7d' WHERE seq = 4`},
			"leaf.altered leaf.unreadable checkpoint.root head.root", 4,
		},
		"a space in a leaf": {
			[]string{`UPDATE journal SET leaf = CAST(CAST(leaf AS TEXT) || ' ' AS BLOB) WHERE seq = 4`},
			"leaf.altered leaf.unreadable checkpoint.root head.root", 4,
		},
		"the column alone": {
			[]string{`UPDATE journal SET campaign = 'autre' WHERE seq = 9`}, "row.differs", 9,
		},
		"the case hidden": {[]string{`UPDATE journal SET case_id = '' WHERE seq = 9`}, "row.differs", 9},
		"a stored hash": {
			[]string{`UPDATE journal_hash SET hashes = zeroblob(32) WHERE seq = 2`}, "leaf.altered", 2,
		},
		"an interior hash": {
			[]string{
				`UPDATE journal_hash SET hashes = CAST(substr(hashes, 1, 32) || zeroblob(32) AS BLOB) WHERE seq = 1`,
			}, "hash.altered", 1,
		},
		"hashes dropped": {[]string{`DELETE FROM journal_hash WHERE seq = 2`}, "hash.missing", 2},
		"a leaf deleted in the middle": {
			[]string{`DELETE FROM journal_hash WHERE seq = 10`, `DELETE FROM journal WHERE seq = 10`},
			"leaf.missing", 10,
		},
		"the tail cut": {
			[]string{`DELETE FROM journal_hash WHERE seq > 11`, `DELETE FROM journal WHERE seq > 11`},
			"checkpoint.beyond head.beyond", 12,
		},
		"the tail after the checkpoint": {
			[]string{`DELETE FROM journal_hash WHERE seq > 16`, `DELETE FROM journal WHERE seq > 16`},
			"head.beyond", 17,
		},
		"two leaves swapped": {[]string{
			`UPDATE journal SET leaf = (SELECT o.leaf FROM journal o WHERE o.seq = 7 - journal.seq)
				WHERE seq IN (3, 4)`,
		}, "leaf.altered leaf.misplaced", 3},
		"a checkpoint forged": {
			[]string{`UPDATE checkpoint SET note = replace(note, '15', '14') WHERE size = 15`},
			"checkpoint.signature",
			-1,
		},
		"a checkpoint garbled": {
			[]string{`UPDATE checkpoint SET note = 'x' WHERE size = 15`}, "checkpoint.unreadable", -1,
		},
		"the root beside a checkpoint": {
			[]string{`UPDATE checkpoint SET root = 'AAAA' WHERE size = 15`}, "checkpoint.row", 14,
		},
		"the size beside a checkpoint": {
			[]string{`UPDATE checkpoint SET size = 14 WHERE size = 15`}, "checkpoint.row", 14,
		},
		"a request that nobody finds": {[]string{`UPDATE journal SET request = NULL`}, "row.differs", 9},
		"a request under another key": {
			[]string{`UPDATE journal SET request = 'x' WHERE seq = 9`}, "row.differs", 9,
		},
		"the checkpoints": {[]string{`DELETE FROM checkpoint`}, "checkpoint.missing", 7},
		"the day it was made": {
			[]string{`UPDATE instance SET created = '2020-01-01T00:00:00.000Z'`}, "instance.differs", -1,
		},
		"a text changed":     {[]string{`UPDATE free_text SET value = 'Tout va bien'`}, "text.altered", -1},
		"a text deleted":     {[]string{`DELETE FROM free_text`}, "text.missing", 5},
		"a name changed":     {[]string{`UPDATE person SET name = 'Quelqu’un d’autre'`}, "person.altered", -1},
		"a name of another":  {[]string{`UPDATE person SET ref = 'u-2'`}, "person.altered", -1},
		"a name deleted":     {[]string{`DELETE FROM person`}, "person.missing", 5},
		"a document changed": {[]string{`UPDATE document SET data = x'00'`}, "document.altered", -1},
		"a document deleted": {[]string{`DELETE FROM document`}, "document.missing", 0},
		"hashes of no leaf": {
			[]string{`PRAGMA foreign_keys = OFF`, `INSERT INTO journal_hash VALUES (20, zeroblob(32))`},
			"database.damaged hash.extra", -1,
		},
	}
	origin := record(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := origin.copy(t)
			execAll(t, r.o.Path, append(slices.Clone(free), tt.sql...)...)
			got, err := r.verify(t)
			if err != nil {
				t.Fatal(err)
			}
			if got.OK() || got.Findings[0].Seq != tt.seq || !strings.HasPrefix(codes(got), tt.codes) {
				t.Errorf(
					"found %q from position %d, want %q from %d", codes(got), got.Findings[0].Seq, tt.codes, tt.seq,
				)
				for _, f := range got.Findings {
					t.Log(f)
				}
			}
		})
	}
}

// TestTampering_GestureTwice: of two leaves that answer one request, near or far, the one that is not found by it is
// named, whichever it is.
func TestTampering_GestureTwice(t *testing.T) {
	origin := record(t)
	for name, tt := range map[string]struct {
		again, found int   // positions: of the second leaf, and of the one that its row names
		seqs         []int // of the findings
	}{
		"found where it was":     {20, 9, []int{20}},
		"found where it was not": {20, 20, []int{9}},
		"found nowhere":          {20, -1, []int{9, 20}},
		"far, where it was":      {1200, 9, []int{1200}},
		"far, where it was not":  {1200, 1200, []int{9}},
	} {
		t.Run(name, func(t *testing.T) {
			r := origin.copy(t)
			r.repeat(t, tt.again, tt.found)
			got, err := r.verify(t)
			if err != nil {
				t.Fatal(err)
			}
			var seqs []int
			for _, f := range got.Findings {
				seqs = append(seqs, int(f.Seq))
			}
			if got.OK() || codes(got) != string(store.RowDiffers) || !slices.Equal(seqs, tt.seqs) {
				t.Errorf("found at %v, want %v: %v", seqs, tt.seqs, got.Findings)
			}
		})
	}
}

// TestEndlessCheckpoint: a line beside the database that no checkpoint could be is a finding, and no failure to look.
func TestEndlessCheckpoint(t *testing.T) {
	r := record(t)
	beside := filepath.Join(filepath.Dir(r.o.Path), "checkpoints")
	if err := os.WriteFile(beside, []byte(strings.Repeat("{", 2<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := r.verify(t)
	if err != nil || got.OK() || !strings.Contains(codes(got), string(store.CheckpointUnreadable)) {
		t.Errorf("Verify() = %+v, %v, want %s", got, err, store.CheckpointUnreadable)
	}
}

// TestEverythingWrong: the report stays short, and counts what it does not list.
func TestEverythingWrong(t *testing.T) {
	db, o := create(t)
	var entries []journal.Entry
	for i := range 500 {
		entries = append(entries, auto(i))
	}
	mustAppend(t, db, entries...)
	execAll(t, o.Path, append(unguarded("journal"), `UPDATE journal SET campaign = 'x'`)...)
	got, err := db.Verify(t.Context(), store.VerifyOptions{})
	if err != nil || len(got.Findings) != 200 || got.More != 303 || got.Failures != 503 {
		t.Errorf("%d findings, %d more, %d failures, %v", len(got.Findings), got.More, got.Failures, err)
	}
}

func TestCheckpoints(t *testing.T) {
	r := record(t)
	o := r.o
	o.ReadOnly = true
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Checkpoints(t.Context())
	if err != nil || len(got) != 2 || got[0].Size != 8 || got[1] != r.signed {
		t.Errorf("Checkpoints() = %+v, %v", got, err)
	}
	closeStore(t, db)
	if _, err := db.Checkpoints(t.Context()); !errors.Is(err, store.ErrClosed) {
		t.Errorf("after Close: %v, want ErrClosed", err)
	}
	execAll(t, o.Path, append(unguarded("checkpoint"), `UPDATE checkpoint SET note = replace(note, '15', '14')`)...)
	if db, err = sqlite.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	if _, err := db.Checkpoints(t.Context()); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("a forged checkpoint: %v, want ErrCorrupt", err)
	}
}

// TestUntrustedKey: a checkpoint that a key of somebody else signed, for the same log, does not pass for ours.
func TestUntrustedKey(t *testing.T) {
	r := record(t)
	private, _, err := journal.GenerateLogKey(rand.Reader, journal.Origin(project))
	if err != nil {
		t.Fatal(err)
	}
	o := r.o
	o.LogKey = private
	db, err := sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	closeStore(t, db)
	got, err := r.verify(t)
	if err != nil || codes(got) != "checkpoint.untrusted" {
		t.Errorf("found %q, %v", codes(got), err)
	}
}

// TestGuardTakenDown: a trigger that is gone, or another table, is named although every entry is sound.
func TestGuardTakenDown(t *testing.T) {
	origin := record(t)
	for statement, want := range map[string]string{
		`DROP TRIGGER journal_update`: "schema.differs trigger " +
			"journal_update: missing",
		`CREATE TABLE notes (x)`:             "schema.differs table notes: added",
		`CREATE INDEX extra ON journal (at)`: "schema.differs index extra: added",
		`ALTER TABLE person ADD COLUMN phone TEXT`: "schema.differs table person: " +
			"changed",
		`DROP INDEX journal_case`: "schema.differs index journal_case: missing",
		`CREATE TRIGGER x AFTER INSERT ON journal BEGIN DELETE FROM person; END`: "schema.differs trigger x: added",
	} {
		r := origin.copy(t)
		execAll(t, r.o.Path, statement)
		got, err := r.verify(t)
		if err != nil || len(got.Findings) != 1 || got.Findings[0].String() != want || got.OK() {
			t.Errorf("%s: %+v, %v; want %s", statement, got, err, want)
		}
	}
}

// TestRewrittenHistory: somebody with the whole directory and the time to recompute every hash and the files beside it,
// but not the key, is caught by a checkpoint that left the building.
func TestRewrittenHistory(t *testing.T) {
	r := record(t)
	forged := options(t, t.TempDir())
	db, err := sqlite.Create(t.Context(), forged)
	if err != nil {
		t.Fatal(err)
	}
	src := r.o
	src.ReadOnly = true
	old, err := sqlite.Open(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	for rec, err := range old.Records(t.Context(), journal.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		e := journal.Entry{Leaf: rec.Leaf}
		if rec.Leaf.Seq == 9 {
			e.Leaf.Result.Verdict = "failed"
		}
		mustAppend(t, db, e)
	}
	closeStore(t, old)
	closeStore(t, db)
	r.o = forged
	got, err := r.verify(t, r.signed)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(codes(got), "checkpoint.root") {
		t.Errorf("found %q, want checkpoint.root", codes(got))
	}
	// The consistency proof says the same to one who has the two heads and nothing else.
	o := forged
	o.ReadOnly = true
	db, err = sqlite.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer closeStore(t, db)
	proof, err := db.Consistency(t.Context(), r.signed.Size, 20)
	if err != nil {
		t.Fatal(err)
	}
	_, root, err := db.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := journal.VerifyConsistency(
		r.signed.Size, r.signed.Root, 20, root, proof,
	); !errors.Is(err, journal.ErrProof) {
		t.Errorf("the rewritten log is consistent with the old head: %v", err)
	}
}

// TestRecordsRefuseTampering: what a reader shows is what was recorded, or an error, without waiting for a
// verification.
func TestRecordsRefuseTampering(t *testing.T) {
	db, o := create(t)
	text, err := journal.NewText(rand.Reader, "vrai")
	if err != nil {
		t.Fatal(err)
	}
	e := auto(0)
	e.Texts, e.Leaf.Note = []journal.Text{text}, text.Commitment
	mustAppend(t, db, e)
	execAll(
		t, o.Path,
		append(
			unguarded("journal", "free_text"), `UPDATE free_text SET value = 'faux'`,
			`UPDATE journal SET kind = 'anomaly'`,
		)...,
	)
	if got, err := db.Texts(t.Context(), []string{text.Commitment}); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("Texts() = %v, %v; want ErrCorrupt", got, err)
	}
	for _, err := range db.Records(t.Context(), journal.Filter{}) {
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("Records() gave %v, want ErrCorrupt", err)
		}
	}
}

// TestDamagedEvidence is D10 seen from the log.
func TestDamagedEvidence(t *testing.T) {
	r := record(t)
	at := func(i int) string { return filepath.Join(r.dir, r.refs[i].SHA256[:2], r.refs[i].SHA256) }
	remove(t, at(0))
	if err := errors.Join(os.Chmod(at(1), 0o600), os.WriteFile(at(1), []byte("autre"), 0o600),
		os.WriteFile(filepath.Join(r.dir, "intrus.txt"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	got, err := r.verify(t)
	if err != nil {
		t.Fatal(err)
	}
	if codes(got) != "evidence.missing evidence.altered evidence.orphan" || got.Failures != 2 {
		t.Errorf("found %v", got.Findings)
	}
}
