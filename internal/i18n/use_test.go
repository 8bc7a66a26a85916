package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recette/internal/archtest"
)

// unusedYet are the prefixes of texts that wait for the front end that will print them.
var unusedYet = []string{}

// A text that nothing prints is one that nobody proof-reads: each key stands in the code, whole, without its ending, or
// below a prefix that is completed at run time.
func TestEveryTextIsUsed(t *testing.T) {
	words := literals(t)
	var prefixes []string
	for w := range words {
		if strings.HasSuffix(w, ".") && len(w) > 2 && !strings.Contains(w, " ") {
			prefixes = append(prefixes, w)
		}
	}
	if len(words) < 1000 || len(prefixes) < 10 {
		t.Fatalf("%d literals, %d prefixes: the code was not found", len(words), len(prefixes))
	}
	ending := regexp.MustCompile(`\.(one|other|many|hint|detail|short|long|message|remedy)$`)
	for _, key := range printer(t, French).Keys() {
		if !isUsed(key, words, prefixes) && !isUsed(ending.ReplaceAllString(key, ""), words, prefixes) {
			t.Errorf("no code prints %s", key)
		}
	}
}

// domains are completed by whoever prints their texts: what follows them stands in the code.
var domains = []string{"fail.", "cmd.", "reports."}

func isUsed(key string, words map[string]bool, prefixes []string) bool {
	for _, d := range domains {
		if rest, ok := strings.CutPrefix(key, d); ok && rest != "" {
			first, _, below := strings.Cut(rest, ".")
			if words[key] || words[rest] || below && d == "reports." && words[first] {
				return true
			}
			key = rest
			break
		}
	}
	return words[key] || slices.ContainsFunc(append(prefixes, unusedYet...), func(p string) bool {
		return !slices.Contains(domains, p) && strings.HasPrefix(key, p)
	})
}

// literals gathers the string literals of the module's code, tests excepted, and those of its pages.
func literals(t *testing.T) map[string]bool {
	t.Helper()
	words := map[string]bool{}
	root := filepath.Join("..", "..")
	err := archtest.Own(root, func(name string) error {
		if strings.HasPrefix(name, "internal/web/pages/") {
			page, err := os.ReadFile(filepath.Join(root, name))
			for _, m := range regexp.MustCompile(`"([a-z][a-z0-9.-]+)"`).FindAllSubmatch(page, -1) {
				words[string(m[1])] = true
			}
			return err
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil {
					words[text] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}
