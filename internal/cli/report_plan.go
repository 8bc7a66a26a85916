package cli

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"

	"recette/internal/durable"
	"recette/internal/i18n"
	"recette/internal/output"
	"recette/internal/planning/document"
	"recette/reports/validation"
)

// reportPlan makes the plan de validation, as a document.
func (a *app) reportPlan() *cobra.Command {
	var format, out string
	var force bool
	c := a.command("plan [PLAN]", "report.plan")
	c.Args = atMostOne()
	c.Flags().StringVar(&format, "format", "pdf", a.words.T("flag.format.plan"))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.out"))
	a.forceFlag(c, &force)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		ends, ok := map[string]string{"pdf": ".pdf", "markdown": ".md", "json": ".json"}[format]
		if !ok {
			return fail("bad-value", nil, "--format", format, "pdf, markdown, json")
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		name := optional(args)
		if name == "" {
			names, err := p.PlanNames()
			if err != nil {
				return err
			}
			if len(names) == 0 {
				return fail("plan-none", nil)
			}
			if len(names) > 1 {
				return fail("which-plan", nil, several(names))
			}
			name = names[0]
		}
		planned, err := a.planned(cmd.Context(), p, name)
		if err != nil {
			return err
		}
		doc, err := document.Of(planned.Source)
		if err != nil {
			return err
		}
		if out == "" {
			out = "plan-" + doc.Name + ends
		}
		shape := map[string]output.Shape{"pdf": output.PDF, "markdown": output.Markdown, "json": output.JSON}[format]
		place, err := a.outlet(a.path(out), shape, force)
		if err != nil {
			return err
		}
		var file bytes.Buffer
		if err := a.drawPlan(&file, p, doc, format); err != nil {
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

// drawPlan makes the document in a format.
func (a *app) drawPlan(to io.Writer, p *projectAt, doc validation.Plan, format string) error {
	words, err := a.documentWords(doc.Language)
	if err != nil {
		return err
	}
	switch format {
	case "pdf":
		return validation.PDF(to, doc, validation.Options{Texts: words, Location: p.Location()})
	case "markdown":
		return validation.Markdown(to, doc, validation.Options{Texts: words})
	}
	return validation.JSON(to, doc)
}

// documentWords gives the texts of a document, in its language.
func (a *app) documentWords(language string) (func(key string, args ...any) string, error) {
	lang, _ := i18n.Parse(language)
	if lang == a.words.Lang() {
		return a.words.T, nil
	}
	words, err := i18n.New(lang)
	if err != nil {
		return nil, err
	}
	return words.T, nil
}
