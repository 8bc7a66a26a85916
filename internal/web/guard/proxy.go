package guard

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// Only gives the connections that come from ranges: any other is closed before a byte of it is read, and told of.
func Only(l net.Listener, ranges []netip.Prefix, refused func()) net.Listener {
	return &only{l, ranges, refused}
}

type only struct {
	net.Listener
	ranges  []netip.Prefix
	refused func()
}

// Accept waits for the next connection from the ranges.
func (o *only) Accept() (net.Conn, error) {
	for {
		c, err := o.Listener.Accept()
		if err != nil {
			return nil, err //nolint:wrapcheck // the server knows that of a listener
		}
		if from, err := netip.ParseAddrPort(c.RemoteAddr().String()); err == nil && within(o.ranges, from.Addr()) {
			return c, nil
		}
		_ = c.Close() // it is nobody that is answered
		o.refused()
	}
}

func within(ranges []netip.Prefix, a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, r := range ranges {
		if r.Contains(a) {
			return true
		}
	}
	return false
}

// Forwarded makes a request that a proxy hands on one from whom the proxy says, in X-Forwarded-For, that it comes from.
// Only what the proxy itself adds counts, the last address: what a browser wrote there before is nobody's word, be it
// from an address of the proxies. A request of which the proxy says nothing is of the proxy, and mute is told. A page
// that was asked for in the clear, as X-Forwarded-Proto says, is asked for anew at origin. No other header of a proxy
// is read.
func Forwarded(proxies []netip.Prefix, origin string, mute func(*http.Request), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		peer, err := netip.ParseAddrPort(r.RemoteAddr)
		if err != nil || !within(proxies, peer.Addr()) { // no proxy: its headers are those of anybody
			next.ServeHTTP(w, r)
			return
		}
		if from, ok := address(last(r.Header.Values("X-Forwarded-For"))); ok {
			r.RemoteAddr = netip.AddrPortFrom(from, 0).String()
		} else {
			mute(r)
		}
		if proto := last(r.Header.Values("X-Forwarded-Proto")); proto != "" && !strings.EqualFold(proto, "https") {
			elsewhere(w, r, origin)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// elsewhere leads a page to where it is encrypted. What was sent in the clear is not taken.
func elsewhere(w http.ResponseWriter, r *http.Request, origin string) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
		return
	}
	page := r.URL.RequestURI()
	if !strings.HasPrefix(page, "/") {
		page = "/"
	}
	http.Redirect(w, r, origin+page, http.StatusTemporaryRedirect)
}

// address reads that of a machine, with a port or without.
func address(said string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(said)
	if err != nil {
		with, err := netip.ParseAddrPort(said)
		if err != nil {
			return a, false
		}
		a = with.Addr()
	}
	return a.Unmap().WithZone(""), true
}

func last(lists []string) string {
	list := strings.Join(lists, ",")
	return strings.TrimSpace(list[strings.LastIndexByte(list, ',')+1:])
}

// From is the address that a request comes from. The addresses of one household are one: whoever holds 2^64 of them
// would have as many tries.
func From(r *http.Request) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	a := peer.Addr().Unmap().WithZone("")
	if a.Is4() || a.IsLoopback() {
		return a.String()
	}
	home, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return home.String()
}

// TellsClear gives the connections of l, which are to speak TLS. Whoever speaks HTTP there is sent to origin: the
// server itself says a word of English, and nothing of where to go.
func TellsClear(l net.Listener, origin, sentence string) net.Listener {
	answer := "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + origin + "/\r\nConnection: close\r\n" +
		"Cache-Control: no-store\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + sentence + "\n"
	return &tellsClear{l, answer}
}

type tellsClear struct {
	net.Listener
	answer string
}

// Accept waits for the next connection.
func (t *tellsClear) Accept() (net.Conn, error) {
	c, err := t.Listener.Accept()
	if err != nil {
		return nil, err //nolint:wrapcheck // the server knows that of a listener
	}
	return &opened{Conn: c, answer: t.answer}, nil
}

// opened is a connection that knows how it began. A record of TLS begins with a number below any letter; what the
// server writes to a letter is that it speaks no HTTP.
type opened struct {
	net.Conn
	answer string
	began  bool
	letter bool
}

func (o *opened) Read(b []byte) (int, error) {
	n, err := o.Conn.Read(b)
	if n > 0 && !o.began {
		o.began, o.letter = true, b[0] >= 'A'
	}
	return n, err //nolint:wrapcheck // that of the connection
}

func (o *opened) Write(b []byte) (int, error) {
	if !o.letter {
		return o.Conn.Write(b) //nolint:wrapcheck // that of the connection
	}
	if _, err := o.Conn.Write([]byte(o.answer)); err != nil {
		return 0, err //nolint:wrapcheck // that of the connection
	}
	if half, ok := o.Conn.(interface{ CloseWrite() error }); ok && half.CloseWrite() == nil {
		unread := make([]byte, 4<<10) // a connection that is closed on what was not read loses what was written
		for range 8 {
			if _, err := o.Conn.Read(unread); err != nil {
				break
			}
		}
	}
	return len(b), nil
}
