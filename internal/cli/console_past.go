package cli

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/recette"
	"recette/internal/term"
)

// mostPlayed is how many of the cases that ended are listed; the others are named by their id.
const mostPlayed = 20

// noRemark is what a person types to take a comment away.
const noRemark = "-"

// goBack leads from a question to a case that ended in the session, whose steps are shown, and corrects one of them.
// Whatever comes of it, the question stands. The error is that of the reader, or of a record that broke.
func (c *console) goBack(ctx context.Context, q execution.Question) error {
	err := c.toCase(ctx, q.Past)
	if err != nil && !errors.Is(err, errBack) {
		return err
	}
	say(c.out, "")
	say(c.out, c.words.T("test.past.return", q.Case.ID))
	c.put(q)
	return nil
}

// toCase asks for a case, then corrects it.
func (c *console) toCase(ctx context.Context, past execution.Past) error {
	if past == nil {
		say(c.out, c.words.T("test.past.trial"))
		return nil
	}
	for {
		all := past.Played()
		if len(all) == 0 {
			say(c.out, c.words.T("test.past.none"))
			return nil
		}
		p, err := c.whichCase(ctx, all)
		if err != nil {
			return err
		}
		if err := past.CheckAmend(ctx, campaign.Amend{Case: p.Case.ID}); err != nil {
			c.showPlayed(p)
			return c.unamended(err)
		}
		if err := c.toStep(ctx, past, p); !errors.Is(err, errBack) {
			return err
		}
	}
}

// whichCase lists the cases that ended, the last one first, and asks for one by its number or its id.
func (c *console) whichCase(ctx context.Context, all []execution.Played) (*execution.Played, error) {
	t := c.words.T
	say(c.out, t("test.past.title"))
	for i := range all {
		if i == mostPlayed {
			say(c.out, "  "+t("test.past.more", len(all)-i))
			break
		}
		p := &all[i]
		say(c.out, t("test.past.case", i+1, p.Case.ID, p.Case.Name, t("verdict."+string(p.Verdict))))
	}
	for {
		line, err := c.ask(ctx, "test.ask.case")
		switch {
		case err != nil:
			return nil, err
		case line == "" || line == back:
			return nil, errBack
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(all) {
			return &all[n-1], nil
		}
		for i := range all {
			if strings.EqualFold(all[i].Case.ID, line) {
				return &all[i], nil
			}
		}
		c.unknown(line)
	}
}

// showPlayed shows the steps of a case that ended, with what was said of each.
func (c *console) showPlayed(p *execution.Played) {
	t, n := c.words.T, len(p.Case.Steps)
	say(c.out, "")
	say(c.out, t("test.case", p.Case.ID, p.Case.Name))
	for i := range p.Steps {
		o := &p.Steps[i]
		step := p.Case.Steps[o.Step]
		if o.Mode == recette.Automated {
			say(c.out, t("test.past.auto", o.Step+1, n, step.Keyword+step.Text, t("verdict."+string(o.Verdict))))
			continue
		}
		say(c.out, t("test.past.manual", o.Step+1, n, step.Keyword+step.Text, c.verdict(step, o.Verdict)))
		said := func(key, text string) {
			if text != "" {
				tell(c.out, term.Block("    ", t(key, text)))
			}
		}
		said("test.said.observed", o.Observed)
		if o.Cause != "" {
			said("test.said.cause", t("cause."+string(o.Cause)))
		}
		said("test.said.reason", o.Reason)
		said("test.said.comment", o.Comment)
		for _, e := range o.Evidence {
			said("test.said.evidence", e.Name)
		}
	}
}

// toStep asks which step of a case is to be corrected, and corrects it.
func (c *console) toStep(ctx context.Context, past execution.Past, p *execution.Played) error {
	c.showPlayed(p)
	for {
		line, err := c.ask(ctx, "test.ask.step")
		switch {
		case err != nil:
			return err
		case line == back:
			return errBack
		case line == "":
			return nil
		}
		n, err := strconv.Atoi(line)
		if err != nil || n < 1 || n > len(p.Case.Steps) {
			c.unknown(line)
			continue
		}
		of := campaign.Amend{Case: p.Case.ID, Steps: []campaign.Judgement{{Step: n - 1}}}
		if err := past.CheckAmend(ctx, of); err != nil {
			if err := c.unamended(err); err != nil {
				return err
			}
			continue
		}
		if err := c.amend(ctx, past, p, n-1); !errors.Is(err, errBack) {
			return err
		}
	}
}

// amend asks what is to be said of a step in the place of what was, and why, and records it.
func (c *console) amend(ctx context.Context, past execution.Past, p *execution.Played, step int) error {
	a, err := c.judgeAgain(ctx, p, step)
	if err != nil {
		return err
	}
	reason, err := c.must(ctx, "test.ask.amended")
	if err != nil {
		return err
	}
	done, err := past.Amend(ctx, campaign.Amend{
		Case: p.Case.ID, Reason: reason, Steps: []campaign.Judgement{{
			Step: step, Verdict: a.Verdict, Observed: a.Observed, Comment: a.Comment, Cause: a.Cause, Reason: a.Reason,
		}},
	})
	if err != nil {
		return c.unamended(err)
	}
	return c.amended(ctx, p.Case.ID, &done)
}

// judgeAgain asks for the verdict on a step that was judged, with what it must come with. Its comment stays unless it
// is taken away.
func (c *console) judgeAgain(ctx context.Context, p *execution.Played, step int) (execution.Answer, error) {
	q := execution.Question{Case: *p.Case, Step: step, History: p.Steps}
	for {
		line, err := c.verdictLine(ctx, q, q)
		if err != nil {
			return execution.Answer{}, err
		}
		if line == back {
			return execution.Answer{}, errBack
		}
		v := recette.Verdict(c.key(line, q))
		if !v.Valid() {
			c.unknown(line)
			say(c.out, c.words.T("test.past.back", back))
			continue
		}
		a := execution.Answer{Verdict: v}
		if a.Comment, err = c.keptComment(ctx, q.Observed(step)); err == nil {
			err = c.complete(ctx, &a)
		}
		if !errors.Is(err, errBack) {
			return a, err
		}
	}
}

// keptComment asks whether the comment of a step stays with what is said of it now.
func (c *console) keptComment(ctx context.Context, o *campaign.Observation) (string, error) {
	if o == nil || o.Comment == "" {
		return "", nil
	}
	tell(c.out, term.Block("    ", c.words.T("test.said.comment", o.Comment)))
	line, err := c.ask(ctx, "test.ask.kept", noRemark)
	switch {
	case err != nil:
		return "", err
	case line == back:
		return "", errBack
	case line == noRemark:
		return "", nil
	case line == "":
		return o.Comment, nil
	}
	return line, nil
}

// unamended says why a correction is refused and what to do; what is no refusal is given back.
func (c *console) unamended(err error) error {
	exit := classify(err).exit
	if exit != exitRefused && exit != exitUsage && !errors.Is(err, campaign.ErrAgain) {
		return err
	}
	printFailure(c.out, c.words, err)
	return nil
}
