package project

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"recette/internal/yamldoc"
)

// Serve says where the pages of the project are reached. What the flags of "recette serve" say goes before it. Whether
// it is safe is not judged here: a setting that is not keeps no other command from working.
type Serve struct {
	Listen string   `yaml:"listen"` // HOST:PORT; empty: this machine alone. Without a host: every address
	Hosts  []string `yaml:"hosts"`  // names and addresses that people write in their browser
	// TLS has the local authority of the project make the certificate.
	TLS    bool     `yaml:"tls"`
	Cert   string   `yaml:"tls_cert"` // PEM: certificate, then those between it and its authority
	Key    string   `yaml:"tls_key"`  // PEM
	Behind string   `yaml:"behind"`   // public https origin of the reverse proxy
	Proxy  []string `yaml:"proxy"`    // ranges that the proxy asks from
}

// What can be wrong with the form of a setting.
const (
	badListen yamldoc.Code = "bad_listen" // not HOST:PORT
	badHost   yamldoc.Code = "bad_host"   // neither a name nor an address
	badBehind yamldoc.Code = "bad_behind" // more, or less, than scheme and host
	badRange  yamldoc.Code = "bad_range"  // not a CIDR
)

// ServeFault is a setting that has not the form of what it says.
type ServeFault struct {
	Key  string // under serve: "listen", "hosts[1]"
	Code yamldoc.Code
	Said string
}

// hostName is a name of the DNS, or of a machine of the local network.
var hostName = regexp.MustCompile(`^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*$`)

// Faults lists the settings that cannot be read.
func (s *Serve) Faults() (all []ServeFault) {
	if _, _, err := s.Address(); err != nil {
		all = append(all, ServeFault{"listen", badListen, s.Listen})
	}
	for i, host := range s.Hosts {
		if !named(host) {
			all = append(all, ServeFault{fmt.Sprintf("hosts[%d]", i), badHost, host})
		}
	}
	if u, err := s.Origin(); err != nil || u != nil && !named(u.Hostname()) {
		all = append(all, ServeFault{"behind", badBehind, ""}) // it may hold a password
	}
	for i, said := range s.Proxy {
		if _, err := Range(said); err != nil {
			all = append(all, ServeFault{fmt.Sprintf("proxy[%d]", i), badRange, said})
		}
	}
	return all
}

// named tells a name or an address that a browser may be given.
func named(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Zone() == "" && !a.IsUnspecified()
	}
	return len(host) <= 253 && hostName.MatchString(strings.ToLower(host))
}

// Address gives what is listened on; nothing when the setting does not say.
func (s *Serve) Address() (host string, port int, err error) {
	if s.Listen == "" {
		return "", 0, nil
	}
	host, said, err := net.SplitHostPort(s.Listen)
	if err != nil {
		return "", 0, fmt.Errorf("address to listen on: %w", err)
	}
	n, err := strconv.ParseUint(said, 10, 16)
	if a, no := netip.ParseAddr(host); err == nil && host != "" && !named(host) && (no != nil || !a.IsUnspecified()) {
		err = fmt.Errorf("%q: %w", host, strconv.ErrSyntax)
	}
	return host, int(n), err
}

// Origin gives the origin of the proxy; nil when there is none.
func (s *Serve) Origin() (*url.URL, error) {
	if s.Behind == "" {
		return nil, nil //nolint:nilnil // none is no error
	}
	u, err := url.Parse(s.Behind)
	if err != nil {
		return nil, fmt.Errorf("origin: %w", err)
	}
	path := u.Path == "" || u.Path == "/"
	if u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || !path || u.RawQuery != "" ||
		u.Fragment != "" || u.ForceQuery {
		return nil, fmt.Errorf("origin: %w", strconv.ErrSyntax)
	}
	return u, nil
}

// Range reads a range of addresses: a CIDR, or one address.
func Range(said string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(said); err == nil && a.Zone() == "" {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	p, err := netip.ParsePrefix(said)
	if err != nil {
		return p, fmt.Errorf("range: %w", err)
	}
	return p.Masked(), nil
}

func (c *Config) checkServe(doc *yamldoc.Doc) {
	for _, f := range c.Serve.Faults() {
		doc.Report("serve."+f.Key, f.Code, "", f.Said)
	}
}
