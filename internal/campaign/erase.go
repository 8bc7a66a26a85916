package campaign

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"recette/internal/access"
	"recette/internal/evidence"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// ErrUnknownText says that what is to be erased is not there: it never was, or it was erased already.
var ErrUnknownText = fmt.Errorf("%w: no such text, name or attachment", Err)

// ErrRemains says that what was erased, and is recorded as such, may still be read in files of the record.
var ErrRemains = fmt.Errorf("%w: erased, and not gone from every file yet", Err)

// ErrNothingKept says that nothing is kept of whom, or of what, an erasure is about.
var ErrNothingKept = fmt.Errorf("%w: nothing is kept of it", Err)

// ErrRepeats says that the reason of an erasure says again what is erased: the record would keep it.
var ErrRepeats = fmt.Errorf("%w: the reason repeats what is erased", Err)

// ErrHolding says that a person whose name is to be erased holds roles: nobody could take these back any more.
var ErrHolding = fmt.Errorf("%w: they hold roles in the project", Err)

// Erased is what was erased.
type Erased struct {
	Texts int      // free texts
	Names int      // of people
	Files int      // attachments
	PVs   []string // numbers of the PVs that may show them: files that were handed over keep what they say
	Plan  []string // of the names, those that the frozen plan holds too, which nothing erases
}

// Erase takes texts, names and attachments of a campaign away for ever, by the ids that Erasable gives, and records
// which, why and by whom: the leaf and what it erases go in one commit. The display names of an attachment go with it.
// It returns *FieldError without a reason, ErrRepeats for one that holds a text or a name it erases, ErrUnknownText for
// an id that is not there, refusals under access.ErrDenied, and ErrRemains with what was erased: calling FinishErasures
// later ends it.
func (s *Service) Erase(
	ctx context.Context, actor recette.Actor, campaign string, ids []string, reason string,
) (Erased, error) {
	if recette.Blank(reason) {
		return Erased{}, missing("reason")
	}
	if err := s.allow(ctx, actor, access.ErasePersonal); err != nil { // said before anything is read
		return Erased{}, err
	}
	found, err := s.erasable(ctx, campaign)
	if err != nil {
		return Erased{}, err
	}
	chosen, err := choose(found, ids)
	if err != nil {
		return Erased{}, err
	}
	for i := range chosen {
		if !chosen[i].File && repeats(reason, chosen[i].Text) {
			return Erased{}, ErrRepeats
		}
	}
	var done Erased
	err = s.add(ctx, campaign, func(ctx context.Context, c *loaded) (*entry, error) {
		if err := access.Allow(actor, access.ErasePersonal, c.bounds(actor)); err != nil {
			return nil, err
		}
		if err := s.still(ctx, chosen); err != nil {
			return nil, err
		}
		plans, err := s.everFrozen(ctx, c)
		if err != nil {
			return nil, err
		}
		leaf := leafOf(chosen, nil)
		done = c.erased(chosen, leaf, plans)
		s.people.forget(chosen)
		d := s.entry(actor, journal.KindPersonalErase, campaign)
		d.entry.Leaf.Erase = leaf
		d.entry.Leaf.Erase.Reason = d.text("reason", reason)
		return d, nil
	})
	if err != nil {
		return Erased{}, err
	}
	_, err = s.finish(ctx, chosen)
	return done, err
}

// choose gives what ids name, with the display names of the attachments among them.
func choose(found []Erasable, ids []string) ([]Erasable, error) {
	if len(ids) == 0 {
		return nil, missing("what")
	}
	var chosen []Erasable
	for _, id := range ids {
		at := slices.IndexFunc(found, func(e Erasable) bool { return e.ID == id })
		if at < 0 {
			return nil, fmt.Errorf("%.12s: %w", id, ErrUnknownText)
		}
		chosen = append(chosen, found[at])
		for _, e := range found {
			if found[at].File && e.Of == id {
				chosen = append(chosen, e)
			}
		}
	}
	slices.SortFunc(chosen, byID)
	return slices.CompactFunc(chosen, func(a, b Erasable) bool { return a.ID == b.ID }), nil
}

// still refuses what was erased meanwhile. The caller is under the lock of the log.
func (s *Service) still(ctx context.Context, chosen []Erasable) error {
	var words []string
	for _, e := range chosen {
		if !e.File {
			words = append(words, e.ID)
			continue
		}
		if s.evidence == nil {
			return ErrEvidence
		}
		if _, err := s.evidence.Stat(ctx, e.ID); err != nil {
			return fmt.Errorf("%.12s: %w: %w", e.ID, ErrUnknownText, err)
		}
	}
	texts, err := s.log.Texts(ctx, words)
	if err != nil {
		return fmt.Errorf("read what is to be erased: %w", err)
	}
	persons, err := s.log.Persons(ctx, words)
	if err != nil {
		return fmt.Errorf("read what is to be erased: %w", err)
	}
	for _, id := range words {
		_, text := texts[id]
		_, person := persons[id]
		if !text && !person {
			return fmt.Errorf("%.12s: %w", id, ErrUnknownText)
		}
	}
	return nil
}

// leafOf names what was chosen, with the digests of the requests that recorded it, and whose name goes with it: those
// who recorded under a name that was, and others.
func leafOf(chosen []Erasable, others []string) *journal.Erase {
	e := journal.Erase{Refs: slices.Clone(others)}
	for i := range chosen { // sorted
		if chosen[i].File {
			e.Evidence = append(e.Evidence, chosen[i].ID)
		} else {
			e.Commitments = append(e.Commitments, chosen[i].ID)
		}
		if chosen[i].request != "" {
			e.Commitments = append(e.Commitments, chosen[i].request)
		}
		if chosen[i].Field == FieldName && !chosen[i].Erasure && !chosen[i].Project {
			e.Refs = append(e.Refs, chosen[i].Ref)
		}
	}
	slices.Sort(e.Commitments)
	e.Commitments = slices.Compact(e.Commitments)
	slices.Sort(e.Refs)
	e.Refs = slices.Compact(e.Refs)
	return &e
}

// erased counts what was chosen, and looks for what else holds it: PVs, and the plans that name those whom the leaf
// hides. The caller holds c.mu, or c.recording for writing.
func (c *loaded) erased(chosen []Erasable, leaf *journal.Erase, plans []*plan.Outline) Erased {
	var done Erased
	first := int64(math.MaxInt64)
	said := func(name string) {
		if first = -1; !slices.Contains(done.Plan, name) { // each PV has the plan
			done.Plan = append(done.Plan, name)
		}
	}
	for _, o := range plans {
		for i := range o.Parties {
			if slices.Contains(leaf.Refs, o.Parties[i].Ref) {
				said(o.Parties[i].Name)
			}
		}
		var there map[string]string
		for _, p := range leaf.Places {
			if p.Manifest != o.Digest {
				continue
			}
			if there == nil {
				there = o.Places()
			}
			said(there[p.Path])
		}
	}
	for i := range chosen {
		e := &chosen[i]
		first = min(first, e.Seq)
		switch {
		case e.File:
			done.Files++
		case e.Field == FieldName:
			done.Names++
		default:
			done.Texts++
		}
	}
	for i := range c.state.PVs {
		if pv := &c.state.PVs[i]; pv.Seq > first && !slices.Contains(done.PVs, pv.Number) {
			done.PVs = append(done.PVs, pv.Number)
		}
	}
	return done
}

// finish removes the files of what was erased, and the old pages of the log.
func (s *Service) finish(ctx context.Context, chosen []Erasable) (removed int, err error) {
	ctx = context.WithoutCancel(ctx) // the journal says that it is done
	var errs []error
	for _, e := range chosen {
		if !e.File || s.evidence == nil {
			continue
		}
		switch err := s.evidence.Remove(ctx, e.ID); {
		case err == nil:
			removed++
		case !errors.Is(err, evidence.ErrMissing):
			errs = append(errs, err)
		}
	}
	if err := errors.Join(append(errs, s.log.Scrub(ctx))...); err != nil {
		return removed, fmt.Errorf("%w: %w", ErrRemains, err)
	}
	return removed, nil
}

// FinishErasures ends what an interruption left of the erasures of a project: files of attachments that a leaf erased,
// and old pages of the log. It tells how many files it removed.
func (s *Service) FinishErasures(ctx context.Context, actor recette.Actor) (int, error) {
	if err := s.allow(ctx, actor, access.ErasePersonal); err != nil {
		return 0, err
	}
	var left []Erasable
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindPersonalErase}}) {
		if err != nil {
			return 0, fmt.Errorf("read what was erased: %w", err)
		}
		if rec.Leaf.Erase == nil {
			continue
		}
		for _, id := range rec.Leaf.Erase.Evidence {
			left = append(left, Erasable{ID: id, File: true})
		}
	}
	return s.finish(ctx, left)
}

// Erasure says when, by whom and why something was erased.
type Erasure struct {
	Seq    int64
	At     string // as in the leaf
	By     journal.Actor
	Reason string // empty when it was erased too
}

// erasures gives what the journal erased, by commitment or address, whatever the campaign.
func (s *Service) erasures(ctx context.Context) (map[string]Erasure, error) {
	by := map[string]Erasure{}
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindPersonalErase}}) {
		if err != nil {
			return nil, fmt.Errorf("read what was erased: %w", err)
		}
		l := &rec.Leaf
		if l.Erase == nil {
			continue
		}
		texts, err := s.log.Texts(ctx, []string{l.Erase.Reason})
		if err != nil {
			return nil, fmt.Errorf("read why a text was erased: %w", err)
		}
		e := Erasure{Seq: l.Seq, At: l.At, Reason: texts[l.Erase.Reason]}
		if l.Actor != nil {
			e.By = *l.Actor
		}
		for _, id := range slices.Concat(l.Erase.Commitments, l.Erase.Evidence) {
			by[id] = e
		}
	}
	return by, nil
}
