package host

// closeOnExec has nothing to do: Windows hands over the descriptors that are named, and no other.
func closeOnExec(...int) {}

// leaveNoChild is beyond what Windows offers without a job object, which belongs to whoever starts the worker.
func leaveNoChild() {}

// unchanged cannot be told on Windows: a closed descriptor is noticed at the next reply.
func unchanged(int) func() bool { return nil }

// regular is no: nobody hands over a box there.
func regular(int) bool { return false }
