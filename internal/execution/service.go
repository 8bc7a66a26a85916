package execution

import (
	"context"
	"errors"
	"io"

	"recette/internal/campaign"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Service is the part of the campaign service that execution needs. *campaign.Service implements it.
type Service interface {
	BeginAttempt(ctx context.Context, actor recette.Actor, b campaign.Begin) (campaign.Attempt, error)
	Record(ctx context.Context, actor recette.Actor, r campaign.Result) (campaign.Recorded, error)
	State(ctx context.Context, actor recette.Actor, id string) (campaign.Progress, error)
	Attach(ctx context.Context, actor recette.Actor, id, name, mime string, r io.Reader) (campaign.Attachment, error)
}

var _ Service = (*campaign.Service)(nil)

// Ledger records in one campaign, or in one free run, in the name of one actor.
type Ledger struct {
	service Service
	actor   recette.Actor
	id      string
	word    func(string) string // of a message of automation
}

var (
	_ Recorder     = (*Ledger)(nil)
	_ Dossier      = (*Ledger)(nil)
	_ EvidenceSink = (*Ledger)(nil)
)

// NewLedger gives the ledger of a campaign, or of the free run with that id.
func NewLedger(s Service, actor recette.Actor, id string) *Ledger {
	return &Ledger{service: s, actor: actor, id: id, word: func(message string) string { return message }}
}

// Worded gives a ledger that records the messages of automation as word says them: the frames that tools put around
// what an author wrote are worded in the language of the record.
func (l *Ledger) Worded(word func(message string) string) *Ledger {
	return &Ledger{service: l.service, actor: l.actor, id: l.id, word: word}
}

// Begin implements Recorder.
func (l *Ledger) Begin(ctx context.Context, b Begin) (Attempt, error) {
	at, err := l.service.BeginAttempt(ctx, l.actor, campaign.Begin{
		Campaign: l.id, Case: b.Case, Content: b.Content, Mode: b.Mode, Restart: b.Restart,
	})
	if err != nil {
		return Attempt{}, refined(err)
	}
	a := Attempt{Number: at.Number, Pass: at.Pass, Free: at.Free, Resumed: at.Resumed}
	if !at.Resumed {
		return a, nil
	}
	texts, err := l.texts(ctx)
	if err != nil {
		return Attempt{}, err
	}
	for _, st := range at.Steps {
		if st.Seen {
			a.Steps = append(a.Steps, standing(&st.Record, texts))
		}
	}
	return a, nil
}

// texts gives what was written of the open attempts.
func (l *Ledger) texts(ctx context.Context) (map[string]string, error) {
	p, err := l.service.State(ctx, l.actor, l.id)
	return p.Texts, err
}

// standing reads an observation back from the journal.
func standing(o *journal.Observation, texts map[string]string) Observation {
	s := Observation{
		Step: o.Step, Mode: recette.Mode(o.Mode), Verdict: recette.Verdict(o.Verdict), Outcome: recette.Outcome(o.Outcome),
		Duration: micros(o.Micros), Observed: texts[o.Observed], Comment: texts[o.Comment],
		Cause: recette.Cause(o.Cause), Reason: texts[o.Reason], Replay: o.Replay,
	}
	for _, e := range o.Evidence {
		s.Evidence = append(s.Evidence, Evidence{SHA256: e.SHA256, Size: e.Size, MIME: e.MIME, Name: texts[e.Name]})
	}
	return s
}

// refined gives the refusals of the service as those of this package; the error of the service stays in the chain.
func refined(err error) error {
	var held *campaign.HeldError
	var drift *campaign.DriftError
	switch {
	case errors.As(err, &held):
		return errors.Join(&OwnedError{Case: held.Case, Attempt: held.Attempt, Owner: held.Ref}, err)
	case errors.As(err, &drift):
		return errors.Join(&DriftError{Case: drift.Case, Recorded: drift.Frozen, Present: drift.Present}, err)
	}
	return err
}

// Record implements Recorder.
func (l *Ledger) Record(ctx context.Context, r Result) error {
	res := campaign.Result{
		Campaign: l.id, Case: r.Case, Content: r.Content, Attempt: r.Attempt, Pass: r.Pass, Mode: r.Mode,
		Closed: r.Closed, Verdict: r.Verdict, Outcome: r.Outcome, Message: l.word(r.Message),
	}
	if len(r.Steps) > 0 {
		res.Steps = make([]campaign.Observation, len(r.Steps))
	}
	for i := range r.Steps {
		o := &r.Steps[i]
		res.Steps[i] = campaign.Observation{
			Step: o.Step, Mode: o.Mode, Verdict: o.Verdict, Outcome: o.Outcome, Duration: o.Duration,
			Observed: o.Observed, Comment: o.Comment, Cause: o.Cause, Reason: o.Reason, Replay: o.Replay,
		}
		if o.Mode == recette.Automated {
			res.Steps[i].Observed = l.word(o.Observed)
		}
		for _, e := range o.Evidence {
			res.Steps[i].Evidence = append(res.Steps[i].Evidence, campaign.Attachment(e))
		}
	}
	_, err := l.service.Record(ctx, l.actor, res)
	return err
}

// Standings implements Dossier.
func (l *Ledger) Standings(ctx context.Context) (map[string]Standing, error) {
	p, err := l.service.State(ctx, l.actor, l.id)
	if err != nil {
		return nil, err
	}
	all := make(map[string]Standing, len(p.Cases))
	for i := range p.Cases {
		c := &p.Cases[i]
		if c.Last == nil {
			continue
		}
		all[c.ID] = Standing{Attempt: c.Last.Number, Open: c.Open, Owner: c.Last.Actor.Ref, Verdict: c.Verdict}
	}
	return all, nil
}

// Put implements EvidenceSink.
func (l *Ledger) Put(ctx context.Context, name, mime string, r io.Reader) (Evidence, error) {
	at, err := l.service.Attach(ctx, l.actor, l.id, name, mime, r)
	return Evidence(at), err
}
