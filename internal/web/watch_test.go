package web_test

import (
	"net/http"
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
