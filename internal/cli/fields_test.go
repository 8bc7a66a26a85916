package cli

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"recette/internal/i18n"
)

// TestFields_HaveTheirText reads in the source of the service which values its refusals name and which texts can be
// erased: each has its words, so that nobody reads the name of a field.
func TestFields_HaveTheirText(t *testing.T) {
	files := sourceUnder(t, filepath.Join("..", "campaign"))
	erasable := map[string]bool{}
	words := map[string]string{} // constants of texts
	place := map[string]int{}    // functions with a parameter named field: which one it is
	for path, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.ValueSpec:
				for i, name := range x.Names {
					if i < len(x.Values) {
						if s := literal(x.Values[i]); s != "" {
							words[name.Name] = s
							field := strings.HasPrefix(strings.ToLower(name.Name), "field")
							erasable[s] = erasable[s] || field && filepath.Base(path) == "erasable.go"
						}
					}
				}
			case *ast.FuncDecl:
				at := 0
				for _, list := range x.Type.Params.List {
					for _, p := range list.Names {
						if p.Name == "field" {
							place[x.Name.Name] = at
						}
						at++
					}
				}
			}
			return true
		})
	}
	named := map[string]bool{}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			callee := ""
			switch x := call.Fun.(type) {
			case *ast.Ident:
				callee = x.Name
			case *ast.SelectorExpr:
				callee = x.Sel.Name
			}
			at, ok := place[callee]
			if !ok || at >= len(call.Args) {
				return true
			}
			if s := literal(call.Args[at]); s != "" {
				named["campaign.field."+s] = true
			} else if x, ok := call.Args[at].(*ast.Ident); ok && words[x.Name] != "" {
				named["campaign.field."+words[x.Name]] = true
			}
			return true
		})
	}
	for s, ok := range erasable {
		if ok {
			named["personal.field."+s] = true
		}
	}
	if len(named) < 60 {
		t.Fatalf("%d fields found: the source is not read as it is written", len(named))
	}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key := range named {
			if !words.Has(key) {
				t.Errorf("%s: no text of %s", lang, key)
			}
		}
	}
}

func literal(x ast.Expr) string {
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		s, _ := strconv.Unquote(lit.Value)
		return s
	}
	return ""
}

func sourceUnder(t *testing.T, root string) map[string]*ast.File {
	t.Helper()
	files := map[string]*ast.File{}
	set := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(set, path, nil, 0)
		files[path] = f
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
