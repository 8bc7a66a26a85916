package plan

import (
	"slices"
	"strings"
)

// Holding gives the rows of a journey that hold back what comes after them when its order blocks: those of the
// scenarios that the plan lists, all of them when it lists none.
func (j *Journey) Holding() map[string]bool {
	holding, scenarios := make(map[string]bool, len(j.Cases)), ScenariosOf(j.Cases)
	for _, name := range j.Order {
		for _, id := range scenarios.Rows(name) {
			holding[id] = true
		}
	}
	for _, id := range j.Cases {
		if len(j.Order) == 0 {
			holding[id] = true
		}
	}
	return holding
}

// deadlock refuses blocking orders that contradict each other: each row of a cycle would wait for the next one without
// end.
func (f *freezer) deadlock() {
	w := waits{rows: map[string]int{}}
	for k := range f.m.Journeys {
		if f.m.Journeys[k].Blocking {
			w.add(k, &f.m.Journeys[k])
		}
	}
	round := w.cycle()
	if len(round) == 0 {
		return
	}
	first, second := round[0], round[len(round)-1] // it begins where another journey makes a row wait
	turn := 0
	for round[turn].journey == first.journey {
		turn++
	}
	f.addAt(
		levelError, at("journeys", second.journey)+".code", ordersCross, "", f.m.Journeys[first.journey].Code,
		f.m.Journeys[second.journey].Code, w.nodes[first.node].row, w.nodes[round[turn].node].row,
	)
}

// waits is what rows wait for in the blocking orders of a plan. Between a row and those before it stand nodes of no
// row, each of which waits for one row and for the node before, so that there are as few edges as rows.
type waits struct {
	nodes []node
	rows  map[string]int // nodes, by row
}

type node struct {
	row    string
	awaits []edge
	state  int // 1: on the way, 2: seen to be free of cycles
}

// edge is a wait for a node, by the order of a journey.
type edge struct{ node, journey int }

// tail is what the last row of a branch waits for: the node of all that hold back, and that of those before the rows of
// the last scenario, which do not wait for each other; -1 when there is none.
type tail struct {
	all, before int
	scenario    string
}

// add takes in the order of a journey.
func (w *waits) add(journey int, j *Journey) {
	tails, holding := map[string]*tail{}, j.Holding()
	for _, id := range j.Cases {
		own, branch, _ := strings.Cut(id, rowMark)
		scenario, _, _ := strings.Cut(own, "/")
		x := w.node(id)
		for _, place := range []string{"", branch} {
			if t := tails[place]; t != nil {
				w.wait(x, t.of(scenario), journey)
			}
		}
		if !holding[id] {
			continue
		}
		t := tails[branch]
		if t == nil {
			t = &tail{all: -1, before: -1}
			tails[branch] = t
		}
		if t.scenario != scenario {
			t.before, t.scenario = t.all, scenario
		}
		all := w.node("")
		w.wait(all, x, journey)
		w.wait(all, t.all, journey)
		t.all = all
	}
}

// of gives the node that a row of a scenario waits for.
func (t *tail) of(scenario string) int {
	if t.scenario == scenario {
		return t.before
	}
	return t.all
}

// node gives that of a row, or a new one of none.
func (w *waits) node(row string) int {
	n, ok := w.rows[row]
	if !ok || row == "" {
		n = len(w.nodes)
		w.nodes = append(w.nodes, node{row: row})
		w.rows[row] = n
	}
	return n
}

func (w *waits) wait(from, to, journey int) {
	if to >= 0 {
		w.nodes[from].awaits = append(w.nodes[from].awaits, edge{to, journey})
	}
}

// cycle gives rows of which each waits for the next one, and the last one for the first, with the journey by which it
// does; it begins with a row that waits by another journey than the one before. None when all rows can be played.
func (w *waits) cycle() []edge {
	for n := range w.nodes {
		if w.nodes[n].state != 0 {
			continue
		}
		if path := w.from(n); path != nil {
			return w.round(path)
		}
	}
	return nil
}

// from walks down from a node. It gives the way round when it comes back to one that it stands on.
func (w *waits) from(start int) []edge {
	type stand struct{ node, next int }
	way := []stand{{start, 0}}
	w.nodes[start].state = 1
	for len(way) > 0 {
		top := &way[len(way)-1]
		n := &w.nodes[top.node]
		if top.next == len(n.awaits) {
			n.state, way = 2, way[:len(way)-1]
			continue
		}
		to := n.awaits[top.next].node
		top.next++
		switch w.nodes[to].state {
		case 0:
			w.nodes[to].state = 1
			way = append(way, stand{to, 0})
		case 1:
			var round []edge
			for _, s := range way {
				if s.node == to || round != nil {
					round = append(round, edge{s.node, w.nodes[s.node].awaits[s.next-1].journey})
				}
			}
			return round
		}
	}
	return nil
}

// round keeps the rows of a way round, from one where the journey changes, to the first of them in the plan: no journey
// makes a row wait for itself.
func (w *waits) round(path []edge) []edge {
	var rows []edge
	for _, e := range path {
		if w.nodes[e.node].row != "" {
			rows = append(rows, e)
		}
	}
	start := -1
	for i := range rows {
		if last := rows[(i+len(rows)-1)%len(rows)]; last.journey != rows[i].journey &&
			(start < 0 || rows[i].journey < rows[start].journey) {
			start = i
		}
	}
	if start < 0 { // a case that stands twice in one journey is another problem
		return nil
	}
	return slices.Concat(rows[start:], rows[:start])
}
