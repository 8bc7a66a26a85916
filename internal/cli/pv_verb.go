package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"
)

func (a *app) pvVerbs() *cobra.Command { return a.group("pv", "pv", a.pvDecide(), a.pvSign()) }

// pvDecide records what the decision-maker pronounces. The PV that is rendered afterwards shows it.
func (a *app) pvDecide() *cobra.Command {
	var as, decision string
	var d campaign.Decide
	c := a.command("decide CAMPAGNE", "pv.decide")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&d.Journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&decision, "decision", "", a.words.T("flag.decision"))
	f.StringVar(&d.Reason, "reason", "", a.words.T("flag.reason"))
	f.StringSliceVar(&d.Reserves, "reserve", nil, a.words.T("flag.reserve"))
	f.StringVar(&d.Effect, "effect", "", a.words.T("flag.effect"))
	f.StringVar(&d.GoLive, "golive", "", a.words.T("flag.golive"))
	f.StringVar(&d.Derogation, "derogation", "", a.words.T("flag.derogation"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		code, err := a.choose("--decision", decision, decisionChoices())
		if err != nil {
			return err
		}
		d.Decision = recette.Decision(code)
		if d.GoLive != "" {
			if d.GoLive, err = a.choose("--golive", d.GoLive, goLiveChoices()); err != nil {
				return err
			}
		}
		if d.Effect, err = a.date("--effect", d.Effect); err != nil {
			return err
		}
		if err := a.derogation(d.Derogation); err != nil {
			return err
		}
		if d.Present, err = a.present(cmd.Context()); err != nil {
			return err
		}
		roles := []recette.Role{recette.PO}
		return a.act(cmd.Context(), args[0], as, roles, func(w *openRecord, actor recette.Actor, m *plan.Manifest) error {
			d.Campaign, d.Journey = m.Campaign, journeyMeant(m, d.Journey)
			_, reserves, err := w.recorded(cmd.Context(), m.Campaign)
			if err != nil {
				return err
			}
			d.Reserves = numbersMeant(reserves, d.Reserves...)
			made, err := w.service.Decide(cmd.Context(), actor, d)
			if err != nil {
				return a.explain(err)
			}
			decided := strings.TrimSpace(a.words.T("decision."+code) + " " + strings.Join(made.Reserves, ", "))
			say(a.env.Stdout, a.words.T("pv.decided", made.Number, decided))
			if made.Judged {
				say(a.env.Stdout, a.words.T("pv.judged"))
			}
			return nil
		})
	}
	return c
}

// derogation refuses a number behind which no decision is written down in the project.
func (a *app) derogation(number string) error {
	if number == "" {
		return nil
	}
	root, err := a.projectRoot()
	if err != nil {
		return err
	}
	file := filepath.Join("decisions", filepath.Base(number)+".md")
	if _, err := os.Stat(filepath.Join(root, file)); err != nil {
		return fail("no-decision", nil, number, filepath.ToSlash(file))
	}
	return nil
}

// present gives the content hash of each case as the features stand now, to see which results are stale. A file that
// cannot be read is an error: its cases would be said to have changed. An id that two cases share has no text.
func (a *app) present(ctx context.Context) (map[string]string, error) {
	p, err := a.project()
	if err != nil {
		return nil, err
	}
	return p.Texts(ctx)
}

// pvSign signs a rendered PV in place: the PPO certifies, the PO approves last.
func (a *app) pvSign() *cobra.Command {
	var as, role, passphrase, out string
	var force bool
	c := a.command("sign FICHIER", "pv.sign")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&role, "role", "", a.words.T("flag.role"))
	c.Flags().StringVar(&passphrase, "passphrase", "", a.words.T("flag.passphrase"))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.sign.out"))
	a.forceFlag(c, &force)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code, err := a.choose("--role", role, signerChoices())
		if err != nil {
			return err
		}
		r := recette.Role(code)
		in, to := a.path(args[0]), a.path(args[0])
		if out != "" {
			to = a.path(out)
		}
		return a.signFile(cmd.Context(), signing{in: in, out: to, force: force, role: r, as: as, passphrase: passphrase})
	}
	return c
}

// signing is what is asked of "recette pv sign", and what was read for it.
type signing struct {
	in, out        string
	force          bool
	role           recette.Role
	as, passphrase string
	data           []byte
	pv             *reports.PV
}

// signFile checks the right to sign before anything is signed, records the signature after, and only then shows the
// file: the journal knows each signed file that leaves. Whoever types a passphrase takes their time, and others record
// meanwhile: it is asked beside them, and what was checked is checked again once nobody else writes.
func (a *app) signFile(ctx context.Context, s signing) (err error) {
	before, err := os.Stat(s.in)
	if err != nil {
		return fail("file", err, s.in)
	}
	if s.data, err = bounded.ReadFileContext(ctx, s.in, bounded.Report); err != nil {
		return fail("file", err, s.in)
	}
	memory := frugal()
	defer memory.end()
	memory.grow(len(s.data) * memoryAByte)
	if s.pv, err = embedded(s.data); err != nil {
		return fail("unreadable", err, s.in)
	}
	place, err := a.renewed(s.out, s.force, s.data)
	if err != nil {
		return err
	}
	id, refused, err := a.unlock(ctx, &s)
	if err != nil {
		return err
	}
	var deliver func() error
	campaign, roles := s.pv.Reference.Campaign, []recette.Role{s.role}
	err = a.act(ctx, campaign, s.as, roles, func(w *openRecord, actor recette.Actor, _ *plan.Manifest) error {
		if now, err := os.Stat(s.in); err != nil || !sameState(before, now) {
			return errors.Join(err, fail("file-changed", nil, s.in))
		}
		if err := w.maySign(ctx, &s, actor); err != nil {
			return w.orResume(ctx, &s, place, err)
		}
		if id == nil {
			return refused // it was refused a moment ago: nobody was asked for the passphrase
		}
		deliver, err = w.sign(ctx, &s, actor, id, place)
		return err
	})
	if deliver != nil {
		err = errors.Join(err, deliver()) // what is recorded is delivered, whatever happened since
	}
	return err
}

// sameState tells whether a file is still the one that was read.
func sameState(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// errNotNow says that the state of the campaign refuses a signature: the rights and the order of signatures.
type errNotNow struct{ error }

func (e errNotNow) Unwrap() error { return e.error }

// unlock opens the signer's key, beside whoever writes. What the state of the campaign refuses is given back apart, and
// no passphrase is asked for it: a signature that was recorded may be resumed without.
func (a *app) unlock(ctx context.Context, s *signing) (id *sign.Identity, refused, err error) {
	campaign, roles := s.pv.Reference.Campaign, []recette.Role{s.role}
	err = a.as(ctx, reading, campaign, s.as, roles, func(w *openRecord, actor recette.Actor, _ *plan.Manifest) error {
		if err := w.maySign(ctx, s, actor); err != nil {
			return err
		}
		id, err = w.identity(ctx, s.role, actor, s.passphrase)
		return err
	})
	if _, ok := errors.AsType[errNotNow](err); ok {
		return nil, err, nil
	}
	return id, nil, err
}

// maySign checks everything that can be known before the key is opened.
func (w *openRecord) maySign(ctx context.Context, s *signing, actor recette.Actor) error {
	if actor.Role != s.role {
		needed := w.words.T("pv.sign.role", roleWord(w.words, s.role))
		return fail("rights", nil, actor.Name, roleWord(w.words, actor.Role), needed)
	}
	if s.role == recette.PO && s.pv.Decision.Decision == "" {
		return fail("not-decided", nil)
	}
	err := w.service.CheckSign(ctx, actor, s.pv.Reference.Campaign, s.pv.Number, verify.Digest(s.data))
	switch {
	case errors.Is(err, campaign.ErrPVFile):
		return err
	case err != nil:
		return errNotNow{err}
	}
	return w.signable(s.pv, s.role)
}

// orResume finishes a signature that was recorded when that is why it is refused.
func (w *openRecord) orResume(ctx context.Context, s *signing, place *outlet, refused error) error {
	if _, ok := errors.AsType[errNotNow](refused); !ok {
		return refused
	}
	if done, failed := w.resumed(ctx, s.pv, s.role, place); !done || failed != nil {
		return errors.Join(refused, failed)
	}
	say(place.notes(), w.words.T("pv.sign.resumed", s.pv.Number, strings.ToUpper(string(s.role)), place.Path))
	return nil
}

func (w *openRecord) sign(
	ctx context.Context, s *signing, actor recette.Actor, id *sign.Identity, place *outlet,
) (deliver func() error, err error) {
	signed, err := w.signature(s, actor, id)
	if err != nil {
		return nil, err
	}
	if err := w.verifies(ctx, signed.PDF, s.role); err != nil {
		return nil, err
	}
	deliver, err = place.recorded(ctx, w.kept(s.pv.Number), signed.PDF, func() error {
		return w.service.RecordPVSigned(ctx, actor, s.pv.Reference.Campaign, campaign.SignedPV{
			Number: s.pv.Number, Of: verify.Digest(s.data), SHA256: signed.FileSHA256, Signature: signed.SignatureValueSHA256,
			Certificate: signed.CertificateSHA256,
		})
	})
	if err == nil {
		say(place.notes(), w.words.T("pv.signed", s.pv.Number, strings.ToUpper(string(s.role)), actor.Name, place.Path))
	}
	return deliver, err
}

// identity opens the key of a role, which must be that of the person who acts.
func (w *openRecord) identity(
	ctx context.Context, role recette.Role, actor recette.Actor, passphrase string,
) (*sign.Identity, error) {
	signer := sign.Role(strings.ToUpper(string(role)))
	pass, err := w.secret(ctx, passphrase, w.words.T("key.passphrase", signer))
	if err != nil {
		return nil, err
	}
	id, err := sign.LoadIdentity(w.layout().Keys(), signer, pass)
	if errors.Is(err, sign.ErrPassphrase) {
		return nil, fail("passphrase", nil, signer)
	}
	if err != nil {
		return nil, err
	}
	if !sameName(strings.TrimPrefix(id.Name(), "DEMO "), actor.Name) && !sameName(id.Name(), actor.Name) {
		return nil, fail("sign", worded(w.words.T("pv.sign.name", id.Name(), actor.Name)))
	}
	return id, nil
}

func (w *openRecord) signature(s *signing, actor recette.Actor, id *sign.Identity) (sign.Result, error) {
	// What is drawn and signed is in the language of the document, whatever that of the person at the terminal.
	words, err := i18n.New(i18n.Lang(s.pv.Language))
	if err != nil {
		return sign.Result{}, fail("unreadable", err, s.pv.Number)
	}
	now := w.env.Now().Truncate(time.Second)
	box, err := signatureBox(words, s.data, s.pv, s.role, actor, id, now)
	if err != nil {
		return sign.Result{}, err
	}
	return sign.Sign(s.data, sign.Request{
		Field: strings.ToUpper(string(s.role)), Name: actor.Name, At: now, Certify: s.role == recette.PPO, Identity: id,
		Reason: words.T("pv.meaning."+string(s.role), decisionWord(words, s.pv)), Appearance: box, Rand: w.env.Rand,
	})
}

func decisionWord(words *i18n.Printer, pv *reports.PV) string {
	if pv.Decision.Decision == "" {
		return words.T("pv.undecided")
	}
	return words.T("decision." + pv.Decision.Decision)
}

// signatureBox draws the visible part of a signature at the size of its field.
func signatureBox(
	words *i18n.Printer, data []byte, pv *reports.PV, role recette.Role, actor recette.Actor, id *sign.Identity, now time.Time,
) ([]byte, error) {
	width, height, err := fieldSize(data, strings.ToUpper(string(role)))
	if err != nil {
		return nil, err
	}
	fingerprint, err := reports.Fingerprint(*pv)
	if err != nil {
		return nil, err
	}
	entity := ""
	for _, s := range pv.Signers {
		if s.Role == string(role) {
			entity = s.Entity
		}
	}
	return reports.SignatureBox(reports.SignatureBoxOptions{
		Texts: words.T, Language: pv.Language, Width: width, Height: height, Name: actor.Name, Role: string(role),
		Entity: entity, Decision: pv.Decision.Decision, At: now, Location: now.Location(), Fingerprint: fingerprint,
		Trust: words.T(id.Level.Key() + ".short"), Demo: id.Level == sign.Demo,
	})
}

// fieldSize gives the size of a signature field, in points.
func fieldSize(data []byte, field string) (width, height float64, err error) {
	d, err := pdf.Open(data)
	if err != nil {
		return 0, 0, err
	}
	for _, f := range d.Array(d.Dict(d.Catalog().Get("AcroForm")).Get("Fields")) {
		dict := d.Dict(f)
		if dict == nil || d.Text(dict.Get("T")) != field {
			continue
		}
		rect := d.Array(dict.Get("Rect"))
		if len(rect) != 4 {
			break
		}
		var r [4]float64
		for i := range rect {
			v, ok := pdf.Float(rect[i])
			if !ok {
				return 0, 0, fmt.Errorf("signature field %q: malformed rectangle", field)
			}
			r[i] = v
		}
		return r[2] - r[0], r[3] - r[1], nil
	}
	return 0, 0, fmt.Errorf("no signature field %q", field)
}

// embedded reads the machine-readable PV out of a PDF.
func embedded(data []byte) (*reports.PV, error) {
	files, err := verify.Attachments(data)
	if err != nil {
		return nil, err
	}
	raw, ok := files[reportName]
	if !ok {
		return nil, fmt.Errorf("no attachment %s", reportName)
	}
	pv, err := reports.ReadJSON(bytes.NewReader(raw))
	return &pv, err
}
