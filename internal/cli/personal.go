package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/recette"
	"recette/internal/term"
)

func (a *app) personalVerbs() *cobra.Command {
	return a.group("personal", "personal", a.personalErase())
}

// eraseFlags say what is to be erased, and why.
type eraseFlags struct {
	campaign.ErasureQuery
	as, reason, author string
	evidence, dryRun   bool
}

// selects tells whether anything narrows the search: a whole campaign is erased by nobody's slip.
func (o *eraseFlags) selects() bool {
	return o.Containing != "" || o.Case != "" || o.Number != "" || o.author != "" || len(o.IDs) > 0
}

// personalErase takes free texts, names and attachments away for ever, and records that it was done, by whom and why.
func (a *app) personalErase() *cobra.Command {
	var o eraseFlags
	c := a.command("erase [CAMPAGNE]", "personal.erase")
	c.Args = atMostOne()
	a.asFlag(c, &o.as)
	f := c.Flags()
	f.StringVar(&o.Containing, "containing", "", a.words.T("flag.erase.containing"))
	f.StringVar(&o.Case, "case", "", a.words.T("flag.case"))
	f.StringVar(&o.Number, "number", "", a.words.T("flag.erase.number"))
	f.StringVar(&o.author, "author", "", a.words.T("flag.erase.author"))
	f.StringSliceVar(&o.IDs, "id", nil, a.words.T("flag.erase.id"))
	f.BoolVar(&o.evidence, "evidence", false, a.words.T("flag.erase.evidence"))
	f.StringVar(&o.reason, "reason", "", a.words.T("flag.reason"))
	f.BoolVar(&o.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if !o.selects() {
			return fail("needs-input", nil, ours(a.words.T("personal.what")))
		}
		if o.dryRun {
			return a.showErasable(cmd.Context(), optional(args), o)
		}
		if recette.Blank(o.reason) {
			return fail("needs-input", nil, "--reason")
		}
		if o.Repeats(o.reason) {
			return fail("erase-repeats", nil)
		}
		return a.act(
			cmd.Context(), optional(args), o.as, rights.ErasePersonal,
			func(w *openRecord, actor recette.Actor, m *campaign.Outline) error {
				return w.erase(cmd.Context(), actor, m, o)
			},
		)
	}
	return c
}

// showErasable is the dry view.
func (a *app) showErasable(ctx context.Context, id string, o eraseFlags) (err error) {
	w, err := a.open(ctx, reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.oneCampaign(ctx, id)
	if err != nil {
		return err
	}
	found, err := w.erasable(ctx, m, o)
	if err != nil {
		return err
	}
	w.printErasable(found)
	say(a.env.Stdout, a.words.T("personal.would", len(found)))
	return nil
}

// erasable finds what the flags name. It refuses to find nothing, and an id that nothing bears.
func (w *openRecord) erasable(
	ctx context.Context, m *campaign.Outline, o eraseFlags,
) (found []campaign.Erasable, err error) {
	q := o.ErasureQuery
	if q.Case, err = oneCase(m, q.Case); err != nil {
		return nil, err
	}
	if o.author != "" {
		who, err := w.person(&m.Manifest, o.author, rights.ErasePersonal)
		if err != nil {
			return nil, err
		}
		q.Author = who.Ref
	}
	q.Number = strings.ToUpper(q.Number)
	for i, id := range q.IDs {
		if q.IDs[i] = strings.ToLower(id); len(id) < minErasureID {
			return nil, fail("bad-value", nil, "--id", id, w.words.T("personal.id-form", minErasureID))
		}
	}
	all, err := w.Service.Erasable(ctx, reader(), m.Campaign, q)
	if err != nil {
		return nil, err
	}
	for _, id := range q.IDs {
		if !slices.ContainsFunc(all, func(e campaign.Erasable) bool { return strings.HasPrefix(e.ID, id) }) {
			return nil, fail("erase-unknown", nil, id)
		}
	}
	files := 0
	for i := range all {
		if all[i].File && !o.evidence && len(q.IDs) == 0 {
			files++
			continue
		}
		found = append(found, all[i])
	}
	if files > 0 {
		say(w.env.Stderr, w.words.T("personal.files", files))
	}
	if len(found) == 0 {
		return nil, fail("erase-nothing", nil, m.Campaign)
	}
	return found, nil
}

// minErasureID is how much of an id must be given: it is what the list shows.
const minErasureID = 12

func (w *openRecord) printErasable(found []campaign.Erasable) {
	t := w.words.T
	for i := range found {
		e := &found[i]
		about := e.Number
		if about == "" {
			about = e.Case
		}
		text := term.Clip(term.Line(strings.Join(strings.Fields(e.Text), " ")), 80)
		say(
			w.env.Stdout,
			t("personal.line", e.ID[:minErasureID], w.leafDay(e.At), about, t("personal.field."+e.Field), text),
		)
	}
}

func (w *openRecord) erase(ctx context.Context, actor recette.Actor, m *campaign.Outline, o eraseFlags) error {
	t, out := w.words.T, w.env.Stdout
	finished, err := w.Service.FinishErasures(ctx, actor)
	if finished > 0 {
		say(out, t("personal.finished", finished))
	}
	if err != nil && !errors.Is(err, campaign.ErrRemains) { // what remains is tried again below
		return err
	}
	found, err := w.erasable(ctx, m, o)
	if f, ok := errors.AsType[*failure](err); ok && f.key == "erase-nothing" && finished > 0 {
		return nil // it was erased by the command that was interrupted
	}
	if err != nil {
		return err
	}
	ids := make([]string, len(found))
	for i := range found {
		ids[i] = found[i].ID
	}
	done, err := w.Service.Erase(ctx, actor, m.Campaign, ids, o.reason)
	if err != nil && !errors.Is(err, campaign.ErrRemains) {
		return err
	}
	w.printErasable(found)
	say(out, t("personal.erased", done.Texts, done.Names, done.Files))
	if len(done.PVs) > 0 {
		say(out, t("personal.pvs", strings.Join(done.PVs, ", ")))
	}
	if len(done.Plan) > 0 {
		say(out, t("personal.plan", strings.Join(done.Plan, ", ")))
	}
	w.sayDeclared(actor)
	say(out, t("personal.copies"))
	return err
}
