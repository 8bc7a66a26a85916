package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/cli"
)

// The tests of this file pin bytes that readers outside this tree rely on: leaves, manifests, procès-verbaux and
// documents. A difference is a defect until it is decided otherwise; then -update writes the new bytes.

// pinnedLimit is the size above which a text is pinned by its digests rather than kept whole.
const pinnedLimit = 48 << 10

// pinnedWorld is a project in which every command runs at an instant and with random bytes of its own. Both follow
// from the command alone, so that what one command does of them moves nothing in the next.
type pinnedWorld struct {
	t       *testing.T
	dir     string
	started int
	said    string   // on standard error, by the last command
	sums    []string // of what is pinned by digest, in the order of the commands
}

// newPinnedWorld makes the example project in a folder of its own. No program is in the path: what git, or Go, would
// say of the folder must not matter.
func newPinnedWorld(t *testing.T) *pinnedWorld {
	t.Helper()
	t.Setenv("PATH", "")
	w := &pinnedWorld{t: t, dir: filepath.Join(t.TempDir(), "crm")}
	w.run(0, "init", w.dir, "--template", "crm")
	return w
}

func (w *pinnedWorld) run(code int, args ...string) string { return w.answer(code, "", args...) }

// answer runs a command in process, with what stands on its input, and gives its standard output.
func (w *pinnedWorld) answer(code int, input string, args ...string) string {
	w.t.Helper()
	at := time.Date(2026, 11, 23, 9, w.started, 0, 0, time.UTC)
	w.started++
	var out, errs strings.Builder
	if args[0] != "init" {
		args = append([]string{"-C", w.dir}, args...)
	}
	shown := strings.ReplaceAll(strings.Join(args, "\x00"), w.dir, "")
	got := cli.Run(context.Background(), cli.Env{
		Args: args, Environ: []string{"HOME=" + w.dir, "LANG=C.UTF-8"},
		Stdin: strings.NewReader(input), Stdout: &out, Stderr: &errs,
		Now: func() time.Time { return at }, Rand: rand.NewChaCha8(sha256.Sum256([]byte(shown))),
	})
	w.said = errs.String()
	if got != code {
		w.t.Fatalf("recette %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, &out, &errs)
	}
	return out.String()
}

// change rewrites a file of the project.
func (w *pinnedWorld) change(name string, edit func(string) string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(edit(string(data))), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// add writes a file of testdata/pinned into the project.
func (w *pinnedWorld) add(name, from string) {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "pinned", from))
	if err == nil {
		err = os.WriteFile(filepath.Join(w.dir, name), data, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *pinnedWorld) read(name string) []byte {
	w.t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return data
}

// keep pins bytes: whole when they are a text that a person can compare, by digest in any case.
func (w *pinnedWorld) keep(name string, data []byte) {
	w.t.Helper()
	data = bytes.ReplaceAll(data, []byte(w.dir), []byte("DOSSIER"))
	w.sum(name, data)
	if len(data) <= pinnedLimit && !bytes.HasPrefix(data, []byte("%PDF")) && !bytes.HasPrefix(data, []byte("PK")) {
		golden(w.t, name, data)
	}
}

// sum pins bytes by their digest.
func (w *pinnedWorld) sum(name string, data []byte) {
	w.sums = append(w.sums, fmt.Sprintf("%s  %8d  %s", digest(data), len(data), name))
}

// finish pins the list of digests.
func (w *pinnedWorld) finish(name string) {
	w.t.Helper()
	golden(w.t, name, []byte(strings.Join(w.sums, "\n")+"\n"))
}

// members lists the digests of the files of a folder, or of an archive.
func members(t *testing.T, tree fs.FS) []byte {
	t.Helper()
	var lines []string
	err := fs.WalkDir(tree, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, path)
		lines = append(lines, digest(data)+"  "+path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(lines, func(a, b string) int { return strings.Compare(a[64:], b[64:]) })
	return []byte(strings.Join(lines, "\n") + "\n")
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "pinned", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s moved (-want +got)\n%s", name, cmp.Diff(lines(want), lines(got)))
	}
}

// The people of the example.
const ppo, po, qa, tester = "Élise Fontaine", "Marc Delattre", "Samira Haddad", "Gaëlle Riou"

// A command line of a test, by the name under which its output is pinned.
type pinnedCommand struct {
	name string
	code int
	line string
}

// keepAll pins what commands write.
func (w *pinnedWorld) keepAll(commands []pinnedCommand) {
	w.t.Helper()
	for _, c := range commands {
		w.keep(c.name, []byte(w.run(c.code, strings.Fields(c.line)...)))
		if w.said != "" {
			w.keep(c.name+".stderr", []byte(w.said))
		}
	}
}
