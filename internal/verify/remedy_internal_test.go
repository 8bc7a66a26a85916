package verify

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// doubtful gives the names of the codes that a judge puts in doubt: the first argument of each call of doubt, and what
// stands beside for those that are chosen on the way.
func doubtful(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{"overWork": true, "OverMemory": true, "PagesOtherLayout": true}
	chosen := map[string]bool{"code": true} // verify's cost.go, and the parameter of replay's own doubt
	calls := 0
	for _, dir := range []string{".", "../replay"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range tree.Decls {
				for _, call := range doubts(decl) {
					calls++
					switch code := call.Args[0].(type) {
					case *ast.Ident:
						if !chosen[code.Name] {
							names[code.Name] = true
						}
					case *ast.SelectorExpr:
						names[code.Sel.Name] = true
					default:
						t.Errorf("%s: a code that the test does not read", file)
					}
				}
			}
		}
	}
	if calls < 35 {
		t.Fatalf("%d calls were found: the test looks at nothing", calls)
	}
	return names
}

// doubts gives the calls of doubt in a declaration, under any name that it takes there.
func doubts(decl ast.Decl) (calls []*ast.CallExpr) {
	is := func(e ast.Expr, alias map[string]bool) bool {
		switch e := e.(type) {
		case *ast.Ident:
			return e.Name == "doubt" || alias[e.Name]
		case *ast.SelectorExpr:
			return e.Sel.Name == "doubt"
		}
		return false
	}
	alias := map[string]bool{}
	ast.Inspect(decl, func(n ast.Node) bool {
		if set, ok := n.(*ast.AssignStmt); ok {
			for i, e := range set.Rhs {
				if name, ok := set.Lhs[i].(*ast.Ident); ok && is(e, nil) {
					alias[name.Name] = true
				}
			}
		}
		return true
	})
	ast.Inspect(decl, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && is(call.Fun, alias) {
			calls = append(calls, call)
		}
		return true
	})
	return calls
}

// codeValues gives each code by the name of its constant.
func codeValues(t *testing.T) map[string]Code {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), "code.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]Code{}
	ast.Inspect(tree, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
				values[spec.Names[0].Name] = Code(strings.Trim(lit.Value, `"`))
			}
		}
		return true
	})
	return values
}

// Nobody is left with an INDÉTERMINÉ and nothing to do: each finding that can be in doubt has its remedy, with the
// journal and without it, and each remedy is that of one.
func TestRemedies_EachDoubtHasOne(t *testing.T) {
	values, used := codeValues(t), map[Remedy]bool{}
	for name := range doubtful(t) {
		code, ok := values[name]
		if !ok {
			t.Errorf("%s is no code", name)
		}
		for _, compared := range []bool{false, true} {
			r := &Report{Status: Indeterminate, Compared: compared, Content: []Finding{doubt(code)}}
			got := r.Remedies()
			if len(got) != 1 || got[0] == "" {
				t.Errorf("%s (%s): %q is to be done about it", name, code, got)
				continue
			}
			used[got[0]] = true
			if r.Status = NotConform; len(r.Remedies()) > 0 {
				t.Errorf("%s: what is not conform has a remedy", code)
			}
		}
	}
	for _, m := range remedies() {
		if !used[m] {
			t.Errorf("%q is the remedy of nothing", m)
		}
	}
}

// Every place of a report is looked at, and each remedy is said once.
func TestRemedies_OfEveryPart(t *testing.T) {
	one := []Finding{doubt(TimeFuture, "x"), {More, Indeterminate, []string{"TIME_FUTURE", "3"}}, bad(Changed, "x")}
	for name, r := range map[string]*Report{
		"changes": {Changes: one}, "content": {Content: one}, "journal": {Journal: one}, "together": {Together: one},
		"drawing":    {Drawing: &Drawing{Findings: one}},
		"signatures": {Signatures: []Signature{{Findings: one}, {Findings: one}}},
	} {
		r.Status = Indeterminate
		if got := r.Remedies(); len(got) != 1 || got[0] != checkClock {
			t.Errorf("%s: %q", name, got)
		}
	}
}
