package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// TestGone: a client that goes away while its page, or its gesture, is made is no error of the server.
func TestGone(t *testing.T) {
	w := played(t)
	c := w.tester()
	home, err := url.Parse(w.base)
	w.must(err)
	gone, leave := context.WithCancel(t.Context())
	leave()
	for _, path := range []string{
		"/campagnes/v1", "/campagnes/v1/cas/SC-0001", "/campagnes/v1/lignes/SC-0002", "/campagnes/v1/anomalies",
	} {
		r := httptest.NewRequestWithContext(gone, http.MethodGet, w.base+path, http.NoBody)
		for _, cookie := range c.Jar.Cookies(home) {
			r.AddCookie(cookie)
		}
		w.server.Handler().ServeHTTP(httptest.NewRecorder(), r)
	}
	said := w.log.String()
	if strings.Contains(said, `"level":"ERROR"`) || strings.Contains(said, "stack") {
		t.Errorf("the log says: %s", said)
	}
}
