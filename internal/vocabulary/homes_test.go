package vocabulary

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"recette/internal/archtest"
)

// examples are the folders that hold no code of the product: fixtures and contracts of tests, and what writes feature
// files as a project would.
var examples = []string{
	"features", "fixtures", "internal/corpusgen", "internal/livingdoc/doctest", "internal/store/storetest",
	"internal/worker/wire/wiretest", "internal/bench/testdata", "internal/cli/templates",
}

// TestHomes holds that no package but this one knows a tag by its name: a name of its own would not follow
// recette.yaml.
func TestHomes(t *testing.T) {
	root := filepath.Join("..", "..")
	names := defaultNames()
	files := 0
	err := archtest.Own(root, func(rel string) error {
		if !strings.HasSuffix(rel, ".go") || strings.HasSuffix(rel, "_test.go") || exempt(rel) {
			return nil
		}
		files++
		for _, found := range literals(t, filepath.Join(root, rel), names) {
			t.Errorf("%s:%s names a tag: take it from the vocabulary of the project", rel, found)
		}
		return nil
	})
	if err != nil || files < 300 {
		t.Fatalf("%d files read, error %v", files, err)
	}
}

// TestHomes_Finds shows that the check above can fail.
func TestHomes_Finds(t *testing.T) {
	names := defaultNames()
	for text, want := range map[string]bool{
		"@manuel": true, "a @critique b": true, "@JDD-": true, "JDD-": true, "DEC-%04d": true, "^RG-[0-9]+$": true,
		"@SC-0042": true,
		"role:":    true, "@manuelle": false, "manuel": false, "obsolete": false, "DEC-REC": false, "must": false,
		"@": false,
	} {
		if got := names.MatchString(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

func exempt(rel string) bool {
	return slices.ContainsFunc(append(slices.Clone(examples), "internal/vocabulary"), func(dir string) bool {
		return strings.HasPrefix(rel, dir+"/")
	})
}

// defaultNames recognises a default name in a text: a whole tag with its @, a prefix with it, or bare at the start.
func defaultNames() *regexp.Regexp {
	var alternatives []string
	Default().Each(func(_, tag string) {
		if last := tag[len(tag)-1]; last != '-' && last != ':' {
			alternatives = append(alternatives, regexp.QuoteMeta(tag)+`\b`)
			return
		}
		bare := regexp.QuoteMeta(tag[1:])
		alternatives = append(alternatives, "@"+bare, "^"+bare+"$", `^\^?`+bare+`[%(\[0-9]`)
	})
	return regexp.MustCompile(strings.Join(alternatives, "|"))
}

func literals(t *testing.T, path string, names *regexp.Regexp) []string {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err == nil && names.MatchString(text) {
			found = append(found, strconv.Itoa(set.Position(lit.Pos()).Line)+": "+lit.Value)
		}
		return true
	})
	return found
}
