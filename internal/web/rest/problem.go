package rest

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"recette/internal/access"
	"recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/guided"
	"recette/internal/picture"
	"recette/internal/recette"
)

// Problem is what is told of what went wrong (RFC 9457). Nothing that was sent is in it.
type Problem struct {
	Type   string  `json:"type" doc:"api.problem.type"`
	Title  string  `json:"title" doc:"api.problem.title"`
	Status int     `json:"status" doc:"api.problem.status"`
	Detail string  `json:"detail,omitempty" doc:"api.problem.detail"`
	Code   string  `json:"code" doc:"api.problem.code"`
	Next   string  `json:"next" enum:"again,enter,mend" doc:"api.problem.next"`
	Errors []Where `json:"errors,omitempty" doc:"api.problem.errors"`
}

// Where is a place of a request that is not as the description says.
type Where struct {
	Location string `json:"location" doc:"api.problem.location"`
}

// typePrefix begins the type of every problem: a name, which leads nowhere.
const typePrefix = "urn:recette:problem:"

// Error gives the code.
func (p *Problem) Error() string { return p.Code }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// fault is what went wrong: a code, or an error whose code is to be found.
type fault struct {
	code string
	err  error
}

func (f fault) Error() string {
	if f.err != nil {
		return f.code + ": " + f.err.Error()
	}
	return f.code
}

// Unwrap gives why.
func (f fault) Unwrap() error { return f.err }

// ErrCahier says that a file is no cahier that can be taken.
var ErrCahier = errors.New("no cahier that can be taken")

// ErrConflicts says that rows of a cahier conflict with the record: none was recorded.
var ErrConflicts = errors.New("rows of the cahier conflict")

// statuses gives the status of each code, for a program to rely on.
func statuses() map[string]int {
	return map[string]int{
		"token_missing": http.StatusUnauthorized, "token_refused": http.StatusUnauthorized,
		"denied":     http.StatusForbidden,
		"token_wait": http.StatusTooManyRequests, "scope": http.StatusForbidden,
		"not_found": http.StatusNotFound, "method": http.StatusMethodNotAllowed,
		"media_type": http.StatusUnsupportedMediaType, "too_large": http.StatusRequestEntityTooLarge,
		"timeout": http.StatusRequestTimeout,
		"json":    http.StatusBadRequest, "invalid": http.StatusUnprocessableEntity,
		"key": http.StatusUnprocessableEntity, "key_used": http.StatusConflict, "moved": http.StatusConflict,
		"held": http.StatusConflict, "order": http.StatusConflict, "resume": http.StatusConflict,
		"automated": http.StatusConflict, "data": http.StatusConflict, "drift": http.StatusConflict,
		"environment": http.StatusConflict, "refused": http.StatusConflict, "answer": http.StatusUnprocessableEntity,
		"digest": http.StatusUnprocessableEntity, "file": http.StatusUnprocessableEntity,
		"cahier": http.StatusUnprocessableEntity, "conflicts": http.StatusConflict,
		"busy": http.StatusServiceUnavailable, "full": http.StatusServiceUnavailable,
		"unknown": http.StatusServiceUnavailable, "unavailable": http.StatusServiceUnavailable,
		"unread": http.StatusServiceUnavailable,
		"broken": http.StatusInternalServerError,
	}
}

// codeOf finds the code of an error: what somebody may not see is not there.
func codeOf(err error) string {
	for _, known := range []struct {
		of   error
		code string
	}{
		{campaign.ErrRequest, "key_used"},
		{guided.ErrUnderWay, "busy"},
		{guided.ErrBusy, "busy"},
		{guided.ErrResume, "resume"},
		{guided.ErrMoved, "moved"},
		{execution.ErrClosed, "moved"},
		{execution.ErrNotJudged, "moved"},
		{execution.ErrNoQuestion, "moved"},
		{execution.ErrNoPerson, "automated"},
		{campaign.ErrDrift, "drift"},
		{campaign.ErrUnknown, "not_found"},
		{campaign.ErrUnknownCase, "not_found"},
		{campaign.ErrUnknownPV, "not_found"},
		{campaign.ErrUnknownJourney, "not_found"},
		{campaign.ErrPVFile, "not_found"},
		{app.ErrNoRecord, "not_found"},
		{campaign.ErrEvidenceType, "file"},
		{campaign.ErrEvidenceEmpty, "file"},
		{campaign.ErrEvidenceImage, "file"},
		{picture.Err, "file"},
		{guided.ErrPieces, "file"},
		{ErrConflicts, "conflicts"},
		{ErrCahier, "cahier"},
		{recette.ErrAttempt, "moved"},
		{access.ErrDenied, "denied"},
		{campaign.Err, "refused"},
	} {
		if errors.Is(err, known.of) {
			return known.code
		}
	}
	return "unavailable"
}

// code gives that of a fault.
func (f fault) codeOf() string {
	if f.code != "" {
		return f.code
	}
	if _, ok := errors.AsType[*guided.UnknownError](f.err); ok {
		return "unknown"
	}
	if _, ok := errors.AsType[*execution.AnswerError](f.err); ok {
		return "answer"
	}
	if _, ok := errors.AsType[*campaign.HeldError](f.err); ok {
		return "held"
	}
	if _, ok := errors.AsType[*campaign.OrderError](f.err); ok {
		return "order"
	}
	if _, ok := errors.AsType[*execution.DataError](f.err); ok {
		return "data"
	}
	if _, ok := errors.AsType[*execution.UnreachableError](f.err); ok {
		return "environment"
	}
	return codeOf(f.err)
}

// nextOf tells what a program does with a request: sends it again later, enters first, or mends it.
func nextOf(status int) string {
	switch {
	case status == http.StatusUnauthorized:
		return "enter"
	case status >= http.StatusInternalServerError, status == http.StatusTooManyRequests,
		status == http.StatusRequestTimeout:
		return "again"
	}
	return "mend"
}

// problem words what went wrong.
func (s *Server) problem(a *asked, f fault) *Problem {
	code := f.codeOf()
	if code == "unavailable" && a.r.Method != http.MethodPost { // nothing was to be recorded
		code = "unread"
	}
	p := &Problem{
		Type: typePrefix + code, Title: a.words.T("api.fault." + code), Status: statuses()[code], Code: code,
		Detail: a.words.T("api.fault." + code + ".why"),
	}
	p.Next = nextOf(p.Status)
	if missing, ok := errors.AsType[*execution.AnswerError](f.err); ok {
		key := "web.answer." + missing.Field
		if missing.Missing {
			key += ".missing"
		}
		p.Detail = a.words.T(key)
	}
	if code == "denied" && errors.Is(f.err, access.ErrDenied) {
		p.Detail, _ = s.Say(a.words.Lang(), f.err)
	}
	if code == "busy" || code == "full" {
		a.w.Header().Set("Retry-After", "2")
	}
	gone := errors.Is(f.err, context.Canceled) && a.r.Context().Err() != nil // no fault of the server
	if p.Status >= http.StatusInternalServerError && f.err != nil && !gone {
		s.Log.Error("api", "path", a.r.Pattern, "code", code, "error", f.err.Error())
	}
	return p
}

// fails gives the problem of an error to the library.
func (s *Server) fails(a *asked, err error) error {
	if f, ok := errors.AsType[fault](err); ok {
		return s.problem(a, f)
	}
	return s.problem(a, fault{err: err})
}

// refuse answers with a problem.
func (s *Server) refuse(a *asked, f fault) {
	p := s.problem(a, f)
	a.w.Header().Set("Content-Type", p.ContentType(""))
	a.w.WriteHeader(p.Status)
	if err := json.NewEncoder(a.w).Encode(p); err != nil {
		s.Log.Debug("api", "path", a.r.Pattern, "error", err.Error()) // who asked is gone
	}
}

// worded puts our problem in the place of the library's, which repeats what was sent, in English. It is the last to see
// an answer.
func (s *Server) worded(ctx huma.Context, _ string, answer any) (any, error) {
	theirs, ok := answer.(*huma.ErrorModel)
	if !ok {
		return answer, nil
	}
	f := fault{code: map[int]string{
		http.StatusBadRequest: "json", http.StatusRequestEntityTooLarge: "too_large",
		http.StatusUnsupportedMediaType: "media_type", http.StatusUnprocessableEntity: "invalid",
		http.StatusRequestTimeout: "timeout",
	}[theirs.Status]}
	if f.code == "" {
		f = fault{code: "broken", err: errors.New(theirs.Detail)}
	}
	p := s.problem(askedOf(ctx.Context()), f)
	p.Status = theirs.Status // it is sent already
	known := s.fields[ctx.Operation().OperationID]
	for _, e := range theirs.Errors {
		if e == nil {
			continue
		}
		if at := located(e.Location, known); at != "" && !slices.Contains(p.Errors, Where{at}) {
			p.Errors = append(p.Errors, Where{at})
		}
	}
	return p, nil
}

// located gives the place of an error: what was sent names none.
func located(said string, known map[string]bool) string {
	if known[said] {
		return said
	}
	in, _, _ := strings.Cut(said, ".")
	if slices.Contains([]string{"body", "query", "header", "path"}, in) {
		return in
	}
	return ""
}
