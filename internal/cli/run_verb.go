package cli

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/recette"
)

// runOptions are the flags of "recette run".
type runOptions struct {
	campaign, tags, as, environment string
	jobs                            int
	jsonl                           bool
}

// runVerb executes automated cases and records what they gave.
func (a *app) runVerb() *cobra.Command {
	var o runOptions
	c := a.command("run [CHEMIN…]", "run")
	f := c.Flags()
	f.StringVar(&o.campaign, "campaign", "", a.words.T("flag.campaign"))
	f.StringVar(&o.tags, "tags", "", a.words.T("flag.tags"))
	f.StringVar(&o.environment, "env", "", a.words.T("flag.env"))
	f.IntVarP(&o.jobs, "jobs", "j", 0, a.words.T("flag.jobs"))
	f.BoolVar(&o.jsonl, "jsonl", false, a.words.T("flag.jsonl"))
	a.asFlag(c, &o.as)
	c.RunE = func(cmd *cobra.Command, args []string) error { return a.run(cmd.Context(), o, args) }
	return c
}

func (a *app) run(ctx context.Context, o runOptions, args []string) (err error) {
	p, err := a.project()
	if err != nil {
		return err
	}
	chosen, err := a.selection(o.tags)
	if err != nil {
		return err
	}
	targets, err := a.targets(p, args)
	if err != nil {
		return err
	}
	how := creating
	if o.campaign != "" {
		how = writing
	} else if err := a.anySelected(ctx, p, targets, chosen); err != nil {
		return err
	}
	w, err := a.open(ctx, how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if o.campaign != "" {
		return w.runCampaign(ctx, p, o, args, targets, chosen)
	}
	return w.runFree(ctx, p, o, targets, chosen)
}

// anySelected refuses a run of nothing, and unreadable features, before anything is built or recorded.
func (a *app) anySelected(ctx context.Context, p *projectAt, targets []string, chosen func([]string) bool) error {
	broken, n := 0, 0
	for _, err := range a.stream(ctx, p, targets, chosen, &broken) {
		if err != nil {
			return err
		}
		n++
	}
	if broken > 0 {
		return fail("features", nil, broken)
	}
	if n == 0 {
		return fail("nothing", nil)
	}
	return nil
}

// runFree runs the features as they are on disk: what CI does. It proves nothing official, and is recorded all the same.
func (w *workspace) runFree(
	ctx context.Context, p *projectAt, o runOptions, targets []string, chosen func([]string) bool,
) error {
	env := p.environment(o.environment)
	if env == nil && o.environment != "" {
		return fail("bad-value", nil, "--env", o.environment, environmentNames(p))
	}
	actor, err := w.automaton(ctx, o.as)
	if err != nil {
		return err
	}
	free := campaign.FreeRun{Commit: commitOf(p.root)}
	if env != nil {
		free.Environment, free.Build = env.Name, env.Build
	}
	sources, err := w.sources(ctx, p, env)
	if err != nil {
		return err
	}
	id, err := w.service.OpenRun(ctx, actor, free)
	if err != nil {
		return err
	}
	cases := w.stream(ctx, p, targets, chosen, nil)
	err = w.execute(ctx, o, execution.NewLedger(w.service, actor, id), sources, p.policy(false), cases)
	_, closing := w.service.CloseRun(context.WithoutCancel(ctx), actor, id)
	if closing != nil {
		return errors.Join(closing, err)
	}
	return err
}

// automaton is who acts in a run outside any campaign: whoever is named, else the account's name.
func (w *workspace) automaton(ctx context.Context, as string) (recette.Actor, error) {
	for _, name := range []string{as, w.env.Getenv("RECETTE_AS"), w.env.Getenv("USER"), "automate"} {
		if name == "" {
			continue
		}
		refs, err := w.service.Refs(ctx, []string{name})
		return recette.Actor{Ref: refs[name], Name: name, Role: recette.QA}, err
	}
	return recette.Actor{}, errors.New("no name")
}

// runCampaign runs the automated cases of a campaign, on the frozen texts.
func (w *workspace) runCampaign(
	ctx context.Context, p *projectAt, o runOptions, args, targets []string, chosen func([]string) bool,
) error {
	m, err := w.manifest(ctx, o.campaign)
	if err != nil {
		return err
	}
	actor, err := w.person(&m, o.as, recette.QA, recette.PPO)
	if err != nil {
		return err
	}
	var list []execution.Item
	for _, item := range execution.FromManifest(&m) {
		if chosen(item.Case.Tags) && (len(args) == 0 || under(targets, item.Case.Feature.Path)) {
			list = append(list, item)
		}
	}
	if len(list) == 0 {
		return fail("nothing", nil)
	}
	env := p.Environment(m.Environment.Name)
	if o.environment != "" && o.environment != m.Environment.Name {
		return fail("policy", nil, w.words.T("run.other-env", m.Environment.Name, o.environment))
	}
	if env == nil {
		return fail("bad-value", nil, "environment", m.Environment.Name, environmentNames(p))
	}
	sources, err := w.sources(ctx, p, env)
	if err != nil {
		return err
	}
	return w.execute(ctx, o, execution.NewLedger(w.service, actor, o.campaign), sources, p.policy(true), execution.Cases(list))
}

// under reports whether a feature lies in one of the targets.
func under(targets []string, path string) bool {
	for _, t := range targets {
		file, _ := splitLines(t)
		if file == "." || file == path || len(path) > len(file) && path[:len(file)+1] == file+"/" {
			return true
		}
	}
	return false
}

// execute binds, then runs, and prints. Cases is read twice.
func (w *workspace) execute(
	ctx context.Context, o runOptions, ledger *execution.Ledger, sources []execution.Source, policy execution.Policy,
	cases iter.Seq2[catalogue.Case, error],
) error {
	out := &progress{words: w.words, out: w.env.Stdout, live: terminal(w.env.Stdout), now: w.env.Now}
	if o.jsonl {
		out.jsonl = json.NewEncoder(w.env.Stdout)
		out.jsonl.SetEscapeHTML(false)
	}
	engine, err := execution.New(execution.Options{
		Sources: sources, Recorder: ledger, Evidence: ledger, Emit: out.emit, Clock: w.env.Now, Workers: lanes(o.jobs),
	})
	if err != nil {
		return err
	}
	defer engine.Close()
	binding, err := engine.Bind(ctx, cases, policy)
	if err != nil {
		return err
	}
	summary, err := engine.Run(ctx, binding, cases)
	out.end(&summary)
	return verdictOf(&summary, errors.Join(err, out.err))
}

// verdictOf gives the exit of a run: red is 1, nothing run is 7.
func verdictOf(s *execution.Summary, err error) error {
	if err != nil {
		return err
	}
	if err := s.Err(); err != nil {
		return err
	}
	if !s.OK() {
		return quiet(exitFindings)
	}
	return nil
}

func environmentNames(p *projectAt) string {
	var names []string
	for _, e := range p.Environments {
		names = append(names, e.Name)
	}
	return strings.Join(names, ", ")
}
