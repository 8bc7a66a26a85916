package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	rights "recette/internal/access"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/campaign/dataset"
	"recette/internal/campaign/fact"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/term"
	"recette/internal/workspace"
	"recette/internal/yamldoc"
)

// loadFlags say where a data set is loaded, and what is recorded of it.
type loadFlags struct {
	act                       string
	env, campaign, as, reason string
	anyway, byHand            bool
}

// dataLoad loads a data set, or puts it back, and records it in a campaign when one is named.
func (a *app) dataLoad(act string) *cobra.Command {
	o := loadFlags{act: act}
	c := a.command(act+" JEU", "data."+act)
	c.Args = exactly(1)
	f := c.Flags()
	f.StringVar(&o.env, "env", "", a.words.T("flag.env"))
	f.StringVar(&o.campaign, "campaign", "", a.words.T("flag.data.campaign"))
	a.asFlag(c, &o.as)
	f.BoolVar(&o.byHand, "by-hand", false, a.words.T("flag.data.by-hand"))
	f.BoolVar(&o.anyway, "anyway", false, a.words.T("flag.data.anyway"))
	f.StringVar(&o.reason, "reason", "", a.words.T("flag.reason"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case o.anyway == recette.Blank(o.reason):
			return fail("needs-input", nil, "--anyway --reason")
		case o.campaign == "" && (o.byHand || o.anyway || o.as != ""):
			return fail("needs-input", nil, "--campaign")
		}
		p, err := a.project()
		if err != nil {
			return err
		}
		set, err := p.DataSet(args[0])
		if err != nil {
			return a.noDataSet(err, args[0])
		}
		if o.campaign == "" {
			return a.loadAlone(cmd.Context(), p, &set, &o)
		}
		return a.act(cmd.Context(), o.campaign, o.as, rights.LoadData, func(
			w *openRecord, actor recette.Actor, m *campaign.Outline,
		) error {
			return w.loadRecorded(cmd.Context(), p, &set, actor, m, &o)
		})
	}
	return c
}

// noDataSet words a data set that the project does not keep, or whose file is wrong: no command of such a file runs.
func (a *app) noDataSet(err error, code string) error {
	if doc, faulty := errors.AsType[*yamldoc.Error](err); faulty {
		a.documentProblems(a.env.Stderr, doc)
		return fail("data-faulty", nil, code)
	}
	e, ok := errors.AsType[*workspace.NoDataSetError](err)
	switch {
	case !ok:
		return err
	case e.Near != "":
		return fail("data-unknown-near", nil, e.Code, e.Near)
	}
	return fail("data-unknown", nil, e.Code, several(e.Known))
}

// loadAlone loads a data set outside any campaign: nothing is recorded.
func (a *app) loadAlone(ctx context.Context, p *projectAt, set *reference.DataSet, o *loadFlags) error {
	env, err := p.ChosenEnvironment(o.env)
	if err != nil {
		return err
	}
	l := a.loading(set, o)
	if env != nil {
		if err := a.beside(ctx, set.Code, env.Name, o.act); err != nil {
			return err
		}
		l.To, l.Build = workspace.Target{Name: env.Name, URL: env.URL}, env.Build
	}
	end, err := a.loadNow(ctx, p, &l)
	if err != nil {
		return err
	}
	return a.loaded(&l, &end)
}

// beside looks at the open campaigns that are conducted in an environment: what is loaded there bears on their results.
// One that knows the set must record it; another is said.
func (a *app) beside(ctx context.Context, set, environment, act string) (err error) {
	w, err := a.open(ctx, reading)
	if errors.Is(err, application.ErrNoRecord) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.close()) }()
	list, err := w.Service.List(ctx, reader())
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.ClosedAt != "" {
			continue
		}
		m, err := w.Service.Outline(ctx, reader(), c.Campaign)
		if err != nil {
			return err
		}
		if m.Environment.Name != environment {
			continue
		}
		frozen := workspace.FrozenData{Campaign: c.Campaign, Sets: m.DataSets}
		if _, known := frozen.State(set, ""); known {
			return fail("data-campaign", nil, set, c.Campaign, environment, act)
		}
		say(a.env.Stderr, a.words.T("data.beside", c.Campaign, environment))
	}
	return nil
}

func (a *app) loading(set *reference.DataSet, o *loadFlags) workspace.DataLoading {
	return workspace.DataLoading{
		Set: *set, Reset: o.act == dataset.ActReset, Now: a.env.Now,
	}
}

// loadNow runs the command of a data set, what it prints in view. One that is loaded by hand says how.
func (a *app) loadNow(ctx context.Context, p *projectAt, l *workspace.DataLoading) (workspace.DataLoaded, error) {
	if err := a.commanded(l); err != nil {
		return workspace.DataLoaded{}, err
	}
	how, shown := l.Procedure(), &shownLines{to: a.env.Stderr}
	l.Print = shown
	say(a.env.Stderr, a.words.T("data.load.begins", l.Set.Code, orWord(l.To.Name, a.words.T("data.load.nowhere"))))
	end, err := p.LoadData(ctx, *l)
	shown.end()
	if errors.Is(err, workspace.ErrDataStart) {
		return end, fail("data-start", err, l.Set.Code, how.Command[0])
	}
	return end, err
}

// commanded refuses a data set that no command loads.
func (a *app) commanded(l *workspace.DataLoading) error {
	how := l.Procedure()
	if len(how.Command) > 0 {
		return nil
	}
	return fail("data-no-command", nil, l.Set.Code, cmp.Or(term.Line(how.Words()), a.words.T("data.load.unsaid")))
}

// loaded says how a loading ended.
func (a *app) loaded(l *workspace.DataLoading, end *workspace.DataLoaded) error {
	took := a.words.T("data.load.took", end.Took.Round(100*time.Millisecond).String())
	switch end.Outcome {
	case workspace.DataDone:
		word := "data.load.done"
		if l.Reset {
			word = "data.reset.done"
		}
		say(a.env.Stdout, a.words.T(word, l.Set.Code, orWord(l.To.Name, a.words.T("data.load.nowhere")), took))
		return nil
	case workspace.DataTimeOut:
		return fail("data-timeout", nil, l.Set.Code, took)
	case workspace.DataInterrupted:
		return fail("data-interrupted", nil, l.Set.Code)
	case workspace.DataFailed:
		if end.Left > 0 {
			return fail("data-left", nil, l.Set.Code, end.Left)
		}
	}
	return fail("data-failed", nil, l.Set.Code, end.Exit)
}

// loadRecorded loads a data set where a campaign is conducted. What a command is about to do is recorded, then what
// became of it: where nobody could record its end, that it began is known. A file that is not
// the one that was frozen is refused before anything runs.
func (w *openRecord) loadRecorded(
	ctx context.Context, p *projectAt, set *reference.DataSet, actor recette.Actor, m *campaign.Outline, o *loadFlags,
) (failed error) {
	if o.env != "" && o.env != m.Environment.Name {
		return fail("policy", nil, w.words.T("run.other-env", m.Environment.Name, o.env))
	}
	if err := w.Service.CheckBuild(&m.Manifest); err != nil {
		return err
	}
	record := dataset.Load{
		Set: set.Code, SHA256: set.SHA256, Act: o.act, Mode: recette.Automated, Outcome: string(workspace.DataDone),
		Reason: o.reason,
	}
	if o.byHand {
		record.Mode = recette.Manual
	}
	if err := w.Service.CheckNote(ctx, actor, m.Campaign, record); err != nil {
		return w.notLoadable(err, set, m)
	}
	l := w.loading(set, o)
	l.To, l.Build = p.FrozenTarget(m.Environment), m.Build()
	end := workspace.DataLoaded{Outcome: workspace.DataDone}
	if !o.byHand {
		if err := w.commanded(&l); err != nil {
			return err
		}
		begun := record
		begun.Outcome = dataset.Begun
		if _, err := w.Service.Note(ctx, actor, m.Campaign, begun); err != nil {
			return w.notLoadable(err, set, m)
		}
		var err error
		if end, err = w.loadNow(ctx, p, &l); err != nil { // it did not start: nothing was done, and that is recorded
			end = workspace.DataLoaded{Outcome: workspace.DataFailed}
			defer func() { failed = errors.Join(err, failed) }()
		}
	}
	ctx = context.WithoutCancel(ctx) // what was interrupted is recorded too
	record.Outcome, record.Took = string(end.Outcome), end.Took
	if len(end.Log) > 0 {
		log, err := w.Service.Attach(
			ctx, actor, m.Campaign, set.Code+"-"+o.act+".log", "text/plain", bytes.NewReader(end.Log),
		)
		if err != nil { // its end matters more than what it printed
			say(w.env.Stderr, w.words.T("data.log-lost"))
			tell(w.env.Stderr, term.Block("  ", technical(w.words, err)))
		} else {
			record.Log = &fact.Attachment{SHA256: log.SHA256, Size: log.Size, MIME: log.MIME, Name: log.Name}
		}
	}
	if _, err := w.Service.Note(ctx, actor, m.Campaign, record); err != nil {
		say(w.env.Stderr, w.words.T("data.unrecorded", set.Code, w.words.T("data.outcome."+string(end.Outcome))))
		return w.notLoadable(err, set, m)
	}
	if err := w.loaded(&l, &end); err != nil {
		say(w.env.Stderr, w.words.T("data.recorded", m.Campaign, actor.Name))
		return err
	}
	say(w.env.Stdout, w.words.T("data.recorded", m.Campaign, actor.Name))
	return nil
}

// notLoadable words why a data set is not loaded for a campaign.
func (w *openRecord) notLoadable(err error, set *reference.DataSet, m *campaign.Outline) error {
	switch {
	case errors.Is(err, dataset.ErrChanged):
		return fail("data-drifted", nil, set.Code, m.Campaign, set.At.Path)
	case errors.Is(err, dataset.ErrUnknown):
		return fail("data-unplanned", nil, set.Code, m.Campaign)
	}
	return err
}

// shownLines shows what another program prints, a line at a time, with what is hidden in it.
type shownLines struct {
	to   io.Writer
	rest []byte
}

// longLine is what is shown at once of a line that does not end, in bytes.
const longLine = 8 << 10

// Write never fails: a program must not wait for whoever watches it.
func (l *shownLines) Write(b []byte) (int, error) {
	l.rest = append(l.rest, b...)
	for {
		n := bytes.IndexByte(l.rest, '\n') + 1
		if n == 0 && len(l.rest) < longLine {
			return len(b), nil
		}
		if n == 0 {
			n = whole(l.rest)
		}
		l.line(l.rest[:n])
		l.rest = append(l.rest[:0], l.rest[n:]...)
	}
}

// end shows a last line that has no end.
func (l *shownLines) end() {
	if len(l.rest) > 0 {
		l.line(l.rest)
		l.rest = nil
	}
}

func (l *shownLines) line(b []byte) { say(l.to, "  "+term.Line(string(bytes.TrimRight(b, "\r\n")))) }

// whole is the length of a text without the beginning of a letter that it may end with.
func whole(b []byte) int {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if utf8.FullRune(b[i:]) {
				break
			}
			return i
		}
	}
	return len(b)
}
