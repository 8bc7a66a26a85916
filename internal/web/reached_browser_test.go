package web_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"recette/internal/reach"
)

// TestAbroad_InABrowser: a real browser enters by an account over TLS, its service worker keeps what is judged while
// nobody answers, and sends it once; its cookies are of this server alone, and the notice of what is recorded is
// dropped by the next page.
func TestAbroad_InABrowser(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 3)
	w.joins(yann)
	ca, _ := w.abroad()
	file := filepath.Join(ca.Dir, "serveur.pem")
	pair, err := reach.ReadPair(file, file)
	w.must(err)
	pin := sha256.Sum256(pair.Leaf.RawSubjectPublicKeyInfo)
	w.base = strings.Replace(w.base, "https://recette.test", "http://localhost", 1) // as the wire finds it
	x := wired(t, w)
	w.base = strings.Replace(x.base, "http://localhost", "https://recette.test", 1)
	b := chromium(
		t, chromedp.Flag("host-resolver-rules", "MAP recette.test 127.0.0.1"),
		chromedp.Flag("ignore-certificate-errors-spki-list", base64.StdEncoding.EncodeToString(pin[:])),
	)
	b.run(
		chromedp.Navigate(w.base+"/connexion"), chromedp.WaitVisible(`[name="identifiant"]`),
		chromedp.SendKeys(`[name="identifiant"]`, yann.Name), chromedp.SendKeys(`[name="mot-de-passe"]`, secret+"\r"),
		chromedp.WaitVisible(`form[action="/sortir"]`),
	)
	b.controlled()
	b.at(w, firstRow)
	b.run(chromedp.Click(`.now button.main`))
	b.waits("the first step", asks(1))
	b.remarks("en ligne")
	b.waits("the second step", asks(2))
	b.empties()
	x.becomes(refuses, 0)
	b.remarks("hors ligne")
	b.waits("the third step", asks(3))
	if n := b.kept("true"); n != 1 {
		t.Errorf("%d gestures are kept on the device, want one", n)
	}
	want := map[string]string{at("SC-0001", 1): "en ligne"}
	w.holdsOnce(want)
	b.back(x)
	b.empties()
	want[at("SC-0001", 2)] = "hors ligne"
	w.holdsOnce(want)

	b.at(w, firstRow)
	b.waits("the third step, again", asks(3))
	if !value[bool](b, `document.cookie = "__Host-recette-fait=0190a000-0000-7000-8000-000000000000; Path=/; Secure; " +
		"SameSite=Strict", document.cookie.includes("__Host-recette-fait=0190")`) {
		t.Fatal("the browser does not take the notice")
	}
	b.at(w, firstRow)
	b.waits("the notice is dropped", `document.readyState === "complete" && !document.cookie.includes("recette-fait")`)
	b.ownCookies(w)
	b.run(
		chromedp.Click(`form[action="/sortir"] button`), chromedp.WaitVisible(`form[action="/connexion"]`),
		chromedp.Navigate(w.base+firstRow), chromedp.WaitVisible(`form[action="/connexion"]`),
	)
	b.faultless("Failed to load resource", "request: "+w.base+"/")
}

// ownCookies wants cookies that this server alone can set and that no clear request carries, that of a session at
// least.
func (b *browser) ownCookies(w *world) {
	b.t.Helper()
	var all []*network.Cookie
	b.run(chromedp.ActionFunc(func(ctx context.Context) (err error) {
		all, err = network.GetCookies().WithURLs([]string{w.base + "/"}).Do(ctx)
		return err
	}))
	session := false
	for _, k := range all {
		session = session || k.Name == "__Host-recette-test" && k.HTTPOnly
		if !strings.HasPrefix(k.Name, "__Host-recette-") || !k.Secure || k.Path != "/" || k.Domain != "recette.test" ||
			k.SameSite != network.CookieSameSiteStrict {
			b.t.Errorf("a cookie: %+v", k)
		}
	}
	if !session {
		b.t.Errorf("no cookie of a session among %d", len(all))
	}
}
