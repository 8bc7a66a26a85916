package execution

import (
	"context"
	"io"
	"slices"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// Service is the part of the campaign service that execution needs. *campaign.Service implements it.
type Service interface {
	BeginAttempt(ctx context.Context, actor recette.Actor, b campaign.Begin) (campaign.Attempt, error)
	Record(ctx context.Context, actor recette.Actor, r campaign.Result) (campaign.Recorded, error)
	Cases(ctx context.Context, actor recette.Actor, id string) ([]campaign.CaseStatus, error)
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
func (l *Ledger) Begin(ctx context.Context, b campaign.Begin) (campaign.Attempt, error) {
	b.Campaign = l.id
	return l.service.BeginAttempt(ctx, l.actor, b)
}

// Record implements Recorder.
func (l *Ledger) Record(ctx context.Context, r campaign.Result) (campaign.Recorded, error) {
	r.Campaign, r.Message, r.Steps = l.id, l.word(r.Message), slices.Clone(r.Steps)
	for i := range r.Steps {
		if o := &r.Steps[i]; o.Mode == recette.Automated {
			o.Observed = l.word(o.Observed)
		}
	}
	return l.service.Record(ctx, l.actor, r)
}

// Cases implements Dossier.
func (l *Ledger) Cases(ctx context.Context) ([]campaign.CaseStatus, error) {
	return l.service.Cases(ctx, l.actor, l.id)
}

// Put implements EvidenceSink.
func (l *Ledger) Put(ctx context.Context, name, mime string, r io.Reader) (campaign.Attachment, error) {
	return l.service.Attach(ctx, l.actor, l.id, name, mime, r)
}
