package web

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"recette/internal/guided"
)

// What a script does with a gesture that was not recorded.
const (
	nextAgain = "again" // sends the same once more, later
	nextEnter = "enter" // the same, once who made it is inside, and plays under that name
	nextMend  = "mend"  // gives it back to who made it: the same would be refused again
)

// told is what a script is told of a gesture that is durable.
type told struct {
	Position int64  `json:"position,omitempty"` // of its verdict in the journal
	Kept     bool   `json:"kept,omitempty"`     // attachments are, which have no position of their own
	At       string `json:"at,omitempty"`       // RFC 3339: of the leaf
	Title    string `json:"title,omitempty"`    // what went wrong after it, if anything did
	Detail   string `json:"detail,omitempty"`
}

// problem is what it is told of another one (RFC 9457), with two members more.
type problem struct {
	Type   string `json:"type"`
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
	Next   string `json:"next"` // one of those above
}

// scripted tells whether a script asks, that wants to be told what became of a gesture and not to be shown a page.
func (v *visit) scripted() bool {
	return v.r.Method == http.MethodPost && strings.HasPrefix(v.r.Header.Get("Accept"), "application/json")
}

func (v *visit) json(status int, what any) error {
	v.status = status
	text, err := json.Marshal(what)
	if err != nil {
		return err
	}
	kind := "application/json"
	if status != http.StatusOK {
		kind = "application/problem+json"
	}
	v.w.Header().Set("Content-Type", kind)
	v.w.WriteHeader(status)
	_, err = v.w.Write(text)
	return err
}

func (v *visit) problem(status int, why *refusal, next string) error {
	return v.json(status, problem{
		Type: "about:blank", Status: status, Title: why.Title, Detail: why.Sentence, Remedy: why.Remedy, Next: next,
	})
}

// nextOf tells what a script does with a gesture that the server did not come to look at.
func nextOf(status int, key string) string {
	switch {
	case status == http.StatusUnauthorized, key == "who":
		return nextEnter
	case status >= http.StatusInternalServerError:
		return nextAgain
	}
	return nextMend
}

// tell tells a script of a gesture that failed, or of what failed after it: only what the journal holds is durable.
func (s *Server) tell(v *visit, p *place, err error, then func(*place) error) error {
	status, why := s.refused(v, p, err)
	goesOn := errors.Is(err, guided.ErrUnderWay)
	if status != http.StatusOK {
		s.outcome(status)
	}
	if status == http.StatusOK || status == http.StatusServiceUnavailable && !goesOn {
		s.trouble(v, "gesture", err)
	}
	switch {
	case status == http.StatusOK:
		v.after = why
		return s.goOn(v, p, then)
	case goesOn, errors.Is(err, guided.ErrBusy):
		v.w.Header().Set("Retry-After", "2")
		return v.problem(http.StatusServiceUnavailable, &why, nextAgain)
	case errors.Is(err, errOther):
		return v.problem(status, &why, nextEnter)
	}
	return v.problem(status, &why, nextOf(status, ""))
}

// goOn goes on from a gesture that is recorded, and counts it by what is told of it.
func (s *Server) goOn(v *visit, p *place, then func(*place) error) error {
	err := then(p)
	s.outcome(cmp.Or(v.status, http.StatusOK))
	return err
}

// durable tells that a judgement is recorded. A script is told where: no position, nothing recorded.
func (s *Server) durable(v *visit, p *place, form url.Values, said *guided.Judgement) error {
	if !v.scripted() {
		v.recorded(form.Get("cle"))
		return v.to(rowAt(p.outline.Campaign, p.item.Case.ID))
	}
	position, at, err := p.session.Position(v.r.Context(), said)
	if err != nil || position == 0 {
		s.Log.Error("gesture", "path", v.r.Pattern, "error", errors.Join(errors.New("no position"), err).Error())
		why := refusal{Title: v.words.T("web.unknown"), Remedy: v.words.T("web.unknown.remedy")}
		return v.problem(http.StatusServiceUnavailable, &why, nextAgain)
	}
	return v.json(http.StatusOK, told{
		Position: position, At: at, Title: v.after.Title, Detail: v.after.Sentence,
	})
}
