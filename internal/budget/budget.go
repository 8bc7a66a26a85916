// Package budget bounds what the reading of a foreign file may cost: work, counted in units that are the same on every
// machine, and memory, counted in the bytes that whoever reads keeps. It refuses to measure time: the same file is read
// or refused everywhere alike. Only whoever asked may end a reading earlier, through a context.
package budget

import (
	"context"
	"errors"
	"fmt"
)

// ErrExceeded is the parent of every *Error.
var ErrExceeded = errors.New("budget exceeded")

// What is a thing that is counted.
type What string

// The things that are counted.
const (
	Work   What = "work"   // units: about one byte looked at
	Memory What = "memory" // bytes kept at once
)

// Error is a file that asks for more than it may cost.
type Error struct {
	What  What
	Limit int64
	Asked int64 // at least
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s: %d of at most %d", ErrExceeded, e.What, e.Asked, e.Limit)
}

// Is makes the error one of ErrExceeded.
func (e *Error) Is(target error) bool { return target == ErrExceeded }

// Limits are what one reading may cost. A zero one bounds nothing.
type Limits struct{ Work, Memory int64 }

// looking is how much work is done between two looks at the context: some milliseconds.
const looking = 1 << 18

// Budget counts what one reading costs. Once it is exceeded, or its context ends, it stays so and every call says it:
// whoever takes what cannot be read for absent cannot go on for long, and asks Err before it believes what it found.
// A nil Budget bounds nothing. It is not safe for concurrent use.
type Budget struct {
	ctx          context.Context //nolint:containedctx // a budget is one reading, and lives as long as its context
	limits       Limits
	worked, held int64
	look         int64 // how much work is done when the context is looked at again
	err          error
}

// New gives the budget of one reading.
func New(ctx context.Context, limits Limits) *Budget { return &Budget{ctx: ctx, limits: limits} }

// Work counts n units.
func (b *Budget) Work(n int) error {
	if b == nil {
		return nil
	}
	if b.worked += int64(n); b.worked < b.look && b.err == nil {
		return nil
	}
	return b.check()
}

func (b *Budget) check() error {
	switch {
	case b.err != nil:
	case b.limits.Work > 0 && b.worked > b.limits.Work:
		b.err = &Error{What: Work, Limit: b.limits.Work, Asked: b.worked}
	default:
		b.look = b.worked + looking
		if b.limits.Work > 0 {
			b.look = min(b.look, b.limits.Work+1)
		}
		b.err = b.ctx.Err()
	}
	return b.err
}

// Hold counts n bytes that are kept.
func (b *Budget) Hold(n int) error {
	if b == nil {
		return nil
	}
	if b.held += int64(n); b.limits.Memory > 0 && b.held > b.limits.Memory && b.err == nil {
		b.err = &Error{What: Memory, Limit: b.limits.Memory, Asked: b.held}
	}
	return b.err
}

// Held gives how many bytes are kept.
func (b *Budget) Held() int64 {
	if b == nil {
		return 0
	}
	return b.held
}

// Release counts n bytes that are no longer kept.
func (b *Budget) Release(n int) {
	if b != nil {
		b.held -= int64(n)
	}
}

// Err says that the budget was exceeded, or that its context ended.
func (b *Budget) Err() error {
	if b == nil {
		return nil
	}
	return b.err
}
