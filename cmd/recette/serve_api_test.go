package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestServe_API: the example of docs/api.md, typed as it is against the real binary, records one verdict by a token; a
// PV that says it is verified, and the token opens nothing once it was taken away.
func TestServe_API(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: makes and verifies a PV")
	}
	t.Parallel()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	cmd := p.command("serve", "--port", "0", "--log-requests")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stopped := false
	stop := func() {
		if !stopped {
			stopped = true
			_ = cmd.Process.Signal(syscall.SIGINT)
			_ = cmd.Wait() // a server that was asked to stop
		}
	}
	t.Cleanup(stop)
	base, _, _ := strings.Cut(linkIn(t, out), "/entrer?cle=")
	made := p.run(0, "token", "add", "Théo Legrand", "--name", "CI", "--scope", "read,record",
		"--until", time.Now().AddDate(0, 0, 1).Format("02/01/2006"), "--as", "Paule Petit")
	token := regexp.MustCompile(`recette_[A-Za-z0-9_-]{43}`).FindString(made)
	if token == "" {
		t.Fatalf("no token: %s", made)
	}
	dir := t.TempDir()
	example := strings.ReplaceAll(exampleOf(t), "http://localhost:8390", base)
	for _, row := range []string{"SC-0001", "SC-0002"} {
		typed := exec.CommandContext(t.Context(), "sh", "-e", "-c", strings.ReplaceAll(example, "SC-0002", row))
		typed.Dir, typed.Env = dir, append(os.Environ(), "JETON="+token)
		if text, err := typed.CombinedOutput(); err != nil {
			t.Fatalf("the example: %v\n%s", err, text)
		}
	}
	var told struct {
		Position int64
		Verdict  string
	}
	text, err := os.ReadFile(filepath.Join(dir, "reponse.json"))
	if err == nil {
		err = json.Unmarshal(text, &told)
	}
	if err != nil || told.Position == 0 || told.Verdict != "passed" {
		t.Errorf("told: %s, %v", text, err)
	}
	if e := p.record("demo"); e.attempts[step{"SC-0001", 1}] != 1 || e.attempts[step{"SC-0002", 1}] != 1 {
		t.Errorf("the record: %v", e.attempts)
	}
	if journal := p.run(0, "journal", "export"); !strings.Contains(journal, `"auth":true`) ||
		strings.Contains(journal, "recette_") {
		t.Error("no fact says that who recorded is proved")
	}
	list := p.run(0, "token", "list")
	id, _, _ := strings.Cut(list, " ")
	if !strings.Contains(list, "dernier usage le") {
		t.Errorf("the list: %s", list)
	}
	p.run(0, "token", "revoke", id, "--as", "Paule Petit")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/v1/campaigns", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("a token that was taken away: %s", answer.Status)
	}
	stop()
	if strings.Contains(said.String(), token[8:]) || !strings.Contains(said.String(), "token refused") {
		t.Errorf("the log: %s", said.String())
	}
	p.run(0, "journal", "verify")
	const phrase = "file:phrase.txt"
	p.run(0, "key", "init", "--demo", "--passphrase", phrase)
	p.run(0, "pv", "decide", "demo", "--as", "Odile Roux", "--decision", "accepted", "--passphrase", phrase)
	p.run(0, "report", "pv", "demo", "--as", "Paule Petit", "--out", "un.pdf")
	p.run(0, "pv", "sign", "un.pdf", "--role", "ppo", "--as", "Paule Petit", "--passphrase", phrase)
	p.run(0, "pv", "sign", "un.pdf", "--role", "po", "--as", "Odile Roux", "--passphrase", phrase)
	p.run(0, "verify", "un.pdf", "--journal")
}

// exampleOf gives the one that docs/api.md shows.
func exampleOf(t *testing.T) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := blocksOf(string(page))
	i := slices.IndexFunc(blocks, func(b block) bool { return b.kind == "sh" })
	if err != nil || i < 0 {
		t.Fatalf("no example: %v", err)
	}
	return blocks[i].text
}
