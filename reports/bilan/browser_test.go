package bilan

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"recette/reports/blocks"
)

// overlapping gives the pairs of texts of one figure that lie over each other, and the count of texts looked at.
const overlapping = `(() => {
	const pairs = []; let n = 0
	for (const svg of document.querySelectorAll("svg")) {
		const texts = [...svg.querySelectorAll("text:not([transform])")].map(t => [t.textContent, t.getBBox()])
		n += texts.length
		texts.forEach(([a, p], i) => texts.slice(i + 1).forEach(([b, q]) => {
			const across = Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x)
			const down = Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y)
			if (across > 1 && down > p.height / 2) pairs.push(a + " | " + b)
		}))
	}
	return {pairs, n}
})()`

// A browser has other letters than those that the figures were measured with: nothing lies over anything all the same,
// and on a telephone no table is wider than the screen.
func TestHTML_InABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: starts a browser")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIPPED: needs chromium")
	}
	var page bytes.Buffer
	if err := HTML(&page, running(40), blocks.Options{Texts: texts(t, "fr")}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "bilan.html")
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.Flag("no-sandbox", true), chromedp.Flag("disable-gpu", true),
	)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	ctx, stop := chromedp.NewExecAllocator(ctx, flags...)
	defer stop()
	ctx, end := chromedp.NewContext(ctx)
	defer end()
	if err := chromedp.Run(ctx, chromedp.Navigate("file://"+file)); err != nil {
		t.Fatal(err)
	}
	for _, width := range []int64{1280, 400} {
		var wide int
		var texts struct {
			Pairs []string
			N     int
		}
		if err := chromedp.Run(ctx, emulation.SetDeviceMetricsOverride(width, 900, 1, width < 600),
			chromedp.Evaluate(`document.documentElement.scrollWidth`, &wide), chromedp.Evaluate(overlapping, &texts),
		); err != nil {
			t.Fatal(err)
		}
		if wide > int(width) {
			t.Errorf("at %d pixels the page is %d wide", width, wide)
		}
		if len(texts.Pairs) > 0 || texts.N < 40 {
			t.Errorf("at %d pixels, of %d texts these lie over each other: %q", width, texts.N, texts.Pairs)
		}
	}
}
