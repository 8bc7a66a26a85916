package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
	"github.com/google/go-cmp/cmp"
)

func counter() func() string { return (&messages.Incrementing{}).NewId }

func asJSON(t *testing.T, doc any) string {
	t.Helper()
	b, err := json.MarshalIndent(doc, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// compare parses with both parsers and asks for the same tree, identifiers included.
func compare(t *testing.T, name string, src []byte) {
	t.Helper()
	stock, err := gherkin.ParseGherkinDocument(bytes.NewReader(src), counter())
	doc, list := Parse(Source{Path: name, Bytes: src}, Options{Language: "en"})
	if err != nil {
		if !HasErrors(list) {
			t.Errorf("%s: the stock parser refuses (%v) what we accept", name, err)
		}
		return
	}
	if doc == nil {
		t.Fatalf("%s: no document: %v", name, list)
	}
	if diff := cmp.Diff(asJSON(t, stock), asJSON(t, doc.Gherkin(counter()))); diff != "" {
		t.Errorf("%s: trees differ (-stock +ours):\n%s\nsource:\n%s", name, diff, src)
	}
}

// TestParse_sameTreeAsStock holds the proof that replacing scanner, matcher and builder changed nothing.
func TestParse_sameTreeAsStock(t *testing.T) {
	files := 0
	for _, root := range []string{"testdata/same", "../../features"} {
		_ = filepath.WalkDir(root, func(path string, e os.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".feature") {
				return nil
			}
			src, err := os.ReadFile(path)
			if err != nil {
				t.Error(err)
				return nil
			}
			if !bytes.Contains(src, []byte("# language:")) {
				src = append([]byte("# language: fr\n"), src...)
			}
			files++
			compare(t, path, src)
			return nil
		})
	}
	if files < 4 {
		t.Fatalf("only %d files compared", files)
	}
}

// TestParse_sameTreeOnGenerated compares on random documents in several dialects, made to reach every state.
func TestParse_sameTreeOnGenerated(t *testing.T) {
	accepted := 0
	for seed := range 1500 {
		src := generate(rand.New(rand.NewSource(int64(seed))))
		if _, err := gherkin.ParseGherkinDocument(strings.NewReader(src), counter()); err == nil {
			accepted++
		}
		compare(t, fmt.Sprintf("seed-%d", seed), []byte(src))
		if t.Failed() {
			return
		}
	}
	if accepted < 700 {
		t.Fatalf("only %d of 1500 generated documents are valid: the comparison proves little", accepted)
	}
}

// generate writes a document that is mostly valid, with odd spacing, escapes, comments and line ends.
func generate(r *rand.Rand) string {
	languages := []string{"fr", "fr", "en", "de", "ja", "ru", "zh-CN", "it", "em", "ht"}
	d := gherkin.DialectsBuiltin().GetDialect(languages[r.Intn(len(languages))])
	g := &generator{r: r, d: d}
	if d.Language != "en" || r.Intn(2) == 0 {
		g.line("# language: " + d.Language)
	}
	g.noise()
	g.tags()
	g.title(d.FeatureKeywords())
	g.about()
	if r.Intn(2) == 0 {
		g.title(d.BackgroundKeywords())
		g.about()
		g.steps()
	}
	for range r.Intn(4) {
		g.scenario()
	}
	for range r.Intn(3) {
		g.tags()
		g.title(d.RuleKeywords())
		g.about()
		if r.Intn(3) == 0 {
			g.title(d.BackgroundKeywords())
			g.steps()
		}
		for range r.Intn(3) {
			g.scenario()
		}
	}
	text := strings.Join(g.lines, "\n")
	if r.Intn(3) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	if r.Intn(2) == 0 {
		text += "\n"
	}
	return text
}

type generator struct {
	r     *rand.Rand
	d     *gherkin.Dialect
	lines []string
}

func (g *generator) pick(list ...string) string { return list[g.r.Intn(len(list))] }
func (g *generator) line(s string)              { g.lines = append(g.lines, s) }
func (g *generator) indent() string             { return g.pick("", "  ", "    ", "\t", " \t ") }

func (g *generator) text() string {
	return g.pick("un adhérent  de l’antenne", "x", "l'élève \"42\"", "<nom> et <valeur>", "", "a # b", "é😀 fin ", "|bar|", "fin :")
}

func (g *generator) noise() {
	switch g.r.Intn(6) {
	case 0:
		g.line("")
	case 1:
		g.line(g.indent() + "# un commentaire")
	case 2:
		g.line("   ")
	}
}

func (g *generator) tags() {
	for range g.r.Intn(3) {
		g.line(g.indent() + g.pick("@a", "@SC-0001 @b", "@é  @d # remarque", "@x@y", "@a#b"))
		g.noise()
	}
}

func (g *generator) title(keywords []string) {
	g.line(g.indent() + keywords[g.r.Intn(len(keywords))] + ":" + g.pick(" ", "", "  ") + g.text())
	g.noise()
}

func (g *generator) about() {
	if g.r.Intn(3) > 0 {
		return
	}
	for range 1 + g.r.Intn(3) {
		g.line(g.indent() + g.pick("du texte libre", "- une puce", "", "encore `du` texte", "\\ échappé", "1. un"))
	}
}

func (g *generator) scenario() {
	g.tags()
	outline := g.r.Intn(3) == 0
	if outline {
		g.title(g.d.ScenarioOutlineKeywords())
	} else {
		g.title(g.d.ScenarioKeywords())
	}
	g.about()
	g.steps()
	if outline {
		for range 1 + g.r.Intn(2) {
			g.tags()
			g.title(g.d.ExamplesKeywords())
			g.about()
			g.rows(2 + g.r.Intn(3))
		}
	}
}

func (g *generator) steps() {
	keywords := g.d.StepKeywords()
	for range g.r.Intn(4) {
		g.line(g.indent() + keywords[g.r.Intn(len(keywords))] + g.text())
		g.noise()
		switch g.r.Intn(5) {
		case 0:
			g.rows(1 + g.r.Intn(3))
		case 1:
			q := g.pick(`"""`, "```")
			in := g.indent()
			g.line(in + q + g.pick("", "json", " markdown "))
			for range g.r.Intn(4) {
				g.line(g.pick("", in, in+"  ") + g.pick("corps", "", "# pas un commentaire", "@x", `\"\"\"`, "\\`\\`\\`", "  é", "Scénario: non"))
			}
			g.line(in + q)
		}
	}
}

func (g *generator) rows(n int) {
	width := 1 + g.r.Intn(3)
	for range n {
		row := g.indent() + "|"
		for range width {
			row += g.pick(" a ", "é", "", "  ", ` x \| y `, ` \\ `, ` a\nb `, ` \x `, " \u00a0z\u3000", "<nom>") + "|"
		}
		g.line(row)
		g.noise()
	}
}
