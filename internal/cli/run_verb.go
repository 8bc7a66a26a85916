package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/plan"
	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/syntax"
	"recette/internal/workspace"
)

// runOptions are the flags of "recette run".
type runOptions struct {
	campaign, tags, as, environment string
	jobs                            int
	jsonl                           bool
	manual                          bool // every case selected is left to a person by its tags
	files                           *workspace.Memory
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
	targets, err := p.Targets(a.dir, args)
	if err != nil {
		return err
	}
	how := writing
	var env *project.Environment
	if o.campaign == "" {
		how = creating
		if env, err = a.environment(p, o.environment); err != nil {
			return err
		}
		if o.files, err = p.Recall(ctx, targets, o.tags); err != nil {
			return err
		}
		if o.manual, err = a.selected(ctx, p, o.files, chosen); err != nil {
			return err
		}
	}
	w, err := a.open(ctx, how)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	if o.campaign != "" {
		return w.runCampaign(ctx, p, o, args, targets, chosen)
	}
	return w.runFree(ctx, p, o, env, chosen)
}

// selected refuses, before anything is built or recorded: features that cannot be read, ids that two cases share, a run
// of nothing. Two results under one id in the journal could not be told apart any more. manual tells that the tags
// leave every case to a person: nothing needs to be built. Files in which a former run found nothing to refuse are not
// read again.
func (a *app) selected(
	ctx context.Context, p *projectAt, files *workspace.Memory, chosen func([]string) bool,
) (manual bool, err error) {
	const key, allManual = "selected 1", "manual"
	if kept, ok := files.Recall(key); ok {
		return kept == allManual, nil
	}
	o, policy := p.Options(), p.Policy(false)
	l := lint.New(lint.Options{Rules: rules.All(), Execution: true, Tags: o.Tags, Retired: p.Retired, Partial: true})
	n := 0
	manual = true
	err = files.Walk(ctx, func(f catalogue.File) error {
		l.Add(l.Judge(lint.FileOf(&f)))
		for i := range f.Cases {
			if chosen(f.Cases[i].Tags) {
				n++
				manual = manual && policy.Leaves(f.Cases[i].Tags)
			}
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	unreadable, misnamed := 0, 0
	for _, f := range l.Findings() {
		if f.Severity != syntax.Error {
			continue
		}
		if f.Rule == lint.RuleSyntax {
			unreadable++
		} else {
			misnamed++
		}
		s := a.sentence(f)
		a.printFinding(a.env.Stderr, &s)
	}
	switch {
	case unreadable > 0:
		return false, fail("features", nil, unreadable)
	case misnamed > 0:
		return false, fail("ids", nil, misnamed)
	case n == 0:
		return false, fail("nothing", nil)
	}
	found := "some automatic"
	if manual {
		found = allManual
	}
	files.Keep(key, []byte(found))
	return manual, nil
}

// runFree runs the features as they are on disk: what CI does. It proves nothing official, and is recorded all the same.
func (w *openRecord) runFree(
	ctx context.Context, p *projectAt, o runOptions, env *project.Environment, chosen func([]string) bool,
) error {
	actor, err := w.automaton(ctx, o.as)
	if err != nil {
		return err
	}
	free := campaign.FreeRun{Commit: p.Commit(ctx)}
	var to workspace.Target
	if env != nil {
		free.Environment, free.Build = env.Name, env.Build
		to = workspace.Target{Name: env.Name, URL: env.URL}
	}
	var sources []execution.Source
	if !o.manual {
		if sources, err = p.StepSources(ctx, to); err != nil {
			return err
		}
	}
	id, err := w.service.OpenRun(ctx, actor, free)
	if err != nil {
		return err
	}
	cases := stream(ctx, o.files, chosen)
	ledger := execution.NewLedger(w.service, actor, id).Worded(func(s string) string { return framed(w.words, s) })
	err = w.execute(ctx, o, ledger, sources, w.asked(to, false), p.Policy(false), cases)
	_, closing := w.service.CloseRun(context.WithoutCancel(ctx), actor, id)
	if closing != nil {
		return errors.Join(closing, err)
	}
	return err
}

// automaton is who acts in a run outside any campaign: whoever is named, else the account's name.
func (w *openRecord) automaton(ctx context.Context, as string) (recette.Actor, error) {
	for _, name := range []string{as, w.env.Getenv("RECETTE_AS"), w.env.Getenv("USER"), "automate"} {
		if name == "" {
			continue
		}
		refs, err := w.service.Refs(ctx, reader(), []string{name})
		return recette.Actor{Ref: refs[name], Name: name, Role: recette.QA}, err
	}
	return recette.Actor{}, errors.New("no name")
}

// runCampaign runs the automated cases of a campaign, on the frozen texts.
func (w *openRecord) runCampaign(
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
	if err := w.frozenTargets(p, &m, args, targets); err != nil {
		return err
	}
	picked := func(c *plan.FrozenCase) bool {
		return chosen(c.Tags) && (len(args) == 0 || under(targets, c.Feature.Path))
	}
	policy := p.Policy(true)
	selected, automatic := false, false
	for i := range m.Cases {
		if c := &m.Cases[i]; picked(c) {
			selected, automatic = true, automatic || !policy.Leaves(c.Tags)
		}
	}
	if !selected {
		return fail("nothing", nil)
	}
	if o.environment != "" && o.environment != m.Environment.Name {
		return fail("policy", nil, w.words.T("run.other-env", m.Environment.Name, o.environment))
	}
	if err := w.sameBuild(p, &m); err != nil {
		return err
	}
	to := p.FrozenTarget(m.Environment)
	var sources []execution.Source
	if automatic {
		if sources, err = p.StepSources(ctx, to); err != nil {
			return err
		}
	}
	ledger := execution.NewLedger(w.service, actor, m.Campaign).Worded(recordWords(&m))
	return w.seal(ctx, w.execute(ctx, o, ledger, sources, w.asked(to, true), policy, execution.FrozenCases(&m, picked)))
}

// frozenTargets refuses a path that can select no frozen case: one with lines, and one that neither the campaign nor
// the project knows.
func (w *openRecord) frozenTargets(p *projectAt, m *plan.Manifest, args, targets []string) error {
	if len(args) == 0 {
		return nil
	}
	var frozen []string
	for i := range m.Cases {
		frozen = append(frozen, m.Cases[i].Feature.Path)
	}
	for i, t := range targets {
		if _, lines := catalogue.SplitLines(t); lines != "" {
			return fail("bad-value", nil, "PATH", args[i], w.words.T("run.no-lines"))
		}
		known := slices.ContainsFunc(frozen, func(path string) bool { return under([]string{t}, path) })
		if _, err := fs.Stat(p.Tree(), t); known || !errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if near := workspace.NearPath(t, frozen); near != "" {
			return fail("target-missing-near", nil, w.shown(p.Root, t), w.shown(p.Root, near))
		}
		return fail("target-missing", nil, w.shown(p.Root, t))
	}
	return nil
}

// under reports whether a feature lies in one of the targets, which have no lines.
func under(targets []string, path string) bool {
	for _, file := range targets {
		if file == "." || file == path || len(path) > len(file) && path[:len(file)+1] == file+"/" {
			return true
		}
	}
	return false
}

// execute binds, then runs, and prints. Cases is read twice.
func (w *openRecord) execute(
	ctx context.Context, o runOptions, ledger *execution.Ledger, sources []execution.Source, to execution.Target,
	policy execution.Policy, cases iter.Seq2[catalogue.Case, error],
) error {
	out := &progress{words: w.words, out: w.env.Stdout, live: terminal(w.env.Stdout), now: w.env.Now}
	if o.jsonl {
		out.jsonl = json.NewEncoder(w.env.Stdout)
		out.jsonl.SetEscapeHTML(false)
	}
	options := execution.Options{
		Sources: sources, Recorder: ledger, Evidence: ledger, Emit: out.emit, Clock: w.env.Now, Workers: lanes(o.jobs),
		Target: to,
	}
	if o.files != nil {
		options.Memory = o.files
	}
	engine, err := execution.New(options)
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

// unanswered names the environment that did not answer.
func unanswered(err error) error {
	if u, ok := errors.AsType[*execution.UnreachableError](err); ok {
		return fail("unreachable", nil, u.Address)
	}
	return err
}

// verdictOf gives the exit of a run: red is 1, nothing run is 7.
func verdictOf(s *execution.Summary, err error) error {
	if err != nil {
		return unanswered(err)
	}
	if err := s.Err(); err != nil {
		return err
	}
	if !s.Green() {
		return quiet(exitFindings)
	}
	return nil
}
