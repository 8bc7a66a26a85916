//go:build unix

package syntax

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// TestHostileFilesCostWhatTheyWeigh holds that no shape of file costs more than its size: twice the file takes at most twice
// the memory and, four times the file, no more than about four times the processor. A quadratic one would take sixteen.
// Processor time is that of this process: other programs do not change it.
func TestHostileFilesCostWhatTheyWeigh(t *testing.T) {
	for _, h := range hostile() {
		t.Run(h.name, func(t *testing.T) {
			small, double, whole := []byte(h.make(h.size/4)), []byte(h.make(h.size/2)), []byte(h.make(h.size))
			if len(whole) > DefaultMaxFile || len(whole) < 3*len(small) && h.size > 1000 {
				t.Fatalf("%d and %d bytes: the shape does not grow as it should", len(small), len(whole))
			}
			before, after := memoryOf(small), memoryOf(double)
			if limit := 2*before + before/4 + 64<<10; after > limit {
				t.Errorf("%d bytes take %d bytes of memory, %d take %d: more than twice", len(small), before, len(double), after)
			}
			if testing.Short() {
				return
			}
			var ratio float64
			for range 6 { // a collection may fall on one of the two
				if ratio = float64(processorOf(whole)) / float64(processorOf(small)+time.Millisecond); ratio < 9 {
					return
				}
			}
			t.Errorf("%d bytes take %.1f times the processor of %d", len(whole), ratio, len(small))
		})
	}
}

func parseHostile(src []byte) { Parse(Source{Path: "x.feature", Bytes: src}, Options{}) }

func memoryOf(src []byte) uint64 {
	parseHostile(src)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	parseHostile(src)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func processorOf(src []byte) time.Duration {
	runtime.GC()
	start := processor()
	for range 3 {
		parseHostile(src)
	}
	return processor() - start
}

func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
