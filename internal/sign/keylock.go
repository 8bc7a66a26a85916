package sign

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// How often a process that waits for a key directory tries again, and how many times: a set of keys is written in less.
const (
	holdPoll  = 50 * time.Millisecond
	holdTries = 200
)

// hold keeps other processes from making keys in the directory, which exists. Two sets that are made at once would mix,
// and the key of one be set aside by the other before its certificate is there. The system frees the directory when the
// process ends, however it ends. It returns ErrKeysHeld when another process does not end, and the error of a context
// that ends meanwhile.
func (r keyring) hold(ctx context.Context) (release func(), err error) {
	for range holdTries {
		if release, err = lockDir(r.dir); err == nil {
			return release, nil
		}
		if !errors.Is(err, ErrKeysHeld) {
			break
		}
		r.at("wait")
		if stop := r.pause(ctx); stop != nil {
			return nil, stop
		}
	}
	return nil, fmt.Errorf("%w: %s: %w", ErrKeyFile, r.dir, err)
}

// pause waits before the next try.
func (r keyring) pause(ctx context.Context) error {
	if r.paced != nil {
		return r.paced(ctx)
	}
	select {
	case <-time.After(holdPoll):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
