package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// TestKit_GoesOutAndComesBack: the kit that the product writes is played in a real browser, from the disk; what it
// downloads is taken in by the product, once, and is declared.
func TestKit_GoesOutAndComesBack(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short: no kit was played in a browser")
	}
	exe, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("SKIPPED: needs chromium: no kit was played in a browser")
	}
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "campaign", "assign", "demo", "--as", "Paule Petit", "--to", "Théo Legrand", "--cases", "SC-0002")
	out := p.run(0, "campaign", "export", "demo", "--person", "Théo Legrand", "--as", "Paule Petit", "-o", "k.html")
	if !strings.Contains(out, "(1 ligne)") {
		t.Errorf("the kit of who has one case: %s", out)
	}
	p.run(0, "campaign", "export", "demo", "--rows", "SC-0001,SC-0002", "--as", "Paule Petit", "-o", "kit.html")

	options := append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...)
	options = append(options, chromedp.ExecPath(exe), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, closing := chromedp.NewContext(ctx)
	defer closing()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	downloads := t.TempDir()
	do := func(actions ...chromedp.Action) {
		t.Helper()
		if err := chromedp.Run(ctx, actions...); err != nil {
			t.Fatal(err)
		}
	}
	do(browser.SetDownloadBehavior(browser.SetDownloadBehaviorBehaviorAllow).WithDownloadPath(downloads),
		chromedp.Navigate("file://"+filepath.Join(p.dir, "kit.html")), chromedp.WaitVisible("#qui", chromedp.ByQuery),
		chromedp.SetValue("#qui", "Théo Legrand", chromedp.ByQuery),
		chromedp.Evaluate(`document.getElementById("qui").dispatchEvent(new Event("change"))`, nil),
		chromedp.Evaluate(`location.hash = "#cas/0"`, nil),
		chromedp.WaitVisible("[data-rest]", chromedp.ByQuery), chromedp.Click("[data-rest]", chromedp.ByQuery),
		chromedp.WaitVisible(".now.passed", chromedp.ByQuery), chromedp.Evaluate(`location.hash = "#bilan"`, nil),
		chromedp.WaitVisible("#download", chromedp.ByQuery), chromedp.Click("#download", chromedp.ByQuery))
	var file string
	for range 400 {
		if file != "" {
			break
		}
		time.Sleep(50 * time.Millisecond)
		if found, _ := filepath.Glob(filepath.Join(downloads, "*.json")); len(found) > 0 {
			file = found[0]
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.dir, "r.json"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := p.run(0, "import", "r.json", "--as", "Samira Haddad"); !strings.Contains(out, "1 scénario enregistré") {
		t.Errorf("the first time: %s", out)
	}
	if out := p.run(0, "import", "r.json", "--as", "Samira Haddad"); !strings.Contains(out, "0 scénario enregistré") {
		t.Errorf("the second time: %s", out)
	}
	p.run(0, "report", "cahier", "demo", "--format", "json", "-o", "e.json")
	told, err := os.ReadFile(filepath.Join(p.dir, "e.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"declared": true`, `"file": "r.json"`, `"tester": "Théo Legrand"`} {
		if !strings.Contains(string(told), want) {
			t.Errorf("the test book does not hold %s", want)
		}
	}
	p.run(0, "journal", "verify")
}
