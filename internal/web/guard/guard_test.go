package guard_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"recette/internal/web/guard"
)

var fine = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })

func refuse(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }

// TestHosts: a forged or rebound host is not answered (ASVS 5.0, 4.1.1).
func TestHosts(t *testing.T) {
	h := guard.Hosts([]string{"localhost"}, fine)
	for host, want := range map[string]int{
		"localhost": 204, "localhost:8390": 204, "LOCALHOST:8390": 204, "localhost.": 204, "localhost.:1": 204,
		"evil.example": 421, "localhost.evil.example": 421, "127.0.0.1:8390": 421, "": 421, "[::1]:80": 421,
		"localhost@evil.example": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.Host = host
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
	}
}

// TestLocal: only who is on this machine, and says so by its name, is told what is of the machine.
func TestLocal(t *testing.T) {
	for name, tt := range map[string]struct {
		from, host, through string
		want                bool
	}{
		"this machine":             {"127.0.0.1:5000", "localhost:8390", "", true},
		"of the sixth version":     {"[::1]:5000", "localhost:8390", "", true},
		"by its address":           {"127.0.0.1:5000", "127.0.0.1:8390", "", true},
		"another machine":          {"192.0.2.7:5000", "localhost:8390", "", false},
		"by another name":          {"127.0.0.1:5000", "recette.exemple.fr", "", false},
		"a proxy that says so":     {"127.0.0.1:5000", "localhost:8390", "X-Forwarded-For", false},
		"a proxy of the standard":  {"127.0.0.1:5000", "localhost:8390", "Forwarded", false},
		"no address at all":        {"@", "localhost:8390", "", false},
		"a name that begins alike": {"127.0.0.1:5000", "localhost.evil.example", "", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody)
		r.RemoteAddr, r.Host = tt.from, tt.host
		if tt.through != "" {
			r.Header.Set(tt.through, "192.0.2.7")
		}
		if got := guard.Local(r); got != tt.want {
			t.Errorf("%s: Local() = %v, want %v", name, got, tt.want)
		}
	}
}

// TestSameSite: the page of another site changes nothing (ASVS 5.0, 3.5.1).
func TestSameSite(t *testing.T) {
	h := guard.SameSite(fine, http.HandlerFunc(refuse))
	for name, tt := range map[string]struct {
		method string
		header map[string]string
		want   int
	}{
		"a page of ours":         {"POST", map[string]string{"Sec-Fetch-Site": "same-origin"}, 204},
		"typed by somebody":      {"POST", map[string]string{"Sec-Fetch-Site": "none"}, 204},
		"another site":           {"POST", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another port":           {"POST", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		"an old browser":         {"POST", map[string]string{"Origin": "http://localhost:8390"}, 204},
		"an old one, elsewhere":  {"POST", map[string]string{"Origin": "http://evil.example"}, 403},
		"no origin":              {"POST", map[string]string{"Origin": "null"}, 403},
		"neither header":         {"POST", nil, 403},
		"neither, to delete":     {"DELETE", nil, 403},
		"neither, only to read":  {"GET", nil, 204},
		"another site that read": {"GET", map[string]string{"Sec-Fetch-Site": "cross-site"}, 204},
	} {
		r := httptest.NewRequest(tt.method, "http://localhost:8390/", http.NoBody)
		for k, v := range tt.header {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != tt.want {
			t.Errorf("%s: %d, want %d", name, w.Code, tt.want)
		}
	}
}

// TestHeaders: an error says them too (ASVS 5.0, 3.4.3).
func TestHeaders(t *testing.T) {
	w := httptest.NewRecorder()
	guard.Headers(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "gone", http.StatusInternalServerError)
	})).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", http.NoBody))
	for name, want := range map[string]string{
		"Content-Security-Policy": guard.Policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Cross-Origin-Opener-Policy": "same-origin", "Referrer-Policy": "same-origin",
		"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), unload=(self)",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestForm(t *testing.T) {
	const kind = "application/x-www-form-urlencoded"
	for name, tt := range map[string]struct {
		body, kind string
		want       error
	}{
		"a form":        {"constat=rien", kind, nil},
		"of two lines":  {"constat=un%0D%0Adeux%0D", kind, nil},
		"too large":     {"constat=" + strings.Repeat("x", guard.MaxForm), kind, guard.ErrTooLarge},
		"an escape":     {"constat=%zz", kind, guard.ErrForm},
		"JSON":          {`{"constat":"rien"}`, "application/json", nil},
		"no media type": {"constat=rien", "a/b/c", guard.ErrForm},
	} {
		r := httptest.NewRequest(http.MethodPost, "/?constat=of+the+address", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.kind)
		got, err := guard.Form(httptest.NewRecorder(), r)
		if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
		want := url.Values{}
		switch name {
		case "a form":
			want.Set("constat", "rien")
		case "of two lines":
			want.Set("constat", "un\ndeux\r")
		}
		if err == nil && got.Encode() != want.Encode() {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
