package attacks

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"recette/internal/signoff"
	"recette/internal/verify"
)

// peak reads the most memory that this process held, in MiB; 0 where the system does not say.
func peak() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib, _ := strconv.ParseFloat(strings.Fields(rest + " 0")[0], 64)
	return kib / 1024
}

// A PV of 1,000 cases, pages included: everything is checked, from bytes to pages. The target is half a second and
// 120 MiB.
func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorldOf(b, n)
			m := w.make()
			w.rendered(m, m.file)
			signed := w.sign(m, m.file)
			anchors, err := w.ring.Anchors()
			w.must(err)
			m = made{}
			runtime.GC()
			b.ReportMetric(float64(len(signed))/(1<<20), "MiB")
			b.ReportAllocs()
			_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // the peak begins anew
			for _, pages := range []verify.Pages{nil, signoff.Pages(words, nil)} {
				b.Run(fmt.Sprintf("pages=%t", pages != nil), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						r, err := verify.PDF(b.Context(), signed, verify.Options{Anchors: anchors, Pages: pages})
						if err != nil || r.Status != verify.Conform {
							b.Fatalf("%v %v", err, codes(r))
						}
					}
					b.ReportMetric(peak(), "peak-MiB")
				})
			}
		})
	}
}
