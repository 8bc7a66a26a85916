package format

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

var corpus = flag.String("corpus", "", "folder of feature files from elsewhere, to be formatted in memory")

// TestCorpus runs every invariant over feature files that others wrote. They are no part of the repository: without
// -corpus those of the product are taken.
func TestCorpus(t *testing.T) {
	root := *corpus
	if root == "" {
		root = "../../features"
	}
	files, refused, changed, unsafe := 0, 0, 0, 0
	codes := map[syntax.Code]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".feature") || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		src := syntax.Source{Path: path, Bytes: data}
		o := Options{Indent: 2, Language: "fr"}
		if !strings.Contains(string(data), "language:") && strings.Contains(string(data), "Feature:") {
			o.Language = "en"
		}
		r, err := Format(src, o)
		if errors.Is(err, ErrSyntax) {
			refused++
			seen := map[syntax.Code]bool{}
			for _, d := range r.Diagnostics {
				if d.Severity == syntax.Error && !seen[d.Code] {
					seen[d.Code] = true
					codes[d.Code]++
				}
			}
			return nil
		}
		if err != nil {
			unsafe++
			t.Errorf("%s: %v", path, err)
			return nil
		}
		if r.Changed {
			changed++
		}
		for _, c := range holds(src, r, o) {
			t.Errorf("%s: %s", path, c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files == 0 {
		t.Fatal("no file")
	}
	t.Logf("%d files, %d refused %v, %d changed, %d unsafe", files, refused, codes, changed, unsafe)
}

// holds judges a result by means that the formatter does not use: the hashes of the catalogue, a second formatting, its
// own edits. It returns what is broken.
func holds(src syntax.Source, r Result, o Options) (broken []string) {
	if !r.Changed {
		if string(r.Bytes) != string(src.Bytes) {
			broken = append(broken, "changed without saying so")
		}
		return broken
	}
	if !o.Accents {
		for _, e := range r.Edits {
			if was := src.Bytes[e.Start:e.End]; len(bare(was)) > 0 || len(bare([]byte(e.New))) > 0 {
				broken = append(broken, fmt.Sprintf("an edit makes %q of %q", e.New, was))
			}
		}
	}
	if got, err := syntax.Apply(src.Bytes, r.Edits); err != nil || string(got) != string(r.Bytes) {
		broken = append(broken, "the edits do not make the result")
	}
	if o.ranged() { // lines move: the rest of the file must still give what the whole would have given
		o.First, o.Last = 0, 0
		whole, err := Format(src, o)
		rest, restErr := Format(syntax.Source{Path: src.Path, Bytes: r.Bytes}, o)
		if err != nil || restErr != nil || string(whole.Bytes) != string(rest.Bytes) {
			broken = append(broken, "the rest of the file does not complete the range")
		}
	} else if again, err := Format(syntax.Source{Path: src.Path, Bytes: r.Bytes}, o); err != nil || again.Changed {
		broken = append(broken, "a second formatting changes the first: "+first(r.Bytes, again.Bytes))
	}
	broken = append(broken, sameCases(src, r, o)...)
	if string(bare(src.Bytes)) != string(bare(r.Bytes)) && !o.Accents {
		broken = append(broken, "more than white space changed")
	}
	return broken
}

func sameCases(src syntax.Source, r Result, o Options) (broken []string) {
	options := catalogue.Options{Syntax: syntax.Options{Language: o.Language}}
	before := catalogue.Parse(src, options)
	after := catalogue.Parse(syntax.Source{Path: src.Path, Bytes: r.Bytes}, options)
	if len(before.Cases) != len(after.Cases) {
		return []string{"the number of cases changed"}
	}
	for i := range before.Cases {
		b, a := &before.Cases[i], &after.Cases[i]
		switch {
		case b.Content != a.Content:
			broken = append(broken, "the content hash of "+b.Name+" changed")
		case b.Presentation != a.Presentation:
			broken = append(broken, "the presentation hash of "+b.Name+" changed")
		}
	}
	return broken
}

// bare is a text without its white space and its byte order mark.
func bare(b []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, bytes.TrimPrefix(b, []byte(byteOrderMark)))
}

// first is the first line that differs.
func first(a, b []byte) string {
	x, y := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + " / " + y[i]
		}
	}
	return "length"
}

// The features that the product ships, its own, the example and what init writes, are laid out as fmt would.
func TestShippedFeaturesAreLaidOut(t *testing.T) {
	files := 0
	for _, root := range []string{"../../features", "../cli/templates"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".feature") {
				return err
			}
			files++
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			r, err := Format(syntax.Source{Path: path, Bytes: data}, Options{})
			switch {
			case err != nil:
				t.Errorf("%s: %v", path, err)
			case r.Changed:
				t.Errorf("%s: %s", path, first(data, r.Bytes))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 15 {
		t.Errorf("%d files", files)
	}
}
