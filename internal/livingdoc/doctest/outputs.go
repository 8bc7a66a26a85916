package doctest

import (
	"bytes"
	"testing"

	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/livingdoc/html"
	"recette/internal/livingdoc/markdown"
	"recette/internal/livingdoc/model"
)

func folder(tb testing.TB, produce func(put func(livingdoc.File) error) error) map[string]string {
	tb.Helper()
	out := map[string]string{}
	err := produce(func(f livingdoc.File) error {
		if _, twice := out[f.Path]; twice {
			tb.Errorf("%s is written twice", f.Path)
		}
		out[f.Path] = string(f.Data)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// Single gives a document in one HTML file, in French.
func Single(tb testing.TB, d *model.Doc) string {
	tb.Helper()
	var b bytes.Buffer
	if err := html.Single(&b, d, Printer(tb, i18n.French)); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// Site gives the files of a site, in French.
func Site(tb testing.TB, d *model.Doc) map[string]string {
	return folder(tb, func(put func(livingdoc.File) error) error { return html.Site(d, Printer(tb, i18n.French), put) })
}

// Markdown gives a document in Markdown, in French.
func Markdown(tb testing.TB, d *model.Doc) map[string]string {
	return folder(tb, func(put func(livingdoc.File) error) error {
		return markdown.Files(d, Printer(tb, i18n.French), put)
	})
}
