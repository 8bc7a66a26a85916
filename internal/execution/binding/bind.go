package binding

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"recette/internal/catalogue"
	"recette/internal/fault"
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
func (p *Policy) Leaves(tags []string) bool { return p.Tags.Mode(tags) == recette.Manual }

// bindBatch is how many steps are asked about together at most, those of one file apart.
const bindBatch = 2000

// lotsAtOnce is how many lots wait for their owners to be known at most: a lot may hold no step to ask about.
const lotsAtOnce = 256

// bindAhead is how many cases BindAhead binds before any of them may run: all of a usual project.
const bindAhead = 2000

// Lot is cases of one file that are bound together, or what a former run made of the very same ones.
type Lot struct {
	Path  string
	Cases []catalogue.Case
	Bound *Bound
	Keep  func(blob []byte) // takes what was made of Cases, for a later run; may be nil
}

// Lots are cases to bind, in order. Each gives them; key names all that a binding depends on beside the cases, and read
// reads what Keep was given under the same key. Done is called when nothing more is to be kept; it may be nil.
type Lots struct {
	Each func(ctx context.Context, key string, read func(blob string) (*Bound, bool)) iter.Seq2[Lot, error]
	Done func()
}

// Open opens the sources that say whose a step is, for one binding to ask. done gives them back; healthy says that they
// may be asked again.
type Open func(ctx context.Context) (sources []steps.Source, done func(healthy bool), err error)

// Bind counts the matches of every step over all sources before anything runs: one is the owner, more is ambiguous even
// when they come from different sources (godog takes the first in silence), none is manual or undefined as the
// policy says. No hook and no step runs. cases is read once and not kept.
//
// An error of cases or of open comes back as it is; ErrWorker wraps those of a source; zero cases is
// ErrNothingSelected.
func Bind(
	ctx context.Context, open Open, cases iter.Seq2[catalogue.Case, error], policy Policy,
) (*Binding, error) {
	b := begin(ctx, open, lotsOf(cases), policy)
	if _, err := b.Whole(); err != nil {
		return nil, err
	}
	return b, nil
}

// Ahead is Bind for whoever may begin before the end: it returns once bindAhead cases are bound, or all. The others are
// bound meanwhile; a case runs once its own steps are, and the report comes once all are. What must be known of the
// cases as a whole before one of them may run is for the caller to know. With an error comes the binding that ended.
func Ahead(ctx context.Context, open Open, lots Lots, policy Policy) (*Binding, error) {
	b := begin(ctx, open, lots, policy)
	if !b.reach(bindAhead-1) && b.err != nil {
		return b, b.err
	}
	return b, nil
}

// begin binds in a goroutine of its own.
func begin(ctx context.Context, open Open, lots Lots, policy Policy) *Binding {
	ctx, cancel := context.WithCancel(ctx)
	into := newBinding(cancel)
	b := &binder{
		open: open, policy: policy, cache: newMatchCache(), found: map[protocol.StepText][]match{},
		known: map[string]uint32{}, into: into,
	}
	go func() {
		var report Report
		var err error
		defer func() {
			if p := recover(); p != nil { // out of here it would end the process without a word for the reader
				err = fmt.Errorf("bind: panic: %v", p)
			}
			if lots.Done != nil {
				lots.Done()
			}
			cancel()
			into.end(report, err)
		}()
		report, err = b.all(ctx, lots)
	}()
	return into
}

// lotsOf parts cases where their file changes, and what is long.
func lotsOf(cases iter.Seq2[catalogue.Case, error]) Lots {
	return Lots{Each: func(context.Context, string, func(string) (*Bound, bool)) iter.Seq2[Lot, error] {
		return func(yield func(Lot, error) bool) {
			var lot Lot
			steps := 0
			for c, err := range cases {
				if err != nil {
					yield(Lot{}, err)
					return
				}
				if len(lot.Cases) > 0 && (lot.Path != c.Feature.Path || steps >= bindBatch) {
					if !yield(lot, nil) {
						return
					}
					lot, steps = Lot{}, 0
				}
				lot.Path, lot.Cases, steps = c.Feature.Path, append(lot.Cases, c), steps+len(c.Steps)
			}
			if len(lot.Cases) > 0 {
				yield(lot, nil)
			}
		}
	}}
}

// binder is the state of one bind pass.
type binder struct {
	open        Open
	policy      Policy
	matcher     *steps.Matcher
	definitions [][]DefinitionRef
	cache       *matchCache
	found       map[protocol.StepText][]match // what match gave last
	ask         []protocol.StepText           // and asked
	tally       *tally
	known       map[string]uint32 // owners as bytes, to index in shapes
	into        *Binding
	pending     []Lot
	healthy     bool
}

// all binds every lot.
func (b *binder) all(ctx context.Context, lots Lots) (Report, error) {
	sources, done, err := b.open(ctx)
	if err != nil {
		return Report{}, err
	}
	defer func() { done(b.healthy) }()
	b.declare(sources)
	key, err := bindingKey(b.policy, b.definitions, sources)
	if err != nil {
		return Report{}, err
	}
	asking := 0
	for lot, err := range lots.Each(ctx, key, b.read) {
		if err != nil {
			return Report{}, err
		}
		for i := range lot.Cases {
			asking += len(lot.Cases[i].Steps)
		}
		if b.pending = append(b.pending, lot); asking >= bindBatch || len(b.pending) == lotsAtOnce {
			asking = 0
			if err := b.flush(ctx); err != nil {
				return Report{}, err
			}
		}
	}
	if err := b.flush(ctx); err != nil {
		return Report{}, err
	}
	if b.tally.report.Cases == 0 {
		return Report{}, ErrNothingSelected
	}
	return b.tally.finish(b.definitions), nil
}

// declare notes the sources and what they declare.
func (b *binder) declare(sources []steps.Source) {
	for i := range sources {
		var refs []DefinitionRef
		for _, d := range sources[i].Definitions {
			refs = append(
				refs, DefinitionRef{Source: sources[i].Name, Pattern: d.Pattern, Keyword: d.Keyword, Place: d.Place},
			)
		}
		b.definitions = append(b.definitions, refs)
	}
	b.matcher, b.tally, b.healthy = steps.NewMatcher(sources), newTally(sources), true
}

// flush matches the steps of the pending lots and adds their cases to the result.
func (b *binder) flush(ctx context.Context) error {
	found, err := b.match(ctx)
	if err != nil {
		b.healthy = false
		return err
	}
	for i := range b.pending {
		lot := &b.pending[i]
		if lot.Bound == nil {
			lot.Bound = b.judge(lot.Cases, found)
			if lot.Keep != nil {
				blob, err := lot.Bound.append()
				if err != nil {
					return fmt.Errorf("keep a binding: %w", err)
				}
				lot.Keep(blob)
			}
		}
		b.add(lot.Path, lot.Bound)
	}
	clear(b.pending)
	b.pending = b.pending[:0]
	return nil
}

// judge says who owns the steps of cases, by what matches them.
func (b *binder) judge(cases []catalogue.Case, matches map[protocol.StepText][]match) *Bound {
	out := &Bound{cases: make([]boundCase, len(cases))}
	shapes, used := map[string]uint32{}, map[match]bool{}
	for i := range cases {
		c := &cases[i]
		owners := make([]Owner, len(c.Steps))
		said := b.policy.Tags.Mode(c.Tags)
		for j := range c.Steps {
			found := matches[steps.NewText(c.Steps[j].Type, c.Steps[j].Text)]
			for _, m := range found {
				if !used[m] {
					used[m] = true
					out.used = append(out.used, m)
				}
			}
			if owners[j] = b.owner(found, said); !owners[j].Runnable() {
				out.faults = append(out.faults, unrunnable(c, j, owners[j], found))
			}
		}
		key := shapeKey(owners)
		at, ok := shapes[key]
		if !ok {
			at = uint32(len(out.shapes)) // bounded by the number of cases
			shapes[key] = at
			out.shapes = append(out.shapes, owners)
		}
		out.cases[i] = boundCase{shape: at, print: fingerprint(c)}
	}
	return out
}

// owner decides who owns a step.
func (b *binder) owner(found []match, said recette.Mode) Owner {
	switch {
	case said == recette.Manual, len(found) == 0 && b.policy.People && said != recette.Automated:
		return Person
	case len(found) == 0:
		return undefined
	case len(found) > 1:
		return ambiguous
	}
	return Owner(found[0].source) // a project has few sources
}

// add counts the cases of a lot and puts them behind those that are bound.
func (b *binder) add(path string, lot *Bound) {
	b.tally.add(path, lot, b.definitions)
	own := make([]uint32, len(lot.shapes)) // where the lists of the lot are among all
	var more [][]Owner
	for i, owners := range lot.shapes {
		key := shapeKey(owners)
		at, ok := b.known[key]
		if !ok {
			at = uint32(len(b.known)) // bounded by the number of cases
			b.known[key] = at
			more = append(more, owners)
		}
		own[i] = at
	}
	b.into.grow(more, lot.cases, own)
}

// shapeKey is a list of owners as the key of a map.
func shapeKey(owners []Owner) string {
	key := make([]byte, 0, len(owners)*4)
	for _, o := range owners {
		key = append(key, byte(o), byte(o>>8), byte(o>>16), byte(o>>24))
	}
	return string(key)
}

// match gives the matches of every distinct step of the pending lots: from the cache, or asked of the sources. They are
// valid until the next call.
func (b *binder) match(ctx context.Context) (map[protocol.StepText][]match, error) {
	found, ask := b.found, b.ask[:0]
	clear(found)
	for i := range b.pending {
		for j := range b.pending[i].Cases {
			for k := range b.pending[i].Cases[j].Steps {
				s := &b.pending[i].Cases[j].Steps[k]
				t := steps.NewText(s.Type, s.Text)
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
	}
	if len(ask) == 0 {
		return found, nil
	}
	b.ask = ask
	got, err := b.matcher.Match(ctx, ask)
	if e, ok := errors.AsType[*steps.SourceError](err); ok {
		return nil, fault.About(ErrWorker, fault.Match, e.Err, e.Source)
	}
	if err != nil {
		return nil, fault.About(ErrWorker, fault.Match, err)
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
