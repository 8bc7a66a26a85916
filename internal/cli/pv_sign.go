package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
)

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
		defer withinHeap()()
		code, err := a.choose("--role", role, pvSignerChoices())
		if err != nil {
			return err
		}
		s := signing{in: a.path(args[0]), role: recette.Role(code), as: as, passphrase: passphrase}
		s.out = s.in
		if out != "" {
			s.out = a.path(out)
		}
		return a.signFile(cmd.Context(), s, force)
	}
	return c
}

// signing is what is asked of "recette pv sign", and what was read for it.
type signing struct {
	in, out        string
	role           recette.Role
	as, passphrase string
	doc            *signoff.Document
}

// signFile checks the right to sign before anything is signed, records the signature after, and only then shows the
// file: the journal knows each signed file that leaves. Whoever types a passphrase takes their time, and others record
// meanwhile: it is asked beside them, and what was checked is checked again once nobody else writes.
func (a *app) signFile(ctx context.Context, s signing, force bool) (err error) {
	before, err := os.Stat(s.in)
	if err != nil {
		return fail("file", err, s.in)
	}
	data, err := bounded.ReadFileContext(ctx, s.in, verify.MaxFile)
	if err != nil {
		return fail("file", err, s.in)
	}
	if s.doc, err = signoff.Read(ctx, data); ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fail("unreadable", err, s.in)
	}
	place, err := a.renewed(s.out, force, data)
	if err != nil {
		return err
	}
	id, refused, err := a.unlock(ctx, &s)
	if err != nil {
		return err
	}
	var deliver func() error
	of, action := s.doc.PV.Reference.Campaign, campaign.SigningAs(s.role)
	err = a.act(ctx, of, s.as, action, func(w *openRecord, actor recette.Actor, _ *campaign.Outline) error {
		if now, err := os.Stat(s.in); err != nil || !sameState(before, now) {
			return errors.Join(err, fail("file-changed", nil, s.in))
		}
		if err := w.maySign(ctx, &s, actor); err != nil {
			return w.orResume(ctx, &s, actor, place, err)
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

// unlock opens the signer's key, beside whoever writes. What the state of the campaign refuses is given back apart, and
// no passphrase is asked for it: a signature that was recorded may be resumed without.
func (a *app) unlock(ctx context.Context, s *signing) (id *signoff.Identity, refused, err error) {
	of, action := s.doc.PV.Reference.Campaign, campaign.SigningAs(s.role)
	err = a.as(ctx, reading, of, s.as, action, func(w *openRecord, actor recette.Actor, _ *campaign.Outline) error {
		if err := w.maySign(ctx, s, actor); err != nil {
			return err
		}
		id, err = w.unlockKey(ctx, actor, s.doc.Seat(s.role), s.passphrase)
		if other, ok := errors.AsType[*signoff.HolderError](err); ok {
			return fail("sign", worded(w.words.T("pv.sign.name", other.Holder, other.Actor)))
		}
		return err
	})
	if _, ok := errors.AsType[*signoff.NotNowError](err); ok {
		return nil, err, nil
	}
	return id, nil, err
}

// unlockKey asks the person who acts for the passphrase of their key.
func (w *openRecord) unlockKey(
	ctx context.Context, actor recette.Actor, role recette.Role, source string,
) (*signoff.Identity, error) {
	pass, err := w.secret(ctx, source, w.words.T("key.passphrase", signer(role)))
	if err != nil {
		return nil, err
	}
	id, err := w.SignOff.Unlock(actor, role, pass)
	if errors.Is(err, signoff.ErrPassphrase) {
		return nil, fail("passphrase", nil, signer(role))
	}
	return id, err
}

// maySign checks everything that can be known before the key is opened, and words what forbids it.
func (w *openRecord) maySign(ctx context.Context, s *signing, actor recette.Actor) error {
	if s.doc.PV.Antenne != "" && s.role != recette.Referent { // a constat, of which nothing is decided
		return fail("sign-not-theirs", nil)
	}
	err := w.SignOff.CheckSign(ctx, actor, s.role, s.doc)
	if _, ok := errors.AsType[*signoff.RoleError](err); ok {
		needed := w.words.T("pv.sign.role", roleWord(w.words, s.role))
		return fail("rights", nil, actor.Name, roleWord(w.words, actor.Role), needed)
	}
	if box, ok := errors.AsType[*signoff.BoxError](err); ok {
		return fail("sign", worded(w.words.T("pv.sign.box", box.Named, box.Actor)))
	}
	switch {
	case errors.Is(err, signoff.ErrNotDecided):
		return fail("not-decided", nil)
	case errors.Is(err, signoff.ErrNoLogKey):
		return fail("no-log-key", nil)
	case errors.Is(err, signoff.ErrNoKey):
		return fail("no-key", nil, signer(s.doc.Seat(s.role)))
	case errors.Is(err, signoff.ErrDemoKey):
		return fail("sign", worded(w.words.T("pv.sign.demo-key", s.doc.PV.Number)))
	case errors.Is(err, signoff.ErrDemoPV):
		return fail("sign", worded(w.words.T("pv.sign.demo-pv", s.doc.PV.Number)))
	}
	if flawed, ok := errors.AsType[*signoff.NotConformError](err); ok {
		return w.flawed(flawed)
	}
	return err
}

// flawed says what a file holds that nobody may be led to sign.
func (w *openRecord) flawed(err *signoff.NotConformError) error {
	const most = 8 // who is convinced by none of these will not be by more
	var why []string
	for _, f := range err.Findings[:min(len(err.Findings), most)] {
		if text := w.findingText(f); !slices.Contains(why, text) {
			why = append(why, text)
		}
	}
	return fail("sign-flawed", worded(strings.Join(why, " ; ")))
}

// orResume finishes a signature that was recorded, and whose file did not take its name, when that is why it is
// refused.
func (w *openRecord) orResume(
	ctx context.Context, s *signing, actor recette.Actor, place *outlet, refused error,
) error {
	if _, ok := errors.AsType[*signoff.NotNowError](refused); !ok || place.Stream {
		return refused
	}
	left, err := filepath.Glob(filepath.Join(filepath.Dir(place.Target), durable.Leftovers))
	if err != nil {
		return errors.Join(refused, err)
	}
	left = append(left, w.kept(s.doc.PV.Number))
	path, data, err := w.SignOff.Recorded(ctx, actor, s.doc, s.role, left)
	if err != nil || path == "" {
		return errors.Join(refused, err)
	}
	if err := place.write(ctx, durable.Bytes(data)); err != nil {
		return errors.Join(refused, err)
	}
	if err := os.Remove(path); err != nil {
		return errors.Join(refused, fault(err, path))
	}
	say(place.notes(), w.words.T("pv.sign.resumed", s.doc.PV.Number, strings.ToUpper(string(s.role)), place.Path))
	return nil
}

func (w *openRecord) sign(
	ctx context.Context, s *signing, actor recette.Actor, id *signoff.Identity, place *outlet,
) (deliver func() error, err error) {
	replaced, err := w.replacedKeys(ctx)
	if err != nil {
		return nil, err
	}
	signed, err := w.SignOff.Sign(ctx, actor, id, s.doc)
	if flawed, ok := errors.AsType[*signoff.NotConformError](err); ok {
		return nil, w.flawed(flawed)
	}
	if errors.Is(err, signoff.ErrUnreadable) {
		return nil, fail("unreadable", err, s.doc.PV.Number)
	}
	if err != nil {
		return nil, err
	}
	deliver, err = place.recorded(ctx, w.kept(s.doc.PV.Number), signed.Data, func() error {
		return w.SignOff.RecordSigned(ctx, actor, signed)
	})
	if err == nil {
		say(
			place.notes(),
			w.words.T("pv.signed", s.doc.PV.Number, strings.ToUpper(string(s.role)), actor.Name, place.Path),
		)
		w.warnEvidence(place.notes(), signed.Evidence)
		for _, line := range replaced {
			say(place.notes(), line)
		}
		if !place.Stream {
			say(place.notes(), w.words.T("next.signed."+string(s.role), shellWords([]string{place.Path})))
		}
	}
	return deliver, err
}
