package guard_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"recette/internal/web/guard"
)

// TestForwarded: of who asks, the proxy alone is believed, and of what it hands on the address that it added itself.
func TestForwarded(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("fd00::/64")}
	for name, tt := range map[string]struct {
		peer string
		said []string
		want string
		mute bool
	}{
		"a browser":                         {"10.0.0.2:1", []string{"192.0.2.7"}, "192.0.2.7", false},
		"one that writes another before it": {"10.0.0.2:1", []string{"203.0.113.1, 192.0.2.7"}, "192.0.2.7", false},
		"one of the range of the proxies":   {"10.0.0.2:1", []string{"203.0.113.1, 10.0.0.9"}, "10.0.0.9", false},
		"in a header of its own":            {"10.0.0.2:1", []string{"203.0.113.1", "10.0.0.9"}, "10.0.0.9", false},
		"of the sixth version":              {"[fd00::2]:1", []string{"203.0.113.1, fd00::9"}, "fd00::/64", false},
		"with a port":                       {"10.0.0.2:1", []string{"203.0.113.1, 10.0.0.9:5"}, "10.0.0.9", false},
		"nobody":                            {"10.0.0.2:1", nil, "10.0.0.2", true},
		"no address":                        {"10.0.0.2:1", []string{"203.0.113.1, unknown"}, "10.0.0.2", true},
		"no proxy":                          {"192.0.2.7:1", []string{"203.0.113.1"}, "192.0.2.7", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = tt.peer, tt.said
			var got string
			mute := false
			next := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = guard.From(r) })
			guard.Forwarded(proxies, "https://r.example", func(*http.Request) { mute = true }, next).
				ServeHTTP(httptest.NewRecorder(), r)
			if got != tt.want || mute != tt.mute {
				t.Errorf("from %s, mute %t; want %s, %t", got, mute, tt.want, tt.mute)
			}
		})
	}
}
