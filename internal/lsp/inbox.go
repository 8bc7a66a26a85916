package lsp

import (
	"context"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

// inbox is what waits to be done by the goroutine that owns the session: messages of the editor, and what was learned
// beside it. It has no bound: neither the editor nor whoever learns is ever made to wait.
type inbox struct {
	mu     sync.Mutex
	items  []item
	closed bool
	some   chan struct{} // holds a token when there may be something to take
}

// item is a message, or something to do.
type item struct {
	request   *jsonrpc2.Request
	cancelled bool // the editor does not want the answer any more
	do        func(ctx context.Context)
}

func newInbox() *inbox { return &inbox{some: make(chan struct{}, 1)} }

// put adds an item, unless the inbox is closed.
func (b *inbox) put(i item) {
	b.mu.Lock()
	if !b.closed {
		b.items = append(b.items, i)
	}
	b.mu.Unlock()
	b.signal()
}

// close lets take give what is left, and then nothing more.
func (b *inbox) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
	b.signal()
}

func (b *inbox) signal() {
	select {
	case b.some <- struct{}{}:
	default:
	}
}

// take waits for the next item. ok is false once the inbox is closed and empty, or when ctx ends.
func (b *inbox) take(ctx context.Context) (next item, ok bool) {
	for {
		b.mu.Lock()
		if len(b.items) > 0 {
			next = b.items[0]
			b.items[0] = item{}
			b.items = b.items[1:]
			b.mu.Unlock()
			return next, true
		}
		closed := b.closed
		b.mu.Unlock()
		if closed {
			return item{}, false
		}
		select {
		case <-b.some:
		case <-ctx.Done():
			return item{}, false
		}
	}
}

// soon waits a moment for an item, and tells whether there is one to take.
func (b *inbox) soon(ctx context.Context, moment time.Duration) bool {
	timer := time.NewTimer(moment)
	defer timer.Stop()
	for {
		b.mu.Lock()
		some, closed := len(b.items) > 0, b.closed
		b.mu.Unlock()
		if some || closed {
			return some
		}
		select {
		case <-b.some:
		case <-timer.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// cancel marks a request that waits.
func (b *inbox) cancel(id jsonrpc2.ID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.items {
		if r := b.items[i].request; r != nil && !r.Notif && r.ID == id {
			b.items[i].cancelled = true
		}
	}
}
