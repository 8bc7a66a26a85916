package store

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
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
//	{"type":"leaf","leaf":{…}}            the exact canonical bytes (RFC 8785), by position: SHA-256(0x00 ‖ bytes) is its hash
//	{"type":"person","commitment":…,"ref":…,"salt":…,"name":…,"role":…}     SHA-256(salt ‖ name ‖ 0x00 ‖ role)
//	{"type":"text","commitment":…,"salt":…,"value":…}                       SHA-256(salt ‖ value); salts are base64
//	{"type":"erased","commitment":…}      a text or a name that a leaf of the file erased
//	{"type":"document","sha256":…,"data":…}                                 base64
//	{"type":"checkpoint","size":…,"verifier":…,"note":…}                    a signed note, with the key that signed it
//	{"type":"end","leaves":n,"root":…}    its absence says that the file was cut short
//
// It holds names and free texts: whoever receives it receives personal data. On error what was written is to be thrown
// away.
func (l *Log) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	e := &exporter{log: l, out: out, json: json.NewEncoder(out), erased: map[string]struct{}{}}
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
	log  *Log
	out  *bufio.Writer
	json *json.Encoder

	erased map[string]struct{} // commitments that the leaves erase
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
	if err := e.json.Encode(exportHead{Type: "recette.journal", Version: exportVersion, Project: e.log.project, Leaves: leaves, Root: root}); err != nil {
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
	if err := e.outside(ctx); err != nil {
		return err
	}
	return e.json.Encode(exportHead{Type: "end", Leaves: leaves, Root: root})
}

func (e *exporter) outside(ctx context.Context) error {
	rows := e.log.rows
	if err := each(ctx, rows.NextPersons, func(p *journal.Person) (string, error) {
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
	if err := each(ctx, rows.NextTexts, func(t *journal.Text) (string, error) {
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
	if err := each(ctx, rows.NextDocuments, func(d *journal.Blob) (string, error) {
		return d.SHA256, e.json.Encode(struct {
			Type   string `json:"type"`
			SHA256 string `json:"sha256"`
			Data   []byte `json:"data"`
		}{"document", d.SHA256, d.Data})
	}); err != nil {
		return err
	}
	checkpoints, err := rows.Checkpoints(ctx)
	if err != nil {
		return err
	}
	for _, c := range checkpoints {
		if err := e.json.Encode(struct {
			Type string `json:"type"`
			StoredCheckpoint
		}{"checkpoint", c}); err != nil {
			return err
		}
	}
	return nil
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
