package cli

import (
	"math"
	"runtime/debug"
)

// documentMemory is the memory, in bytes, that making or signing a document should not exceed: a PV of 1,000 scenarios
// fits. It is a soft limit, which only makes the collector work sooner; a larger document takes what it needs, in up to
// twice the time. Without it the heap grows to twice what a document holds.
const documentMemory = 40 << 20

// frugal sets the limit and gives what lifts it. Whoever set GOMEMLIMIT keeps their own.
func frugal() (restore func()) {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(documentMemory)
	return func() { debug.SetMemoryLimit(before) }
}
