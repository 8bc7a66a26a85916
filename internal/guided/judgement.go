package guided

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/recette"
)

// Judgement is what somebody said of a step, with what they had before their eyes.
type Judgement struct {
	Case    string // the row
	Plan    string // digest of the frozen plan that it was shown of
	Content string // hash of the text that was shown
	Attempt int
	Step    int  // that the verdict is of, 0-based
	Again   bool // it corrects what was judged of the step
	Verdict recette.Verdict

	Observed, Comment, Reason string
	Cause                     recette.Cause
	Files                     []File // beside those that the notes of the step hold

	// Given is when it was said, as the device that kept it tells; zero: now. One that nobody can believe is left out.
	Given time.Time
	// Key is the UUID that the page made for this gesture; empty for a page that never sends again.
	Key string
}

// believed gives when something was said, for the record.
func (s *Session) believed(ctx context.Context, given time.Time) (time.Time, error) {
	if given.IsZero() {
		return given, nil
	}
	record, err := s.service.opened()
	if err != nil {
		return time.Time{}, err
	}
	return record.Believed(ctx, s.Campaign, given)
}

// request gives what the record knows a judgement by. The pass is not part of it: the same words about the same step of
// the same attempt are the same gesture, wherever the session went meanwhile.
func (j *Judgement) request(campaignID string) campaign.Request {
	if j.Key == "" {
		return campaign.Request{}
	}
	said := struct {
		Campaign, Case string
		Plan, Content  string
		Attempt, Step  int
		Again          bool
		Verdict, Cause string
		Texts          [3]string
		Files          [][2]string
	}{
		Campaign: campaignID, Case: j.Case, Plan: j.Plan, Content: j.Content, Attempt: j.Attempt, Step: j.Step,
		Again:   j.Again,
		Verdict: string(j.Verdict), Cause: string(j.Cause), Texts: [3]string{j.Observed, j.Comment, j.Reason},
	}
	for _, f := range j.Files {
		said.Files = append(said.Files, [2]string{f.Name, f.sent()})
	}
	text, _ := json.Marshal(said) //nolint:errchkjson // strings and numbers
	sum := sha256.Sum256(text)
	return campaign.Request{Key: j.Key, Digest: hex.EncodeToString(sum[:])}
}

// RecordedError says that a judgement is durable, and that what came after it failed.
type RecordedError struct{ Err error }

func (e *RecordedError) Error() string { return "recorded, then: " + e.Err.Error() }

// Unwrap gives what failed.
func (e *RecordedError) Unwrap() error { return e.Err }

// UnknownError says that nobody knows whether a judgement is durable. The same one may be given again: it is recorded
// once.
type UnknownError struct{ Err error }

func (e *UnknownError) Error() string { return "recorded or not: " + e.Err.Error() }

// Unwrap gives what failed.
func (e *UnknownError) Unwrap() error { return e.Err }

// Answer records a judgement, and runs up to the next question. One that is recorded already changes nothing, whatever
// became of the case since: nil says that it is durable, the first time as after. campaign.ErrRequest refuses another
// content under the same key, ErrMoved what is asked no more; an *execution.AnswerError says what is missing. Beside a
// *RecordedError and an *UnknownError, nothing was recorded on error.
func (s *Session) Answer(ctx context.Context, j Judgement) error {
	return s.do(ctx, Late{Case: j.Case, Judgement: &j}, func(ctx context.Context) error { return s.answer(ctx, &j) })
}

func (s *Session) answer(ctx context.Context, j *Judgement) error {
	request := j.request(s.Campaign)
	if done, err := s.answered(ctx, j, request); done || err != nil {
		return err
	}
	q, err := s.asks(ctx, j)
	if err != nil {
		return err
	}
	answer := execution.Answer{
		Back: q.Step - j.Step, Verdict: j.Verdict, Observed: j.Observed, Comment: j.Comment, Cause: j.Cause,
		Reason: j.Reason, Request: request, Evidence: slices.Clone(q.At(j.Step).Notes.Evidence),
	}
	if answer.Given, err = s.believed(ctx, j.Given); err != nil {
		return err
	}
	if answer.Back > 0 { // what was given of the step that is asked goes with the verdict
		answer.Evidence = together(answer.Evidence, q.Notes.Evidence)
	}
	if err := answer.Check(*q); err != nil { // before its attachments are stored
		return err
	}
	if answer.Evidence, err = s.put(ctx, answer.Evidence, j.Files); err != nil {
		return err
	}
	err = safely(ctx, func(ctx context.Context) error { return s.inner.Answer(ctx, answer) })
	if err != nil {
		return s.cameOf(ctx, j, request, err)
	}
	if s.inner.Question() == nil {
		if err := s.service.seal(ctx); err != nil {
			return &RecordedError{err}
		}
	}
	return nil
}

// together gives the attachments of two lists, each once.
func together(a, b []campaign.Attachment) []campaign.Attachment {
	for _, x := range b {
		if !slices.ContainsFunc(a, func(y campaign.Attachment) bool { return x.SHA256 == y.SHA256 }) {
			a = append(a, x)
		}
	}
	return a
}

// cameOf tells whether a judgement whose answer failed was recorded all the same: a worker may have died after it, or
// the disk have answered late.
func (s *Session) cameOf(ctx context.Context, j *Judgement, r campaign.Request, err error) error {
	if _, wrong := errors.AsType[*execution.AnswerError](err); wrong || r == (campaign.Request{}) {
		return err
	}
	done, unknown := s.answered(context.WithoutCancel(ctx), j, r)
	switch {
	case unknown != nil:
		return &UnknownError{errors.Join(err, unknown)}
	case done:
		return &RecordedError{err}
	}
	return err
}

// answered tells whether a judgement is recorded.
func (s *Session) answered(ctx context.Context, j *Judgement, r campaign.Request) (bool, error) {
	position, _, err := s.position(ctx, j, r)
	return position > 0, err
}

// position gives that of a judgement in the journal, and its instant; 0 when it is not recorded.
func (s *Session) position(ctx context.Context, j *Judgement, r campaign.Request) (int64, string, error) {
	if r == (campaign.Request{}) {
		return 0, "", nil
	}
	record, err := s.service.opened()
	if err != nil {
		return 0, "", err
	}
	return record.Answered(ctx, s.Actor, s.Campaign, j.Case, j.Attempt, r)
}

// Position gives that of a judgement in the journal, and the instant as its leaf says it; 0 when it is not recorded. Of
// a Rest it is that of Rest.First.
func (s *Session) Position(ctx context.Context, j *Judgement) (position int64, at string, err error) {
	return s.position(ctx, j, j.request(s.Campaign))
}

// asks gives the question that a judgement answers.
func (s *Session) asks(ctx context.Context, j *Judgement) (*execution.Question, error) {
	if j.Plan != s.Plan {
		return nil, fmt.Errorf("another plan: %w", ErrMoved)
	}
	q, err := s.question(ctx, j.Case, j.Attempt)
	if err != nil {
		return nil, err
	}
	if was := q.Observed(j.Step); j.Again != q.Again && j.Again == (was != nil && was.Verdict != recette.NotRun) {
		if err := s.inner.Back(ctx, j.Step); err != nil { // another page asked for something else meanwhile
			return nil, fmt.Errorf("%w: %w", ErrMoved, err)
		}
		q = s.inner.Question()
	}
	if q.Case.Content != j.Content || q.Again != j.Again || j.Step < q.First() || j.Step > q.Step {
		return nil, fmt.Errorf("step %d: %w", j.Step+1, ErrMoved)
	}
	return q, nil
}
