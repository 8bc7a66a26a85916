package livingdoc_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
)

var (
	idAttribute = regexp.MustCompile(`\sid="([^"]*)"`)
	heading     = regexp.MustCompile(`<h([1-6])[\s>]`)
	hrefs       = regexp.MustCompile(`\shref="([^"]*)"`)
)

// pages gives every page of a document, the single file included.
func pages(t *testing.T, d *livingdoc.Doc) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, text := range site(t, d) {
		if strings.HasSuffix(name, ".html") {
			out[name] = text
		}
	}
	out["single"] = single(t, d)
	return out
}

// Headings go down one level at a time, ids are unique, landmarks and the language are there: what a screen reader
// steps through (RGAA 9.1, 9.2, 8.3, 12.6, 12.7).
func TestHTML_StructureIsSound(t *testing.T) {
	t.Parallel()
	in := load(t, sample())
	in.Former, in.Since = livingdoc.Build(load(t, former())), "v1"
	in.Recorded = true
	for name, page := range pages(t, livingdoc.Build(in)) {
		seen := map[string]bool{}
		for _, m := range idAttribute.FindAllStringSubmatch(page, -1) {
			if seen[m[1]] {
				t.Errorf("%s: id %q stands twice", name, m[1])
			}
			seen[m[1]] = true
		}
		level := 0
		for _, m := range heading.FindAllStringSubmatch(page, -1) {
			n, _ := strconv.Atoi(m[1])
			if n > level+1 {
				t.Errorf("%s: a heading of level %d comes after one of level %d", name, n, level)
			}
			level = n
		}
		if n := strings.Count(page, "<h1"); n != 1 {
			t.Errorf("%s: %d headings of level 1, want 1", name, n)
		}
		for _, want := range []string{`<html lang="fr"`, `<a class="skip" href="#main">`, "<main id=\"main\"", "<header", "<footer", `<nav class="toc" aria-label="Sommaire">`, `<label class="sr" for="q">`, `role="search"`, `role="status"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		for _, tag := range regexp.MustCompile(`<th[\s>][^>]*`).FindAllString(page, -1) {
			if !strings.Contains(tag, "scope=") {
				t.Errorf("%s: a header cell without a scope: %s", name, tag)
			}
		}
		if regexp.MustCompile(`<(b|i|p|td|th|li|a|q|code)>\s*⟨`).MatchString(page) || strings.Contains(page, "⟨") {
			t.Errorf("%s shows a key in place of a text", name)
		}
	}
}

// Every reference leads somewhere, in a single file as in a site and in Markdown.
func TestReferencesResolve(t *testing.T) {
	t.Parallel()
	in := load(t, sample())
	in.Former, in.Since = livingdoc.Build(load(t, former())), "v1"
	in.Recorded = true
	d := livingdoc.Build(in)
	follow := func(t *testing.T, files map[string]string, from, to string) {
		t.Helper()
		page, anchor, _ := strings.Cut(to, "#")
		file := from
		if page != "" {
			file = path.Join(path.Dir(from), page)
		}
		text, ok := files[file]
		if !ok {
			t.Errorf("%s: %s leads to no file", from, to)
			return
		}
		if anchor != "" && !strings.Contains(text, `id="`+anchor+`"`) {
			t.Errorf("%s: %s leads to no anchor", from, to)
		}
	}
	t.Run("single", func(t *testing.T) {
		files := map[string]string{"x": single(t, d)}
		n := 0
		for _, m := range hrefs.FindAllStringSubmatch(files["x"], -1) {
			if m[1] != "data:," {
				follow(t, files, "x", m[1])
				n++
			}
		}
		if n < 50 {
			t.Errorf("%d references, want more: the pattern no longer fits", n)
		}
	})
	t.Run("site", func(t *testing.T) {
		files := site(t, d)
		for name, text := range files {
			if !strings.HasSuffix(name, ".html") {
				continue
			}
			for _, m := range regexp.MustCompile(`\s(?:href|src)="([^"]*)"`).FindAllStringSubmatch(text, -1) {
				if m[1] != "data:," {
					follow(t, files, name, m[1])
				}
			}
		}
		for _, m := range regexp.MustCompile(`\["([^"]+#[^"]+)",`).FindAllStringSubmatch(files["assets/search.js"], -1) {
			follow(t, files, "index.html", m[1])
		}
	})
	t.Run("markdown", func(t *testing.T) {
		files := markdown(t, d)
		for name, text := range files {
			for _, m := range regexp.MustCompile(`\]\(([^)<]+)\)`).FindAllStringSubmatch(text, -1) {
				follow(t, files, name, m[1])
			}
		}
	})
}

// Both themes keep 4.5:1 for texts on each ground that they stand on (WCAG 1.4.3).
func TestStyle_ContrastIsEnough(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("assets/doc.css")
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(themes) != 3 {
		t.Fatalf("%d themes, want light, dark and paper", len(themes))
	}
	light := map[string]string{}
	for i, m := range themes {
		theme := maps.Clone(light) // what a theme does not say is that of the first
		for _, v := range regexp.MustCompile(`--([a-z]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(m[1], -1) {
			theme[v[1]] = v[2]
		}
		if i == 0 {
			light = theme
		}
		for _, ground := range []string{"paper", "pale"} {
			for _, ink := range []string{"ink", "soft", "head", "link", "ok", "rk", "ko", "bl", "nr", "val"} {
				if r := contrast(t, theme[ink], theme[ground]); r < 4.5 {
					t.Errorf("theme %d: %s on %s: %.2f, want 4.5", i, ink, ground, r)
				}
			}
		}
		for _, pair := range [][2]string{{"ink", "mark"}, {"ink", "del"}, {"ink", "ins"}, {"paper", "head"}} {
			if r := contrast(t, theme[pair[0]], theme[pair[1]]); r < 4.5 {
				t.Errorf("theme %d: %s on %s: %.2f, want 4.5", i, pair[0], pair[1], r)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, s string) float64 {
	t.Helper()
	var r, g, b int
	if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatalf("colour %q: %v", s, err)
	}
	linear := func(v int) float64 {
		c := float64(v) / 255
		if c <= 0.03928 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

// Nothing is asked from anywhere: no address but those of the document and those that a feature's author wrote.
func TestHTML_AsksNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	for name, page := range pages(t, sampleDoc(t)) {
		for _, bad := range []string{"http://", "https://", "@import", "url(", "//cdn"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

// Each text of the document stands in both languages, and each one that stands there is printed.
func TestEveryTextOfTheDocumentIsUsed(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".go") && !strings.HasSuffix(f.Name(), "_test.go") {
			data, err := os.ReadFile(f.Name())
			if err != nil {
				t.Fatal(err)
			}
			code.Write(data)
		}
	}
	ending := regexp.MustCompile(`\.(one|other|about|long)$`)
	n := 0
	for _, key := range printer(t, i18n.French).Keys() {
		short, ok := strings.CutPrefix(key, "livingdoc.")
		if !ok {
			continue
		}
		n++
		if short = ending.ReplaceAllString(short, ""); strings.Contains(code.String(), `"`+short+`"`) {
			continue
		}
		prefix := short[:strings.LastIndexByte(short, '.')+1] // completed at run time
		if prefix == "" || !strings.Contains(code.String(), `"`+prefix) && !strings.Contains(code.String(), `"livingdoc.`+prefix) && !strings.HasPrefix(short, "script.") {
			t.Errorf("no code prints %s", key)
		}
	}
	if n < 200 {
		t.Errorf("%d texts, want more", n)
	}
	uses := regexp.MustCompile(`v\.[tn]\("([a-z.-]+)"`).FindAllStringSubmatch(code.String(), -1)
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p := printer(t, lang)
		for _, m := range uses {
			if key := "livingdoc." + m[1]; !strings.HasSuffix(key, ".") && !p.Has(key) && !p.Has(key+".one") {
				t.Errorf("%s: no text %s", lang, key)
			}
		}
	}
	if len(uses) < 80 {
		t.Errorf("%d uses of keys, want more: the pattern no longer fits the code", len(uses))
	}
}
