package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

// userDelegate records that somebody acts in the role of somebody else for a time.
func (a *app) userDelegate() *cobra.Command {
	var as, by, to, role, document string
	var d advice.Delegation
	c := a.command("delegate CAMPAGNE", "user.delegate")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&by, "of", "", a.words.T("flag.delegate.of"))
	f.StringVar(&to, "to", "", a.words.T("flag.delegate.to"))
	f.StringVar(&role, "role", string(recette.PO), a.words.T("flag.delegate.role"))
	f.StringVar(&d.Journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&d.From, "from", "", a.words.T("flag.delegate.from"))
	f.StringVar(&d.Until, "until", "", a.words.T("flag.delegate.until"))
	f.StringVar(&d.Reference, "reference", "", a.words.T("flag.delegate.reference"))
	f.StringVar(&document, "document", "", a.words.T("flag.delegate.document"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if d.SHA256, err = a.digestOf(document); err != nil {
			return err
		}
		if d.From, err = a.date("--from", d.From); err != nil {
			return err
		}
		if d.Until, err = a.date("--until", d.Until); err != nil {
			return err
		}
		d.Role = recette.Role(role)
		return a.act(cmd.Context(), args[0], as, rights.Delegate, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			return w.delegate(cmd.Context(), actor, m, d, by, to)
		})
	}
	return c
}

func (w *openRecord) delegate(
	ctx context.Context, actor recette.Actor, m *campaign.Outline, d advice.Delegation, by, to string,
) error {
	giver, err := actor, error(nil)
	if by != "" {
		if giver, err = w.person(&m.Manifest, by, rights.Delegate); err != nil {
			return err
		}
	}
	taker, err := w.person(&m.Manifest, to, rights.ReadStatus)
	if err != nil {
		return err
	}
	d.By, d.To, d.Journey = giver.Ref, taker.Ref, journeyMeant(&m.Manifest, d.Journey)
	number, err := w.Service.Note(ctx, actor, m.Campaign, d)
	if err == nil {
		say(w.env.Stdout, w.words.T("delegate.done", number, giver.Name, taker.Name, roleWord(w.words, d.Role),
			w.day(d.From), w.day(d.Until)))
	}
	return err
}

// userUndelegate ends a delegation before its last day.
func (a *app) userUndelegate() *cobra.Command {
	var as string
	var d advice.DelegationEnd
	c := a.command("undelegate CAMPAGNE NUMÉRO", "user.undelegate")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&d.Reason, "reason", "", a.words.T("flag.delegate.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		d.Number = args[1]
		return a.act(cmd.Context(), args[0], as, rights.Delegate, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			_, err := w.Service.Note(cmd.Context(), actor, m.Campaign, d)
			if err == nil {
				say(a.env.Stdout, a.words.T("undelegate.done", d.Number))
			}
			return err
		})
	}
	return c
}

// digestOf gives the SHA-256 of a file, in hex.
func (a *app) digestOf(path string) (string, error) {
	if path == "" {
		return "", fail("needs-input", nil, ours("--document"))
	}
	f, err := bounded.Open(a.path(path))
	if err != nil {
		return "", fail("file", err, path)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", fail("file", err, path)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
