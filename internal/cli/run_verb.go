package cli

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/api"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/execution/binding"
	"recette/internal/recette"
	"recette/internal/workspace"
)

// runOptions are the flags of "recette run".
type runOptions struct {
	campaign, tags, as, environment string
	jobs                            int
	jsonl                           bool
	trial
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
	o.flags(a, c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if err := apart(cmd, "rehearsal", "exploratory"); err != nil {
			return err
		}
		return a.run(cmd.Context(), o, args)
	}
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
	if o.jobs < 0 {
		return fail("bad-value", nil, "--jobs", strconv.Itoa(o.jobs), a.words.T("run.jobs"))
	}
	if o.campaign == "" && o.kind() != "" {
		return fail("trial-campaign", nil)
	}
	if o.campaign == "" {
		env, err := p.ChosenEnvironment(o.environment)
		if err != nil {
			return err
		}
		for range rereads {
			began, err := a.runFree(ctx, p, o, env, targets, chosen)
			if began || !errors.Is(err, binding.ErrChanged) {
				return err
			}
		}
		return fail("changed", nil)
	}
	w, err := a.open(ctx, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	return w.runCampaign(ctx, p, o, args, targets, chosen)
}

// rereads is how many times a free run begins anew because features were saved while it prepared itself.
const rereads = 3

// runFree runs the features as they are on disk: what CI does. It proves nothing official, and is recorded all the
// same, once all files are known to be fit to run. began tells that the record was opened.
func (a *app) runFree(
	ctx context.Context, p *projectAt, o runOptions, env *workspace.Environment, targets []string,
	chosen func([]string) bool,
) (began bool, err error) {
	selection, err := p.Select(ctx, targets, o.tags, chosen)
	if err != nil {
		return false, err
	}
	checked, err := selection.Check(ctx)
	if err != nil {
		return false, err
	}
	commit := make(chan string, 1) // is known before the workers are
	go func() { commit <- selection.Commit(ctx) }()
	free := campaign.FreeRun{}
	var to workspace.Target
	if env != nil {
		free.Environment, free.Build = env.Name, env.Build
		to = workspace.Target{Name: env.Name, URL: env.URL}
	}
	var sources []execution.Source
	if !checked.Manual {
		if sources, err = p.StepSources(ctx, to); err != nil {
			return false, err
		}
	}
	var end []func() error
	defer func() {
		for _, f := range slices.Backward(end) {
			err = errors.Join(f(), err)
		}
	}()
	begin := func() (*execution.Ledger, error) {
		began = true
		w, err := a.open(ctx, creating)
		if err != nil {
			return nil, err
		}
		end = append(end, w.close, func() error { return w.seal(ctx, nil) })
		actor, err := w.automaton(ctx, o.as)
		if err != nil {
			return nil, err
		}
		free.Commit = <-commit
		id, err := w.Service.OpenRun(ctx, actor, free)
		if err != nil {
			return nil, err
		}
		end = append(end, func() error {
			_, err := w.Service.CloseRun(context.WithoutCancel(ctx), actor, id)
			return err
		})
		return execution.NewLedger(
			w.Service, actor, id, func(said execution.Message) string { return wordFaults(w.words, said) },
		), nil
	}
	err = a.execute(ctx, o, automaticRun{
		sources: sources, to: a.asked(to, false), cases: checked.Cases, run: selection.Cases(ctx), begin: begin,
		bind: func(e *execution.Engine) (*binding.Binding, error) {
			return e.BindAhead(ctx, selection.Lots(), p.Policy(false))
		},
	})
	return began, err
}

// automaton is who acts in a run outside any campaign: whoever is named, else the account's name.
func (w *openRecord) automaton(ctx context.Context, as string) (recette.Actor, error) {
	for _, name := range []string{as, w.env.getenv("RECETTE_AS"), w.env.getenv("USER"), "automate"} {
		if name == "" {
			continue
		}
		refs, err := w.Service.Refs(ctx, reader(), []string{name})
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
	actor, err := w.personOf(ctx, &m, o.as, o.right(rights.Automate))
	if err != nil {
		return err
	}
	if err := w.ownRows(ctx, &m, actor); err != nil {
		return err
	}
	if err := w.frozenTargets(p, &m, args, targets); err != nil {
		return err
	}
	picked := func(c *campaign.FrozenCase) bool {
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
	if err := w.Service.CheckBuild(&m); err != nil {
		return err
	}
	to := p.FrozenTarget(m.Environment)
	var sources []execution.Source
	if automatic {
		if sources, err = p.StepSources(ctx, to); err != nil {
			return err
		}
	}
	words, err := recordWords(&m)
	if err != nil {
		return err
	}
	hold := holdData(w.Service, p, &m)
	ledger := execution.NewLedger(w.Service, actor, m.Campaign, words).Trying(o.kind()).Holding(hold.fit)
	if !o.jsonl {
		o.told(w.app, w.env.Stdout)
	}
	return w.seal(ctx, w.execute(ctx, o, automaticRun{
		sources: sources, to: w.asked(to, true), run: execution.TakeFrozenCases(&m, picked),
		bind: func(e *execution.Engine) (*binding.Binding, error) {
			return e.Bind(ctx, execution.FrozenCases(&m, picked), policy)
		},
		begin: func() (*execution.Ledger, error) { return ledger, nil }, refused: hold.failure,
	}))
}

// frozenTargets refuses a path that can select no frozen case: one with lines, and one that neither the campaign nor
// the project knows.
func (w *openRecord) frozenTargets(p *projectAt, m *campaign.Manifest, args, targets []string) error {
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

// automaticRun is what automation runs.
type automaticRun struct {
	sources []execution.Source
	to      execution.Target
	cases   int // 0 when they are counted by binding alone
	bind    func(e *execution.Engine) (*binding.Binding, error)
	run     iter.Seq2[catalogue.Case, error] // the cases that bind binds
	begin   func() (*execution.Ledger, error)
	refused func() error // words what was refused of cases; nil when nothing can be
}

// execute binds, then opens the record and runs, and prints.
func (a *app) execute(ctx context.Context, o runOptions, r automaticRun) error {
	out := &progress{
		words: a.words, out: a.env.Stdout, live: terminal(a.env.Stdout), now: a.env.Now, total: r.cases,
	}
	if o.jsonl {
		out.jsonl = api.RunEvents(a.env.Stdout)
	}
	engine, err := execution.New(execution.Options{
		Sources: r.sources, Emit: out.emit, Clock: a.env.Now, Workers: lanes(o.jobs), Target: r.to,
	})
	if err != nil {
		return err
	}
	defer engine.Close()
	binding, err := r.bind(engine)
	if err != nil {
		return err
	}
	ledger, err := r.begin()
	if err != nil {
		return err
	}
	engine.RecordIn(ledger, ledger)
	summary, err := engine.Run(ctx, binding, r.run)
	out.end(&summary)
	if err == nil && r.refused != nil {
		err = r.refused()
	}
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
