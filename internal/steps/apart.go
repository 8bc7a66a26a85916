package steps

import (
	"regexp"
	"slices"
	"strings"
)

// apart gives the wordings, changed so that no step of their project is matched by two of their patterns, nor by one of
// them and a definition that exists. A pattern that would takes the values of its own steps alone, then, if that is not
// enough, one step each. of gives what the pattern of a wording matches.
func apart(of func(*Wording) string, wordings []Wording) []told {
	var out []told
	s := newSteps(wordings)
	for i := range wordings {
		w := &wordings[i]
		own := s.claim(w.texts)
		if len(own) == 0 && len(w.texts) > 0 {
			continue // each of its steps is one of a wording above
		}
		if s.accept(of(w), w, own) {
			out = append(out, told{w, i})
			continue
		}
		narrow := *w
		if narrow.exact = valuesOf(w, own); narrow.exact != nil && s.accept(of(&narrow), &narrow, own) {
			out = append(out, told{&narrow, i})
			continue
		}
		for _, texts := range byKeys(own) {
			one := single(w, texts)
			if s.accept(of(one), one, texts) {
				out = append(out, told{one, i})
				continue
			}
			for _, text := range texts { // a definition serves the same words typed otherwise
				one := single(w, []string{text})
				one.verbatim = true
				out = append(out, told{one, i})
			}
		}
	}
	return out
}

// told is a wording that no other is mistaken for, and the index of the one that it comes from.
type told struct {
	*Wording
	of int
}

// projectSteps are the texts of the steps of a project, and whose they are.
type projectSteps struct {
	texts   []string
	keys    []string        // of texts: alike for what keyboards alone tell apart
	taken   map[string]bool // keys that a pattern has
	claimed map[string]bool // keys of the wordings
	defined map[string]bool // texts that a definition matches
}

// newSteps reads the steps of the project of wordings. Those that a definition matches are taken; those of the wordings
// are claimed, each by the first that has it; the others, which people do by hand, go to whichever pattern matches
// first.
func newSteps(wordings []Wording) *projectSteps {
	s := &projectSteps{taken: map[string]bool{}, claimed: map[string]bool{}, defined: map[string]bool{}}
	if len(wordings) == 0 || wordings[0].index == nil {
		return s
	}
	for i := range wordings {
		for _, text := range wordings[i].texts {
			s.claimed[sameKeys(text)] = true
		}
	}
	seen := map[string]bool{}
	for i := range wordings[0].index.Steps {
		step := &wordings[0].index.Steps[i]
		key := sameKeys(step.Text)
		s.defined[step.Text] = s.defined[step.Text] || len(step.Definitions) > 0
		if !seen[step.Text] {
			seen[step.Text] = true
			s.texts, s.keys = append(s.texts, step.Text), append(s.keys, key)
		}
	}
	return s
}

// claim gives the texts that nothing before has claimed, each once.
func (s *projectSteps) claim(texts []string) []string {
	var own []string
	seen := map[string]bool{}
	for _, text := range texts {
		if !s.taken[sameKeys(text)] && !seen[text] {
			seen[text] = true
			own = append(own, text)
		}
	}
	for _, text := range own {
		s.taken[sameKeys(text)] = true
	}
	return own
}

// byKeys groups the texts that the keyboard alone tells apart.
func byKeys(texts []string) [][]string {
	var out [][]string
	at := map[string]int{}
	for _, text := range texts {
		key := sameKeys(text)
		if _, known := at[key]; !known {
			at[key] = len(out)
			out = append(out, nil)
		}
		out[at[key]] = append(out[at[key]], text)
	}
	return out
}

// single is a wording of the same words, without values.
func single(w *Wording, texts []string) *Wording {
	one := *w
	one.parts = partsOf([]Segment{{Kind: Text, Text: texts[0]}})
	for _, text := range texts[1:] {
		join(one.parts, partsOf([]Segment{{Kind: Text, Text: text}}))
	}
	one.exact, one.texts, one.Example = nil, texts, texts[0]
	return &one
}

// accept tells whether a pattern matches its own steps and none that is another's. It then takes what else it matches.
func (s *projectSteps) accept(pattern string, w *Wording, own []string) bool {
	e, err := regexp.Compile(pattern)
	if err != nil {
		return true // too long for an expression: nothing can be said of it
	}
	mine := map[string]bool{}
	for _, text := range own {
		if !e.MatchString(text) {
			return false
		}
		mine[text] = true
	}
	prefix := ""
	if len(w.parts) > 0 && w.parts[0].Kind == Text {
		prefix = sameKeys(w.parts[0].Text)
	}
	var free []string
	for i, key := range s.keys {
		if mine[s.texts[i]] || !strings.HasPrefix(key, prefix) || !e.MatchString(s.texts[i]) {
			continue
		}
		if s.defined[s.texts[i]] || s.taken[key] || s.claimed[key] {
			return false
		}
		free = append(free, key)
	}
	for _, key := range free {
		s.taken[key] = true
	}
	return true
}

// valuesOf gives the values that the literals of a wording take in texts, nil when its expression does not find them.
func valuesOf(w *Wording, texts []string) [][]string {
	e, err := regexp.Compile(expression(w))
	if err != nil {
		return nil
	}
	out := make([][]string, len(w.parts))
	for _, text := range texts {
		found := e.FindStringSubmatch(text)
		n := 1
		for i := range w.parts {
			if w.parts[i].Kind == Text {
				continue
			}
			if n >= len(found) {
				return nil
			}
			if !slices.Contains(out[i], found[n]) {
				out[i] = append(out[i], found[n])
			}
			n++
		}
	}
	return out
}
