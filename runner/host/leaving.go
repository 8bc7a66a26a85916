package host

import (
	"runtime"

	"recette/runner/protocol"
)

// errLeft says that a step or a hook neither returned nor panicked.
var errLeft = around(nil, protocol.FaultGoroutine)

// leaving reports whether the goroutine is about to end. godog calls the after hooks of a step in a deferred function,
// which runs just as well when the step has called runtime.Goexit, and then takes the step for passed: nothing tells
// but the stack, on which the deferred function was called by that function of the runtime.
func leaving() bool {
	var pcs [16]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		f, more := frames.Next()
		if f.Function == "runtime.Goexit" {
			return true
		}
		if !more {
			return false
		}
	}
}
