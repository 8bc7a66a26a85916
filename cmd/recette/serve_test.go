package main

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
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
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, Timeout: 30 * time.Second}
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
	form := strings.NewReader(url.Values{"cle": {key}}.Encode())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/entrer", form)
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
	if out := p.run(4, "serve", "--port", base[strings.LastIndex(base, ":")+1:]); !strings.Contains(out, "E300") {
		t.Errorf("the port is taken: %s", out)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	err, ended = cmd.Wait(), true
	if err != nil || strings.Contains(said.String(), key) {
		t.Errorf("it ends with %v, and said %s", err, said.String())
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
