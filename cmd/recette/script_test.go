package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expectations of scripts")

// TestMain lets the test binary stand for the command in scripts: a real process, with a real exit code.
func TestMain(m *testing.M) {
	testscript.Main(suite{m}, map[string]func(){"recette": func() { os.Exit(run()) }})
}

// suite removes what the tests built once they have all run.
type suite struct{ *testing.M }

// Run runs the tests.
func (s suite) Run() int {
	defer func() { _ = built.remove() }() // a folder below the temporary one: what is left over is swept with it
	return s.M.Run()
}

func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"), Setup: scriptEnvironment, Cmds: scriptCommands(),
		UpdateScripts:       *update,
		RequireExplicitExec: true, RequireUniqueNames: true,
	})
}

// scriptEnvironment gives a script a home of its own and a world that does not depend on who runs it. The caches of the
// Go command are those of the machine: a script may build steps, and never downloads.
func scriptEnvironment(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, ".home")
	if err := os.Mkdir(home, 0o700); err != nil {
		return err
	}
	env.Vars = append(env.Vars, privateEnvironment(home)...)
	env.Vars = append(env.Vars, "LF=\n") // an argument of several lines: 'a'${LF}'b'
	now := time.Now().UTC()              // what is played on a day to come is refused
	env.Vars = append(
		env.Vars, "TODAY="+now.Format(time.DateOnly), "JOUR="+now.Format("02/01/2006"), "YEAR="+now.Format("2006"),
	)
	return nil
}

// privateEnvironment is the part of the environment that a test decides on: nothing of RECETTE_* comes in.
func privateEnvironment(home string) []string {
	vars := []string{
		"HOME=" + home, "USER=automate", "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TZ=UTC", "TERM=dumb", "NO_COLOR=1",
		"GOPROXY=off", "GOFLAGS=-mod=readonly", "GOTOOLCHAIN=local",
	}
	return append(vars, goCaches()...)
}

// goCaches names where the Go command of this machine keeps its caches, or nothing when there is no Go.
var goCaches = sync.OnceValue(func() []string {
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPATH").Output()
	if err != nil {
		return nil
	}
	var vars []string
	for i, value := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		vars = append(vars, []string{"GOCACHE=", "GOMODCACHE=", "GOPATH="}[i]+value)
	}
	return vars
})

// TestScripts_AreNamedVerbFirst keeps the list of scripts readable: each begins with the command that it drives.
func TestScripts_AreNamedVerbFirst(t *testing.T) {
	t.Parallel()
	verbs := strings.Fields(
		"aide anomaly campaign completion data decision derogation deviation docs doctor droits explain " +
			"fmt id import init journal key langue lint list lsp option personal plan projet pv ready " +
			"report reserve result review run serve session steps test trace verify version visa",
	)
	names, err := filepath.Glob(filepath.Join("testdata", "script", "*.txtar"))
	if err != nil || len(names) < 35 {
		t.Fatalf("%d scripts, want at least 35; error %v", len(names), err)
	}
	for _, name := range names {
		verb, _, ok := strings.Cut(strings.TrimSuffix(filepath.Base(name), ".txtar"), "_")
		found := false
		for _, v := range verbs {
			found = found || v == verb
		}
		if !ok && verb != "version" || !found {
			t.Errorf("%s: begins with %q, want one of %v, then what it shows", filepath.Base(name), verb, verbs)
		}
	}
}
