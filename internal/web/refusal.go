package web

import (
	"errors"
	"net/http"

	"recette/internal/access"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/guided"
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

	Typed []string // what was typed, and is recorded nowhere
}

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
		s.Log.Error("page", "path", v.r.Pattern, "error", err.Error())
		page.Sentence, page.Remedy = s.Say(v.words.Lang(), err)
	}
	if lost, ok := errors.AsType[*lostError](err); ok {
		if page.Typed = texts(lost.typed); len(page.Typed) > 0 {
			page.Title = v.words.T("web.refused")
		}
		if key == "broken" {
			status = http.StatusServiceUnavailable
		}
		s.outcome(status)
	}
	if v.scripted() {
		if err := v.problem(status, &page, nextOf(status, key)); err != nil {
			s.Log.Debug("problem", "path", v.r.Pattern, "error", err.Error()) // who asked is gone
		}
		return
	}
	if e := s.show(v, status, "refusal", page); e != nil {
		s.Log.Error("page", "path", v.r.Pattern, "error", e.Error())
	}
}
