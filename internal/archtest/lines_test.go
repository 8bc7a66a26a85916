package archtest

import (
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// The widest line of code or comment, in columns; a tab counts for tabColumns.
const (
	maxColumns = 120
	tabColumns = 4
)

// Lines stay readable beside another window. A raw string is data and keeps its lines, and a directive to the linter
// stands on the line that it is about.
func TestLines(t *testing.T) {
	eachSource(t, func(path string) {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range wide(src) {
			t.Errorf("%s:%d: more than %d columns", path, line, maxColumns)
		}
	})
}

func TestWide(t *testing.T) {
	long := strings.Repeat("é", 130)
	for name, tt := range map[string]struct {
		src  string
		want int
	}{
		"a string":           {"package p\n\nvar x = \"" + long + "\"\n", 1},
		"a comment":          {"package p\n\n// " + long + "\n", 1},
		"tabs":               {"package p\n\n" + strings.Repeat("\t", 25) + "// " + long[:40] + "\n", 1},
		"letters, not bytes": {"package p\n\n// " + long[:220] + "\n", 0},
		"a raw string":       {"package p\n\nvar x = `" + long + "\n" + long + "\n" + long + "`\n", 0},
		"a directive":        {"package p\n\nvar x = 1 //nolint:x // " + long + "\n", 0},
	} {
		if got := len(wide([]byte(tt.src))); got != tt.want {
			t.Errorf("%s: %d wide lines, want %d", name, got, tt.want)
		}
	}
}

// wide gives the lines of a Go file that are too wide.
func wide(src []byte) []int {
	var out []int
	spared := map[int]bool{}
	looked := false
	for i, line := range strings.Split(string(src), "\n") {
		if utf8.RuneCountInString(line)+strings.Count(line, "\t")*(tabColumns-1) <= maxColumns {
			continue
		}
		if !looked {
			spare(src, spared)
			looked = true
		}
		if !spared[i+1] {
			out = append(out, i+1)
		}
	}
	return out
}

// spare notes the lines of raw strings and those with a directive to the linter.
func spare(src []byte, lines map[int]bool) {
	file := token.NewFileSet().AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return
		}
		raw := tok == token.STRING && text[0] == '`'
		if !raw && !strings.HasPrefix(text, "//nolint:") {
			continue
		}
		first := file.Line(pos)
		for n := range strings.Count(text, "\n") + 1 {
			lines[first+n] = true
		}
	}
}

// eachSource visits the Go files of the module.
func eachSource(t *testing.T, visit func(path string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case !d.IsDir() && strings.HasSuffix(path, ".go"):
			visit(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
