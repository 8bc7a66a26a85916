package web_test

import (
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"recette/internal/campaign/gap"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/route"
	"recette/internal/verify"
)

// logs lets somebody in by their account.
func (b *browser) logs(w *world, who recette.Actor) {
	b.t.Helper()
	b.run(
		chromedp.Navigate(w.base+"/connexion"), chromedp.SendKeys(`input[name="identifiant"]`, who.Name),
		chromedp.SendKeys(`input[name="mot-de-passe"]`, secret+"\r"), chromedp.WaitVisible(`form[action="/sortir"]`),
	)
}

// TestReception_InABrowser: the PO decides and signs by the pages, twice over for who is in a hurry, with a script and
// without; each page is looked at.
func TestReception_InABrowser(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]bool{"with a script": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			w := decidable(t, func(m *plan.Manifest) {
				m.Title = "Recette d’été"
				m.Sections.Signoff = route.Policy{Effect: "warn", Visas: []route.Visa{{Role: string(recette.QA)}}}
			})
			_, err := w.campaigns.Note(t.Context(), yann, "v1", gap.Anomaly{
				Severity: recette.Minor, Case: "SC-1", Summary: "le total est mal aligné",
			})
			w.must(err)
			_, err = w.campaigns.Note(t.Context(), elise, "v1", gap.Reserve{
				Class: recette.Minor, Anomaly: "ANO-0001", Text: "Aligner le total " + hostile, Owner: "Atelier",
				Due: "2026-12-31",
			})
			w.must(err)
			b := chromium(t)
			b.run(emulation.SetScriptExecutionDisabled(!script))
			b.logs(w, marc)
			at := w.base + atReception
			b.run(chromedp.Navigate(at), chromedp.WaitVisible("#decision"))
			if script {
				b.looks(w, "reception")
			}
			b.run(chromedp.Click(`a[href$="decider=oui#decision"]`), chromedp.WaitVisible(".decide"))
			if script {
				b.looks(w, "reception-decider")
			}
			b.run(
				chromedp.Click(`input[value="accepted_with_reserves"]`),
				chromedp.SendKeys(`.decide textarea[name="motif"]`, "réserve"),
				chromedp.SendKeys(`.decide input[name="mot-de-passe"]`, "faux"),
				chromedp.SendKeys(`.decide input[name="phrase"]`, phraseOfMarc),
				chromedp.Click(".decide button.main"), chromedp.WaitVisible(".refused"),
			)
			if script {
				b.looks(w, "reception-refusee")
				for field, want := range map[string]string{"motif": "réserve", "phrase": "", "mot-de-passe": ""} {
					at := `document.querySelector('.decide [name="` + field + `"]').value`
					if got := value[string](b, at); got != want {
						t.Errorf("%s is given back as %q", field, got)
					}
				}
			}
			b.run(
				chromedp.SendKeys(`.decide input[name="mot-de-passe"]`, secret),
				chromedp.SendKeys(`.decide input[name="phrase"]`, phraseOfMarc),
				chromedp.Click(".decide button.main"), chromedp.WaitNotPresent(".refused"),
				chromedp.WaitVisible("#decision"),
			)
			pv := w.entered(elise).establishes()
			b.run(chromedp.Navigate(w.base+pv), chromedp.WaitVisible("iframe.pdf"))
			if script {
				b.looks(w, "pv")
			}
			if status, page := w.entered(elise).signsAt(pv, secret, phraseOfElise); status != 303 {
				t.Fatalf("the PPO signs: %d\n%s", status, page)
			}
			b.run(
				chromedp.Navigate(w.base+pv), chromedp.WaitVisible(`form[action$="/signature"]`),
				chromedp.SendKeys(`input[name="mot-de-passe"]`, secret),
				chromedp.SendKeys(`input[name="phrase"]`, phraseOfMarc),
				chromedp.DoubleClick(`form[action$="/signature"] button.main`), chromedp.WaitVisible("#verifie"),
			)
			if script {
				b.looks(w, "pv-signe")
				b.run(chromedp.Navigate(w.base+"/campagnes/v1/documents"), chromedp.WaitReady("main"))
				b.looks(w, "documents")
			}
			signed := w.leaves(journal.KindPVSigned)
			if len(signed) != 2 {
				t.Fatalf("%d signatures, want 2", len(signed))
			}
			status, file := w.entered(marc).get(pv + "/" + signed[1].PV.SHA256)
			anchors, err := w.ring.Anchors()
			w.must(err)
			r, err := verify.PDF(t.Context(), []byte(file), verify.Options{
				Now: w.clock(), Anchors: anchors, Journal: w.record, Expect: []string{"PPO", "PO"},
			})
			if err != nil || status != 200 || r.Status != verify.Conform {
				t.Errorf("the file: %d, %v, %+v", status, err, r)
			}
			// The icon of its fields for days, and what shows a PDF, are of the browser.
			b.faultless("403 (Forbidden)", "request: data:image/svg+xml", "request: chrome-extension:")
			if strings.Contains(w.log.String(), phraseOfMarc) {
				t.Error("the log tells a passphrase")
			}
			if dir := os.Getenv("RECETTE_SHOTS"); dir != "" {
				t.Log("pictures in", dir)
			}
		})
	}
}
