package store

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"recette/internal/evidence"
	"recette/internal/journal"
)

// pageRefs is what the leaves of a page refer to.
type pageRefs struct {
	texts, persons, documents map[string]int64   // to the first position that names it
	erased                    map[string]int64   // texts and persons, to the position that erases them
	requests                  map[string][]int64 // keys, to each position that says it answers
	evidence                  []namedEvidence
}

type namedEvidence struct {
	seq int64
	ref journal.EvidenceRef
}

func (p *pageRefs) add(l *journal.Leaf) {
	for c := range l.Commitments() {
		note(&p.texts, c, l.Seq)
	}
	if l.Actor != nil && journal.IsDigest(l.Actor.C) {
		note(&p.persons, l.Actor.C, l.Seq)
	}
	if d := l.Document(); journal.IsDigest(d) {
		note(&p.documents, d, l.Seq)
	}
	if l.Request != nil {
		note(&p.texts, l.Request.C, l.Seq)
		if p.requests == nil {
			p.requests = map[string][]int64{}
		}
		p.requests[l.Request.Key] = append(p.requests[l.Request.Key], l.Seq)
	}
	if l.Erase != nil {
		for _, c := range l.Erase.Commitments {
			note(&p.erased, c, l.Seq)
		}
	}
	for e := range l.EvidenceRefs() {
		p.evidence = append(p.evidence, namedEvidence{l.Seq, e})
	}
}

func note(m *map[string]int64, key string, seq int64) {
	if *m == nil {
		*m = map[string]int64{}
	}
	if _, ok := (*m)[key]; !ok {
		(*m)[key] = seq
	}
}

// detached checks that what the leaves of a page refer to is there, or was erased by a leaf and is not there then.
func (v *verification) detached(ctx context.Context, p *pageRefs) error {
	for _, c := range []struct {
		wanted  map[string]int64
		of      Detached
		missing Code
	}{
		{p.texts, DetachedTexts, TextMissing},
		{p.persons, DetachedPersons, PersonMissing},
		{p.documents, DetachedDocuments, DocumentMissing},
	} {
		if err := v.strike(ctx, c.wanted, c.of); err != nil {
			return err
		}
		if c.of != DetachedDocuments {
			if err := v.strikeErased(ctx, c.wanted); err != nil {
				return err
			}
		}
		for _, key := range slices.SortedFunc(maps.Keys(c.wanted), func(a, b string) int {
			return cmp.Or(cmp.Compare(c.wanted[a], c.wanted[b]), cmp.Compare(a, b))
		}) {
			v.report.Add(Finding{Code: c.missing, Seq: c.wanted[key], Subject: key})
		}
	}
	if err := v.answered(ctx, p.requests); err != nil {
		return err
	}
	if err := v.undone(ctx, p.erased); err != nil {
		return err
	}
	for _, e := range p.evidence {
		if err := v.attachment(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// answered checks that each request is found where its leaf is, and nowhere else: what is not found is recorded again.
// A key is found at one place only: one more leaf that answers it counts the same gesture again.
func (v *verification) answered(ctx context.Context, requests map[string][]int64) error {
	found, err := v.rows.Requests(ctx, slices.Collect(maps.Keys(requests)))
	if err != nil {
		return err
	}
	for key, claims := range requests {
		at, known := found[key]
		for _, seq := range claims {
			if !known || at != seq {
				v.report.At(RowDiffers, seq, "request "+key)
			}
		}
	}
	return nil
}

// strike removes from wanted what is there.
func (v *verification) strike(ctx context.Context, wanted map[string]int64, of Detached) error {
	known, err := v.rows.Known(ctx, of, slices.Collect(maps.Keys(wanted)))
	for _, k := range known {
		delete(wanted, k)
	}
	return err
}

func (v *verification) attachment(ctx context.Context, e namedEvidence) error {
	if v.opts.Evidence == nil {
		if !v.report.Has(EvidenceUnchecked) {
			v.report.Add(Finding{Code: EvidenceUnchecked, Seq: e.seq})
		}
		return nil
	}
	if v.seen == nil {
		v.seen = map[string]bool{}
	}
	if v.seen[e.ref.SHA256] {
		return nil
	}
	v.seen[e.ref.SHA256] = true
	gone, err := v.evidenceErased(ctx, e.ref.SHA256)
	if gone || err != nil {
		return err
	}
	err = v.opts.Evidence.Verify(ctx, e.ref.SHA256, e.ref.Size)
	v.report.Evidence++
	f := Finding{Seq: e.seq, Subject: e.ref.SHA256}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, evidence.ErrMissing):
		f.Code = EvidenceMissing
	default:
		f.Code, f.Detail = EvidenceAltered, err.Error()
	}
	v.report.Add(f)
	return nil
}

func (v *verification) orphans(ctx context.Context) error {
	if v.opts.Evidence == nil || v.report.Newer+v.report.Unknown > 0 { // what was not read may name a file
		return nil
	}
	for e, err := range v.opts.Evidence.Orphans(ctx, func(address string) bool { return v.seen[address] }) {
		if err != nil {
			return err
		}
		v.report.About(EvidenceOrphan, e.Path, "")
	}
	return nil
}

// texts, persons and documents hash everything that is stored, named by a leaf or not.

func (v *verification) texts(ctx context.Context) error {
	return each(ctx, v.rows.NextTexts, func(t *journal.Text) (string, error) {
		v.report.Texts++
		if t.Check() != nil {
			v.report.About(TextAltered, t.Commitment, "")
		}
		return t.Commitment, nil
	})
}

func (v *verification) persons(ctx context.Context) error {
	return each(ctx, v.rows.NextPersons, func(p *journal.Person) (string, error) {
		v.report.Persons++
		// The commitment covers name and role; that the reference is theirs, only the leaves say.
		who, named := v.actors[p.Commitment]
		if p.Check() != nil || named && (p.Ref != who.Ref || p.Role != who.Role) {
			v.report.About(PersonAltered, p.Commitment, "")
		}
		return p.Commitment, nil
	})
}

// documents are read one at a time, by pieces: a manifest of many cases is large.
func (v *verification) documents(ctx context.Context) error {
	return each(ctx, v.rows.NextDocuments, func(sum *string) (string, error) {
		v.report.Documents++
		err := checkedPieces(ctx, v.rows, *sum, func([]byte) error { return nil })
		if errors.Is(err, errAltered) {
			v.report.About(DocumentAltered, *sum, "")
			err = nil
		}
		return *sum, err
	})
}
