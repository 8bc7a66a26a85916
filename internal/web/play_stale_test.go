package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/runner/protocol"
)

// as is a client inside that says to be somebody.
func (w *world) as(who recette.Actor) *client {
	c := w.inside()
	c.post("/campagnes/v1/moi", url.Values{"personne": {who.Ref}})
	return c
}

// iterate begins another iteration, with the plan as it is changed.
func (w *world) iterate(build bool, change func(m *plan.Manifest)) {
	w.t.Helper()
	_, err := w.campaigns.Iterate(w.t.Context(), elise, campaign.Iteration{
		Campaign: "v1", Reason: "livraison", Build: build, Texts: true, Aside: true,
		Impact: func([]string) bool { return false }, Regression: func([]string) bool { return false },
		Make: func(f *plan.Manifest) (plan.Manifest, []string, error) {
			m := *f
			m.FrozenAt = "2026-11-23T09:30:00Z"
			change(&m)
			return m, nil, nil
		},
	})
	w.must(err)
}

const third = "/campagnes/v1/cas/SC-0003"

// judged begins the third row and gives the form of its one outcome, filled in.
func (c *client) judged(pairs ...string) url.Values {
	c.w.t.Helper()
	c.press(third, "/commencer")
	form := c.asks("SC-0003")
	if form == nil {
		c.w.t.Fatal("nothing is asked")
	}
	return says(form, pairs...)
}

// TestPlay_OtherIteration: what was seen of one delivery does not count for another, nor under another plan.
func TestPlay_OtherIteration(t *testing.T) {
	for name, change := range map[string]struct {
		build bool
		to    func(*plan.Manifest)
	}{
		"another build": {true, func(m *plan.Manifest) {
			m.Release.Build, m.Release.Version, m.Environment.Build = "b2", "1.5", "b2"
		}},
		"another address": {false, func(m *plan.Manifest) { m.Environment.URL = "https://ailleurs.example" }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			c := w.tester()
			form := c.judged("verdict", "passed")
			prepared := w.prepared.Load()
			w.iterate(change.build, change.to)
			if status, _ := c.post(third+"/jugement", form); status != http.StatusConflict {
				t.Errorf("a verdict of before: %d", status)
			}
			if _, verdict, _ := w.stands("SC-0003"); verdict != recette.NotRun {
				t.Errorf("it counts as %s", verdict)
			}
			if w.prepared.Load() == prepared {
				t.Error("the campaign is conducted as before")
			}
			if status, _ := c.post(third+"/jugement", c.judged("verdict", "passed")); status != http.StatusSeeOther {
				t.Errorf("a verdict of now: %d", status)
			}
		})
	}
}

// TestPlay_OtherName: the form of a page records under the name that it shows, or not at all.
func TestPlay_OtherName(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "failed", "constate", "un texte de Yann")
	c.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}}) // in another tab
	status, body := c.post(third+"/jugement", form)
	if status != http.StatusConflict || !strings.Contains(body, "un texte de Yann") {
		t.Errorf("%d", status)
	}
	if _, verdict, attempts := w.stands("SC-0003"); attempts != 0 {
		t.Errorf("%s was recorded", verdict)
	}
}

// TestSession_NotBroughtBack: a page that took long brings back neither who one was, nor a session that ended
// (ASVS 5.0, 7.4.1).
func TestSession_NotBroughtBack(t *testing.T) {
	t.Parallel() // it waits
	slowly := func(t *testing.T, meanwhile func(*client)) (*world, *client) {
		w := newWorld(t, 4)
		w.preparing = make(chan struct{})
		c := w.tester()
		w.now.Add(120) // the session is to last longer
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.get("/campagnes/v1/cas")
		}()
		time.Sleep(300 * time.Millisecond)
		meanwhile(c)
		close(w.preparing)
		<-done
		return w, c
	}
	_, c := slowly(t, func(c *client) { c.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}}) })
	if _, body := c.get(third); !strings.Contains(body, "Samira Haddad.") {
		t.Error("who one said to be is forgotten")
	}
	var kept []*http.Cookie
	w, _ := slowly(t, func(c *client) {
		base, _ := url.Parse(c.w.base)
		kept = c.Jar.Cookies(base)
		c.post("/sortir", nil)
	})
	other := w.stranger()
	base, _ := url.Parse(w.base)
	other.Jar.SetCookies(base, kept)
	if status, _ := other.get("/"); status != http.StatusUnauthorized {
		t.Errorf("a session that ended: %d", status)
	}
}

// manual and automated steps: the first step of each row waits for what it is sent.
func slowWorld(t *testing.T, until <-chan struct{}) *world {
	t.Helper()
	return newWorld(t, 4, execution.Source{Name: "go:./steps", Start: func(context.Context) (execution.Worker, error) {
		return &slow{until: until}, nil
	}})
}

// TestPlay_NeverBegan: what could not begin is given back, and not taken to be under way.
func TestPlay_NeverBegan(t *testing.T) {
	t.Parallel() // it waits
	until := make(chan struct{}, 2)
	w := slowWorld(t, until)
	a, b := w.tester(), w.tester()
	until <- struct{}{}
	form := a.judged("verdict", "failed", "constate", "un texte")
	go b.press("/campagnes/v1/cas/SC-0002", "/commencer") // the same person, at another device
	time.Sleep(300 * time.Millisecond)
	status, body := a.post(third+"/jugement", form)
	if status != http.StatusConflict || !strings.Contains(body, "un texte") {
		t.Errorf("%d: %v", status, strings.Contains(body, "un texte"))
	}
	until <- struct{}{}
}

// TestPlay_Late: what failed after nobody waited for it is told, with what was typed, until its reader knows.
func TestPlay_Late(t *testing.T) {
	t.Parallel() // it waits
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "failed", "constate", "un texte")
	full := errors.New("input/output error")
	w.full.Store(&full)
	w.stall.Store(int64(6 * time.Second))
	if status, _ := c.post(third+"/jugement", form); status != http.StatusSeeOther {
		t.Errorf("while it goes on: %d", status)
	}
	told := func() bool {
		_, body := c.get(third)
		return strings.Contains(body, "n’a pas abouti") && strings.Contains(body, "un texte")
	}
	for range 200 {
		if told() {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if !told() {
		t.Fatal("it is told nowhere")
	}
	w.stall.Store(0)
	w.full.Store(nil)
	c.press(third, "/vu")
	if told() {
		t.Error("it is told to who knows")
	}
}

// TestPlay_Recorded: what is durable is never said to be recorded nowhere, whatever failed after it.
func TestPlay_Recorded(t *testing.T) {
	broke := errors.New("fsync: input/output error")
	for name, set := range map[string]func(*world, *error){
		"the program broke after a commit": func(w *world, err *error) { w.panics.Store(err != nil) },
		"the head could not be signed":     func(w *world, err *error) { w.sealing.Store(err) },
		"the disk answered after a commit": func(w *world, err *error) { w.after.Store(err) },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, 4)
			c := w.tester()
			form := c.judged("verdict", "passed")
			set(w, &broke)
			status, body := c.post(third+"/jugement", form)
			set(w, nil)
			if status != http.StatusOK || !strings.Contains(body, "C’est enregistré") ||
				strings.Contains(body, "Rien n’est enregistré") {
				t.Errorf("%d", status)
			}
			if status, _ := c.post(third+"/jugement", form); status != http.StatusSeeOther {
				t.Errorf("again: %d", status)
			}
			if _, verdict, attempts := w.stands("SC-0003"); verdict != recette.Passed || attempts != 1 {
				t.Errorf("verdict %s, %d attempts", verdict, attempts)
			}
		})
	}
}

// TestPlay_StaleGestures: what a page of before lets somebody press undoes nothing.
func TestPlay_StaleGestures(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	_, before := c.get(third)
	begin := url.Values{"personne": {yann.Ref}, "essai": {"1"}}
	if !strings.Contains(before, `name="essai" value="1"`) {
		t.Fatal("the page does not say which attempt it begins")
	}
	c.post(third+"/jugement", c.judged("verdict", "passed"))
	if status, _ := c.post(third+"/commencer", begin); status != http.StatusConflict {
		t.Errorf("beginning what ended: %d", status)
	}
	w.plays("SC-0004", "", "")
	s := w.as(samira)
	over := url.Values{"personne": {samira.Ref}, "essai": {"1"}, "tient": {yann.Ref}, "comment": {"relayer"}}
	w2 := w.tester()
	w2.press("/campagnes/v1/cas/SC-0004", "/commencer")
	w2.post("/campagnes/v1/cas/SC-0004/jugement", says(w2.asks("SC-0004"), "verdict", "passed"))
	if status, _ := s.post("/campagnes/v1/cas/SC-0004/commencer", over); status != http.StatusConflict {
		t.Errorf("taking over what ended meanwhile: %d", status)
	}
	if _, verdict, attempts := w.stands("SC-0004"); verdict != recette.Passed || attempts != 1 {
		t.Errorf("%s after %d attempts", verdict, attempts)
	}
	a, b := w.tester(), w.tester()
	b.press("/campagnes/v1/cas/SC-0002", "/commencer")
	a.press(third, "/laisser") // of a page of before
	if b.asks("SC-0002") == nil {
		t.Error("leaving a row leaves another one")
	}
}

// TestPlay_LaysWhatIsTheirs: a page of one person leaves nothing of what another one plays.
func TestPlay_LaysWhatIsTheirs(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	c.press(third, "/commencer")
	old := c.asks("SC-0003") // of Yann
	c.post("/campagnes/v1/moi", url.Values{"personne": {samira.Ref}})
	const at = "/campagnes/v1/cas/SC-0004"
	c.press(at, "/commencer")
	if status, body := c.post(at+"/laisser", old); status != http.StatusConflict || c.asks("SC-0004") == nil {
		t.Errorf("%d: %s", status, why(body))
	}
	if status, _ := c.press(at, "/laisser"); status != http.StatusSeeOther || c.asks("SC-0004") != nil {
		t.Errorf("their own: %d", status)
	}
}

// TestPlay_BeginsOnce: an attempt that automation ends before anything is asked is begun once by a button.
func TestPlay_BeginsOnce(t *testing.T) {
	w := newWorld(t, 4, execution.Source{Name: "go:./steps", Start: func(context.Context) (execution.Worker, error) {
		return &wrong{}, nil
	}})
	c := w.tester()
	form := url.Values{"personne": {yann.Ref}, "essai": {"1"}}
	for range 3 {
		c.post(third+"/commencer", form)
	}
	if _, _, attempts := w.stands("SC-0003"); attempts != 1 {
		t.Errorf("%d attempts", attempts)
	}
}

// wrong is a worker whose first step fails.
type wrong struct{ slow }

func (s *wrong) Next(context.Context, time.Duration) (execution.Reply, error) {
	if s.at++; s.at == 1 {
		return execution.Reply{Step: &protocol.StepEnd{Index: 0, Outcome: "failed"}}, nil
	}
	return execution.Reply{Ended: &protocol.ScenarioEnded{Outcome: "failed"}}, nil
}

// TestGuided_CloseCutsWhatGoesOn: a step that never ends keeps neither the server from stopping nor others
// from playing.
func TestGuided_CloseCutsWhatGoesOn(t *testing.T) {
	w := slowWorld(t, make(chan struct{}))
	s, err := w.guided.Session(t.Context(), yann, "v1")
	w.must(err)
	short, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := s.Begin(short, "SC-0003", 1); err == nil {
		t.Fatal("it ended")
	}
	for range 50 {
		s.Now() // waits for nothing, as the closing does not wait for it
	}
	w.must(w.guided.Close(t.Context()))
	if err := s.TakeOver(t.Context(), "SC-0003", 1, yann.Ref); err == nil {
		t.Error("a session that is closed goes on")
	}
	if _, err := w.guided.Session(t.Context(), samira, "v1"); err == nil {
		t.Error("a service that is closed takes somebody")
	}
}

// TestPlay_LostTexts: what was typed comes back from every refusal, whoever the server forgot.
func TestPlay_LostTexts(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "failed", "constate", "un texte")
	w.serve() // its sessions are gone
	c.w = w
	for name, who := range map[string]*client{"a stranger": c, "nobody of the campaign": w.inside()} {
		_, body := who.post(third+"/jugement", form)
		if !strings.Contains(body, "un texte") || !strings.Contains(body, "Cet envoi n’est pas enregistré") ||
			strings.Contains(body, "Rien n’est enregistré") {
			t.Errorf("%s: the text is gone", name)
		}
	}
	_, body := w.tester().post(third+"/jugement", says(form, "essai", "un"))
	if !strings.Contains(body, "un texte") {
		t.Error("a form that is none: the text is gone")
	}
}

// TestPlay_OtherText: a verdict on a text that the page does not show is none, whatever the plan is.
func TestPlay_OtherText(t *testing.T) {
	w := newWorld(t, 4)
	c := w.tester()
	form := c.judged("verdict", "passed", "texte", "content/2:SC-0003")
	if status, _ := c.post(third+"/jugement", form); status != http.StatusConflict {
		t.Errorf("%d", status)
	}
	if _, verdict, _ := w.stands("SC-0003"); verdict != recette.NotRun {
		t.Errorf("verdict %s", verdict)
	}
}
