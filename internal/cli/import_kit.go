package cli

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/importer"
	"recette/internal/picture"
	"recette/internal/recette"
)

// told completes what a file of results is compared with. What went wrong while it is looked at is in failed, once the
// plan is made.
func (w *openRecord) told(
	ctx context.Context, m *campaign.Outline, t *campaign.Told, s *importer.Stand,
) (failed *error) {
	failed = new(error)
	s.Zone, s.Closed, s.Headed = t.Plan.Zone(), t.State.ClosedAt != "", t.Headed
	s.Recorded = func(e *importer.Entry) (same, other bool) {
		tester := campaign.ActorOf(&m.Manifest, e.Tester, rights.Record)
		at, _, err := w.Service.Answered(ctx, tester, m.Campaign, e.Case, e.Made+1, campaign.Request{
			Key: e.Key, Digest: e.Digest,
		})
		switch {
		case errors.Is(err, campaign.ErrRequest):
			return false, true
		case errors.Is(err, rights.ErrDenied): // who may not see it did not record it
		case err != nil:
			*failed = err
		}
		return at > 0, false
	}
	return failed
}

// fitting is evidence that is fit to be kept, by case and step.
type fitting map[string]map[int][]picture.File

// kept looks at what would be recorded of a file of results, before any of it is: what may not be is a conflict of its
// row, with the reason, and its evidence is made fit to be kept.
func (t *taker) kept(ctx context.Context, plan *importer.Plan) error {
	lab := picture.New()
	t.fit = fitting{}
	var refuse []func()
	for i := range plan.Entries {
		e := &plan.Entries[i]
		if err := t.believes(ctx, plan, e); err != nil {
			return err
		}
		code, args, err := t.mayBe(ctx, e)
		if err == nil && code == "" {
			code, args, err = t.fits(ctx, lab, e)
		}
		if err != nil {
			return err
		}
		if id := e.Case; code != "" {
			refuse = append(refuse, func() { plan.Refuse(id, code, args...) })
		}
	}
	for _, one := range refuse {
		one()
	}
	return nil
}

// atOnce is how near an instant may be to the present to be that of the journal.
const atOnce = time.Minute

// believes keeps of the instants that a device tells those that somebody can believe, and says of a case that one of
// the others was given. What is recorded within a minute needs none.
func (t *taker) believes(ctx context.Context, plan *importer.Plan, e *importer.Entry) (err error) {
	told := false
	for k := range e.Steps {
		s := &e.Steps[k]
		if s.Given.IsZero() {
			continue
		}
		given := s.Given
		if s.Given, err = t.Service.Believed(ctx, t.m.Campaign, given); err != nil {
			return err
		}
		if told || !s.Given.IsZero() || t.env.now().Sub(given).Abs() <= atOnce {
			continue
		}
		told = true
		plan.Lines = append(plan.Lines, importer.Unbelieved(e, s.Step, given))
	}
	return nil
}

// mayBe says why a case may not be recorded for its tester; empty when it may.
func (t *taker) mayBe(ctx context.Context, e *importer.Entry) (code string, args []string, err error) {
	if e.Kept {
		return "", nil, nil
	}
	tester := t.tester(e)
	err = t.to.CheckTranscript(ctx, tester, tester, t.transcript(e))
	held := &campaign.HeldError{}
	switch {
	case err == nil:
		return "", nil, nil
	case errors.Is(err, rights.ErrDenied):
		return "not-theirs", []string{e.Tester}, nil
	case errors.Is(err, campaign.ErrClosed):
		return "campaign-closed", nil, nil
	case errors.Is(err, campaign.ErrSuspended):
		return "campaign-suspended", nil, nil
	case errors.As(err, &held):
		return "open", []string{e.Tester}, nil
	}
	return "", nil, err
}

// fits makes the evidence of a case fit to be kept, or says which of it is not.
func (t *taker) fits(ctx context.Context, lab *picture.Lab, e *importer.Entry) (code string, args []string, err error) {
	t.fit[e.Case] = map[int][]picture.File{}
	for k := range e.Steps {
		step := e.Steps[k].Step
		for _, p := range t.file.Pieces(e.Case, step) {
			f, err := lab.Fit(ctx, campaign.CleanName(p.Name), p.Data)
			if ctx.Err() != nil {
				return "", nil, ctx.Err()
			}
			if err != nil || f.MIME == "" && !utf8.Valid(f.Body) {
				return "evidence-bad", []string{p.Name}, nil
			}
			if f.MIME == "" {
				f.Name = strings.TrimSuffix(f.Name, filepath.Ext(f.Name)) + ".txt"
			}
			t.fit[e.Case][step] = append(t.fit[e.Case][step], f)
		}
	}
	return "", nil, nil
}

// brought keeps the evidence of a step that a file of results holds.
func (t *taker) brought(
	ctx context.Context, actor recette.Actor, id string, step int,
) (kept []fact.Attachment, err error) {
	for _, f := range t.fit[id][step] {
		one, err := t.Service.Attach(ctx, actor, t.m.Campaign, f.Name, f.MIME, bytes.NewReader(f.Body))
		if errors.Is(err, rights.ErrDenied) {
			return nil, err
		}
		if err != nil {
			return nil, fail("evidence", nil, f.Name, ours(whyRefused(t.words, err)))
		}
		kept = append(kept, one)
	}
	return kept, nil
}
