package cli

import (
	"math"
	"runtime/debug"
)

// What making or signing a document should take at most, in bytes: enough for a PV of 1,000 scenarios, and in proportion
// beyond. The limit is soft, it only makes the collector work sooner; without it the heap grows to twice what is held.
const (
	documentMemory = 40 << 20
	memoryACase    = 40 << 10
	memoryAByte    = 11 // of a finished file
)

// thrift limits the memory of what follows, until it ends. Whoever set GOMEMLIMIT keeps their own.
type thrift struct{ own bool }

func frugal() thrift {
	t := thrift{own: debug.SetMemoryLimit(-1) == math.MaxInt64}
	t.grow(0)
	return t
}

// grow gives a document the memory that its size asks for.
func (t thrift) grow(size int) {
	if t.own {
		debug.SetMemoryLimit(int64(max(size, documentMemory)))
	}
}

func (t thrift) end() {
	if t.own {
		debug.SetMemoryLimit(math.MaxInt64)
	}
}
