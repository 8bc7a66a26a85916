package web

import (
	"net/http"
	"net/url"
	"strings"

	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// visit is one request, with how its reader wants to be answered.
type visit struct {
	w     http.ResponseWriter
	r     *http.Request
	s     *Server
	words *i18n.Printer
	theme string // light, dark; empty: that of the system
	keys  bool   // single characters are keys

	holder bool          // of a key that the command line printed
	person *person       // who came in by their account; nil: nobody did
	reads  recette.Actor // as whom a person reads the campaign of the page

	again func() (*visit, error) // the same request as it would be answered now; of a stream alone

	status int     // of what a script was told; 0: nothing
	files  bool    // the form of the request came with some
	record *Record // that it reads; nil until it does

	ends  []func() // what is given back once the answer is made
	after refusal  // what went wrong after a gesture that is recorded
}

func (s *Server) visit(w http.ResponseWriter, r *http.Request) *visit {
	v := &visit{w: w, r: r, s: s, words: s.Words[i18n.French], keys: true}
	if s.said(r, keysCookie) == "non" {
		v.keys = false
	}
	if lang, ok := i18n.Parse(s.said(r, langCookie)); ok && s.Words[lang] != nil {
		v.words = s.Words[lang]
	}
	if theme := s.said(r, themeCookie); theme == "light" || theme == "dark" {
		v.theme = theme
	}
	return v
}

// to sends the reader to a page of this server.
func (v *visit) to(path string) error {
	http.Redirect(v.w, v.r, path, http.StatusSeeOther)
	return nil
}

// The cookies that hold how a reader wants pages: nothing of theirs.
const (
	langCookie  = "recette-langue"
	themeCookie = "recette-theme"
	keysCookie  = "recette-touches"
	lookTime    = 365 * 24 * 3600 // seconds
)

// look keeps the language or the theme that somebody chose, and leads back to the page that they chose it on.
func (s *Server) look(v *visit) error {
	form, err := guard.Form(v.w, v.r)
	if err != nil {
		return err
	}
	for name, wanted := range map[string][]string{
		langCookie: {"fr", "en"}, themeCookie: {"light", "dark", "auto"}, keysCookie: {"oui", "non"},
	} {
		for _, value := range wanted {
			if form.Get(strings.TrimPrefix(name, "recette-")) == value {
				v.set(http.Cookie{Name: name, Value: value, MaxAge: lookTime, HttpOnly: true})
			}
		}
	}
	return v.to(back(form.Get("page")))
}

// back gives a page of this server to go back to: the first one for what could be a page of another.
func back(page string) string {
	u, err := url.Parse(page)
	if err != nil || u.Scheme != "" || u.Host != "" || u.Opaque != "" || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(u.Path, "//") || strings.ContainsAny(page, "\\\r\n") {
		return "/"
	}
	return (&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String()
}
