package web_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// axe reads what judges the accessibility of pages; empty when "make tools" did not put it there.
func axe(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "..", "bin", "axe", "axe.min.js"))
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// TestAxe_IsThere says loudly when the accessibility of the pages is judged by nothing.
func TestAxe_IsThere(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short: the pages were NOT looked at in a browser")
	}
	if axe(t) == "" {
		t.Skip("SKIPPED: needs axe-core (make tools): the accessibility of the pages was NOT checked by it")
	}
}

// accessible judges the page that is shown by the rules of WCAG 2.2, level AA, that a program can judge. What it cannot
// tell counts as a fault, but for the contrast of marks that are no letters and of what lies below a bar that stays in
// place: TestContrast computes them; and for a PDF in a frame, which is no page.
func (b *browser) accessible(name string) {
	b.t.Helper()
	source := axe(b.t)
	if source == "" {
		return
	}
	var faults []string
	judge := `axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(r =>
		[...r.violations, ...r.incomplete].flatMap(v => v.nodes.filter(n => !n.any.some(a =>
			["nonBmp", "elmPartiallyObscured"].includes(a.data?.messageKey))).filter(n =>
			!(v.id === "frame-tested" && document.querySelector(n.target[0]).matches(".pdf"))).map(n =>
			v.id + ": " + n.target + " " + n.failureSummary)))`
	b.run(chromedp.Evaluate(source+";1", nil), chromedp.Evaluate(judge, &faults,
		func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	for _, fault := range faults {
		b.t.Errorf("%s: %s", name, fault)
	}
}
