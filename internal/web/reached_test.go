package web_test

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/reach"
	"recette/internal/recette"
	"recette/internal/web"
	"recette/internal/web/guard"
)

// abroad has the pages reached by other machines, encrypted, as https://recette.test on a port of this one.
func (w *world) abroad() (*reach.Authority, *x509.CertPool) {
	w.t.Helper()
	ca := &reach.Authority{Dir: filepath.Join(w.t.TempDir(), "tls"), Now: time.Now, Rand: rand.Reader}
	certificates, err := ca.Certificates([]string{"recette.test"}, slog.New(slog.DiscardHandler))
	w.must(err)
	w.reached = func(port int) web.Reached {
		return web.Reached{
			Origin: fmt.Sprintf("https://recette.test:%d", port), TLS: certificates.Config(), Remote: true,
		}
	}
	w.serve()
	w.base = strings.Replace(w.base, "http://localhost", "https://recette.test", 1)
	public, err := os.ReadFile(ca.File())
	w.must(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(public)
	return ca, roots
}

// reaches has a client find recette.test on this machine, and trust roots.
func (c *client) reaches(roots *x509.CertPool) *client {
	_, port, _ := strings.Cut(strings.TrimPrefix(c.w.base, "https://"), ":")
	c.Transport = &http.Transport{
		ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: roots},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port)
		},
	}
	return c
}

// TestAbroad: pages that other machines reach are encrypted, opened by accounts alone, and their cookies are of this
// server alone (ASVS 5.0, 3.3.1, 3.4.1 and 12.1.1).
func TestAbroad(t *testing.T) {
	w := played(t)
	w.joins(yann)
	_, roots := w.abroad()
	c := w.stranger().reaches(roots)
	if _, err := w.server.Key(); err != web.ErrRemote { //nolint:errorlint // itself
		t.Errorf("a key is cut: %v", err)
	}
	for _, path := range []string{"/entrer", "/entrer?cle=" + strings.Repeat("A", 43)} {
		if status, _ := c.get(path); status != http.StatusNotFound {
			t.Errorf("the door of a key: %d", status)
		}
	}
	for _, key := range []string{"", strings.Repeat("A", 43)} {
		if status, _ := c.post("/entrer", url.Values{"cle": {key}}); status != http.StatusNotFound {
			t.Errorf("a key is taken: %d", status)
		}
	}
	form := url.Values{"identifiant": {yann.Name}, "mot-de-passe": {secret}, "page": {"/"}}
	r, err := http.NewRequestWithContext(
		t.Context(), http.MethodPost, w.base+"/connexion", strings.NewReader(form.Encode()),
	)
	w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", w.base)
	answer, err := c.Do(r)
	w.must(err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther || answer.ProtoMajor != 2 {
		t.Errorf("entering: %s in %s", answer.Status, answer.Proto)
	}
	if got := answer.Header.Get("Strict-Transport-Security"); got != guard.HSTS {
		t.Errorf("browsers are told %q", got)
	}
	set := answer.Cookies()
	r, err = http.NewRequestWithContext(
		t.Context(), http.MethodPost, w.base+"/apparence", strings.NewReader("theme=dark&langue=en&touches=non&page=/"),
	)
	w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", w.base)
	answer, err = c.Do(r)
	w.must(err)
	answer.Body.Close()
	set = append(set, answer.Cookies()...)
	names := map[string]bool{}
	for _, k := range set {
		names[k.Name] = true
		if !strings.HasPrefix(k.Name, "__Host-recette-") || !k.Secure || !k.HttpOnly || k.Path != "/" ||
			k.Domain != "" || k.SameSite != http.SameSiteStrictMode {
			t.Errorf("a cookie: %s", k.Raw)
		}
	}
	if len(names) != 4 {
		t.Errorf("the cookies %v, want those of the session, the theme, the language and the keys", names)
	}
	if status, body := c.get("/campagnes/v1"); status != http.StatusOK ||
		!strings.Contains(body, `lang="en" data-theme="dark"`) {
		t.Errorf("inside, as the look was chosen: %d", status)
	}
	bare := strings.TrimPrefix(set[0].Name, "__Host-")
	other := w.stranger().reaches(roots)
	at, err := url.Parse(w.base)
	w.must(err)
	other.Jar.SetCookies(at, []*http.Cookie{{Name: bare, Value: set[0].Value, Secure: true}})
	if status, _ := other.get("/"); status != http.StatusUnauthorized {
		t.Errorf("a cookie that a neighbour may have set: %d", status)
	}
	for host, want := range map[string]int{
		"recette.test": 200, "RECETTE.TEST.": 200, "evil.example": 421, "127.0.0.1": 421, "": 421,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+"/connexion", http.NoBody)
		w.must(err)
		if r.Host = host; host == "" {
			r.Host = "x" // the client would write the name of the address
		}
		if status, _ := other.do(r); status != want {
			t.Errorf("as %q: %d, want %d", host, status, want)
		}
	}
	if strings.Contains(w.log.String(), yann.Name) {
		t.Error("the log names somebody")
	}
}

// TestAbroad_Refused: the log tells from which address somebody was refused, as the connection says it, not a header.
func TestAbroad_Refused(t *testing.T) {
	w := played(t)
	_, roots := w.abroad()
	c := w.stranger().reaches(roots)
	last := 0
	for i := range 40 {
		form := url.Values{"identifiant": {fmt.Sprintf("n%d", i)}, "mot-de-passe": {secret}}
		r, err := http.NewRequestWithContext(
			t.Context(), http.MethodPost, w.base+"/connexion", strings.NewReader(form.Encode()),
		)
		w.must(err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", w.base)
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("192.0.2.%d", i)) // another one each time
		r.Header.Set("X-Real-Ip", fmt.Sprintf("192.0.2.%d", i))
		last, _ = c.do(r)
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the fortieth try from one address: %d", last)
	}
	said := w.log.String()
	if !strings.Contains(said, `"from":"127.0.0.1"`) || strings.Contains(said, "192.0.2.") {
		t.Errorf("the log: %.400s", said)
	}
}

// TestAbroad_Clear: whoever speaks HTTP to the port that speaks TLS is told where to go, and given nothing.
func TestAbroad_Clear(t *testing.T) {
	w := played(t)
	w.abroad()
	_, port, _ := strings.Cut(strings.TrimPrefix(w.base, "https://"), ":")
	for name, asked := range map[string]string{
		"a page": "GET /campagnes/v1 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
		"a form": "POST /connexion HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n" + strings.Repeat("a", 9000),
	} {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", "127.0.0.1:"+port)
		w.must(err)
		w.must(conn.SetDeadline(time.Now().Add(10 * time.Second)))
		_, err = io.WriteString(conn, asked)
		w.must(err)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		body, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != http.StatusTemporaryRedirect || answer.Header.Get("Location") != w.base+"/" ||
			!strings.Contains(string(body), "se lit en HTTPS") {
			t.Errorf("%s: %s, to %q: %s", name, answer.Status, answer.Header.Get("Location"), body)
		}
		answer.Body.Close()
		conn.Close()
	}
}

// TestAbroad_Old: what is no longer safe of TLS is not spoken.
func TestAbroad_Old(t *testing.T) {
	w := played(t)
	_, roots := w.abroad()
	_, port, _ := strings.Cut(strings.TrimPrefix(w.base, "https://"), ":")
	for version, want := range map[uint16]bool{
		tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true,
	} {
		d := tls.Dialer{Config: &tls.Config{
			RootCAs: roots, ServerName: "recette.test", MinVersion: version, MaxVersion: version,
		}}
		conn, err := d.DialContext(t.Context(), "tcp", "127.0.0.1:"+port)
		if (err == nil) != want {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			conn.Close()
		}
	}
}

// TestAbroad_Slow: who opens a connection and says nothing, or drips, does not hold it.
func TestAbroad_Slow(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short: NO slow client was tried over TLS")
	}
	w := played(t)
	_, roots := w.abroad()
	_, port, _ := strings.Cut(strings.TrimPrefix(w.base, "https://"), ":")
	began := time.Now()
	silent, err := new(net.Dialer).DialContext(t.Context(), "tcp", "127.0.0.1:"+port)
	w.must(err)
	defer silent.Close()
	d := tls.Dialer{Config: &tls.Config{RootCAs: roots, ServerName: "recette.test"}}
	slow, err := d.DialContext(t.Context(), "tcp", "127.0.0.1:"+port)
	w.must(err)
	defer slow.Close()
	go func() {
		for _, b := range []byte("GET /connexion HTTP/1.1\r\nHost: recette.test\r\nX: " + strings.Repeat("a", 60)) {
			if _, err := slow.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(200 * time.Millisecond)
		}
	}()
	for name, conn := range map[string]net.Conn{"silent": silent, "slow": slow} {
		w.must(conn.SetReadDeadline(began.Add(12 * time.Second)))
		if _, err := io.Copy(io.Discard, conn); err != nil && os.IsTimeout(err) {
			t.Errorf("%s: the connection is held after %s", name, time.Since(began))
		}
	}
}

// TestAbroad_Direct: pages are told live over HTTP/2, whose deadlines end an answer that writes nothing: that of the
// event before does not outlive it.
func TestAbroad_Direct(t *testing.T) {
	w := played(t)
	w.joins(yann)
	_, roots := w.abroad()
	const write = 300 * time.Millisecond
	w.server.Hurry(write)
	c := w.stranger().reaches(roots)
	if status, _ := c.logsIn(yann.Name, secret); status != http.StatusSeeOther {
		t.Fatalf("entering: %d", status)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.base+"/campagnes/v1/direct", http.NoBody)
	w.must(err)
	answer, err := c.Do(r)
	w.must(err)
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	if answer.ProtoMajor != 2 || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s in %s", answer.Status, answer.Proto)
	}
	if e, _ := eventOf(lines); e.name != "etat" {
		t.Errorf("the first event: %+v", e)
	}
	time.Sleep(3 * write)
	w.plays("SC-0005", recette.Passed, "")
	if e, _ := eventOf(lines); e.name != "etat" || e.text == "" {
		t.Errorf("once something is recorded: %+v", e)
	}
}

// TestBehind: behind a proxy, requests are taken from it alone, and who asks is who it says.
func TestBehind(t *testing.T) {
	w := played(t)
	w.joins(yann)
	here := netip.MustParsePrefix("127.0.0.0/8")
	w.reached = func(int) web.Reached {
		return web.Reached{Origin: "https://recette.test", Remote: true, Proxies: []netip.Prefix{here}}
	}
	w.serve()
	c := w.stranger()
	ask := func(method, path string, headers map[string]string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, w.base+path, strings.NewReader(""))
		w.must(err)
		r.Host = "recette.test"
		for name, value := range headers {
			if name == "Host" {
				r.Host = value
			}
			r.Header.Set(name, value)
		}
		answer, err := c.Do(r)
		w.must(err)
		answer.Body.Close()
		return answer
	}
	for name, tt := range map[string]struct {
		method, path string
		headers      map[string]string
		want         int
		to           string
	}{
		"a page":       {"GET", "/connexion", map[string]string{"X-Forwarded-Proto": "https"}, 200, ""},
		"without word": {"GET", "/connexion", nil, 200, ""},
		"in the clear": {
			"GET", "/connexion?page=/a",
			map[string]string{"X-Forwarded-Proto": "http"},
			307,
			"https://recette.test/connexion?page=/a",
		},
		"a form in the clear": {
			"POST", "/connexion",
			map[string]string{"X-Forwarded-Proto": "http", "Origin": "https://recette.test"},
			403, "",
		},
		"by its own name": {"GET", "/connexion", map[string]string{"Host": "localhost"}, 421, ""},
		"a forged name":   {"GET", "/connexion", map[string]string{"X-Forwarded-Host": "evil.example"}, 200, ""},
		"another name": {
			"GET", "/connexion", map[string]string{"Host": "evil.example", "X-Forwarded-Host": "recette.test"}, 421, "",
		},
		"who watches":         {"GET", "/readyz", map[string]string{"Host": "localhost"}, 200, ""},
		"counters, from here": {"GET", "/metrics", map[string]string{"Host": "localhost"}, 200, ""},
		"counters, handed on": {
			"GET", "/metrics", map[string]string{"Host": "localhost", "X-Forwarded-For": "127.0.0.1"}, 404, "",
		},
		"counters, by name": {"GET", "/metrics", nil, 404, ""},
		"a key":             {"GET", "/entrer?cle=x", nil, 404, ""},
	} {
		answer := ask(tt.method, tt.path, tt.headers)
		if answer.StatusCode != tt.want || answer.Header.Get("Location") != tt.to {
			t.Errorf("%s: %s, to %q", name, answer.Status, answer.Header.Get("Location"))
		}
		if tt.headers["Host"] == "" && answer.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: browsers are not told to come back encrypted", name)
		}
	}
	tries := func(forwarded func(i int) string) (last int) {
		for i := range 40 {
			form := url.Values{"identifiant": {fmt.Sprintf("n%d", i)}, "mot-de-passe": {secret}}
			r, err := http.NewRequestWithContext(
				t.Context(), http.MethodPost, w.base+"/connexion", strings.NewReader(form.Encode()),
			)
			w.must(err)
			r.Host = "recette.test"
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Origin", "https://recette.test")
			r.Header.Set("X-Forwarded-For", forwarded(i))
			if last, _ = c.do(r); last == http.StatusTooManyRequests {
				return last
			}
		}
		return last
	}
	if got := tries(func(i int) string { return fmt.Sprintf("198.51.100.%d, 192.0.2.9", i) }); got != 429 {
		t.Errorf("one address that writes others before its own: %d", got)
	}
	if got := tries(func(i int) string { return fmt.Sprintf("2001:db8::%d", i) }); got != 429 {
		t.Errorf("the addresses of one household: %d", got)
	}
	if got := tries(func(i int) string { return fmt.Sprintf("203.0.113.%d", i) }); got != http.StatusUnauthorized {
		t.Errorf("forty addresses, one try each: %d", got)
	}
	if n := strings.Count(w.log.String(), "no X-Forwarded-For"); n != 1 {
		t.Errorf("that the proxy gives no address is told %d times", n)
	}
	if said := w.log.String(); !strings.Contains(said, `"from":"192.0.2.9"`) || strings.Contains(said, "198.51.100.") {
		t.Errorf("the log: %.400s", said)
	}
}

// TestBehind_Elsewhere: who is not the proxy is closed before a byte is read.
func TestBehind_Elsewhere(t *testing.T) {
	w := played(t)
	w.reached = func(int) web.Reached {
		return web.Reached{
			Origin: "https://recette.test", Remote: true,
			Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")},
		}
	}
	w.serve()
	if answer, err := w.stranger().Get(w.base + "/healthz"); err == nil {
		answer.Body.Close()
		t.Errorf("it is answered %s", answer.Status)
	}
}
