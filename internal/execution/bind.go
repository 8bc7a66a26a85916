package execution

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"iter"

	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/steps"
	"recette/internal/vocabulary"
	"recette/runner/protocol"
)

// Policy says what a step that no definition matches is.
type Policy struct {
	// People says that people take part: an unmatched step is manual. Without people (CI) it is undefined.
	People bool
	// Tags has the modes that force: a manual case is so whatever matches; in an automated one an unmatched step is
	// undefined even when people take part, so that a mistyped step does not turn manual in silence.
	Tags vocabulary.Vocabulary
}

// Leaves reports whether the tags of a case leave it to a person whatever matches: no worker is needed to know who owns
// its steps.
func (p Policy) Leaves(tags []string) bool {
	filled := p.withDefaults()
	return filled.Tags.Mode(tags) == recette.Manual
}

func (p Policy) withDefaults() Policy {
	p.Tags = p.Tags.Filled()
	return p
}

// bindBatch is how many steps are bound together at most; a batch also ends with its file.
const bindBatch = 2000

// Binding knows the owner of every step of the cases that were bound, in 12 bytes a case: the distinct lists of owners
// are few. It also knows a fingerprint of each case, so that a feature edited between binding and running is noticed.
type Binding struct {
	Report Report

	shapes [][]Owner // distinct lists of owners
	cases  []boundCase
}

type boundCase struct {
	shape uint32
	print uint64
}

// Owners gives the owners of the steps of the case at index. The slice is shared: do not change it. The error is
// ErrChanged when c is not the case that was bound there.
func (b *Binding) Owners(index int, c *catalogue.Case) ([]Owner, error) {
	if index < 0 || index >= len(b.cases) || b.cases[index].print != fingerprint(c) {
		return nil, fmt.Errorf("%w: %s %s", ErrChanged, c.Feature.Path, c.ID)
	}
	return b.shapes[b.cases[index].shape], nil
}

func fingerprint(c *catalogue.Case) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.ID))
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(c.Content))
	return h.Sum64()
}

// Bind counts the matches of every step over all sources before anything runs: one is the owner, more is ambiguous even
// when they come from different sources (godog takes the first in silence), none is manual or undefined as the
// policy says. No hook and no step runs. cases is read once and not kept; it is not read when Options.Memory knows what
// was found in the very same cases.
//
// An error of cases comes back as it is; ErrWorker wraps those of a source; zero cases is ErrNothingSelected.
func (e *Engine) Bind(ctx context.Context, cases iter.Seq2[catalogue.Case, error], policy Policy) (*Binding, error) {
	b := &binder{engine: e, policy: policy.withDefaults(), cache: newMatchCache(), known: map[string]uint32{}}
	b.tally = newTally(e.opts.Sources)
	if err := b.open(ctx); err != nil {
		return nil, err
	}
	defer b.close()
	key, err := bindingKey(b.policy, b.definitions, e.opts.Sources)
	if err != nil {
		return nil, err
	}
	if e.opts.Memory != nil {
		if blob, ok := e.opts.Memory.Recall(key); ok {
			if known, ok := readBinding(blob, len(e.opts.Sources)); ok {
				return known, nil
			}
		}
	}
	var batch []catalogue.Case
	count := 0
	for c, err := range cases {
		if err != nil {
			return nil, err
		}
		if count > bindBatch || len(batch) > 0 && batch[0].Feature.Path != c.Feature.Path {
			if err := b.bind(ctx, batch); err != nil {
				return nil, err
			}
			clear(batch)
			batch, count = batch[:0], 0
		}
		batch = append(batch, c)
		count += len(c.Steps)
	}
	if err := b.bind(ctx, batch); err != nil {
		return nil, err
	}
	if len(b.result.cases) == 0 {
		return nil, ErrNothingSelected
	}
	b.result.Report = b.tally.finish(e.opts.Sources, b.definitions)
	if e.opts.Memory != nil {
		blob, err := b.result.kept()
		if err != nil {
			return nil, fmt.Errorf("keep a binding: %w", err)
		}
		e.opts.Memory.Keep(key, blob)
	}
	return &b.result, nil
}

// binder is the state of one bind pass.
type binder struct {
	engine      *Engine
	policy      Policy
	workers     []*lease
	matcher     *steps.Matcher
	definitions [][]DefinitionRef
	cache       *matchCache
	tally       *tally
	known       map[string]uint32 // owners as bytes, to index in shapes
	result      Binding
	healthy     bool
}

// open takes a worker of each source.
func (b *binder) open(ctx context.Context) error {
	var sources []steps.Source
	for i, s := range b.engine.opts.Sources {
		w, err := b.engine.pool.take(ctx, i)
		if err != nil {
			b.close()
			return err
		}
		b.workers = append(b.workers, w)
		var refs []DefinitionRef
		for _, d := range w.Definitions() {
			refs = append(refs, DefinitionRef{Source: s.Name, Pattern: d.Pattern, Keyword: d.Keyword, Place: d.Place})
		}
		b.definitions = append(b.definitions, refs)
		sources = append(sources, s.Steps(w))
	}
	b.matcher, b.healthy = steps.NewMatcher(sources), true
	return nil
}

// close gives the workers back for the run to use, or ends them when one misbehaved.
func (b *binder) close() {
	for _, w := range b.workers {
		if b.healthy {
			b.engine.pool.give(w)
		} else {
			b.engine.pool.kill(w)
		}
	}
}

// bind matches the steps of a batch and adds its cases to the result.
func (b *binder) bind(ctx context.Context, cases []catalogue.Case) error {
	matches, err := b.match(ctx, cases)
	if err != nil {
		b.healthy = false
		return err
	}
	for i := range cases {
		c := &cases[i]
		owners := make([]Owner, len(c.Steps))
		said := b.policy.Tags.Mode(c.Tags)
		for j := range c.Steps {
			owners[j] = b.owner(c, j, matches[steps.NewText(c.Steps[j].Type, c.Steps[j].Text)], said)
		}
		b.add(c, owners)
	}
	return nil
}

// owner decides who owns one step and counts it.
func (b *binder) owner(c *catalogue.Case, j int, found []match, said recette.Mode) Owner {
	for _, m := range found {
		b.tally.used[m.source][m.definition] = true
	}
	step := &c.Steps[j]
	at := Place{Path: c.Feature.Path, Line: step.Line, Case: c.ID, Step: j}
	if at.Line == 0 {
		at.Line = c.Line
	}
	r := &b.tally.report
	switch {
	case said == recette.Manual, len(found) == 0 && b.policy.People && said != recette.Automated:
		r.Manual++
		return ownerPerson
	case len(found) == 0:
		r.Undefined++
		b.tally.problem(recette.OutcomeUndefined, string(step.Type), step.Text, at, nil)
		return ownerUndefined
	case len(found) > 1:
		r.Ambiguous++
		b.tally.problem(recette.OutcomeAmbiguous, string(step.Type), step.Text, at, func() []DefinitionRef {
			var refs []DefinitionRef
			for _, m := range found {
				refs = append(refs, b.definitions[m.source][m.definition])
			}
			return refs
		})
		return ownerAmbiguous
	}
	r.Owned[found[0].source].Steps++
	return Owner(found[0].source) // a project has few sources
}

// add keeps the owners of a case.
func (b *binder) add(c *catalogue.Case, owners []Owner) {
	s := shapeOf(owners)
	r := &b.tally.report
	r.Cases++
	r.Steps += len(owners)
	r.Modes[s.mode()]++
	if s.broken {
		r.Broken++
	}
	key := make([]byte, 0, len(owners)*4)
	for _, o := range owners {
		key = append(key, byte(o), byte(o>>8), byte(o>>16), byte(o>>24))
	}
	i, ok := b.known[string(key)]
	if !ok {
		i = uint32(len(b.result.shapes)) // bounded by the number of cases
		b.known[string(key)] = i
		b.result.shapes = append(b.result.shapes, owners)
	}
	b.result.cases = append(b.result.cases, boundCase{shape: i, print: fingerprint(c)})
}

// match gives the matches of every distinct step of a batch: from the cache, or asked of the sources.
func (b *binder) match(ctx context.Context, cases []catalogue.Case) (map[protocol.StepText][]match, error) {
	found := map[protocol.StepText][]match{}
	var ask []protocol.StepText
	for i := range cases {
		for j := range cases[i].Steps {
			t := steps.NewText(cases[i].Steps[j].Type, cases[i].Steps[j].Text)
			if _, ok := found[t]; ok {
				continue
			}
			m, ok := b.cache.get(t)
			found[t] = m
			if !ok {
				ask = append(ask, t)
			}
		}
	}
	if len(ask) == 0 {
		return found, nil
	}
	got, err := b.matcher.Match(ctx, ask)
	if e, ok := errors.AsType[*steps.SourceError](err); ok {
		return nil, fmt.Errorf("%w: match steps of %s: %w", ErrWorker, e.Source, e.Err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: match steps: %w", ErrWorker, err)
	}
	for k, defs := range got {
		for _, d := range defs {
			source, own := b.matcher.Of(d)
			found[ask[k]] = append(found[ask[k]], match{source: source, definition: own})
		}
	}
	for _, t := range ask {
		b.cache.put(t, found[t])
	}
	return found, nil
}
