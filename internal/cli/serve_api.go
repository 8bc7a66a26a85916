package cli

import (
	"context"
	"errors"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign/fact"
	"recette/internal/guided"
	"recette/internal/importer"
	"recette/internal/recette"
	"recette/internal/web/rest"
)

// Status gives the document of "recette campaign status" as its reader may see it. What bears on all branches, the
// indicators and what moved of the data sets, is of who sees all of them.
func (d downloads) Status(ctx context.Context, by recette.Actor, id string) (doc api.CampaignStatus, err error) {
	w, err := d.app.open(ctx, reading)
	if err != nil {
		return doc, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	s, err := w.Service.Status(ctx, by, id)
	if err != nil {
		return doc, err
	}
	p, err := w.project()
	if err != nil {
		return doc, err
	}
	f, err := w.Service.Forecast(ctx, by, id, func(tags []string) bool {
		return p.Tags.Mode(tags) == recette.Automated
	})
	if err != nil {
		return doc, err
	}
	drifts, err := w.Service.Drifts(ctx, by, id, p.Drift)
	if err != nil {
		return doc, err
	}
	doc = api.NewCampaignStatus(&s, drifts, f)
	err = w.Service.May(ctx, by, id, "", rights.ReadReception)
	if errors.Is(err, rights.ErrDenied) {
		return doc, nil
	}
	if err == nil {
		doc.DataDrift = movedData(p, s.Plan, &s.Notes)
		doc.Indicators, err = d.app.indicators(ctx, w, by, id)
	}
	if errors.Is(err, rights.ErrDenied) {
		err = nil
	}
	return doc, err
}

// Import takes a cahier in the name of somebody, as "recette import" does, without evidence beside it.
func (d downloads) Import(
	ctx context.Context, actor recette.Actor, id string, c rest.Cahier,
) (doc api.Import, err error) {
	file, err := importer.Open(c.Name, c.Body)
	if err != nil {
		return doc, d.unread(err)
	}
	if file.Kit() != nil { // its evidence and its instants are judged by the command line alone
		return doc, rest.ErrCahier
	}
	q := *d.app
	q.warned = new(warned)
	how := writing
	if c.Dry {
		how = reading
	}
	p, err := q.project()
	if err != nil {
		return doc, err
	}
	w, err := q.open(ctx, how)
	if err != nil {
		return doc, err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.Service.Outline(ctx, actor, id)
	if err != nil {
		return doc, err
	}
	o := taking{campaign: id, dryRun: c.Dry, partial: c.Partial}
	entries, err := w.against(ctx, actor, p, file, m, o, q.env.now())
	if err != nil {
		return doc, d.unread(err)
	}
	doc = api.NewImport(file, m.Campaign, &entries)
	doc.DryRun = c.Dry
	switch {
	case entries.Empty():
		return doc, rest.ErrCahier
	case c.Dry:
		return doc, nil
	case entries.Conflicts() > 0 && !c.Partial:
		return doc, rest.ErrConflicts
	}
	t := &taker{
		openRecord: w, to: w.Service, actor: actor, m: m, file: file, name: c.Name, o: o,
		files: map[string]map[int][]fact.Attachment{},
	}
	err = w.seal(ctx, t.all(ctx, entries.Entries))
	doc.Recorded, doc.Raised, doc.Unraised = t.recorded, t.raised, t.unraised
	doc.Add(t.left)
	doc.Warn(q.warned.list())
	if err != nil && t.recorded+t.raised > 0 { // the same cahier, sent again, tells what is missing
		err = &guided.UnknownError{Err: err}
	}
	return doc, err
}

// unread tells what is wrong with a whole file from what is wrong here.
func (d downloads) unread(err error) error {
	if _, ok := errors.AsType[*failure](d.app.unread(err, "")); ok {
		return errors.Join(rest.ErrCahier, err)
	}
	return err
}
