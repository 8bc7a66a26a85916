package html_test

import (
	"fmt"
	"maps"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/model"
)

var (
	idAttribute = regexp.MustCompile(`\sid="([^"]*)"`)
	heading     = regexp.MustCompile(`<h([1-6])[\s>]`)
)

// pages gives every page of a document, the single file included.
func pages(t *testing.T, d *model.Doc) map[string]string {
	t.Helper()
	out := map[string]string{}
	for name, text := range doctest.Site(t, d) {
		if strings.HasSuffix(name, ".html") {
			out[name] = text
		}
	}
	out["single"] = doctest.Single(t, d)
	return out
}

// Headings go down one level at a time, ids are unique, landmarks and the language are there: what a screen reader
// steps through (RGAA 9.1, 9.2, 8.3, 12.6, 12.7).
func TestHTML_StructureIsSound(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since = doctest.Build(doctest.Load(t, doctest.Former())), "v1"
	in.Recorded = true
	for name, page := range pages(t, doctest.Build(in)) {
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
		for _, want := range []string{
			`<html lang="fr"`, `<a class="skip" href="#main">`, "<main id=\"main\"", "<header", "<footer",
			`<nav class="toc" aria-label="Sommaire">`, `<label class="sr" for="q">`, `role="search"`, `role="status"`,
		} {
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
	for name, page := range pages(t, doctest.SampleDoc(t)) {
		for _, bad := range []string{"http://", "https://", "@import", "url(", "//cdn"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}
