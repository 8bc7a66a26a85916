package execution

import (
	"context"
	"slices"

	"recette/internal/campaign"
)

// Several makes the results of several answers durable at once: *Ledger does.
type Several interface {
	// RecordAll is Recorder.Record of each in order, up to the first that is refused: the error is of the one after
	// those that come back. Nothing was written of it, nor of those that follow.
	RecordAll(ctx context.Context, rs []campaign.Result) ([]campaign.Recorded, error)
}

// commitSize is from how many results on those of answers written beforehand go to the record. A commit of one costs
// the disk as much as one of many, and what a crash leaves unrecorded was told to nobody: the file says it again.
const commitSize = 32

// unrecorded is what an answer came to, on its way to the record.
type unrecorded struct {
	attempt *attempt
	result  campaign.Result
	told    func(campaign.Recorded) error // once it is durable
}

// shared are the results of answers that were written beforehand: they share commits, one of which is under way while
// the next answers are read. They are recorded, and told, in the order of the answers.
type shared struct {
	to      Several
	size    int                                         // from how many results on a commit begins
	refused func(context.Context, *attempt, error) bool // tells of a refusal that concerns one case; false of others

	waiting  []unrecorded
	underWay *sharedCommit // nil when there is none
}

// sharedCommit is one commit of several results. What it came to may be read once it ended.
type sharedCommit struct {
	results []unrecorded
	got     []campaign.Recorded
	err     error
	ended   chan struct{}
}

// shares tells whether what is answered of a case may wait for the commit of others: nothing but its end hangs on it.
func (k *conductor) shares(a *attempt) bool {
	return k.shared != nil && !a.shape.Automated && !a.shape.Broken
}

// add takes a result that is told of once it is durable.
func (h *shared) add(a *attempt, r campaign.Result, told func(campaign.Recorded) error) {
	h.waiting = append(h.waiting, unrecorded{a, r, told})
}

// holds tells whether something of a case is not known to be durable.
func (h *shared) holds(id string) bool {
	for i := range h.waiting {
		if h.waiting[i].result.Case == id {
			return true
		}
	}
	for i := 0; h.underWay != nil && i < len(h.underWay.results); i++ {
		if h.underWay.results[i].result.Case == id {
			return true
		}
	}
	return false
}

// sendEnough sends what waits to the record when it is worth a commit. The one before is told of first.
func (s *Session) sendEnough(ctx context.Context) error {
	if h := s.k.shared; h == nil || len(h.waiting) < h.size {
		return nil
	}
	if err := s.await(ctx); err != nil {
		return err
	}
	s.send()
	return nil
}

// settle returns once everything that was answered is durable and told, or refused. An error ends the session: nothing
// is recorded after it.
func (s *Session) settle(ctx context.Context) error {
	h := s.k.shared
	for h != nil && (h.underWay != nil || len(h.waiting) > 0) {
		if err := s.await(ctx); err != nil {
			return err
		}
		s.send()
	}
	return nil
}

// send begins the commit of what waits. None is under way.
func (s *Session) send() {
	h := s.k.shared
	if len(h.waiting) == 0 {
		return
	}
	c := &sharedCommit{results: h.waiting, ended: make(chan struct{})}
	h.waiting, h.underWay = nil, c
	rs := make([]campaign.Result, len(c.results))
	for i := range c.results {
		rs[i] = c.results[i].result
	}
	go func() {
		defer close(c.ended)
		c.got, c.err = s.commit.recordAll(s.k.durable, h.to, rs)
	}()
}

// await waits for the commit under way, and tells of what it made durable. After a refusal that concerns one case the
// others wait for the next one.
func (s *Session) await(ctx context.Context) error {
	h := s.k.shared
	c := h.underWay
	if c == nil {
		return nil
	}
	<-c.ended
	h.underWay = nil
	var err error
	for i, got := range c.got {
		if e := c.results[i].told(got); err == nil {
			err = e
		}
	}
	rest := slices.Concat(c.results[len(c.got):], h.waiting)
	h.waiting = nil
	switch {
	case err != nil:
	case c.err == nil:
		h.waiting = rest
	case h.refused(ctx, rest[0].attempt, c.err):
		refused := rest[0].attempt
		refused.lost = true
		h.waiting = slices.DeleteFunc(rest, func(u unrecorded) bool { return u.attempt == refused })
	default:
		err = c.err
		for _, u := range rest {
			s.letGo(u.attempt, err)
		}
	}
	return err
}
