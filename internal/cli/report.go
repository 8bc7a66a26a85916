package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/output"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

func (a *app) reportVerbs() *cobra.Command {
	return a.group("report", "report", a.inItsLanguage(a.reportPV()), a.inItsLanguage(a.reportPlan()),
		a.inItsLanguage(a.reportCahier()), a.reportBilan(),
		a.reportMatrix(),
		a.reportAgenda(), a.reportCommittee())
}

// inItsLanguage has a verb whose document people sign say that --lang changes nothing of it: it is in the language of
// the project.
func (a *app) inItsLanguage(c *cobra.Command) *cobra.Command {
	run := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if cmd.Flags().Changed("lang") {
			say(a.env.Stderr, a.words.T("report.lang"))
		}
		return run(cmd, args)
	}
	return c
}

// reportPV renders the PV of a journey, or of the whole campaign.
func (a *app) reportPV() *cobra.Command {
	var as, journey, lifting, antenne, format, out, annexes, constats string
	var force bool
	c := a.command("pv [CAMPAGNE]", "report.pv")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	c.Flags().StringVar(&journey, "journey", "", a.words.T("flag.journey"))
	c.Flags().StringVar(&lifting, "lifting", "", a.words.T("flag.report.lifting"))
	c.Flags().StringVar(&format, "format", "pdf", a.words.T("flag.format"))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.out"))
	c.Flags().StringVar(&antenne, "antenne", "", a.words.T("flag.pv.antenne"))
	c.Flags().StringVar(&annexes, "annexes", "", a.words.T("flag.annexes"))
	c.Flags().StringVar(&constats, "constats", "", a.words.T("flag.constats"))
	a.forceFlag(c, &force)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if format != "pdf" && format != "json" && format != "junit" {
			return fail("bad-value", nil, "--format", format, "pdf, json, junit")
		}
		printed, joined, ok := annexesMeant(annexes)
		if !ok {
			known := append(several{"all", "none", annexConstats}, reports.ChosenAnnexes()...)
			return fail("bad-value", nil, "--annexes", annexes, known)
		}
		for _, other := range []string{"journey", "annexes"} { // of a PV of lifting both are said by its parent
			if err := apart(cmd, other, "lifting"); err != nil {
				return err
			}
		}
		for _, other := range []string{"journey", "lifting"} { // the constat of a branch is of all it played
			if err := apart(cmd, other, "antenne"); err != nil {
				return err
			}
		}
		for _, other := range []string{"lifting", "antenne"} { // neither cites a constat
			if err := apart(cmd, other, "constats"); err != nil {
				return err
			}
		}
		defer withinHeap()()
		p, err := a.project()
		if err != nil {
			return err
		}
		o := rendering{
			lifts: pvNumber(lifting), journey: journey, format: format, out: out, force: force,
			request: signoff.Request{Tags: p.Tags, Annexes: printed, Antenne: antenne},
		}
		if joined && lifting == "" && antenne == "" { // the parent of a PV of lifting carries them
			if o.request.Constats, err = a.constatsIn(cmd.Context(), constats); err != nil {
				return err
			}
		}
		var deliver func() error
		id, err := a.campaignOf(cmd.Context(), optional(args), o.lifts)
		if err != nil {
			return err
		}
		err = a.act(
			cmd.Context(), id, as, rights.RenderPV,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				o.plan = m
				if o.request.Present, o.request.Drifts, err = p.Against(cmd.Context(), m); err != nil {
					return err
				}
				deliver, err = w.render(cmd.Context(), actor, o)
				return err
			},
		)
		if deliver != nil { // a reader who is slow holds nothing of the project open
			err = errors.Join(err, deliver())
		}
		return err
	}
	return c
}

// annexConstats names, among the annexes, the constats of branches: a PV carries their files.
const annexConstats = "constats"

// annexesMeant reads which annexes are printed whole: all the usual ones, none, or their letters; and whether the
// constats of branches are joined. nil is what nobody chose: the constats are joined then.
func annexesMeant(words string) (letters []string, joined, ok bool) {
	switch words {
	case "":
		return nil, true, true
	case "none":
		return []string{}, false, true
	case "all":
		return reports.UsualAnnexes(), true, true
	}
	letters = []string{}
	for word := range strings.SplitSeq(words, ",") {
		word = strings.TrimSpace(word)
		letter := strings.ToUpper(word)
		switch {
		case strings.EqualFold(word, annexConstats):
			joined = true
			continue
		case !slices.Contains(reports.ChosenAnnexes(), letter):
			return nil, false, false
		}
		letters = append(letters, letter)
	}
	return letters, joined, true
}

// rendering is what is asked of "recette report pv".
type rendering struct {
	plan        *campaign.Outline
	journey     string
	lifts       string // number of the PV whose reserves are lifted
	format, out string
	force       bool
	request     signoff.Request // what the project says, as it stands
}

// ends gives the ending of the name of a file, and its shape, by format.
func (r *rendering) ends() (string, output.Shape) {
	switch r.format {
	case "json":
		return ".json", output.JSON
	case "junit":
		return ".xml", output.XML
	}
	return ".pdf", output.PDF
}

// render makes the document, and records it when it is a PDF. What it returns delivers it.
func (w *openRecord) render(
	ctx context.Context, actor recette.Actor, r rendering,
) (deliver func() error, err error) {
	if r.lifts != "" {
		return w.renderLifting(ctx, actor, r)
	}
	r.journey = journeyMeant(&r.plan.Manifest, r.journey)
	using := func(number string) error {
		deliver, err = w.renderAs(ctx, actor, r, number)
		return err
	}
	if r.request.Antenne != "" {
		r.request.Antenne = r.plan.Branch(r.request.Antenne)
		err = w.SignOff.NumberedConstat(ctx, actor, r.plan.Campaign, r.request.Antenne, using)
	} else {
		err = w.SignOff.Numbered(ctx, actor, r.plan.Campaign, r.journey, using)
	}
	if errors.Is(err, campaign.ErrUnknownAntenne) {
		return nil, fail("unknown-antenne", nil, r.request.Antenne, several(r.plan.Antennes))
	}
	if errors.Is(err, campaign.ErrUnknownJourney) {
		var codes []string
		for _, j := range r.plan.Journeys {
			codes = append(codes, j.Code)
		}
		return nil, fail("unknown-journey", nil, r.journey, several(codes))
	}
	return deliver, err
}

func (w *openRecord) renderAs(
	ctx context.Context, actor recette.Actor, r rendering, number string,
) (func() error, error) {
	if r.format != "pdf" {
		number += w.words.T("report.draft") // the number itself belongs to the PDF, which the journal records
	}
	ends, form := r.ends()
	if r.out == "" {
		r.out = number + ends
	}
	place, err := w.outlet(w.path(r.out), form, r.force)
	if err != nil {
		return nil, err
	}
	r.request.Campaign, r.request.Journey, r.request.Number = r.plan.Campaign, r.journey, number
	r.request.Lifts = r.lifts
	draft, err := w.SignOff.Make(ctx, actor, r.request)
	if err != nil {
		return nil, err
	}
	if r.format == "pdf" {
		return w.renderFile(ctx, actor, draft, place)
	}
	produce := reports.JSON
	if r.format == "junit" {
		produce = reports.JUnit
	}
	var text bytes.Buffer
	if err := produce(&text, draft.PV); err != nil {
		return nil, err
	}
	return func() error {
		if err := place.write(ctx, durable.Bytes(text.Bytes())); err != nil {
			return err
		}
		say(place.notes(), w.words.T("report.written", place.Path))
		return nil
	}, nil
}

// renderFile draws the PDF, records it, and only then gives it its name.
func (w *openRecord) renderFile(
	ctx context.Context, actor recette.Actor, draft *signoff.Draft, place *outlet,
) (func() error, error) {
	file, err := w.SignOff.Draw(draft)
	if err != nil {
		return nil, err
	}
	number, warnings, evidence, aside := draft.Number, draft.Warnings, draft.Evidence, draft.Apart
	deliver, err := place.recorded(ctx, w.kept(number), file.Data, func() error {
		return w.SignOff.RecordRendered(ctx, actor, draft, file)
	})
	if err != nil {
		return nil, err
	}
	return func() error {
		out := place.notes()
		if place.Stream {
			say(out, w.words.T("report.pv", number, file.Pages)) // it is recorded, whatever becomes of the stream
		}
		if err := deliver(); err != nil {
			return err
		}
		say(out, w.words.T("report.written", place.Path))
		if !place.Stream {
			say(out, w.words.T("report.pv", number, file.Pages))
		}
		for i := range warnings {
			said := signoff.Reworded(&warnings[i], string(w.words.Lang()), w.words.T)
			say(out, w.words.T("report.warning", said))
		}
		for _, c := range aside {
			say(out, w.words.T("report.warning", w.words.T("report.constat.apart", c.Number, c.Antenne)))
		}
		w.warnEvidence(out, &evidence)
		return nil
	}, nil
}

// warnEvidence says, of a PV that is established or signed, that evidence which it names is not as it was recorded.
func (w *openRecord) warnEvidence(out io.Writer, p *verify.Pieces) {
	if p != nil && p.Missing+p.Altered > 0 {
		say(out, w.words.T("report.warning", evidenceText(w.words, p)))
	}
}

// kept is where a PV that the journal knows stays until a stream has taken it.
func (w *openRecord) kept(number string) string {
	return filepath.Join(w.Folder, filepath.Base(number)+".pdf")
}

// producer names the program that renders.
func producer() string { return fmt.Sprintf("recette %s", Version) }
