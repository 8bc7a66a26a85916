package lsp

import (
	"context"
	"strconv"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/standing"
	"recette/internal/steps"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// tags names the tags of the project, filled with defaults.
func (s *scope) vocabulary() *vocabulary.Vocabulary {
	v := s.project.Options.Tags.Filled()
	return &v
}

// learn asks beside the session what takes long: what the store knows, and which steps have a definition.
func (s *scope) learn(ctx context.Context) {
	s.learnStatuses(ctx, 0)
	s.learnSteps(ctx, 0)
}

// learnStatuses asks what the store knows, once more when it is being asked already: a run writes all the time.
func (s *scope) learnStatuses(ctx context.Context, after time.Duration) {
	if s.reading {
		s.again = true
		return
	}
	s.reading = true
	p := s.project
	s.beside.Go(func() {
		var statuses map[string]standing.Status
		var err error
		if sleep(ctx, after) {
			statuses, err = p.Statuses(ctx)
		}
		s.post(func(ctx context.Context) {
			s.reading = false
			if s.again {
				s.again = false
				s.learnStatuses(ctx, patience)
			}
			if err != nil {
				s.log("statuses of %s: %v", p.Root, err)
				return
			}
			s.statuses = statuses
			s.refreshHints(ctx)
		})
	})
}

// stepsAt is what a run would match for the step written on a line, a text for each row of an outline. Of a file that
// no run would take, it is what is written.
func (s *scope) stepsAt(d *document, line int) []steps.StepText {
	if texts := d.asks[line]; len(texts) > 0 {
		return texts
	}
	for _, l := range stepsOf(d.file.Doc) {
		if l.line == line {
			return []steps.StepText{l.ask}
		}
	}
	return nil
}

// asksOf gathers the texts that a run of a file would match, by line.
func asksOf(f *catalogue.File) map[int][]steps.StepText {
	out := map[int][]steps.StepText{}
	type place struct {
		line int
		text steps.StepText
	}
	seen := map[place]bool{}
	for i := range f.Cases {
		for j := range f.Cases[i].Steps {
			st := &f.Cases[i].Steps[j]
			at := place{st.Line, steps.NewText(st.Type, st.Text)}
			if !seen[at] {
				seen[at] = true
				out[st.Line] = append(out[st.Line], at.text)
			}
		}
	}
	return out
}

// stepSources is where the definitions of a step are written.
func (s *scope) stepSources(d *document, st *syntax.Step) []location {
	var out []location
	if st == nil {
		return nil
	}
	found, _, _ := s.matching(s.stepsAt(d, st.Line))
	for _, def := range found {
		i := strings.LastIndexByte(def.Place, ':')
		if i < 0 {
			continue
		}
		line, err := strconv.Atoi(def.Place[i+1:])
		if err != nil {
			continue
		}
		out = append(out, s.lineOf(def.Place[:i], line))
	}
	return out
}

// sameStep tells the steps that a definition of a step runs too, or those of the same words when it has none.
func (s *scope) sameStep(d *document, st *syntax.Step) func(*stepLine) bool {
	mine := map[int]bool{}
	if s.steps != nil {
		for _, text := range s.stepsAt(d, st.Line) {
			for _, def := range s.steps.known[text] {
				mine[def] = true
			}
		}
	}
	shape := masked(st.Text)
	return func(l *stepLine) bool {
		if len(mine) == 0 {
			return l.shape == shape
		}
		for _, def := range s.steps.known[l.ask] {
			if mine[def] {
				return true
			}
		}
		return false
	}
}

// kindOf is the role that a step written after a line takes.
func kindOf(doc *syntax.Document, line int) catalogue.StepType {
	kind := catalogue.Unknown
	see := func(list []syntax.Step) {
		for i := range list {
			if list[i].Line < line {
				kind = catalogue.KindOf(list[i].Type, kind)
			}
		}
	}
	if doc.Feature == nil {
		return kind
	}
	if b := doc.Feature.Background; b != nil {
		see(b.Steps)
	}
	if sc := scenarioAt(doc, line); sc != nil {
		see(sc.Steps)
	}
	return kind
}
