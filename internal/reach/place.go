// Package reach decides where the pages of a project may be reached, and with which certificate: what other machines
// reach is encrypted, or answers a proxy alone. It serves nothing.
package reach

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"recette/internal/project"
)

// Settings are what the project, and the flags, say.
type Settings = project.Serve

// Port is where pages are served when nobody says where.
const Port = 8390

// local is the name of this machine for itself.
const local = "localhost"

// Code says what is unsafe.
type Code string

// The refusals.
const (
	Form           Code = "form"            // of a setting
	Clear          Code = "clear"           // other machines would send passwords in the clear
	NoHost         Code = "no-host"         // every address is listened on, under no name
	Pair           Code = "pair"            // a certificate without its key, or a key without its certificate
	Both           Code = "both"            // a certificate, and one of the local authority
	OriginClear    Code = "origin-clear"    // the proxy is reached in the clear
	NoProxy        Code = "no-proxy"        // anybody could pretend to be the proxy
	ProxyAlone     Code = "proxy-alone"     // the range of a proxy that answers for no origin
	ProxyWide      Code = "proxy-wide"      // a range that holds strangers
	KeyOpen        Code = "key-open"        // others read the key
	Unread         Code = "certificate"     // the certificate or its key cannot be read, or do not match
	Expired        Code = "expired"         // the certificate
	Early          Code = "early"           // the certificate is not valid yet
	Soon           Code = "soon"            // the certificate is about to expire
	Unnamed        Code = "unnamed"         // the certificate is not of a name that people reach
	AuthorityNames Code = "authority-names" // the local authority may not vouch for a name
	AuthorityOld   Code = "authority-old"   // the local authority expired
)

// Fault is what makes a place unsafe.
type Fault struct {
	Code Code
	Key  string // setting that it is about: "listen"
	Args []any
	Err  error // what is below; may be nil
}

// Error names the fault.
func (f *Fault) Error() string { return fmt.Sprintf("%s: %s %v: %v", f.Key, f.Code, f.Args, f.Err) }

// Unwrap gives what is below.
func (f *Fault) Unwrap() error { return f.Err }

// Place is where pages are served, and by what they are reached.
type Place struct {
	Settings Settings
	Host     string   // that is listened on; empty: every address
	Port     int      // 0: any that is free
	Loopback bool     // this machine alone is listened on
	Hosts    []string // by which people reach it, in lower case; at least one
	Proxies  []netip.Prefix
	behind   *url.URL
}

// Of gives the place that settings say, with every fault of it.
func Of(s *Settings) (*Place, []*Fault) {
	for _, f := range s.Faults() {
		return nil, []*Fault{{Code: Form, Key: f.Key, Args: []any{f.Code, f.Said}}}
	}
	p := &Place{Settings: *s, Host: local, Port: Port, Loopback: true}
	if host, port, _ := s.Address(); s.Listen != "" {
		p.Host, p.Port, p.Loopback = host, port, loopback(host)
	}
	p.behind, _ = s.Origin()
	p.Hosts = p.names()
	return p, append(p.unsafeProxy(), p.unsafe()...)
}

// Remote tells whether other machines reach the pages: nobody enters but by an account.
func (p *Place) Remote() bool { return !p.Loopback || p.behind != nil }

// Behind tells whether a proxy answers for it.
func (p *Place) Behind() bool { return p.behind != nil }

// Encrypted tells whether it speaks TLS itself.
func (p *Place) Encrypted() bool { return p.Settings.TLS || p.Settings.Cert != "" }

// Origin gives what people write in their browser; port is that which is listened on.
func (p *Place) Origin(port int) string {
	switch {
	case p.behind != nil:
		return p.behind.Scheme + "://" + strings.ToLower(p.behind.Host)
	case p.Encrypted() && port == 443:
		return "https://" + strings.TrimSuffix(net.JoinHostPort(p.Hosts[0], ""), ":")
	case p.Encrypted():
		return "https://" + net.JoinHostPort(p.Hosts[0], strconv.Itoa(port))
	}
	return "http://" + net.JoinHostPort(local, strconv.Itoa(port))
}

// names lists by what people reach the place: what is said, the proxy, and the one address that is listened on.
func (p *Place) names() (all []string) {
	switch {
	case p.behind != nil:
		all = append(all, strings.ToLower(p.behind.Hostname()))
	case p.Loopback && p.Settings.Cert == "": // a certificate of others seldom names this machine so
		all = append(all, local)
	}
	for _, h := range p.Settings.Hosts {
		all = append(all, strings.ToLower(h))
	}
	if a, err := netip.ParseAddr(p.Host); !p.Loopback && p.behind == nil && p.Host != "" &&
		(err != nil || !a.IsUnspecified()) {
		all = append(all, strings.ToLower(p.Host))
	}
	if len(all) == 0 && p.Loopback {
		all = []string{local}
	}
	var once []string
	for _, h := range all {
		if !slices.Contains(once, h) {
			once = append(once, h)
		}
	}
	return once
}

// loopback tells a host that no other machine reaches. A name may lead anywhere, but for that of this machine.
func loopback(host string) bool {
	a, err := netip.ParseAddr(host)
	return strings.EqualFold(host, local) || err == nil && a.Unmap().IsLoopback()
}

// unsafe lists what is unsafe but for a proxy.
func (p *Place) unsafe() (all []*Fault) {
	s := &p.Settings
	switch {
	case s.TLS && s.Cert+s.Key != "":
		all = append(all, &Fault{Code: Both, Key: "tls"})
	case (s.Cert == "") != (s.Key == ""):
		key := "tls_cert"
		if s.Cert == "" {
			key = "tls_key"
		}
		all = append(all, &Fault{Code: Pair, Key: key})
	case !p.Loopback && !p.Encrypted() && p.behind == nil:
		all = append(all, &Fault{Code: Clear, Key: "listen", Args: []any{s.Listen}})
	}
	if len(p.Hosts) == 0 {
		all = append(all, &Fault{Code: NoHost, Key: "listen", Args: []any{s.Listen}})
	}
	return all
}

// The ranges of a proxy hold no more addresses than these prefixes do: those of one network, where a proxy is one of a
// few machines. Whoever is in a wider one speaks to the server without the proxy.
const (
	widest4 = 24
	widest6 = 64
)

// unsafeProxy lists what is unsafe of a proxy, and notes from where it asks.
func (p *Place) unsafeProxy() (all []*Fault) {
	s := &p.Settings
	for _, said := range s.Proxy {
		r, err := project.Range(said)
		if wide := widest4; err == nil {
			if r.Addr().Is6() {
				wide = widest6
			}
			if r.Bits() < wide {
				all = append(all, &Fault{Code: ProxyWide, Key: "proxy", Args: []any{said}})
			}
		}
		p.Proxies = append(p.Proxies, r)
	}
	switch {
	case p.behind == nil && len(s.Proxy) > 0:
		return append(all, &Fault{Code: ProxyAlone, Key: "proxy"})
	case p.behind == nil:
		return nil
	case p.behind.Scheme != "https":
		all = append(all, &Fault{Code: OriginClear, Key: "behind", Args: []any{p.Origin(0)}})
	}
	if len(s.Proxy) == 0 {
		if !p.Loopback {
			return append(all, &Fault{Code: NoProxy, Key: "listen", Args: []any{s.Listen}})
		}
		p.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	return all
}
