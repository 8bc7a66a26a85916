package chart

import "testing"

// Ten blocking anomalies of one day out of 120 are drawn: the day is the worst of its group.
func TestWorst(t *testing.T) {
	var all []Stack
	for i := range 120 {
		s := Stack{Parts: []Part{{N: 0}, {N: i % 7}}}
		if i == 61 {
			s.Parts[0].N = 10
		}
		all = append(all, s)
	}
	kept, each := Worst(all)
	peaks := 0
	for _, s := range kept {
		if s.Parts[0].N == 10 {
			peaks++
		}
	}
	if len(kept) != 60 || each != 2 || peaks != 1 {
		t.Errorf("%d stacks of %d days, %d peaks, want 60 of 2 with one", len(kept), each, peaks)
	}
	if kept, each = Worst(all[:80]); len(kept) != 80 || each != 1 {
		t.Errorf("%d stacks of %d days, want 80 of 1", len(kept), each)
	}
	if kept, each = Worst(nil); len(kept) != 0 || each != 1 {
		t.Errorf("of no day, %d stacks of %d days", len(kept), each)
	}
}

// A series of one day, which has no line, shows where it stands.
func TestLine_OfOneDay(t *testing.T) {
	g := &grid{x: 0, y: 0, w: 10, h: 10, days: 1, most: 2}
	for points, want := range map[int]kind{1: disc, 2: path} {
		d, l := &Drawing{}, &Line{}
		for range points {
			l.Points = append(l.Points, Point{Day: "2026-12-01", N: 1})
		}
		d.line(g, l)
		if len(d.marks) != 1 || d.marks[0].kind != want {
			t.Errorf("of %d days: %+v, want one mark of kind %d", points, d.marks, want)
		}
	}
}
