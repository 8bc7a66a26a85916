package cli

import (
	"cmp"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/recette"
)

func (a *app) reviewVerbs() *cobra.Command {
	return a.group("review", "review", a.reviewList(), a.reviewSay(recette.Accept), a.reviewSay(recette.Return))
}

// reviewList says which results wait to be read over, which were sent back, and what was said of the others.
func (a *app) reviewList() *cobra.Command {
	var as string
	c := a.command("list [CAMPAGNE]", "review.list")
	c.Args = atMostOne()
	a.jsonFlag(c)
	c.Flags().StringVar(&as, "as", "", a.words.T("flag.review.as"))
	c.RunE = func(cmd *cobra.Command, args []string) (err error) {
		w, err := a.open(cmd.Context(), reading)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.close()) }()
		m, err := w.oneCampaign(cmd.Context(), optional(args))
		if err != nil {
			return err
		}
		who := reader()
		if as != "" {
			if who, err = w.person(&m.Manifest, as, rights.ReadStatus); err != nil {
				return err
			}
		}
		s, err := w.Service.Status(cmd.Context(), who, m.Campaign)
		if err != nil {
			return err
		}
		if as != "" {
			s.Unread = slices.DeleteFunc(s.Unread, func(u campaign.Unread) bool { return u.Own })
		}
		names, err := w.Service.People(cmd.Context(), reader(), m.Campaign)
		if err != nil {
			return err
		}
		if a.json {
			return a.print(api.NewReviewList(&s, names))
		}
		w.printReviews(&s, names)
		return nil
	}
	return c
}

// printReviews says what waits to be read over, and what was read.
func (w *openRecord) printReviews(s *campaign.Status, names map[string]string) {
	t := w.words.T
	if s.Plan.Sections == nil || len(s.Plan.Sections.Review.Named) == 0 {
		say(w.env.Stdout, t("review.unasked", s.Campaign))
	} else {
		say(w.env.Stdout, w.words.N("review.waiting", len(s.Unread)))
	}
	for _, u := range s.Unread {
		say(w.env.Stdout, t(
			"review.line", u.Case, t("verdict."+string(u.Verdict)), u.Attempt, cmp.Or(personOf(names, u.By), u.By),
		))
	}
	for i := range s.Notes.Reviews {
		r := &s.Notes.Reviews[i]
		line := t(
			"review.said."+r.Reading, r.Case, t("verdict."+string(r.Verdict)), r.Attempt, personOf(names, r.By.Ref),
			w.leafDay(r.At),
		)
		if r.Reason != "" {
			line += t("review.reason", w.said(s, r.Reason))
		}
		say(w.env.Stdout, line)
	}
	if len(s.Unread) > 0 && s.ClosedAt == "" {
		say(w.env.Stdout, t("next.review", s.Campaign))
	}
}

// reviewSay records what somebody who read results over says of them.
func (a *app) reviewSay(what recette.Reading) *cobra.Command {
	var as, reason string
	name := map[recette.Reading]string{recette.Accept: "accept", recette.Return: "return"}[what]
	c := a.command(name+" CAMPAGNE CAS…", "review."+name)
	c.Args = atLeast(2)
	a.asFlag(c, &as)
	c.Flags().StringVar(&reason, "reason", "", a.words.T("flag.review.reason."+string(what)))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return a.act(cmd.Context(), args[0], as, rights.ReviewResult, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			var all []advice.Review
			for _, said := range args[1:] {
				id, err := oneCase(m, said)
				if err != nil {
					return err
				}
				r := advice.Review{Case: id, Reading: what, Reason: reason}
				// Each is judged before the first is kept.
				if err := w.Service.CheckNote(cmd.Context(), actor, m.Campaign, r); err != nil {
					return err
				}
				all = append(all, r)
			}
			for _, r := range all {
				if _, err := w.Service.Note(cmd.Context(), actor, m.Campaign, r); err != nil {
					return err
				}
				say(a.env.Stdout, a.words.T("review."+name+".done", r.Case))
			}
			return w.reviewsLeft(cmd, m.Campaign, what)
		})
	}
	return c
}

// reviewsLeft says how many results still wait to be read over, and what comes next.
func (w *openRecord) reviewsLeft(cmd *cobra.Command, id string, what recette.Reading) error {
	s, err := w.Service.Status(cmd.Context(), reader(), id)
	if err != nil {
		return err
	}
	say(w.env.Stdout, w.words.N("review.waiting", len(s.Unread)))
	if what == recette.Return {
		say(w.env.Stdout, w.words.T("next.review.returned", id))
	}
	return nil
}
