package web

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"recette/internal/access"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/guided"
	"recette/internal/reception"
	"recette/internal/web/guard"
)

// What the server itself refuses.
var (
	errStranger  = errors.New("not inside")
	errNotFound  = errors.New("no such page")
	errElsewhere = errors.New("asked from elsewhere")
	errKey       = errors.New("the key does not open")
)

// refusal is the page of what went wrong.
type refusal struct {
	Title, Sentence, Remedy string

	Typed []string // what was typed, and is not known to be recorded
	Again []field  // what sends the same gesture once more, with its key
	At    string   // where to
}

// field is one that a form sends without showing it.
type field struct{ Name, Value string }

// fail answers with what went wrong: what somebody may not see is not there, and the words of what broke go to the log.
func (s *Server) fail(v *visit, err error) {
	status, key := http.StatusInternalServerError, "broken"
	switch {
	case errors.Is(err, errStranger):
		status, key = http.StatusUnauthorized, "stranger"
	case errors.Is(err, errKey):
		status, key = http.StatusForbidden, "key"
	case errors.Is(err, errInvitation):
		status, key = http.StatusForbidden, "invitation"
	case errors.Is(err, errFull):
		status, key = http.StatusServiceUnavailable, "full"
	case errors.Is(err, errElsewhere):
		status, key = http.StatusForbidden, "elsewhere"
	case errors.Is(err, guard.ErrTooLarge):
		status, key = http.StatusRequestEntityTooLarge, "large"
	case errors.Is(err, guard.ErrForm):
		status, key = http.StatusBadRequest, "form"
	case errors.Is(err, errNotFound), errors.Is(err, campaign.ErrUnknown), errors.Is(err, access.ErrDenied),
		errors.Is(err, campaign.ErrUnknownPiece), errors.Is(err, campaign.ErrUnknownPV),
		errors.Is(err, campaign.ErrUnknownJourney):
		status, key = http.StatusNotFound, "missing"
	case errors.Is(err, errWho):
		status, key = http.StatusConflict, "who"
	case errors.Is(err, guided.ErrUnderWay):
		status, key = http.StatusServiceUnavailable, "wait"
	case errors.Is(err, errMany), errors.Is(err, errClosing):
		status, key = http.StatusServiceUnavailable, "live"
	case errors.Is(err, app.ErrNoRecord):
		status, key = http.StatusNotFound, "empty"
	}
	page := refusal{Title: v.words.T("web.fail." + key), Sentence: v.words.T("web.fail." + key + ".why")}
	if key == "broken" {
		s.trouble(v, "page", err)
		page.Sentence, page.Remedy = s.Say(v.words.Lang(), err)
	}
	if lost, ok := errors.AsType[*lostError](err); ok {
		if key == "broken" {
			status = http.StatusServiceUnavailable
		}
		status = s.lost(v, lost, status, &page)
		s.outcome(status)
	}
	if v.scripted() {
		if err := v.problem(status, &page, nextOf(status, key)); err != nil {
			s.Log.Debug("problem", "path", v.r.Pattern, "error", err.Error()) // who asked is gone
		}
		return
	}
	if e := s.show(v, status, "refusal", page); e != nil {
		s.trouble(v, "page", e)
	}
}

// trouble logs what went wrong of a visit. Nothing did when nobody waits for its answer any more.
func (s *Server) trouble(v *visit, what string, err error) {
	level := slog.LevelError
	if errors.Is(err, context.Canceled) && v.r.Context().Err() != nil {
		level = slog.LevelDebug
	}
	s.Log.Log(context.WithoutCancel(v.r.Context()), level, what, "path", v.r.Pattern, "error", err.Error())
}

// lost says what became of a gesture whose page cannot be made: what is recorded is not to be typed again, and what may
// be is sent again under the same key.
func (s *Server) lost(v *visit, lost *lostError, status int, page *refusal) int {
	t := v.words.T
	switch recorded, unknown := fateOf(lost.cause); {
	case recorded != nil:
		*page = refusal{Title: t("web.recorded"), Sentence: s.spoken(v, recorded)}
		return http.StatusOK
	case unknown != nil:
		*page = refusal{
			Title: t("web.act.unknown"), Sentence: s.spoken(v, unknown), Remedy: t("web.unknown.remedy"),
			Typed: texts(lost.typed), At: v.r.URL.Path,
		}
		if page.Again = v.resent(lost.typed); page.Again == nil {
			page.Remedy = t("web.unknown.reload")
		}
		return http.StatusServiceUnavailable
	}
	if page.Typed = texts(lost.typed); len(page.Typed) > 0 {
		page.Title = t("web.refused")
		if !lost.tried { // it may be recorded since it was sent before, which nobody looked for
			page.Title, page.Remedy = t("web.unrecorded"), t("web.unrecorded.remedy")
		}
	}
	return status
}

// fateOf gives what failed after a gesture was recorded, or what leaves unknown whether it is; nil for what is not so.
func fateOf(err error) (recorded, unknown error) {
	if e, ok := errors.AsType[*guided.RecordedError](err); ok {
		return e.Err, nil
	}
	if e, ok := errors.AsType[*reception.RecordedError](err); ok {
		return e.Err, nil
	}
	if e, ok := errors.AsType[*guided.UnknownError](err); ok {
		return nil, e.Err
	}
	if e, ok := errors.AsType[*reception.UnknownError](err); ok {
		return nil, e.Err
	}
	return nil, nil
}

// resent lists the fields that send a gesture once more; none when it has files or secrets, which no page gives back.
func (v *visit) resent(typed url.Values) (all []field) {
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		if v.files || slices.Contains(secrets(), name) {
			return nil
		}
		for _, value := range typed[name] {
			all = append(all, field{name, value})
		}
	}
	return all
}
