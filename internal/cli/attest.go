package cli

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/prompt"
	"recette/internal/recette"
	"recette/internal/term"
)

func subjectChoices() choices { return choices{"subject", codesOf(recette.Subjects())} }

// campaignAttest records what somebody attests in their own name, or takes it back.
func (a *app) campaignAttest() *cobra.Command {
	var as, subject, met, reason string
	var withdraw bool
	c := a.command("attest [CAMPAGNE]", "campaign.attest")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	f := c.Flags()
	f.StringVar(&subject, "subject", "", a.words.T("flag.attest.subject"))
	f.StringVar(&met, "criterion", "", a.words.T("flag.attest.criterion"))
	f.BoolVar(&withdraw, "withdraw", false, a.words.T("flag.attest.withdraw"))
	f.StringVar(&reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		code := ""
		if met == "" || subject != "" {
			var err error
			if code, err = a.choose("--subject", subject, subjectChoices()); err != nil {
				return err
			}
		}
		return a.act(cmd.Context(), optional(args), as, rights.AttestCampaign, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			words := a.attestation(recette.Subject(code))
			if met != "" {
				var err error
				if words, err = a.criterionMet(m, met); err != nil {
					return err
				}
			}
			var f fact.Fact = words
			done := "attest.done"
			if withdraw {
				done = "attest.withdrawn"
				f = advice.Withdrawal{Subject: words.Subject, Text: words.Text, Reason: reason}
			}
			if _, err := w.Service.Note(cmd.Context(), actor, m.Campaign, f); err != nil {
				return err
			}
			say(a.env.Stdout, a.words.T(done, actor.Name, words.Text))
			return nil
		})
	}
	return c
}

// attestation gives the words that are put before whoever attests.
func (a *app) attestation(subject recette.Subject) advice.Attestation {
	return advice.Attestation{Subject: subject, Text: a.words.T("attest." + string(subject))}
}

// criterionMet gives the words of whoever attests a criterion of the plan, named as the gate names it: "entry/1".
func (a *app) criterionMet(m *campaign.Outline, named string) (advice.Attestation, error) {
	subject := recette.Subject("criterion:" + named)
	list, number, ok := subject.Criterion()
	if !ok {
		return advice.Attestation{}, fail("bad-value", nil, "--criterion", named, several(attestable(m)))
	}
	cs := m.Criteria(list)
	text := ""
	if number <= len(cs) {
		text = cs[number-1].Text
	}
	return advice.Attestation{Subject: subject, Text: a.words.T("attest.criterion", text)}, nil
}

// attestable names the criteria of the plan that may be attested: those that nothing measures.
func attestable(m *campaign.Outline) (names []string) {
	for _, list := range recette.CriteriaLists() {
		for i, c := range m.Criteria(list) {
			if c.Measure == "" {
				names = append(names, list+"/"+strconv.Itoa(i+1))
			}
		}
	}
	return names
}

// attestData asks who opened a campaign, at a terminal, to attest that its data hold nothing of production. Nobody else
// is asked: what is left to do is then said.
func (w *openRecord) attestData(ctx context.Context, actor recette.Actor, id string, given bool) error {
	words := w.attestation(recette.NoProductionData)
	if !given {
		f, ok := w.env.Stdin.(*os.File)
		if !w.noInput && ok && terminal(f) && w.Service.CheckNote(ctx, actor, id, words) == nil {
			question := term.Text(w.words.T("attest.question", words.Text))
			answer, err := prompt.NewPlain(f, w.env.Stderr).Ask(ctx, question)
			if err != nil && !errors.Is(err, prompt.ErrEnded) && !errors.Is(err, prompt.ErrCut) {
				return err
			}
			given = slices.Contains(
				strings.Split(w.words.T("attest.yes"), ", "), strings.ToLower(strings.TrimSpace(answer)),
			)
		}
	}
	if !given {
		say(w.env.Stderr, w.words.T("attest.left", id))
		return nil
	}
	if _, err := w.Service.Note(ctx, actor, id, words); err != nil {
		return err
	}
	say(w.env.Stdout, w.words.T("attest.done", actor.Name, words.Text))
	return nil
}

// printNotes says what people recorded beside results.
func (w *openRecord) printNotes(s *campaign.Status) {
	for _, subject := range recette.Subjects() {
		if at := s.Notes.Attested(string(subject)); at != nil {
			say(w.env.Stdout, w.words.T("attest.line", w.said(s, at.Text), w.leafDay(at.At)))
		}
	}
	if p := s.Notes.Suspended(); p != nil {
		say(w.env.Stdout, w.words.T("campaign.paused", w.leafDay(p.From.At), w.said(s, p.Reason)))
	}
	today := w.env.now().Format(time.DateOnly)
	for i := range s.Notes.Delegations {
		if d := &s.Notes.Delegations[i]; d.Over.At == "" && d.Until >= today {
			m := &s.Plan.Manifest
			say(w.env.Stdout, w.words.T("delegate.line", d.Number, nameOf(m, d.By), nameOf(m, d.To),
				roleWord(w.words, recette.Role(d.Role)), w.day(d.From), w.day(d.Until)))
		}
	}
	for i := range s.Notes.Amendments {
		m := &s.Notes.Amendments[i]
		say(w.env.Stdout, w.words.T(
			"result.line.amended", m.Case, w.words.T("verdict."+string(m.Was)), w.words.T("verdict."+string(m.Now)),
			w.said(s, m.Reason),
		))
	}
	for i := range s.Notes.Objections {
		o, key := &s.Notes.Objections[i], "result.line.contested"
		if o.Invalid {
			key = "result.line.invalidated"
		}
		line := w.words.T(key, o.Case, w.said(s, o.Reason))
		if n := s.Decided[o.Seq]; n > 0 {
			line += w.words.T("result.line.decided", n)
		}
		say(w.env.Stdout, line)
	}
	for i := range s.Returned {
		say(w.env.Stdout, w.words.T("result.line.returned", s.Returned[i].Case, w.said(s, s.Returned[i].Reason)))
	}
	w.printOpinions(s)
	for i := range s.Notes.Deviations {
		d := &s.Notes.Deviations[i]
		say(w.env.Stdout, w.words.T("deviation.line", d.Number, w.said(s, d.Text)))
	}
}
