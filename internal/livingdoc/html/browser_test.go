package html_test

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"recette/internal/i18n"
	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/html"
)

// browser is a real browser, and what it complained of.
type browser struct {
	context.Context
	mu     sync.Mutex
	faults []string
}

// chromium starts a browser of its own for a test, or skips the test loudly.
func chromium(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: -short: the documentation was NOT looked at in a browser")
	}
	exe := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			exe = found
			break
		}
	}
	if exe == "" {
		t.Skip("SKIPPED: needs chromium: the documentation was NOT looked at in a browser")
	}
	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	for _, flag := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	options = append(options, chromedp.ExecPath(exe)) // its profile is a folder that chromedp makes and removes
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closing := chromedp.NewContext(ctx)
	t.Cleanup(closing)
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	b := &browser{Context: ctx}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.fault("exception: " + e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
				b.fault("console: " + string(e.Args[0].Value))
			}
		case *log.EventEntryAdded:
			b.fault("log: " + e.Entry.Text)
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, "file:") && !strings.HasPrefix(u, "data:") &&
				!strings.HasPrefix(u, "blob:") {
				b.fault("request: " + u)
			}
		case *page.EventJavascriptDialogOpening:
			b.fault("dialog: " + e.Message)
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

func (b *browser) run(t *testing.T, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(b, actions...); err != nil {
		t.Fatal(err)
	}
}

// value evaluates an expression in the page.
func value[T any](t *testing.T, b *browser, expression string) T {
	t.Helper()
	var out T
	b.run(t, chromedp.Evaluate(expression, &out))
	return out
}

// until waits for an expression to be true.
func until(t *testing.T, b *browser, expression string) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		// A page that is being left answers with an error, which is no answer.
		var ok bool
		err := chromedp.Run(b, chromedp.Evaluate("!!("+expression+")", &ok))
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("never true: %s (last error %v)", expression, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// complaints reports what the browser complained of.
func (b *browser) complaints(t *testing.T) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		t.Error(f)
	}
}

// write puts files in a folder and gives the address of one of them.
func write(t *testing.T, files map[string]string, first string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dir, first))}).String()
}

func width(pixels int64) chromedp.Action {
	return emulation.SetDeviceMetricsOverride(pixels, 900, 1, false)
}

// fits checks that the page is not wider than its window, whatever is open.
func fits(t *testing.T, b *browser, what string) {
	t.Helper()
	for _, w := range []int64{1280, 400} {
		b.run(t, width(w))
		if got := value[int64](t, b, `document.documentElement.scrollWidth`); got > w {
			first := value[string](t, b, `(Array.from(document.querySelectorAll('main *')).find(e =>
				e.getBoundingClientRect().right > innerWidth+1 && !e.closest('.scroll,pre,.sr')
			) || {outerHTML: ''}).outerHTML.slice(0, 200)`)
			t.Errorf("%s is %d pixels wide in a window of %d; the first that is: %s", what, got, w, first)
		}
	}
	b.run(t, width(1280))
}

// 2,300 scenarios: the file opens at once, is searched and filtered, and asks nothing from anywhere.
func TestBrowser_LargeSingleFile(t *testing.T) {
	b := chromium(t)
	at := write(
		t, map[string]string{"doc.html": doctest.Single(t, doctest.Build(doctest.Corpus(t, 230, 10)))}, "doc.html",
	)
	b.run(t, width(1280))
	start := time.Now()
	b.run(t, chromedp.Navigate(at))
	opened := time.Since(start)
	until(t, b, `performance.getEntriesByName('first-contentful-paint').length > 0`)
	paint := value[float64](t, b, `performance.getEntriesByName('first-contentful-paint')[0].startTime`)
	t.Logf("opened in %v, first paint after %.0f ms", opened.Round(time.Millisecond), paint)
	if n := value[int](t, b, `document.querySelectorAll('details.s').length`); n != 2300 {
		t.Errorf("%d scenarios in the page, want 2300", n)
	}
	fits(t, b, "the closed page")

	// A body is unpacked when it is opened.
	b.run(t, chromedp.Evaluate(`document.getElementById('SC-0000007').open = true`, nil))
	until(t, b, `document.querySelector('#SC-0000007 .st li')`)
	if text := value[string](
		t, b, `document.querySelector('#SC-0000007 .b').textContent`,
	); !strings.Contains(text, "les données de recette suivantes") {
		t.Errorf("body of SC-0000007 = %q", text)
	}
	fits(t, b, "the page with a scenario open")

	// The keyboard alone: / to search, a word without its accents, arrows, Enter.
	b.run(t, chromedp.Evaluate(`document.activeElement.blur()`, nil), chromedp.KeyEvent("/"))
	if id := value[string](t, b, `document.activeElement.id`); id != "q" {
		t.Fatalf("after /, the focus is on %q, want the search", id)
	}
	start = time.Now()
	b.run(t, chromedp.KeyEvent("societe 981208"))
	until(t, b, `document.querySelectorAll('#hits a').length === 1`)
	t.Logf("found in %v, keystrokes included", time.Since(start).Round(time.Millisecond))
	b.run(t, chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter))
	until(t, b, `location.hash === '#SC-0000030' && document.getElementById('SC-0000030').open`)
	until(t, b, `document.querySelector('#SC-0000030 .b').textContent.includes('Société 981208')`)
	until(
		t, b, `(r => r.top >= 0 && r.top < innerHeight)(document.getElementById('SC-0000030').getBoundingClientRect())`,
	)

	// Filters: values of a family add up, families narrow.
	b.run(t, chromedp.Evaluate(`document.getElementById('filters').open = true`, nil))
	check := func(label string) {
		b.run(
			t,
			chromedp.Evaluate(
				`Array.from(document.querySelectorAll('.filters label')).find(l => l.children[1].textContent === '`+
					label+`').click()`, nil,
			),
		)
	}
	shown := func() int { return value[int](t, b, `document.querySelectorAll('details.s:not([hidden])').length`) }
	check("non conforme")
	failed := shown()
	check("conforme")
	both := shown()
	check("@critique")
	narrow := shown()
	if failed == 0 || failed >= both || both >= 2300 || narrow == 0 || narrow >= both {
		t.Errorf(
			"failed %d, failed or passed %d, critical of these %d: the filters do not filter", failed, both, narrow,
		)
	}
	if text := value[string](
		t, b, `document.getElementById('state').textContent`,
	); !strings.Contains(text, "scénarios sur 2300") {
		t.Errorf("the line of the filters says %q", text)
	}
	fits(t, b, "the filtered page")
	b.run(t, chromedp.Click("#state button"))
	if n := shown(); n != 2300 {
		t.Errorf("%d scenarios once the filters are cleared, want 2300", n)
	}
	b.complaints(t)
}

// A reference leads to what it names, however far: a smooth scroll over features not drawn yet ended thousands of
// pixels away on a slow machine.
func TestBrowser_ReferenceEndsInSight(t *testing.T) {
	b := chromium(t)
	at := write(
		t, map[string]string{"doc.html": doctest.Single(t, doctest.Build(doctest.Corpus(t, 230, 10)))}, "doc.html",
	)
	b.run(t, width(1280), chromedp.Navigate(at), emulation.SetCPUThrottlingRate(4))
	for _, id := range []string{"SC-0000978", "SC-0001955", "SC-0001609", "SC-0001263", "SC-0002240", "SC-0000001"} {
		b.run(t, chromedp.Evaluate(`location.hash = '#`+id+`'`, nil))
		until(t, b, `document.getElementById('`+id+`').open`)
		time.Sleep(300 * time.Millisecond)
		until(
			t, b, `(r => r.top >= 0 && r.top < innerHeight)(document.getElementById('`+id+`').getBoundingClientRect())`,
		)
	}
	b.complaints(t)
}

func TestBrowser_SmallSingleFile(t *testing.T) {
	b := chromium(t)
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since, in.Recorded = doctest.Build(doctest.Load(t, doctest.Former())), "v1", true
	d := doctest.Build(in)
	b.run(t, chromedp.Navigate(write(t, map[string]string{"doc.html": doctest.Single(t, d)}, "doc.html")+"#SC-4"))
	until(t, b, `document.getElementById('SC-4').open`)
	b.run(t, chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => d.open = true)`, nil))
	fits(t, b, "the page with everything open")
	b.run(t, chromedp.Focus("#q"), chromedp.KeyEvent("ADHESION"))
	until(t, b, `document.querySelectorAll('#hits a').length >= 3`)
	if text := value[string](
		t, b, `document.getElementById('hits').textContent`,
	); !strings.Contains(text, "Enregistrer une adhésion") || !strings.Contains(text, "glossaire") {
		t.Errorf("hits = %q", text)
	}
	b.run(t, chromedp.KeyEvent(kb.Escape))
	if !value[bool](t, b, `document.getElementById('hits').hidden`) {
		t.Error("Escape does not close the results")
	}
	// The shortcut of one character can be turned off.
	b.run(
		t, chromedp.Evaluate(`document.activeElement.blur(); document.getElementById('key').click()`, nil),
		chromedp.KeyEvent("/"),
	)
	if id := value[string](t, b, `document.activeElement.id`); id == "q" {
		t.Error("the shortcut works once it is turned off")
	}
	b.complaints(t)
}

// What is printed is the document: every scenario open, packed or not, without what is for a screen.
func TestBrowser_Prints(t *testing.T) {
	b := chromium(t)
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: needs pdftotext: the printed documentation was NOT read")
	}
	packed, err := html.Packed(doctest.SampleDoc(t), doctest.Printer(t, i18n.French))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"plain": doctest.Single(t, doctest.SampleDoc(t)), "packed": packed} {
		var pdf []byte
		b.run(
			t, chromedp.Navigate(write(t, map[string]string{"doc.html": text}, "doc.html")),
			chromedp.Sleep(300*time.Millisecond),
			chromedp.ActionFunc(func(ctx context.Context) (err error) {
				pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
				return err
			}),
		)
		file := filepath.Join(t.TempDir(), "doc.pdf")
		if err := os.WriteFile(file, pdf, 0o644); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{
			"Quand la demande est transmise", "Quand la demande porte le SIRET", "Alors l'accès est refusé",
		} {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s: the printed document lacks %q", name, want)
			}
		}
		for _, bad := range []string{"Filtrer les scénarios", "Aller au contenu", "Déplier"} {
			if strings.Contains(string(out), bad) {
				t.Errorf("%s: the printed document holds %q", name, bad)
			}
		}
	}
	b.complaints(t)
}

// The site works from files: the search finds, its references lead to the right page, open and in view.
func TestBrowser_Site(t *testing.T) {
	b := chromium(t)
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since, in.Recorded = doctest.Build(doctest.Load(t, doctest.Former())), "v1", true
	files := doctest.Site(t, doctest.Build(in))
	b.run(
		t, chromedp.Navigate(write(t, files, "index.html")), chromedp.Focus("#q"), chromedp.KeyEvent("siret complete"),
	)
	b.run(t, chromedp.Evaluate(`document.getElementById('q').value=''`, nil), chromedp.KeyEvent("transmise"))
	until(t, b, `document.querySelectorAll('#hits a').length === 1`)
	b.run(t, chromedp.Evaluate(`document.querySelector('#hits a').click()`, nil))
	until(
		t, b,
		`location.pathname.endsWith('/f/US-1.html') && location.hash === '#SC-1' &&
			document.getElementById('SC-1')?.open`,
	)
	b.run(t, chromedp.Focus("#q"), chromedp.KeyEvent("encaisser"))
	until(t, b, `document.querySelector('#hits a')?.href.endsWith('/f/US-2.html#SC-5')`)
	base := value[string](t, b, `location.href.replace(/f\/US-1.*/, '')`)
	for name := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		b.run(
			t, chromedp.Navigate(base+name),
			chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => d.open = true)`, nil),
		)
		fits(t, b, name)
	}
	b.run(
		t, chromedp.Navigate(base+"features.html"),
		chromedp.Evaluate(
			`Array.from(document.querySelectorAll('.filters label')).
				find(l => l.textContent.includes('exception')).click()`, nil,
		),
	)
	if n := value[int](t, b, `document.querySelectorAll('li[data-t]:not([hidden])').length`); n != 1 {
		t.Errorf("%d scenarios are exceptions, want 1", n)
	}
	b.complaints(t)
}

// A project whose every text is an attack opens as text: no script of its runs, nothing is asked from anywhere.
func TestBrowser_HostileTextsAreInert(t *testing.T) {
	b := chromium(t)
	d := doctest.Build(doctest.Load(t, doctest.Hostile()))
	packed, err := html.Packed(d, doctest.Printer(t, i18n.French))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"plain": doctest.Single(t, d), "packed": packed} {
		b.run(t, chromedp.Navigate(write(t, map[string]string{"doc.html": text}, "doc.html")))
		b.run(
			t, chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => d.open = true)`, nil),
			chromedp.Sleep(300*time.Millisecond),
		)
		b.run(t, chromedp.Focus("#q"), chromedp.KeyEvent("pwned"))
		until(t, b, `document.querySelectorAll('#hits a').length > 10`)
		if value[bool](
			t, b,
			`typeof pwned !== 'undefined' || document.querySelectorAll(
				'main script, main img, main iframe, main base, main style, main meta'
			).length > 0`,
		) {
			t.Errorf("%s: a text of a feature became something else", name)
		}
		b.run(
			t,
			chromedp.Evaluate(
				`document.querySelectorAll('main a').forEach(a => {
					if (!/^#|^https:|^http:|^mailto:/.test(a.getAttribute('href')))
						console.error('link: ' + a.getAttribute('href'))
				})`, nil,
			),
		)
	}
	b.complaints(t)
}
