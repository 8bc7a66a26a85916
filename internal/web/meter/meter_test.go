package meter_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"recette/internal/web/meter"
)

// TestAround: requests are counted and logged by the route that a mux found, and by nothing that somebody sent.
func TestAround(t *testing.T) {
	const secret = "Odile-Roux"
	mux := http.NewServeMux()
	mux.HandleFunc("GET /campagnes/{campaign}", func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("page"))
	})
	mux.HandleFunc("POST /campagnes/{campaign}", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusConflict)
	})
	mux.HandleFunc("GET /casse", func(http.ResponseWriter, *http.Request) { panic(secret) })
	mux.HandleFunc("GET /rien", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /flux", func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Errorf("flushing: %v", err)
		}
	})
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	m := meter.New("1.2", func() time.Time {
		now = now.Add(20 * time.Millisecond)
		return now
	})
	var said bytes.Buffer
	h := m.Around(mux, slog.New(slog.NewJSONHandler(&said, nil)))
	for _, ask := range []struct{ method, path string }{
		{"GET", "/campagnes/" + secret + "?nom=" + secret},
		{"GET", "/campagnes/autre"},
		{"POST", "/campagnes/" + secret},
		{"GET", "/" + secret},
		{"GET", "/casse"},
		{"GET", "/rien"},
		{"GET", "/flux"},
	} {
		r := httptest.NewRequest(ask.method, "http://localhost"+ask.path, strings.NewReader("constate="+secret))
		r.Header.Set("Cookie", secret)
		func() {
			defer func() { _ = recover() }()
			h.ServeHTTP(httptest.NewRecorder(), r)
		}()
	}
	m.Gesture(meter.Failed)
	m.Security("login refused")
	m.Files(2)
	m.Live(func() float64 { return 3 })
	w := httptest.NewRecorder()
	m.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	for _, want := range []string{
		`recette_http_requests_total{route="GET /campagnes/{campaign}",status="200"} 2`,
		`recette_http_requests_total{route="POST /campagnes/{campaign}",status="409"} 1`,
		`recette_http_requests_total{route="none",status="404"} 1`,
		`recette_http_requests_total{route="GET /casse",status="500"} 1`,
		`recette_http_requests_total{route="GET /rien",status="200"} 1`,
		`recette_http_requests_total{route="GET /flux",status="200"} 1`,
		`recette_http_request_seconds_bucket{route="GET /campagnes/{campaign}",le="0.01"} 0`,
		`recette_http_request_seconds_bucket{route="GET /campagnes/{campaign}",le="0.025"} 2`,
		`recette_gestures_total{outcome="failed"} 1`, `recette_gestures_total{outcome="acknowledged"} 0`,
		`recette_security_events_total{event="login refused"} 1`, `recette_uploads_total 2`, `recette_live_streams 3`,
		`recette_build_info{version="1.2"} 1`, "go_goroutines ", "process_open_fds ",
	} {
		if !strings.Contains(w.Body.String(), want+"\n") && !strings.Contains(w.Body.String(), "\n"+want) {
			t.Errorf("no %s in %s", want, w.Body)
		}
	}
	if strings.Contains(w.Body.String(), secret) || strings.Contains(said.String(), secret) {
		t.Errorf("it tells what somebody sent: %s %s", w.Body, &said)
	}
	if n := strings.Count(said.String(), `"msg":"request"`); n != 7 {
		t.Errorf("%d requests were logged: %s", n, &said)
	}
	want := `"route":"GET /campagnes/{campaign}","status":200,"bytes":4,"ms":20}`
	if !strings.Contains(said.String(), want) {
		t.Errorf("no %s in %s", want, &said)
	}
}
