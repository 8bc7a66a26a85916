package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"recette/internal/app"
)

// TestProbes: whoever watches the server is answered without a cookie, and learns nothing of anybody; another name than
// that of the server is answered nothing (ASVS 5.0, 13.4.5).
func TestProbes(t *testing.T) {
	w := played(t)
	low := app.DiskLow
	for name, tt := range map[string]struct {
		path, host string
		unready    *app.Unready
		status     int
		body       string
	}{
		"alive":                   {"/healthz", "localhost", nil, 200, "ok\n"},
		"alive on a full disk":    {"/healthz", "localhost", &low, 200, "ok\n"},
		"ready":                   {"/readyz", "localhost", nil, 200, `{"ready":true,"reasons":[]}` + "\n"},
		"on a full disk":          {"/readyz", "localhost", &low, 503, `{"ready":false,"reasons":["disk_low"]}` + "\n"},
		"alive, of another name":  {"/healthz", "evil.example", nil, 421, "Misdirected Request\n"},
		"ready, of another name":  {"/readyz", "evil.example", &low, 421, "Misdirected Request\n"},
		"ready, with a long path": {"/readyz/x", "localhost", nil, 404, ""},
	} {
		t.Run(name, func(t *testing.T) {
			w.unready.Store(tt.unready)
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+tt.path, http.NoBody)
			w.must(err)
			r.Host = tt.host
			c := w.stranger()
			status, body := c.do(r)
			if status != tt.status || tt.body != "" && body != tt.body {
				t.Errorf("%d %q, want %d %q", status, body, tt.status, tt.body)
			}
			if kept := c.Jar.Cookies(r.URL); len(kept) > 0 {
				t.Errorf("it gives cookies: %v", kept)
			}
			if strings.Contains(body, "Élise") || strings.Contains(body, "Recette") {
				t.Errorf("it tells a stranger %s", body)
			}
		})
	}
}

// TestMetrics: gestures are counted by what became of them, logins by what the log says of them; who comes through a
// proxy is told nothing.
func TestMetrics(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	const at = "/campagnes/v1/cas/SC-0001"
	c.press(at, "/commencer")
	form := says(c.asks("SC-0001"), "verdict", "failed", "constate", "rien ne s’affiche")
	w.full.Store(&errFull)
	c.post(at+"/jugement", form) // shown again with why
	w.broken.Store(&errFull)
	c.post(at+"/jugement", form) // without its page
	w.broken.Store(nil)
	w.full.Store(nil)
	for range 2 {
		c.post(at+"/jugement", form)
	}
	c.post(at+"/jugement", says(form, "personne", "u-9"))
	w.stranger().post(at+"/jugement", form)
	w.stranger().post("/connexion", url.Values{"identifiant": {"odile"}, "secret": {"quatre girafes mangent"}})
	status, body := w.stranger().get("/metrics")
	for _, want := range []string{
		`recette_gestures_total{outcome="acknowledged"} 3`, `recette_gestures_total{outcome="failed"} 2`,
		`recette_gestures_total{outcome="refused"} 2`, `recette_security_events_total{event="login refused"} 1`,
		`recette_http_requests_total{route="POST /campagnes/{campaign}/cas/{cas}/jugement",status="503"} 2`,
		`recette_http_requests_total{route="POST /campagnes/{campaign}/cas/{cas}/jugement",status="401"} 1`,
	} {
		if status != http.StatusOK || !strings.Contains(body, "\n"+want+"\n") {
			t.Errorf("%d: no %s", status, want)
		}
	}
	for _, never := range []string{"SC-0001", "v1\"", "Yann", "odile", "s’affiche"} {
		if strings.Contains(body, never) {
			t.Errorf("it tells %s", never)
		}
	}
	if t.Failed() {
		t.Log(body)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+"/metrics", http.NoBody)
	w.must(err)
	r.Header.Set("X-Forwarded-For", "192.0.2.7")
	if status, body := w.stranger().do(r); status != http.StatusNotFound || strings.Contains(body, "recette_") {
		t.Errorf("through a proxy: %d %s", status, body)
	}
}

var errFull = errors.New("database or disk is full")
