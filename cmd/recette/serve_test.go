package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServe: the real binary prints a link, lets its owner in, tells what another process records, and stops when it is
// asked to.
func TestServe(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	cmd := p.command("serve", "--port", "0")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	t.Cleanup(func() {
		if !ended {
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	})
	link := linkIn(t, out)
	base, key, _ := strings.Cut(link, "/entrer?cle=")
	browser := newBrowser(t)
	for name, tt := range map[string]struct {
		url  string
		want int
	}{
		"before entering":    {base + "/", http.StatusUnauthorized},
		"under another name": {strings.Replace(base, "localhost", "127.0.0.1", 1) + "/", http.StatusMisdirectedRequest},
	} {
		if status, _ := get(t, browser, tt.url); status != tt.want {
			t.Errorf("%s: %d, want %d", name, status, tt.want)
		}
	}
	post(t, browser, base, "/entrer", url.Values{"cle": {key}})
	if status, page := get(t, browser, base+"/"); status != http.StatusNotFound ||
		!strings.Contains(page, "Aucune campagne") {
		t.Errorf("before anything is recorded: %d", status)
	}
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	if status, page := get(t, browser, base+"/campagnes/demo"); status != http.StatusOK ||
		!strings.Contains(page, "non exécuté") {
		t.Errorf("the campaign that another process opened: %d", status)
	}
	p.run(0, "campaign", "status", "demo") // beside the server
	entersByAccount(t, p, base)
	if out := p.run(4, "serve", "--port", base[strings.LastIndex(base, ":")+1:]); !strings.Contains(out, "E300") {
		t.Errorf("the port is taken: %s", out)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err, ended = cmd.Wait(), true
	if left := p.run(0, "user", "invite", "Odile Roux", "--as", "Paule Petit"); !strings.Contains(left, ":8390/") {
		t.Errorf("once the server ended: %s", left)
	}
	if err != nil || strings.Contains(said.String(), key) {
		t.Errorf("it ends with %v, and said %s", err, said.String())
	}
}

// TestDemo_Served: one command opens the example campaign half played, and somebody goes on with it in a browser.
func TestDemo_Served(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: plays half of the example")
	}
	t.Parallel()
	p := newProduct(t, "")
	dir := filepath.Join(p.dir, "demo")
	cmd := p.command("demo", dir, "--serve", "--port", "0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
	base, key, _ := strings.Cut(linkIn(t, out), "/entrer?cle=")
	browser := newBrowser(t)
	post(t, browser, base, "/entrer", url.Values{"cle": {key}})
	const at = "/campagnes/recette-v1"
	_, page := get(t, browser, base+at+"/moi")
	before, _, _ := strings.Cut(page, "Gaëlle Riou")
	ref := before[strings.LastIndex(before, `value="`)+len(`value="`):]
	ref, _, _ = strings.Cut(ref, `"`)
	post(t, browser, base, at+"/moi", url.Values{"personne": {ref}})
	row := at + "/cas/SC-0063"
	post(t, browser, base, row+"/commencer", formOf(t, browser, base, row, "/commencer"))
	status, page := get(t, browser, base+at+"/cas/SC-0063")
	for range 100 { // the workers are built meanwhile
		if strings.Contains(page, `name="verdict"`) {
			break
		}
		time.Sleep(100 * time.Millisecond)
		status, page = get(t, browser, base+at+"/cas/SC-0063")
	}
	if status != http.StatusOK || !strings.Contains(page, `name="verdict"`) {
		t.Errorf("the case asks for no verdict: %d %s", status, page)
	}
	p.run(0, "-C", dir, "journal", "verify") // beside the server
}

// newBrowser makes a client that keeps its cookies.
func newBrowser(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Client{Jar: jar, Timeout: 30 * time.Second}
}

// post sends a form as a page of the server does.
func post(t *testing.T, browser *http.Client, base, path string, form url.Values) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", base)
	answer, err := browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode >= http.StatusBadRequest && answer.Request.Method == http.MethodPost { // else where it leads
		t.Errorf("%s: %s", path, answer.Status)
	}
}

// entersByAccount: who is invited by the command line enters the pages of the server that runs, and is out when the
// command line takes the account back.
func entersByAccount(t *testing.T, p *product, base string) {
	t.Helper()
	said := p.run(0, "user", "invite", "Odile Roux", "--as", "Paule Petit")
	before, token, _ := strings.Cut(said, "/invitation?cle=")
	if !strings.HasSuffix(before, " "+base) {
		t.Errorf("the link is not of %s: %s", base, said)
	}
	token, _, _ = strings.Cut(token, "\n")
	browser := newBrowser(t)
	const secret = "quatre girafes mangent du papier"
	form := url.Values{"cle": {strings.TrimSpace(token)}, "nouveau": {secret}, "encore": {secret}}
	post(t, browser, base, "/invitation", form)
	if status, page := get(t, browser, base+"/campagnes/demo"); status != http.StatusOK ||
		!strings.Contains(page, "Odile Roux</a>") {
		t.Errorf("who chose a password: %d", status)
	}
	if said := p.run(0, "user", "list"); !strings.Contains(said, "compte depuis le") {
		t.Errorf("the list: %s", said)
	}
	p.run(0, "user", "uninvite", "Odile Roux", "--as", "Paule Petit")
	if status, _ := get(t, browser, base+"/campagnes/demo"); status != http.StatusUnauthorized {
		t.Errorf("whose account was taken back: %d", status)
	}
}

// linkIn reads the link that the server prints.
func linkIn(t *testing.T, out io.Reader) string {
	t.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if link := strings.TrimSpace(lines.Text()); strings.HasPrefix(link, "http://localhost:") {
			go func() { _, _ = io.Copy(io.Discard, out) }() // the pipe must not fill up
			return link
		}
	}
	t.Fatal("no link")
	return ""
}

// get gives the status and the content of a page.
func get(t *testing.T, browser *http.Client, page string) (status int, content string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := browser.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}
