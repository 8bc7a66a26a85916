package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

	"github.com/xuri/excelize/v2"

	"recette/internal/kit"
)

// TestServe_API: the example of docs/api.md, typed as it is against the real binary, records one verdict by a token; a
// PV that says it is verified, and the token opens nothing once it was taken away.
func TestServe_API(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: -short: NO verdict was recorded by the API of the real binary")
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
	token := p.token("Théo Legrand", "read,record")
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
	if journal := p.run(0, "journal", "export"); strings.Contains(journal, `"auth":true`) ||
		strings.Contains(journal, "recette_") {
		t.Error("a token proves nobody, or is in the journal")
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

// TestServe_APIImport: a cahier that was filled in is tried, taken once, and by who may.
func TestServe_APIImport(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "report", "cahier", "demo", "--blank", "--format", "xlsx", "--out", "c.xlsx")
	filled(t, filepath.Join(p.dir, "c.xlsx"), map[string]string{
		"1!C14": "Théo Legrand", "1!C15": time.Now().UTC().Format("02/01/2006"), "2!E7": "non conforme",
		"2!F7": "Le montant lu est 345,17 €", "2!E8": "conforme",
	})
	body, err := os.ReadFile(filepath.Join(p.dir, "c.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	base := p.serves(t)
	take := func(who, query string) (status int, doc struct{ Recorded, Ready int }) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
			base+"/api/v1/campaigns/demo/imports?name=c.xlsx"+query, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(body)
		r.Header.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":")
		r.Header.Set("Content-Type", "application/octet-stream")
		r.Header.Set("Authorization", "Bearer "+p.token(who, "import"))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		if err := json.NewDecoder(answer.Body).Decode(&doc); err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, doc
	}
	if status, doc := take("Samira Haddad", ""); status != http.StatusOK || doc.Recorded != 0 || doc.Ready != 2 {
		t.Errorf("tried: %d %+v", status, doc)
	}
	if n := len(p.record("demo").attempts); n != 0 {
		t.Errorf("trying recorded %d attempts", n)
	}
	if status, _ := take("Théo Legrand", "&record=true"); status != http.StatusForbidden {
		t.Errorf("who may not: %d", status)
	}
	for want := 2; want >= 0; want -= 2 {
		if status, doc := take("Samira Haddad", "&record=true"); status != http.StatusOK || doc.Recorded != want {
			t.Errorf("taken: %d %+v, want %d", status, doc, want)
		}
		if n := len(p.record("demo").attempts); n != 2 {
			t.Errorf("%d attempts, want 2", n)
		}
	}
}

// TestServe_APINoKit: what a kit brings back is not taken for a cahier, whose rules keep neither its evidence nor what
// its device tells.
func TestServe_APINoKit(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "campaign", "export", "demo", "--rows", "SC-0001", "--as", "Paule Petit", "--out", "kit.html")
	made, err := os.ReadFile(filepath.Join(p.dir, "kit.html"))
	if err != nil {
		t.Fatal(err)
	}
	_, data, _ := bytes.Cut(made, []byte(`id="kit">`))
	data, _, _ = bytes.Cut(data, []byte("</script>"))
	var k kit.Kit
	if err := json.Unmarshal(data, &k); err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Minute).UTC().Format(time.RFC3339)
	r := kit.Results{Kit: k.Head, Device: "poste", At: at}
	r.Cases = withVerdict(nil, &k, "SC-0001", kit.Verdict{
		Key: "0a1b2c3d-0000-4000-8000-000000000001", Verdict: "passed", Tester: "Théo Legrand", At: at,
		Files: []kit.File{{Name: "vu.txt", Data: []byte("vu")}},
	}, "")
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(body)
	file := fmt.Appendf(nil, `{"format":%q,"sha256":%q,"results":%s}`, kit.Format, hex.EncodeToString(sum[:]), body)
	if _, err := kit.Parse(file); err != nil {
		t.Fatal(err)
	}
	base := p.serves(t)
	asked, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		base+"/api/v1/campaigns/demo/imports?name=r.json&record=true", bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	sum = sha256.Sum256(file)
	asked.Header.Set("Content-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":")
	asked.Header.Set("Content-Type", "application/octet-stream")
	asked.Header.Set("Authorization", "Bearer "+p.token("Samira Haddad", "import"))
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var problem struct{ Code string }
	if err := json.NewDecoder(answer.Body).Decode(&problem); err != nil || problem.Code != "cahier" {
		t.Errorf("%s, code %q, %v", answer.Status, problem.Code, err)
	}
	if n := len(p.record("demo").attempts); n != 0 {
		t.Errorf("%d attempts are recorded", n)
	}
}

// serves starts a server, until the test ends, and gives its address.
func (p *product) serves(t *testing.T) string {
	t.Helper()
	cmd := p.command("serve", "--port", "0")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
	base, _, _ := strings.Cut(linkIn(t, out), "/entrer?cle=")
	return base
}

// token makes one for somebody, until tomorrow.
func (p *product) token(who, scope string) string {
	p.t.Helper()
	made := p.run(0, "token", "add", who, "--name", "CI", "--scope", scope, "--until",
		time.Now().AddDate(0, 0, 1).Format("02/01/2006"), "--as", "Paule Petit")
	token := regexp.MustCompile(`recette_[A-Za-z0-9_-]{43}`).FindString(made)
	if token == "" {
		p.t.Fatalf("no token: %s", made)
	}
	return token
}

// filled fills cells of a workbook, "1!C14" of its first sheet.
func filled(t *testing.T, path string, cells map[string]string) {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at, value := range cells {
		sheet, cell, _ := strings.Cut(at, "!")
		err = errors.Join(err, f.SetCellStr(f.GetSheetName(int(sheet[0]-'1')), cell, value))
	}
	if err = errors.Join(err, f.Save(), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestServe_APIPerimeter: of what the program makes, nobody who is limited to one branch reads a byte of another.
func TestServe_APIPerimeter(t *testing.T) {
	t.Parallel()
	p := newProduct(t, "manuel")
	for file, changes := range map[string][]string{
		"features/cotisation.feature": {"@SC-0001", "@SC-0001 @antenne"},
		"plans/demo.yaml": {
			"participants:", "antennes: [Bretagne, Corse]\nparticipants:",
			"role: tester,", "role: tester, perimeter: [bretagne],", "role: qa,", "role: qa, perimeter: [Bretagne],",
		},
	} {
		path := filepath.Join(p.dir, file)
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, []byte(strings.NewReplacer(changes...).Replace(string(text))), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	p.run(0, "campaign", "open", "demo", "--as", "Paule Petit")
	p.run(0, "anomaly", "add", "demo", "--as", "Paule Petit", "--severity", "minor", "--case", "SC-0001@corse",
		"--summary", "En Corse, le libellé est faux")
	base := p.serves(t)
	ask := func(token, path string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/api/v1/campaigns"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body)
	}
	whole := p.token("Paule Petit", "read")
	for _, who := range []string{"Théo Legrand", "Samira Haddad"} {
		token := p.token(who, "read")
		for path, want := range map[string]int{
			"": 200, "/demo": 200, "/demo/rows": 200,
			"/demo/rows/SC-0001@bretagne": 200, "/demo/rows/SC-0001@corse": 404,
			"/demo/documents": 200, "/demo/matrix": 404, "/demo/documents/bilan?format=json": 404,
		} {
			status, body := ask(token, path)
			if status != want || strings.Contains(strings.ToLower(body), "corse") {
				t.Errorf("%s: %s: %d, want %d: %s", who, path, status, want, body)
			}
			if status, _ := ask(whole, path); status != http.StatusOK {
				t.Errorf("who sees all: %s: %d", path, status)
			}
		}
	}
	path := filepath.Join(p.dir, "features", "cotisation.feature")
	text, err := os.ReadFile(path)
	if err == nil {
		now := strings.Replace(string(text), "  @SC-0002",
			"  @SC-0009 @parcours:cotisation @manuel\n  Scénario: Ailleurs\n    Alors rien\n\n  @SC-0002", 1)
		now = strings.Replace(now, "Scénario: ", "Scénario: Autre, ", 2)
		err = os.WriteFile(path, []byte(now), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for who, want := range map[string]string{
		"Théo Legrand": "SC-0001 renamed", "Samira Haddad": "SC-0001 renamed",
		"Paule Petit": "SC-0001 renamed, SC-0009 new",
	} {
		var doc struct {
			Drift []struct{ Case, Kind string }
		}
		_, body := ask(p.token(who, "read"), "/demo")
		err := json.Unmarshal([]byte(body), &doc)
		var got []string
		for _, d := range doc.Drift {
			got = append(got, d.Case+" "+d.Kind)
		}
		if strings.Join(got, ", ") != want || err != nil {
			t.Errorf("%s reads of the texts: %q, %v; want %s", who, got, err, want)
		}
	}
}
