package binding

import (
	"context"
	"fmt"
	"hash/fnv"
	"sync"

	"recette/internal/catalogue"
)

// Binding knows the owner of every step of the cases that were bound, in 12 bytes a case: the distinct lists of owners
// are few. It also knows a fingerprint of each case, so that a feature edited between binding and running is noticed.
// Several goroutines may use it.
type Binding struct {
	Report Report // complete once all cases are bound

	mu     sync.Mutex
	grown  *sync.Cond  // more cases are bound, or none will be any more
	shapes [][]Owner   // distinct lists of owners
	cases  []boundCase // in the order in which they came
	err    error       // why not all are bound, once over is closed
	over   chan struct{}
	cancel context.CancelFunc
}

type boundCase struct {
	shape uint32
	print uint64
}

func newBinding(cancel context.CancelFunc) *Binding {
	b := &Binding{over: make(chan struct{}), cancel: cancel}
	b.grown = sync.NewCond(&b.mu)
	return b
}

// Owners gives the owners of the steps of the case at index, once they are known. The slice is shared: do not change
// it. The error is ErrChanged when c is not the case that was bound there, or that which ended the binding before it.
func (b *Binding) Owners(index int, c *catalogue.Case) ([]Owner, error) {
	bound := b.reach(index)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case !bound && b.err != nil:
		return nil, b.err
	case !bound || b.cases[index].print != fingerprint(c):
		return nil, fmt.Errorf("%w: %s %s", ErrChanged, c.Feature.Path, c.ID)
	}
	return b.shapes[b.cases[index].shape], nil
}

// reach waits until the case at index is bound, or none will be any more, and reports whether it is.
func (b *Binding) reach(index int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for index >= len(b.cases) && !b.Ended() {
		b.grown.Wait()
	}
	return index >= 0 && index < len(b.cases)
}

// Ended reports whether nothing more will be bound.
func (b *Binding) Ended() bool {
	select {
	case <-b.over:
		return true
	default:
		return false
	}
}

// Whole waits until all cases are bound, and counts them.
func (b *Binding) Whole() (int, error) {
	<-b.over
	return len(b.cases), b.err
}

// Stop ends the binding where it is.
func (b *Binding) Stop() {
	b.cancel()
	<-b.over
}

// grow puts cases behind those that are bound, with the lists of owners that are new; at says where those of the cases
// are among all.
func (b *Binding) grow(more [][]Owner, cases []boundCase, at []uint32) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shapes = append(b.shapes, more...)
	for _, c := range cases {
		b.cases = append(b.cases, boundCase{shape: at[c.shape], print: c.print})
	}
	b.grown.Broadcast()
}

// end says that nothing more will be bound.
func (b *Binding) end(r Report, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.Report, b.err = r, err
	close(b.over)
	b.grown.Broadcast()
}

func fingerprint(c *catalogue.Case) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(c.ID))
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(c.Content))
	return h.Sum64()
}
