package workspace

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/syntax"
)

// Selection is the cases of a free run, read file by file: memory does not grow with the number of files. It refuses,
// before anything runs, features that cannot be read, ids that two cases share, and a run of nothing: two results under
// one id in the journal could not be told apart any more. One goroutine uses it.
type Selection struct {
	files   *Memory
	chosen  func(tags []string) bool
	policy  execution.Policy
	options lint.Options
	sound   bool // all was read, now or by a former run, and nothing refused
}

// SelectionError lists what keeps the files of a selection from being run.
type SelectionError struct{ Findings []lint.Finding }

func (e *SelectionError) Error() string {
	return fmt.Sprintf("%d faults in the selected files", len(e.Findings))
}

// Unreadable counts the faults of files that cannot be read; the others are about ids.
func (e *SelectionError) Unreadable() int {
	n := 0
	for i := range e.Findings {
		if e.Findings[i].Rule == lint.RuleSyntax {
			n++
		}
	}
	return n
}

// What is kept of a selection in which nothing was refused.
const (
	selectionKey  = "selected 1"
	allManual     = "manual"
	someAutomatic = "some automatic"
)

// errEnough ends a reading.
var errEnough = errors.New("enough was read")

// Selection gives the cases of the files whose tags are chosen.
func (m *Memory) Selection(chosen func(tags []string) bool) *Selection {
	p := m.project
	return &Selection{
		files: m, chosen: chosen, policy: p.Policy(false),
		options: lint.Options{Rules: rules.All(), Execution: true, Tags: m.options.Tags, Retired: p.Retired, Partial: true},
	}
}

// Manual tells whether the tags leave every case to a person: nothing needs to be built. It reads no further than the
// first case that automation may have, and nothing of files in which a former run found nothing to refuse. When it read
// all, it refuses as Checked does.
func (s *Selection) Manual(ctx context.Context) (bool, error) {
	if kept, ok := s.files.Recall(selectionKey); ok {
		s.sound = true
		return kept == allManual, nil
	}
	err := s.check(ctx, func(c *catalogue.Case) bool { return s.policy.Leaves(c.Tags) })
	if errors.Is(err, errEnough) {
		return false, nil
	}
	return err == nil, err
}

// Checked gives the cases while they are checked. What is refused comes after the last: a *SelectionError, or
// execution.ErrNothingSelected.
func (s *Selection) Checked(ctx context.Context) iter.Seq2[catalogue.Case, error] {
	if s.sound {
		return s.Cases(ctx)
	}
	return given(func(next func(*catalogue.Case) bool) error { return s.check(ctx, next) })
}

// Cases gives the cases again, unchecked.
func (s *Selection) Cases(ctx context.Context) iter.Seq2[catalogue.Case, error] {
	return given(func(next func(*catalogue.Case) bool) error { return s.read(ctx, nil, next) })
}

// Refused gives what Checked refuses, when err came before it could tell, else err: what is wrong with the files is
// said first. Whoever began to run the cases does not ask.
func (s *Selection) Refused(ctx context.Context, err error) error {
	if _, told := errors.AsType[*SelectionError](err); told || err == nil || s.sound || ctx.Err() != nil {
		return err
	}
	if refused := s.check(ctx, func(*catalogue.Case) bool { return true }); refused != nil {
		return refused
	}
	return err
}

// given makes a sequence of a reading.
func given(read func(next func(*catalogue.Case) bool) error) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		err := read(func(c *catalogue.Case) bool { return yield(*c, nil) })
		if err != nil && !errors.Is(err, errEnough) {
			yield(catalogue.Case{}, err)
		}
	}
}

// check reads as read does, judges what it reads, and keeps that it refuses nothing.
func (s *Selection) check(ctx context.Context, next func(*catalogue.Case) bool) error {
	linter, n, found := lint.New(s.options), 0, allManual
	err := s.read(ctx, linter, func(c *catalogue.Case) bool {
		n++
		if !s.policy.Leaves(c.Tags) {
			found = someAutomatic
		}
		return next(c)
	})
	if err != nil {
		return err
	}
	var faults []lint.Finding
	for _, f := range linter.Findings() {
		if f.Severity == syntax.Error {
			faults = append(faults, f)
		}
	}
	switch {
	case len(faults) > 0:
		return &SelectionError{Findings: faults}
	case n == 0:
		return execution.ErrNothingSelected
	}
	s.sound = true
	s.files.Keep(selectionKey, []byte(found))
	return nil
}

// read gives the selected cases to next until it has enough of them.
func (s *Selection) read(ctx context.Context, linter *lint.Linter, next func(*catalogue.Case) bool) error {
	return s.files.each(ctx, func(f *catalogue.File) func() error {
		var record lint.Record
		if linter != nil {
			record = linter.Judge(lint.FileOf(f))
		}
		cases := f.Cases
		return func() error {
			if linter != nil {
				linter.Add(record)
			}
			for i := range cases {
				if s.chosen(cases[i].Tags) && !next(&cases[i]) {
					return errEnough
				}
			}
			return nil
		}
	})
}
