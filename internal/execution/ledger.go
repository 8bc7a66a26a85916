package execution

import (
	"context"
	"io"

	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// Service is the part of the campaign service that execution needs. *campaign.Service implements it.
type Service interface {
	BeginAttempt(ctx context.Context, actor recette.Actor, b campaign.Begin) (campaign.Attempt, error)
	Record(ctx context.Context, actor recette.Actor, r campaign.Result) (campaign.Recorded, error)
	RecordAll(ctx context.Context, actor recette.Actor, rs []campaign.Result) ([]campaign.Recorded, error)
	Cases(ctx context.Context, actor recette.Actor, id string) ([]campaign.CaseStatus, error)
	CheckAmend(ctx context.Context, actor recette.Actor, a campaign.Amend) error
	Amend(ctx context.Context, actor recette.Actor, a campaign.Amend) (campaign.Amended, error)
	Attach(ctx context.Context, actor recette.Actor, id, name, mime string, r io.Reader) (campaign.Attachment, error)
}

var _ Service = (*campaign.Service)(nil)

// Ledger records in one campaign, or in one free run, in the name of one actor.
type Ledger struct {
	service Service
	actor   recette.Actor
	id      string
	word    func(protocol.Message) string
	trial   recette.Trial
	fit     func(ctx context.Context, id string) error
}

var (
	_ Recorder     = (*Ledger)(nil)
	_ Several      = (*Ledger)(nil)
	_ Dossier      = (*Ledger)(nil)
	_ EvidenceSink = (*Ledger)(nil)
	_ Amender      = (*Ledger)(nil)
)

// NewLedger gives the ledger of a campaign, or of the free run with that id. word says faults in the language of the
// record, which outlives whoever reads the screen.
func NewLedger(s Service, actor recette.Actor, id string, word func(protocol.Message) string) *Ledger {
	return &Ledger{service: s, actor: actor, id: id, word: word}
}

// Trying gives the ledger of what is played out of the figures of the campaign: everything that the other one has.
func (l *Ledger) Trying(t recette.Trial) *Ledger {
	out := *l
	out.trial = t
	return &out
}

// Holding gives the ledger that begins no attempt of a case which is not fit to be played: its error is that of Begin.
func (l *Ledger) Holding(fit func(ctx context.Context, id string) error) *Ledger {
	out := *l
	out.fit = fit
	return &out
}

// Word implements Recorder.
func (l *Ledger) Word(m protocol.Message) string { return l.word(m) }

// Begin implements Recorder.
func (l *Ledger) Begin(ctx context.Context, b campaign.Begin) (campaign.Attempt, error) {
	b.Campaign, b.Trial = l.id, l.trial
	if l.fit != nil {
		if err := l.fit(ctx, b.Case); err != nil {
			return campaign.Attempt{}, err
		}
	}
	return l.service.BeginAttempt(ctx, l.actor, b)
}

// Record implements Recorder.
func (l *Ledger) Record(ctx context.Context, r campaign.Result) (campaign.Recorded, error) {
	r.Campaign, r.Trial = l.id, l.trial
	return l.service.Record(ctx, l.actor, r)
}

// RecordAll implements Several.
func (l *Ledger) RecordAll(ctx context.Context, rs []campaign.Result) ([]campaign.Recorded, error) {
	for i := range rs {
		rs[i].Campaign, rs[i].Trial = l.id, l.trial
	}
	return l.service.RecordAll(ctx, l.actor, rs)
}

// CheckAmend implements Amender. Out of the figures nothing is corrected: the result of the case is another one.
func (l *Ledger) CheckAmend(ctx context.Context, a campaign.Amend) error {
	if l.trial != "" {
		return errTrial
	}
	a.Campaign = l.id
	return l.service.CheckAmend(ctx, l.actor, a)
}

// Amend implements Amender.
func (l *Ledger) Amend(ctx context.Context, a campaign.Amend) (campaign.Amended, error) {
	if l.trial != "" {
		return campaign.Amended{}, errTrial
	}
	a.Campaign = l.id
	return l.service.Amend(ctx, l.actor, a)
}

// Cases implements Dossier. Out of the figures, no case has a result that would keep it from being played.
func (l *Ledger) Cases(ctx context.Context) ([]campaign.CaseStatus, error) {
	list, err := l.service.Cases(ctx, l.actor, l.id)
	for i := range list {
		if l.trial != "" {
			list[i] = campaign.CaseStatus{ID: list[i].ID, Verdict: recette.NotRun, Antenne: list[i].Antenne}
		}
	}
	return list, err
}

// Put implements EvidenceSink.
func (l *Ledger) Put(ctx context.Context, name, mime string, r io.Reader) (campaign.Attachment, error) {
	return l.service.Attach(ctx, l.actor, l.id, name, mime, r)
}
