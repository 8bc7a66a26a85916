package execution

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"recette/internal/campaign"
)

// inFlight is how many results of finished cases may be on their way to the disk at once. The store commits together
// what arrives together, so more in flight means fewer disk flushes a case: commits in a pipeline cost 1.4 times not
// recording, one flush a case 2. It bounds memory, and what a crash can leave unrecorded; nothing of it was reported.
const inFlight = 32

// committer records results of finished cases while the next cases run.
type committer struct {
	rec     Recorder
	session bool
	queue   chan submission
	wg      sync.WaitGroup

	turn sync.Mutex
	last chan struct{} // closed once the last result handed over was told of

	mu     sync.Mutex
	broken error
}

// submission is a result on its way to the record. done is called once, with what Record gave, after that of the result
// that was handed over before it.
type submission struct {
	result campaign.Result
	done   func(campaign.Recorded, error)

	before <-chan struct{} // closed once the result before it was told of
	told   chan struct{}
}

// newCommitter starts the goroutines, none for a session, which only records in the foreground. ctx bounds the Record
// calls; it must outlive an interrupt, so that what is being recorded is recorded.
func newCommitter(ctx context.Context, rec Recorder, lanes int) *committer {
	c := &committer{rec: rec, session: lanes == 0, queue: make(chan submission), last: make(chan struct{})}
	close(c.last)
	for range lanes {
		c.wg.Go(func() {
			for p := range c.queue {
				got, err := c.record(ctx, p.result)
				<-p.before // it left the queue earlier: somebody records it
				p.done(got, err)
				close(p.told)
			}
		})
	}
	return c
}

// submit hands a result over; it blocks while inFlight results are on their way. The caller keeps the order of the
// results of one attempt by waiting for the former. Results are told of in the order in which they were handed over,
// whichever reached the disk first: the same run says the same lines in the same order.
func (c *committer) submit(r campaign.Result, done func(campaign.Recorded, error)) {
	c.turn.Lock()
	defer c.turn.Unlock()
	before := c.last
	c.last = make(chan struct{})
	c.queue <- submission{result: r, done: done, before: before, told: c.last}
}

// record makes one result durable before it returns. After a first failure everything fails: what comes after a fact
// that was lost must not be acknowledged. A result that the record does not admit, because somebody else recorded of
// the case meanwhile, concerns that case only: see lost. So does, in a session, one of which nothing was written for a
// reason that passes: whoever gave it is told, and may give it again. A run ends there.
func (c *committer) record(ctx context.Context, r campaign.Result) (campaign.Recorded, error) {
	if err := c.err(); err != nil {
		return campaign.Recorded{}, err
	}
	got, err := c.rec.Record(ctx, r)
	if err != nil {
		return campaign.Recorded{}, c.failed(r.Case, err)
	}
	return got, nil
}

// recordAll is record of several results in their order, up to the first that fails.
func (c *committer) recordAll(ctx context.Context, to Several, rs []campaign.Result) ([]campaign.Recorded, error) {
	if err := c.err(); err != nil {
		return nil, err
	}
	got, err := to.RecordAll(ctx, rs)
	if err != nil {
		return got, c.failed(rs[len(got)].Case, err)
	}
	return got, nil
}

// failed notes that a result of a case was not recorded.
func (c *committer) failed(id string, err error) error {
	if lost(err) {
		return fmt.Errorf("record %s: %w", id, err)
	}
	err = fmt.Errorf("%w %s: %w", ErrRecord, id, err)
	if c.session && errors.Is(err, campaign.ErrAgain) {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken == nil {
		c.broken = err
	}
	return err
}

// err is the first failure.
func (c *committer) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.broken
}

// close waits for everything submitted. Nothing may be submitted afterwards.
func (c *committer) close() {
	close(c.queue)
	c.wg.Wait()
}
