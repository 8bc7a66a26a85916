package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/document"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// pvAttachScan keeps the scan of a printed PV that somebody signed by hand.
func (a *app) pvAttachScan() *cobra.Command {
	var as, role string
	var x document.Scan
	c := a.command("attach-scan NUMÉRO FICHIER", "pv.attach-scan")
	c.Args = exactly(2)
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&role, "role", "", a.words.T("flag.pv.scan.role"))
	f.StringVar(&x.Signer, "signed-by", "", a.words.T("flag.pv.scan.signed-by"))
	f.StringVar(&x.Day, "on", "", a.words.T("flag.pv.scan.on"))
	f.StringVar(&x.Of, "of", "", a.words.T("flag.pv.scan.of"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		code, err := a.choose("--role", role, pvSignerChoices())
		if err != nil {
			return err
		}
		x.Number, x.Role = pvNumber(args[0]), recette.Role(code)
		if x.Day, err = a.date("--on", x.Day); err != nil {
			return err
		}
		if x.Of, err = a.printed(x.Of); err != nil {
			return err
		}
		id, err := a.campaignOf(ctx, "", x.Number)
		if err != nil {
			return err
		}
		return a.act(ctx, id, as, rights.AttachScan, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			x.File = announced(args[1:])[0]
			if err := w.Service.CheckNote(ctx, actor, m.Campaign, x); err != nil {
				return a.unprinted(err)
			}
			kept, err := w.attached(ctx, actor, m.Campaign, args[1:])
			if err != nil {
				return err
			}
			x.File = kept[0]
			if _, err := w.Service.Note(ctx, actor, m.Campaign, x); err != nil {
				return a.unprinted(err)
			}
			say(a.env.Stdout, a.words.T("pv.scan.attached", x.Number, signer(x.Role), x.File.SHA256))
			if err := w.sayPrinting(ctx, m.Campaign, &x); err != nil {
				return err
			}
			say(a.env.Stdout, a.words.T("pv.scan.signs-nothing", x.Number))
			return nil
		})
	}
	return c
}

// printed gives the sha256 of a PDF that was printed, or what is typed of it.
func (a *app) printed(of string) (string, error) {
	sum := strings.ToLower(of)
	if len(sum) >= minErasureID && strings.Trim(sum, "0123456789abcdef") == "" {
		return sum, nil
	}
	if of == "" {
		return "", nil
	}
	return a.digestOf(of)
}

// sayPrinting says of which state of its file the scan of a PV is, as the journal holds it.
func (w *openRecord) sayPrinting(ctx context.Context, id string, x *document.Scan) error {
	st, err := w.Service.Status(ctx, reader(), id)
	if err != nil {
		return err
	}
	for i := range st.PVs {
		p := &st.PVs[i]
		if n := len(p.Scans); p.Number == x.Number && n > 0 {
			say(w.env.Stdout, "  "+w.printing(p.Printed(p.Scans[n-1].SHA256)))
		}
	}
	return nil
}

// unprinted words the refusal of a file that the PV never was: it says which it was.
func (a *app) unprinted(err error) error {
	e, ok := errors.AsType[*document.PrintingError](err)
	if !ok {
		return err
	}
	known := make([]string, len(e.Known))
	for i := range e.Known {
		known[i] = a.printing(&e.Known[i])
	}
	return fail("pv-printing", nil, e.Of, ours(listed(known)))
}

// printing says in which state of its file a PV was printed.
func (a *app) printing(p *state.Printing) string {
	if len(p.Signed) == 0 {
		return a.words.T("pv.scan.of.rendered", a.leafDay(p.At), p.SHA256[:minErasureID])
	}
	by := make([]string, len(p.Signed))
	for i, role := range p.Signed {
		by[i] = signer(role)
	}
	return a.words.T("pv.scan.of.signed", listed(by), a.leafDay(p.At), p.SHA256[:minErasureID])
}

// pvScans lists the scans of a PV, as what they are: what somebody says.
func (w *openRecord) pvScans(st *campaign.Status, p *state.PV) {
	for i := range p.Scans {
		s := &p.Scans[i]
		say(w.env.Stdout, w.words.T(
			"pv.list.scan", signer(recette.Role(s.Role)), w.said(st, s.Signer), w.day(s.Day),
			nameOf(&st.Plan.Manifest, s.By.Ref), s.File.SHA256[:minErasureID],
		))
		say(w.env.Stdout, "    "+w.printing(p.Printed(s.SHA256)))
		if s.SHA256 != p.Latest() {
			say(w.env.Stdout, w.words.T("pv.list.scan.former"))
		}
	}
}
