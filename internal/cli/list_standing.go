package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/recette"
)

// standIn says of each scenario of a list how it stands in a campaign: the one that is named, else the only one that is
// open. Without a record, and with several open ones, a list that named none is one of the features alone. What is
// wrong with the record is said then, and refuses nothing: the features are what was asked for.
func (a *app) standIn(ctx context.Context, doc *api.List, said string, whole bool) (err error) {
	w, err := a.open(ctx, reading)
	switch {
	case err != nil && said != "":
		return err
	case errors.Is(err, application.ErrNoRecord):
		return nil
	case err != nil:
		a.doubt(err)
		return nil
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if said == "" {
		list, err := w.Service.List(ctx, reader())
		if err != nil {
			return err
		}
		open := make([]string, 0, 1)
		for i := range list {
			if list[i].ClosedAt == "" {
				open = append(open, list[i].Campaign)
			}
		}
		if len(open) != 1 {
			return nil
		}
		said = open[0]
	}
	m, err := w.oneCampaign(ctx, said)
	if err != nil {
		return err
	}
	drifts, err := w.drift(ctx, m)
	if err != nil {
		return err
	}
	rows, err := w.Service.Cases(ctx, reader(), m.Campaign)
	if err != nil {
		return err
	}
	doc.Against(m.Campaign, drifts, rows, whole)
	return nil
}

// stateIn tells how a scenario stands in the campaign of its list: its text, then each of its rows.
func (a *app) stateIn(s *api.Scenario) []string {
	f := s.Frozen
	switch {
	case f == nil:
		return nil
	case len(f.Rows) == 0 && f.Drift == "":
		return []string{a.words.T("list.not-frozen")}
	}
	lines := []string{a.words.T("plan.drift." + string(f.Drift))}
	if len(f.Rows) == 0 {
		return lines
	}
	lines = slices.Delete(lines, 0, 1)
	for i := range f.Rows {
		r := &f.Rows[i]
		said := []string{a.words.T("plan.drift." + string(f.Drift)), a.words.T("verdict." + string(r.Verdict))}
		if r.Freshness != recette.Fresh {
			said = append(said, a.words.T("test.stale", a.words.T("iterate.due."+string(r.Freshness))))
		}
		if r.Due || r.Attempt > 0 && f.Drift.Stale() {
			said = append(said, a.words.T("list.due"))
		}
		line := strings.Join(said, ", ")
		if len(f.Rows) > 1 {
			line = a.words.T("list.row", r.Case, line)
		}
		lines = append(lines, line)
	}
	return lines
}
