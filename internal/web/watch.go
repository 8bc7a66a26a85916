package web

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"recette/internal/app"
	"recette/internal/web/guard"
	"recette/internal/web/meter"
)

// probe is what answers whoever watches the server, who is nobody: no session, no cookie, nothing of the project.
type probe struct {
	path string
	to   func(*Server, http.ResponseWriter, *http.Request)
}

func probes() []probe {
	return []probe{
		{"/healthz", (*Server).alive},
		{"/readyz", (*Server).ready},
		{"/metrics", (*Server).counted},
	}
}

// counted gives what was counted, to this machine alone.
func (s *Server) counted(w http.ResponseWriter, r *http.Request) {
	if !guard.Local(r) {
		http.NotFound(w, r)
		return
	}
	s.Meter.ServeHTTP(w, r)
}

// outcome counts a gesture by the status that it is answered with, be it on a page that leads on.
func (s *Server) outcome(status int) {
	switch {
	case status >= http.StatusInternalServerError:
		s.Meter.Gesture(meter.Failed)
		s.readiness.forget()
	case status >= http.StatusBadRequest:
		s.Meter.Gesture(meter.Refused)
	default:
		s.Meter.Gesture(meter.Acknowledged)
	}
}

// alive says that the server answers, whatever became of the record.
func (s *Server) alive(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("ok\n")) // who asked may be gone
}

// lookAgain is how long an answer about the record serves: whoever asks without end does not wear the disk.
const lookAgain = time.Second

// readiness is what was last found of the record.
type readiness struct {
	mu  sync.Mutex
	at  time.Time // zero: it is to be looked at
	why []app.Unready
}

// forget has the record looked at anew: something broke since.
func (r *readiness) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = time.Time{}
}

// ready says whether a gesture would be recorded now, or why not by codes (503).
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	why := s.unready(r.Context())
	text, err := json.Marshal(struct {
		Ready   bool          `json:"ready"`
		Reasons []app.Unready `json:"reasons"`
	}{len(why) == 0, append([]app.Unready{}, why...)})
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if len(why) > 0 {
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	_, _ = w.Write(append(text, '\n')) // who asked may be gone
}

func (s *Server) unready(ctx context.Context) []app.Unready {
	s.readiness.mu.Lock()
	defer s.readiness.mu.Unlock()
	if now := s.Now(); s.readiness.at.IsZero() || now.Sub(s.readiness.at).Abs() >= lookAgain {
		s.readiness.why = s.Ready(context.WithoutCancel(ctx)) // others are answered by it
		s.readiness.at = now
	}
	return s.readiness.why
}
