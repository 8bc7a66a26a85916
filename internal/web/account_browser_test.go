package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestAccounts_InABrowser: without JavaScript somebody chooses a password, enters, changes it and leaves; each page is
// looked at. What password managers look for is there, and nothing keeps one from pasting (ASVS 5.0, 6.2.6 and 6.2.7).
func TestAccounts_InABrowser(t *testing.T) {
	t.Parallel()
	w := played(t)
	b := chromium(t)
	b.run(emulation.SetScriptExecutionDisabled(true))
	looks := func(name string) { // what judges the page is a script
		b.t.Helper()
		b.run(emulation.SetScriptExecutionDisabled(false))
		b.looks(w, name)
		b.run(emulation.SetScriptExecutionDisabled(true))
	}
	token := w.invites(yann)
	b.run(
		chromedp.Navigate(w.base+"/invitation?cle="+token), chromedp.WaitVisible(`[name="nouveau"]`),
		chromedp.SendKeys(`[name="nouveau"]`, "azertyuiopqsdfg"),
		chromedp.SendKeys(`[name="encore"]`, "azertyuiopqsdfg\r"),
		chromedp.WaitVisible(".refused"),
	)
	b.fields(`input[type="password"]`, "new-password", "new-password")
	b.fields(`[autocomplete="username"]`, "username")
	looks("invitation")
	b.run(
		chromedp.SendKeys(`[name="nouveau"]`, secret), chromedp.SendKeys(`[name="encore"]`, secret+"\r"),
		chromedp.WaitVisible(`a[href="/compte"]`), chromedp.Click(`a[href="/compte"]`),
		chromedp.WaitVisible("#changer"),
	)
	b.fields(`input[type="password"]`, "current-password", "new-password", "new-password", "current-password")
	b.run(
		chromedp.SendKeys(`form[action="/compte/mot-de-passe"] [name="mot-de-passe"]`, secret),
		chromedp.SendKeys(`[name="nouveau"]`, other), chromedp.SendKeys(`[name="encore"]`, other+"\r"),
		chromedp.WaitVisible(".now.passed"),
	)
	looks("compte")
	b.run(
		chromedp.Click(`form[action="/sortir"] button`), chromedp.WaitVisible(`form[action="/connexion"]`),
		chromedp.SendKeys(`[name="identifiant"]`, yann.Name), chromedp.SendKeys(`[name="mot-de-passe"]`, secret+"\r"),
		chromedp.WaitVisible(".refused"),
	)
	b.fields("input:not([type=hidden])", "username", "current-password")
	looks("connexion")
	b.run(chromedp.Navigate(w.base+"/campagnes/v1"), chromedp.WaitVisible(`form[action="/connexion"]`))
	looks("entree-reservee")
	b.run(
		chromedp.Click(`form[action="/connexion"] button`), chromedp.WaitVisible(`[name="identifiant"]`),
		chromedp.SendKeys(`[name="identifiant"]`, yann.Name), chromedp.SendKeys(`[name="mot-de-passe"]`, other+"\r"),
		chromedp.WaitVisible("#parcours"), // the page that was asked for
		chromedp.Click(`form[action="/sortir"] button`), chromedp.WaitVisible(`form[action="/connexion"]`),
		chromedp.Navigate(w.base+"/invitation?cle="+token), chromedp.WaitVisible(`form[action="/connexion"]`),
	)
	b.faultless("Failed to load resource")
}

// fields wants the kinds of fields that browsers fill in, in the order of the page.
func (b *browser) fields(selector string, want ...string) {
	b.t.Helper()
	got := value[string](b, `[...document.querySelectorAll(`+"`"+selector+"`"+`)].map(e => e.autocomplete).join(" ")`)
	if got != strings.Join(want, " ") {
		b.t.Errorf("%s are %s, want %v", selector, got, want)
	}
	if value[int](b, `document.querySelectorAll("[onpaste], [autocomplete=off]").length`) > 0 {
		b.t.Error("a field refuses what is pasted, or filled in")
	}
}
