package web_test

import (
	"context"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"recette/internal/recette"
)

const (
	isLive = `document.querySelector("[data-fresh]").textContent.startsWith("En direct") &&
		document.querySelector("[data-lost]").textContent === ""`
	polls  = `document.querySelector("[data-lost]").textContent.includes("se relit")`
	isLost = `document.querySelector("[data-lost]").textContent.includes("perdue")`
)

func failedShows(row string) string {
	return `document.querySelector('[data-live="failed"]').textContent.includes("` + row + `")`
}

func playingShows(texts ...string) string {
	all := "true"
	for _, text := range texts {
		all += ` && document.querySelector('[data-live="playing"]').textContent.includes("` + text + `")`
	}
	return all
}

// follows goes to the page of the campaign, and waits until it is told live.
func (b *browser) follows(base string) {
	b.t.Helper()
	b.run(chromedp.Navigate(base+"/campagnes/v1"), chromedp.WaitReady("main"))
	b.waits("that the page is told live", isLive)
}

// soon waits for an expression to be true, and tells how long that took.
func (b *browser) soon(what, expression string) time.Duration {
	b.t.Helper()
	began := time.Now()
	b.waits(what, expression)
	return time.Since(began)
}

// hastens has the pages that are opened from now on wait a tenth of what they would before they read themselves, or ask
// to be told live again: they come to the same.
func (b *browser) hastens() {
	b.t.Helper()
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(`for (const name of ["setTimeout", "setInterval"]) {
			const as = window[name];
			window[name] = (what, after = 0, ...more) => as(what, after < 5000 ? after : after / 10, ...more);
		}`).Do(ctx)
		return err
	}))
}

// TestDirect_TwoBrowsers: what somebody judges in their browser shows within two seconds in that of who follows; so
// does what another process recorded.
func TestDirect_TwoBrowsers(t *testing.T) {
	w := scene(t)
	follower, tester := chromium(t), chromium(t)
	follower.enters(w)
	follower.follows(w.base)
	tester.plays(w)
	tester.at(w, firstRow)
	tester.presses(kb.Enter, asks4)
	tester.presses("o", asks6)
	took := follower.soon("who is on what", playingShows("SC-0001", "par Yann Le Goff", "dernière saisie"))
	tester.presses("x", active+`name === "constate"`)
	tester.run(chromedp.SendKeys(`[name="constate"]`, "le focus reste en haut"), chromedp.Click(`.judge button.main`))
	took = max(took, follower.soon("the verdict", failedShows("SC-0001")))
	if took > 2*time.Second {
		t.Errorf("it shows after %s", took)
	}
	follower.faultless()
}

// TestDirect_IsSaid: what is recorded meanwhile shows; a page that is told nothing reads itself and says so, one that
// hears nothing more says that; both are live again when they may.
func TestDirect_IsSaid(t *testing.T) {
	w := played(t)
	w.server.Doubt(time.Second)
	b := chromium(t)
	b.enters(w)
	b.hastens()
	b.follows(w.base)
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	if took := b.soon("the row that failed", failedShows("SC-0005")); took > 2*time.Second {
		t.Errorf("it shows after %s", took)
	}
	if got := value[int](b, `document.querySelectorAll('[data-live="failed"]').length`); got != 1 {
		t.Errorf("%d lists of what failed", got)
	}
	err := error(context.DeadlineExceeded)
	w.broken.Store(&err)
	w.plays("SC-0006", recette.Failed, "rien non plus")
	b.waits("that nothing is heard any more", isLost)
	if !value[bool](b, failedShows("SC-0005")) {
		t.Error("what was shown is gone")
	}
	w.broken.Store(nil)
	b.waits("that it is live again", isLive+" && "+failedShows("SC-0006"))
	doubt := error(context.DeadlineExceeded)
	w.doubt.Store(&doubt)
	b.waits("that the record is doubted", `document.querySelector(".doubt") !== null`)
	w.doubt.Store(nil)
	w.server.Refuse(true)
	b.waits("that the page reads itself", polls)
	b.run(chromedp.Evaluate(`window.said = 0; new MutationObserver(() => window.said++).observe(
		document.querySelector("[data-lost]"), {childList: true, characterData: true, subtree: true})`, nil))
	w.plays("SC-0007", recette.Failed, "rien de rien")
	b.waits("what failed meanwhile", failedShows("SC-0007"))
	if n := value[int](b, `window.said`); n > 0 {
		t.Errorf("the same is said %d times more", n)
	}
	w.server.Refuse(false)
	b.waits("that it is live again", isLive)
}

// TestDirect_Cut: a network that is cut, and comes back.
func TestDirect_Cut(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	through := w.cable()
	path, err := w.server.Key()
	w.must(err)
	b.run(
		chromedp.Navigate(through.base+path), chromedp.Click("button.main"),
		chromedp.WaitVisible(`form[action="/sortir"]`),
	)
	b.follows(through.base)
	through.cut(true)
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	b.waits("that nothing is heard any more", isLost)
	through.cut(false)
	b.waits("that it is live again", isLive+" && "+failedShows("SC-0005"))
}

// TestDirect_SevenTabs: one page of a browser is told, and tells the others, so that a browser which opens six
// connections to a server has some left; another one takes over when it is closed.
func TestDirect_SevenTabs(t *testing.T) {
	w := played(t)
	b := chromium(t)
	b.enters(w)
	b.follows(w.base)
	tabs := []*browser{b}
	for range 6 {
		tab := b.window()
		tab.follows(w.base)
		tabs = append(tabs, tab)
	}
	if n := w.server.Live(); n != 1 {
		t.Errorf("%d streams of one browser", n)
	}
	began := time.Now()
	b.waits("an answer", `(() => { const r = new XMLHttpRequest(); r.open("POST", "/apparence", false);
		r.setRequestHeader("Content-Type", "application/x-www-form-urlencoded"); r.send("theme=dark");
		return r.status === 200; })()`)
	if took := time.Since(began); took > time.Second {
		t.Errorf("a gesture is answered after %s", took)
	}
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	for _, tab := range tabs {
		if took := tab.soon("the row that failed", failedShows("SC-0005")); took > 2*time.Second {
			t.Errorf("it shows after %s", took)
		}
	}
	b.run(chromedp.Navigate(w.base + "/")) // the page that was told
	w.plays("SC-0006", recette.Failed, "rien non plus")
	for _, tab := range tabs[1:] {
		tab.waits("what failed then", failedShows("SC-0006")+" && "+isLive)
	}
	if n := w.server.Live(); n != 1 {
		t.Errorf("%d streams once another page took over", n)
	}
}

// TestDirect_WithoutLocks: where the pages of a browser cannot agree on one that is told, each reads itself, and says
// so; so does one whose browser knows no lock because its address is not safe.
func TestDirect_WithoutLocks(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	b.enters(w)
	b.run(chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(
			`Object.defineProperty(Navigator.prototype, "locks", {get: () => undefined})`).Do(ctx)
		return err
	}))
	b.run(chromedp.Navigate(w.base+"/campagnes/v1"), chromedp.WaitReady("main"))
	b.waits("that the page reads itself", polls)
	if n := w.server.Live(); n > 0 {
		t.Errorf("%d streams", n)
	}
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	b.run(chromedp.Evaluate(`document.dispatchEvent(new Event("visibilitychange"))`, nil))
	b.waits("the row that failed", failedShows("SC-0005")+" && "+polls)
	b.faultless("404 (Not Found)")
}

// window opens another page of the same browser, which is looked at as the first one is.
func (b *browser) window() *browser {
	b.t.Helper()
	var id target.ID
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		whole := cdp.WithExecutor(ctx, chromedp.FromContext(ctx).Browser)
		id, err = target.CreateTarget("about:blank").WithNewWindow(true).Do(whole)
		return err
	}))
	ctx, stop := chromedp.NewContext(b, chromedp.WithTargetID(id))
	b.t.Cleanup(stop)
	return &browser{Context: ctx, t: b.t}
}

// TestDirect_Hidden: a page that nobody looks at is told nothing, and is up to date as soon as somebody does.
func TestDirect_Hidden(t *testing.T) {
	w := played(t)
	b := chromium(t)
	b.enters(w)
	b.follows(w.base)
	other, closing := chromedp.NewContext(b) // a tab of the same window, in front
	if err := chromedp.Run(other, chromedp.Navigate(w.base+"/")); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Second); w.server.Live() > 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if n := w.server.Live(); n > 0 {
		t.Errorf("%d pages are told that nobody looks at", n)
	}
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	closing()
	b.run(page.BringToFront())
	if took := b.soon("the row that failed", failedShows("SC-0005")+" && "+isLive); took > 2*time.Second {
		t.Errorf("it shows after %s", took)
	}
}

// TestDirect_Focus: what the reader is in is not taken from under them; it is shown once they leave it.
func TestDirect_Focus(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	b.enters(w)
	b.follows(w.base)
	const journeys = `document.querySelector('[data-live="journeys"]')`
	b.run(chromedp.Evaluate(journeys+`.focus()`, nil))
	w.plays("SC-0005", recette.Failed, "rien ne se passe")
	b.waits("the row that failed", failedShows("SC-0005"))
	if !value[bool](b, journeys+`.contains(document.activeElement) && `+journeys+`.textContent.includes("0 / 5")`) {
		t.Error("the focus is lost, or what has it changed")
	}
	b.run(chromedp.Evaluate(`document.activeElement.blur()`, nil))
	b.waits("what changed meanwhile", journeys+`.textContent.includes("1 / 5")`)
}

// TestPages_AreNotReloaded: a page that the server made is not loaded again under who reads it.
func TestPages_AreNotReloaded(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	b.enters(w)
	b.run(chromedp.Navigate(w.base+"/campagnes/v1/lignes"), chromedp.WaitReady("main"),
		chromedp.Evaluate(`window.here = true`, nil))
	time.Sleep(7 * time.Second) // one that the device kept looks every five seconds whether the server answers
	if !value[bool](b, `window.here === true`) {
		t.Error("the page was loaded again")
	}
}

// cable is a way to a server that may be cut.
type cable struct {
	base string
	mu   sync.Mutex
	off  bool
	all  []net.Conn
}

func (w *world) cable() *cable {
	w.t.Helper()
	l, err := new(net.ListenConfig).Listen(w.t.Context(), "tcp", "127.0.0.1:0")
	w.must(err)
	w.t.Cleanup(func() { l.Close() })
	c := &cable{base: "http://localhost:" + strconv.Itoa(l.Addr().(*net.TCPAddr).Port)}
	go func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", strings.TrimPrefix(w.base, "http://"))
			if err != nil || !c.keeps(near, far) {
				near.Close()
				continue
			}
			go io.Copy(far, near)
			go io.Copy(near, far)
		}
	}()
	w.t.Cleanup(func() { c.cut(true) })
	return c
}

// keeps tells whether a connection is not cut.
func (c *cable) keeps(near, far net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, near, far)
	if c.off {
		far.Close()
	}
	return !c.off
}

func (c *cable) cut(off bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.off = off
	for _, conn := range c.all {
		conn.Close()
	}
	c.all = nil
}
