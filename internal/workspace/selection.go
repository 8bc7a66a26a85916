package workspace

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"

	"recette/internal/cache"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/lint/runner"
	"recette/internal/syntax"
)

// Selection is the cases of a free run, read file by file: memory does not grow with the number of files. Check
// refuses, before anything runs, features that cannot be read, ids that two cases share, and a run of nothing: two
// results under one id in the journal could not be told apart any more. Then Lots and Cases give the cases, and may go
// on together.
type Selection struct {
	project *Project
	chosen  func(tags []string) bool
	policy  binding.Policy
	reading catalogue.Options
	targets []string
	entries []catalogue.Entry
	memory  *memory
	files   []checked // by entry
}

// checked is what Check found of a file: nothing else is run of it.
type checked struct {
	sum   cache.Sum
	known bool // sum is that of the file
	remembered
}

// Checked says what is to be run.
type Checked struct {
	Cases  int
	Manual bool // the tags leave every case to a person: nothing needs to be built
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

// errEnough ends a reading.
var errEnough = errors.New("enough was read")

// Select lists the files that targets select, for the cases whose tags are chosen; tags is the expression that chooses.
// It returns a *TargetError for a target that selects nothing.
func (p *Project) Select(
	ctx context.Context, targets []string, tags string, chosen func(tags []string) bool,
) (*Selection, error) {
	s := &Selection{project: p, chosen: chosen, policy: p.Policy(false), reading: p.Options(), targets: targets}
	var err error
	if s.entries, err = p.list(ctx, targets, s.reading); err != nil {
		return nil, err
	}
	s.files, s.memory = make([]checked, len(s.entries)), p.remember(&s.reading, tags)
	return s, nil
}

// Check judges every file, or recalls what a former run found in it, and says what is to be run. It returns a
// *SelectionError, or binding.ErrNothingSelected.
func (s *Selection) Check(ctx context.Context) (Checked, error) {
	linter := lint.New(lint.Options{
		Rules: rules.All(), Execution: true, Tags: s.reading.Tags, Retired: s.project.Retired, Partial: true,
	})
	for i := range s.entries {
		s.files[i].sum, s.files[i].known = s.memory.sum(&s.entries[i])
	}
	brief := s.reading
	brief.TagsOnly = true
	found, automatic := Checked{}, 0
	err := s.each(ctx, brief, func(in *catalogue.Reader, i int) func() error {
		judgement, news := s.look(linter, in, i)
		return func() error {
			f := &s.files[i]
			if news {
				s.memory.learn(&s.entries[i], f.sum)
				s.memory.keep(&s.entries[i], f.sum, &f.remembered)
			}
			linter.Add(judgement)
			found.Cases, automatic = found.Cases+f.cases, automatic+f.automatic
			return nil
		}
	})
	if err != nil {
		return Checked{}, err
	}
	found.Manual = automatic == 0
	var faults []lint.Finding
	for _, f := range linter.Findings() {
		if f.Severity == syntax.Error {
			faults = append(faults, f)
		}
	}
	switch {
	case len(faults) > 0:
		s.memory.save()
		return Checked{}, &SelectionError{Findings: faults}
	case found.Cases == 0:
		return Checked{}, binding.ErrNothingSelected
	}
	return found, nil
}

// look judges a file, or recalls what was found in it. news tells that the next run would not know it.
func (s *Selection) look(linter *lint.Linter, in *catalogue.Reader, i int) (judgement lint.Judgement, news bool) {
	e, f := &s.entries[i], &s.files[i]
	if f.known {
		if judgement, ok := s.recall(linter, i); ok {
			return judgement, false
		}
	}
	b, fault := in.Bytes(e)
	if f.known = fault == nil; !f.known {
		return linter.Judge(lint.FileOf(fault)), false
	}
	f.sum = sha256.Sum256(b)
	if judgement, ok := s.recall(linter, i); ok { // only its date is new
		return judgement, true
	}
	file := in.Parse(e, b, f.sum)
	judgement = linter.Judge(lint.FileOf(&file))
	f.remembered = remembered{judged: string(judgement.Append(nil))}
	for i := range file.Cases {
		if tags := file.Cases[i].Tags; s.chosen(tags) {
			f.cases++
			if !s.policy.Leaves(tags) {
				f.automatic++
			}
		}
	}
	return judgement, true
}

func (s *Selection) recall(linter *lint.Linter, i int) (lint.Judgement, bool) {
	e, f := &s.entries[i], &s.files[i]
	kept, ok := s.memory.recall(e, f.sum)
	if !ok {
		return lint.Judgement{}, false
	}
	judgement, ok := linter.Recall(e.Path, kept.judged)
	if ok {
		f.remembered = kept
	}
	return judgement, ok
}

// Lots gives the cases to bind, as they were when they were checked. A file that changed since is binding.ErrChanged.
func (s *Selection) Lots() binding.Lots {
	return binding.Lots{Each: s.lots, Done: func() {
		s.memory.save()
		s.memory = nil
	}}
}

func (s *Selection) lots(
	ctx context.Context, key string, read func(string) (*binding.Bound, bool),
) iter.Seq2[binding.Lot, error] {
	return func(yield func(binding.Lot, error) bool) {
		err := s.each(ctx, s.reading, func(in *catalogue.Reader, i int) func() error {
			e, f := &s.entries[i], &s.files[i]
			if f.cases == 0 {
				return nil
			}
			give := func(lot binding.Lot) func() error {
				lot.Path = e.Path
				return func() error {
					if !yield(lot, nil) {
						return errEnough
					}
					return nil
				}
			}
			if f.key == key {
				if bound, ok := read(f.bound); ok {
					f.forget()
					return give(binding.Lot{Bound: bound})
				}
			}
			b, fault := in.Bytes(e)
			if fault != nil || sha256.Sum256(b) != f.sum {
				return func() error { return fmt.Errorf("%w: %s", binding.ErrChanged, e.Path) }
			}
			file := in.Parse(e, b, f.sum)
			return give(binding.Lot{Cases: s.choose(&file), Keep: func(blob []byte) {
				f.key, f.bound = key, string(blob)
				s.memory.keep(e, f.sum, &f.remembered)
				f.forget()
			}})
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(binding.Lot{}, err)
		}
	}
}

// Cases gives the cases to run, as they are on the disk: whoever bound them tells those that changed since. A file that
// cannot be read any more, or that has more cases or fewer than were checked, be it none, is binding.ErrChanged.
func (s *Selection) Cases(ctx context.Context) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		err := s.each(ctx, s.reading, func(in *catalogue.Reader, i int) func() error {
			cases, err := s.now(in, i)
			if len(cases) == 0 && err == nil {
				return nil
			}
			return func() error {
				for i := range cases {
					if !yield(cases[i], nil) {
						return errEnough
					}
				}
				return err
			}
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(catalogue.Case{}, err)
		}
	}
}

// now gives the chosen cases of a file as it stands. One of which nothing was chosen is read again when it changed
// only.
func (s *Selection) now(in *catalogue.Reader, i int) ([]catalogue.Case, error) {
	e, f := &s.entries[i], &s.files[i]
	if f.cases == 0 && (e.Info == nil || s.untouched(e)) {
		return nil, nil
	}
	b, fault := in.Bytes(e)
	if fault != nil {
		return nil, fmt.Errorf("%w: %s", binding.ErrChanged, e.Path)
	}
	sum := sha256.Sum256(b)
	if f.cases == 0 && sum == f.sum {
		return nil, nil
	}
	file := in.Parse(e, b, sum)
	cases := s.choose(&file)
	if sum != f.sum && (len(cases) != f.cases || len(errorsOf(file.Diagnostics)) > 0) {
		return nil, fmt.Errorf("%w: %s", binding.ErrChanged, e.Path)
	}
	return cases, nil
}

// untouched reports whether a file stands as it stood when it was listed.
func (s *Selection) untouched(e *catalogue.Entry) bool {
	info, err := fs.Stat(s.project.Tree(), e.Path)
	if err != nil {
		return false
	}
	then, can := cache.StampOf(e.Info)
	now, also := cache.StampOf(info)
	return can && also && then == now
}

// choose gives the chosen cases of a file.
func (s *Selection) choose(f *catalogue.File) []catalogue.Case {
	return slices.DeleteFunc(f.Cases, func(c catalogue.Case) bool { return !s.chosen(c.Tags) })
}

// each works on the files on all cores. What work leaves to do is done in the order of the files, on the goroutine of
// the caller, until it returns an error.
func (s *Selection) each(
	ctx context.Context, reading catalogue.Options, work func(in *catalogue.Reader, i int) func() error,
) error {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	var stopped error
	r := runner.Runner{Tree: s.project.Tree(), Entries: s.entries, Reading: reading}
	err := r.Each(inner, func(in *catalogue.Reader, i int) func() {
		then := work(in, i)
		return func() {
			if then == nil || stopped != nil {
				return
			}
			if stopped = then(); stopped != nil {
				cancel()
			}
		}
	})
	switch {
	case stopped != nil:
		return stopped
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return err
}
