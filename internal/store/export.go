package store

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"maps"
	"slices"

	"recette/internal/journal"
)

// exportVersion is the version of the format that Export writes.
const exportVersion = 1

// Export writes the whole log as NDJSON in UTF-8: one JSON object a line, each with a "type". It streams. The lines
// come in this order, and a reader can check the file without this program:
//
//	{"type":"recette.journal","version":1,"project":…,"leaves":n,"root":…}  root of the n leaves, base64
//	{"type":"leaf","leaf":{…}}            the exact canonical bytes (RFC 8785), by position; its hash is
//	                                      SHA-256(0x00 ‖ bytes)
//	{"type":"person","commitment":…,"ref":…,"salt":…,"name":…,"role":…}     SHA-256(salt ‖ name ‖ 0x00 ‖ role)
//	{"type":"text","commitment":…,"salt":…,"value":…}                       SHA-256(salt ‖ value); salts are base64
//	{"type":"erased","commitment":…}      a text or a name that a leaf of the file erased
//	{"type":"document","sha256":…,"data":…}                                 base64
//	{"type":"checkpoint","size":…,"verifier":…,"note":…}                    a signed note, with the key that signed it
//	{"type":"end","leaves":n,"root":…}    its absence says that the file was cut short
//
// It holds names and free texts: whoever receives it receives personal data. On error what was written is to be thrown
// away.
func (l *Journal) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	e := &exporter{
		log: l, out: out, json: json.NewEncoder(out), erased: map[string]struct{}{}, named: newKeySet(),
		later: newKeySet(),
	}
	e.json.SetEscapeHTML(false)
	if err := e.all(ctx); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

type exporter struct {
	log  *Journal
	out  *bufio.Writer
	json *json.Encoder

	leaves int64
	erased map[string]struct{} // commitments that the leaves erase
	named  keySet              // what the leaves name beside them
	next   int64               // what others record meanwhile was looked at up to here
	later  keySet              // what it names
}

// keySet is a set of commitments and addresses, hashed: a few bytes each.
type keySet struct {
	seed maphash.Seed
	has  map[uint64]struct{}
}

func newKeySet() keySet { return keySet{maphash.MakeSeed(), map[uint64]struct{}{}} }

func (s keySet) contains(key string) bool {
	_, ok := s.has[maphash.String(s.seed, key)]
	return ok
}

// addNamed adds what a leaf names beside it.
func (s keySet) addNamed(l *journal.Leaf) {
	add := func(key string) { s.has[maphash.String(s.seed, key)] = struct{}{} }
	for c := range l.Commitments() {
		add(c)
	}
	if l.Request != nil {
		add(l.Request.C)
	}
	if l.Actor != nil {
		add(l.Actor.C)
	}
	if d := l.Document(); d != "" {
		add(d)
	}
}

// look notes what others recorded since the export began: what is beside the leaves is not read with them.
func (e *exporter) look(ctx context.Context) error {
	for r, err := range e.log.Records(ctx, journal.Filter{From: e.next}) {
		if err != nil {
			return err
		}
		e.later.addNamed(&r.Leaf)
		e.next = r.Leaf.Seq + 1
	}
	return nil
}

// since tells whether something was recorded after the leaves of the export.
func (e *exporter) since(key string) bool { return e.later.contains(key) && !e.named.contains(key) }

// looking is one of the Next methods of Rows that looks at what was recorded before its answer.
func looking[T any](
	e *exporter, next func(context.Context, string) ([]T, error),
) func(context.Context, string) ([]T, error) {
	return func(ctx context.Context, after string) ([]T, error) {
		page, err := next(ctx, after)
		if err == nil && len(page) > 0 {
			err = e.look(ctx)
		}
		return page, err
	}
}

type exportHead struct {
	Type    string `json:"type"`
	Version int    `json:"version,omitempty"`
	Project string `json:"project,omitempty"`
	Leaves  int64  `json:"leaves"`
	Root    string `json:"root"`
}

func (e *exporter) all(ctx context.Context) error {
	leaves, root, err := e.log.Head(ctx)
	if err != nil {
		return err
	}
	e.leaves, e.next = leaves, leaves
	if err := e.json.Encode(exportHead{
		Type: "recette.journal", Version: exportVersion, Project: e.log.project, Leaves: leaves, Root: root,
	}); err != nil {
		return err
	}
	tree := &journal.Tree{}
	for r, err := range e.log.Records(ctx, journal.Filter{}) {
		if err != nil {
			return err
		}
		if tree.Size() == leaves {
			break // recorded since
		}
		tree.Add(r.Raw)
		e.named.addNamed(&r.Leaf)
		if r.Leaf.Erase != nil {
			for _, c := range r.Leaf.Erase.Commitments {
				e.erased[c] = struct{}{}
			}
		}
		// The bytes go out as they are: an encoder would write them another way.
		if _, err := fmt.Fprintf(e.out, `{"type":"leaf","leaf":%s}`+"\n", r.Raw); err != nil {
			return err
		}
	}
	if tree.Size() != leaves || tree.Root() != root {
		return fmt.Errorf("%w: the leaves do not give the root of the stored hashes", ErrCorrupt)
	}
	if err := e.detached(ctx); err != nil {
		return err
	}
	return e.json.Encode(exportHead{Type: "end", Leaves: leaves, Root: root})
}

func (e *exporter) detached(ctx context.Context) error {
	rows := e.log.rows
	if err := each(ctx, looking(e, rows.NextPersons), func(p *journal.Person) (string, error) {
		if e.since(p.Commitment) {
			return p.Commitment, nil
		}
		return p.Commitment, e.json.Encode(struct {
			Type       string `json:"type"`
			Commitment string `json:"commitment"`
			Ref        string `json:"ref"`
			Salt       []byte `json:"salt"`
			Name       string `json:"name"`
			Role       string `json:"role"`
		}{"person", p.Commitment, p.Ref, p.Salt, p.Name, p.Role})
	}); err != nil {
		return err
	}
	if err := each(ctx, looking(e, rows.NextTexts), func(t *journal.Text) (string, error) {
		if e.since(t.Commitment) {
			return t.Commitment, nil
		}
		return t.Commitment, e.json.Encode(struct {
			Type       string `json:"type"`
			Commitment string `json:"commitment"`
			Salt       []byte `json:"salt"`
			Value      string `json:"value"`
		}{"text", t.Commitment, t.Salt, t.Value})
	}); err != nil {
		return err
	}
	for _, c := range slices.Sorted(maps.Keys(e.erased)) {
		if err := e.json.Encode(struct {
			Type       string `json:"type"`
			Commitment string `json:"commitment"`
		}{"erased", c}); err != nil {
			return err
		}
	}
	if err := each(ctx, looking(e, rows.NextDocuments), func(sum *string) (string, error) {
		if e.since(*sum) {
			return *sum, nil
		}
		return *sum, e.document(ctx, *sum)
	}); err != nil {
		return err
	}
	checkpoints, err := rows.Checkpoints(ctx)
	if err != nil {
		return err
	}
	for _, c := range checkpoints {
		if c.Size > e.leaves { // signed since
			continue
		}
		if err := e.json.Encode(struct {
			Type string `json:"type"`
			StoredCheckpoint
		}{"checkpoint", c}); err != nil {
			return err
		}
	}
	return nil
}

// document writes a document as it comes: a manifest of many cases is large.
func (e *exporter) document(ctx context.Context, sum string) error {
	address, err := json.Marshal(sum)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.out, `{"type":"document","sha256":%s,"data":"`, address); err != nil {
		return err
	}
	data := base64.NewEncoder(base64.StdEncoding, e.out)
	err = e.log.rows.DocumentPieces(ctx, sum, func(piece []byte) error {
		_, err := data.Write(piece)
		return err
	})
	if err != nil {
		return err
	}
	if err := data.Close(); err != nil {
		return err
	}
	_, err = e.out.WriteString("\"}\n")
	return err
}

// each goes over everything that one of the Next methods of Rows gives. f gives the key of what it is handed. Keys that
// do not grow come from a damaged index, and would never end.
func each[T any](
	ctx context.Context, next func(context.Context, string) ([]T, error), f func(*T) (key string, err error),
) error {
	for last := ""; ; {
		page, err := next(ctx, last)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			key, err := f(&page[i])
			if err != nil {
				return err
			}
			if key <= last {
				return fmt.Errorf("%w: key %q comes after %q", ErrCorrupt, key, last)
			}
			last = key
		}
	}
}
