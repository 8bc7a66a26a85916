package page

import (
	"testing"
	"time"
)

// flowing gives a flow whose page has some room left, in points.
func flowing(t *testing.T, room float64, whole bool) *Flow {
	t.Helper()
	d := &Flow{Page: NewCanvas(PaperW, PaperH, time.Time{}), Words: func(key string, _ ...any) string { return key }}
	t.Cleanup(func() { d.Page.End() })
	d.Page.AddPage()
	d.Y, d.Whole = d.Bottom()-room, whole
	return d
}

// A short table goes over whole, a long one never leaves its last row alone on a page; rows are all drawn.
func TestTable_Whole(t *testing.T) {
	row := Height(Small) + 2*PadY
	for name, tt := range map[string]struct {
		rows  int
		room  float64
		whole bool
		page  int     // on which the table ends
		last  float64 // rows that its last page holds
	}{
		"short, cut":          {3, 60, false, 2, 1},
		"short":               {3, 60, true, 2, 3},
		"short, where it is":  {3, 4.5 * row, true, 1, 3},
		"one row":             {1, row, true, 2, 1},
		"long, last row over": {30, 30.5 * row, true, 2, 2},
		"long, cut":           {30, 30.5 * row, false, 2, 1},
		"long, two rows over": {31, 30.5 * row, true, 2, 2},
	} {
		d := flowing(t, tt.room, tt.whole)
		from := d.Y
		table := d.Table(Col("Titre", 1))
		for range tt.rows {
			table.Row(Plain("mot"))
		}
		table.End()
		if tt.page > 1 {
			from = TopY
		}
		if got := (d.Y - 6 - from) / row; d.Page.Number != tt.page || got < tt.last+0.99 || got > tt.last+1.01 {
			t.Errorf("%s: ends on page %d after %.2f rows, want page %d after %.0f under their header", name,
				d.Page.Number, got-1, tt.page, tt.last)
		}
	}
}

// A short list of fields goes over whole.
func TestFields_Whole(t *testing.T) {
	for whole, want := range map[bool]int{true: 4, false: 2} {
		d := flowing(t, 50, whole)
		list := []Field{{Label: "a", Value: "1"}, {Label: "b"}, {Label: "c", Value: "3"}, {Label: "d", Value: "4"}}
		d.Fields(list...)
		if got := int((d.Y - TopY) / (d.FieldsHeight(list[0]) - 3)); d.Page.Number != 2 || got != want {
			t.Errorf("whole %t: %d fields on page %d, want %d on the second", whole, got, d.Page.Number, want)
		}
	}
}
