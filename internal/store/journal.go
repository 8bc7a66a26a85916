package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
)

// Journal is that of a project over the rows of an engine: all that does not depend on what keeps them. An engine
// embeds it, and adds the methods of Store that do.
type Journal struct {
	project string
	rows    Rows
	commits *Commits        // nil: opened read-only
	key     *journal.LogKey // nil: no checkpoint can be signed
}

// NewJournal makes the journal of a project. Without commits it is read-only; without key it signs no checkpoint.
func NewJournal(project string, rows Rows, commits *Commits, key *journal.LogKey) *Journal {
	return &Journal{project: project, rows: rows, commits: commits, key: key}
}

// Project is the identifier of the project that the record belongs to.
func (l *Journal) Project() string { return l.project }

// Append records entries in order, all or none, and returns when they are durable: after a nil error they survive kill
// -9 and a power cut. It is safe for concurrent use; calls that come together share one commit, and the refusal of one
// call's entries touches no other call. Positions follow each other without a hole; order is by position, never by the
// clock.
//
// On error nothing of the call was recorded, with one exception: an error under ErrFailed means that the disk failed
// while it synchronised, so that only opening the database again can tell. A context that ends before the writer took
// the call makes it return the context's error, and nothing is recorded; afterwards Append waits for the commit
// whatever the context says.
//
// Errors: ErrInvalid, ErrConflict, ErrBusy, ErrFull, ErrReadOnly, ErrIO, ErrCorrupt, ErrClosed, ErrFailed.
func (l *Journal) Append(ctx context.Context, entries ...journal.Entry) ([]journal.Record, error) {
	switch {
	case len(entries) == 0:
		return nil, nil
	case l.commits == nil:
		return nil, fmt.Errorf("append: %w", ErrReadOnly)
	}
	return l.commits.Append(ctx, entries...)
}

// Extend is Append for entries that depend on what the log holds: build gives them under the lock of the log, once what
// other processes appended is known. It sees the durable entries; those of calls of this process that share the commit
// are not among them. Its error comes back as it is, and nothing was recorded. It must be quick, must not call Append,
// and may be called again when the database refused an entry.
func (l *Journal) Extend(
	ctx context.Context, build func(journal.Head) ([]journal.Entry, error),
) ([]journal.Record, error) {
	if l.commits == nil {
		return nil, fmt.Errorf("append: %w", ErrReadOnly)
	}
	return l.commits.Extend(ctx, build)
}

// AppendWith records what build gives, which sees the log as it stands: from before build is called until its entries
// are durable nobody else appends anything, in this process or in another: it shares its commit with no other call.
// What build refuses is given back as it is, and nothing is recorded. build may read the log; it never appends, and is
// quick: everybody waits for it. Apart from that the call is as Append.
func (l *Journal) AppendWith(
	ctx context.Context, build func(context.Context) ([]journal.Entry, error),
) ([]journal.Record, error) {
	if l.commits == nil {
		return nil, fmt.Errorf("append: %w", ErrReadOnly)
	}
	return l.commits.AppendWith(ctx, build)
}

// Records yields the records that match f, in order of position, as the log stood when the iteration began. It reads
// page by page and keeps no connection while the caller runs, so that a slow reader holds nothing up and memory does
// not grow with the log. Iterating again reads again. The first error ends the iteration; a record that does not
// decode, or does not say what its row says, is ErrCorrupt and named by its position; one of a newer version is
// ErrNewerLeaf.
func (l *Journal) Records(ctx context.Context, f journal.Filter) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		end, err := l.rows.Size(ctx)
		if err != nil {
			yield(journal.Record{}, fmt.Errorf("records: %w", err))
			return
		}
		for next := max(f.From, 0); next < end; {
			rows, err := l.rows.Leaves(ctx, f, next, end)
			if err != nil {
				yield(journal.Record{}, fmt.Errorf("records from position %d: %w", next, err))
				return
			}
			for i := range rows {
				r, err := rows[i].record()
				if err != nil {
					yield(journal.Record{}, fmt.Errorf("records: %w", err))
					return
				}
				if wanted(&r.Leaf, f.Kinds) && !yield(r, nil) {
					return
				}
			}
			if len(rows) == 0 {
				return
			}
			next = rows[len(rows)-1].Seq + 1
		}
	}
}

// Requested gives the record that answers a request, and whether there is one: a client that had no answer asks again.
func (l *Journal) Requested(ctx context.Context, key string) (journal.Record, bool, error) {
	at, err := l.rows.Requests(ctx, []string{key})
	if err != nil {
		return journal.Record{}, false, fmt.Errorf("request %s: %w", key, err)
	}
	seq, known := at[key]
	if !known {
		return journal.Record{}, false, nil
	}
	rows, err := l.rows.Leaves(ctx, journal.Filter{}, seq, seq+1)
	if err != nil {
		return journal.Record{}, false, fmt.Errorf("request %s: %w", key, err)
	}
	if len(rows) == 0 {
		return journal.Record{}, false, fmt.Errorf("%w: entry %d is missing", ErrCorrupt, seq)
	}
	rec, err := rows[0].record()
	if err == nil && (rec.Leaf.Request == nil || rec.Leaf.Request.Key != key) {
		err = fmt.Errorf("%w: the row of position %d does not say what its leaf says", ErrCorrupt, seq)
	}
	return rec, err == nil, err
}

func wanted(l *journal.Leaf, kinds []journal.Kind) bool {
	return len(kinds) == 0 || slices.Contains(kinds, l.Kind)
}

func (r *Row) record() (journal.Record, error) {
	l, err := journal.Decode(r.Leaf)
	switch {
	case errors.Is(err, ErrNewerLeaf):
		return journal.Record{}, err
	case err != nil:
		return journal.Record{}, fmt.Errorf("%w: position %d: %w", ErrCorrupt, r.Seq, err)
	}
	if l.Seq != r.Seq {
		return journal.Record{}, fmt.Errorf("%w: position %d holds the leaf of position %d", ErrCorrupt, r.Seq, l.Seq)
	}
	if !r.repeats(&l) {
		return journal.Record{}, fmt.Errorf(
			"%w: the row of position %d does not say what its leaf says", ErrCorrupt, r.Seq,
		)
	}
	return journal.Record{Leaf: l, Raw: r.Leaf}, nil
}

// Texts gives back the texts behind commitments. One that was erased, or never was, is absent. A text that is not what
// the leaf committed to is ErrCorrupt: it is never shown.
func (l *Journal) Texts(ctx context.Context, commitments []string) (map[string]string, error) {
	texts, err := l.rows.Texts(ctx, commitments)
	if err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	out := make(map[string]string, len(texts))
	for _, t := range texts {
		if err := t.Check(); err != nil {
			return nil, fmt.Errorf("texts: %w: %w", ErrCorrupt, err)
		}
		out[t.Commitment] = t.Value
	}
	return out, nil
}

// Salts gives the salts of the texts behind commitments, under the rules of Texts.
func (l *Journal) Salts(ctx context.Context, commitments []string) (map[string][]byte, error) {
	texts, err := l.rows.Texts(ctx, commitments)
	if err != nil {
		return nil, fmt.Errorf("salts: %w", err)
	}
	out := make(map[string][]byte, len(texts))
	for _, t := range texts {
		if err := t.Check(); err != nil {
			return nil, fmt.Errorf("salts: %w: %w", ErrCorrupt, err)
		}
		out[t.Commitment] = t.Salt
	}
	return out, nil
}

// Persons gives back the persons behind the commitments of actors. One that was erased, or never was, is absent. A name
// that is not what the leaf committed to is ErrCorrupt.
func (l *Journal) Persons(ctx context.Context, commitments []string) (map[string]journal.Person, error) {
	persons, err := l.rows.Persons(ctx, commitments)
	if err != nil {
		return nil, fmt.Errorf("persons: %w", err)
	}
	out := make(map[string]journal.Person, len(persons))
	for _, p := range persons {
		if err := p.Check(); err != nil {
			return nil, fmt.Errorf("persons: %w: %w", ErrCorrupt, err)
		}
		out[p.Commitment] = p
	}
	return out, nil
}

// Head gives the present size and root of the log, unsigned.
func (l *Journal) Head(ctx context.Context) (entries int64, root string, err error) {
	n, err := l.rows.Size(ctx)
	if err != nil {
		return 0, "", err
	}
	h, err := tlog.TreeHash(n, NewHashReader(ctx, l.rows.Hashes))
	if err != nil {
		return 0, "", fmt.Errorf("head: %w", err)
	}
	return n, h.String(), nil
}

// Proof gives the inclusion proofs of positions in the tree of the given size, which is that of a checkpoint.
func (l *Journal) Proof(ctx context.Context, size int64, seqs []int64) ([]journal.Proof, error) {
	proofs, err := journal.ProveInclusion(size, seqs, NewHashReader(ctx, l.rows.Hashes))
	if err != nil {
		return nil, fmt.Errorf("proof: %w", err)
	}
	return proofs, nil
}

// Consistency gives the proof that the log of old entries is the beginning of the log of size entries: hashes in
// base64, for journal.VerifyConsistency.
func (l *Journal) Consistency(ctx context.Context, old, size int64) ([]string, error) {
	proof, err := journal.ProveConsistency(old, size, NewHashReader(ctx, l.rows.Hashes))
	if err != nil {
		return nil, fmt.Errorf("consistency: %w", err)
	}
	return proof, nil
}
