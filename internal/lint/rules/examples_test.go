package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/project"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// withoutExample lists the rules that no feature file can show, and why.
var withoutExample = map[string]string{
	lint.RuleReference: "a fault of a reference file, whatever the features say",
	"message-similar":  "a fault of messages.yaml, whatever the features say",

	"restricted-pattern-invalid": "a fault of recette.yaml, whatever the features say",

	"file-name": "the features of an example have the names that the test gives them",
}

// expectation is "line" or "file" of a feature, where a rule is announced to find something.
func expectations(src, rule string) []string {
	var out []string
	lines := strings.Split(src, "\n")
	for i, line := range lines {
		text := strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(
			text, "# attendu-fichier:",
		); ok && slices.Contains(strings.Fields(rest), rule) {
			out = append(out, "file")
		}
		rest, ok := strings.CutPrefix(text, "# attendu:")
		if !ok {
			continue
		}
		at := i + 1
		for at < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[at]), "# attendu:") {
			at++
		}
		for id := range strings.FieldsSeq(rest) {
			if id == rule {
				out = append(out, fmt.Sprint(at+1))
			}
		}
	}
	return out
}

// found gives where a rule finds something in a feature of an example, in the terms of expectations.
func found(t *testing.T, rule lint.Rule, name string, src []byte) []string {
	t.Helper()
	o := lint.Options{Rules: All()}
	dir, err := Example(rule.ID)
	if err != nil {
		t.Fatal(err)
	}
	if config, err := fs.ReadFile(dir, project.FileName); err == nil {
		c, err := project.Parse(project.FileName, config)
		if err != nil {
			t.Fatal(err)
		}
		o.Retired, o.Language = c.Retired, c.Language
		if o.Settings, err = lint.Settings(project.FileName, "lint.rules", c.Lint.Rules, All()); err != nil {
			t.Fatal(err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if set := o.Settings[rule.ID]; rule.CA == lint.Off && set.Severity == nil { // shown as if the project asked for it
		asked := syntax.Warning
		set.Severity = &asked
		if o.Settings == nil {
			o.Settings = map[string]lint.Setting{}
		}
		o.Settings[rule.ID] = set
	}
	if o.Reference, err = reference.Load(dir); err != nil {
		t.Fatal(err)
	}
	l := lint.New(o)
	judge := func(path string, src []byte) {
		f := catalogue.Parse(syntax.Source{Path: path, Bytes: src}, catalogue.Options{})
		l.Add(l.Judge(lint.FileOf(&f)))
	}
	for _, path := range neighbours(t, dir) {
		src, err := fs.ReadFile(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		judge(path, src)
	}
	judge(name, src)
	var out []string
	for _, f := range l.Findings() {
		switch {
		case f.Rule != rule.ID, f.Path != name && strings.HasSuffix(f.Path, ".feature"):
		case f.Path != name || f.Line == 0:
			out = append(out, "file")
		default:
			out = append(out, fmt.Sprint(f.Line))
		}
	}
	return out
}

// neighbours lists the features that the project of an example holds beside the one that is shown.
func neighbours(t *testing.T, dir fs.FS) []string {
	t.Helper()
	list, err := fs.Glob(dir, "*.feature")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(list, func(path string) bool { return path == GoodExample || path == BadExample })
}

// TestExamples holds that each rule shows a good and a bad feature, finds nothing in the one and in the other exactly
// what the file announces.
func TestExamples(t *testing.T) {
	for _, rule := range All() {
		if why := withoutExample[rule.ID]; why != "" {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			dir, err := Example(rule.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{GoodExample, BadExample} {
				src, err := fs.ReadFile(dir, name)
				if err != nil {
					t.Errorf("rule %s shows no %s: %v", rule.ID, name, err)
					continue
				}
				want, got := expectations(string(src), rule.ID), found(t, rule, name, src)
				if name == BadExample && len(want) == 0 {
					t.Errorf("%s announces no fault: write \"# attendu: %s\" above it", name, rule.ID)
				}
				if name == GoodExample && len(want) > 0 {
					t.Errorf("%s announces a fault", name)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s: lines (-announced +found):\n%s", name, diff)
				}
			}
		})
	}
	for id := range withoutExample {
		if !slices.ContainsFunc(All(), func(r lint.Rule) bool { return r.ID == id }) {
			t.Errorf("%s is exempt from examples and is no rule", id)
		}
	}
}

// TestEveryExampleHasItsRule holds that no example outlives its rule.
func TestEveryExampleHasItsRule(t *testing.T) {
	list, err := fs.ReadDir(examples, "exemples")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if !slices.ContainsFunc(All(), func(r lint.Rule) bool { return r.ID == e.Name() }) {
			t.Errorf("example %s is that of no rule", e.Name())
		}
	}
}
