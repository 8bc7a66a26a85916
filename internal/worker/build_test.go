package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/runner/protocol"

	"github.com/google/go-cmp/cmp"
)

// project writes a Go module in a new folder: files by name, with this module's own go.sum.
func project(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const goMod = `module example.org/project

go 1.22

require github.com/cucumber/godog v0.15.1

require (
	github.com/cucumber/gherkin/go/v26 v26.2.0 // indirect
	github.com/cucumber/messages/go/v21 v21.0.1 // indirect
	github.com/gofrs/uuid v4.3.1+incompatible // indirect
	github.com/hashicorp/go-immutable-radix v1.3.1 // indirect
	github.com/hashicorp/go-memdb v1.3.4 // indirect
	github.com/hashicorp/golang-lru v0.5.4 // indirect
	github.com/spf13/pflag v1.0.9 // indirect
)
`

// goSum returns the sums of this module, which pins the same versions.
func goSum(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

const basket = `package steps

import (
	"context"
	"fmt"

	"github.com/cucumber/godog"
)

func InitializeScenario(sc *godog.ScenarioContext) {
	total := 0
	sc.Given("^un panier de (\\d+) articles$", func(n int) { total = n })
	sc.When("^on ajoute (\\d+) articles$", func(ctx context.Context, n int) context.Context {
		total += n
		fmt.Println("total", total)
		return godog.Attach(ctx, godog.Attachment{Body: []byte{0, 255}, FileName: "a.bin", MediaType: "application/octet-stream"})
	})
	sc.Then("^le panier compte (\\d+) articles$", func(n int) error {
		if n != total {
			return fmt.Errorf("le panier compte %d articles", total)
		}
		return nil
	})
}
`

// minimal is the smallest package of steps.
const minimal = "package steps\n\nimport \"github.com/cucumber/godog\"\n\nfunc InitializeScenario(sc *godog.ScenarioContext) { sc.Step(`^rien$`, func() {}) }\n"

// options builds the steps folder of a project.
func options(dir string) BuildOptions {
	return BuildOptions{ProjectDir: dir, Package: "./steps", CacheDir: filepath.Join(dir, ".recette", "cache"), Env: os.Environ()}
}

// usable builds, starts the worker, runs the step "rien", and returns the binary.
func usable(t *testing.T, o BuildOptions) Binary {
	t.Helper()
	bin, err := Build(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(context.Background(), bin, StartOptions{Environ: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Kill()
	sayHello(t, p)
	if ev, _, err := one(context.Background(), p, prompt, "rien"); err != nil || ev.Ended.Outcome != "passed" {
		t.Fatalf("%+v, %v", ev, err)
	}
	if err := p.Close(context.Background()); err != nil {
		t.Error(err)
	}
	return bin
}

// TestEndToEnd builds a project's own steps and runs a scenario that mixes them with a step of someone else.
func TestEndToEnd(t *testing.T) {
	noLeak(t)
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": basket})
	ctx := context.Background()
	bin, err := Build(ctx, options(dir))
	if err != nil {
		t.Fatal(err)
	}
	p, err := Start(ctx, bin, StartOptions{Environ: os.Environ()})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Kill()
	w, err := p.Hello(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := protocol.Welcome{Version: protocol.Version, Worker: "go/godog v0.15.1", Definitions: []protocol.Definition{
		{Pattern: `^un panier de (\d+) articles$`, Keyword: "given", Place: "steps/steps.go:12"},
		{Pattern: `^on ajoute (\d+) articles$`, Keyword: "when", Place: "steps/steps.go:13"},
		{Pattern: `^le panier compte (\d+) articles$`, Keyword: "then", Place: "steps/steps.go:18"},
	}}
	if diff := cmp.Diff(want, w); diff != "" {
		t.Errorf("welcome (-want +got):\n%s", diff)
	}
	steps := []protocol.Step{
		{Type: "context", Text: "un panier de 3 articles", Mine: true},
		{Type: "action", Text: "une personne regarde"},
		{Type: "action", Text: "on ajoute 2 articles", Mine: true},
		{Type: "outcome", Text: "le panier compte 6 articles", Mine: true},
	}
	if err := p.Begin(ctx, protocol.Begin{Case: "SC-1", Name: "n", URI: "u", Steps: steps, Grant: &protocol.Grant{Until: 4}}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for over := false; !over; {
		ev, err := p.Next(ctx, prompt)
		switch {
		case err != nil:
			t.Fatal(err)
		case ev.Step != nil:
			got = append(got, fmt.Sprintf("step %d %s %q %d", ev.Step.Index, ev.Step.Outcome, ev.Step.Message, len(ev.Step.Attachments)))
			if ev.Step.Duration <= 0 {
				t.Errorf("step %d took %v", ev.Step.Index, ev.Step.Duration)
			}
		case ev.Waiting != nil:
			got = append(got, fmt.Sprintf("waiting %d", ev.Waiting.Index))
			if err := p.Told(ctx, protocol.Told{Index: 1, Outcome: "passed"}); err != nil {
				t.Fatal(err)
			}
		case ev.Ended != nil:
			got = append(got, fmt.Sprintf("ended %s %q %q", ev.Ended.Outcome, ev.Ended.Message, ev.Output.Stdout))
			over = true
		}
	}
	wantEvents := []string{
		`step 0 passed "" 0`, "waiting 1", `step 2 passed "" 1`, `step 3 failed "le panier compte 5 articles" 0`, `ended failed "" "total 5\n"`,
	}
	if diff := cmp.Diff(wantEvents, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if err := p.Close(ctx); err != nil {
		t.Fatal(err)
	}
}

// TestBuildIsCached holds what makes a build necessary, and that nothing is written in the project.
func TestBuildIsCached(t *testing.T) {
	t.Parallel()
	dir := project(t, map[string]string{
		"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": minimal, "aide/aide.go": "package aide\n\nconst A = 1\n",
		"steps/aide.go":       "package steps\n\nimport (\n\t\"embed\"\n\n\t_ \"example.org/project/aide\"\n)\n\n//go:embed donnees/*.txt\nvar donnees embed.FS\n\nvar _ = donnees\n",
		"steps/donnees/a.txt": "a", "steps/steps_test.go": "package steps\n", "README.md": "x",
	})
	before := tree(t, dir)
	o := options(dir)
	if bin := usable(t, o); bin.Cached {
		t.Error("first build is cached")
	}
	if bin := usable(t, o); !bin.Cached {
		t.Error("second build is not cached")
	}
	write := func(name, text string) func() {
		return func() {
			if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, step := range []struct {
		name   string
		change func()
		cached bool
	}{
		{"a test file", write("steps/steps_test.go", "package steps\n\nvar x = 1\n"), true},
		{"a file elsewhere", write("README.md", "y"), true},
		{"a source", write("steps/steps.go", minimal+"\nvar _ = 1\n"), false},
		{"a source of a package it imports", write("aide/aide.go", "package aide\n\nconst A = 2\n"), false},
		{"a new source", write("steps/plus.go", "package steps\n"), false},
		{"an embedded file", write("steps/donnees/a.txt", "b"), false},
		{"a new embedded file", write("steps/donnees/b.txt", "b"), false},
		{"another file of the folder", write("steps/film.mp4", "b"), true},
		{"go.mod", write("go.mod", goMod+"\n// note\n"), false},
		{"a workspace that appears", write("go.work", "go 1.22\n\nuse .\n"), false},
		{"a source, back to a former state", write("steps/steps.go", minimal), false},
		{"another variable", func() { o.Env = append(o.Env, "GOFLAGS=-tags=autre") }, false},
		{"the binary is gone", func() {
			paths, _ := filepath.Glob(filepath.Join(o.CacheDir, "worker-*-*"))
			for _, p := range paths {
				_ = os.Remove(p)
			}
		}, false},
		{"the record is damaged", func() {
			paths, _ := filepath.Glob(filepath.Join(o.CacheDir, "worker-*.json"))
			for _, p := range paths {
				_ = os.WriteFile(p, []byte("{"), 0o600)
			}
		}, false},
	} {
		step.change()
		bin, err := Build(context.Background(), o)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if bin.Cached != step.cached {
			t.Errorf("%s: cached is %v", step.name, bin.Cached)
		}
		if bin, err := Build(context.Background(), o); err != nil || !bin.Cached {
			t.Errorf("%s: the build after it: cached is %v, %v", step.name, bin.Cached, err)
		}
	}
	after := tree(t, dir)
	after = slices.DeleteFunc(after, func(p string) bool {
		return slices.Contains([]string{"go.work", "steps/plus.go", "steps/donnees/b.txt", "steps/film.mp4"}, p)
	})
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the project changed:\n%s", diff)
	}
	if paths, _ := filepath.Glob(filepath.Join(o.CacheDir, "worker-*-*")); len(paths) > keptBinaries {
		t.Errorf("%d binaries stay in the cache", len(paths))
	}
	if paths, _ := filepath.Glob(filepath.Join(o.CacheDir, "build-*")); len(paths) > 0 {
		t.Errorf("left behind: %v", paths)
	}
}

// tree lists the files of a folder but for the cache.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".recette" {
			return filepath.SkipDir
		}
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, p)
			list = append(list, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestBuildsAtOnce: several builds of the same project at the same time all give a binary that works.
func TestBuildsAtOnce(t *testing.T) {
	t.Parallel()
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": minimal})
	errs := make(chan error)
	for range 4 {
		go func() {
			bin, err := Build(context.Background(), options(dir))
			if err == nil {
				_, err = os.Stat(bin.Path)
			}
			errs <- err
		}()
	}
	for range 4 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if bin := usable(t, options(dir)); !bin.Cached {
		t.Error("nothing was cached")
	}
}

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
		"plain":             {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal}, "./steps", nil},
		"at the root":       {map[string]string{"go.mod": goMod, "go.sum": sum, "s.go": minimal}, ".", nil},
		"internal":          {map[string]string{"go.mod": goMod, "go.sum": sum, "internal/steps/s.go": minimal}, "internal/steps", nil},
		"another name":      {map[string]string{"go.mod": goMod, "go.sum": sum, "etapes/s.go": in("autre", minimal)}, "etapes", nil},
		"old go directive":  {map[string]string{"go.mod": strings.Replace(goMod, "go 1.22", "go 1.17", 1), "go.sum": sum, "steps/s.go": minimal}, "steps", nil},
		"module recette":    {map[string]string{"go.mod": strings.Replace(goMod, "example.org/project", "recette", 1), "go.sum": sum, "steps/s.go": minimal}, "steps", nil},
		"module of its own": {map[string]string{"go.mod": "module example.org/app\n", "steps/go.mod": goMod, "steps/go.sum": sum, "steps/s.go": minimal}, "steps", nil},
		"GOFLAGS -mod=mod":  {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal}, "steps", []string{"GOFLAGS=-mod=mod -v -n"}},
		"GO111MODULE=off":   {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal}, "steps", []string{"GO111MODULE=off"}},
		"tags":              {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": "//go:build recette\n\n" + minimal}, "steps", []string{"GOFLAGS=-tags=recette"}},
		"renamed import":    {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": strings.NewReplacer(`import "`, `import g "`, "*godog.", "*g.").Replace(minimal)}, "steps", nil},
		"with a test suite": {map[string]string{"go.mod": goMod, "go.sum": sum, "steps/s.go": minimal + "\nfunc InitializeTestSuite(tsc *godog.TestSuiteContext) { tsc.BeforeSuite(func() {}) }\n"}, "steps", nil},
		"workspace": {map[string]string{
			"go.work": "go 1.22\n\nuse (\n\t./app\n\t./steps\n)\n", "app/go.mod": "module example.org/app\n\ngo 1.22\n", "app/app.go": "package app\n\nconst A = 1\n",
			"steps/go.mod": goMod, "steps/go.sum": sum, "steps/s.go": minimal, "steps/b.go": "package steps\n\nimport _ \"example.org/app\"\n",
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
			if bin := usable(t, o); !bin.Cached {
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
		"no folder":  {with(map[string]string{"a/a.go": "package a\n"}), nil, ErrNoPackage, []string{"./steps"}},
		"no Go file": {with(map[string]string{"steps/a.txt": "x"}), nil, ErrNoPackage, []string{"./steps", "no Go files"}},
		"no go.mod":  {map[string]string{"steps/s.go": minimal}, nil, ErrNoModule, []string{"./steps"}},
		"no godog":   {with(map[string]string{"steps/s.go": "package steps\n"}), nil, ErrNoGodog, []string{"does not import"}},
		"godog not required": {
			map[string]string{"go.mod": "module example.org/p\n\ngo 1.22\n", "steps/s.go": minimal}, nil, ErrNoGodog, []string{"go get"},
		},
		"own go.mod without godog": {
			with(map[string]string{"steps/go.mod": "module example.org/steps\n\ngo 1.22\n", "steps/s.go": minimal}), nil, ErrNoGodog, []string{"go get"},
		},
		"package main": {with(map[string]string{"steps/s.go": strings.Replace(minimal, "package steps", "package main", 1)}), nil, ErrNoPackage, []string{"package main"}},
		"no initializer": {
			with(map[string]string{"steps/s.go": strings.Replace(minimal, "InitializeScenario", "InitializeScenarios", 1)}), nil,
			ErrNoInitializer,
			[]string{"InitializeScenarios (s.go:5)"},
		},
		"in a test file": {
			with(map[string]string{"steps/s.go": "package steps\n\nimport _ \"github.com/cucumber/godog\"\n", "steps/s_test.go": minimal}), nil,
			ErrNoInitializer,
			[]string{"s_test.go"},
		},
		"only test files": {with(map[string]string{"steps/s_test.go": minimal}), nil, ErrNoInitializer, []string{"_test.go"}},
		"by value": {
			with(map[string]string{"steps/s.go": strings.Replace(minimal, "*godog.S", "godog.S", 1)}), nil,
			ErrSignature,
			[]string{"s.go:5", "func InitializeScenario(*godog.ScenarioContext)"},
		},
		"with a result": {with(map[string]string{"steps/s.go": strings.Replace(minimal, ") {", ") error {", 1)}), nil, ErrSignature, []string{"s.go:5"}},
		"wrong suite": {
			with(map[string]string{"steps/s.go": minimal + "\nfunc InitializeTestSuite() {}\n"}), nil,
			ErrSignature,
			[]string{"InitializeTestSuite(*godog.TestSuiteContext)"},
		},
		"no go": {with(map[string]string{"steps/s.go": minimal}), []string{"PATH=/nowhere:."}, ErrNoGo, []string{"PATH"}},
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
	if err := os.WriteFile(filepath.Join(dir, "steps", "b.go"), []byte("package steps\n\nfunc {\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Build(context.Background(), options(dir)); !errors.Is(err, ErrBuild) || !strings.Contains(err.Error(), "b.go:3") {
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

// TestKeysHaveTexts: each key that Key can return is a text of the domain in both languages.
func TestKeysHaveTexts(t *testing.T) {
	errs := []error{
		ErrNoGo, ErrNoPackage, ErrNoModule, ErrNoGodog, ErrNoInitializer, ErrSignature, ErrBuild, ErrTimeout, ErrProtocol, ErrStart, ErrWorker,
		&CompileError{}, &DeathError{},
	}
	for _, code := range []string{
		protocol.ProblemVersion, protocol.ProblemBusy, protocol.ProblemUnknown, protocol.ProblemSuiteHook, protocol.ProblemRegistration,
	} {
		errs = append(errs, &ProblemError{Code: code})
	}
	for _, lang := range []string{"fr", "en"} {
		b, err := os.ReadFile("../i18n/texts/worker." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range errs {
			if key := Key(fmt.Errorf("around: %w", e)); key == "" || !strings.Contains("\n"+string(b), "\n"+key+" = ") {
				t.Errorf("%s: no text %q for %v", lang, key, e)
			}
		}
	}
	if key := Key(errors.New("autre")); key != "" {
		t.Errorf("key %q for an error of someone else", key)
	}
}

// BenchmarkBuildWarm is what a run pays when nothing changed.
func BenchmarkBuildWarm(b *testing.B) {
	dir := project(b, map[string]string{"go.mod": goMod, "go.sum": goSum(b), "steps/s.go": minimal})
	for b.Loop() {
		if _, err := Build(context.Background(), options(dir)); err != nil {
			b.Fatal(err)
		}
	}
}
