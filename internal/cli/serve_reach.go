package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/reach"
	"recette/internal/web"
)

// reachFlags adds the flags that say where pages are reached. Each goes before the setting of its name.
func (a *app) reachFlags(c *cobra.Command, s *serving) {
	f := c.Flags()
	f.StringVar(&s.said.Listen, "listen", "", a.words.T("flag.serve.listen"))
	f.StringArrayVar(&s.said.Hosts, "host", nil, a.words.T("flag.serve.host"))
	f.BoolVar(&s.said.TLS, "tls", false, a.words.T("flag.serve.tls"))
	f.StringVar(&s.said.Cert, "tls-cert", "", a.words.T("flag.serve.cert"))
	f.StringVar(&s.said.Key, "tls-key", "", a.words.T("flag.serve.key"))
	f.StringVar(&s.said.Behind, "behind", "", a.words.T("flag.serve.behind"))
	f.StringArrayVar(&s.said.Proxy, "proxy", nil, a.words.T("flag.serve.proxy"))
	s.given = f.Changed
}

// reachFlag is the flag that says what a setting says: "hosts[1]" is "host".
func reachFlag(key string) string {
	key, _, _ = strings.Cut(key, "[")
	return strings.ReplaceAll(strings.TrimSuffix(key, "s"), "_", "-")
}

// settings gives what the project says of where its pages are reached, with what the flags say before it.
func (s *serving) settings(p *projectAt) reach.Settings {
	out := settled(p)
	given := func(name string) bool { return s.given != nil && s.given(name) }
	switch host, _, _ := out.Address(); {
	case given("listen"):
		out.Listen = s.said.Listen
	case given("port") || s.given == nil:
		if out.Listen == "" {
			host = "localhost"
		}
		out.Listen = net.JoinHostPort(host, fmt.Sprint(s.port))
	}
	out.Hosts = append(append([]string{}, s.said.Hosts...), out.Hosts...)
	switch {
	case given("tls"):
		out.TLS, out.Cert, out.Key = s.said.TLS, "", ""
	case given("tls-cert") || given("tls-key"):
		out.TLS = false
		if given("tls-cert") {
			out.Cert = s.said.Cert
		}
		if given("tls-key") {
			out.Key = s.said.Key
		}
	}
	if given("behind") {
		out.Behind = s.said.Behind
	}
	if given("proxy") {
		out.Proxy = s.said.Proxy
	}
	return out
}

// settled gives what the project says, its files by where they are.
func settled(p *projectAt) reach.Settings {
	out := p.Serve
	for _, path := range []*string{&out.Cert, &out.Key} {
		if *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(p.Root, *path)
		}
	}
	return out
}

// place gives where pages are reached, or refuses what is unsafe.
func (a *app) place(p *projectAt, how *serving) (*reach.Place, error) {
	s := how.settings(p)
	at, faults := reach.Of(&s)
	if len(faults) > 0 {
		return nil, a.unsafe(faults[0], how.given)
	}
	return at, nil
}

// unsafe words a fault of where pages are reached; given tells which flags were.
func (a *app) unsafe(f *reach.Fault, given func(string) bool) *failure {
	flag := reachFlag(f.Key)
	where := a.words.T("serve.place.setting", f.Key)
	if given != nil && given(flag) {
		where = a.words.T("serve.place.flag", flag)
	}
	if f.Code == reach.Form {
		said := a.words.T("document."+fmt.Sprint(f.Args[0])+".message", f.Key, f.Args[1])
		return fail("serve-form", nil, where, said)
	}
	args := []any{where}
	for _, x := range f.Args {
		if at, ok := x.(time.Time); ok {
			x = a.words.Date(at)
		}
		args = append(args, x)
	}
	key := "serve-" + string(f.Code)
	return fail(key, f.Err, args...)
}

// unsafeOf words an error of a certificate.
func (a *app) unsafeOf(err error, given func(string) bool) error {
	if f, ok := errors.AsType[*reach.Fault](err); ok {
		return a.unsafe(f, given)
	}
	return err
}

// authority is the local authority of a project.
func (a *app) authority(p *projectAt) *reach.Authority {
	return &reach.Authority{Dir: filepath.Join(p.State(), "tls"), Now: a.env.Now, Rand: a.env.Rand}
}

// certificates gives the certificate of a place; nil when it has none.
func (a *app) certificates(p *projectAt, at *reach.Place, log *slog.Logger) (*reach.Certificates, error) {
	switch s := &at.Settings; {
	case s.TLS:
		return a.authority(p).Certificates(at.Hosts, log)
	case s.Cert != "":
		return reach.FromFiles(s.Cert, s.Key, at.Hosts, a.env.Now, log)
	}
	return nil, nil //nolint:nilnil // none is needed
}

// reached is how the pages of a place are reached, once its port is known.
func reached(at *reach.Place, port int, c *reach.Certificates) web.Reached {
	r := web.Reached{Remote: at.Remote(), Proxies: at.Proxies}
	if c != nil {
		r.TLS = c.Config()
	}
	if at.Encrypted() || at.Behind() {
		r.Origin = at.Origin(port)
	}
	return r
}

// greet tells how people enter: by a link, once, from this machine alone; else by accounts.
func (a *app) greet(p *projectAt, s *web.Server, at *reach.Place, port int) error {
	origin := at.Origin(port)
	if at.Settings.TLS {
		ca := a.authority(p)
		print, err := ca.Fingerprint()
		if err != nil {
			return a.unsafeOf(err, nil)
		}
		tell(a.env.Stdout, a.words.T("serve.authority", ca.File(), print))
	}
	if at.Remote() {
		tell(a.env.Stdout, a.words.T("serve.accounts", origin))
		return nil
	}
	key, err := s.Key()
	if err != nil {
		return err
	}
	// By name: a passkey knows no address, and localhost is a secure context for browsers.
	tell(a.env.Stdout, a.words.T("serve.link", origin+key))
	return nil
}

// announce leaves the address of the server for who invites people.
func (a *app) announce(p *projectAt, origin string, log *slog.Logger) (done func()) {
	done, err := reach.Announce(p.State(), origin)
	if err != nil {
		log.Warn("address", "error", err.Error()) // the port can be said
		return func() {}
	}
	return done
}

// origin gives what people write in their browser to reach the pages: what the project says, else what a server left.
// port goes before that of either, unless it is 0.
func (a *app) origin(p *projectAt, port int) string {
	s := settled(p)
	at, faults := reach.Of(&s)
	if len(faults) > 0 {
		s = reach.Settings{} // the doctor tells
		at, _ = reach.Of(&s)
	}
	said := s.Behind != "" || s.Listen != "" && at.Port != 0
	if left := reach.Announced(p.State()); left != "" && !said && port == 0 {
		return left
	}
	return at.Origin(cmp.Or(port, at.Port, reach.Port))
}

// listen takes the port of a place. On this machine alone, it takes that of both addresses that localhost means:
// whoever took the other one would be given the link by a browser.
func listen(ctx context.Context, at *reach.Place) ([]net.Listener, error) {
	c := net.ListenConfig{}
	if !at.Loopback {
		l, err := c.Listen(ctx, "tcp", net.JoinHostPort(at.Host, fmt.Sprint(at.Port)))
		if err != nil {
			return nil, err
		}
		return []net.Listener{l}, nil
	}
	first, err := c.Listen(ctx, "tcp4", fmt.Sprintf("127.0.0.1:%d", at.Port))
	if err != nil {
		return nil, err
	}
	on := []net.Listener{first}
	second, err := c.Listen(ctx, "tcp6", fmt.Sprintf("[::1]:%d", portOf(first)))
	switch {
	case err == nil:
		return append(on, second), nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, errors.Join(err, closeAll(on))
	}
	return on, nil // a machine without IPv6
}
