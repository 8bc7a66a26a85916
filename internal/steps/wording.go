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

	parts    []part
	exact    [][]string // the only values of each literal, nil for any: what tells the wording from another
	texts    []string   // what its steps become in the cases
	verbatim bool       // no apostrophe, no space stands for another: a definition has the steps typed otherwise
	index    *Index     // nil for a wording that stands alone
	tables   int        // how many of the places have a table
	docs     int        // how many have a doc string
}

// Undefined groups by wording the steps that no definition matches and that are not run by hand alone, by first place.
// Steps that the keyboard alone tells apart, by an apostrophe or a space, have one wording: one definition serves them.
func (x *Index) Undefined() []Wording {
	return x.wordings(sameKeys, func(s *Step, u use) bool { return len(s.Definitions) == 0 && u.cases > u.manual })
}

// everyWording groups every step by wording, by first place.
func (x *Index) everyWording() []Wording {
	asWritten := func(text string) string { return text }
	return x.wordings(asWritten, func(*Step, use) bool { return true })
}

// wordings groups the steps of the uses that keep wants; wordings of one key are one.
func (x *Index) wordings(key func(string) string, keep func(*Step, use) bool) []Wording {
	g := grouping{
		index: x, key: key, rows: make([][]row, len(x.places)), known: map[string]int{}, plain: map[string]bool{},
	}
	for i := range x.Steps {
		for _, u := range x.Steps[i].uses {
			if keep(&x.Steps[i], u) {
				g.rows[u.place] = append(g.rows[u.place], row{step: i, cases: u.cases})
			}
		}
	}
	g.cut()
	for place := range g.rows {
		g.place(place)
	}
	return g.finish()
}

// grouping is one grouping of steps by wording.
type grouping struct {
	index *Index
	key   func(string) string // of a mask
	rows  [][]row             // by place
	plain map[string]bool     // wordings that stand without a placeholder
	known map[string]int      // by mask, to index in out
	out   []Wording
}

// row is what a step as written becomes in the cases of one row of examples, or of all when there is none.
type row struct {
	step, cases int
	cut         []Segment
	mask        string
	key         string // of the mask: alike for what keyboards alone tell apart
}

// cut finds the wordings that stand by themselves: those of the places whose rows all read alike but for their values.
// A place whose rows read differently, <rôle> for le trésorier and la présidente, gives its rows to the wordings that
// exist already; when one way of reading is left, that one stands by itself too. The rest is a wording with a
// placeholder.
func (g *grouping) cut() {
	for place := range g.rows {
		for i := range g.rows[place] {
			r := &g.rows[place][i]
			r.cut = Cut(g.index.Steps[r.step].Text, false)
			r.mask = mask(r.cut)
			r.key = g.key(r.mask)
		}
	}
	for changed := true; changed; {
		changed = false
		for place := range g.rows {
			left := ""
			single := true
			for i := range g.rows[place] {
				m := g.rows[place][i].key
				if g.plain[m] {
					continue
				}
				single = single && (left == "" || left == m)
				left = m
			}
			if left != "" && single {
				g.plain[left], changed = true, true
			}
		}
	}
}

// place adds the rows of a place to their wordings.
func (g *grouping) place(n int) {
	w := &g.index.places[n]
	var mixed []row
	template := Cut(w.template, true)
	for _, r := range g.rows[n] {
		if !g.plain[r.key] {
			mixed = append(mixed, r)
			continue
		}
		parts := partsOf(r.cut)
		if len(template) == len(r.cut) {
			parts = withNames(parts, template)
		}
		g.add(n, r.mask, parts, r)
	}
	if len(mixed) == 0 {
		return
	}
	text := mask(template)
	values := placeholderValues(template)
	for _, r := range mixed {
		parts := withNames(partsOf(template), template)
		values.give(parts, g.index.Steps[r.step].Text)
		g.add(n, text, parts, r)
	}
}

// add adds one row to a wording.
func (g *grouping) add(place int, text string, parts []part, r row) {
	n, ok := g.known[g.key(text)]
	step := &g.index.Steps[r.step]
	if !ok {
		n = len(g.out)
		g.known[g.key(text)] = n
		g.out = append(g.out, Wording{Mask: text, Example: step.Text, parts: parts, index: g.index})
	}
	w := &g.out[n]
	join(w.parts, parts)
	w.Cases += r.cases
	w.Types = append(w.Types, step.Type)
	w.texts = append(w.texts, step.Text)
	from := &g.index.places[place]
	if len(w.Places) > 0 && w.Places[len(w.Places)-1] == from.at {
		return
	}
	w.Places = append(w.Places, from.at)
	if from.table {
		w.tables++
	}
	if from.doc {
		w.docs++
	}
}

// finish puts the wordings in order.
func (g *grouping) finish() []Wording {
	for i := range g.out {
		w := &g.out[i]
		slices.Sort(w.Types)
		w.Types = slices.Compact(w.Types)
		slices.SortFunc(w.Places, comparePlaces)
	}
	slices.SortStableFunc(g.out, func(a, b Wording) int { return comparePlaces(a.Places[0], b.Places[0]) })
	return g.out
}

func comparePlaces(a, b Place) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
}
