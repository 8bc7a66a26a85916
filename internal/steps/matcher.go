package steps

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/catalogue"
	"recette/runner/protocol"
)

// StepText is a step as a run matches it: its type, and its text with placeholders resolved.
type StepText = protocol.StepText

// NewText is the text of a step of a type.
func NewText(kind catalogue.StepType, text string) StepText {
	return StepText{Type: string(kind), Text: text}
}

// Source is where definitions come from. Match says which of them fit each text, by index; a text that nothing fits has
// an empty list. How long it waits for an answer is its own affair.
type Source struct {
	Name        string
	Definitions []protocol.Definition
	Match       func(ctx context.Context, texts []StepText) ([][]int, error)
}

// ErrSource says that a source did not answer as it should.
var ErrSource = errors.New("step definitions")

// SourceError is what went wrong with a source. It wraps ErrSource.
type SourceError struct {
	Source string
	Err    error
}

func (e *SourceError) Error() string { return fmt.Sprintf("%v of %s: %v", ErrSource, e.Source, e.Err) }

// Unwrap gives ErrSource and the cause.
func (e *SourceError) Unwrap() []error { return []error{ErrSource, e.Err} }

// Matcher asks all the sources of a project what fits a step, as every run, editor and index does: what one of them
// calls ambiguous, all do. It belongs to one goroutine, as its sources do.
type Matcher struct {
	sources []Source
	first   []int // index of the first definition of each source among those of all
	total   int
}

// maxAsked is how many texts one message asks about.
const maxAsked = 2000

// NewMatcher makes a matcher of sources.
func NewMatcher(sources []Source) *Matcher {
	m := &Matcher{sources: sources, first: make([]int, len(sources))}
	for i := range sources {
		m.first[i] = m.total
		m.total += len(sources[i].Definitions)
	}
	return m
}

// Definitions lists those of all sources, one source after the other. What they serve is not counted.
func (m *Matcher) Definitions() []Definition {
	out := make([]Definition, 0, m.total)
	for i := range m.sources {
		for _, d := range m.sources[i].Definitions {
			out = append(
				out, Definition{Source: m.sources[i].Name, Pattern: d.Pattern, Keyword: d.Keyword, Place: d.Place},
			)
		}
	}
	return out
}

// Of tells which source a definition comes from, and which of its own it is.
func (m *Matcher) Of(definition int) (source, own int) {
	for source+1 < len(m.first) && m.first[source+1] <= definition {
		source++
	}
	return source, definition - m.first[source]
}

// Match gives for each text the indexes in Definitions of all that fit it, in order. None is a step that a person
// plays, several are ambiguous, even when they come from different sources. No hook and no step runs. The error is a
// *SourceError: nothing is then known of any text.
func (m *Matcher) Match(ctx context.Context, texts []StepText) ([][]int, error) {
	out := make([][]int, len(texts))
	for i := range m.sources {
		for at := 0; at < len(texts); at += maxAsked {
			end := min(at+maxAsked, len(texts))
			if err := m.ask(ctx, i, texts[at:end], out[at:end]); err != nil {
				return nil, &SourceError{m.sources[i].Name, err}
			}
		}
	}
	return out, nil
}

// ask asks one source in one message.
func (m *Matcher) ask(ctx context.Context, source int, texts []StepText, out [][]int) error {
	s := &m.sources[source]
	got, err := s.Match(ctx, texts)
	if err != nil {
		return err
	}
	if len(got) != len(texts) {
		return fmt.Errorf("%d answers for %d steps", len(got), len(texts))
	}
	for i, found := range got {
		for _, d := range found {
			if d < 0 || d >= len(s.Definitions) {
				return fmt.Errorf("definition %d of %d", d, len(s.Definitions))
			}
			out[i] = append(out[i], m.first[source]+d)
		}
	}
	return nil
}
