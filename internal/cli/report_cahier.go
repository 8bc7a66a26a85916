package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/spf13/cobra"

	"recette/internal/meant"
	"recette/internal/output"
	"recette/internal/planning/document"
	"recette/internal/recette"
	"recette/internal/testbook"
	"recette/internal/testbook/usual"
	"recette/reports/cahier"
	"recette/reports/cahier/workbook"
)

// booking is what is asked of "recette report cahier".
type booking struct {
	plan             string
	blank, executed  bool
	journey, antenne string
	all, force       bool
	format, out      string
	layout           string
}

// The layouts of a cahier: that of the product, a sheet a scenario, or the usual one, a row each.
const (
	layoutOwn   = "product"
	layoutUsual = "usual"
)

// reportCahier makes the cahier de recette of a campaign, or of a plan that no campaign plays yet.
func (a *app) reportCahier() *cobra.Command {
	var o booking
	c := a.command("cahier [CAMPAGNE]", "report.cahier")
	c.Args = atMostOne()
	f := c.Flags()
	f.StringVar(&o.plan, "plan", "", a.words.T("flag.cahier.plan"))
	f.BoolVar(&o.blank, "blank", false, a.words.T("flag.cahier.blank"))
	f.BoolVar(&o.executed, "executed", false, a.words.T("flag.cahier.executed"))
	f.BoolVar(&o.all, "all", false, a.words.T("flag.cahier.all"))
	f.StringVar(&o.journey, "journey", "", a.words.T("flag.journey"))
	f.StringVar(&o.antenne, "antenne", "", a.words.T("flag.cahier.antenne"))
	f.StringVar(&o.format, "format", "pdf", a.words.T("flag.cahier.format"))
	f.StringVar(&o.layout, "layout", layoutOwn, a.words.T("flag.cahier.layout"))
	f.StringVarP(&o.out, "out", "o", "", a.words.T("flag.out"))
	a.forceFlag(c, &o.force)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if o.layout == layoutUsual && !cmd.Flags().Changed("format") {
			o.format = "xlsx"
		}
		switch {
		case o.layout != layoutOwn && o.layout != layoutUsual:
			return fail("bad-value", nil, "--layout", o.layout, layoutOwn+", "+layoutUsual)
		case o.layout == layoutUsual && o.format != "xlsx" && o.format != "csv":
			return fail("bad-value", nil, "--format", o.format, "xlsx, csv")
		case o.layout == layoutOwn && o.format != "pdf" && o.format != "xlsx" && o.format != "json":
			return fail("bad-value", nil, "--format", o.format, "pdf, xlsx, json")
		case o.plan != "" && len(args) > 0:
			return fail("cahier-flags", nil, "--plan", args[0])
		case o.blank && o.executed:
			return fail("cahier-flags", nil, "--blank", "--executed")
		case o.plan != "" && o.executed:
			return fail("cahier-flags", nil, "--plan", "--executed")
		}
		defer withinHeap()()
		p, err := a.project()
		if err != nil {
			return err
		}
		in, err := a.bookOf(cmd.Context(), reader(), p, optional(args), o)
		if err != nil {
			return err
		}
		doc, err := testbook.Of(in)
		if err != nil {
			return unmade(err, in)
		}
		return a.writeCahier(cmd.Context(), p, doc, o)
	}
	return c
}

// bookOf gathers what the cahier is made of: what a campaign froze and recorded, or a plan as it would be frozen.
func (a *app) bookOf(
	ctx context.Context, by recette.Actor, p *projectAt, said string, o booking,
) (in testbook.Input, err error) {
	set, _ := p.References() // what cannot be read is for recette lint to say
	in = testbook.Input{
		Set: set, Tags: p.Tags, Kind: cahier.Executed, All: o.all, Producer: producer(), IssuedAt: a.env.now(),
	}
	if o.blank || o.plan != "" {
		in.Kind = cahier.Blank
	}
	if o.plan != "" {
		planned, err := a.planned(ctx, p, o.plan)
		if err != nil {
			return in, err
		}
		if in.Digest, err = document.Digest(planned.Manifest); err != nil {
			return in, err
		}
		sum := sha256.Sum256(planned.Data)
		in.Manifest, in.File, in.SHA256 = planned.Manifest, planned.File, hex.EncodeToString(sum[:])
	} else if err := a.recorded(ctx, by, said, &in); err != nil {
		return in, err
	}
	if in.Told != nil { // a plan that no campaign plays froze nothing
		if in.Present, in.Drifts, err = p.Against(ctx, in.Manifest.Outline()); err != nil {
			return in, err
		}
	}
	if in.Words, err = a.documentWords(in.Manifest.Language); err != nil {
		return in, err
	}
	in.Journey, in.Antenne = journeyMeant(in.Manifest, o.journey), antenneMeant(in.Manifest.Antennes, o.antenne)
	return in, nil
}

// recorded reads what the journal tells of a campaign.
func (a *app) recorded(ctx context.Context, by recette.Actor, said string, in *testbook.Input) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.oneCampaign(ctx, said)
	if err != nil {
		return err
	}
	told, err := w.Service.Tell(ctx, by, m.Campaign)
	if err != nil {
		return err
	}
	in.Told, in.Manifest, in.Digest = told, told.Plan, told.Digest
	return nil
}

// unmade words why there is no cahier.
func unmade(err error, in testbook.Input) error {
	switch {
	case errors.Is(err, testbook.ErrJourney):
		var codes []string
		for _, j := range in.Manifest.Journeys {
			codes = append(codes, j.Code)
		}
		return fail("unknown-journey", nil, in.Journey, several(codes))
	case errors.Is(err, testbook.ErrAntenne):
		return fail("unknown-antenne", nil, in.Antenne, several(in.Manifest.Antennes))
	case errors.Is(err, testbook.ErrEmpty):
		return fail("cahier-empty", nil, in.Manifest.Campaign)
	}
	return err
}

// antenneMeant gives the branch that a word means.
func antenneMeant(known []string, said string) string {
	if found := meant.Among(known, said); len(found) == 1 {
		return known[found[0]]
	}
	return said // its caller refuses what is none
}

// writeCahier writes the document.
func (a *app) writeCahier(ctx context.Context, p *projectAt, doc cahier.Cahier, o booking) error {
	shape := map[string]output.Shape{
		"pdf": output.PDF, "xlsx": output.XLSX, "json": output.JSON, "csv": "csv",
	}[o.format]
	if o.out == "" {
		o.out = a.words.T("cahier.file."+string(doc.Kind), doc.Campaign) + "." + o.format
	}
	place, err := a.outlet(a.path(o.out), shape, o.force)
	if err != nil {
		return err
	}
	// A cahier of thousands of pages is not kept beside its file.
	err = place.write(ctx, func(w io.Writer) error { return a.drawCahier(w, p, doc, o) })
	if err != nil {
		return err
	}
	say(place.notes(), a.words.T("report.written", place.Path))
	return nil
}

// drawCahier makes the document in its format.
func (a *app) drawCahier(to io.Writer, p *projectAt, doc cahier.Cahier, o booking) error {
	words, err := a.documentWords(doc.Language)
	if err != nil {
		return err
	}
	options := cahier.Options{Texts: words, Location: p.Location()}
	switch {
	case o.format == "csv":
		return usual.CSV(to, doc, options)
	case o.layout == layoutUsual:
		return usual.XLSX(to, doc, options)
	case o.format == "pdf":
		return cahier.PDF(to, doc, options)
	case o.format == "xlsx":
		return workbook.Write(to, doc, options)
	}
	return cahier.JSON(to, doc)
}
