package verify_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/verify"
)

func TestEveryCodeHasItsText(t *testing.T) {
	words, err := i18n.New(i18n.French)
	check(t, err)
	listed := map[string]bool{}
	for _, code := range verify.Codes() {
		if listed[string(code)] {
			t.Errorf("code %s is listed twice", code)
		}
		listed[string(code)] = true
		key := "verify.code." + string(code)
		if counted := words.Has(key+".one") && words.Has(key+".other"); !counted && !words.Has(key) {
			t.Errorf("no text for code %s", code)
		}
	}
	for _, key := range words.Keys() {
		code, ok := strings.CutPrefix(key, "verify.code.")
		if code, _, _ = strings.Cut(code, "."); ok && !listed[code] {
			t.Errorf("text for %s, which is no code", code)
		}
	}
	// Codes() is written by hand: the declarations are the truth.
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	check(t, err)
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			if lit, ok := v.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if code, err := strconv.Unquote(lit.Value); err != nil || !listed[code] {
					t.Errorf("code %s is declared and not listed", code)
				}
			}
		}
	}
}
