package signoff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"recette/internal/campaign/advice"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/reports"
)

// Warnings gives those that a PV of the request would show if it were made now, with what was answered to each: for
// those who may answer them. No PV is made of it. Who accepts learns of the criteria of exit from campaign.Decided,
// which needs none of this.
func (s *Service) Warnings(ctx context.Context, actor recette.Actor, r Request) ([]reports.Warning, error) {
	in, err := pv.LoadWarned(ctx, s.Campaigns, actor, r.Campaign, r.Journey)
	if err != nil {
		return nil, err
	}
	texts, err := s.texts(in.Plan.Language)
	if err != nil {
		return nil, err
	}
	in.Present, in.Number, in.IssuedAt = r.Present, "PV", s.Clock().UTC().Truncate(time.Millisecond)
	in.Producer, in.Words, in.Tags, in.Lifts = s.Producer, texts, r.Tags, r.Lifts
	doc, err := pv.Build(in)
	return doc.Warnings, err
}

// UnknownWarningError says that a warning does not stand, and which do.
type UnknownWarningError struct {
	Code  string
	Stand []string
}

func (e *UnknownWarningError) Error() string { return fmt.Sprintf("warning %q does not stand", e.Code) }

// Answer answers a warning as it stands in the PV that a request asks for: what it says is computed, never given. Of
// several of one code it is the first that nobody answered. It returns *UnknownWarningError when it does not stand,
// refusals of the campaign, and those under access.ErrDenied.
func (s *Service) Answer(ctx context.Context, actor recette.Actor, r Request, code, text string) error {
	return s.answer(ctx, actor, r, code, text, func(*reports.Warning) bool { return true })
}

// AnswerThis is Answer of the one of its code that has these arguments: what whoever answers was shown.
func (s *Service) AnswerThis(
	ctx context.Context, actor recette.Actor, r Request, code string, args []string, text string,
) error {
	return s.answer(ctx, actor, r, code, text, func(w *reports.Warning) bool { return slices.Equal(w.Args, args) })
}

func (s *Service) answer(
	ctx context.Context, actor recette.Actor, r Request, code, text string, is func(*reports.Warning) bool,
) error {
	warnings, err := s.Warnings(ctx, actor, r)
	if err != nil {
		return err
	}
	unknown := &UnknownWarningError{Code: code}
	var found *reports.Warning
	for i := range warnings {
		w := &warnings[i]
		unknown.Stand = append(unknown.Stand, w.Code)
		if w.Code == code && is(w) && (found == nil || found.Answer != "" && w.Answer == "") {
			found = w
		}
	}
	if found == nil {
		return unknown
	}
	_, err = s.Campaigns.NoteOnce(ctx, actor, r.Campaign, r.Once, advice.Answer{
		Journey: r.Journey, Code: found.Code, Args: found.Args, Text: text,
	})
	return err
}

// Reworded says a warning in other words than those of its PV: those of whoever reads it on a screen, in their
// language.
func Reworded(w *reports.Warning, lang string, words func(key string, args ...any) string) string {
	return pv.Reworded(w, lang, words)
}
