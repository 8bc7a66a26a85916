package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"

	rights "recette/internal/access"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/i18n"
	"recette/internal/planning/document"
	"recette/internal/reception"
	"recette/internal/recette"
	"recette/internal/testbook"
	"recette/internal/verify"
	"recette/internal/web"
	"recette/reports/blocks"
)

// in gives the same program in the folder of a project, which tells nothing to the terminal.
func (a *app) in(root string) *app {
	q := *a
	q.dir, q.noInput, q.json = root, true, false
	q.env.Stdout, q.env.Stderr = io.Discard, io.Discard
	return &q
}

// wordedBy gives the same program in another language.
func (a *app) wordedBy(words *i18n.Printer) *app {
	q := *a
	q.words = words
	return &q
}

// reception is where people decide and sign in a browser.
func (a *app) reception(p *projectAt, by *application.App) *reception.Service {
	quiet := a.in(p.Root)
	return reception.New(reception.Deps{
		Open: func(ctx context.Context) (reception.Record, error) {
			r, err := by.Record(ctx, p.Root, writing)
			if err != nil {
				return reception.Record{}, err
			}
			w := &openRecord{app: quiet, Record: r}
			return reception.Record{
				Campaigns: r.Service, SignOff: r.SignOff, Check: w.mayRecord, Seal: r.Seal, Close: r.Close,
			}, nil
		},
		Against: func(ctx context.Context, m *campaign.Outline) (out reception.Project, err error) {
			now, err := by.Project(p.Root)
			if err != nil {
				return out, err
			}
			out.Tags = now.Tags
			out.Present, out.Drifts, err = now.Against(ctx, m)
			return out, err
		},
		Judge: func(ctx context.Context, data []byte) (*verify.Report, error) {
			o, end, err := quiet.against(ctx, verifyOptions{journal: true}, false)
			if err != nil {
				return nil, errors.Join(err, end())
			}
			r, err := verify.PDF(ctx, data, o)
			return r, errors.Join(err, end())
		},
		Files: reception.Files{
			Own: application.PVFolder(p.Root), Also: []string{p.Root, filepath.Dir(application.PVFolder(p.Root))},
		},
	})
}

// downloads makes the documents that pages offer, by the producers of "recette report".
type downloads struct {
	app  *app
	root string
}

// List gives them in the order of a recette.
func (d downloads) List() []web.Document {
	all := []web.Document{
		{Name: "plan", Formats: []string{"pdf", "md", "json"}},
		{Name: "cahier-vierge", Formats: []string{"pdf", "xlsx"}},
		{Name: "cahier", Formats: []string{"pdf", "xlsx", "json"}},
	}
	for _, x := range conductDocuments() {
		all = append(all, web.Document{Name: x.name, Formats: x.formats})
	}
	return all
}

// conductDocuments are those on the conduct of a campaign.
func conductDocuments() []documented {
	return []documented{bilanDocument(), matrixDocument(), agendaDocument(), committeeDocument()}
}

// Make gives one of them, as the reader may see it.
func (d downloads) Make(
	ctx context.Context, by recette.Actor, id, name, format string,
) (data []byte, file string, err error) {
	var out bytes.Buffer
	file = name + "-" + id + "." + format
	all := conductDocuments()
	i := slices.IndexFunc(all, func(x documented) bool { return x.name == name })
	switch {
	case i >= 0:
		err = d.conduct(ctx, &out, by, id, &all[i], format)
	case name == "plan":
		err = d.plan(ctx, &out, by, id, format)
	default:
		err = d.cahier(ctx, &out, by, id, booking{blank: name != "cahier", format: format, layout: layoutOwn})
	}
	return out.Bytes(), file, err
}

func (d downloads) conduct(
	ctx context.Context, out io.Writer, by recette.Actor, id string, x *documented, format string,
) error {
	in, err := d.app.conducted(ctx, by, id, "", x.covers)
	if err != nil {
		return err
	}
	words, err := d.app.documentWords(in.Plan.Language)
	if err != nil {
		return err
	}
	return x.make(out, format, in, blocks.Options{Texts: words, Location: in.Now.Location()})
}

func (d downloads) cahier(
	ctx context.Context, out io.Writer, by recette.Actor, id string, o booking,
) error {
	p, err := d.app.project()
	if err != nil {
		return err
	}
	in, err := d.app.bookOf(ctx, by, p, id, o)
	if err != nil {
		return err
	}
	doc, err := testbook.Of(in)
	if err != nil {
		return unmade(err, in)
	}
	return d.app.drawCahier(out, p, doc, o)
}

// plan gives the plan of the files of the project, as they stand, under the name of the campaign: it is of all
// branches.
func (d downloads) plan(ctx context.Context, out io.Writer, by recette.Actor, id, format string) error {
	w, err := d.app.open(ctx, reading)
	if err != nil {
		return err
	}
	err = w.Service.May(ctx, by, id, "", rights.ReadJournal)
	if err = errors.Join(err, w.close()); err != nil {
		return err
	}
	p, err := d.app.project()
	if err != nil {
		return err
	}
	if names, err := p.PlanNames(); err != nil || !slices.Contains(names, id) {
		return errors.Join(err, campaign.ErrUnknown) // no plan bears its name any more
	}
	planned, err := d.app.planned(ctx, p, id)
	if err != nil {
		return err
	}
	doc, err := document.Of(planned.Source)
	if err != nil {
		return err
	}
	if format == "md" {
		format = "markdown"
	}
	return d.app.drawPlan(out, p, doc, format)
}
