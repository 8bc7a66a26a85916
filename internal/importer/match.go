package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"recette/reports/cahier"
)

// match gives each row of a case the steps that it speaks of.
//
// A row is of the steps whose text it carries; of the step of its rank when it carries none, and the ranks can mean one
// numbering only. It is of the whole case when its texts are all those of the case, when its verdict is in cells merged
// over all the rows, or when it says of no step and stands alone, or first over rows that all say of one. Nothing else
// is guessed at: such a row is refused, and the case with it.
type match struct {
	*layout
	c     *cahier.Case
	rows  []*line
	steps []cahier.Step // those of the Contexte and the others, in order
	taken map[int]bool
}

// all matches the rows, in order. A row that nobody filled has its step all the same: the next one has the next.
func (m *match) all() {
	m.taken = map[int]bool{}
	for i := range m.book.Contexts {
		if x := &m.book.Contexts[i]; m.c.Prior > 0 && x.Number == m.c.Context {
			m.steps = append(m.steps, x.Steps...)
		}
	}
	m.steps = append(m.steps, m.c.Steps...)
	lost, blind := false, 0
	for _, x := range m.rows {
		code, said := m.one(x)
		switch {
		case code == "" && x.whole() && x.step == "" && x.expected == "" && x.rank == "":
			blind++
		case code != "" && (x.said() || x.bad):
			lost = true
			m.refuse(x.at, m.c.ID, code, said)
		case code != "":
			blind++
			m.note(x.at, code, said)
		}
	}
	m.spans(&lost)
	for i, x := range m.rows {
		if lost {
			x.bad = true // a row that speaks of nothing keeps the whole case waiting
		}
		if !x.whole() || x.step != "" || x.expected != "" || x.rank != "" || x.until > 0 || !x.said() {
			continue
		}
		if repeats := slices.ContainsFunc(x.other, m.isStep); repeats || len(m.rows) > 1 && (i > 0 || blind > 1) {
			x.bad, lost = true, true
			m.refuse(x.at, m.c.ID, "which-row")
		}
	}
	for _, x := range m.rows {
		x.bad = x.bad || lost
		if x.filled() || x.bad {
			m.answers = append(m.answers, &x.answer)
		}
	}
}

// one gives a row its steps; its code says why it has none.
func (m *match) one(x *line) (code, said string) {
	if x.step == "" && x.expected == "" {
		if x.rank == "" {
			return "", ""
		}
		n, ok := m.ranked(x.rank)
		if !ok {
			return "unknown-rank", x.rank
		}
		if m.taken[n] {
			return "twice", ""
		}
		m.taken[n] = true
		x.from, x.to = n, n+1
		return "", ""
	}
	var done, seen []int
	for _, cell := range []struct {
		text string
		into *[]int
	}{{x.step, &done}, {x.expected, &seen}} {
		for text := range strings.SplitSeq(cell.text, "\n") {
			if text = item(text); text == "" {
				continue
			}
			n, code := m.step(text, x.rank)
			if code != "" {
				return code, text
			}
			m.taken[n] = true
			*cell.into = append(*cell.into, n)
		}
	}
	if _, err := strconv.Atoi(x.rank); x.rank != "" && err != nil { // where there is a text, it decides
		m.note(x.at, "unknown-rank", x.rank)
	}
	every := slices.Concat(done, seen)
	if len(every) == 0 { // what marks a list, and nothing in it
		return "unknown-step", joined(x.step, x.expected)
	}
	missing := slices.ContainsFunc(m.c.Steps, func(s cahier.Step) bool { return !slices.Contains(every, s.Number-1) })
	if !missing && len(m.rows) == 1 {
		return "", ""
	}
	if len(seen) > 0 {
		every = seen
	}
	x.from, x.to = slices.Min(every), slices.Max(every)+1
	if x.to-x.from != len(every) {
		return "which-step", ""
	}
	return "", ""
}

// step gives the step, from 0, that has a text. Where several have it, as many rows must, or a rank decide.
func (m *match) step(text, rank string) (n int, code string) {
	var of []int
	for i := range m.steps {
		if sameStep(text, &m.steps[i]) {
			of = append(of, m.steps[i].Number-1)
		}
	}
	if len(of) == 0 {
		return -1, "unknown-step"
	}
	free := slices.DeleteFunc(slices.Clone(of), func(n int) bool { return m.taken[n] })
	if len(free) == 0 {
		return -1, "twice"
	}
	if len(of) == 1 {
		return of[0], ""
	}
	if m.count(text) == len(of) {
		return free[0], ""
	}
	if r, err := strconv.Atoi(rank); err == nil {
		of = slices.DeleteFunc(of, func(n int) bool { return n+1 != r && n+1-m.c.Prior != r })
		if len(of) == 1 && !m.taken[of[0]] {
			return of[0], ""
		}
	}
	return -1, "several-steps"
}

// count counts the rows that carry a text.
func (m *match) count(text string) (n int) {
	for _, x := range m.rows {
		for _, cell := range []string{x.step, x.expected} {
			for said := range strings.SplitSeq(cell, "\n") {
				if bare(item(said)) == bare(text) {
					n++
				}
			}
		}
	}
	return n
}

// ranked gives the step of a rank, from 0. A sheet may count the steps of the Contexte or not: where there is one, the
// ranks tell when one of them is beyond what the other numbering has.
func (m *match) ranked(rank string) (int, bool) {
	n, err := strconv.Atoi(rank)
	if err != nil || n < 1 || n > m.c.StepCount() {
		return 0, false
	}
	own := len(m.c.Steps)
	beyond := slices.ContainsFunc(m.rows, func(x *line) bool {
		r, err := strconv.Atoi(x.rank)
		return err == nil && r > own
	})
	return n - 1, m.c.Prior == 0 || beyond
}

// spans gives a verdict in merged cells the steps of all its rows.
func (m *match) spans(lost *bool) {
	for i, x := range m.rows {
		if x.until == 0 {
			continue
		}
		of := []int{}
		last := i
		for k := i; k < len(m.rows) && m.rows[k].at.Row <= x.until; k++ {
			y := m.rows[k]
			for n := y.from; n < y.to; n++ {
				of = append(of, n)
			}
			last = k
		}
		switch {
		case i == 0 && last == len(m.rows)-1:
			x.from, x.to = 0, 0
		case len(of) == 0, slices.Max(of)-slices.Min(of)+1 != len(of):
			x.bad, *lost = true, true
			m.refuse(x.at, m.c.ID, "which-step")
		default:
			x.from, x.to = slices.Min(of), slices.Max(of)+1
		}
	}
}

// isStep tells whether a text is that of a step of the case.
func (m *match) isStep(text string) bool {
	return slices.ContainsFunc(m.steps, func(s cahier.Step) bool { return sameStep(text, &s) })
}

// sameStep tells whether a text is that of a step, with its keyword or without.
func sameStep(said string, s *cahier.Step) bool {
	said = bare(said)
	return said == bare(s.Text) || s.Keyword != "" && said == bare(s.Keyword+" "+s.Text)
}

func bare(s string) string { return strings.TrimSuffix(folded(s), ".") }

// marks are what a list in a cell begins its lines with.
var marks = regexp.MustCompile(`^\s*(?:\d{1,3}\s*[.)/-]\s+|[-–—•*]\s+)`)

// item is a line of a cell, without what marks it as that of a list.
func item(s string) string { return strings.TrimSpace(marks.ReplaceAllString(s, "")) }
