package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/worker/process"
	"recette/runner/protocol"
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
	github.com/spf13/pflag v1.0.10 // indirect
)
`

// goSum returns the sums of this module, which pins the same versions.
func goSum(t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("../../../go.sum")
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
		return godog.Attach(ctx, godog.Attachment{
			Body: []byte{0, 255}, FileName: "a.bin", MediaType: "application/octet-stream",
		})
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
const minimal = "package steps\n\nimport \"github.com/cucumber/godog\"\n\nfunc InitializeScenario(sc " +
	"*godog.ScenarioContext) { sc.Step(`^rien$`, func() {}) }\n"

// options builds the steps folder of a project.
func options(dir string) Options {
	return Options{
		ProjectDir: dir, Package: "./steps", CacheDir: filepath.Join(dir, ".recette", "cache"), Env: os.Environ(),
	}
}

// prompt is the time within which a worker answers, on a loaded machine.
const prompt = 10 * time.Second

// usable builds, starts the worker, runs the step "rien", and returns what was built.
func usable(t *testing.T, o Options) built {
	t.Helper()
	ctx := t.Context()
	bin, err := build(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	p := opened(t, bin.Binary)
	steps := []protocol.Step{{Type: "action", Text: "rien", Mine: true}}
	if err := p.Begin(
		ctx, protocol.Begin{Case: "SC-1", Name: "n", URI: "u", Steps: steps, Grant: &protocol.Grant{Until: 1}},
	); err != nil {
		t.Fatal(err)
	}
	for over := false; !over; {
		ev, err := p.Next(ctx, prompt)
		if err != nil || ev.Ended != nil && ev.Ended.Outcome != protocol.OutcomePassed {
			t.Fatalf("%+v, %v", ev, err)
		}
		over = ev.Ended != nil
	}
	if err := p.Close(ctx); err != nil {
		t.Error(err)
	}
	return bin
}

// TestEndToEnd builds a project's own steps and runs a scenario that mixes them with a step of someone else.
func TestEndToEnd(t *testing.T) {
	dir := project(t, map[string]string{"go.mod": goMod, "go.sum": goSum(t), "steps/steps.go": basket})
	ctx := context.Background()
	bin, err := Build(ctx, options(dir))
	if err != nil {
		t.Fatal(err)
	}
	p, err := process.Start(ctx, bin, process.StartOptions{Environ: os.Environ()})
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
		{Pattern: `^le panier compte (\d+) articles$`, Keyword: "then", Place: "steps/steps.go:20"},
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
	if err := p.Begin(
		ctx, protocol.Begin{Case: "SC-1", Name: "n", URI: "u", Steps: steps, Grant: &protocol.Grant{Until: 4}},
	); err != nil {
		t.Fatal(err)
	}
	var got []string
	for over := false; !over; {
		ev, err := p.Next(ctx, prompt)
		switch {
		case err != nil:
			t.Fatal(err)
		case ev.Step != nil:
			got = append(
				got,
				fmt.Sprintf(
					"step %d %s %q %d", ev.Step.Index, ev.Step.Outcome, ev.Step.Message, len(ev.Step.Attachments),
				),
			)
			if ev.Step.Duration <= 0 {
				t.Errorf("step %d took %v", ev.Step.Index, ev.Step.Duration)
			}
		case ev.Waiting != nil:
			got = append(got, fmt.Sprintf("waiting %d", ev.Waiting.Index))
			if err := p.Told(ctx, protocol.Told{Index: 1, Outcome: "passed"}); err != nil {
				t.Fatal(err)
			}
		case ev.Ended != nil:
			got = append(got, fmt.Sprintf("ended %s %q %q", ev.Ended.Outcome, ev.Ended.Message, p.TakeOutput()))
			over = true
		}
	}
	wantEvents := []string{
		`step 0 passed "" 0`, "waiting 1", `step 2 passed "" 1`, `step 3 failed "le panier compte 5 articles" 0`,
		`ended failed "" "total 5"`,
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
		"steps/aide.go": "package steps\n\nimport (\n\t\"embed\"\n\n\t_ \"example.org/project/aide\"\n)\n\n" +
			"//go:embed donnees/*.txt\nvar donnees embed.FS\n\nvar _ = donnees\n",
		"steps/donnees/a.txt": "a", "steps/steps_test.go": "package steps\n", "README.md": "x",
	})
	before := tree(t, dir)
	o := options(dir)
	if bin := usable(t, o); bin.cached {
		t.Error("first build is cached")
	}
	if bin := usable(t, o); !bin.cached {
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
		{"flags of C++", func() { o.Env = append(o.Env, "CGO_CXXFLAGS=-O1") }, false},
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
		t.Run(step.name, func(t *testing.T) {
			if testing.Short() && !step.cached && step.name != "a source" {
				t.Skip("SKIPPED: builds once more, left out of -short")
			}
			step.change()
			bin, err := build(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			if bin.cached != step.cached {
				t.Errorf("cached is %v", bin.cached)
			}
			if bin, err := build(context.Background(), o); err != nil || !bin.cached {
				t.Errorf("the build after it: cached is %v, %v", bin.cached, err)
			}
		})
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
	if bin := usable(t, options(dir)); !bin.cached {
		t.Error("nothing was cached")
	}
}

// TestBuildSaysThatALineEndsInThePath: the go command takes what follows for another path, and blames the steps.
func TestBuildSaysThatALineEndsInThePath(t *testing.T) {
	for _, name := range []string{"a\nb", "a\rb"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.MkdirAll(filepath.Join(dir, "steps"), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := Build(t.Context(), options(dir))
		if !errors.Is(err, errPath) || strings.ContainsAny(err.Error(), "\n\r") || Key(err) != "worker.path" {
			t.Errorf("%q: %v, key %s, want errPath on one line", name, err, Key(err))
		}
	}
}

// TestKeysHaveTexts: each key that Key can return is a text of the domain in both languages.
func TestKeysHaveTexts(t *testing.T) {
	errs := []error{
		errPath, errNoPackage, errNoModule, errNoGodog, errNoInitializer, errSignature, ErrBuild,
	}
	for _, lang := range []string{"fr", "en"} {
		b, err := os.ReadFile("../../i18n/texts/worker." + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range errs {
			if key := Key(fmt.Errorf("around: %w", e)); key == "" || !strings.Contains("\n"+string(b), "\n"+key+" = ") {
				t.Errorf("%s: no text %q for %v", lang, key, e)
			}
		}
	}
	for _, err := range []error{errors.New("autre"), &CompileError{}} {
		if key := Key(err); key != "" {
			t.Errorf("key %q for %v", key, err)
		}
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
