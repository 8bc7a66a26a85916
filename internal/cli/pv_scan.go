package cli

import (
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
		id, err := a.campaignOf(ctx, "", x.Number)
		if err != nil {
			return err
		}
		return a.act(ctx, id, as, rights.AttachScan, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			x.File = announced(args[1:])[0]
			if err := w.Service.CheckNote(ctx, actor, m.Campaign, x); err != nil {
				return err
			}
			kept, err := w.attached(ctx, actor, m.Campaign, args[1:])
			if err != nil {
				return err
			}
			x.File = kept[0]
			if _, err := w.Service.Note(ctx, actor, m.Campaign, x); err != nil {
				return err
			}
			say(a.env.Stdout, a.words.T("pv.scan.attached", x.Number, signer(x.Role), x.File.SHA256))
			say(a.env.Stdout, a.words.T("pv.scan.signs-nothing", x.Number))
			return nil
		})
	}
	return c
}

// pvScans lists the scans of a PV, as what they are: what somebody says.
func (w *openRecord) pvScans(st *campaign.Status, p *state.PV) {
	for i := range p.Scans {
		s := &p.Scans[i]
		say(w.env.Stdout, w.words.T(
			"pv.list.scan", signer(recette.Role(s.Role)), w.said(st, s.Signer), w.day(s.Day),
			nameOf(&st.Plan.Manifest, s.By.Ref), s.File.SHA256[:minErasureID],
		))
		if s.SHA256 != p.Latest() {
			say(w.env.Stdout, w.words.T("pv.list.scan.former"))
		}
	}
}
