package cli

import (
	"context"
	"strconv"

	"recette/internal/api"
	"recette/internal/signoff"
	"recette/reports"
)

// gate evaluates the criteria of entry or of exit, for CI: a line each, and an exit code when one is not met.
func (w *openRecord) gate(ctx context.Context, id, which string) error {
	if which != "entry" && which != "exit" {
		return fail("bad-value", nil, "--gate", which, "entry, exit")
	}
	p, err := w.project()
	if err != nil {
		return err
	}
	g, err := signoff.Measure(ctx, w.Service, reader(), id, p.Tags, w.env.now())
	if err != nil {
		return err
	}
	list := g.Exit
	if which == "entry" {
		list = g.Entry
	}
	doc := api.NewGate(id, which, list, g.Suspension)
	if w.json {
		if err := w.print(doc); err != nil {
			return err
		}
	} else {
		w.printGate(which, list, g)
	}
	if !doc.Met {
		return quiet(exitFindings)
	}
	return nil
}

func (w *openRecord) printGate(which string, list []reports.Criterion, g signoff.Gates) {
	t, out := w.words.T, w.env.Stdout
	if len(list) == 0 {
		say(out, t("gate.none."+which))
	}
	for i, c := range list {
		measured := c.Measured
		if measured == "" && c.At == nil {
			measured = t("gate.declared")
		} else if measured == "" {
			measured = t("gate.attested")
		}
		switch c.Met {
		case "yes", "no":
			say(out, t("gate."+c.Met, c.Text, measured, c.Threshold))
		case "unknown":
			say(out, t("gate.unknown", c.Text, which+"/"+strconv.Itoa(i+1)))
		default:
			say(out, t("gate.derogation", c.Text, measured, c.Threshold, c.Met))
		}
		if c.Void != "" {
			say(out, t("gate.void", c.Cited, t("reports.void."+c.Void)))
		}
	}
	for _, c := range g.Suspension {
		say(out, t("gate.suspension", c.Text, c.Measured, c.Threshold))
	}
}
