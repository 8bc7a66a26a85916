package build

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"recette/runner"
)

// generatedDir is the folder, below that of the package, in which the overlay lets the worker's program appear. The go
// command's patterns leave out names that begin with an underscore, and nobody has a folder of this name.
const generatedDir = "_recette_worker"

// languageLine is put above every generated file: the sources need Go 1.22 even in a module that declares less.
const languageLine = "//go:build go1.22\n\n"

// initializers are the functions of the package that godog calls.
type initializers struct{ suite bool }

// findInitializers looks for InitializeScenario, and InitializeTestSuite if there is one, in the files that the go
// command compiles. Types are read as written, not checked: a signature that deceives is left to the compiler.
func findInitializers(p goPackage) (initializers, error) {
	var found initializers
	scenario := false
	near := ""
	files := append(append([]string{}, p.GoFiles...), p.CgoFiles...)
	fset := token.NewFileSet()
	for _, name := range files {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil && f == nil {
			return found, fmt.Errorf("%w: %w", ErrBuild, err)
		}
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil {
				continue
			}
			place := fmt.Sprintf("%s:%d", name, fset.Position(fn.Pos()).Line)
			switch fn.Name.Name {
			case "InitializeScenario":
				if !takes(f, fn, "ScenarioContext") {
					return found, fmt.Errorf(
						"%w: %s: want func InitializeScenario(*godog.ScenarioContext)", errSignature, place,
					)
				}
				scenario = true
			case "InitializeTestSuite":
				if !takes(f, fn, "TestSuiteContext") {
					return found, fmt.Errorf(
						"%w: %s: want func InitializeTestSuite(*godog.TestSuiteContext)", errSignature, place,
					)
				}
				found.suite = true
			default:
				if takes(f, fn, "ScenarioContext") {
					near = fmt.Sprintf("; %s (%s) has the signature but not the name", fn.Name.Name, place)
				}
			}
		}
	}
	if scenario {
		return found, nil
	}
	for _, name := range append(append([]string{}, p.TestGoFiles...), p.XTestGoFiles...) {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			continue // a broken test file is not what is looked for
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "InitializeScenario" {
				return found, fmt.Errorf(
					"%w: %s is in %s, and no program can import what is in a _test.go file: move it to another file",
					errNoInitializer, fn.Name.Name, name,
				)
			}
		}
	}
	return found, fmt.Errorf(
		"%w: %s has no func InitializeScenario(*godog.ScenarioContext)%s", errNoInitializer, p.ImportPath, near,
	)
}

// takes reports whether fn takes one *godog.<name> and returns nothing.
func takes(f *ast.File, fn *ast.FuncDecl, name string) bool {
	t := fn.Type
	if t.TypeParams != nil || t.Results.NumFields() != 0 || t.Params.NumFields() != 1 {
		return false
	}
	star, ok := t.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch x := star.X.(type) {
	case *ast.SelectorExpr:
		id, ok := x.X.(*ast.Ident)
		return ok && x.Sel.Name == name && id.Name == importName(f)
	case *ast.Ident: // import . "github.com/cucumber/godog"
		return x.Name == name && importName(f) == "."
	}
	return false
}

// importName is the name by which f knows godog, "" when it does not import it.
func importName(f *ast.File) string {
	for _, i := range f.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err != nil || p != godogPath {
			continue
		}
		if i.Name != nil {
			return i.Name.Name
		}
		return "godog"
	}
	return ""
}

// writeOverlay writes the worker's program for the package, and the file that tells the go command to see it inside the
// project. The names depend on the contents, so that the go command's own cache serves, and builds that run at once
// write the same.
func (b *builder) writeOverlay(p goPackage, in initializers) (string, error) {
	base := p.ImportPath + "/" + generatedDir
	files := map[string][]byte{"main.go": []byte(program(p.ImportPath, base, in))}
	err := fs.WalkDir(runner.Sources(), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !usedSource(name) {
			return err
		}
		data, err := fs.ReadFile(runner.Sources(), name)
		text := strings.ReplaceAll(
			string(data), strconv.Quote(runner.ImportPath+"/protocol"), strconv.Quote(base+"/protocol"),
		)
		files[name] = []byte(constrained(text))
		return err
	})
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for name, data := range files {
		file := filepath.Join(b.CacheDir, "source-"+shortHash(name, string(data))+"-"+path.Base(name))
		if !exists(file) {
			if err := writeFile(file, data); err != nil {
				return "", err
			}
		}
		replace[filepath.Join(p.Dir, generatedDir, filepath.FromSlash(name))] = file
	}
	data, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(b.CacheDir, "overlay-"+shortHash(string(data))+".json")
	return overlay, writeFile(overlay, data)
}

// constrained puts the language line above a source, joined with the constraint that the source has: there may be one.
func constrained(text string) string {
	rest, own := strings.CutPrefix(text, "//go:build ")
	if !own {
		return languageLine + text
	}
	expr, rest, _ := strings.Cut(rest, "\n")
	return strings.TrimSuffix(languageLine, "\n\n") + " && (" + expr + ")\n" + rest
}

// program is the source of the worker's main package.
func program(steps, base string, in initializers) string {
	suite := ""
	if in.suite {
		suite = "\n\t\tTestSuite: steps.InitializeTestSuite,"
	}
	return languageLine + fmt.Sprintf(`// Code generated by recette. DO NOT EDIT.

package main

import (
	"os"

	steps %q

	"%s/host"
)

func main() {
	os.Exit(host.Main(host.Suite{
		Scenario: steps.InitializeScenario,%s
	}))
}
`, steps, base, suite)
}
