package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
)

// Verify recomputes everything from the bytes: each leaf decodes to its own canonical form and stands at its position;
// each stored hash is that of the leaves; each checkpoint, stored or given, signs what the leaves give; each text,
// name, document and attachment is what a leaf committed to. It believes no index, no trigger and no stored hash. What
// is wrong is in the report, by name and position; the error is for a verification that could not be carried out. It
// reads in pages: memory does not grow with the log.
func (l *Journal) Verify(ctx context.Context, o VerifyOptions) (*Report, error) {
	v := &verification{rows: l.rows, opts: o, report: &Report{Project: l.project}, tree: &journal.Tree{}}
	v.keys.Binding = journal.Unbound()
	for _, step := range []func(context.Context) error{
		v.structures, v.witnesses, v.leaves, v.turns, v.texts, v.persons, v.documents, v.orphans, v.schema,
	} {
		err := step(ctx)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return nil, fmt.Errorf("verify: %w", ctx.Err())
		case errors.Is(err, ErrCorrupt):
			// A page that cannot be read: named, and the rest is still looked at.
			v.report.About(DatabaseDamaged, "", err.Error())
		default:
			return nil, fmt.Errorf("verify: %w", err)
		}
	}
	v.report.Leaves, v.report.Root = v.tree.Size(), v.tree.Root()
	return v.report, nil
}

type verification struct {
	rows   Rows
	opts   VerifyOptions
	report *Report
	tree   *journal.Tree
	heads  []witness       // by size
	seen   map[string]bool // addresses of attachments that were checked
	good   int64           // last size that a witness confirmed
	keys   signing         // which key signs heads, as the leaves say
	erased erased
	actors map[string]journal.Actor // by commitment, as the leaves first name them
}

// structures asks the engine whether its own structures hold. It does not see changed content: the rest does.
func (v *verification) structures(ctx context.Context) error { return v.rows.Structures(ctx, v.report) }

// schema asks the engine for the guards that were taken down. One that is gone changed no entry by itself.
func (v *verification) schema(ctx context.Context) error { return v.rows.Schema(ctx, v.report) }

// The names, in findings, of where a head comes from.
const (
	fromHead     = "head"        // noted beside the database after the last commit
	fromBeside   = "checkpoints" // kept beside the database
	fromDatabase = "database"
	fromCaller   = "given"
)

// witnesses gathers the heads that the log must have had. They are read before the size of the log, so that a writer at
// work is not taken for a truncation.
func (v *verification) witnesses(ctx context.Context) error {
	h, known, err := v.rows.HeadBeside()
	if err != nil {
		return err
	}
	if known {
		v.heads = append(
			v.heads, witness{from: fromHead, size: h.Size, root: h.Root, beyond: HeadBeyond, differ: HeadRoot},
		)
	}
	beside, err := v.rows.CheckpointsBeside(ctx)
	if err != nil {
		return err
	}
	for i := range beside {
		v.witness(fromBeside, &beside[i])
	}
	for _, c := range v.opts.Checkpoints {
		v.witness(fromCaller, &StoredCheckpoint{Size: c.Size, Verifier: c.Verifier, Note: c.Note})
	}
	stored, err := v.rows.Checkpoints(ctx)
	there := map[string]bool{}
	for i := range stored {
		v.witness(fromDatabase, &stored[i])
		there[stored[i].Note] = true
	}
	for i := range beside { // the database has a head before the file beside it does
		if c := &beside[i]; c.Note != "" && !there[c.Note] && err == nil {
			v.report.Add(Finding{
				Code: CheckpointMissing, Seq: c.Size - 1, Subject: fromBeside,
				Detail: fmt.Sprintf("the head of %d entries", c.Size),
			})
		}
	}
	slices.SortStableFunc(v.heads, func(a, b witness) int { return cmp.Compare(a.size, b.size) })
	return err
}

func (v *verification) witness(from string, c *StoredCheckpoint) {
	v.report.Checkpoints++
	if len(v.opts.Verifiers) > 0 && !slices.Contains(v.opts.Verifiers, c.Verifier) {
		v.report.About(CheckpointUntrusted, from, "key "+c.Verifier)
	}
	s, err := journal.OpenCheckpoint(c.Note, c.Verifier)
	if err == nil && from != fromCaller && !c.repeats(s) {
		v.report.At(checkpointRow, s.Size-1, from)
	}
	switch {
	case errors.Is(err, journal.ErrSignature):
		v.report.About(CheckpointSignature, from, err.Error())
	case err != nil:
		v.report.About(CheckpointUnreadable, from, err.Error())
	default:
		v.heads = append(v.heads, signedWitness(from, s))
	}
}

// leaves rebuilds the tree.
func (v *verification) leaves(ctx context.Context) error {
	end, err := v.rows.Size(ctx)
	if err != nil {
		return err
	}
	v.confirm()
	if err := v.followErased(ctx); err != nil {
		return err
	}
	for next := int64(0); next < end; {
		rows, err := v.rows.HashedLeaves(ctx, next, end)
		if err != nil || len(rows) == 0 {
			return errors.Join(err, v.beyond())
		}
		var page pageRefs
		for i := range rows {
			v.leaf(&rows[i], &page)
		}
		if err := v.detached(ctx, &page); err != nil {
			return err
		}
		next = rows[len(rows)-1].Seq + 1
	}
	extra, err := v.rows.HashesFrom(ctx, end)
	if err != nil {
		return err
	}
	if extra > 0 && v.stillAt(ctx, end) {
		v.report.At(HashExtra, end, fmt.Sprintf("%d rows", extra))
	}
	return v.beyond()
}

// stillAt reports whether no writer made the log grow meanwhile.
func (v *verification) stillAt(ctx context.Context, end int64) bool {
	n, err := v.rows.Size(ctx)
	return err == nil && n == end
}

// leaf checks one row and adds its bytes to the tree, whatever they are worth: the tree then differs, and the heads say
// so.
func (v *verification) leaf(r *Row, page *pageRefs) {
	if at := v.tree.Size(); r.Seq != at && !v.report.Has(LeafMissing) {
		v.report.Add(Finding{Code: LeafMissing, Seq: at, To: r.Seq - 1})
	}
	stored := r.Hashes
	fresh := v.tree.Add(r.Leaf)
	switch {
	case stored == nil:
		v.report.At(HashMissing, r.Seq, "")
	case len(stored) < tlog.HashSize || !bytes.Equal(stored[:tlog.HashSize], fresh[:tlog.HashSize]):
		v.report.At(LeafAltered, r.Seq, "the bytes are not those that were hashed")
	case !bytes.Equal(stored, fresh) && !v.report.Has(LeafAltered):
		// An altered leaf changes every hash above it: only a first difference above sound leaves is news.
		v.report.At(HashAltered, r.Seq, "")
	}
	l, err := journal.Decode(r.Leaf)
	newer := errors.Is(err, journal.ErrNewer)
	switch {
	case err != nil && !newer:
		v.report.At(LeafUnreadable, r.Seq, err.Error())
	case l.Seq != r.Seq:
		v.report.At(LeafMisplaced, r.Seq, fmt.Sprintf("the leaf says %d", l.Seq))
	default:
		if !r.repeats(&l) {
			v.report.At(RowDiffers, r.Seq, "")
		}
		switch {
		case newer:
			v.report.Newer++
			v.report.At(LeafNewer, r.Seq, fmt.Sprintf("version %d", l.V))
		case !l.Kind.Known():
			v.report.Unknown++
			v.report.Add(Finding{Code: LeafKindUnknown, Seq: r.Seq, Subject: string(l.Kind)})
		}
		page.add(&l)
		v.actor(&l)
		v.follow(&l)
		v.turn(&l)
	}
	v.confirm()
}

// actor notes who a commitment stands for.
func (v *verification) actor(l *journal.Leaf) {
	if l.Actor == nil {
		return
	}
	if v.actors == nil {
		v.actors = map[string]journal.Actor{}
	}
	if _, known := v.actors[l.Actor.C]; !known {
		v.actors[l.Actor.C] = *l.Actor
	}
}

// confirm compares the tree with the heads of its present size.
func (v *verification) confirm() {
	for len(v.heads) > 0 && v.heads[0].size == v.tree.Size() {
		w := v.heads[0]
		v.heads = v.heads[1:]
		if v.tree.Root() != w.root {
			v.report.Add(Finding{
				Code: w.differ, Seq: v.good, To: max(w.size-1, v.good), Subject: w.from,
				Detail: fmt.Sprintf("the first %d entries are not those of this head", w.size),
			})
			continue
		}
		v.good = w.size
		if w.verifier != "" {
			v.report.Signed = w.size
			v.bound(&w)
		}
	}
}

// beyond reports the heads of sizes that the log does not reach.
func (v *verification) beyond() error {
	for _, w := range v.heads {
		v.report.Add(Finding{
			Code: w.beyond, Seq: v.tree.Size(), To: w.size - 1, Subject: w.from,
			Detail: fmt.Sprintf("%d entries, the log holds %d", w.size, v.tree.Size()),
		})
	}
	v.heads = nil
	return nil
}

// witness is a head that the log must have had: from the database, from beside it, or from the caller.
type witness struct {
	from   string
	size   int64
	root   string
	beyond Code
	differ Code

	verifier string // of the key that signed it; empty when nobody did
}

func signedWitness(from string, s journal.Signed) witness {
	return witness{
		from: from, size: s.Size, root: s.Root, beyond: CheckpointBeyond, differ: CheckpointRoot, verifier: s.Verifier,
	}
}
