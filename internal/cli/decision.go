package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/authoring"
	"recette/internal/reference"
	"recette/internal/term"
)

func (a *app) decisionVerbs() *cobra.Command {
	return a.group("decision", "decision", a.decisionAdd(), a.decisionList())
}

// decisionFlags are what is known of a decision on the command line.
type decisionFlags struct {
	authoring.Deciding
	status string
}

// decisionAdd writes a decision in the log, under a number that no decision ever had.
func (a *app) decisionAdd() *cobra.Command {
	var o decisionFlags
	c := a.command("add", "decision.add")
	c.Args = exactly(0)
	f := c.Flags()
	f.StringVar(&o.Title, "title", "", a.words.T("flag.decision.title"))
	f.StringVar(&o.Date, "date", "", a.words.T("flag.decision.date"))
	f.StringVar(&o.Instance, "instance", "", a.words.T("flag.decision.instance"))
	f.StringVar(&o.Decider, "decider", "", a.words.T("flag.decision.decider"))
	f.StringVar(&o.status, "status", "", a.words.T("flag.decision.status"))
	f.StringSliceVar(&o.Impacts, "impacts", nil, a.words.T("flag.decision.impacts"))
	f.StringVar(&o.Due, "due", "", a.words.T("flag.decision.due"))
	f.StringVar(&o.Question, "question", "", a.words.T("flag.decision.question"))
	f.StringVar(&o.Options, "options", "", a.words.T("flag.decision.options"))
	f.StringVar(&o.Choice, "choice", "", a.words.T("flag.decision.choice"))
	f.StringVar(&o.Replaces, "replaces", "", a.words.T("flag.decision.replaces"))
	f.BoolVar(&o.DryRun, "dry-run", false, a.words.T("flag.dry-run"))
	// The library refuses a second function for one flag; there is none.
	_ = c.RegisterFlagCompletionFunc("replaces", completes(a.decisionWords))
	_ = c.RegisterFlagCompletionFunc("impacts", completes(a.storyWords))
	_ = c.RegisterFlagCompletionFunc("status", completes(fixed(statusWords(a.words.T("decision.statuses"))...)))
	c.RunE = func(cmd *cobra.Command, _ []string) error { return a.addDecision(cmd.Context(), &o) }
	return c
}

// statusWords parts a list of statuses, as it is printed.
func statusWords(list string) []string { return strings.Split(list, ", ") }

// decisionWords gives the decisions that stand.
func (a *app) decisionWords(*cobra.Command, string) []string {
	p, err := a.project()
	if err != nil {
		return nil
	}
	var out []string
	for _, d := range references(p).Standing() {
		out = append(out, d.ID+"\t"+d.Title)
	}
	return out
}

func (a *app) addDecision(ctx context.Context, o *decisionFlags) error {
	if err := a.readDecision(o); err != nil {
		return err
	}
	p, err := a.project()
	if err != nil {
		return err
	}
	o.Today = p.Day(a.env.Now())
	made, err := authoring.Decide(ctx, p, o.Deciding)
	switch {
	case made == nil:
		return a.undecided(o, err)
	case o.DryRun:
		say(a.env.Stdout, a.words.T("decision.would", made.Path))
		fmt.Fprint(a.env.Stdout, term.Text(made.Text))
		return err
	}
	say(a.env.Stdout, a.words.T("decision.added", made.ID, made.Path))
	if err == nil && o.Replaces != "" {
		say(a.env.Stdout, a.words.T("decision.replaced", o.Replaces, made.ID))
	}
	return err
}

// readDecision reads the flags that are written in several ways.
func (a *app) readDecision(o *decisionFlags) (err error) {
	if o.Date, err = a.date("--date", o.Date); err != nil {
		return err
	}
	if o.Due, err = a.date("--due", o.Due); err != nil {
		return err
	}
	if o.status == "" {
		return nil
	}
	var ok bool
	if o.Status, o.ReplacedBy, ok = reference.ParseStatus(o.status); !ok {
		return a.badStatus(o)
	}
	return nil
}

func (a *app) badStatus(o *decisionFlags) error {
	return fail("bad-value", nil, "--status", o.status, a.words.T("decision.statuses"))
}

// undecided says why a decision is not written down.
func (a *app) undecided(o *decisionFlags, err error) error {
	e, ok := errors.AsType[*authoring.DecisionError](err)
	if !ok {
		return err
	}
	switch e.Fault {
	case authoring.DecisionUntitled:
		return fail("needs-input", nil, "--title")
	case authoring.DecisionNobody:
		return fail("needs-input", nil, "--decider")
	case authoring.DecisionReplaced:
		return a.badStatus(o)
	case authoring.DecisionNotActed:
		status := a.words.T("decision.status." + string(cmp.Or(o.Status, reference.Proposed)))
		return fail("bad-value", nil, "--status", status, a.words.T("decision.status.acted"))
	case authoring.DecisionUnknown:
		if len(e.Standing) == 0 {
			return fail("decision-unknown", nil, o.Replaces)
		}
		return fail("decision-unknown-among", nil, o.Replaces, listed(e.Standing))
	case authoring.DecisionGone:
		return fail("bad-value", nil, "--replaces", o.Replaces, listed(e.Standing))
	case authoring.DecisionNoStatus:
		return fail("decision-status", nil, e.Path)
	case authoring.DecisionMisread:
	}
	return fail("decision-text", nil, "## …")
}
