package guided

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"recette/internal/campaign"
	"recette/internal/execution"
)

// File is an attachment that was sent.
type File struct {
	Name, MIME string
	Body       []byte
	// Sent is the SHA-256, in hex, of what came, when Body was made of it: the same gesture sent again is known by it.
	Sent string
}

func (f *File) sent() string { return cmp.Or(f.Sent, f.sum()) }

// sum is the address that the body is kept at.
func (f *File) sum() string {
	sum := sha256.Sum256(f.Body)
	return hex.EncodeToString(sum[:])
}

// FileError is a file that is not taken. It wraps why.
type FileError struct {
	Name  string // clean, to be shown
	Cause error
}

func (e *FileError) Error() string { return "attach a file: " + e.Cause.Error() }

// Unwrap gives why.
func (e *FileError) Unwrap() error { return e.Cause }

// MostPieces is how many attachments a step may have of somebody's hand.
const MostPieces = 20

// ErrPieces refuses an attachment of a step that has MostPieces of them.
var ErrPieces = errors.New("the step has as many attachments as it may have")

// Spot is a step of an attempt, as a page showed it.
type Spot struct {
	Case          string // the row
	Plan          string // digest of the frozen plan that it was shown of
	Content       string // hash of the text that was shown
	Attempt, Step int    // the step 0-based
}

// Attach makes attachments of the step that is asked durable before its verdict, beside those that it has. What is
// attached already is not attached again. It is ErrMoved of another plan or text than those of now.
func (s *Session) Attach(ctx context.Context, at Spot, files []File) error {
	return s.revise(ctx, at, func(ctx context.Context, q *execution.Question) (bool, error) {
		return s.add(ctx, q, files)
	})
}

// TakeOff takes an attachment off the step that is asked, before its verdict: the journal keeps that it was there. One
// that is not there changes nothing. It is ErrMoved where Attach is, and after the verdict: what a verdict rested on
// stays.
func (s *Session) TakeOff(ctx context.Context, at Spot, sum string) error {
	return s.revise(ctx, at, func(_ context.Context, q *execution.Question) (bool, error) {
		if q.Again {
			return false, fmt.Errorf("step %d: %w", at.Step+1, ErrMoved)
		}
		before := len(q.Notes.Evidence)
		q.Notes.Evidence = slices.DeleteFunc(q.Notes.Evidence, func(a campaign.Attachment) bool {
			return a.SHA256 == sum
		})
		return len(q.Notes.Evidence) < before, nil
	})
}

// revise makes other notes of a step that is asked durable, when they changed.
func (s *Session) revise(
	ctx context.Context, at Spot, change func(context.Context, *execution.Question) (bool, error),
) error {
	return s.do(ctx, Late{Case: at.Case}, func(ctx context.Context) error {
		if at.Plan != s.Plan {
			return fmt.Errorf("another plan: %w", ErrMoved)
		}
		q, err := s.question(ctx, at.Case, at.Attempt)
		if err != nil {
			return err
		}
		if q.Case.Content != at.Content || at.Step < q.First() || at.Step > q.Step {
			return fmt.Errorf("step %d: %w", at.Step+1, ErrMoved)
		}
		of := q.At(at.Step)
		changed, err := change(ctx, &of)
		if !changed || err != nil {
			return err
		}
		return of.Keep(of.Notes)
	})
}

// add stores attachments, and adds those that are not there yet to the notes of a question.
func (s *Session) add(ctx context.Context, q *execution.Question, files []File) (fresh bool, err error) {
	before := len(q.Notes.Evidence)
	if q.Notes.Evidence, err = s.put(ctx, q.Notes.Evidence, files); err != nil {
		return false, err
	}
	return len(q.Notes.Evidence) > before, nil
}

// put stores attachments, and gives those that there are with them, each once. None is stored when they are too many:
// what no entry names stays on the disk.
func (s *Session) put(
	ctx context.Context, there []campaign.Attachment, files []File,
) ([]campaign.Attachment, error) {
	there = slices.Clone(there)
	known := map[string]bool{}
	for i := range there {
		known[there[i].SHA256] = true
	}
	var fresh []File
	for _, f := range files {
		if sum := f.sum(); !known[sum] {
			known[sum] = true
			fresh = append(fresh, f)
		}
		if len(known) > MostPieces {
			return nil, &FileError{campaign.CleanName(f.Name), ErrPieces}
		}
	}
	for _, f := range fresh {
		a, err := s.ledger.Put(ctx, f.Name, f.MIME, bytes.NewReader(f.Body))
		if err != nil {
			return nil, &FileError{campaign.CleanName(f.Name), err}
		}
		there = append(there, a)
	}
	return there, nil
}
