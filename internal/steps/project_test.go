package steps

import (
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

var (
	corpus   = flag.String("corpus", "", "folder of feature files from elsewhere")
	language = flag.String("language", "fr", "their language")
)

// projectIndex reads the features of the example project, or those of -corpus: files that others wrote, which are no
// part of the repository. A file with errors is left out.
func projectIndex(t *testing.T, sources []Source) *Index {
	t.Helper()
	root := *corpus
	if root == "" {
		root = "../../features/exemples/crm/features"
	}
	c := NewCollector("@personne")
	o := catalogue.Options{Syntax: syntax.Options{Language: *language}}
	err := catalogue.Walk(t.Context(), os.DirFS(root), nil, o, func(f catalogue.File) error {
		c.Add(&f)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	x, err := c.Index(t.Context(), sources)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// With the definitions that are written for it, each step of a project has one, and one only.
func TestSnippetsServeAWholeProject(t *testing.T) {
	wordings := projectIndex(t, nil).Undefined()
	for _, target := range Targets() {
		snippets, err := Snippets(target, wordings)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range snippets {
			for _, text := range wordings[i].texts {
				if err := matches(target, s.Pattern, text, captures(&wordings[i])); err != nil {
					t.Errorf("%s: %v", target, err)
				}
			}
		}
	}
	snippets, err := Snippets(Go, wordings)
	if err != nil {
		t.Fatal(err)
	}
	patterns := make([]string, len(snippets))
	for i, s := range snippets {
		patterns[i] = s.Pattern
	}
	x := projectIndex(t, []Source{source("written", patterns...)})
	if n := len(x.Undefined()); n > 0 {
		t.Errorf("%d wordings are still undefined", n)
	}
	for _, a := range x.Ambiguous() {
		t.Errorf("%q matches %q and %q", a.Text, a.Definitions[0].Pattern, a.Definitions[1].Pattern)
	}
	if len(x.Unused()) > 0 {
		t.Errorf("unused: %v", x.Unused())
	}
	t.Logf("%d steps, %d definitions", len(x.Steps), len(snippets))
}

// The regular expressions of TypeScript are those of its engine.
func TestTSExpressionsInNode(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("SKIPPED: needs node to try regular expressions")
	}
	wordings := undefined(t)
	snippets, err := Snippets(ts, wordings)
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	tried := 0
	for i, s := range snippets {
		if !strings.HasPrefix(s.Pattern, "/") {
			continue
		}
		for _, text := range wordings[i].texts {
			tried++
			quoted, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			script.WriteString(
				"if ((" + string(quoted) + ".match(" + s.Pattern + ") || []).length !== " + string(
					rune('1'+captures(&wordings[i])),
				) +
					") { throw new Error(" + string(quoted) + "); }\n",
			)
		}
	}
	if tried < 4 {
		t.Fatalf("%d texts tried", tried)
	}
	name := filepath.Join(t.TempDir(), "expressions.mjs")
	if err := os.WriteFile(name, []byte(script.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), node, name).CombinedOutput(); err != nil {
		t.Errorf("node: %v\n%s", err, out)
	}
}
