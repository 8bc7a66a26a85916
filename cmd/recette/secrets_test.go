package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"io/fs"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// canary is a secret that the steps of testdata/project/secrets show in every way.
type canary struct{ name, value string }

// traces are the forms of a value that nobody must find, made here without the code that hides them.
func (c canary) traces() map[string][]byte {
	js, _ := json.Marshal(c.value) // a string always encodes
	forms := map[string][]byte{
		"whole": []byte(c.value), "JSON": bytes.Trim(js, `"`), "query": []byte(url.QueryEscape(c.value)),
		"path": []byte(url.PathEscape(c.value)), "HTML": []byte(html.EscapeString(c.value)),
		"hex":  []byte(hex.EncodeToString([]byte(c.value))),
		"HEX":  []byte(strings.ToUpper(hex.EncodeToString([]byte(c.value)))),
		"head": []byte(c.value[:8]), "tail": []byte(c.value[len(c.value)-8:]),
	}
	for i, before := range []string{"", "a", "ab"} {
		for name, enc := range map[string]*base64.Encoding{
			"base64 ": base64.StdEncoding, "base64 URL ": base64.URLEncoding,
		} {
			text := enc.EncodeToString([]byte(before + c.value + "zz"))
			forms[name+string(rune('0'+i))] = []byte(text[4 : len(text)-8])
		}
	}
	var wide []byte
	for _, u := range utf16.Encode([]rune(c.value)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	forms["UTF-16"] = wide
	return forms
}

// TestSecrets_ReachNoSurface runs steps that show their secrets in every way, records, reports and exports what they
// did, and looks for the values in everything that came out or was left on disk.
func TestSecrets_ReachNoSurface(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: builds Go steps")
	}
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	canaries := []canary{
		{"JETON_API", "s3cr3t-Jeton-9f8a77aa"},
		{"PHRASE", `clé "très"/s3cr` + "è" + `te & <µnique> + 100%`},
		{"poste", "Pa55e/à+l'entrée"},
	}
	p := newProduct(t, "secrets")
	address := "http://" + url.UserPassword("agent", canaries[2].value).String() + "@" + listener.Addr().String() + "/"
	config := filepath.Join(p.dir, "recette.yaml")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, bytes.Replace(text, []byte("ADRESSE"), []byte(address), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = append(p.env, "JETON_API="+canaries[0].value, "PHRASE="+canaries[1].value, "CRM_LANG=fr")

	surfaces := map[string][]byte{}
	say := func(want int, args ...string) {
		t.Helper()
		surfaces[strings.Join(args, " ")] = []byte(p.run(want, args...))
	}
	say(1, "run")
	say(1, "run", "--jsonl", "-j", "1")
	say(0, "steps", "list")
	say(0, "campaign", "open", "demo", "--as", "Paule Petit")
	say(1, "run", "--campaign", "demo", "--as", "Samira Haddad")
	cmd := p.command("test", "demo", "--as", "Théo Legrand")
	cmd.Stdin = strings.NewReader("c\nc\nq\n")
	out, _ := cmd.CombinedOutput() // a case is not green: what it says is what is looked at
	surfaces["test"] = out
	say(0, "campaign", "status", "demo")
	for _, format := range []string{"pdf", "json", "junit"} {
		say(0, "report", "pv", "demo", "--as", "Paule Petit", "--format", format, "--out", "pv."+format)
	}
	say(0, "journal", "export")
	say(0, "trace", "--json")
	say(0, "docs", "build", "--out", "site")
	p.readPDF("pv.pdf", surfaces)

	// The configuration of the test holds the address, and nothing else may.
	err = filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || path == config {
			return err
		}
		surfaces[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range canaries {
		marks := 0
		for surface, data := range surfaces {
			for form, trace := range c.traces() {
				if i := bytes.Index(data, trace); i >= 0 {
					t.Errorf(
						"%s (%s) shows in %s: …%q…", c.name, form, surface,
						data[max(0, i-60):min(len(data), i+len(trace)+60)],
					)
				}
			}
			marks += bytes.Count(data, []byte("[***"+c.name+"***]"))
		}
		if marks < 50 {
			t.Errorf("%d marks of %s in all, want many: the steps did not show it", marks, c.name)
		}
	}
	if !bytes.Contains(surfaces["run --jsonl -j 1"], []byte("fr")) {
		t.Error("the public variable is hidden")
	}
	evidence, _ := filepath.Glob(filepath.Join(p.dir, ".recette", "evidence", "*", "*"))
	if len(evidence) < 4 {
		t.Errorf("%d pieces of evidence, want those that the steps attached", len(evidence))
	}
}

// readPDF adds the text of a PDF and the files that it holds to the surfaces.
func (p *product) readPDF(name string, surfaces map[string][]byte) {
	p.t.Helper()
	if _, err := exec.LookPath("pdfdetach"); err != nil {
		p.t.Log("SKIPPED: the text of the PDF needs pdftotext and pdfdetach")
		return
	}
	text, err := exec.Command("pdftotext", "-layout", filepath.Join(p.dir, name), "-").Output()
	if err != nil {
		p.t.Fatal(err)
	}
	surfaces["text of "+name] = text
	dir := p.t.TempDir()
	detach := exec.Command("pdfdetach", "-saveall", "-o", dir, filepath.Join(p.dir, name))
	if out, err := detach.CombinedOutput(); err != nil {
		p.t.Fatalf("pdfdetach: %v\n%s", err, out)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		p.t.Fatalf("%d files in %s: %v", len(files), name, err)
	}
	for _, f := range files {
		if surfaces[name+"/"+f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			p.t.Fatal(err)
		}
	}
}
