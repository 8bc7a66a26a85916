package binding

import "errors"

// What keeps cases from being bound, or from being run as they were.
var (
	// ErrNothingSelected says that no case came in: a run of nothing is a failure (godog exits 0).
	ErrNothingSelected = errors.New("execution: no case selected")
	// ErrChanged says that the cases of the second pass are not those that were bound: a feature changed meanwhile.
	ErrChanged = errors.New("execution: features changed after binding")
	// ErrWorker says that what runs a source could not be started or spoken to.
	ErrWorker = errors.New("execution: worker")
)
