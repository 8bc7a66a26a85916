package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	"recette/internal/answers"
	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/output"
	"recette/internal/prompt"
	"recette/internal/recette"
	"recette/internal/term"
	"recette/internal/yamldoc"
)

// testOptions are the flags of "recette test".
type testOptions struct {
	as, answers string
	only        []string
	again       bool
	plain       bool
	trial
}

// trial are the flags of what is played out of the figures.
type trial struct{ rehearsal, exploratory bool }

func (t *trial) flags(a *app, c *cobra.Command) {
	c.Flags().BoolVar(&t.rehearsal, "rehearsal", false, a.words.T("flag.rehearsal"))
	c.Flags().BoolVar(&t.exploratory, "exploratory", false, a.words.T("flag.exploratory"))
}

// kind gives what is played out of the figures, empty when it counts.
func (t trial) kind() recette.Trial {
	switch {
	case t.rehearsal:
		return recette.Rehearsal
	case t.exploratory:
		return recette.Exploratory
	}
	return ""
}

// right is what somebody needs to play in this way.
func (t trial) right(counted rights.Action) rights.Action {
	if t.kind() != "" {
		return rights.Rehearse
	}
	return counted
}

// told says that nothing of what is played counts.
func (t trial) told(a *app, out io.Writer) {
	if kind := t.kind(); kind != "" {
		say(out, a.words.T("trial."+string(kind)))
	}
}

// testVerb guides a person, or replays an answers file, through the cases of a campaign that need one.
func (a *app) testVerb() *cobra.Command {
	var o testOptions
	c := a.command("test [CAMPAGNE]", "test")
	c.Args = atMostOne()
	a.asFlag(c, &o.as)
	c.Flags().StringVar(&o.answers, "answers", "", a.words.T("flag.answers"))
	c.Flags().StringSliceVar(&o.only, "case", nil, a.words.T("flag.only"))
	c.Flags().BoolVar(&o.again, "again", false, a.words.T("flag.again"))
	c.Flags().BoolVar(&o.plain, "plain", false, a.words.T("flag.plain"))
	o.flags(a, c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if err := apart(cmd, "rehearsal", "exploratory"); err != nil {
			return err
		}
		return a.test(cmd.Context(), optional(args), o)
	}
	return c
}

func (a *app) test(ctx context.Context, id string, o testOptions) (err error) {
	p, err := a.project()
	if err != nil {
		return err
	}
	w, err := a.open(ctx, writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	m, err := w.manifest(ctx, id)
	if err != nil {
		return err
	}
	said, err := a.answers(o.answers)
	if err != nil {
		return err
	}
	if o.as == "" && said != nil {
		o.as = said.Tester
	}
	actor, err := w.personOf(ctx, &m, o.as, o.right(rights.Record))
	if err != nil {
		return err
	}
	if err := a.sameTester(&m, actor, said, o.right(rights.Record)); err != nil {
		return err
	}
	if err := w.ownRows(ctx, &m, actor); err != nil {
		return err
	}
	list := execution.FromManifest(&m)
	if list, err = only(list, o.only); err != nil {
		return err
	}
	list = a.answered(list, said)
	if list, err = w.ownFirst(ctx, &m, actor, list); err != nil {
		return err
	}
	return w.seal(ctx, w.session(ctx, p, &m, actor, list, o, said))
}

// sameTester refuses to record under a name what an answers file says somebody else observed.
func (a *app) sameTester(m *campaign.Manifest, actor recette.Actor, said *answers.File, right rights.Action) error {
	if said == nil || said.Tester == "" {
		return nil
	}
	wrote, err := a.person(m, said.Tester, right)
	if err != nil {
		return err
	}
	if wrote.Ref != actor.Ref {
		return fail("answers-tester", nil, wrote.Name, actor.Name)
	}
	return nil
}

// answered keeps the cases of which an answers file says something, and tells how many it leaves.
func (a *app) answered(list []execution.Item, said *answers.File) []execution.Item {
	if said == nil {
		return list
	}
	kept := slices.DeleteFunc(slices.Clone(list), func(i execution.Item) bool { return !said.Names(i.Case.ID) })
	if left := len(list) - len(kept); left > 0 {
		say(a.env.Stderr, a.words.T("answers.left", a.words.N("count.cases", left)))
	}
	return kept
}

// answersOf takes the answers of the person: with a line editor at a terminal, without moving anything on the screen
// when that is asked for or when the terminal can do no better, line by line behind a pipe. stop is what Ctrl+C does.
func (a *app) answersOf(ctx context.Context, plain bool, stop func()) prompt.Reader {
	in, ok := a.env.Stdin.(*os.File)
	if !ok || !terminal(in) {
		return prompt.NewPipe(ctx, a.env.Stdin, a.env.Stdout)
	}
	out := output.File(a.env.Stdout)
	if out != nil && terminal(out) && !plain && a.env.getenv("TERM") != "dumb" {
		return prompt.NewEditor(in, out, a.env.Environ, stop)
	}
	return prompt.NewPlain(in, a.env.Stdout)
}

// answers reads the answers file, if one was named.
func (a *app) answers(path string) (*answers.File, error) {
	if path == "" {
		return nil, nil
	}
	f, err := bounded.Open(a.path(path))
	if err != nil {
		return nil, fail("file", err, path)
	}
	defer f.Close()
	said, err := answers.Load(filepath.ToSlash(path), f)
	if doc, ok := errors.AsType[*yamldoc.Error](err); ok {
		a.documentProblems(a.env.Stderr, doc)
		return nil, fail("answers", nil, path)
	}
	if err != nil {
		return nil, fail("file", err, path)
	}
	return &said, nil
}

func (w *openRecord) session(
	ctx context.Context, p *projectAt, m *campaign.Manifest, actor recette.Actor, list []execution.Item, o testOptions,
	said *answers.File,
) error {
	if err := w.Service.CheckBuild(m); err != nil {
		return err
	}
	policy, to := p.Policy(true), p.FrozenTarget(m.Environment)
	var sources []execution.Source
	if execution.Automated(policy, list) {
		var err error
		if sources, err = p.StepSources(ctx, to); err != nil {
			return err
		}
	}
	words, err := recordWords(m)
	if err != nil {
		return err
	}
	drifts, err := w.drifted(ctx, p, m.Outline())
	if err != nil {
		return err
	}
	hold := holdData(w.Service, p, m)
	ledger := execution.NewLedger(w.Service, actor, m.Campaign, words).Trying(o.kind()).Holding(hold.fit)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	shown := page(w.env.Stdout)
	o.told(w.app, shown)
	screen := &console{
		words: w.words, out: shown, sink: ledger, home: w.env.getenv("HOME"),
		about:   prologue{environment: m.Environment.Name, url: m.Environment.URL, build: m.Release.Build},
		setting: p.Settings(m.DataSets), drifts: drifts,
	}
	var person execution.Person = screen
	var robot *answers.Robot
	var several execution.Several
	if said == nil {
		screen.reader = w.answersOf(ctx, o.plain, cancel) // a replay leaves the input to whoever comes next
	} else {
		robot = answers.NewRobot(*said, w.answerFile(o.answers), ledger, &echo{console: screen})
		person, several = robot, ledger
	}
	screen.amended = func(ctx context.Context, row string, done *campaign.Amended) error {
		names, err := w.Service.People(ctx, reader(), m.Campaign)
		if err == nil {
			w.sayAmended(shown, m.Campaign, row, done, names)
		}
		return err
	}
	engine, err := execution.New(execution.Options{
		Sources: sources, Recorder: ledger, Evidence: ledger,
		Emit:   w.sessionEvents(shown, said != nil, m.Campaign, o.kind()),
		Clock:  w.env.Now,
		Target: w.asked(to, true),
	})
	if err != nil {
		return err
	}
	defer engine.Close()
	binding, err := engine.Bind(ctx, execution.Cases(list), policy)
	if err != nil {
		return err
	}
	options := execution.SessionOptions{
		Items: list, Current: p.Present().Now, Together: screen.typed(), Again: o.again,
	}
	if said == nil && o.kind() == "" { // what a file answered is corrected by hand, and nothing is of a trial
		options.Amender = ledger
	}
	summary, err := engine.Test(ctx, binding, execution.Guided{
		SessionOptions: options,
		Person:         person, Dossier: ledger, Named: len(o.only) > 0, Several: several,
		Ahead: said == nil && !screen.typed(),
	})
	held, _ := errors.AsType[*campaign.OrderError](err)
	if held != nil && len(o.only) == 1 && summary.Selected == 1 { // the refusal says it
		summary.HeldBack = nil
	}
	out := &progress{words: w.words, out: shown}
	out.end(&summary)
	if robot != nil && err == nil {
		for _, u := range robot.Unused() {
			say(w.env.Stderr, w.words.T("answers.unused", u.Case, u.Match))
		}
	}
	if drift, ok := errors.AsType[*campaign.DriftError](err); ok {
		return w.driftFailure(drift)
	}
	if owned, ok := errors.AsType[*campaign.HeldError](err); ok {
		return fail("not-owner", nil, owned.Case, nameOf(m, owned.Ref))
	}
	if errors.Is(err, execution.ErrData) {
		return hold.failure()
	}
	switch {
	case held != nil:
		return fail(
			"held-back", nil, held.Case, awaited(w.words, held.For), w.words.T("verdict."+string(held.Verdict)),
			held.Journey, m.Campaign,
		)
	case err != nil:
		return unanswered(err)
	case summary.Selected == 0:
		return fail("nothing-manual", nil)
	case !summary.Green():
		return quiet(exitFindings) // where the cases chosen stand, whether they were conducted now or before
	}
	return nil
}

// nameOf gives the name behind a reference, to those who take part in the same campaign.
func nameOf(m *campaign.Manifest, ref string) string {
	for _, p := range m.Parties {
		if p.Ref == ref {
			return p.Name
		}
	}
	return ref
}

// answerFile opens evidence that an answers file names, relative to that file.
func (w *openRecord) answerFile(file string) func(string) (io.ReadCloser, error) {
	dir := filepath.Dir(w.path(file))
	return func(path string) (io.ReadCloser, error) {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		return bounded.Open(path)
	}
}

// driftFailure shows what changed, line by line, and refuses.
func (w *openRecord) driftFailure(d *campaign.DriftError) error {
	say(w.env.Stderr, w.words.T("drift.title", d.Case))
	if d.After == "" {
		say(w.env.Stderr, w.words.T("drift.gone"))
	} else {
		tell(w.env.Stderr, d.Lines())
	}
	return fail("drift", nil, d.Case)
}

// sessionEvents prints what happens between questions: what automation found in a mixed case, the end of a case.
func (w *openRecord) sessionEvents(
	out io.Writer, replay bool, id string, kind recette.Trial,
) func(execution.Event) {
	return func(e execution.Event) {
		switch e.Kind {
		case execution.EventCaseFinished:
			c := e.Case
			say(out, w.words.T("test.finished", c.ID, c.Name, w.words.T("verdict."+string(c.Verdict))))
			if !c.Verdict.Conform() {
				for i := range c.Steps {
					if s := &c.Steps[i]; s.Mode == recette.Automated && !s.Verdict.Conform() && s.Observed != "" {
						say(out, "    "+s.Keyword+s.Text)
						tell(out, term.Block("      ", shownOf(w.words, s.Said, s.Observed)))
					}
				}
				if c.Message != "" {
					tell(out, term.Block("    ", shownOf(w.words, c.Said, c.Message)))
				}
				w.sayAmendable(out, c, replay || kind != "", id)
			}
		case execution.EventProblem:
			tell(w.env.Stderr, problemText(w.words, e.Problem))
		case execution.EventCaseLeft:
			if !replay && e.Case.Attempt > 0 {
				say(out, w.words.T("test.left", e.Case.ID))
			}
		case execution.EventBound, execution.EventCaseStarted, execution.EventStepRecorded, execution.EventRunFinished:
		}
	}
}

// echo shows what an answers file answered, as the console would have shown it.
type echo struct{ *console }

// Recorded prints the step and the verdict that is now durable.
func (e *echo) Recorded(_ context.Context, q execution.Question, o campaign.Observation) error {
	step := q.Case.Steps[q.Step]
	say(e.out, e.words.T("test.echo", q.Case.ID, q.Step+1, len(q.Case.Steps), step.Keyword+step.Text,
		e.verdict(step, o.Verdict)))
	return nil
}

// sayAmendable says how whoever just mistyped a verdict corrects it: the case is over, and does not come back.
func (w *openRecord) sayAmendable(out io.Writer, c *execution.CaseEvent, no bool, id string) {
	for i := range c.Steps {
		if s := &c.Steps[i]; !no && s.Mode == recette.Manual &&
			(s.Verdict == recette.Failed || s.Verdict == recette.Blocked) {
			say(out, w.words.T("test.amend", id, c.ID, s.Step+1))
			return
		}
	}
}
