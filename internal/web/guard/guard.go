// Package guard stands before every handler of the server: which hosts are answered, which requests may change
// something, how much is read of them, and what each answer, errors included, tells the browser.
//
// It knows neither people nor pages. What it refuses, the handler that it is given says.
package guard

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Policy is what browsers are told of every page: all that it needs comes from this server, nothing is inline, nobody
// frames it (ASVS 5.0, 3.4.3 and 3.4.6). The one policy of trusted types knows the address of the service worker alone.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; worker-src 'self'; " +
	"require-trusted-types-for 'script'; trusted-types recette"

// permissions are what pages may do: of it all, to know that they stop.
const permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), unload=(self)"

// Headers sets what every answer says, before next can answer.
func Headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for name, value := range map[string]string{
			"Content-Security-Policy":      Policy,
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "same-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           permissions,
			"Cache-Control":                "no-store",
		} {
			h.Set(name, value)
		}
		next.ServeHTTP(w, r)
	})
}

// HSTS is what browsers are told of a name that is reached encrypted: for a year, they come back in no other way (ASVS
// 5.0, 3.4.1).
const HSTS = "max-age=31536000"

// Encrypted tells browsers to come back encrypted. The name of this machine for itself, and an address, are those of
// other servers too, which may have no certificate.
func Encrypted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if name := hostOf(r.Host); name != "localhost" && net.ParseIP(name) == nil {
			w.Header().Set("Strict-Transport-Security", HSTS)
		}
		next.ServeHTTP(w, r)
	})
}

// Hosts answers only to the names in allowed, without ports: a name that somebody else's DNS leads here is
// 421 Misdirected Request (RFC 9110, 15.5.20).
func Hosts(allowed []string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(allowed, hostOf(r.Host)) {
			http.Error(w, http.StatusText(http.StatusMisdirectedRequest), http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Local tells whether a program of this machine asks, by a name of this machine: what a proxy hands on comes from here
// too, under its own name, or says for whom.
func Local(r *http.Request) bool {
	for _, said := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via"} {
		if r.Header.Get(said) != "" {
			return false
		}
	}
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	name := hostOf(r.Host)
	return err == nil && net.ParseIP(from).IsLoopback() && (name == "localhost" || net.ParseIP(name).IsLoopback())
}

// hostOf gives a host in lower case, without its port and final dot.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// SameSite hands the requests that change something to refused when they come from the page of another site, or from a
// program that says neither where it comes from nor, in Sec-Fetch-Site, that it is no page: every browser says one of
// them (ASVS 5.0, 3.5.1).
func SameSite(next, refused http.Handler) http.Handler {
	p := http.NewCrossOriginProtection()
	p.SetDenyHandler(refused)
	return p.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		safe := r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions
		if !safe && r.Header.Get("Sec-Fetch-Site") == "" && r.Header.Get("Origin") == "" {
			refused.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}))
}

// MaxForm is the most that is read of a form, in bytes.
const MaxForm = 64 << 10

// The refusals of Form.
var (
	ErrForm     = errors.New("not a form")
	ErrTooLarge = errors.New("form too large")
)

// Form reads a form whole, or refuses it: what http.Request.FormValue gives of one that is too large is an empty text,
// which would be recorded. It returns ErrTooLarge beyond MaxForm bytes and ErrForm for what is no form. Lines end as
// those of the command line and of the API do, not as a browser sends them.
func Form(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxForm)
	err := r.ParseForm()
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	for _, texts := range r.PostForm {
		for i := range texts {
			texts[i] = Lines(texts[i])
		}
	}
	return r.PostForm, nil
}

// Lines ends the lines of a text by LF alone.
func Lines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// Frames lets the page that answers hold another answer of this server in a frame.
func Frames(w http.ResponseWriter) {
	w.Header().Set("Content-Security-Policy", Policy+"; frame-src 'self'")
}

// Framed lets the answer, which is a document and no page, be held in a frame of a page of this server. Nothing in it
// runs or is fetched.
func Framed(w http.ResponseWriter) {
	w.Header().Set(
		"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
	)
}

// Patient gives an answer time to be made and sent beyond that of a page. One that cannot wait longer has that of a
// page.
func Patient(w http.ResponseWriter, r *http.Request, d time.Duration) {
	ctx, cancel := context.WithTimeout(r.Context(), d)
	defer cancel()
	if until, ok := ctx.Deadline(); ok {
		_ = http.NewResponseController(w).SetWriteDeadline(until)
	}
}
