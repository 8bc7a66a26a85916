package campaign

import (
	"context"
	"fmt"
	"time"

	"recette/internal/access"
	"recette/internal/calendar"
	"recette/internal/campaign/fact"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Transcript is what a filled cahier says of a case: a whole attempt, by the tester whom it names.
type Transcript struct {
	Campaign string
	Case     string
	Content  string // content hash of the text that was played; it must be the frozen one
	After    int    // number of the last attempt when the cahier was read: this one comes next
	Steps    []Observation

	File   string // name of the file
	SHA256 string // of the file, hex
	Day    string // on which it says that the case was played, YYYY-MM-DD; empty when it does not

	Request Request // of a kit, which may come back in several files; zero for a cahier
}

// Transcribe records a whole attempt for a tester, whose identity is declared, from the cahier that they filled. The
// leaf says from which file, and who took it in. Who takes in what another person found needs that right; anybody who
// may record takes in their own. It returns ErrHeld when the tester has an open attempt, recette.ErrAttemptUnknown when
// somebody recorded of the case meanwhile, the errors of BeginAttempt and of Record, and refusals under
// access.ErrDenied. On error nothing was written.
func (s *Service) Transcribe(
	ctx context.Context, actor, tester recette.Actor, t Transcript,
) (Recorded, error) {
	tester.Authenticated = false // a file authenticates nobody
	a, err := s.transcribable(ctx, actor, tester, t)
	if err != nil {
		return Recorded{}, err
	}
	return s.Record(ctx, tester, Result{
		Campaign: t.Campaign, Case: t.Case, Content: t.Content, Attempt: a.Number, Pass: a.Pass, Mode: recette.Manual,
		Steps: t.Steps, Closed: true, Hold: a.Hold, Request: t.Request,
		origin: &journal.Taken{File: t.File, SHA256: t.SHA256, By: actor.Ref, Day: t.Day},
	})
}

// CheckTranscript refuses what Transcribe would before it looks at what was seen of each step: call it for each case of
// a cahier before the first is recorded. Its errors are those of Transcribe.
func (s *Service) CheckTranscript(ctx context.Context, actor, tester recette.Actor, t Transcript) error {
	tester.Authenticated = false
	_, err := s.transcribable(ctx, actor, tester, t)
	return err
}

// transcribable gives the attempt that a transcript would be. It writes nothing: no attempt is taken over or restarted.
func (s *Service) transcribable(ctx context.Context, actor, tester recette.Actor, t Transcript) (Attempt, error) {
	if err := s.CheckTaker(ctx, actor, tester, t.Campaign); err != nil {
		return Attempt{}, err
	}
	switch {
	case !journal.IsDigest(t.SHA256):
		return Attempt{}, invalid("sha256")
	case recette.Blank(t.File):
		return Attempt{}, missing("file")
	case t.Day != "" && !fact.ValidDay(t.Day):
		return Attempt{}, invalid("day")
	case len(t.Steps) == 0:
		return Attempt{}, missing("steps")
	}
	c, err := s.present(ctx, t.Campaign)
	if err != nil {
		return Attempt{}, err
	}
	from, to := Playable(s.since(c), c.outline.Zone(), s.clock())
	if t.Day != "" && (t.Day < from || t.Day > to) {
		return Attempt{}, invalid("day")
	}
	a, err := s.BeginAttempt(ctx, tester, Begin{
		Campaign: t.Campaign, Case: t.Case, Content: t.Content, Mode: recette.Manual, played: true,
	})
	switch {
	case err != nil:
		return Attempt{}, err
	case a.Resumed:
		return Attempt{}, &HeldError{Case: t.Case, Attempt: a.Number, Ref: tester.Ref}
	case a.Number != t.After+1:
		return Attempt{}, fmt.Errorf("attempt %d after %d: %w", a.Number, t.After, recette.ErrAttemptUnknown)
	}
	return a, nil
}

// Playable gives the days, YYYY-MM-DD in a time zone, on which what is recorded of a campaign may have been played,
// both included: the one since which what is tested is in force, as in a leaf, and the one of now.
func Playable(since string, zone *time.Location, now time.Time) (from, to string) {
	return calendar.DayOf(since, zone), now.In(zone).Format(time.DateOnly)
}

func (s *Service) since(c *loaded) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Since()
}

// CheckTaker refuses who may not take in a cahier of a tester, with refusals under access.ErrDenied.
func (s *Service) CheckTaker(ctx context.Context, actor, tester recette.Actor, id string) error {
	action := access.Transcribe
	if actor.Ref == tester.Ref {
		action = access.Record
	}
	_, err := s.allowed(ctx, actor, id, action)
	return err
}
