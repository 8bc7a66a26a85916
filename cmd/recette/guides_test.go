package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// guides are the pages that a person follows with the keyboard, from the folder of this package.
func guides(t *testing.T) []string {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil || len(pages) < 9 {
		t.Fatalf("%d pages in docs, want at least 9; error %v", len(pages), err)
	}
	return append(pages, filepath.Join("..", "..", "README.md"))
}

// replayed are the pages whose every command is typed by TestGuides.
func replayed() []string {
	return []string{"README.md", "auditeur.md", "po.md", "ppo.md", "projet.md", "qa.md", "testeur.md"}
}

// TestGuides follows each page as a reader would, in a folder of its own: it types the commands, writes and edits the
// files that the page shows, and compares what is answered. docs/regles.md and docs/pieges.md come out of programs and
// are held by their own tests.
func TestGuides(t *testing.T) {
	if testing.Short() {
		t.Skip("SKIPPED: follows the guides, builds steps")
	}
	t.Parallel()
	for _, page := range guides(t) {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		blocks, err := blocksOf(string(data))
		if err != nil {
			t.Errorf("%s:%v", filepath.Base(page), err)
			continue
		}
		if !slices.ContainsFunc(blocks, func(b block) bool { return b.kind == "console" }) {
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			t.Parallel()
			newReader(t).follow(blocks)
		})
	}
}

// TestGuides_ShowNoCommandUnread: what looks like a command stands in a block that TestGuides types. Only "sh" blocks
// are not: they are those that make this very project, and name targets of its Makefile.
func TestGuides_ShowNoCommandUnread(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range guides(t) {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(replayed(), filepath.Base(page)) {
			continue
		}
		blocks, err := blocksOf(string(data))
		if err != nil {
			t.Errorf("%s:%v", filepath.Base(page), err)
		}
		for _, b := range blocks {
			switch {
			case b.kind == "console":
			case b.kind == "sh":
				for _, m := range regexp.MustCompile(`(?m)^(.*?)(\s+#.*)?$`).FindAllStringSubmatch(
					strings.TrimSpace(b.text), -1,
				) {
					if target, ok := strings.CutPrefix(m[1], "make "); !ok || !bytes.Contains(
						makefile, []byte("\n"+target+":"),
					) {
						t.Errorf("%s:%d: %q is no target of the Makefile", filepath.Base(page), b.line, m[1])
					}
				}
			case !slices.Contains([]string{"yaml", "gherkin", "markdown", "go", "json", "diff", "text"}, b.kind):
				t.Errorf("%s:%d: a block of kind %q", filepath.Base(page), b.line, b.kind)
			case b.kind == "text" && regexp.MustCompile(`(?m)^(\$ )?(recette|make|git|go) `).MatchString(b.text):
				t.Errorf(
					"%s:%d: a command in a block that nobody types; make it a console block", filepath.Base(page),
					b.line,
				)
			}
		}
	}
}

// TestGuides_LinksResolve: a link between pages names a file, and a heading of it.
func TestGuides_LinksResolve(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(([^)\s]+)\)`)
	for _, page := range guides(t) {
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(prose(string(data)), -1) {
			target, anchor, _ := strings.Cut(m[1], "#")
			if strings.Contains(target, "://") {
				continue
			}
			path := page
			if target != "" {
				path = filepath.Join(filepath.Dir(page), filepath.FromSlash(target))
			}
			text, err := os.ReadFile(path)
			if err != nil {
				t.Errorf("%s: link to %s: %v", filepath.Base(page), m[1], err)
				continue
			}
			if anchor != "" && !slices.Contains(anchors(string(text)), anchor) {
				t.Errorf("%s: link to %s: no such heading", filepath.Base(page), m[1])
			}
		}
	}
}

// TestGuides_AreLinked: the README leads to every page.
func TestGuides_AreLinked(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range guides(t) {
		name := filepath.Base(page)
		if name != "README.md" && !strings.Contains(string(readme), "](docs/"+name+")") {
			t.Errorf("README.md does not lead to docs/%s", name)
		}
	}
}

// TestGuides_NameEveryKey: docs/projet.md names each key that recette.yaml may hold, docs/plan.md each of a plan.
func TestGuides_NameEveryKey(t *testing.T) {
	t.Parallel()
	for guide, room := range map[string]string{"projet.md": "project", "plan.md": "plan"} {
		schema, err := os.ReadFile(filepath.Join("..", "..", "internal", room, "schema.json"))
		page, err2 := os.ReadFile(filepath.Join("..", "..", "docs", guide))
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		var root property
		if err := json.Unmarshal(schema, &root); err != nil {
			t.Fatal(err)
		}
		names := root.names()
		if len(names) < 40 {
			t.Fatalf("%d keys in the schema of %s, want at least 40", len(names), room)
		}
		for _, name := range names {
			if !regexp.MustCompile("\\b" + name + "\\b").Match(page) {
				t.Errorf("docs/%s does not name the key %s", guide, name)
			}
		}
	}
}

// TestGuides_NameEveryKeyOfData: docs/references.md names each key that the head of a data set may hold.
func TestGuides_NameEveryKeyOfData(t *testing.T) {
	t.Parallel()
	schema, err := os.ReadFile(filepath.Join("..", "..", "internal", "reference", "data.schema.json"))
	page, err2 := os.ReadFile(filepath.Join("..", "..", "docs", "references.md"))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	var root property
	if err := json.Unmarshal(schema, &root); err != nil {
		t.Fatal(err)
	}
	if len(root.names()) < 15 {
		t.Fatalf("%d keys in the schema, want at least 15", len(root.names()))
	}
	for _, name := range root.names() {
		if !regexp.MustCompile("(?m)^" + name + ":").Match(page) {
			t.Errorf("docs/references.md does not show the key %s", name)
		}
	}
}

// property is what a JSON schema says of a value.
type property struct {
	Properties map[string]*property
	Items      *property
}

// names gives the keys of a value, at any depth.
func (p *property) names() []string {
	var out []string
	if p.Items != nil {
		out = p.Items.names()
	}
	for name, child := range p.Properties {
		out = append(append(out, name), child.names()...)
	}
	return out
}

// TestGuides_Typography: French spaces and apostrophes, in what a person wrote. Code keeps what it is.
func TestGuides_Typography(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile("`[^`]*`")
	faults := map[string]*regexp.Regexp{
		"a breaking space before a mark":     regexp.MustCompile(`[^|\-] [:;!?»](\s|$|\*)`),
		"a breaking space after a quote":     regexp.MustCompile(`« `),
		"a straight apostrophe":              regexp.MustCompile(`\pL'\pL`),
		"straight quotes":                    regexp.MustCompile(`"`),
		"three points that are not ellipsis": regexp.MustCompile(`\.\.\.`),
	}
	for _, page := range guides(t) {
		if !slices.Contains(replayed(), filepath.Base(page)) {
			continue
		}
		data, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for fault, pattern := range faults {
			if m := pattern.FindString(code.ReplaceAllString(prose(string(data)), "`x`")); m != "" {
				t.Errorf("%s: %s: %q", filepath.Base(page), fault, m)
			}
		}
	}
}

// prose is a page without its fenced blocks.
func prose(page string) string {
	return regexp.MustCompile("(?ms)^```.*?^```$").ReplaceAllString(page, "")
}

// anchors are the fragments that a page answers to, as the forges make them from headings.
func anchors(page string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(prose(page), -1) {
		bare := regexp.MustCompile(`[^\pL\pN _-]`).ReplaceAllString(strings.ToLower(m[1]), "")
		out = append(out, strings.ReplaceAll(strings.TrimSpace(bare), " ", "-"))
	}
	return out
}
