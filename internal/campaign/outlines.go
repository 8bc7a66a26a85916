package campaign

import (
	"context"
	"sync"

	"recette/internal/plan"
)

// Outlines keeps the frozen plan that was read last, for the services of one process that open the same record one
// after the other: a plan of thousands of cases is long to read. A plan is named by the digest of its bytes, which
// were checked as they were read, so that it is the same in any record. Nobody changes one. The zero value is empty,
// and safe for concurrent use.
type Outlines struct {
	mu     sync.Mutex
	digest string
	last   *plan.Outline
}

func (k *Outlines) read(ctx context.Context, log Journal, id, digest string) (*plan.Outline, error) {
	k.mu.Lock()
	known, last := k.digest, k.last
	k.mu.Unlock()
	if last != nil && known == digest {
		return last, nil
	}
	o, err := ReadOutline(ctx, log, id, digest)
	if err != nil {
		return nil, err
	}
	k.keep(digest, o)
	return o, nil
}

func (k *Outlines) keep(digest string, o *plan.Outline) {
	k.mu.Lock()
	k.digest, k.last = digest, o
	k.mu.Unlock()
}
