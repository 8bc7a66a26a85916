package render

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

var screens = flag.String("screens", "", "folder where the browser test leaves what it saw")

// browse opens a page in a real browser, or skips loudly. What the page asked for and complained of is in the lists.
func browse(t *testing.T, file string) (ctx context.Context, asked, complaints *[]string) {
	t.Helper()
	if testing.Short() {
		t.Skip("SKIPPED: starts a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIPPED: needs chromium")
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
	)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, stop := chromedp.NewExecAllocator(ctx, flags...)
	t.Cleanup(stop)
	ctx, end := chromedp.NewContext(ctx)
	t.Cleanup(end)
	var mu sync.Mutex
	asked, complaints = new([]string), new([]string)
	chromedp.ListenTarget(ctx, func(event any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			*asked = append(*asked, e.Request.URL)
		case *runtime.EventExceptionThrown:
			*complaints = append(*complaints, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			*complaints = append(*complaints, string(e.Type))
		}
	})
	if err := chromedp.Run(ctx, network.Enable(), chromedp.Navigate("file://"+file)); err != nil {
		t.Fatal(err)
	}
	return ctx, asked, complaints
}

// The page in a real browser: it asks for nothing, fits 1280 and 400 pixels, filters, and keeps its table for who does
// not see it.
func TestHTML_InABrowser(t *testing.T) {
	file := filepath.Join(t.TempDir(), "matrice.html")
	if err := os.WriteFile(file, produce(t, HTML, sample(), options(t, "fr")), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, asked, complaints := browse(t, file)
	run := func(actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	visible := func() int {
		t.Helper()
		n := 0
		run(
			chromedp.Evaluate(
				`[...document.querySelectorAll("#criteria tbody tr")].filter(r=>r.offsetParent!==null).length`, &n,
			),
		)
		return n
	}
	for _, width := range []int64{1280, 400} {
		var overflow int
		run(
			emulation.SetDeviceMetricsOverride(width, 900, 1, width < 600),
			chromedp.Evaluate(`document.documentElement.scrollWidth`, &overflow),
		)
		if overflow > int(width) {
			t.Errorf("at %d pixels the page is %d wide", width, overflow)
		}
		if *screens != "" {
			var png []byte
			run(chromedp.FullScreenshot(&png, 100))
			if err := os.WriteFile(
				filepath.Join(*screens, fmt.Sprintf("matrice-%d.png", width)), png, 0o644,
			); err != nil {
				t.Fatal(err)
			}
		}
	}
	var label, role string
	run(
		// The page hears of its new width in its own time.
		chromedp.Poll(`document.querySelector("#criteria td").getAttribute("data-l")`, nil),
		chromedp.Evaluate(`document.querySelector("#criteria td").getAttribute("data-l")`, &label),
		chromedp.Evaluate(`document.querySelector("#criteria th[scope=row]").getAttribute("role")`, &role),
		emulation.ClearDeviceMetricsOverride(),
	)
	if label != "État" || role != "rowheader" {
		t.Errorf("on a narrow screen a cell is labelled %q, a heading has role %q", label, role)
	}

	all := visible()
	if want := len(sample().Rows); all != want {
		t.Fatalf("%d criteria are shown, want %d", all, want)
	}
	for what, tt := range map[string]struct {
		script string
		want   int
	}{
		"words, without accents": {`document.getElementById("find").value="adherent REFUSE";`, 1},
		"an id":                  {`document.getElementById("find").value="CA-2.10";`, 1},
		"the title of a story":   {`document.getElementById("find").value="US-2";`, 4},
		"a state":                {`tools.querySelector("[value=uncovered]").checked=true;`, 3},
		"two states": {
			`tools.querySelector("[value=proved]").checked=true;tools.querySelector("[value=failed]").checked=true;`, 2,
		},
		"a journey":                {`journey.value="adhesion";`, 9},
		"nothing that is anywhere": {`document.getElementById("find").value="zzz";`, 0},
	} {
		run(
			chromedp.Evaluate(`document.getElementById("reset").click()`, nil),
			chromedp.Evaluate(tt.script+`document.getElementById("journey").dispatchEvent(new Event("change"))`, nil),
		)
		if got := visible(); got != tt.want {
			t.Errorf("filter by %s: %d criteria, want %d", what, got, tt.want)
		}
	}
	var shown string
	run(
		chromedp.Evaluate(`document.getElementById("reset").click()`, nil),
		chromedp.Text("#shown", &shown),
	)
	if got := visible(); got != all || shown != "18 lignes sur 18" {
		t.Errorf("after the reset: %d criteria, %q", got, shown)
	}
	var pdf []byte
	run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		pdf, _, err = cdppage.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	if *screens != "" {
		if err := os.WriteFile(filepath.Join(*screens, "matrice.pdf"), pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, u := range *asked {
		if !strings.HasPrefix(u, "file://") {
			t.Errorf("the page asks for %s", u)
		}
	}
	if len(*asked) != 1 || len(*complaints) > 0 {
		t.Errorf("asked for %q, complained of %q", *asked, *complaints)
	}
}
