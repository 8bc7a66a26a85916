package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// before has each request held, by its path, before the server of a world has it.
func (w *world) before(t *testing.T, hold func(path string)) {
	t.Helper()
	to, err := url.Parse(w.base)
	w.must(err)
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
	}}
	front := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		hold(r.URL.Path)
		proxy.ServeHTTP(rw, r)
	}))
	t.Cleanup(front.Close)
	w.base = strings.Replace(front.URL, "127.0.0.1", "localhost", 1)
}

// TestQueue_ComesMeanwhile: a page that was asked for before the service worker took the pages of the browser, and came
// after, is of it too: else what is typed there without a network would be kept, and the next page not.
func TestQueue_ComesMeanwhile(t *testing.T) {
	t.Parallel()
	w := outcomes(t, 1, 1)
	const asked = "/campagnes/v1/lignes"
	leaves, comes := make(chan struct{}), make(chan struct{})
	leave := sync.OnceFunc(func() { close(leaves) })
	waits := func(until <-chan struct{}) {
		select {
		case <-until:
		case <-t.Context().Done():
		}
	}
	w.before(t, func(path string) {
		switch path {
		case "/hors-ligne": // what the worker keeps before it is one
			waits(leaves)
		case asked:
			leave()
			waits(comes)
		}
	})
	b := chromium(t)
	b.enters(w)
	other := b.window() // one that is going elsewhere is asked nothing meanwhile
	other.run(chromedp.Navigate(w.base), chromedp.WaitReady("main"))
	b.run(chromedp.Evaluate(`setTimeout(() => location.assign("`+asked+`"))`, nil))
	other.controlled()
	close(comes)
	b.waits("the page", `location.pathname === "`+asked+`" && document.readyState === "complete"`)
	b.controlled()
}
