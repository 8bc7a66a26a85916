package lsp

import (
	"context"
	"strconv"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// marks is the whole tags of the project.
func (s *Server) marks() lint.Marks { return s.project.Lint.Marks.Filled() }

func parseDay(iso string) (time.Time, error) { return time.Parse(time.DateOnly, iso) }

// learn asks beside the session what takes long: what the store knows, and which steps have a definition. Answers come in
// under the lock; those of a project that was loaded again since are dropped.
func (s *Server) learn(ctx context.Context) {
	p := s.project
	if p == nil {
		return
	}
	go func() {
		statuses, err := s.source.Statuses(ctx, p)
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case err != nil:
			s.log("statuses: %v", err)
		case s.project == p:
			s.statuses = statuses
			s.refresh(ctx)
		}
	}()
	go func() {
		list, err := s.source.Definitions(ctx, p)
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case err != nil:
			s.log("definitions: %v", err)
		case s.project == p:
			s.definitions, s.defined, s.matches = list, true, map[string][]Definition{}
			s.refresh(ctx)
		}
	}()
}

// matching lists the definitions of a step, from memory when it was asked before.
func (s *Server) matching(text string) []Definition {
	if found, known := s.matches[text]; known {
		return found
	}
	var found []Definition
	for _, d := range s.definitions {
		if d.Matches(text) {
			found = append(found, d)
		}
	}
	if s.matches != nil {
		s.matches[text] = found
	}
	return found
}

// stepSources is where the definitions of a step are written.
func (s *Server) stepSources(sc *syntax.Scenario, st *syntax.Step) []Location {
	var out []Location
	if st == nil {
		return nil
	}
	for _, def := range s.matching(concrete(sc, st.Text)) {
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

// sameStep tells the steps that the definition of a step runs too, or those of the same words when it has none.
func (s *Server) sameStep(st *syntax.Step) func(*stepLine) bool {
	if found := s.matching(st.Text); len(found) > 0 {
		return func(l *stepLine) bool { return found[0].Matches(l.text) }
	}
	shape := masked(st.Text)
	return func(l *stepLine) bool { return masked(l.text) == shape }
}

// masked replaces what changes from one use of a sentence to the next: quoted texts, numbers, placeholders.
func masked(text string) string {
	pieces := cut(text)
	var b strings.Builder
	for _, p := range pieces {
		if p.literal {
			b.WriteByte(0)
		} else {
			b.WriteString(p.text)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
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
