package build

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestProjectsOfManyShapes builds what users have: workspaces, vendor folders, internal packages, old go directives.
func TestProjectsOfManyShapes(t *testing.T) {
	t.Parallel()
	sum := goSum(t)
	in := func(folder, text string) string { return strings.Replace(text, "package steps", "package "+folder, 1) }
	for name, tc := range map[string]struct {
		files map[string]string
		pkg   string
		env   []string
	}{
		"plain":       {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal}, "./steps", nil},
		"at the root": {map[string]string{"go.mod": goMod, "go.sum": sum, "s.go": minimal}, ".", nil},
		"internal": {
			map[string]string{"go.mod": goMod, "go.sum": sum, "internal/steps/s.go": minimal}, "internal/steps", nil,
		},
		"another name": {
			map[string]string{"go.mod": goMod, "go.sum": sum, "etapes/s.go": in("autre", minimal)}, "etapes", nil,
		},
		"old go directive": {
			map[string]string{
				"go.mod": strings.Replace(goMod, "go 1.22", "go 1.17", 1), "go.sum": sum, "steps/s.go": minimal,
			}, "steps", nil,
		},
		"module recette": {
			map[string]string{
				"go.mod": strings.Replace(goMod, "example.org/project", "recette", 1), "go.sum": sum,
				"steps/s.go": minimal,
			}, "steps", nil,
		},
		"module of its own": {
			map[string]string{
				"go.mod": "module example.org/app\n", "steps/go.mod": goMod, "steps/go.sum": sum, "steps/s.go": minimal,
			}, "steps", nil,
		},
		"GOFLAGS -mod=mod": {
			map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal},
			"steps",
			[]string{"GOFLAGS=-mod=mod -v -n"},
		},
		"GO111MODULE=off": {
			map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal},
			"steps",
			[]string{"GO111MODULE=off"},
		},
		"tags": {
			map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": "//go:build recette\n\n" + minimal},
			"steps",
			[]string{"GOFLAGS=-tags=recette"},
		},
		"renamed import": {
			map[string]string{
				"go.mod": goMod, "go.sum": sum,
				"steps/s.go": strings.NewReplacer(`import "`, `import g "`, "*godog.", "*g.").Replace(minimal),
			}, "steps", nil,
		},
		"with a test suite": {
			map[string]string{
				"go.mod": goMod, "go.sum": sum,
				"steps/s.go": minimal +
					"\nfunc InitializeTestSuite(tsc *godog.TestSuiteContext) { tsc.BeforeSuite(func() {}) }\n",
			}, "steps", nil,
		},
		"workspace": {map[string]string{
			"go.work": "go 1.22\n\nuse (\n\t./app\n\t./steps\n)\n", "app/go.mod": "module example.org/app\n\ngo 1.22\n",
			"app/app.go":   "package app\n\nconst A = 1\n",
			"steps/go.mod": goMod, "steps/go.sum": sum, "steps/s.go": minimal,
			"steps/b.go": "package steps\n\nimport _ \"example.org/app\"\n",
		}, "steps", nil},
		"replaced module": {map[string]string{
			"app/go.mod": "module example.org/app\n\ngo 1.22\n", "app/app.go": "package app\n\nconst A = 1\n",
			"go.mod": goMod + "\nrequire example.org/app v0.0.0\n\nreplace example.org/app => ./app\n", "go.sum": sum,
			"steps/s.go": minimal, "steps/b.go": "package steps\n\nimport _ \"example.org/app\"\n",
		}, "steps", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "plain" && testing.Short() {
				t.Skip("SKIPPED: builds a program")
			}
			o := options(project(t, tc.files))
			o.Package, o.Env = tc.pkg, append(o.Env, tc.env...)
			usable(t, o)
			if bin := usable(t, o); !bin.cached {
				t.Error("not cached")
			}
		})
	}
}

// TestVendoredProject builds offline from a vendor folder.
func TestVendoredProject(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("SKIPPED: builds everything anew")
	}
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/s.go": minimal})
	cmd := exec.Command("go", "mod", "vendor")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("SKIPPED: needs the modules of godog's tests for go mod vendor: %v\n%s", err, out)
	}
	o := options(dir)
	o.Env = append(o.Env, "GOPROXY=off", "GOMODCACHE="+t.TempDir())
	usable(t, o)
}

// TestBuildErrors holds the error, and its words, for each thing that users get wrong.
func TestBuildErrors(t *testing.T) {
	t.Parallel()
	sum := goSum(t)
	with := func(files map[string]string) map[string]string {
		for name, text := range map[string]string{"go.mod": goMod, "go.sum": sum} {
			if _, ok := files[name]; !ok {
				files[name] = text
			}
		}
		return files
	}
	for name, tc := range map[string]struct {
		files map[string]string
		env   []string
		want  error
		words []string
	}{
		"no folder": {with(map[string]string{"a/a.go": "package a\n"}), nil, errNoPackage, []string{"./steps"}},
		"no Go file": {
			with(map[string]string{"steps/a.txt": "x"}), nil, errNoPackage, []string{"./steps", "no Go files"},
		},
		"no go.mod": {map[string]string{"steps/s.go": minimal}, nil, errNoModule, []string{"./steps"}},
		"no godog": {
			with(map[string]string{"steps/s.go": "package steps\n"}), nil, errNoGodog, []string{"does not import"},
		},
		"godog not required": {
			map[string]string{"go.mod": "module example.org/p\n\ngo 1.22\n", "steps/s.go": minimal},
			nil, errNoGodog,
			[]string{"go get"},
		},
		"own go.mod without godog": {
			with(map[string]string{"steps/go.mod": "module example.org/steps\n\ngo 1.22\n", "steps/s.go": minimal}),
			nil, errNoGodog,
			[]string{"go get"},
		},
		"package main": {
			with(map[string]string{"steps/s.go": strings.Replace(minimal, "package steps", "package main", 1)}), nil,
			errNoPackage,
			[]string{"package main"},
		},
		"no initializer": {
			with(
				map[string]string{
					"steps/s.go": strings.Replace(minimal, "InitializeScenario", "InitializeScenarios", 1),
				},
			), nil,
			errNoInitializer,
			[]string{"InitializeScenarios (s.go:5)"},
		},
		"in a test file": {
			with(
				map[string]string{
					"steps/s.go":      "package steps\n\nimport _ \"github.com/cucumber/godog\"\n",
					"steps/s_test.go": minimal,
				},
			), nil,
			errNoInitializer,
			[]string{"s_test.go"},
		},
		"only test files": {
			with(map[string]string{"steps/s_test.go": minimal}), nil, errNoInitializer, []string{"_test.go"},
		},
		"by value": {
			with(map[string]string{"steps/s.go": strings.Replace(minimal, "*godog.S", "godog.S", 1)}), nil,
			errSignature,
			[]string{"s.go:5", "func InitializeScenario(*godog.ScenarioContext)"},
		},
		"with a result": {
			with(map[string]string{"steps/s.go": strings.Replace(minimal, ") {", ") error {", 1)}), nil, errSignature,
			[]string{"s.go:5"},
		},
		"wrong suite": {
			with(map[string]string{"steps/s.go": minimal + "\nfunc InitializeTestSuite() {}\n"}), nil,
			errSignature,
			[]string{"InitializeTestSuite(*godog.TestSuiteContext)"},
		},
		"no go": {
			with(map[string]string{"steps/s.go": minimal}), []string{"PATH=/nowhere:."}, ErrNoGo, []string{"PATH"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := options(project(t, tc.files))
			o.Env = append(o.Env, tc.env...)
			_, err := Build(context.Background(), o)
			if !errors.Is(err, tc.want) || !errors.Is(err, ErrBuild) {
				t.Fatalf("got %v, want %v", err, tc.want)
			}
			for _, w := range tc.words {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not hold %q", err, w)
				}
			}
		})
	}
}

func TestCompileErrors(t *testing.T) {
	t.Parallel()
	dir := project(t, map[string]string{
		"go.mod": goMod, "go.sum": goSum(t), "steps/s.go": minimal,
		"steps/b.go": "package steps\n\nvar a int = \"a\"\n\nvar b string = 2\n",
	})
	_, err := Build(context.Background(), options(dir))
	var compile *CompileError
	if !errors.As(err, &compile) || !errors.Is(err, ErrBuild) {
		t.Fatalf("got %v", err)
	}
	for i := range compile.Faults {
		compile.Faults[i].Text, _, _ = strings.Cut(compile.Faults[i].Text, " (")
	}
	want := []Fault{
		{File: "steps/b.go", Line: 3, Column: 13, Text: `cannot use "a"`},
		{File: "steps/b.go", Line: 5, Column: 16, Text: `cannot use 2`},
	}
	if diff := cmp.Diff(want, compile.Faults); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if !strings.Contains(compile.Error(), "steps/b.go:3:13") || !strings.Contains(compile.Error(), "1 more") {
		t.Errorf("message %q", compile.Error())
	}
	// A file that does not even parse is told by its place too.
	if err := os.WriteFile(
		filepath.Join(dir, "steps", "b.go"), []byte("package steps\n\nfunc {\n"), 0o600,
	); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(
		context.Background(), options(dir),
	); !errors.Is(err, ErrBuild) || !strings.Contains(err.Error(), "b.go:3") {
		t.Errorf("got %v", err)
	}
}

func TestBuildIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/s.go": minimal})
	if _, err := Build(ctx, options(dir)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
