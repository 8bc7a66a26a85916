package cli

import (
	"context"
	"errors"
	"path/filepath"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/importer"
	"recette/internal/recette"
)

// records is what keeps what a cahier says: the service of campaigns.
type records interface {
	CheckTaker(ctx context.Context, actor, tester recette.Actor, campaign string) error
	CheckTranscript(ctx context.Context, actor, tester recette.Actor, t campaign.Transcript) error
	Transcribe(ctx context.Context, actor, tester recette.Actor, t campaign.Transcript) (campaign.Recorded, error)
	CheckNote(ctx context.Context, actor recette.Actor, campaign string, facts ...fact.Fact) error
	Note(ctx context.Context, actor recette.Actor, campaign string, f fact.Fact) (string, error)
}

// taker records what a cahier says.
type taker struct {
	*openRecord
	to    records
	actor recette.Actor
	m     *campaign.Outline
	file  *importer.File
	name  string // of the file, as it was typed
	o     taking
	files map[string]map[int][]fact.Attachment // evidence, by case and step
	fit   fitting                              // that of a file of results
	left  []importer.Line                      // severities that no anomaly was raised with

	recorded, raised, unraised int // cases, and anomalies; unraised are those that could not be
}

// all records the cases, each in an attempt of its tester, once all of them may be: up to the first that is refused all
// the same. The anomalies of those that are recorded are raised whatever became of the others.
func (t *taker) all(ctx context.Context, entries []importer.Entry) error {
	for i := range entries {
		if err := t.check(ctx, &entries[i]); err != nil {
			return err
		}
	}
	var refused error
	for i := range entries {
		if refused = t.one(ctx, &entries[i]); refused != nil {
			entries = entries[:i]
			break
		}
	}
	var failed error
	for i := range entries { // once each result is kept
		failed = t.raise(ctx, &entries[i], failed)
	}
	if failed == nil {
		return refused
	}
	half := fail("import-half", errors.Join(failed, refused), t.unraised, t.again())
	half.exit = classify(failed).exit
	return half
}

// again is the command that raises what is missing.
func (t *taker) again() string {
	words := []string{"recette", "import", t.name, "--campaign", t.m.Campaign}
	for _, of := range [][2]string{{"--as", t.o.as}, {"--evidence", t.o.beside}} {
		if of[1] != "" {
			words = append(words, of[0], of[1])
		}
	}
	if t.o.partial {
		words = append(words, "--partial")
	}
	return shellWords(words)
}

func (t *taker) tester(e *importer.Entry) recette.Actor {
	return campaign.ActorOf(&t.m.Manifest, e.Tester, rights.Record)
}

// transcript is what is to be recorded of a case, its evidence aside.
func (t *taker) transcript(e *importer.Entry) campaign.Transcript {
	out := campaign.Transcript{
		Campaign: t.m.Campaign, Case: e.Case, Content: e.Content, After: e.Attempt, File: t.file.Name,
		SHA256: t.file.SHA256, Day: e.Day, Request: campaign.Request{Key: e.Key, Digest: e.Digest},
	}
	for k := range e.Steps {
		s := &e.Steps[k]
		seen := campaign.Observation{
			Step: s.Step, Mode: recette.Manual, Verdict: s.Verdict, Observed: s.Observed, Comment: s.Comment,
			Cause: s.Cause, Reason: s.Reason, Given: s.Given,
		}
		if k == 0 {
			seen.Duration = e.Duration // a cahier says how long the whole case took
		}
		out.Steps = append(out.Steps, seen)
	}
	return out
}

// check refuses a case that may not be recorded, or an anomaly of it.
func (t *taker) check(ctx context.Context, e *importer.Entry) (err error) {
	if e.Kept {
		err = t.to.CheckTaker(ctx, t.actor, t.tester(e), t.m.Campaign)
	} else {
		err = t.to.CheckTranscript(ctx, t.actor, t.tester(e), t.transcript(e))
	}
	if err != nil {
		return err
	}
	for _, r := range e.Raise {
		a := t.anomaly(e, r)
		a.Found = nil // nothing waits for it yet
		if err := t.to.CheckNote(ctx, t.tester(e), t.m.Campaign, a); err != nil {
			return err
		}
	}
	return nil
}

// one records a case that is not, and keeps the evidence of one that is: its anomalies show it.
func (t *taker) one(ctx context.Context, e *importer.Entry) error {
	out := t.transcript(e)
	for k := range e.Steps {
		var err error
		if out.Steps[k].Evidence, err = t.evidence(ctx, e, &e.Steps[k]); err != nil {
			return err
		}
		if t.files[e.Case] == nil {
			t.files[e.Case] = map[int][]fact.Attachment{}
		}
		t.files[e.Case][e.Steps[k].Step] = out.Steps[k].Evidence
	}
	if e.Kept {
		return nil
	}
	_, err := t.to.Transcribe(ctx, t.actor, t.tester(e), out)
	if err == nil {
		t.recorded++
	}
	return err
}

// evidence keeps that of a step: it stands beside a cahier, and within a file of results.
func (t *taker) evidence(ctx context.Context, e *importer.Entry, o *importer.Observation) ([]fact.Attachment, error) {
	if t.file.Kit() != nil {
		return t.brought(ctx, t.tester(e), e.Case, o.Step)
	}
	var paths []string
	for _, name := range o.Evidence {
		paths = append(paths, filepath.Join(t.o.evidence, name))
	}
	return t.attached(ctx, t.tester(e), t.m.Campaign, paths)
}

func (t *taker) anomaly(e *importer.Entry, r importer.Raise) gap.Anomaly {
	return gap.Anomaly{
		Severity: r.Severity, Case: e.Case, Step: r.Step + 1, Summary: gap.Summary(r.Summary),
		Files: t.files[e.Case][r.Step],
		Found: &gap.Failure{Case: e.Case, Attempt: e.Attempt + 1, Step: r.Step + 1},
	}
}

// raise raises the anomalies of a case, unless raising one failed already: then it says which are missing, and gives
// why. A failure that an open anomaly accounts for has none of its own: its severity is kept nowhere, and that is said.
func (t *taker) raise(ctx context.Context, e *importer.Entry, failed error) error {
	for _, r := range e.Raise {
		err := failed
		if err == nil {
			_, err = t.to.Note(ctx, t.tester(e), t.m.Campaign, t.anomaly(e, r))
		}
		switch {
		case err == nil:
			t.raised++
		case errors.Is(err, gap.ErrUnknownDraft):
			t.left = append(t.left, importer.SeverityLeft(e, r))
		default:
			t.left = append(t.left, importer.Unraised(e, r))
			t.unraised++
			failed = err
		}
	}
	return failed
}
