package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/ready"
	"recette/internal/syntax"
)

// readyFlags are the flags of recette ready.
type readyFlags struct {
	attest       bool
	by, note, on string
	dryRun       bool
}

// readyVerb says which stories satisfy the definition of ready. It exits with 1 when what is said to be ready is not,
// 3 when a file could not be read that may tell a story, 7 when there is no story.
func (a *app) readyVerb() *cobra.Command {
	var flags readyFlags
	c := a.command("ready [US…]", "ready")
	f := c.Flags()
	f.BoolVar(&flags.attest, "attest", false, a.words.T("flag.ready.attest"))
	f.StringVar(&flags.by, "by", "", a.words.T("flag.ready.by"))
	f.StringVar(&flags.note, "note", "", a.words.T("flag.ready.note"))
	f.StringVar(&flags.on, "on", "", a.words.T("flag.ready.on"))
	f.BoolVar(&flags.dryRun, "dry-run", false, a.words.T("flag.dry-run"))
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		for i := range args {
			args[i] = strings.TrimPrefix(args[i], "@")
		}
		if flags.attest {
			return a.attest(cmd.Context(), p, &flags, args)
		}
		r, err := a.readiness(cmd.Context(), p)
		if err != nil {
			return err
		}
		return a.showReady(r, args)
	}
	return c
}

// readiness judges the stories of the project, all of them: what one lacks may be said of another.
func (a *app) readiness(ctx context.Context, p *projectAt) (*readyReport, error) {
	in, err := a.readyInput(ctx, p)
	if err != nil {
		return nil, err
	}
	data, err := readDocument(filepath.Join(p.Root, ready.FileName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fail("file", err, ready.FileName)
	default:
		if in.Register, err = a.readRegister(in, data); err != nil {
			return nil, err
		}
	}
	return &readyReport{Report: ready.Judge(*in), registered: in.Register != nil, unread: unread(in)}, nil
}

// readyReport is the readiness of a project, and whether people are asked to attest anything.
type readyReport struct {
	ready.Report
	registered bool
	unread     []lint.Finding // why files could not be read that may tell any story
}

// unread lists the errors of the parser in files of which no story is known: one of them may tell a story that is said to
// be ready, so that no answer is whole without it.
func unread(in *ready.Input) []lint.Finding {
	telling := map[string]bool{}
	for i := range in.Features {
		f := &in.Features[i]
		telling[f.Path] = len(f.Stories) > 0
	}
	var out []lint.Finding
	for _, f := range in.Findings {
		if f.Rule == lint.RuleSyntax && f.Severity == syntax.Error && !telling[f.Path] {
			out = append(out, f)
		}
	}
	return out
}

// readyInput reads and judges the features, each story as if it were said to be ready.
func (a *app) readyInput(ctx context.Context, p *projectAt) (*ready.Input, error) {
	o, err := a.lintOptions(p)
	if err != nil {
		return nil, err
	}
	o.Profile, o.Readiness = lint.CA, true
	l, err := a.newLinting(ctx, p, o, p.Features)
	if err != nil {
		return nil, err
	}
	linter := lint.New(o)
	in := &ready.Input{Rules: o.Rules, Asks: linter.Asks, Reference: o.Reference}
	err = l.each(ctx, func(r *catalogue.Reader, i int) func() {
		record, feature := l.readFor(linter, r, &l.entries[i])
		return func() {
			linter.Add(record)
			if feature != nil {
				in.Features = append(in.Features, *feature)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	in.Findings, in.Waivers = linter.Findings(), linter.Waivers()
	return in, nil
}

// readFor judges one file and keeps what readiness needs of it; nil when the bytes of the file could not be had.
func (l *linting) readFor(linter *lint.Linter, r *catalogue.Reader, e *catalogue.Entry) (lint.Record, *ready.Feature) {
	b, fault := r.Bytes(e)
	if fault != nil {
		return linter.Judge(lint.FileOf(fault)), nil
	}
	parsed := r.Parse(e, b, sha256.Sum256(b))
	f := lint.FileOf(&parsed)
	feature := ready.FeatureOf(f, l.reading.Tags)
	return linter.Judge(f), &feature
}

// readRegister reads dor.yaml and prints what is wrong with it.
func (a *app) readRegister(in *ready.Input, data []byte) (*ready.Register, error) {
	r, err := ready.Read(ready.FileName, data, storyIDs(in), a.today())
	if err != nil {
		a.documentProblems(a.env.Stderr, err)
		return nil, fail("ready-register", nil, ready.FileName)
	}
	return r, nil
}

func (a *app) today() string { return a.env.Now().Format(time.DateOnly) }

// storyIDs lists the stories that features tell or that the backlog declares.
func storyIDs(in *ready.Input) []string {
	var ids []string
	for i := range in.Features {
		ids = append(ids, in.Features[i].Stories...)
	}
	if in.Reference != nil {
		for i := range in.Reference.Stories {
			ids = append(ids, in.Reference.Stories[i].ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// showReady prints the stories that were asked for, all by default.
func (a *app) showReady(r *readyReport, asked []string) error {
	shown := r.Stories
	if len(asked) > 0 {
		shown = nil
		for _, id := range asked {
			s := r.Find(id)
			if s == nil {
				return unknownStory(&r.Report, id)
			}
			shown = append(shown, *s)
		}
	}
	for _, f := range r.unread {
		item := a.sentence(f)
		a.printFinding(a.env.Stderr, &item)
	}
	if len(shown) == 0 && len(r.unread) == 0 && len(r.Astray) == 0 {
		return fail("ready-nothing", nil)
	}
	broken := 0
	for i := range shown {
		if shown[i].Broken() {
			broken++
		}
	}
	if a.json {
		if err := a.print(a.readyDocument(r, shown, broken)); err != nil {
			return err
		}
	} else {
		a.printReady(r, shown, len(asked) > 0, broken)
	}
	switch {
	case len(r.unread) > 0:
		return fail("features", nil, len(r.unread))
	case broken > 0, len(asked) == 0 && len(r.Astray) > 0:
		return quiet(exitFindings)
	}
	return nil
}
