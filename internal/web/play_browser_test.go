package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"recette/internal/recette"
)

// plays enters, and says to be Yann.
func (b *browser) plays(w *world) {
	b.t.Helper()
	b.enters(w)
	b.becomes(w, yann)
}

// becomes says to be somebody.
func (b *browser) becomes(w *world, who recette.Actor) {
	b.t.Helper()
	b.run(
		chromedp.Navigate(w.base+"/campagnes/v1/moi"), chromedp.Click(`button[value="`+who.Ref+`"]`),
		chromedp.WaitVisible(`.chips`),
	)
}

// at goes to a page.
func (b *browser) at(w *world, path string) {
	b.t.Helper()
	b.run(chromedp.Navigate("about:blank"), chromedp.Navigate(w.base+path), chromedp.WaitReady("main"))
}

// TestPlay_Looks looks at each state of the pages of whoever plays.
func TestPlay_Looks(t *testing.T) {
	t.Parallel()
	w := scene(t)
	b, c := chromium(t), w.tester()
	b.plays(w)
	const row = "/campagnes/v1/cas/SC-0001"
	b.at(w, "/campagnes/v1/cas")
	b.looks(w, "cas")
	b.at(w, "/campagnes/v1/bilan")
	b.looks(w, "bilan-vide")
	b.at(w, row)
	b.looks(w, "avant")
	c.press(row, "/commencer")
	b.at(w, row)
	b.looks(w, "etape")
	b.run(chromedp.Click(`.choice.failed`))
	b.looks(w, "non-conforme")
	b.run(
		chromedp.SendKeys(`[name="commentaire"]`, "au second essai"), chromedp.Click(`.judge button.main`),
		chromedp.WaitVisible(".refused"),
	)
	b.looks(w, "refus")
	c.post(row+"/jugement", says(c.asks("SC-0001"), "verdict", "passed_with_remark", "commentaire", "un peu lent"))
	b.at(w, row)
	b.looks(w, "seconde")
	form := c.asks("SC-0001")
	c.press(row, "/retour", "essai", "1", "etape", "4")
	b.at(w, row)
	b.looks(w, "corriger")
	c.press(row, "/retour", "essai", "1", "etape", "6")
	c.post(row+"/jugement", says(form, "verdict", "failed", "constate", "le focus reste en haut"))
	b.at(w, row)
	b.looks(w, "fini")
	b.at(w, "/campagnes/v1/bilan")
	b.looks(w, "bilan")
	b.faultless("Failed to load resource")
}
