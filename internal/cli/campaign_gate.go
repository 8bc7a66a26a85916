package cli

import (
	"context"
	"strconv"

	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/reports"
)

// gate evaluates the criteria of entry or of exit, for CI: a line each, and an exit code when one is not met.
func (w *openRecord) gate(ctx context.Context, id, which string) error {
	if which != "entry" && which != "exit" {
		return fail("bad-value", nil, "--gate", which, "entry, exit")
	}
	g, err := signoff.Measure(ctx, w.Service, reader(), id, w.env.now())
	if err != nil {
		return err
	}
	list := g.Exit
	if which == "entry" {
		list = g.Entry
	}
	st, err := w.Service.Status(ctx, reader(), id) // who attested is told by the roster alone
	if err != nil {
		return err //nolint:wrapcheck // the service names the campaign
	}
	doc := api.NewGate(id, which, list, g.Suspension, &st.Notes)
	if w.json {
		if err := w.print(doc); err != nil {
			return err
		}
	} else {
		w.printGate(&st, which, list, g)
	}
	if !doc.Met {
		return quiet(exitFindings)
	}
	return nil
}

func (w *openRecord) printGate(st *campaign.Status, which string, list []reports.Criterion, g signoff.Gates) {
	t, out := w.words.T, w.env.Stdout
	if len(list) == 0 {
		say(out, t("gate.none."+which))
	}
	for i, c := range list {
		if c.At != nil {
			if a := st.Notes.Attested(string(recette.CriterionMet(which, i+1))); a != nil {
				c.By = nameOf(&st.Plan.Manifest, a.By.Ref)
			}
		}
		switch c.Met {
		case "yes", "no":
			say(out, t("gate."+c.Met, c.Text, w.met(&c)))
		case "unknown":
			say(out, t("gate.unknown", c.Text, which+"/"+strconv.Itoa(i+1)))
		default:
			key := "gate.derogation"
			if st.Notes.Elsewhere(c.Met) {
				key = "gate.elsewhere"
			}
			say(out, t(key, c.Text, w.met(&c), c.Met))
		}
		if c.Void != "" {
			say(out, t("gate.void", c.Cited, t("reports.void."+c.Void)))
		}
	}
	for _, c := range g.Suspension {
		c.By = attestor(st, &c)
		say(out, t("gate.suspension", c.Text, w.met(&c)))
	}
}

// attestor names who attested that a criterion of suspension is reached; empty when it is measured.
func attestor(st *campaign.Status, c *reports.Criterion) string {
	for i, of := range st.Plan.Criteria(recette.SuspensionCriteria) {
		a := st.Notes.Attested(string(recette.CriterionMet(recette.SuspensionCriteria, i+1)))
		if c.At != nil && a != nil && of.Text == c.Text {
			return nameOf(&st.Plan.Manifest, a.By.Ref)
		}
	}
	return ""
}

// met says on what a criterion stands: what was measured, who attested it, or nothing.
func (w *openRecord) met(c *reports.Criterion) string {
	said := c.Measured
	switch {
	case said != "":
	case c.At != nil:
		said = w.words.T("gate.attested", c.By, w.words.Date(*c.At))
	default:
		said = w.words.T("gate.neither")
	}
	if c.Threshold != "" {
		said = w.words.T("gate.over", said, c.Threshold)
	}
	return said
}
