package cli

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/kit"
	"recette/internal/meant"
	"recette/internal/output"
	"recette/internal/recette"
	"recette/internal/testbook"
	"recette/reports/cahier"
)

// exporting is what is asked of "recette campaign export".
type exporting struct {
	as, antenne, person, until, out string
	rows                            []string
	all, force                      bool
}

// campaignExport makes the kit with which cases are played where there is no network.
func (a *app) campaignExport() *cobra.Command {
	var o exporting
	c := a.command("export [CAMPAGNE]", "campaign.export")
	c.Args = atMostOne()
	a.asFlag(c, &o.as)
	f := c.Flags()
	f.StringVar(&o.antenne, "for", "", a.words.T("flag.export.for"))
	f.StringSliceVar(&o.rows, "rows", nil, a.words.T("flag.export.rows"))
	f.StringVar(&o.person, "person", "", a.words.T("flag.export.person"))
	f.StringVar(&o.until, "until", "", a.words.T("flag.export.until"))
	f.BoolVar(&o.all, "all", false, a.words.T("flag.export.all"))
	f.StringVarP(&o.out, "out", "o", "", a.words.T("flag.out"))
	a.forceFlag(c, &o.force)
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		if o.antenne == "" && len(o.rows) == 0 && o.person == "" {
			return fail("needs-input", nil, ours("--for, --rows, --person"))
		}
		if o.until, err = a.date("--until", o.until); err != nil {
			return err
		}
		ctx := cmd.Context()
		return a.as(ctx, reading, optional(args), o.as, rights.ExportKit,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				return w.export(ctx, actor, m, &o)
			},
		)
	}
	return c
}

// export makes the kit of the rows that are meant, for whoever may have them leave.
func (w *openRecord) export(ctx context.Context, actor recette.Actor, m *campaign.Outline, o *exporting) error {
	p, err := w.project()
	if err != nil {
		return err
	}
	rows := chosenRows{cases: o.rows, antenne: o.antenne}
	if err := rows.branch(m); err != nil {
		return err
	}
	branch := ""
	for i := range m.Cases {
		if o.antenne != "" && meant.Fold(m.Cases[i].Antenne) == meant.Fold(o.antenne) {
			branch = m.Cases[i].Antenne
		}
	}
	ids, err := w.exported(ctx, m, &rows, o)
	if err != nil {
		return err
	}
	if err := w.Service.CheckKit(ctx, actor, m.Campaign, ids); err != nil {
		return err
	}
	told, err := w.Service.Tell(ctx, reader(), m.Campaign)
	if err != nil {
		return err
	}
	set, _ := p.References() // what cannot be read is for recette lint to say
	book, err := testbook.Of(testbook.Input{
		Told: told, Manifest: told.Plan, Digest: told.Digest, Set: set, Tags: p.Tags, Kind: cahier.Blank,
		Words: w.words.T, Antenne: branch,
	})
	if err != nil {
		return unmade(err, testbook.Input{Manifest: told.Plan})
	}
	left := 0
	made := kit.Made{
		By: actor.Name, At: w.env.now().UTC().Format(time.RFC3339), Until: o.until, Language: string(w.words.Lang()),
		Antenne: branch, People: judges(told, branch),
	}
	if o.person != "" {
		who, err := w.person(&m.Manifest, o.person, rights.Record)
		if err != nil {
			return err
		}
		made.People = []string{who.Name}
	}
	state := map[string]*cahier.Case{}
	for i := range book.Cases {
		state[book.Cases[i].ID] = &book.Cases[i]
	}
	made.Rows = func(id string) bool {
		c := state[id]
		switch {
		case !slices.Contains(ids, id):
			return false
		case o.all || toPlay(c):
			return true
		}
		left++
		return false
	}
	k := kit.Of(&book, made)
	if left > 0 {
		say(w.env.Stderr, w.words.N("export.left", left))
	}
	if len(k.Rows) == 0 {
		return fail("export-nothing", nil, m.Campaign)
	}
	return w.writeKit(ctx, &k, o)
}

// exported gives the rows that all flags choose.
func (w *openRecord) exported(
	ctx context.Context, m *campaign.Outline, rows *chosenRows, o *exporting,
) (ids []string, err error) {
	if len(rows.cases) == 0 && rows.antenne == "" {
		for i := range m.Cases {
			ids = append(ids, m.Cases[i].ID)
		}
	} else if ids, err = rows.of(m); err != nil {
		return nil, err
	}
	if o.person == "" {
		return ids, nil
	}
	who, err := w.person(&m.Manifest, o.person, rights.Record)
	if err != nil {
		return nil, err
	}
	stand, err := w.Service.Cases(ctx, reader(), m.Campaign)
	if err != nil {
		return nil, err
	}
	theirs := map[string]bool{}
	for i := range stand {
		theirs[stand[i].ID] = stand[i].Assigned == who.Ref
	}
	return slices.DeleteFunc(ids, func(id string) bool { return !theirs[id] }), nil
}

// toPlay tells whether a case waits to be played: nothing stands of it, or it was blocked, or is to be obtained again.
func toPlay(c *cahier.Case) bool {
	v := recette.Verdict(c.Verdict)
	return !c.Open && (c.Due || !c.Unread && (v == recette.NotRun || v == recette.Blocked))
}

// judges names those who may judge the cases of a branch, and are of it; without a branch, those who are limited to
// none.
func judges(told *campaign.Told, branch string) (names []string) {
	for _, p := range campaign.Recorders(told.Plan) {
		here := branch == "" && len(p.Perimeter) == 0 ||
			branch != "" && (slices.Contains(p.Perimeter, branch) || p.Entity == branch)
		if here && p.Name != p.Ref && !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	return names
}

func (w *openRecord) writeKit(ctx context.Context, k *kit.Kit, o *exporting) error {
	if o.out == "" {
		o.out = w.words.T("export.file", k.Head.Campaign)
		if k.Head.Antenne != "" {
			o.out += "-" + k.Head.Antenne
		}
		o.out += ".html"
	}
	place, err := w.outlet(w.path(o.out), output.HTML, o.force)
	if err != nil {
		return err
	}
	if err := place.write(ctx, func(to io.Writer) error { return k.Write(to, w.words) }); err != nil {
		return err
	}
	say(place.notes(), w.words.T("export.done", place.Path, w.words.N("count.rows", len(k.Rows))))
	say(place.notes(), w.words.T("export.next"))
	return nil
}
