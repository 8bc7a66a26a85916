package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/conduct"
	"recette/internal/durable"
	"recette/internal/matrix"
	"recette/internal/matrix/render"
	"recette/internal/output"
	"recette/internal/recette"
	"recette/internal/workspace"
	"recette/reports/agenda"
	"recette/reports/bilan"
	"recette/reports/blocks"
	"recette/reports/committee"
)

// documented is a document on the conduct of a campaign: what it is called, and how it is made in each format.
type documented struct {
	verb    string   // "bilan"
	name    string   // of the file, before that of the campaign
	formats []string // the first is the default
	covers  bool     // it needs the coverage of criteria
	make    func(w io.Writer, format string, in conduct.Input, o blocks.Options) error
}

// reportConduct makes a verb that writes such a document.
func (a *app) reportConduct(d documented) *cobra.Command {
	var format, out string
	var force bool
	c := a.command(d.verb+" [CAMPAGNE]", "report."+d.verb)
	c.Args = atMostOne()
	c.Flags().StringVar(&format, "format", d.formats[0], a.words.T("flag.format."+d.verb))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.out"))
	a.forceFlag(c, &force)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if !slices.Contains(d.formats, format) {
			return fail("bad-value", nil, "--format", format, strings.Join(d.formats, ", "))
		}
		lang := ""
		if a.langAsked(cmd) {
			lang = string(a.words.Lang())
		}
		in, err := a.conducted(cmd.Context(), reader(), optional(args), lang, d.covers)
		if err != nil {
			return err
		}
		if out == "" {
			out = d.name + "-" + in.Plan.Campaign + "." + format
		}
		shape := output.Shape(format)
		if format == "ics" {
			shape = output.Any
		}
		place, err := a.outlet(a.path(out), shape, force)
		if err != nil {
			return err
		}
		words, err := a.documentWords(in.Plan.Language)
		if err != nil {
			return err
		}
		var file bytes.Buffer
		o := blocks.Options{Texts: words, Location: in.Now.Location()}
		if err := d.make(&file, format, in, o); err != nil {
			return err
		}
		if err := place.write(cmd.Context(), durable.Bytes(file.Bytes())); err != nil {
			return err
		}
		say(place.notes(), a.words.T("report.written", place.Path))
		return nil
	}
	return c
}

// conducted reads what a document on the conduct of a campaign is made from. Nobody signs it: it is in the language of
// the project, or in lang when that is not empty.
func (a *app) conducted(
	ctx context.Context, by recette.Actor, id, lang string, covers bool,
) (in conduct.Input, err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return in, err
	}
	in, p, err := w.account(ctx, by, id)
	if err = errors.Join(err, w.close()); err != nil {
		return in, err
	}
	if lang != "" {
		plan := *in.Plan
		plan.Language, in.Plan = lang, &plan
	}
	if !covers {
		return in, nil
	}
	m, err := a.matrixOf(ctx, p, &in)
	in.Matrix = m
	return in, err
}

func (w *openRecord) account(
	ctx context.Context, by recette.Actor, id string,
) (in conduct.Input, p *projectAt, err error) {
	m, err := w.oneCampaign(ctx, id)
	if err != nil {
		return in, nil, err
	}
	if p, err = w.project(); err != nil {
		return in, nil, err
	}
	in.Tags, in.Producer = p.Tags, producer()
	if in.Present, in.Drifts, err = p.Against(ctx, m); err != nil {
		return in, nil, err
	}
	in.Account, err = w.Service.Account(ctx, by, m.Campaign)
	return in, p, err
}

// matrixOf makes the matrix of the stories of a campaign, by what it alone recorded.
func (a *app) matrixOf(ctx context.Context, p *projectAt, in *conduct.Input) (*matrix.Matrix, error) {
	plan := in.Plan
	m, err := p.Matrix(ctx, workspace.Tracing{
		Head: matrix.Head{
			Campaign: &matrix.Campaign{
				ID: plan.Campaign, Title: plan.Title, Commit: plan.Commit, Manifest: in.Digest,
				Checkpoint: in.Head.Size, Root: in.Head.Root,
			},
			Language: plan.Language, Producer: in.Producer, MadeAt: in.Now,
			Selection: matrix.Selection{Stories: conduct.Stories(plan)},
		},
		Today: p.Day(in.Now), Told: a.leftOut,
		Standing: a.application().FollowOne(p.Root, reader(), plan.Campaign),
	})
	return &m, err
}

func (a *app) reportBilan() *cobra.Command { return a.reportConduct(bilanDocument()) }

func bilanDocument() documented {
	return documented{
		verb: "bilan", name: "bilan", formats: []string{"pdf", "json", "html"}, covers: true,
		make: func(w io.Writer, format string, in conduct.Input, o blocks.Options) error {
			doc := conduct.Bilan(in)
			switch format {
			case "json":
				return bilan.JSON(w, doc)
			case "html":
				return bilan.HTML(w, doc, o)
			}
			_, err := bilan.PDF(w, doc, o)
			return err
		},
	}
}

// reportMatrix makes the traceability matrix of a campaign, both directions.
func (a *app) reportMatrix() *cobra.Command { return a.reportConduct(matrixDocument()) }

func matrixDocument() documented {
	return documented{
		verb: "matrix", name: "matrice", formats: []string{"pdf", "xlsx", "html", "csv", "json"}, covers: true,
		make: func(w io.Writer, format string, in conduct.Input, o blocks.Options) error {
			how := render.Options{Texts: render.Texts(o.Texts), Location: o.Location}
			switch format {
			case "json":
				return api.WriteMatrix(w, in.Matrix)
			case "csv":
				return render.CSV(w, *in.Matrix, how)
			case "html":
				return render.HTML(w, *in.Matrix, how)
			case "xlsx":
				return render.XLSX(w, *in.Matrix, how)
			}
			_, err := render.PDF(w, *in.Matrix, how)
			return err
		},
	}
}

// reportAgenda makes the convocations of the sessions, their presence lists and their calendar.
func (a *app) reportAgenda() *cobra.Command { return a.reportConduct(agendaDocument()) }

func agendaDocument() documented {
	return documented{
		verb: "agenda", name: "agenda", formats: []string{"pdf", "html", "json", "ics"},
		make: func(w io.Writer, format string, in conduct.Input, o blocks.Options) error {
			doc := conduct.Agenda(in)
			switch format {
			case "json":
				return agenda.JSON(w, doc)
			case "html":
				return agenda.HTML(w, doc, o)
			case "ics":
				return agenda.Calendar(w, doc, o)
			}
			_, err := agenda.PDF(w, doc, o)
			return err
		},
	}
}

// reportCommittee makes the order of business of the product committee.
func (a *app) reportCommittee() *cobra.Command { return a.reportConduct(committeeDocument()) }

func committeeDocument() documented {
	return documented{
		verb: "committee", name: "comite", formats: []string{"pdf", "html", "json"},
		make: func(w io.Writer, format string, in conduct.Input, o blocks.Options) error {
			doc := conduct.Committee(in)
			switch format {
			case "json":
				return committee.JSON(w, doc)
			case "html":
				return committee.HTML(w, doc, o)
			}
			return committee.PDF(w, doc, o)
		},
	}
}
