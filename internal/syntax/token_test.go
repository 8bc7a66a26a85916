package syntax

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

// rebuild puts a file together again from what its document gives: the byte order mark, tokens and line ends.
func rebuild(t *testing.T, doc *Document) string {
	t.Helper()
	src := doc.Source()
	var b strings.Builder
	b.WriteString(src[:doc.Line(1).Span.Start])
	for n := range doc.Lines {
		l := doc.Line(n + 1)
		at := l.Span.Start
		for _, token := range doc.Tokens(n + 1) {
			if token.Span.Start != at || token.Span.End <= at {
				t.Fatalf("line %d: token %+v does not follow byte %d\n%q", n+1, token, at, src[l.Span.Start:l.End])
			}
			at = token.Span.End
			b.WriteString(src[token.Span.Start:at])
		}
		if at != l.Span.End {
			t.Fatalf("line %d: tokens end at %d of %d\n%q", n+1, at, l.Span.End, src[l.Span.Start:l.End])
		}
		b.WriteString(src[l.Span.End:l.End])
	}
	return b.String()
}

// everyFeature gives each feature file of the package's test data and of the repository.
func everyFeature(t *testing.T, fn func(path string, src []byte)) {
	t.Helper()
	files := 0
	for _, root := range []string{"testdata", "../../features", "../../fixtures"} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".feature") {
				return err
			}
			src, err := os.ReadFile(path)
			files++
			fn(path, src)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 100 {
		t.Fatalf("only %d feature files", files)
	}
}

// variants gives a file with a byte order mark and with other line ends.
func variants(src []byte) [][]byte {
	lf := []byte("\n")
	return [][]byte{
		src, append([]byte(bom), src...), bytes.ReplaceAll(src, lf, []byte("\r\n")),
		bytes.ReplaceAll(src, lf, []byte("\r")),
	}
}

// TestTokensCoverEveryFile holds that no byte of a file is out of reach.
func TestTokensCoverEveryFile(t *testing.T) {
	everyFeature(t, func(path string, src []byte) {
		for i, variant := range variants(src) {
			doc, _ := Parse(Source{Path: path, Bytes: variant}, Options{})
			if doc == nil {
				continue
			}
			if diff := cmp.Diff(string(variant), rebuild(t, doc)); diff != "" {
				t.Errorf("%s, variant %d: %s", path, i, diff)
			}
			checkSpans(t, path, doc)
		}
	})
}

// checkSpans holds that spans lie inside one another, and show the texts that the nodes hold.
func checkSpans(t *testing.T, path string, doc *Document) {
	t.Helper()
	walkSpans(doc, func(what string, outer, inner Span, text string) {
		if inner.Start < outer.Start || inner.End > outer.End || inner.End < inner.Start {
			t.Errorf("%s: %s at %v lies outside of %v", path, what, inner, outer)
			return
		}
		if got := nfc(doc.Source()[inner.Start:inner.End]); text != "" && got != text {
			t.Errorf("%s: %s is %q, want %q", path, what, got, text)
		}
	})
}

func TestTokens(t *testing.T) {
	head := "# language: fr\nFonctionnalité: f\n  Plan du scénario: s\n    Soit x\n"
	tests := map[string]struct{ line, want string }{ // the line follows head
		"step": {
			"    Quand  je <valide> tout \t ", "space keyword:Quand space text:je <valide> tout \t space",
		},
		"apostrophe": {"    Lorsqu'il vient", "space keyword:Lorsqu' text:il vient"},
		"tags": {
			"  @a @b@c  # remarque ", "space tag:@a space tag:@b tag:@c space tagcomment:# remarque space",
		},
		"tag with a space": {"  @a b @c", "space tag:@a space prose:b space tag:@c"},
		"title":            {"  Scénario:  s  ", "space keyword:Scénario colon:: space title:s space"},
		"title alone":      {"  Exemples:", "space keyword:Exemples colon::"},
		"row": {
			`    | a \| b ||  | <x>|`,
			`space bar:| space cell:a \| b space bar:| bar:| space bar:| space cell:<x> bar:|`,
		},
		"row tail":    {"    | a | perdu  ", "space bar:| space cell:a space bar:| space rowtail:perdu space"},
		"bar alone":   {"    |", "space bar:|"},
		"comment":     {"\t# remarque  ", "space comment:# remarque space"},
		"spaces":      {"   ", "space"},
		"refused":     {"    n'importe quoi ", "space prose:n'importe quoi space"},
		"delimiter":   {"    \"\"\" json ", "space delimiter:\"\"\" space media:json space"},
		"decomposed":  {"    Quand e\u0301 a\u0301 ", "space keyword:Quand space text:é á space"},
		"lone accent": {"    Quand \u0301x", "space keyword:Quand space text:\u0301x"},
	}
	for name, tc := range tests {
		doc, _ := Parse(Source{Path: "a.feature", Bytes: []byte(head + tc.line + "\n")}, Options{})
		if got := spell(doc, 5); got != tc.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.want)
		}
	}
}

func TestTokensOfADocString(t *testing.T) {
	src := "# language: fr\nFonctionnalité : f\n  Scénario: s\n    Soit x\n      ```markdown\n        # titre \n   " +
		"trop à gauche\n\n      ``` perdu\n"
	doc, _ := Parse(Source{Path: "a.feature", Bytes: []byte(src)}, Options{})
	want := []string{
		"languagemark:# language: space language:fr",
		"keyword:Fonctionnalité space colon:: space title:f",
		"space keyword:Scénario colon:: space title:s",
		"space keyword:Soit space text:x",
		"space delimiter:``` media:markdown",
		"space doctext:  # titre ",
		"space doctext:trop à gauche",
		"",
		"space delimiter:``` space delimitertail:perdu",
	}
	for n, line := range want {
		if got := spell(doc, n+1); got != line {
			t.Errorf("line %d:\n got %s\nwant %s", n+1, got, line)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	src := "# language: fr\nFonctionnalité: <f>\n  Plan du scénario: <a>\n    Soit <e\u0301> et <b class=\"x\"> et " +
		"<c>\n    Exemples:\n      | a | <d> |\n"
	doc, _ := Parse(Source{Path: "a.feature", Bytes: []byte(src)}, Options{})
	var got []string
	for n := range doc.Lines {
		for _, s := range doc.Placeholders(n + 1) {
			got = append(got, doc.Source()[s.Start:s.End])
		}
	}
	if diff := cmp.Diff([]string{"<a>", "<e\u0301>", "<c>", "<d>"}, got); diff != "" {
		t.Error(diff)
	}
}

var tokenNames = [...]string{
	"space", "keyword", "colon", "title", "text", "tag", "tagcomment", "bar", "cell", "rowtail", "delimiter", "media",
	"delimitertail", "doctext", "comment", "languagemark", "language", "prose",
}

// spell writes the tokens of a line, texts in NFC.
func spell(doc *Document, n int) string {
	var out []string
	for _, token := range doc.Tokens(n) {
		text := tokenNames[token.Kind]
		if token.Kind != TokenSpace {
			text += ":" + nfc(doc.Source()[token.Span.Start:token.Span.End])
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// walkSpans gives each span of a tree, with the one that must hold it and the text that it must show, if one.
func walkSpans(doc *Document, fn func(what string, outer, inner Span, text string)) {
	all := Span{0, len(doc.Source())}
	for _, c := range doc.Comments {
		fn("comment", all, c.Span, strings.TrimSpace(c.Text))
	}
	if doc.Feature == nil {
		return
	}
	tags := func(outer Span, list []Tag) {
		for _, tag := range list {
			fn("tag", outer, tag.Span, tag.Name)
		}
	}
	rows := func(outer Span, list []Row) {
		for i := range list {
			fn("row", outer, list[i].Span, "")
			for _, c := range list[i].Cells {
				text := ""
				if !strings.ContainsAny(c.Value, "\\|\n") {
					text = c.Value
				}
				fn("cell", list[i].Span, c.Span, text)
			}
		}
	}
	steps := func(outer Span, list []Step) {
		for i := range list {
			s := &list[i]
			fn("step", outer, s.Span, "")
			fn("step keyword", s.Span, s.KeywordSpan, nfc(strings.TrimSpace(s.Keyword)))
			fn(fmt.Sprintf("step %d", s.Line), all, s.TextSpan, s.Text)
			rows(s.Span, s.Table)
			if s.DocString != nil {
				fn("doc string", s.Span, s.DocString.Span, "")
			}
		}
	}
	title := func(what string, outer, inner, keyword, text Span, name string) {
		fn(what, outer, inner, "")
		fn(what+" keyword", inner, keyword, "")
		fn(what+" name", all, text, name)
	}
	background := func(outer Span, b *Background) {
		if b != nil {
			title("background", outer, b.Span, b.KeywordSpan, b.TextSpan, b.Name)
			steps(b.Span, b.Steps)
		}
	}
	scenarios := func(outer Span, list []*Scenario) {
		for _, s := range list {
			title("scenario", outer, s.Span, s.KeywordSpan, s.TextSpan, s.Name)
			tags(s.Span, s.Tags)
			steps(s.Span, s.Steps)
			for _, e := range s.Examples {
				title("examples", s.Span, e.Span, e.KeywordSpan, e.TextSpan, e.Name)
				tags(e.Span, e.Tags)
				if e.Header != nil {
					rows(e.Span, []Row{*e.Header})
				}
				rows(e.Span, e.Rows)
			}
		}
	}
	f := doc.Feature
	title("feature", all, f.Span, f.KeywordSpan, f.TextSpan, f.Name)
	tags(f.Span, f.Tags)
	background(f.Span, f.Background)
	scenarios(f.Span, f.Scenarios)
	for _, r := range f.Rules {
		title("rule", f.Span, r.Span, r.KeywordSpan, r.TextSpan, r.Name)
		tags(r.Span, r.Tags)
		background(r.Span, r.Background)
		scenarios(r.Span, r.Scenarios)
	}
}

func nfc(s string) string { return norm.NFC.String(s) }
