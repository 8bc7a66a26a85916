package campaign

import (
	"context"
	"errors"
	"fmt"

	"recette/internal/access"
	"recette/internal/journal"
	"recette/internal/recette"
)

// ErrRequest refuses the key of a request that was recorded for something else, or for somebody else.
var ErrRequest = fmt.Errorf("%w: the request was recorded with another content", Err)

// Request is one gesture of somebody at a client that may ask again when no answer came: it is recorded once, and asked
// again it is answered as it was, for ever. The zero value is that of a client that does not ask again.
type Request struct {
	Key    string // UUID that the client made, in lower case (RFC 9562)
	Digest string // SHA-256, in hex, of what is asked, as the client counts it
}

func (r Request) check() error {
	switch {
	case r == Request{}:
		return nil
	case !journal.IsRequestKey(r.Key), !journal.IsDigest(r.Digest):
		return invalid("request")
	}
	return nil
}

// answers makes an entry the answer to a request.
func (d *entry) answers(r Request) {
	if r != (Request{}) {
		d.entry.Leaf.Request = &journal.Request{Key: r.Key, C: d.text("request", r.Digest)}
	}
}

// Answered gives the position in the journal, and the instant as its leaf says it, of the result that a request of
// somebody asked to record of an attempt; 0 when it is not recorded: no result is the first entry. It is for whoever
// must do something before it can be asked, or says where it was recorded. It is ErrRequest when the key was recorded
// for something else, or for somebody else.
func (s *Service) Answered(
	ctx context.Context, actor recette.Actor, campaign, row string, attempt int, r Request,
) (position int64, at string, err error) {
	if err := r.check(); err != nil || r == (Request{}) {
		return 0, "", err
	}
	if _, err := s.shown(ctx, actor, campaign, access.ReadStatus); err != nil {
		return 0, "", err
	}
	same := func(l *journal.Leaf) (int64, bool) {
		at = l.At
		return l.Seq, l.Campaign == campaign && l.Result != nil && l.Result.Case == row && l.Result.Attempt == attempt
	}
	if position, _, err = answered(ctx, s, actor, r, same); err != nil {
		return 0, "", err
	}
	return position, at, nil
}

// once does what a request asks, unless it is recorded: answer then gives what the record says, and false when what it
// says in clear is not what is asked. What is refused may have been recorded meanwhile, by the same client over another
// line.
func once[T any](
	ctx context.Context, s *Service, actor recette.Actor, r Request, do func() (T, error),
	answer func(*journal.Leaf) (T, bool),
) (made T, err error) {
	if err := r.check(); err != nil || r == (Request{}) {
		if err != nil {
			return made, err
		}
		return do()
	}
	if was, ok, err := answered(ctx, s, actor, r, answer); ok || err != nil {
		return was, err
	}
	made, err = do()
	if err == nil || errors.Is(err, ErrRequest) {
		return made, err
	}
	if was, ok, e := answered(ctx, s, actor, r, answer); ok || errors.Is(e, ErrRequest) {
		return was, e
	}
	return made, err
}

// answered gives what was answered to a request, if it is recorded.
func answered[T any](
	ctx context.Context, s *Service, actor recette.Actor, r Request, answer func(*journal.Leaf) (T, bool),
) (was T, ok bool, err error) {
	rec, known, err := s.log.Requested(ctx, r.Key)
	if err != nil || !known {
		return was, false, err
	}
	l := &rec.Leaf
	if l.Actor == nil || l.Actor.Ref != actor.Ref {
		return was, false, ErrRequest
	}
	digests, err := s.log.Texts(ctx, []string{l.Request.C})
	if err != nil {
		return was, false, fmt.Errorf("read request: %w", err)
	}
	// One that was erased with the texts of its leaf cannot be compared: what the leaf says in clear still is.
	if digest, there := digests[l.Request.C]; there && digest != r.Digest {
		return was, false, ErrRequest
	}
	if was, ok = answer(l); !ok {
		return was, false, ErrRequest
	}
	return was, true, nil
}
