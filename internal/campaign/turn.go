package campaign

import "sync/atomic"

// turn lets those who wait for the same reading of the log share one: a reading that began once somebody had asked saw
// all that was durable when they asked. Without it fifty testers would each query the database, one after the other,
// under the one lock that they share.
type turn struct {
	begun atomic.Int64 // readings that began
	ended int64        // the last one that came to its end, under the lock of what is read
}

// ask is called before the lock is waited for.
func (t *turn) ask() (asked int64) { return t.begun.Load() }

// serves tells, under the lock, whether a reading that began after somebody asked came to its end.
func (t *turn) serves(asked int64) bool { return t.ended > asked }

// begin is called under the lock before the log is looked at, and what it gives once all of it was read.
func (t *turn) begin() (ended func()) {
	n := t.begun.Add(1)
	return func() { t.ended = n }
}
