package workspace

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/durable"
	"recette/internal/lint"
	"recette/internal/lint/runner"
	"recette/internal/ready"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// Readiness is how far the stories of a project satisfy the definition of ready.
type Readiness struct {
	ready.Report
	Registered bool           // people are asked to attest something
	Unread     []lint.Finding // why files could not be read that may tell any story
}

// Readiness judges the stories of the project, all of them: what one lacks may be said of another. today is a day,
// YYYY-MM-DD. It returns a *ready.RegisterError for a register that cannot be read.
func (p *Project) Readiness(ctx context.Context, today string) (*Readiness, error) {
	in, err := p.ReadyInput(ctx)
	if err != nil {
		return nil, err
	}
	return p.judgeReady(in, today)
}

// readinessAndFiles is Readiness and Read in one reading, beside references that were read already: every file is given
// to fn, with its cases.
func (p *Project) readinessAndFiles(
	ctx context.Context, known *reference.Set, today string, fn func(*catalogue.File),
) (*Readiness, error) {
	var faults []syntax.Diagnostic
	in, err := p.readyInput(ctx, known, func(f *catalogue.File) {
		faults = append(faults, errorsOf(f.Diagnostics)...)
		fn(f)
	})
	if err != nil {
		return nil, err
	}
	out, err := p.judgeReady(in, today)
	if err == nil && len(faults) > 0 {
		err = &FeaturesError{Faults: faults}
	}
	return out, err
}

func (p *Project) judgeReady(in *ready.Input, today string) (*Readiness, error) {
	switch data, err := p.Register(); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if in.Register, err = in.ReadRegister(data, today); err != nil {
			return nil, err
		}
	}
	return &Readiness{Report: ready.Judge(*in), Registered: in.Register != nil, Unread: unread(in)}, nil
}

// Register gives the register of statements as it is; fs.ErrNotExist when the project has none.
func (p *Project) Register() ([]byte, error) {
	data, err := bounded.ReadFile(filepath.Join(p.Root, ready.FileName), bounded.Document)
	if err != nil {
		return nil, &durable.FileError{Path: ready.FileName, Err: err}
	}
	return data, nil
}

// ReadyInput reads and judges the features, each story as if it were said to be ready. No register is read.
func (p *Project) ReadyInput(ctx context.Context) (*ready.Input, error) {
	known, _ := p.References() // what is wrong with the files is a finding
	return p.readyInput(ctx, known, nil)
}

// readyInput is ReadyInput; each file is given to also, with its cases, unless that is nil.
func (p *Project) readyInput(
	ctx context.Context, known *reference.Set, also func(*catalogue.File),
) (*ready.Input, error) {
	o, err := p.lintOptions(known)
	if err != nil {
		return nil, err
	}
	o.Profile, o.Readiness = lint.CA, true
	l, err := p.Linting(ctx, o, p.Features, false)
	if err != nil {
		return nil, err
	}
	l.Reading.OutlineOnly = also == nil
	linter := lint.New(o)
	in := &ready.Input{Rules: o.Rules, Asks: linter.Asks, Reference: o.Reference}
	err = l.Each(ctx, func(r *catalogue.Reader, i int) func() {
		file, judgement, feature := readFor(l, linter, r, &l.Entries[i])
		return func() {
			linter.Add(judgement)
			if feature != nil {
				in.Features = append(in.Features, *feature)
			}
			if also != nil {
				also(file)
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
func readFor(
	l *runner.Runner, linter *lint.Linter, r *catalogue.Reader, e *catalogue.Entry,
) (*catalogue.File, lint.Judgement, *ready.Feature) {
	b, fault := r.Bytes(e)
	if fault != nil {
		return fault, linter.Judge(lint.FileOf(fault)), nil
	}
	parsed := r.Parse(e, b, sha256.Sum256(b))
	f := lint.FileOf(&parsed)
	feature := ready.FeatureOf(f, l.Reading.Tags)
	return &parsed, linter.Judge(f), &feature
}

// unread lists the errors of the parser in files of which no story is known: one of them may tell a story that is said
// to be ready, so that no answer is whole without it.
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
