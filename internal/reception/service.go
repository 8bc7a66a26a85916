package reception

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/campaign"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/internal/vocabulary"
	"recette/reports"
)

// Record is the record of a project, open to be written to for one gesture.
type Record struct {
	Campaigns *campaign.Service
	SignOff   *signoff.Service
	// Check gives what forbids to record at all, before any secret is used.
	Check func(ctx context.Context) error
	Seal  func(ctx context.Context, came error) error // signs the head of the log, whatever came of the gesture
	Close func() error
}

// Project is what the project says, as it stands in its files.
type Project struct {
	Present plan.Presence // content hash of each case
	Drifts  plan.Drifts   // how frozen texts stand to them
	Tags    vocabulary.Vocabulary
}

// Deps is the world of the service. All of it is mandatory.
type Deps struct {
	Open    func(ctx context.Context) (Record, error)
	Against func(ctx context.Context, frozen *plan.Outline) (Project, error)
	// Judge verifies a file as "recette verify --journal" does.
	Judge func(ctx context.Context, data []byte) (*verify.Report, error)
	Files Files
}

// Service is the desk where people decide and sign. It is safe for concurrent use: one PV is made, signed or judged at
// a time, since each takes what memory a judgement may.
type Service struct {
	Deps
	turn chan struct{}
}

// New makes the service.
func New(d Deps) *Service { return &Service{Deps: d, turn: make(chan struct{}, 1)} }

// alone waits for its turn.
func (s *Service) alone(ctx context.Context, do func() error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
		return do()
	case <-ctx.Done():
		return fmt.Errorf("wait for another PV: %w", ctx.Err())
	}
}

// within does something in the record, and seals the journal. Once the record is open it goes on, even when nobody
// waits for it any more. *RecordedError says that all was done, and that sealing or closing failed.
func (s *Service) within(ctx context.Context, do func(context.Context, *Record) error) error {
	r, err := s.Open(ctx)
	if err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	if err := r.Check(ctx); err != nil {
		return errors.Join(err, r.Close())
	}
	err = do(ctx, &r)
	after := errors.Join(r.Seal(ctx, err), r.Close())
	switch {
	case err != nil:
		return errors.Join(err, after)
	case after != nil:
		return &RecordedError{after}
	}
	return nil
}

// Decide records what somebody pronounces, with the passphrase of their key. What was checked is checked again once
// nobody else writes. The errors are those of signoff.Service.CheckDecide and Unlock, and *campaign.MovedError.
func (s *Service) Decide(
	ctx context.Context, actor recette.Actor, d campaign.Decide, passphrase []byte,
) (made campaign.Decided, err error) {
	err = s.within(ctx, func(ctx context.Context, r *Record) error {
		known, err := r.Campaigns.Known(ctx, actor, d.Campaign, journal.KindDecision, d.Request)
		if err != nil || known {
			return err
		}
		p, err := s.against(ctx, r, actor, d.Campaign)
		if err != nil {
			return err
		}
		d.Present = p.Present
		if err := r.SignOff.CheckDecide(ctx, actor, d); err != nil {
			return err
		}
		id, err := r.SignOff.Unlock(actor, signoff.Decider, passphrase)
		if err != nil {
			return err
		}
		made, err = r.SignOff.Decide(ctx, actor, id, d)
		return unsure(err)
	})
	return made, err
}

func (s *Service) against(ctx context.Context, r *Record, actor recette.Actor, id string) (Project, error) {
	m, err := r.Campaigns.Outline(ctx, actor, id)
	if err != nil {
		return Project{}, err
	}
	return s.Against(ctx, m)
}

// Note records what somebody says on the way to the decision: an opinion, a visa, a PV that is submitted.
func (s *Service) Note(
	ctx context.Context, actor recette.Actor, id string, once campaign.Request, f fact.Fact,
) error {
	return s.within(ctx, func(ctx context.Context, r *Record) error {
		_, err := r.Campaigns.NoteOnce(ctx, actor, id, once, f)
		return unsure(err)
	})
}

// Answer answers a warning as it stands. It returns *signoff.UnknownWarningError of one that stands no more.
func (s *Service) Answer(
	ctx context.Context, actor recette.Actor, id, journey string, once campaign.Request, code string, args []string,
	text string,
) error {
	return s.within(ctx, func(ctx context.Context, r *Record) error {
		p, err := s.against(ctx, r, actor, id)
		if err != nil {
			return err
		}
		return unsure(r.SignOff.AnswerThis(ctx, actor, signoff.Request{
			Campaign: id, Journey: journey, Present: p.Present, Tags: p.Tags, Once: once,
		}, code, args, text))
	})
}

// Warnings gives those that a PV would show now, to those who may answer them. The head of the journal is signed for
// it, as for a PV; nothing is recorded.
func (s *Service) Warnings(
	ctx context.Context, actor recette.Actor, p *Project, id, journey string,
) (list []reports.Warning, err error) {
	r, err := s.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	return r.SignOff.Warnings(ctx, actor, signoff.Request{
		Campaign: id, Journey: journey, Present: p.Present, Tags: p.Tags,
	})
}

// Establish makes the PV of a journey, or of the campaign, and records it. It gives its number, empty when a request of
// before made it.
func (s *Service) Establish(
	ctx context.Context, actor recette.Actor, id, journey string, once campaign.Request,
) (number string, err error) {
	err = s.alone(ctx, func() error {
		return s.within(ctx, func(ctx context.Context, r *Record) error {
			known, err := r.Campaigns.Known(ctx, actor, id, journal.KindPVRendered, once)
			if err != nil || known {
				return err
			}
			p, err := s.against(ctx, r, actor, id)
			if err != nil {
				return err
			}
			return r.SignOff.Numbered(ctx, actor, id, journey, func(n string) error {
				number = n
				return s.render(ctx, r, actor, signoff.Request{
					Campaign: id, Journey: journey, Number: n, Present: p.Present, Drifts: p.Drifts, Tags: p.Tags,
					Once: once, Constats: func(sum string) ([]byte, bool) {
						data, err := s.Files.find(ctx, sum)
						return data, err == nil
					},
				})
			})
		})
	})
	return number, err
}

// render draws a PV, keeps its file, and records it: in this order, the file of what the journal knows is there.
func (s *Service) render(ctx context.Context, r *Record, actor recette.Actor, asked signoff.Request) error {
	draft, err := r.SignOff.Make(ctx, actor, asked)
	if err != nil {
		return err
	}
	file, err := r.SignOff.Draw(draft)
	if err != nil {
		return err
	}
	if err := s.Files.keep(file.Data); err != nil {
		return err
	}
	return s.named(r.SignOff.RecordRendered(ctx, actor, draft, file), file.Data)
}

// named gives what became of recording a file: that of what is surely not recorded is dropped, and no other.
func (s *Service) named(err error, file []byte) error {
	err = unsure(err)
	if _, unknown := errors.AsType[*UnknownError](err); err == nil || unknown {
		return err
	}
	return errors.Join(err, s.Files.drop(file))
}

// Signing asks for a signature.
type Signing struct {
	Campaign, Number string
	Of               string // SHA-256, in hex, of the file that was shown
	Passphrase       []byte // of the key of who signs
	Confirmed        string // campaign.ByPassword, or empty
	Request          campaign.Request
}

// Sign signs the file that somebody was shown, in their role, keeps what it becomes, and records it. It returns
// ErrNoFile, the errors of signoff.Service.CheckSign, Unlock and Sign, and campaign.ErrPVFile when the PV was signed by
// somebody else since.
func (s *Service) Sign(ctx context.Context, actor recette.Actor, x Signing) error {
	return s.alone(ctx, func() error {
		return s.within(ctx, func(ctx context.Context, r *Record) error {
			known, err := r.Campaigns.Known(ctx, actor, x.Campaign, journal.KindPVSigned, x.Request)
			if err != nil || known {
				return err
			}
			return s.sign(ctx, r, actor, x)
		})
	})
}

func (s *Service) sign(ctx context.Context, r *Record, actor recette.Actor, x Signing) error {
	data, err := s.Files.find(ctx, x.Of)
	if err != nil {
		return err
	}
	doc, err := signoff.Read(ctx, data)
	if err != nil {
		return fmt.Errorf("%w: %w", signoff.ErrUnreadable, err)
	}
	if doc.PV.Number != x.Number || doc.PV.Reference.Campaign != x.Campaign {
		return campaign.ErrPVFile
	}
	if err := r.SignOff.CheckSign(ctx, actor, actor.Role, doc); err != nil {
		return err
	}
	id, err := r.SignOff.Unlock(actor, doc.Seat(actor.Role), x.Passphrase)
	if err != nil {
		return err
	}
	signed, err := r.SignOff.Sign(ctx, actor, id, doc)
	if err != nil {
		return err
	}
	if err := s.Files.keep(signed.Data); err != nil {
		return err
	}
	signed.Confirmed, signed.Request = x.Confirmed, x.Request
	return s.named(r.SignOff.RecordSigned(ctx, actor, signed), signed.Data)
}

// File gives the file of a state of a PV, by its digest: ErrNoFile, and campaign.ErrPVFile of what it never was.
func (s *Service) File(ctx context.Context, pv *state.PV, sha256 string) ([]byte, error) {
	if _, ok := stateOf(pv, sha256); !ok {
		return nil, campaign.ErrPVFile
	}
	return s.Files.find(ctx, sha256)
}

// stateOf tells whether a digest is that of a state of a PV.
func stateOf(pv *state.PV, sha256 string) (signatures int, ok bool) {
	if sha256 == pv.SHA256 {
		return 0, true
	}
	for i := range pv.Signatures {
		if pv.Signatures[i].SHA256 == sha256 {
			return i + 1, true
		}
	}
	return 0, false
}

// Verify judges the last state of a PV as anybody would who holds the journal.
func (s *Service) Verify(ctx context.Context, pv *state.PV) (r *verify.Report, err error) {
	err = s.alone(ctx, func() error {
		data, err := s.Files.find(ctx, pv.Latest())
		if err == nil {
			r, err = s.Judge(ctx, data)
		}
		return err
	})
	return r, err
}
