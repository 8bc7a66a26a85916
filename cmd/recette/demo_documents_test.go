package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	verbLine   = regexp.MustCompile(`(?m)^  ([a-z]+) {2,}\S`)
	formatLine = regexp.MustCompile(`(?m)^ +--format format +(.*)$`)
	formatWord = regexp.MustCompile(`\b(pdf|markdown|json|xlsx|html|csv|ics|junit)\b`)
	madeLine   = regexp.MustCompile(`(?m)^\$ recette .* report ([a-z]+) .*--format ([a-z]+) --out (documents/\S+)$`)
)

// judgeDocuments looks for each document that `recette report` makes, in each of its formats, among those that the
// demonstration of a campaign wrote: a document that is added to the product is missed here.
func judgeDocuments(t *testing.T, p *product, out string) {
	t.Helper()
	shown := map[string]bool{}
	for _, m := range madeLine.FindAllStringSubmatch(out, -1) {
		shown[m[1]+" "+m[2]] = true
		path := filepath.Join(p.dir, filepath.FromSlash(m[3]))
		if data, err := os.ReadFile(path); err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", m[3], len(data), err)
		}
		if m[2] != "pdf" {
			continue
		}
		if text, ok := tool(t, "qpdf", "--check", path); ok && !strings.Contains(
			text, "No syntax or stream encoding errors found",
		) {
			t.Errorf("qpdf --check %s:\n%s", m[3], text)
		}
	}
	verbs := verbLine.FindAllStringSubmatch(between(p.run(0, "report", "--help"), "Commandes", "Options"), -1)
	if len(verbs) < 7 {
		t.Fatalf("documents of the product: %v, want at least seven", verbs)
	}
	for _, v := range verbs {
		line := formatLine.FindString(fold(p.run(0, "report", v[1], "--help")))
		formats := formatWord.FindAllString(line, -1)
		if len(formats) < 2 {
			t.Errorf("formats of %s: %v", v[1], formats)
		}
		for _, f := range formats {
			signed := v[1] == "pv" && f == "pdf" // what is signed has its place beside
			if !signed && !shown[v[1]+" "+f] {
				t.Errorf("the demonstration makes no %s in %s", v[1], f)
			}
		}
	}
	for _, name := range []string{"plan-de-validation.md", "documentation/index.html"} {
		if _, err := os.Stat(filepath.Join(p.dir, "documents", name)); err != nil {
			t.Error(err)
		}
	}
}

// between gives what a text holds from a word to another.
func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	part, _, _ := strings.Cut(rest, to)
	return part
}
