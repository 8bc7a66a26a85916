package reach_test

import (
	"slices"
	"testing"

	"recette/internal/reach"
)

// TestOf: what other machines reach is encrypted, or answers a named proxy alone.
func TestOf(t *testing.T) {
	const lan, cert, key, out = "0.0.0.0:8443", "c.pem", "k.pem", "https://r.example"
	hosts := []string{"R.example"}
	for name, tt := range map[string]struct {
		says reach.Settings
		want []reach.Code
	}{
		"nothing":               {reach.Settings{}, nil},
		"this machine":          {reach.Settings{Listen: "127.0.0.1:1"}, nil},
		"this machine, six":     {reach.Settings{Listen: "[::1]:1"}, nil},
		"this machine, mapped":  {reach.Settings{Listen: "[::ffff:127.0.0.1]:1"}, nil},
		"this machine, by name": {reach.Settings{Listen: "LOCALHOST:1"}, nil},
		"another name":          {reach.Settings{Listen: "localhost.example:1"}, []reach.Code{reach.Clear}},
		"every address":         {reach.Settings{Listen: lan, Hosts: hosts}, []reach.Code{reach.Clear}},
		"no address":            {reach.Settings{Listen: ":1", Hosts: hosts}, []reach.Code{reach.Clear}},
		"every address, six":    {reach.Settings{Listen: "[::]:1", Hosts: hosts}, []reach.Code{reach.Clear}},
		"an address":            {reach.Settings{Listen: "192.0.2.1:1"}, []reach.Code{reach.Clear}},
		"a certificate":         {reach.Settings{Listen: lan, Hosts: hosts, Cert: cert, Key: key}, nil},
		"without its key":       {reach.Settings{Listen: lan, Hosts: hosts, Cert: cert}, []reach.Code{reach.Pair}},
		"a key alone":           {reach.Settings{Key: key}, []reach.Code{reach.Pair}},
		"the local authority":   {reach.Settings{Listen: lan, Hosts: hosts, TLS: true}, nil},
		"both":                  {reach.Settings{TLS: true, Cert: cert, Key: key}, []reach.Code{reach.Both}},
		"no name":               {reach.Settings{Listen: lan, TLS: true}, []reach.Code{reach.NoHost}},
		"a proxy here":          {reach.Settings{Behind: out}, nil},
		"a proxy in the clear":  {reach.Settings{Behind: "http://r.example"}, []reach.Code{reach.OriginClear}},
		"a proxy elsewhere":     {reach.Settings{Behind: out, Listen: lan}, []reach.Code{reach.NoProxy}},
		"a named proxy":         {reach.Settings{Behind: out, Listen: lan, Proxy: []string{"192.0.2.7"}}, nil},
		"encrypted to a proxy": {
			reach.Settings{Behind: out, Listen: lan, Cert: cert, Key: key}, []reach.Code{reach.NoProxy},
		},
		"anybody":      {reach.Settings{Behind: out, Proxy: []string{"0.0.0.0/0"}}, []reach.Code{reach.ProxyWide}},
		"half of all":  {reach.Settings{Behind: out, Proxy: []string{"0.0.0.0/1"}}, []reach.Code{reach.ProxyWide}},
		"anybody, six": {reach.Settings{Behind: out, Proxy: []string{"::/0"}}, []reach.Code{reach.ProxyWide}},
		"a company":    {reach.Settings{Behind: out, Proxy: []string{"10.0.0.0/8"}}, []reach.Code{reach.ProxyWide}},
		"its half": {
			reach.Settings{Behind: out, Proxy: []string{"10.0.0.0/23"}}, []reach.Code{reach.ProxyWide},
		},
		"one network":      {reach.Settings{Behind: out, Proxy: []string{"10.0.0.0/24"}}, nil},
		"two, six":         {reach.Settings{Behind: out, Proxy: []string{"fd00::/63"}}, []reach.Code{reach.ProxyWide}},
		"one, six":         {reach.Settings{Behind: out, Proxy: []string{"fd00::/64"}}, nil},
		"a range alone":    {reach.Settings{Proxy: []string{"192.0.2.7"}}, []reach.Code{reach.ProxyAlone}},
		"no port":          {reach.Settings{Listen: "127.0.0.1"}, []reach.Code{reach.Form}},
		"a port too high":  {reach.Settings{Listen: "127.0.0.1:65536"}, []reach.Code{reach.Form}},
		"a host of signs":  {reach.Settings{Hosts: []string{"a/b"}}, []reach.Code{reach.Form}},
		"a host and port":  {reach.Settings{Hosts: []string{"a.example:1"}}, []reach.Code{reach.Form}},
		"every host":       {reach.Settings{Hosts: []string{"0.0.0.0"}}, []reach.Code{reach.Form}},
		"a path":           {reach.Settings{Behind: out + "/recette"}, []reach.Code{reach.Form}},
		"a password":       {reach.Settings{Behind: "https://a:b@r.example"}, []reach.Code{reach.Form}},
		"another scheme":   {reach.Settings{Behind: "ftp://r.example"}, []reach.Code{reach.Form}},
		"a range of signs": {reach.Settings{Behind: out, Proxy: []string{"10.0.0.0/33"}}, []reach.Code{reach.Form}},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := reach.Of(&tt.says)
			var got []reach.Code
			for _, f := range faults {
				got = append(got, f.Code)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("faults %q, want %q", got, tt.want)
			}
		})
	}
}

// TestPlace: who reaches a place, and what they write in their browser.
func TestPlace(t *testing.T) {
	for name, tt := range map[string]struct {
		says   reach.Settings
		origin string
		remote bool
		hosts  []string
	}{
		"this machine":   {reach.Settings{}, "http://localhost:81", false, []string{"localhost"}},
		"encrypted here": {reach.Settings{TLS: true}, "https://localhost:81", false, []string{"localhost"}},
		"encrypted here, by a name": {
			reach.Settings{TLS: true, Hosts: []string{"r.example"}},
			"https://localhost:81", false,
			[]string{"localhost", "r.example"},
		},
		"behind a proxy": {
			reach.Settings{Behind: "https://R.example:444/"}, "https://r.example:444", true, []string{"r.example"},
		},
		"by an address": {
			reach.Settings{Listen: "192.0.2.1:2", TLS: true}, "https://192.0.2.1:81", true, []string{"192.0.2.1"},
		},
		"by an address of the sixth version": {
			reach.Settings{Listen: "[2001:db8::1]:2", TLS: true},
			"https://[2001:db8::1]:81", true,
			[]string{"2001:db8::1"},
		},
		"by names": {
			reach.Settings{Listen: ":2", TLS: true, Hosts: []string{"R.example", "s.example", "r.example"}},
			"https://r.example:81", true,
			[]string{"r.example", "s.example"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, faults := reach.Of(&tt.says)
			if len(faults) > 0 {
				t.Fatal(faults[0])
			}
			if p.Origin(81) != tt.origin || p.Remote() != tt.remote || !slices.Equal(p.Hosts, tt.hosts) {
				t.Errorf("%s, remote %t, of %q", p.Origin(81), p.Remote(), p.Hosts)
			}
		})
	}
	six, _ := reach.Of(&reach.Settings{Listen: "[2001:db8::1]:443", TLS: true})
	if got := six.Origin(443); got != "https://[2001:db8::1]" {
		t.Errorf("on the usual port: %s", got)
	}
}
