package web

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/semaphore"
)

// errFull says that other files take all the room that there is for files.
var errFull = errors.New("no room for files at present")

// roomBytes is how much memory files take at once that come, and as much those that are sent.
const roomBytes = 256 << 20

// roomWait is how long room is waited for.
const roomWait = 5 * time.Second

// room bounds the memory that files take at once.
type room struct {
	left *semaphore.Weighted
	wait time.Duration // how long room is waited for
}

func newRoom() room { return room{semaphore.NewWeighted(roomBytes), roomWait} }

// take takes room for that many bytes, until it is given back; errFull when none was in time.
func (r room) take(ctx context.Context, bytes int64) (release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, r.wait)
	defer cancel()
	bytes = min(bytes, roomBytes)
	if err := r.left.Acquire(ctx, bytes); err != nil {
		return nil, fmt.Errorf("%w: %w", errFull, err)
	}
	return func() { r.left.Release(bytes) }, nil
}

// hold takes room until the answer to a visit is made.
func (r room) hold(v *visit, bytes int64) error {
	release, err := r.take(v.r.Context(), bytes)
	if err != nil {
		return err
	}
	v.ends = append(v.ends, release)
	return nil
}
