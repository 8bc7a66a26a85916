package web_test

import (
	"errors"
	"html"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"recette/internal/recette"
)

// TestFaults_WithoutTheirPage: what is recorded, or may be, is never said to be recorded nowhere when the page that it
// came from cannot be made either: the first is not to be typed again, the other is sent again under its key.
func TestFaults_WithoutTheirPage(t *testing.T) {
	broke := errors.New("input/output error")
	sealing := func(w *world) *atomic.Pointer[error] { return &w.sealing }
	after := func(w *world) *atomic.Pointer[error] { return &w.after }
	torn := func(w *world) *atomic.Pointer[error] { return &w.torn }
	anomaly := func(t *testing.T) (*world, *client, string, url.Values) {
		const at = "/campagnes/v1/anomalies"
		w := played(t)
		c := w.joined(elise)
		form := c.gesture("/campagnes/v1/anomalies/ouvrir", at, "")
		return w, c, at, says(form, "gravite", "minor", "resume", "un résumé à garder")
	}
	opinion := func(t *testing.T) (*world, *client, string, url.Values) {
		w := decidable(t)
		c, typed := w.entered(samira), url.Values{"avis": {"favourable"}, "propos": {"un résumé à garder"}}
		return w, c, atReception + "/avis", c.fills(atReception, atReception+"/avis", typed)
	}
	verdict := func(t *testing.T) (*world, *client, string, url.Values) {
		w := newWorld(t, 4)
		c := w.tester()
		return w, c, third + "/jugement", c.judged("verdict", "failed", "constate", "un résumé à garder")
	}
	for name, tt := range map[string]struct {
		of    func(*testing.T) (*world, *client, string, url.Values)
		fault func(*world) *atomic.Pointer[error]
		known bool
	}{
		"an anomaly, sealing":      {anomaly, sealing, true},
		"an anomaly, a late error": {anomaly, after, false},
		"an opinion, sealing":      {opinion, sealing, true},
		"an opinion, a late error": {opinion, torn, false},
		"a verdict, sealing":       {verdict, sealing, true},
	} {
		t.Run(name, func(t *testing.T) {
			w, c, path, form := tt.of(t)
			before := w.size()
			w.broken.Store(&broke)
			tt.fault(w).Store(&broke)
			status, page := c.post(path, form)
			w.broken.Store(nil)
			tt.fault(w).Store(nil)
			wants, says := http.StatusServiceUnavailable, "<h1>On ne sait pas si c’est enregistré"
			if tt.known {
				wants, says = http.StatusOK, "<h1>C’est enregistré"
			}
			if status != wants || !strings.Contains(page, says) || strings.Contains(page, "Rien n’est enregistré") {
				t.Errorf("%d, want %d and %s\n%s", status, wants, says, page)
			}
			if typed := strings.Contains(page, "un résumé à garder"); typed == tt.known {
				t.Errorf("what was typed is given back: %t", typed)
			}
			if w.size() <= before {
				t.Fatal("it is not recorded: the test tells nothing")
			}
			now := w.size()
			if !tt.known { // by the button of the page
				_, again, _ := strings.Cut(page, `action="`+path+`"`)
				again, _, _ = strings.Cut(again, "</form>")
				form = url.Values{}
				for _, m := range hidden.FindAllStringSubmatch(again, -1) {
					form.Add(m[1], html.UnescapeString(m[2]))
				}
			}
			if status, page := c.post(path, form); status != http.StatusSeeOther || w.size() != now {
				t.Errorf("sent again: %d, %d entries more\n%s", status, w.size()-now, page)
			}
		})
	}
}

// TestFaults_SentAgainByAStranger: a form whose session ended may be recorded since it was sent before.
func TestFaults_SentAgainByAStranger(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "failed", "constate", "un texte")
	if status, _ := c.post(third+"/jugement", form); status != http.StatusSeeOther {
		t.Fatal("it is not recorded")
	}
	w.serve() // its sessions are gone
	_, page := c.post(third+"/jugement", form)
	if _, verdict, _ := w.stands("SC-0003"); verdict != recette.Failed ||
		strings.Contains(page, "Rien n’est enregistré") || !strings.Contains(page, "Si vous l’aviez déjà envoyé") {
		t.Errorf("verdict %s\n%s", verdict, page)
	}
}
