package store

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/journal"
)

// Rows is what an engine gives to read: rows as they stand, which nobody judged. Journal judges them. What a method
// finds nothing for is absent from its answer. Its errors are those of this package; it is safe for concurrent use.
type Rows interface {
	// Size is the number of leaves.
	Size(ctx context.Context) (int64, error)
	// Leaves gives the next rows that match in [from, end), in order of position, without their hashes, as many as a
	// reader should hold at once; HashedLeaves gives all of them with their hashes. None is the end.
	Leaves(ctx context.Context, f journal.Filter, from, end int64) ([]Row, error)
	HashedLeaves(ctx context.Context, from, end int64) ([]Row, error)
	// Requests gives the positions at which requests are recorded, by key.
	Requests(ctx context.Context, keys []string) (map[string]int64, error)
	// Hashes gives the hashes that a leaf completes, nil when there are none. HashesFrom counts those of a position and
	// of all after it.
	Hashes(ctx context.Context, seq int64) ([]byte, error)
	HashesFrom(ctx context.Context, seq int64) (int64, error)

	// Texts, Persons and Document give what stands behind commitments and addresses. The document that is unknown is
	// ErrUnknown. Known gives the keys that are there.
	Texts(ctx context.Context, commitments []string) ([]journal.Text, error)
	Persons(ctx context.Context, commitments []string) ([]journal.Person, error)
	Document(ctx context.Context, sha256 string) ([]byte, error)
	// DocumentPieces is Document for one that is too large to be held: it gives its pieces in order, which are the
	// callee's from then on, and stops at its error.
	DocumentPieces(ctx context.Context, sha256 string, give func(piece []byte) error) error
	Known(ctx context.Context, of Detached, keys []string) ([]string, error)
	// The Next methods go over everything that is kept beside the leaves, in order of key, a few at a time: those after
	// a key, the first ones after "". None is the end. Of documents, which may be large, they give the keys.
	NextTexts(ctx context.Context, after string) ([]journal.Text, error)
	NextPersons(ctx context.Context, after string) ([]journal.Person, error)
	NextDocuments(ctx context.Context, after string) ([]string, error)
	// Checkpoints gives the stored checkpoints by size.
	Checkpoints(ctx context.Context) ([]StoredCheckpoint, error)

	// Structures adds to a report what the engine finds wrong in its own structures, and Schema what is not as it was
	// made. HeadBeside and CheckpointsBeside give what is kept beside the database, for the loss of its end to be
	// noticed.
	Structures(ctx context.Context, r *Report) error
	Schema(ctx context.Context, r *Report) error
	HeadBeside() (h HeadBeside, known bool, err error)
	CheckpointsBeside(ctx context.Context) ([]StoredCheckpoint, error)
}

// Detached is a kind of thing that leaves commit to and do not hold.
type Detached int

// What leaves commit to.
const (
	DetachedTexts Detached = iota
	DetachedPersons
	DetachedDocuments
)

// Row is a leaf as an engine keeps it: its exact bytes, what is repeated of them so that it can be found, and the
// hashes that it completes.
type Row struct {
	Seq                      int64
	At, Kind, Campaign, Case string
	Request                  string // key of the request that the leaf answers, to be written; nobody reads it here
	Leaf                     []byte
	Hashes                   []byte // nil when there are none, or none were asked for
}

func rowOf(l *journal.Leaf, raw, hashes []byte) Row {
	r := Row{Seq: l.Seq, At: l.At, Kind: string(l.Kind), Campaign: l.Campaign, Leaf: raw, Hashes: hashes}
	switch {
	case l.Result != nil:
		r.Case = l.Result.Case
	case l.Anomaly != nil:
		r.Case = l.Anomaly.Case
	}
	if l.Request != nil {
		r.Request = l.Request.Key
	}
	return r
}

// repeats reports whether the row says what its leaf says. Which case a leaf of an unknown kind or version is about is
// in what was not read of it.
func (r *Row) repeats(l *journal.Leaf) bool {
	want := rowOf(l, nil, nil)
	if !l.Kind.Known() || l.V > journal.Version {
		want.Case = r.Case
	}
	return r.At == want.At && r.Kind == want.Kind && r.Campaign == want.Campaign && r.Case == want.Case
}

// Sound refuses a row that is not at its position, or does not say what its leaf says. A leaf of a newer version is
// believed as far as it can be read.
func (r *Row) Sound(at int64) error {
	if r.Seq != at {
		return fmt.Errorf("%w: entry %d is missing", ErrCorrupt, at)
	}
	if _, err := r.record(); err != nil && !errors.Is(err, ErrNewerLeaf) {
		return err
	}
	return nil
}

// StoredCheckpoint is a signed head as it is kept. One without a note is a line that cannot be read.
type StoredCheckpoint struct {
	Size     int64  `json:"size"     db:"size"`
	Verifier string `json:"verifier" db:"verifier"`
	Note     string `json:"note"     db:"note"`
	Root     string `json:"-"        db:"root"` // as the row of a database repeats it
}

// Open reads the signed head. It is ErrCorrupt when it was not signed by that key, or is not where it belongs.
func (c *StoredCheckpoint) Open() (journal.Signed, error) {
	s, err := journal.OpenCheckpoint(c.Note, c.Verifier)
	if err != nil {
		return s, fmt.Errorf("%w: checkpoint of %d entries: %w", ErrCorrupt, c.Size, err)
	}
	if !c.repeats(s) {
		return s, fmt.Errorf("%w: the row of checkpoint %d does not say what its note says", ErrCorrupt, s.Size)
	}
	return s, nil
}

// repeats reports whether what stands beside the note says what it says.
func (c *StoredCheckpoint) repeats(s journal.Signed) bool {
	return c.Size == s.Size && (c.Root == "" || c.Root == s.Root)
}

// HeadBeside is what an engine noted beside its database after a commit. It never claims more than what is durable.
type HeadBeside struct {
	Size int64
	Root string
	At   string // the clock of that commit, to see it go backwards
}
