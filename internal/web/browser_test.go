package web_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a real browser, and what it complained of.
type browser struct {
	context.Context
	t      *testing.T
	mu     sync.Mutex
	faults []string
}

// chromium starts a browser of its own for a test, or skips the test loudly.
func chromium(t *testing.T, more ...chromedp.ExecAllocatorOption) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: -short: the pages were NOT looked at in a browser")
	}
	exe := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			exe = found
			break
		}
	}
	if exe == "" {
		t.Skip("SKIPPED: needs chromium: the pages were NOT looked at in a browser")
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	for _, flag := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	options = append(options, chromedp.ExecPath(exe)) // its profile is a folder that chromedp makes and removes
	options = append(options, more...)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closing := chromedp.NewContext(ctx)
	t.Cleanup(closing)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &browser{Context: ctx, t: t}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.fault("exception: " + e.ExceptionDetails.Error())
		case *log.EventEntryAdded:
			b.fault("log: " + e.Entry.Text + " " + e.Entry.URL)
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, "http://localhost:") {
				b.fault("request: " + u)
			}
		}
	})
	if err := chromedp.Run(ctx, network.Enable(), log.Enable(), runtime.Enable()); err != nil {
		t.Fatalf("start %s: %v", exe, err)
	}
	return b
}

func (b *browser) fault(s string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, s)
}

func (b *browser) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// value evaluates an expression in the page.
func value[T any](b *browser, expression string) T {
	b.t.Helper()
	var out T
	b.run(chromedp.Evaluate(expression, &out))
	return out
}

// awaits has what an expression promises be waited for.
func awaits(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// try asks for the value of an expression, for a while: a page that leaves for another one answers nothing.
func (b *browser) try(expression string, out any) error {
	ctx, cancel := context.WithTimeout(b, 5*time.Second)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate(expression, out, awaits))
}

// waits for an expression to be true, whatever pages come and go meanwhile.
func (b *browser) waits(what, expression string) {
	b.t.Helper()
	is, err := false, error(nil)
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if err = b.try(expression, &is); err == nil && is {
			return
		}
	}
	b.t.Errorf("%s: %s is not so: %v", what, expression, err)
}

// enters follows the link that the command line prints, and presses the one button of its page.
func (b *browser) enters(w *world) {
	b.t.Helper()
	path, err := w.server.Key()
	w.must(err)
	b.run(
		chromedp.Navigate(w.base+path), chromedp.Click("button.main"), chromedp.WaitVisible(`form[action="/sortir"]`),
	)
}

// pages are those that somebody inside sees.
func pages() map[string]string {
	return map[string]string{
		"campagnes": "/", "suivi": "/campagnes/v1", "lignes": "/campagnes/v1/lignes",
		"aucune": "/campagnes/v1/lignes?mot=rien", "introuvable": "/campagnes/v2",
	}
}

// TestPages_InABrowser: at the width of a desk and of a telephone, in both themes, nothing overflows, the browser
// complains of nothing and asks nobody else for anything. RECETTE_SHOTS names a folder to keep pictures in.
func TestPages_InABrowser(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	b.enters(w)
	for name, path := range pages() {
		b.run(chromedp.Navigate(w.base+path), chromedp.WaitReady("main"))
		b.looks(w, name)
	}
	b.faultless("404 (Not Found)")
}

// faultless tells what the browser complained of, but for what is looked for.
func (b *browser) faultless(but ...string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		known := func(s string) bool { return strings.Contains(f, s) }
		if !slices.ContainsFunc(append(but, "favicon.ico", "Autofocus processing"), known) {
			b.t.Error(f)
		}
	}
}

// looks looks at the page that is shown, at each width and in each theme.
func (b *browser) looks(w *world, name string) {
	b.t.Helper()
	shots := os.Getenv("RECETTE_SHOTS")
	for _, width := range []int64{1280, 400, 320} {
		for _, theme := range []string{"light", "dark"} {
			b.run(
				emulation.SetDeviceMetricsOverride(width, 800, 1, width < 800),
				emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
					{Name: "prefers-color-scheme", Value: theme}, {Name: "prefers-reduced-motion", Value: "reduce"},
				}),
			)
			if width == 1280 && theme == "light" || width == 400 && theme == "dark" {
				b.accessible(name + ", " + theme)
			}
			if over := value[int](b, `document.documentElement.scrollWidth`) - int(width); over > 0 {
				b.t.Errorf("%s at %d pixels is %d too wide", name, width, over)
			}
			ground := map[string]string{"light": "rgb(251, 250, 248)", "dark": "rgb(21, 24, 28)"}[theme]
			if got := value[string](b, `getComputedStyle(document.body).backgroundColor`); got != ground {
				b.t.Errorf("%s is on %s when the system is %s", name, got, theme)
			}
			if n := value[int](b, `document.querySelectorAll("h1").length`); n != 1 {
				b.t.Errorf("%s has %d headings of level 1", name, n)
			}
			if small := value[int](b, smallTargets); small > 0 {
				b.t.Errorf("%s at %d pixels: %d buttons and fields are under 44 pixels high", name, width, small)
			}
			if shots == "" {
				continue
			}
			var picture []byte
			b.run(chromedp.FullScreenshot(&picture, 100))
			w.must(os.WriteFile(filepath.Join(shots, name+"-"+theme+"-"+map[int64]string{
				1280: "large", 400: "tel", 320: "zoom",
			}[width]+".png"), picture, 0o600))
		}
	}
	b.run(emulation.ClearDeviceMetricsOverride())
}

// smallTargets counts what is pressed and is too small for a finger.
const smallTargets = `[...document.querySelectorAll(
		"button, .button, select, textarea, label.choice, summary, " +
		"input:not([type=hidden]):not([type=radio]):not(.choice > *)")]
	.filter(e => e.getClientRects().length > 0 && e.getBoundingClientRect().height < 44).length`

// TestPages_WithoutScript: the same pages, read and left without JavaScript.
func TestPages_WithoutScript(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	b.run(emulation.SetScriptExecutionDisabled(true))
	b.enters(w)
	b.run(
		chromedp.Click(`a[href="/campagnes/v1"]`, chromedp.ByQuery), chromedp.WaitVisible("#parcours"),
		chromedp.Click(`a[href="/campagnes/v1/lignes"]`, chromedp.ByQuery), chromedp.WaitVisible("#mot"),
		chromedp.SendKeys("#mot", "n° 4\r"), chromedp.WaitVisible(`a[href="/campagnes/v1/lignes?mot=n%C2%B0+4"]`),
		chromedp.Click(`form[action="/sortir"] button`, chromedp.ByQuery),
		chromedp.WaitNotPresent(`form[action="/sortir"]`),
	)
}
