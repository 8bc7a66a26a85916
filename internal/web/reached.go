package web

import (
	"net"
	"net/http"
	"slices"
	"sync"

	"recette/internal/i18n"
	"recette/internal/web/guard"
)

// hostPrefix begins the name of a cookie that no other server of a domain can set (ASVS 5.0, 3.3.1).
const hostPrefix = "__Host-"

// encrypted tells whether browsers reach the pages encrypted, by this server or by a proxy.
func (s *Server) encrypted() bool { return s.Reached.Origin != "" }

// secure names the cookie of a session as browsers take it where pages are encrypted.
func (s *Server) secure() {
	if s.encrypted() {
		s.Cookie = hostPrefix + s.Cookie
	}
}

// set sets a cookie under its name: with the prefix where pages are encrypted.
func (v *visit) set(c http.Cookie) {
	if c.Path, c.SameSite = "/", http.SameSiteStrictMode; v.s.encrypted() {
		c.Name, c.Secure = hostPrefix+c.Name, true
	}
	http.SetCookie(v.w, &c)
}

// said gives the value of a cookie that set set.
func (s *Server) said(r *http.Request, name string) string {
	if s.encrypted() {
		name = hostPrefix + name
	}
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// listen answers on a listener, as the server is reached.
func (s *Server) listen(server *http.Server, l net.Listener) error {
	if len(s.Reached.Proxies) > 0 {
		l = guard.Only(l, s.Reached.Proxies, func() { s.Meter.Security("not the proxy") })
	}
	if s.Reached.TLS == nil {
		return server.Serve(l) //nolint:wrapcheck // Serve tells it
	}
	l = guard.TellsClear(l, s.Reached.Origin, s.Words[i18n.French].T("web.clear", s.Reached.Origin))
	return server.ServeTLS(l, "", "") //nolint:wrapcheck // Serve tells it
}

// guarded puts what stands before every page, and before what answers whoever watches the server: the latter is asked
// by the name of this machine too.
func (s *Server) guarded(pages, probes http.Handler) http.Handler {
	watched := append(slices.Clone(s.Hosts), "localhost")
	pages, probes = guard.Hosts(s.Hosts, pages), guard.Hosts(watched, probes)
	whole := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isProbe(r.URL.Path) {
			probes.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	}))
	if len(s.Reached.Proxies) > 0 {
		var once sync.Once
		mute := func(r *http.Request) {
			if !isProbe(r.URL.Path) { // who watches asks the server itself
				once.Do(func() { s.Log.Warn("proxy", "event", "no X-Forwarded-For", "from", r.RemoteAddr) })
			}
		}
		whole = guard.Forwarded(s.Reached.Proxies, s.Reached.Origin, mute, whole)
	}
	if s.encrypted() {
		whole = guard.Encrypted(whole)
	}
	return s.Meter.Around(guard.Headers(whole), s.Requests)
}

// strange tells the log of who was refused, by their address when it is that of another machine: whoever watches may
// close the door to it.
func (s *Server) strange(r *http.Request, event, ref, why string) {
	if !s.Reached.Remote {
		s.security(event, ref, why)
		return
	}
	s.Meter.Security(event)
	s.Log.Info("security", "event", event, "actor", ref, "why", why, "from", guard.From(r))
}

// keyless refuses the doors of a key where none opens.
func (s *Server) keyless() error {
	if s.Reached.Remote {
		return errNotFound
	}
	return nil
}

// isProbe tells the path of a probe.
func isProbe(path string) bool {
	return slices.ContainsFunc(probes(), func(p probe) bool { return path == p.path })
}
