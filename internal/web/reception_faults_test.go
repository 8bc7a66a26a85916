package web_test

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"recette/internal/journal"
	"recette/internal/recette"
)

// TestReception_Faults: what fails once something is recorded is not said to be a refusal; when nobody knows whether it
// is, the same gesture sent again from the page of the failure is recorded once.
func TestReception_Faults(t *testing.T) {
	decision := func(w *world) (*client, string, string, url.Values) {
		return w.entered(marc), atReception, "/decision", url.Values{
			"decision": {"accepted"}, "mot-de-passe": {secret}, "phrase": {phraseOfMarc},
		}
	}
	opinion := func(w *world) (*client, string, string, url.Values) {
		return w.entered(samira), atReception, "/avis", url.Values{"avis": {"favourable"}, "propos": {"rien à dire"}}
	}
	answer := func(w *world) (*client, string, string, url.Values) {
		return w.entered(marc), atReception, "/alerte", url.Values{"reponse": {"vu avec la QA"}}
	}
	made := func(w *world) (*client, string, string, url.Values) {
		return w.entered(elise), atReception, "/pv", nil
	}
	signature := func(w *world) (*client, string, string, url.Values) {
		ppo := w.entered(elise)
		return ppo, ppo.establishes(), "/signature", url.Values{"mot-de-passe": {secret}, "phrase": {phraseOfElise}}
	}
	for kind, asks := range map[journal.Kind]func(w *world) (*client, string, string, url.Values){
		journal.KindDecision: decision, journal.KindOpinion: opinion, journal.KindAnswer: answer,
		journal.KindPVRendered: made, journal.KindPVSigned: signature,
	} {
		for name, tt := range map[string]struct {
			fault  func(*world) *atomic.Pointer[error]
			status int
			says   string
		}{
			"nothing is signed": {
				func(w *world) *atomic.Pointer[error] { return &w.sealing }, http.StatusOK, "C’est enregistré",
			},
			"a late answer": {
				func(w *world) *atomic.Pointer[error] { return &w.torn }, http.StatusServiceUnavailable,
				"On ne sait pas si c’est enregistré",
			},
		} {
			t.Run(string(kind)+", "+name, func(t *testing.T) {
				w := decidable(t)
				c, at, part, typed := asks(w)
				from := at
				if kind == journal.KindDecision {
					from = atDeciding
				}
				form := c.fills(from, at+part, typed)
				err := errors.New("input/output error")
				tt.fault(w).Store(&err)
				status, page := c.post(at+part, form)
				tt.fault(w).Store(nil)
				if status != tt.status || !strings.Contains(page, tt.says) ||
					strings.Contains(refusedIn(page), "Rien n’est enregistré") {
					t.Errorf("%d, want %d and %q\n%s", status, tt.status, tt.says, refusedIn(page))
				}
				unknown := tt.status == http.StatusServiceUnavailable
				if kept := strings.Contains(page, form.Get("cle")); kept != unknown && part != "/signature" {
					t.Errorf("the key of the gesture is kept: %t", kept)
				}
				if unknown && part != "/signature" { // who signed is not asked again
					maps.Copy(form, heldBy(t, page, at+part))
				}
				if status, page := c.post(at+part, form); status != http.StatusSeeOther {
					t.Errorf("sent again: %d\n%s", status, refusedIn(page))
				}
				if n := len(w.leaves(kind)); n != 1 {
					t.Errorf("%d of %s", n, kind)
				}
				for _, l := range append(w.leaves(journal.KindPVRendered), w.leaves(journal.KindPVSigned)...) {
					file := "/campagnes/v1/pv/" + l.PV.Number + "/" + l.PV.SHA256
					if status, _ := c.get(file); status != http.StatusOK && kind != journal.KindOpinion {
						t.Errorf("the file of what is recorded: %d", status)
					}
				}
			})
		}
	}
}

// TestReception_FullDisk: what is stopped before anything is recorded is said to be recorded nowhere, and counted by
// what became of it.
func TestReception_FullDisk(t *testing.T) {
	w := decidable(t)
	po := w.entered(marc)
	err := errors.New("no space left on device")
	w.full.Store(&err)
	status, page := po.decides(nil)
	if status != http.StatusServiceUnavailable || !strings.Contains(page, "Rien n’est enregistré") ||
		len(w.leaves(journal.KindDecision)) != 0 {
		t.Errorf("%d\n%s", status, refusedIn(page))
	}
	w.full.Store(nil)
	po.decides(url.Values{"phrase": {"une autre"}})
	if status, page := po.decides(nil); status != http.StatusSeeOther {
		t.Errorf("once there is room: %d\n%s", status, refusedIn(page))
	}
	_, counted := w.stranger().get("/metrics")
	for _, outcome := range []string{"acknowledged", "failed", "refused"} {
		if want := `recette_gestures_total{outcome="` + outcome + `"} 1`; !strings.Contains(counted, "\n"+want+"\n") {
			t.Errorf("no %s\n%s", want, counted)
		}
	}
}

// TestReception_VisaOfWhatWasShown: a visa is of the PV that its page showed, and of no other that took its place.
func TestReception_VisaOfWhatWasShown(t *testing.T) {
	w := decidable(t, visaOf(recette.QA))
	ppo, qa := w.entered(elise), w.entered(samira)
	if _, page := qa.get(atReception); strings.Contains(page, atReception+"/visa") {
		t.Error("a visa is offered of no PV")
	}
	submit := func() string {
		pv := ppo.establishes()
		number := pv[strings.LastIndex(pv, "/")+1:]
		form := ppo.fills(atReception, atReception+"/soumission", url.Values{"pv": {number}})
		if status, page := ppo.post(atReception+"/soumission", form); status != http.StatusSeeOther {
			t.Fatalf("submitting: %d\n%s", status, refusedIn(page))
		}
		return number
	}
	submit()
	form := qa.fills(atReception, atReception+"/visa", url.Values{"acte": {"give"}, "motif": {"bien lu"}})
	w.finds(2)
	two := submit()
	before := len(w.leaves(journal.KindVisa))
	for name, sur := range map[string]string{"another": form.Get("sur"), "none": ""} {
		form.Set("sur", sur)
		status, page := qa.post(atReception+"/visa", form)
		if status != http.StatusConflict || len(w.leaves(journal.KindVisa)) != before {
			t.Errorf("a visa of %s: %d\n%s", name, status, refusedIn(page))
		}
		if name == "another" && !strings.Contains(page, "cela a changé entre-temps") {
			t.Errorf("it is not said why\n%s", refusedIn(page))
		}
	}
	form = qa.fills(atReception, atReception+"/visa", url.Values{"acte": {"give"}})
	if status, page := qa.post(atReception+"/visa", form); status != http.StatusSeeOther {
		t.Fatalf("a visa of what is shown: %d\n%s", status, refusedIn(page))
	}
	all := w.leaves(journal.KindVisa)
	if last := all[len(all)-1].Visa; last.Act != "give" || last.Number != two {
		t.Errorf("the visa is of %s, want %s", last.Number, two)
	}
}

// TestReception_OfWhoWasShown: what a page offers to somebody is not recorded of who they said to be since.
func TestReception_OfWhoWasShown(t *testing.T) {
	w := decidable(t, visaOf(recette.QA))
	c := w.inside()
	is := func(who recette.Actor) {
		t.Helper()
		if status, _ := c.post("/campagnes/v1/moi/reception", url.Values{"personne": {who.Ref}}); status != 303 {
			t.Fatalf("acting as %s: %d", who.Name, status)
		}
	}
	is(elise)
	pv := c.establishes()
	form := c.fills(atReception, atReception+"/avis", url.Values{"avis": {"favourable"}, "propos": {"d’Élise"}})
	again := c.fills(atReception, atReception+"/pv", nil)
	signs := c.fills(pv, pv+"/signature", url.Values{"phrase": {phraseOfElise}})
	is(samira)
	for path, form := range map[string]url.Values{
		atReception + "/avis": form, atReception + "/pv": again, pv + "/signature": signs,
	} {
		status, page := c.post(path, form)
		if status != http.StatusConflict || !strings.Contains(page, "Cette page était celle d’un autre participant") {
			t.Errorf("%s: %d\n%s", path, status, refusedIn(page))
		}
	}
	if n := len(w.leaves(journal.KindOpinion)) + len(w.leaves(journal.KindPVSigned)); n != 0 {
		t.Errorf("%d facts are recorded of somebody else", n)
	}
	is(elise)
	if status, page := c.post(atReception+"/avis", form); status != http.StatusSeeOther {
		t.Errorf("as who was shown: %d\n%s", status, refusedIn(page))
	}
}
