package web_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// chaos is a tester who judges step after step while the network, the server and the browser fail them.
type chaos struct {
	t     *testing.T
	w     *world
	x     *wire
	b     *browser
	rand  *rand.Rand
	dir   string // profile of the browser
	steps int    // of each row
	done  int    // gestures that were made
	want  map[string]string
	again int // texts that were typed, came back as drafts and had to be recorded once more
}

// errStuck says that what was judged did not come through.
var errStuck = errors.New("stuck")

func newChaos(t *testing.T, w *world, steps int, seed uint64) *chaos {
	t.Helper()
	c := &chaos{
		t: t, w: w, x: wired(t, w), steps: steps, want: map[string]string{}, dir: t.TempDir(),
		rand: rand.New(rand.NewPCG(seed, 1)), //nolint:gosec // a run is to be played again
	}
	c.b = chromium(t, chromedp.UserDataDir(c.dir))
	c.b.plays(w)
	c.b.controlled()
	return c
}

func (c *chaos) row() string { return fmt.Sprintf("SC-%04d", c.done/c.steps+1) }

func (c *chaos) step() int { return c.done%c.steps + 1 }

// try does something in the page, which may be on its way to another one.
func (c *chaos) try(expression string, out any) error { return c.b.try(expression, out) }

// typed asks for the form of a step, filled in, however the page stands.
func (c *chaos) typed(text string) error {
	fill := fmt.Sprintf(`(() => {
		const form = document.querySelector('form.judge:not([data-kept])');
		const begin = document.querySelector('.now form:not([action$="laisser"]) button.main');
		if (!form || new FormData(form).get("etape") !== "%d") { if (!form && begin) begin.click(); return false; }
		form.querySelector('[value="passed_with_remark"]').checked = true;
		form.elements.commentaire.value = %q;
		form.dispatchEvent(new Event("input", {bubbles: true}));
		return document.readyState === "complete" &&
			[...Object.keys(localStorage)].some(k => localStorage.getItem(k).includes(%[2]q));
	})()`, c.step(), text)
	at := "/campagnes/v1/cas/" + c.row()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		is, path := false, ""
		if c.try(`location.pathname`, &path) != nil || path != at {
			ctx, cancel := context.WithTimeout(c.b, 5*time.Second)
			_ = chromedp.Run(ctx, chromedp.Navigate(c.w.base+at))
			cancel()
			continue
		}
		if c.try(fill, &is) == nil && is {
			return nil
		}
	}
	return fmt.Errorf("%w: %s, %d is not asked: %s", errStuck, c.row(), c.step(), c.page())
}

// page is what the page says, to tell why something did not come about.
func (c *chaos) page() string {
	var page string
	err := c.try(`location.href + " " + document.readyState + JSON.stringify({...document.body.dataset}) +
		JSON.stringify(document.querySelector("form.judge")?.dataset) + document.body.innerText`, &page)
	return fmt.Sprintf("%.2000s, %v", page, err)
}

const clicks = `setTimeout(() => document.querySelector("form.judge:not([data-kept]) .actions button.main")?.click())`

// round judges one step under a fault.
func (c *chaos) round(kind string) error {
	text := fmt.Sprintf("observation %d", c.done)
	if err := c.typed(text); err != nil {
		return err
	}
	bytes, wait := c.rand.IntN(1500), time.Duration(c.rand.IntN(40))*time.Millisecond
	fault, network := map[string]fault{
		"refuse": refuses, "request": cutsAsking, "answer": cutsAnswer, "stall": stalls, "reload": refuses,
		"kill": refuses, "navigate": stalls,
	}[kind]
	if early := c.rand.IntN(2) == 0; network && early {
		c.x.becomes(fault, bytes)
		network = false
	}
	if err := c.try(clicks, nil); err != nil {
		return err
	}
	time.Sleep(wait)
	if network {
		c.x.becomes(fault, bytes)
	}
	switch kind {
	case "reload":
		_ = c.try(`setTimeout(() => location.reload())`, nil)
	case "navigate":
		_ = c.try(`setTimeout(() => location.assign("/campagnes/v1/cas"))`, nil)
	case "restart":
		c.w.serve()
		c.x.leads(c.w)
		c.x.becomes(refuses, 0)
	case "kill":
		if err := c.kill(text); err != nil {
			return err
		}
	case "tabs":
		c.tabs()
	}
	time.Sleep(time.Duration(c.rand.IntN(200)) * time.Millisecond)
	c.b.back(c.x)
	if kind == "restart" || kind == "kill" { // the server, or the browser, forgot who was inside
		if err := c.enter(); err != nil {
			return err
		}
	}
	return c.settle(text)
}

// enter enters again, and says to be Yann, whatever pages come and go meanwhile.
func (c *chaos) enter() error {
	who, looked := "", false
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if looked && c.try(`document.body.dataset.who ?? ""`, &who) != nil {
			continue
		}
		looked = true // what the page says first is of the session before
		at, press := "/campagnes/v1/moi", `button[value="`+yann.Ref+`"]`
		switch {
		case strings.Contains(who, yann.Ref):
			return nil
		case who == "":
			path, err := c.w.server.Key()
			c.w.must(err)
			at, press = path, "main button.main"
		}
		ctx, cancel := context.WithTimeout(c.b, 3*time.Second)
		pressing := `setTimeout(() => document.querySelector('` + press + `')?.click())`
		_ = chromedp.Run(ctx, chromedp.Navigate(c.w.base+at), chromedp.Evaluate(pressing, nil),
			chromedp.Sleep(100*time.Millisecond))
		cancel()
	}
	return fmt.Errorf("%w: outside: %s", errStuck, who)
}

// kill kills the browser once the page said that the gesture is kept, or recorded, and starts it again.
func (c *chaos) kill(text string) error {
	is := false
	for end := time.Now().Add(20 * time.Second); !is && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		_ = c.try(strings.Replace(keptCount, "PICK", fmt.Sprintf("k => k.fields.commentaire === %q", text), 1)+
			`.then(n => n > 0)`, &is)
		if _, words := c.w.said(); words[at(c.row(), c.step())] == text {
			is = true
		}
		if !is && c.typedStill(text, "est reprise") { // the page went on to another one before it was pressed
			c.again++
			_ = c.try(clicks, nil)
		}
	}
	if !is {
		return fmt.Errorf("%w: %q was never kept; the page: %s", errStuck, text, c.page())
	}
	if err := chromedp.FromContext(c.b).Browser.Process().Kill(); err != nil {
		return err
	}
	c.x.becomes(sound, 0)
	c.b = chromium(c.t, chromedp.UserDataDir(c.dir))
	return nil
}

// tabs opens the same page in another tab, which sends what it finds, and is closed.
func (c *chaos) tabs() {
	other, closing := chromedp.NewContext(c.b)
	defer closing()
	ctx, cancel := context.WithTimeout(other, 5*time.Second)
	defer cancel()
	_ = chromedp.Run(ctx, chromedp.Navigate(c.w.base+"/campagnes/v1/cas/"+c.row()), chromedp.Evaluate(clicks, nil))
}

// typedStill tells whether a text is typed in a form that was not sent, on a page that says something.
func (c *chaos) typedStill(text, said string) bool {
	is := false
	err := c.try(fmt.Sprintf(`document.querySelector("form.judge:not([data-sent]) [name=commentaire]")?.value === %q &&
		document.body.innerText.includes(%q) && document.readyState === "complete"`, text, said), &is)
	return err == nil && is
}

// resumes takes up a case that is open and asks for nothing yet.
const resumes = `document.querySelector("form.judge:not([data-kept])") ? undefined :
	document.querySelector('.now form:not([action$="laisser"]) button.main')?.click()`

// settle waits until a gesture is in the journal: a text that a reload gave back as a draft is recorded once more.
func (c *chaos) settle(text string) error {
	where := at(c.row(), c.step())
	c.want[where] = text
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if _, words := c.w.said(); words[where] == text {
			c.done++
			return nil
		}
		n := 1
		_ = c.try(strings.Replace(keptCount, "PICK", "k => true", 1), &n)
		if n == 0 && c.typedStill(text, "") {
			c.again++
			_ = c.try(clicks, nil)
			time.Sleep(100 * time.Millisecond)
		}
		if n == 0 { // a server that was restarted asks to resume the case before it gives back what was typed
			_ = c.try(resumes, nil)
		}
		path := "" // who left for another page before the device kept it finds the draft where it was typed
		if n == 0 && c.try(`location.pathname`, &path) == nil && path != "/campagnes/v1/cas/"+c.row() {
			ctx, cancel := context.WithTimeout(c.b, 5*time.Second)
			_ = chromedp.Run(ctx, chromedp.Navigate(c.w.base+"/campagnes/v1/cas/"+c.row()))
			cancel()
		}
	}
	var kept string
	_ = c.try(strings.Replace(keptCount, "filter(PICK).length", "map(k => JSON.stringify(k)).join()", 1), &kept)
	return fmt.Errorf("%w: %q: kept: %s; the page: %s", errStuck, text, kept, c.page())
}

// TestChaos: at a hundred random moments the request, the answer, the network, the server, the page or the browser
// goes. Nothing that was typed is lost, nothing is recorded twice, and nothing is left behind.
func TestChaos(t *testing.T) {
	t.Parallel()
	kinds := []string{
		"refuse", "request", "answer", "stall", "reload", "navigate", "tabs", "refuse", "request", "answer", "restart",
	}
	const rounds, steps, kills = 100, 10, 4
	w := outcomes(t, rounds/steps+1, steps)
	c := newChaos(t, w, steps, 20261130)
	began := time.Now()
	for i := range rounds {
		kind := kinds[c.rand.IntN(len(kinds))]
		if i%(rounds/kills) == rounds/kills/2 {
			kind = "kill"
		}
		if err := c.round(kind); err != nil {
			t.Fatalf("round %d, %s: %v", i, kind, err)
		}
	}
	c.b.empties()
	w.holdsOnce(c.want)
	t.Logf("%d gestures in %s; %d of them came back as drafts", c.done, time.Since(began).Round(time.Second), c.again)
}

// TestChaos_Control: the same run sees what is recorded twice, and what a server gives that looks at no key.
func TestChaos_Control(t *testing.T) {
	t.Parallel()
	t.Run("recorded twice", func(t *testing.T) {
		w := outcomes(t, 1, 4)
		w.twice = true
		c := newChaos(t, w, 4, 1)
		for range 2 {
			if err := c.round("refuse"); err != nil {
				t.Fatal(err)
			}
		}
		if len(w.differs(c.want)) == 0 {
			t.Error("nothing is said to be recorded twice")
		}
	})
	t.Run("no key", func(t *testing.T) {
		w := outcomes(t, 1, 4)
		w.keyless = true
		c := newChaos(t, w, 4, 1)
		if err := c.typed("sans clé"); err != nil {
			t.Fatal(err)
		}
		c.x.becomes(cutsAnswer, 0)
		c.b.run(chromedp.Evaluate(clicks, nil))
		c.b.waits("the next step", asks(2))
		c.b.back(c.x)
		c.b.waits("what is refused", pilled+`.includes("à traiter")`) // it is recorded, and the server does not know it
	})
}
