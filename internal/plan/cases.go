package plan

import (
	"bytes"
	"slices"

	"recette/internal/catalogue"
)

// shared are texts that several cases have.
type shared map[string]string

func (k shared) once(s string) string {
	if kept, ok := k[s]; ok {
		return kept
	}
	k[s] = s
	return s
}

// chunk is how many cases are put together at once: a list of thousands that grows leaves more behind than it holds.
const chunk = 256

// frozen reads the cases of a manifest. Little is left for the collector: what a heap of that size drops is added to
// what the process takes.
func (s *scanner) frozen() []FrozenCase {
	r := caseReader{s: s, known: shared{}}
	var chunks [][]FrozenCase
	s.list(func() {
		if len(chunks) == 0 || len(chunks[len(chunks)-1]) == chunk {
			chunks = append(chunks, make([]FrozenCase, 0, chunk))
		}
		s.whole(r.read)
		last := &chunks[len(chunks)-1]
		*last = append(*last, r.c.frozen(""))
	})
	if len(chunks) == 0 {
		return []FrozenCase{}
	}
	return slices.Concat(chunks...)
}

// caseReader reads one case after the other. It keeps once what many cases have in common, those of a file, of a
// feature, and the few words of their steps, and what a case says in its source too. Lists take no more room than they
// need.
type caseReader struct {
	s     *scanner
	known shared
	c     written
	plain []byte // the source of the case
	steps []catalogue.Step
	rows  [][]string
	texts []string
}

func (r *caseReader) read() {
	s, from := r.s, r.s.at
	r.c = written{}
	s.object(caseFields, func(key []byte) {
		if string(key) == "source" { // the last: it holds most of what comes before
			r.plain = append(r.plain[:0], s.read()...)
			r.c.Source = string(r.plain)
			return
		}
		s.value()
	})
	if s.wrong {
		return
	}
	s.at = from
	s.object(caseFields, r.field)
}

func (r *caseReader) field(key []byte) {
	c := &r.c
	switch string(key) {
	case "id":
		c.ID = r.s.text()
	case "antenne":
		c.Antenne = r.once()
	case "former":
		c.Former = r.s.former()
	case "replay":
		c.Replay = Replay(r.once())
	case "stable":
		c.Stable = r.s.truth()
	case "content":
		c.Content = r.s.text()
	case "presentation":
		c.Presentation = r.s.text()
	case "path":
		c.Path = r.once()
	case "line":
		c.Line = r.s.number()
	case "file_sha256":
		c.FileSHA256 = r.once()
	case "feature":
		c.Feature = r.once()
	case "feature_about":
		c.FeatureAbout = r.once()
	case "rule":
		c.Rule = r.once()
	case "name":
		c.Name = r.within()
	case "keyword":
		c.Keyword = r.once()
	case "about":
		c.About = r.once()
	case "examples":
		c.Examples = r.once()
	case "row":
		c.Row = r.s.text()
	case "row_header":
		c.RowHeader = r.list(r.once)
	case "row_cells":
		c.RowCells = r.list(r.within)
	case "story":
		c.Story = r.once()
	case "epic":
		c.Epic = r.once()
	case "criteria":
		c.Criteria = r.list(r.once)
	case "rules":
		c.Rules = r.list(r.once)
	case "roles":
		c.Roles = r.list(r.once)
	case "journeys":
		c.Journeys = r.list(r.once)
	case "data_sets":
		c.DataSets = r.list(r.once)
	case "critical":
		c.Critical = r.s.truth()
	case "tags":
		c.Tags = r.list(r.once)
	case "steps":
		c.Steps = listed(r.s, &r.steps, r.step)
	default: // the source, which is read
		r.s.value()
	}
}

func (r *caseReader) step() (step catalogue.Step) {
	r.s.object(stepFields, func(key []byte) {
		switch string(key) {
		case "keyword":
			step.Keyword = r.once()
		case "type":
			step.Type = catalogue.StepType(r.once())
		case "text":
			step.Text = r.within()
		case "table":
			step.Table = listed(r.s, &r.rows, func() []string { return r.list(r.within) })
		case "doc":
			step.DocString = r.doc()
		case "background":
			step.Background = r.s.truth()
		default:
			r.s.fail()
		}
	})
	return step
}

func (r *caseReader) doc() *catalogue.DocString {
	d := &catalogue.DocString{}
	r.s.object(docFields, func(key []byte) {
		if string(key) == "media" {
			d.MediaType = r.once()
		} else {
			d.Content = r.within()
		}
	})
	return d
}

// once reads a text that other cases may have.
func (r *caseReader) once() string {
	b := r.s.read()
	if kept, ok := r.known[string(b)]; ok {
		return kept
	}
	return r.known.once(string(b))
}

// within reads a text as a part of the source when it holds it, so that its own bytes need not be kept.
func (r *caseReader) within() string {
	b := r.s.read()
	if i := bytes.Index(r.plain, b); i >= 0 {
		return r.c.Source[i : i+len(b)]
	}
	return string(b)
}

func (r *caseReader) list(element func() string) []string { return listed(r.s, &r.texts, element) }

// listed reads a list with no room for more, nil when it is null. What is read goes through a list that others use
// again.
func listed[T any](s *scanner, through *[]T, element func() T) []T {
	if s.null() {
		return nil
	}
	*through = (*through)[:0]
	s.list(func() { *through = append(*through, element()) })
	list := append(make([]T, 0, len(*through)), *through...)
	clear(*through)
	return list
}
