package storetest

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/store"
)

func headIsThatOfTheLeaves(t *testing.T, log Subject) {
	for n := range int64(6) {
		size, root, err := log.Head(t.Context())
		if err != nil || size != n {
			t.Fatalf("Head() = %d, %v; want %d", size, err, n)
		}
		tree, err := journal.Rebuild(log.Records(t.Context(), journal.Filter{}))
		if err != nil || tree.Root() != root {
			t.Errorf("the root of %d entries is %s, their leaves give %s (%v)", n, root, tree.Root(), err)
		}
		mustAppend(t, log, result("A", fmt.Sprint("SC-", n)))
	}
}

func checkpointsAreListed(t *testing.T, log Subject) {
	var want []journal.Signed
	for n := range 4 {
		signed, err := log.Checkpoint(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, signed)
		mustAppend(t, log, result("A", fmt.Sprint("SC-", n)))
	}
	got, err := log.Checkpoints(t.Context())
	if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Checkpoints() = %v, %v; want %v", got, err, want)
	}
}

func consistencyProves(t *testing.T, log Subject) {
	var roots []string
	for n := range 9 {
		_, root, err := log.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		roots = append(roots, root)
		mustAppend(t, log, result("A", fmt.Sprint("SC-", n)))
	}
	for size := int64(1); size < int64(len(roots)); size++ {
		for old := int64(1); old <= size; old++ {
			proof, err := log.Consistency(t.Context(), old, size)
			if err == nil {
				err = journal.VerifyConsistency(old, roots[old], size, roots[size], proof)
			}
			if err != nil {
				t.Errorf("%d is the beginning of %d: %v", old, size, err)
			}
		}
	}
	if _, err := log.Consistency(t.Context(), 3, 10); err == nil {
		t.Error("a proof about more entries than there are")
	}
}

// filled records three entries: with a text, a person and a document, with an attachment, and what erases the text.
func filled(t *testing.T, log store.Store) (text string, person journal.Person, document journal.Blob) {
	t.Helper()
	e, text := noted(t, "SC-1")
	person, err := journal.NewPerson(rand.Reader, "u-1", "Zoé Martin", "po")
	if err != nil {
		t.Fatal(err)
	}
	document = journal.NewBlob([]byte("<manifeste>"))
	e.Leaf.Actor, e.Persons, e.Blobs = person.Actor(), []journal.Person{person}, []journal.Blob{document}
	attached := result("A", "SC-2")
	attached.Leaf.Result.Steps = []journal.Observation{{
		Step: 0, Mode: "manual", Verdict: "passed",
		Evidence: []journal.EvidenceRef{{SHA256: strings.Repeat("ab", 32), Size: 3, MIME: "text/plain"}},
	}}
	mustAppend(t, log, e, attached)
	mustAppend(t, log, erasing(t, text))
	return text, person, document
}

func verifiesWhatIsSound(t *testing.T, log Subject) {
	filled(t, log)
	signed, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, log, result("A", "SC-3"))
	r,
		err := log.Verify(
		t.Context(), store.VerifyOptions{Checkpoints: []journal.Signed{signed}, Verifiers: []string{signed.Verifier}},
	)
	if err != nil {
		t.Fatal(err)
	}
	size, root, err := log.Head(t.Context())
	if err != nil || !r.OK() || r.Leaves != size || r.Root != root || r.Signed != signed.Size ||
		r.Project != log.Project() {
		t.Errorf("Verify() = %+v; the head is %d, %s, %v", r, size, root, err)
	}
	// The reason of the erasure is the one text that is left.
	if r.Texts != 1 || r.Persons != 1 || r.Documents != 1 || r.Erased != 1 || !r.Has(store.EvidenceUnchecked) {
		t.Errorf("Verify() = %+v, want one text, person, document and erasure, and evidence left unchecked", r)
	}
}

// verifiesAgainstGiven: heads of another history, and of a longer one, are told from each other.
func verifiesAgainstGiven(t *testing.T, log Subject) {
	private, public, err := journal.GenerateLogKey(rand.Reader, journal.Origin(log.Project()))
	if err != nil {
		t.Fatal(err)
	}
	key, err := journal.ParseLogKey(private)
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, log, result("A", "SC-1"), result("A", "SC-2"))
	_, root, err := log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		size    int64
		trusted []string
		want    store.Code
	}{
		"this history":                {2, nil, ""},
		"by a key that is not ours":   {2, []string{"other+00000000+AA=="}, store.CheckpointUntrusted},
		"another history":             {1, []string{public}, store.CheckpointRoot},
		"more entries than there are": {3, []string{public}, store.CheckpointBeyond},
	} {
		signed, err := key.Sign(tt.size, root)
		if err != nil {
			t.Fatal(err)
		}
		r,
			err := log.Verify(
			t.Context(), store.VerifyOptions{Checkpoints: []journal.Signed{signed}, Verifiers: tt.trusted},
		)
		if err != nil || r.OK() != (tt.want == "") || tt.want != "" && !r.Has(tt.want) {
			t.Errorf("%s: %+v, %v; want %q", name, r, err, tt.want)
		}
	}
}

// exportIsCheckedAlone reads the export as somebody who has nothing else would.
func exportIsCheckedAlone(t *testing.T, log Subject) {
	text, person, document := filled(t, log)
	signed, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := log.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	tree := &journal.Tree{}
	var types []string
	lines := bufio.NewScanner(&out)
	for lines.Scan() {
		var l struct {
			Type, Project, Root, Commitment, Ref, Name, Role, Value, SHA256, Note, Verifier string

			Version      int
			Leaves, Size int64
			Leaf         json.RawMessage
			Salt, Data   []byte
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("line %q: %v", lines.Text(), err)
		}
		types = append(types, l.Type)
		ok := true
		switch l.Type {
		case "recette.journal":
			ok = l.Version == 1 && l.Project == log.Project() && l.Leaves == signed.Size && l.Root == signed.Root
		case "leaf":
			tree.Add(l.Leaf)
		case "person":
			p := journal.Person{Commitment: l.Commitment, Ref: l.Ref, Salt: l.Salt, Name: l.Name, Role: l.Role}
			ok = p.Check() == nil && p.Ref == person.Ref && p.Name == person.Name && p.Role == person.Role
		case "text":
			ok = (journal.Text{
				Commitment: l.Commitment, Salt: l.Salt, Value: l.Value,
			}).Check() == nil && l.Commitment != text
		case "erased":
			ok = l.Commitment == text
		case "document":
			ok = (journal.Blob{SHA256: l.SHA256, Data: l.Data}).Check() == nil && l.SHA256 == document.SHA256
		case "checkpoint":
			opened, err := journal.OpenCheckpoint(l.Note, l.Verifier)
			ok = err == nil && opened == signed && l.Size == signed.Size
		case "end":
			ok = l.Leaves == tree.Size() && l.Root == tree.Root()
		}
		if !ok {
			t.Errorf("line %q", lines.Text())
		}
	}
	want := "recette.journal leaf leaf leaf person text erased document checkpoint end"
	if got := strings.Join(types, " "); got != want || lines.Err() != nil || tree.Root() != signed.Root {
		t.Errorf("lines %q, want %q; root %s, want %s (%v)", got, want, tree.Root(), signed.Root, lines.Err())
	}
}

// spy does something once, when the first bytes come.
type spy struct {
	bytes.Buffer
	then func()
}

func (s *spy) Write(b []byte) (int, error) {
	if then := s.then; then != nil {
		s.then = nil
		then()
	}
	return s.Buffer.Write(b)
}

// exportBesideAWriter: a file says one thing, whatever is recorded while it is written. What an entry of it names is in
// it though a later one names it too.
func exportBesideAWriter(t *testing.T, log Subject) {
	filled(t, log)
	old, kept := noted(t, "SC-9")
	mustAppend(t, log, old)
	signed, err := log.Checkpoint(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 600 { // more than is held before it is written
		mustAppend(t, log, result("A", fmt.Sprint("SC-", i)))
	}
	size, _, err := log.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := spy{then: func() {
		filled(t, log)
		mustAppend(t, log, old)
		if _, err := log.Checkpoint(t.Context()); err != nil {
			t.Error(err)
		}
	}}
	if err := log.Export(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	var leaves int64
	types, texts := map[string]int{}, map[string]bool{}
	lines := bufio.NewScanner(&out)
	for lines.Scan() {
		var l struct {
			Type, Commitment string
			Leaves, Size     int64
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("line %q: %v", lines.Text(), err)
		}
		if types[l.Type]++; l.Type == "text" {
			texts[l.Commitment] = true
		}
		leaves = max(leaves, l.Leaves, l.Size)
	}
	delete(types, "leaf")
	want := map[string]int{
		"recette.journal": 1, "person": 1, "text": 2, "erased": 1, "document": 1, "checkpoint": 1, "end": 1,
	}
	if fmt.Sprint(types) != fmt.Sprint(want) || leaves != size || !texts[kept] || signed.Size > size {
		t.Errorf("of %d leaves, heads of up to %d, the text that is named again %t; lines %v, want %v",
			size, leaves, texts[kept], types, want)
	}
}

func doctorCounts(t *testing.T, log Subject) {
	mustAppend(t, log, result("A", "SC-1"), result("A", "SC-2"))
	if _, err := log.Checkpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, log, result("A", "SC-3"))
	f, err := log.Doctor(t.Context())
	if err != nil || f.Project != log.Project() || f.Leaves != 3 || f.LastCheckpoint != 2 || len(f.QuickCheck) > 0 ||
		f.SchemaVersion != f.Latest {
		t.Errorf("Doctor() = %+v, %v", f, err)
	}
}

func closeEndsEverything(t *testing.T, log Subject) {
	mustAppend(t, log, result("A", "SC-1"))
	for range 2 {
		if err := log.Close(); err != nil {
			t.Errorf("Close() = %v", err)
		}
	}
	_, appended := log.Append(t.Context(), result("A", "SC-2"))
	_, extended := log.Extend(t.Context(), func(journal.Head) ([]journal.Entry, error) { return nil, nil })
	_, signed := log.Checkpoint(t.Context())
	_, _, head := log.Head(t.Context())
	_, texts := log.Texts(t.Context(), []string{strings.Repeat("0", 64)})
	_, blob := log.Blob(t.Context(), strings.Repeat("0", 64))
	_, verified := log.Verify(t.Context(), store.VerifyOptions{})
	errs := map[string]error{
		"Append": appended, "Extend": extended, "Checkpoint": signed, "Head": head, "Texts": texts, "Blob": blob,
		"Verify": verified, "Export": log.Export(t.Context(), &bytes.Buffer{}), "Scrub": log.Scrub(t.Context()),
	}
	for _, err := range log.Records(t.Context(), journal.Filter{}) {
		errs["Records"] = err
	}
	for name, err := range errs {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s after Close: %v, want ErrClosed", name, err)
		}
	}
}
