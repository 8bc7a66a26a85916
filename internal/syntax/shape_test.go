package syntax

import (
	"runtime"
	"testing"
)

// TestHostileFilesWeighWhatTheyHold holds that no shape of file takes more memory than its size: twice the file takes
// at most twice the memory. What it takes of the processor is BenchmarkHostile's, at two sizes side by side: a speed
// that falls with the size is work that grows faster than the file.
func TestHostileFilesWeighWhatTheyHold(t *testing.T) {
	for _, h := range hostile() {
		t.Run(h.name, func(t *testing.T) {
			small, double, whole := []byte(h.make(h.size/4)), []byte(h.make(h.size/2)), []byte(h.make(h.size))
			if len(whole) > DefaultMaxFile || len(whole) < 3*len(small) && h.size > 1000 {
				t.Fatalf("%d and %d bytes: the shape does not grow as it should", len(small), len(whole))
			}
			before, after := memoryOf(small), memoryOf(double)
			if limit := 2*before + before/4 + 64<<10; after > limit {
				t.Errorf(
					"%d bytes take %d bytes of memory, %d take %d: more than twice", len(small), before, len(double),
					after,
				)
			}
			parseHostile(whole)
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
