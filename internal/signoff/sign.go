package signoff

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/replay"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

// CheckSign refuses, before anybody is asked for a passphrase, a signature that is not the actor's to give in a role,
// that the campaign refuses now (*NotNowError), that could never verify, that the journal could not seal, or that would
// be under pages that the data do not tell (*NotConformError).
func (s *Service) CheckSign(ctx context.Context, actor recette.Actor, role recette.Role, d *Document) error {
	if actor.Role != role {
		return &RoleError{Actor: actor, As: role}
	}
	if role == recette.PO && d.PV.Pronounced() == "" {
		return ErrNotDecided
	}
	err := s.Campaigns.CheckSign(ctx, actor, d.PV.Reference.Campaign, d.PV.Number, d.sum)
	switch {
	case errors.Is(err, campaign.ErrPVFile):
		return err
	case err != nil:
		return &NotNowError{err}
	}
	if _, err := os.Stat(s.LogKey); err != nil {
		return ErrNoLogKey
	}
	role = d.Seat(role)
	if err := boxed(actor, role, d); err != nil {
		return err
	}
	level, err := s.Keys.level(role)
	switch {
	case err != nil:
		return err
	case level == Demo && !d.PV.Demo:
		return ErrDemoKey
	case level != Demo && d.PV.Demo:
		return ErrDemoPV
	}
	if err := s.declared(ctx, actor, role, d); err != nil {
		return err
	}
	return s.checkPages(ctx, d)
}

// boxed refuses the signature of anybody but whom the box of the document names: page 1 would show two names.
func boxed(actor recette.Actor, role recette.Role, d *Document) error {
	for i := range d.PV.Signers {
		p := &d.PV.Signers[i]
		if p.Field == string(signer(role)) && plan.FoldName(p.Name) != plan.FoldName(actor.Name) {
			return &BoxError{Named: p.Name, Actor: actor.Name}
		}
	}
	return nil
}

// Seat is what the certificate of a role is declared under, for a document: the référent of its branch has one of their
// own.
func (d *Document) Seat(role recette.Role) recette.Role {
	if role == recette.Referent {
		return campaign.Seat(d.PV.Antenne)
	}
	return role
}

// Identity is a key that was opened, of a person in a role.
type Identity struct {
	role recette.Role
	*sign.Identity
}

// Unlock opens the key of a role, which must be that of the person who acts. It returns ErrNoKey, ErrPassphrase and
// *HolderError.
func (s *Service) Unlock(actor recette.Actor, role recette.Role, passphrase []byte) (*Identity, error) {
	id, err := sign.LoadIdentity(string(s.Keys), signer(role), passphrase)
	if err != nil {
		return nil, err
	}
	opened := &Identity{role: role, Identity: id}
	if !holder(opened, actor) {
		return nil, &HolderError{Holder: id.Name(), Actor: actor.Name}
	}
	return opened, nil
}

// holder tells whether a key is that of a person.
func holder(id *Identity, actor recette.Actor) bool {
	who := plan.FoldName(actor.Name)
	return plan.FoldName(strings.TrimPrefix(id.Name(), "DEMO ")) == who || plan.FoldName(id.Name()) == who
}

// drawBox draws the visible part of a signature, at a level of trust.
func drawBox(
	words reports.Words, d *Document, actor recette.Actor, id *Identity, level Level, now time.Time,
) ([]byte, error) {
	file, err := pdf.Open(d.Data)
	if err != nil {
		return nil, err
	}
	return replay.Box(file, &d.PV, words, d.fingerprint, replay.Signing{
		Field: string(signer(id.role)), Name: actor.Name, Level: string(level), At: now,
	})
}

// Signed is a PV that bears one signature more, and is not recorded yet.
type Signed struct {
	Data []byte

	Evidence *verify.Pieces // that it names; nil when it names none

	// Confirmed and Request are those of campaign.SignedPV, which whoever records it may say.
	Confirmed string
	Request   campaign.Request

	document *Document
	result   sign.Result
}

// Sign signs a PV, and judges the signed file as anybody will: what would be found not conform is not worth a
// signature, which nobody could take back (*NotConformError). CheckSign comes before.
func (s *Service) Sign(ctx context.Context, actor recette.Actor, id *Identity, d *Document) (*Signed, error) {
	// What is drawn and signed is in the language of the document, whatever that of the person who signs.
	words, err := s.Words(d.PV.Language)
	if err != nil {
		return nil, fmt.Errorf("%w: language %q: %w", ErrUnreadable, d.PV.Language, err)
	}
	m, err := s.Campaigns.Outline(ctx, actor, d.PV.Reference.Campaign)
	if err != nil {
		return nil, err
	}
	now := s.Clock().Truncate(time.Second).In(s.location(m.TimeZone))
	level, err := s.declaredLevel(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	box, err := drawBox(words, d, actor, id, level, now)
	if err != nil {
		return nil, err
	}
	r, err := sign.Sign(d.Data, sign.Request{
		Field: string(signer(id.role)), Name: actor.Name, At: now, Certify: id.role != recette.PO,
		Identity: id.Identity, Appearance: box, Rand: s.Rand,
		Reason: reports.SignatureReason(words.Text, string(actor.Role), d.PV.Pronounced()),
	})
	if err != nil {
		return nil, err
	}
	// The bytes that were signed are the beginning of the signed file: both are not held beside what judges it.
	d.Data = r.PDF[:len(d.Data):len(d.Data)]
	evidence, err := s.verifies(ctx, r.PDF, id.role)
	if err != nil {
		return nil, err
	}
	return &Signed{Data: r.PDF, Evidence: evidence, document: d, result: r}, nil
}

func (s *Service) verifies(ctx context.Context, signed []byte, role recette.Role) (*verify.Pieces, error) {
	expect := []string{string(sign.RolePPO)}
	switch role {
	case recette.PPO:
	case recette.PO:
		expect = append(expect, string(sign.RolePO))
	default:
		expect = []string{string(signer(role))}
	}
	anchors, err := s.Keys.Anchors()
	if err != nil {
		return nil, err
	}
	now := s.Clock().UTC().Truncate(time.Millisecond)
	r, err := verify.PDF(ctx, signed, verify.Options{
		Expect: expect, Now: now, Anchors: anchors, Evidence: s.Look,
	})
	if err != nil {
		return nil, err
	}
	if r.Status == verify.Conform {
		return r.Evidence, nil
	}
	why := append(faults(r.Content), faults(r.Changes)...)
	for i := range r.Signatures {
		why = append(why, faults(r.Signatures[i].Findings)...)
	}
	for i := range r.Joined {
		why = append(why, faults(r.Joined[i].Findings)...)
	}
	if len(why) == 0 {
		return r.Evidence, nil
	}
	return nil, &NotConformError{Findings: why}
}

// RecordSigned binds a signature to the journal, under the rules of CheckSign.
func (s *Service) RecordSigned(ctx context.Context, actor recette.Actor, d *Signed) error {
	return s.Campaigns.RecordPVSigned(ctx, actor, d.document.PV.Reference.Campaign, campaign.SignedPV{
		Number: d.document.PV.Number, Of: d.document.sum, SHA256: d.result.FileSHA256,
		Signature: d.result.SignatureValueSHA256, Certificate: d.result.CertificateSHA256,
		Confirmed: d.Confirmed, Request: d.Request,
	})
}

// Recorded finds, among files, the one that a role signed and the journal knows: a process died between the journal and
// the name of its file. It returns an empty path when there is none.
func (s *Service) Recorded(
	ctx context.Context, actor recette.Actor, d *Document, role recette.Role, among []string,
) (path string, data []byte, err error) {
	status, err := s.Campaigns.Status(ctx, actor, d.PV.Reference.Campaign)
	if err != nil {
		return "", nil, fmt.Errorf("look for a signature that was recorded: %w", err)
	}
	want := ""
	for i := range status.PVs {
		if status.PVs[i].Number == d.PV.Number {
			want = status.PVs[i].Signed(role)
		}
	}
	if want == "" {
		return "", nil, nil
	}
	for _, path := range among {
		data, err := bounded.ReadFileContext(ctx, path, verify.MaxFile)
		if err == nil && verify.Digest(data) == want {
			return path, data, nil
		}
	}
	return "", nil, nil
}
