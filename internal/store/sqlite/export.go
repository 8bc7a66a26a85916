package sqlite

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"recette/internal/journal"
	"recette/internal/store"
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
//	{"type":"erased","commitment":…}      a text or a name that was erased on purpose
//	{"type":"document","sha256":…,"data":…}                                 base64
//	{"type":"checkpoint","size":…,"verifier":…,"note":…}                    a signed note, with the key that signed it
//	{"type":"end","leaves":n,"root":…}    its absence says that the file was cut short
//
// It holds names and free texts: whoever receives it receives personal data. On error what was written is to be thrown
// away.
func (db *DB) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	e := &exporter{db: db, out: out, json: json.NewEncoder(out)}
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
	db   *DB
	out  *bufio.Writer
	json *json.Encoder
}

type exportHead struct {
	Type    string `json:"type"`
	Version int    `json:"version,omitempty"`
	Project string `json:"project,omitempty"`
	Leaves  int64  `json:"leaves"`
	Root    string `json:"root"`
}

func (e *exporter) all(ctx context.Context) error {
	leaves, root, err := e.db.Head(ctx)
	if err != nil {
		return err
	}
	if err := e.json.Encode(exportHead{Type: "recette.journal", Version: exportVersion, Project: e.db.project, Leaves: leaves, Root: root}); err != nil {
		return err
	}
	tree := &journal.Tree{}
	for r, err := range e.db.Records(ctx, journal.Filter{}) {
		if err != nil {
			return err
		}
		if tree.Size() == leaves {
			break // recorded since
		}
		tree.Add(r.Raw)
		// The bytes go out as they are: an encoder would write them another way.
		if _, err := fmt.Fprintf(e.out, `{"type":"leaf","leaf":%s}`+"\n", r.Raw); err != nil {
			return err
		}
	}
	if tree.Size() != leaves || tree.Root() != root {
		return fmt.Errorf("%w: the leaves do not give the root of the stored hashes", store.ErrCorrupt)
	}
	if err := e.outside(ctx); err != nil {
		return err
	}
	return e.json.Encode(exportHead{Type: "end", Leaves: leaves, Root: root})
}

func (e *exporter) outside(ctx context.Context) error {
	var failed error
	put := func(key string, line any) string {
		if failed == nil {
			failed = e.json.Encode(line)
		}
		return key
	}
	persons := each(ctx, e.db, `SELECT commitment, ref, salt, name, role FROM person WHERE commitment > ? ORDER BY commitment LIMIT ?`,
		func(p *personRow) string {
			return put(p.Commitment, struct {
				Type       string `json:"type"`
				Commitment string `json:"commitment"`
				Ref        string `json:"ref"`
				Salt       []byte `json:"salt"`
				Name       string `json:"name"`
				Role       string `json:"role"`
			}{"person", p.Commitment, p.Ref, p.Salt, p.Name, p.Role})
		})
	if err := firstOf(failed, persons); err != nil {
		return err
	}
	texts := each(ctx, e.db, `SELECT commitment, salt, value FROM free_text WHERE commitment > ? ORDER BY commitment LIMIT ?`,
		func(t *textRow) string {
			return put(t.Commitment, struct {
				Type       string `json:"type"`
				Commitment string `json:"commitment"`
				Salt       []byte `json:"salt"`
				Value      string `json:"value"`
			}{"text", t.Commitment, t.Salt, t.Value})
		})
	if err := firstOf(failed, texts); err != nil {
		return err
	}
	erased := each(ctx, e.db, `SELECT commitment FROM erasure WHERE commitment > ? ORDER BY commitment LIMIT ?`,
		func(c *string) string {
			return put(*c, struct {
				Type       string `json:"type"`
				Commitment string `json:"commitment"`
			}{"erased", *c})
		})
	if err := firstOf(failed, erased); err != nil {
		return err
	}
	documents := each(ctx, e.db, `SELECT sha256, data FROM document WHERE sha256 > ? ORDER BY sha256 LIMIT ?`,
		func(d *documentRow) string {
			return put(d.SHA256, struct {
				Type   string `json:"type"`
				SHA256 string `json:"sha256"`
				Data   []byte `json:"data"`
			}{"document", d.SHA256, d.Data})
		})
	if err := firstOf(failed, documents); err != nil {
		return err
	}
	rows, err := e.db.checkpointRows(ctx)
	if err != nil {
		return err
	}
	for _, c := range rows {
		put("", struct {
			Type string `json:"type"`
			sideCheckpoint
		}{"checkpoint", c})
	}
	return failed
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
