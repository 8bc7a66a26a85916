package livingdoc_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/doctest"
	"recette/internal/livingdoc/html"
	"recette/internal/livingdoc/markdown"
	"recette/internal/livingdoc/model"
)

func TestOutput_IsDeterministic(t *testing.T) {
	t.Parallel()
	sums := map[string]bool{}
	for range 3 {
		h := sha256.New()
		former := doctest.Build(doctest.Load(t, doctest.Former()))
		in := doctest.Load(t, doctest.Sample())
		in.Former, in.Since, in.Recorded = former, "v1", true
		for _, d := range []*model.Doc{doctest.Build(in), doctest.Build(doctest.Corpus(t, 150, 10))} {
			fmt.Fprint(h, doctest.Single(t, d))
			err := html.Site(
				d, doctest.Printer(t, i18n.French),
				func(f livingdoc.File) error { fmt.Fprint(h, f.Path, string(f.Data)); return nil },
			)
			if err == nil {
				err = markdown.Files(
					d, doctest.Printer(t, i18n.French),
					func(f livingdoc.File) error { fmt.Fprint(h, f.Path, string(f.Data)); return nil },
				)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		sums[fmt.Sprintf("%x", h.Sum(nil))] = true
	}
	if len(sums) != 1 {
		t.Errorf("the same input gave %d different outputs", len(sums))
	}
}

func TestOutput_InEnglish(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := html.Single(&b, doctest.SampleDoc(t), doctest.Printer(t, i18n.English)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`<html lang="en"`, "Functional documentation", `lang="fr"`, "Business rules", "fictitious",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// Every reference leads somewhere, in a single file as in a site and in Markdown.
func TestReferencesResolve(t *testing.T) {
	t.Parallel()
	in := doctest.Load(t, doctest.Sample())
	in.Former, in.Since = doctest.Build(doctest.Load(t, doctest.Former())), "v1"
	in.Recorded = true
	d := doctest.Build(in)
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
		files := map[string]string{"x": doctest.Single(t, d)}
		n := 0
		for _, m := range regexp.MustCompile(`\shref="([^"]*)"`).FindAllStringSubmatch(files["x"], -1) {
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
		files := doctest.Site(t, d)
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
		for _, m := range regexp.MustCompile(`\["([^"]+#[^"]+)",`).FindAllStringSubmatch(
			files["assets/search.js"], -1,
		) {
			follow(t, files, "index.html", m[1])
		}
	})
	t.Run("markdown", func(t *testing.T) {
		files := doctest.Markdown(t, d)
		for name, text := range files {
			for _, m := range regexp.MustCompile(`\]\(([^)<]+)\)`).FindAllStringSubmatch(text, -1) {
				follow(t, files, name, m[1])
			}
		}
	})
}

// Each text of the document stands in both languages, and each one that stands there is printed.
func TestEveryTextOfTheDocumentIsUsed(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, pattern := range []string{"*.go", "*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(data)
		}
	}
	ending := regexp.MustCompile(`\.(one|other|about|long)$`)
	n := 0
	for _, key := range doctest.Printer(t, i18n.French).Keys() {
		short, ok := strings.CutPrefix(key, "livingdoc.")
		if !ok {
			continue
		}
		n++
		if short = ending.ReplaceAllString(short, ""); strings.Contains(code.String(), `"`+short+`"`) {
			continue
		}
		prefix := short[:strings.LastIndexByte(short, '.')+1] // completed at run time
		if prefix == "" || !strings.Contains(code.String(), `"`+prefix) && !strings.Contains(
			code.String(), `"livingdoc.`+prefix,
		) && !strings.HasPrefix(short, "script.") {
			t.Errorf("no code prints %s", key)
		}
	}
	if n < 200 {
		t.Errorf("%d texts, want more", n)
	}
	uses := regexp.MustCompile(`[vw]\.[TN]\("([a-z.-]+)"`).FindAllStringSubmatch(code.String(), -1)
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p := doctest.Printer(t, lang)
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
