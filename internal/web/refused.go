package web

import (
	"errors"
	"net/http"
	"net/url"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/guided"
	"recette/internal/recette"
)

// refused words why a gesture was not taken, and with which status: what broke is 503, with nothing recorded.
func (s *Server) refused(v *visit, p *place, err error) (status int, why refusal) {
	if missing, ok := errors.AsType[*execution.AnswerError](err); ok {
		key := "web.answer." + missing.Field
		if missing.Missing {
			key += ".missing"
		}
		title := v.words.T("web.answer")
		if !missing.Missing {
			title = v.words.T("web.refused")
		}
		return http.StatusUnprocessableEntity, refusal{Title: title, Sentence: v.words.T(key)}
	}
	if status, sentence := s.whyFile(v, err); status > 0 {
		return status, refusal{Title: v.words.T("web.refused"), Sentence: sentence}
	}
	why.Title = v.words.T("web.refused")
	if e, ok := errors.AsType[*guided.RecordedError](err); ok {
		_, why = s.refused(v, p, e.Err)
		why.Title = v.words.T("web.recorded")
		return http.StatusOK, why
	}
	if e, ok := errors.AsType[*guided.UnknownError](err); ok {
		_, why = s.refused(v, p, e.Err)
		why.Title, why.Remedy = v.words.T("web.unknown"), v.words.T("web.unknown.remedy")
		return http.StatusServiceUnavailable, why
	}
	if why.Sentence = s.whyRefused(v, p, err); why.Sentence != "" {
		return http.StatusConflict, why
	}
	why.Sentence, why.Remedy = s.Say(v.words.Lang(), err)
	if errors.Is(err, access.ErrDenied) || errors.Is(err, campaign.Err) || errors.Is(err, recette.ErrAttempt) {
		return http.StatusConflict, why
	}
	return http.StatusServiceUnavailable, why
}

// whyRefused words what the pages refuse in their own words, where those of the command line would send somebody to a
// terminal. It is empty for the rest.
func (s *Server) whyRefused(v *visit, p *place, err error) string {
	if e, ok := errors.AsType[*campaign.HeldError](err); ok {
		return v.words.T("web.refused.held", s.holder(v, p, e.Ref))
	}
	if e, ok := errors.AsType[*campaign.OrderError](err); ok {
		if e.For == "" {
			return v.words.T("web.refused.order.unseen", e.Journey)
		}
		return v.words.T("web.refused.order", e.Journey, e.For, v.words.T("verdict."+string(e.Verdict)))
	}
	if e, ok := errors.AsType[*execution.DataError](err); ok {
		return v.words.T("web.refused.data", e.Set)
	}
	if e, ok := errors.AsType[*execution.UnreachableError](err); ok {
		return v.words.T("web.refused.environment", e.Address)
	}
	for _, known := range []struct {
		of  error
		key string
	}{
		{guided.ErrMoved, "moved"},
		{guided.ErrBusy, "busy"},
		{errOther, "other"},
		{campaign.ErrIterated, "iterated"},
		{execution.ErrClosed, "moved"},
		{guided.ErrResume, "resume"},
		{guided.ErrMarked, "marked"},
		{campaign.ErrRequest, "request"},
		{campaign.ErrDrift, "drift"},
		{execution.ErrNoPerson, "automated"},
		{recette.ErrAttempt, "moved"},
		{execution.ErrNotJudged, "moved"},
		{execution.ErrNoQuestion, "moved"},
	} {
		if errors.Is(err, known.of) {
			return v.words.T("web.refused." + known.key)
		}
	}
	return ""
}

// holder names who has a row open, be it somebody who takes part no more.
func (s *Server) holder(v *visit, p *place, ref string) string {
	r, err := v.reading()
	if err != nil {
		return ref
	}
	names, err := r.People(v.r.Context(), v.reader(), p.outline.Campaign)
	if err != nil {
		return ref
	}
	return named(names, ref)
}

// lostError is a gesture that was not taken, when the page that it came from cannot be made either: what was typed is
// given back.
type lostError struct {
	typed url.Values
	cause error
	tried bool // the record was asked to take it: cause says what became of it
}

func (e *lostError) Error() string { return e.cause.Error() }

// Unwrap gives why.
func (e *lostError) Unwrap() error { return e.cause }

// texts are what somebody typed in a form, by the names of its fields, in the order of the page.
func texts(form url.Values) (typed []string) {
	for _, name := range []string{
		"constate", "commentaire", "resume", "ecart", "contournement", "effet", "verification", "motif",
		"repli", "lieu", "propos", "reponse", "remarque",
	} {
		if text := form.Get(name); text != "" {
			typed = append(typed, text)
		}
	}
	return typed
}
