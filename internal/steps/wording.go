package steps

import (
	"cmp"
	"slices"

	"recette/internal/catalogue"
)

// Wording is what several steps say in the same words, with other values.
type Wording struct {
	Mask    string               `json:"wording"` // with a sign for each literal: l'adhérente "…" paie # euros
	Types   []catalogue.StepType `json:"types"`   // of its steps, sorted
	Example string               `json:"example"` // the first text, as a run would match it
	Places  []Place              `json:"places"`  // steps as written, in the order of the files
	Cases   int                  `json:"steps"`   // steps of cases, as a run counts them

	parts  []part
	texts  []string // what its steps become in the cases
	tables int      // how many of the places have a table
	docs   int      // how many have a doc string
}

// part is a segment of a wording, with what its values have in common.
type part struct {
	Segment
	name     string    // of the placeholder that fills it, when there is one
	integers bool      // all values of a number are integers without any separator
	spaced   bool      // a value holds a space
	words    string    // text before it, to name it by
	edges    [2]string // spaces inside the marks of a quotation, when all values have the same
}

// Undefined groups by wording the steps that no definition matches and that are not run by hand alone, by first place.
func (x *Index) Undefined() []Wording {
	return x.wordings(func(s *Step, u use) bool { return len(s.Definitions) == 0 && u.cases > u.manual })
}

// Wordings groups every step by wording, by first place.
func (x *Index) Wordings() []Wording {
	return x.wordings(func(*Step, use) bool { return true })
}

// wordings groups the steps of the places where keep wants one.
func (x *Index) wordings(keep func(*Step, use) bool) []Wording {
	type chosen struct {
		steps []int
		cases int
	}
	at := map[int]*chosen{} // by place
	for i := range x.Steps {
		for _, u := range x.Steps[i].uses {
			if !keep(&x.Steps[i], u) {
				continue
			}
			c := at[u.place]
			if c == nil {
				c = &chosen{}
				at[u.place] = c
			}
			c.steps = append(c.steps, i)
			c.cases += u.cases
		}
	}
	known := map[string]int{}
	var out []Wording
	for place := range x.places {
		c := at[place]
		if c == nil {
			continue
		}
		parts, text := x.cutPlace(&x.places[place], c.steps)
		n, ok := known[text]
		if !ok {
			n = len(out)
			known[text] = n
			out = append(out, Wording{Mask: text, Example: x.Steps[c.steps[0]].Text, parts: parts})
		}
		w := &out[n]
		w.merge(parts)
		w.Places = append(w.Places, x.places[place].at)
		w.Cases += c.cases
		for _, s := range c.steps {
			w.Types = append(w.Types, x.Steps[s].Type)
			w.texts = append(w.texts, x.Steps[s].Text)
		}
		if x.places[place].table {
			w.tables++
		}
		if x.places[place].doc {
			w.docs++
		}
	}
	for i := range out {
		w := &out[i]
		slices.Sort(w.Types)
		w.Types = slices.Compact(w.Types)
		slices.SortFunc(w.Places, comparePlaces)
	}
	slices.SortStableFunc(out, func(a, b Wording) int { return comparePlaces(a.Places[0], b.Places[0]) })
	return out
}

func comparePlaces(a, b Place) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
}

// cutPlace finds the wording of a step as written. When all its rows read alike but for their values, the wording is that
// of the rows, so that <montant> euros and 12 euros are one; else that of the template.
func (x *Index) cutPlace(w *written, steps []int) ([]part, string) {
	template := Cut(w.template, true)
	var parts []part
	text := ""
	for n, s := range steps {
		cut := Cut(x.Steps[s].Text, false)
		m := mask(cut)
		if n > 0 && m != text {
			return withNames(partsOf(template), template), mask(template)
		}
		if n == 0 {
			text, parts = m, partsOf(cut)
		}
		join(parts, partsOf(cut))
	}
	if literals(parts) == literals(partsOf(template)) {
		parts = withNames(parts, template)
	}
	return parts, text
}

func partsOf(segments []Segment) []part {
	out := make([]part, len(segments))
	before := ""
	for i, s := range segments {
		out[i] = part{Segment: s, integers: isInteger(s.Text), spaced: hasSpace(s.Text), words: before}
		if s.Kind == Quoted {
			out[i].edges = innerSpaces(s.Text)
		}
		if s.Kind == Text {
			before = s.Text
		}
	}
	return out
}

func isInteger(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && (i > 0 || s[i] != '-') {
			return false
		}
	}
	return len(s) < 10 // what an int of any language holds
}

func hasSpace(s string) bool {
	for _, r := range s {
		if r == ' ' || r == '\u00a0' || r == '\u202f' {
			return true
		}
	}
	return false
}

// join widens what parts have in common by other values of the same wording.
func join(parts, other []part) {
	for i := range parts {
		parts[i].integers = parts[i].integers && other[i].integers
		parts[i].spaced = parts[i].spaced || other[i].spaced
		if parts[i].name == "" {
			parts[i].name = other[i].name
		}
		if parts[i].edges != other[i].edges {
			parts[i].edges = [2]string{}
		}
	}
}

func (w *Wording) merge(parts []part) { join(w.parts, parts) }

func literals(parts []part) int {
	n := 0
	for i := range parts {
		if parts[i].Kind != Text {
			n++
		}
	}
	return n
}

// withNames names the literals of a wording by the placeholders that stand there in the template.
func withNames(parts []part, template []Segment) []part {
	var names []string
	for _, s := range template {
		switch s.Kind {
		case Text:
		case Placeholder:
			names = append(names, s.Text[1:len(s.Text)-1])
		case Quoted:
			name := ""
			if in := Cut(inner(s.Text), true); len(in) == 1 && in[0].Kind == Placeholder {
				name = in[0].Text[1 : len(in[0].Text)-1]
			}
			names = append(names, name)
		default:
			names = append(names, "")
		}
	}
	n := 0
	for i := range parts {
		if parts[i].Kind == Text {
			continue
		}
		if n < len(names) {
			parts[i].name = names[n]
		}
		n++
	}
	return parts
}
