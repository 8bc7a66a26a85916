package attacks

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"recette/internal/verify"
	"recette/reports"
)

// Pages that take long to be read, and data that take long to be drawn, cost what the budget of a file allows: what is
// wrong with them is found, or what was not judged is said.
func TestPagesThatCrowd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := func(op string, size int) func(w *world, m made) []byte {
		return edited(func(f *forge) {
			f.page(1, func(b []byte) []byte { return append(b, strings.Repeat(op, size/len(op))...) })
		})
	}
	const size = 4 << 20
	for name, file := range map[string]func(w *world, m made) []byte{
		"texts":       many("BT 1 1 Td (\x00a)Tj ET\n", size),
		"one text":    many("(\x00a)Tj ", size),
		"matrices":    many("1 0 0 1 0 0 cm ", size),
		"a long path": many("1 1 l ", size),
		"saved":       many("q ", size),
		"numbers":     many("1 ", size),
		"every page": edited(func(f *forge) {
			for i := range f.pages() {
				f.page(i+1, func(b []byte) []byte { return append(b, strings.Repeat("1 1 l ", 1<<17)...) })
			}
		}),
		"a text of many lines": func(w *world, m made) []byte {
			data := m.pv
			data.NotShown = []string{strings.Repeat("a ", 6<<20)}
			data.Cases = append([]reports.Case{}, data.Cases...)
			data.Cases[0].Message = strings.Repeat("\n", 6<<20)
			return w.draw(m.pv, data, m, m.texts, w.contents(m.file))
		},
		"a long title": func(w *world, m made) []byte {
			data := m.pv
			data.Title = strings.Repeat("Recette ", 1<<20)
			return w.draw(m.pv, data, m, m.texts, w.contents(m.file))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			m := w.make()
			lie := file(w, m)
			runtime.GC()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			r := w.judge(lie, true)
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MiB asked for in all", took, (after.TotalAlloc-before.TotalAlloc)>>20)
			if r.Status != verify.NotConform {
				t.Errorf("%s, want not conform", r.Status)
			}
			if r.Drawing != nil && len(r.Drawing.Findings) == 0 {
				t.Errorf("pages %s, and nothing is said of them: %v", r.Drawing.Compared, codes(r))
			}
		})
	}
}
