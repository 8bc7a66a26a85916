package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unit is a package as it was type-checked, with its tests when it has some. The tests of a package in a package of
// their own are a unit of their own: what they use is used outside.
type unit struct {
	path string // of the package that is tested, with "_test" behind it for tests outside it
	fset *token.FileSet
	pkg  *types.Package
	info *types.Info
}

func (u *unit) inside() bool {
	return strings.HasPrefix(u.path, module+"/internal/") && !strings.HasSuffix(u.path, "_test")
}

// listed is what "go list -test -deps -export" says of a package.
type listed struct {
	Dir, ImportPath, Name, Export, ForTest string
	Standard                               bool
	CompiledGoFiles                        []string
	ImportMap                              map[string]string
}

// TestExportedIsUsed holds that what an internal package exports is used by another one, tests included: a name that
// nobody else says is the package's own affair. Imports are read as the compiler left them in the build cache.
func TestExportedIsUsed(t *testing.T) {
	kept := keptExported()
	found := unusedExports(checkedUnits(t))
	for _, name := range found {
		if _, ok := kept[name]; !ok {
			t.Errorf("%s is exported and used nowhere outside its package", name)
		}
		delete(kept, name)
	}
	for _, name := range slices.Sorted(maps.Keys(kept)) {
		t.Errorf("%s is in the list of what may stay exported: it is used, or gone", name)
	}
}

// A check that cannot fail proves nothing.
func TestExportedIsUsed_Finds(t *testing.T) {
	sources := []struct{ path, file, text string }{
		{"recette/internal/a", "a.go", `package a
type Used struct{ Part }
type Part struct{}
type Lost struct{}
type Held int
const Alone Held = 1
const Said Held = 2
var Own error
func Make() (Used, *Held) { var _ Lost; return Used{}, nil }
func Dead() {}
func ForTests() {}
func (Used) Called() {}
func (Used) Silent() {}
func (Used) Close() {}
func (Used) String() string { return "" }
type closer interface { Close() }
`},
		{
			"recette/internal/a_test", "a_x_test.go",
			"package a_test\nimport \"recette/internal/a\"\nvar _ = a.ForTests\n",
		},
		{"recette/internal/b", "b.go", `package b
import "recette/internal/a"
func f() { u, _ := a.Make(); u.Called(); _ = a.Said }
`},
	}
	fset, known := token.NewFileSet(), imports{}
	var units []*unit
	for _, s := range sources {
		f, err := parser.ParseFile(fset, s.file, s.text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		u, err := typed(s.path, s.path, fset, []*ast.File{f}, known)
		if err != nil {
			t.Fatal(err)
		}
		known[s.path] = u.pkg
		units = append(units, u)
	}
	want := []string{"a.Alone", "a.Dead", "a.Lost", "a.Own", "a.Used.Silent"}
	if got := unusedExports(units); !slices.Equal(got, want) {
		t.Errorf("unused = %v, want %v", got, want)
	}
}

// imports are packages that are known already.
type imports map[string]*types.Package

func (m imports) Import(path string) (*types.Package, error) {
	if p, ok := m[path]; ok {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func typed(path, base string, fset *token.FileSet, files []*ast.File, from types.Importer) (*unit, error) {
	u := &unit{path: path, fset: fset, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{},
	}}
	config := types.Config{Importer: from, FakeImportC: true}
	var err error
	u.pkg, err = config.Check(base, fset, files, u.info)
	return u, err
}

// checkedUnits type-checks each package of the module once, in the form that has its tests in it.
func checkedUnits(t *testing.T) []*unit {
	t.Helper()
	if testing.Short() {
		t.Skip("asks for the compiled form of every package, tests included")
	}
	cmd := exec.CommandContext(t.Context(), "go", "list", "-test", "-deps", "-export", "-compiled",
		"-json=Dir,ImportPath,Name,Export,ForTest,Standard,CompiledGoFiles,ImportMap", module+"/...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	byPath, ours, withTests := map[string]*listed{}, []*listed(nil), map[string]bool{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(listed)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		byPath[p.ImportPath] = p
		path, _, _ := strings.Cut(p.ImportPath, " ")
		if p.Standard || !strings.HasPrefix(path, module+"/") || strings.HasSuffix(path, ".test") {
			continue
		}
		switch p.ForTest {
		case "": // may give way to the form with tests
		case strings.TrimSuffix(path, "_test"):
			withTests[path] = true
		default: // compiled again, because it imports what is tested
			continue
		}
		ours = append(ours, p)
	}
	fset := token.NewFileSet()
	shared := importer.ForCompiler(fset, "gc", exportOf(byPath, nil))
	var units []*unit
	for _, p := range ours {
		path, _, _ := strings.Cut(p.ImportPath, " ")
		if p.ForTest == "" && withTests[path] {
			continue
		}
		from := shared
		if len(p.ImportMap) > 0 {
			from = importer.ForCompiler(fset, "gc", exportOf(byPath, p.ImportMap))
		}
		files := parsed(t, fset, p)
		if len(files) == 0 {
			t.Fatalf("%s: no file read", p.ImportPath) // nothing looked at is nothing found
		}
		u, err := typed(path, path, fset, files, from)
		if err != nil {
			t.Fatal(err)
		}
		units = append(units, u)
	}
	return units
}

func exportOf(byPath map[string]*listed, other map[string]string) importer.Lookup {
	return func(path string) (io.ReadCloser, error) {
		if as, ok := other[path]; ok {
			path = as
		}
		if p, ok := byPath[path]; ok && p.Export != "" {
			return os.Open(p.Export)
		}
		return nil, fmt.Errorf("no export data for %s", path)
	}
}

func parsed(t *testing.T, fset *token.FileSet, p *listed) []*ast.File {
	t.Helper()
	var files []*ast.File
	for _, name := range p.CompiledGoFiles {
		if !filepath.IsAbs(name) {
			name = filepath.Join(p.Dir, name)
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// unusedExports lists, sorted, the exported names of internal packages that no other package uses: types, functions,
// constants, variables and methods. A type also serves when what is used shows it, a method when an interface asks for
// one of its name.
func unusedExports(units []*unit) []string {
	used, asked := map[string]bool{}, askedMethods(units)
	for _, u := range units {
		for _, o := range u.info.Uses {
			if o.Pkg() != nil && o.Pkg().Path() != u.path {
				used[exportedName(o)] = true
			}
		}
	}
	declared := map[string]types.Object{}
	for _, u := range units {
		if !u.inside() {
			continue
		}
		for id, o := range u.info.Defs {
			if o == nil || !o.Exported() || strings.HasSuffix(u.fset.Position(id.Pos()).Filename, "_test.go") {
				continue
			}
			if name := exportedName(o); name != "" {
				declared[name] = o
			}
		}
	}
	shown := shownTypes(declared, used)
	var out []string
	for name, o := range declared {
		_, isFunc := o.(*types.Func)
		if used[name] || shown[name] || isFunc && asked[o.Name()] && receiver(o) != "" {
			continue
		}
		out = append(out, strings.TrimPrefix(name, module+"/internal/"))
	}
	slices.Sort(out)
	return out
}

// exportedName is the name of a thing of a package, or of a method of a type of its, and nothing for anything else.
func exportedName(o types.Object) string {
	if o.Pkg() == nil {
		return ""
	}
	if r := receiver(o); r != "" {
		return o.Pkg().Path() + "." + r + "." + o.Name()
	}
	if o.Parent() != o.Pkg().Scope() {
		return ""
	}
	return o.Pkg().Path() + "." + o.Name()
}

// receiver names the type that has a method; nothing for what is no method, or is asked by an interface.
func receiver(o types.Object) string {
	f, ok := o.(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return ""
	}
	t := types.Unalias(f.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok && !types.IsInterface(n) {
		return n.Obj().Name()
	}
	return ""
}
