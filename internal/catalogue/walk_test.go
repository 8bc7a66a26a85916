package catalogue

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"recette/internal/corpusgen"
	"recette/internal/syntax"
)

const small = "# language: fr\nFonctionnalité: F\n  @SC-0001\n  Scénario: a\n    Soit x\n"

// visited walks and gives "path: codes" for each file.
func visited(t *testing.T, fsys fs.FS, targets []string, o Options) []string {
	t.Helper()
	var out []string
	err := Walk(t.Context(), fsys, targets, o, func(f File) error {
		line := f.Path
		for _, d := range f.Diagnostics {
			line += " " + string(d.Code)
		}
		out = append(out, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestWalk_sortedOnceAndWithoutHidden(t *testing.T) {
	file := &fstest.MapFile{Data: []byte(small)}
	fsys := fstest.MapFS{
		"b/z.feature": file, "b/a.feature": file, "a.feature": file, "c/É.FEATURE": file, "c/x.txt": file,
		".git/h.feature": file, "b/.cache/h.feature": file, "d/x.feature.md": file,
	}
	want := []string{"a.feature", "b/a.feature", "b/z.feature", "c/É.FEATURE", "d/x.feature.md E118"}
	if diff := cmp.Diff(want, visited(t, fsys, nil, Options{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	want = []string{"b/a.feature", "b/z.feature", "c/x.txt"}
	if diff := cmp.Diff(
		want, visited(t, fsys, []string{"./b/", "b/a.feature", "b", "c/x.txt"}, Options{}),
	); diff != "" {
		t.Errorf("overlapping targets (-want +got):\n%s", diff)
	}
}

func TestWalk_targetErrors(t *testing.T) {
	fsys := fstest.MapFS{
		"a.feature": &fstest.MapFile{Data: []byte(small)}, "d/b.feature": &fstest.MapFile{Data: []byte(small)},
	}
	for _, target := range []string{"absent", "absent.feature:3", "../x", "/etc", "d:3", "a.feature:0"} {
		err := Walk(t.Context(), fsys, []string{target}, Options{}, func(File) error { return nil })
		if !errors.Is(err, ErrTarget) {
			t.Errorf("%q: error %v, want ErrTarget", target, err)
		}
	}
	stop := errors.New("stop")
	if err := Walk(t.Context(), fsys, nil, Options{}, func(File) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error of the caller: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Walk(ctx, fsys, nil, Options{}, func(File) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestWalk_badFilesDoNotStopTheOthers holds one diagnostic for each way in which a file or folder cannot be read.
func TestWalk_badFilesDoNotStopTheOthers(t *testing.T) {
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) {
		must(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	write("a.feature", small)
	write("binary.feature", string([]byte{0, 1, 2, 3, 0xff, 0xfe, 0, 5, 6, 7, 8}))
	write("empty.feature", "")
	write("huge.feature", strings.Repeat("# x\n", 2000))
	write("sub/z.feature", small)
	write("elsewhere/y.feature", small)
	must(os.Symlink(dir, filepath.Join(dir, "sub/up")))
	must(os.Symlink("self.feature", filepath.Join(dir, "self.feature")))
	must(os.Symlink("nowhere", filepath.Join(dir, "dangling.feature")))
	must(os.Symlink("elsewhere", filepath.Join(dir, "linked")))
	must(syscall.Mkfifo(filepath.Join(dir, "pipe.feature"), 0o644))
	want := []string{
		"a.feature", "binary.feature E105", "dangling.feature E113", "elsewhere/y.feature", "empty.feature E120",
		"huge.feature E101", "linked/y.feature", "pipe.feature E113", "self.feature E113", "sub/up E116",
		"sub/z.feature",
	}
	if os.Geteuid() != 0 {
		write("secret.feature", small)
		must(os.Chmod(filepath.Join(dir, "secret.feature"), 0))
		want = append(want[:8:8], append([]string{"secret.feature E113"}, want[8:]...)...)
	}
	got := visited(t, os.DirFS(dir), nil, Options{Syntax: syntax.Options{MaxFile: 4000}})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWalk_projectSize(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 4 {
		fsys[fmt.Sprintf("%d.feature", i)] = &fstest.MapFile{Data: []byte(small)}
	}
	want := []string{"0.feature", "1.feature", "2.feature E117", "3.feature E117"}
	if diff := cmp.Diff(want, visited(t, fsys, nil, Options{MaxTotal: int64(len(small)) * 2})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWalk_lines(t *testing.T) {
	fsys := fstest.MapFS{"x.feature": &fstest.MapFile{Data: []byte(full)}}
	all := []string{"SC-0001", "SC-0002/petit", "SC-0002/grand", "*", "*"}
	tests := map[string][]string{
		"x.feature":       all,
		"x.feature:3":     all,      // the feature
		"x.feature:26":    all[1:],  // the rule
		"x.feature:11":    all[:1],  // a title
		"x.feature:10":    all[:1],  // its tags
		"x.feature:14":    all[:1],  // a row of a step's table
		"x.feature:43":    all[2:3], // an example
		"x.feature:40":    all[1:],  // a title of examples
		"x.feature:42:11": {"SC-0001", "SC-0002/petit"},
	}
	for target, want := range tests {
		t.Run(target, func(t *testing.T) {
			files, err := loadAll(t.Context(), fsys, []string{target}, Options{})
			if err != nil || len(files) != 1 {
				t.Fatalf("%d files, %v", len(files), err)
			}
			var got []string
			for _, c := range files[0].Cases {
				if strings.HasPrefix(c.ID, "SC-0002/") && len(c.Examples.Key) == 12 {
					got = append(got, "*")
				} else {
					got = append(got, c.ID)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestWalk_linesWithoutScenario holds that no part of a selection runs when a line of it selects nothing.
func TestWalk_linesWithoutScenario(t *testing.T) {
	fsys := fstest.MapFS{
		"a.feature": &fstest.MapFile{Data: []byte(small)}, "x.feature": &fstest.MapFile{Data: []byte(full)},
		"bad.feature": &fstest.MapFile{Data: []byte(small + "  Scénario : b\n")},
	}
	tests := map[string]struct {
		targets []string
		culprit string
	}{
		"the second line":      {[]string{"a.feature:5:99"}, "a.feature:99"},
		"the second file":      {[]string{"a.feature:5", "x.feature:999"}, "x.feature:999"},
		"a Contexte":           {[]string{"x.feature:7"}, "x.feature:7"},
		"a comment on top":     {[]string{"a.feature:1"}, "a.feature:1"},
		"the same file whole":  {[]string{"a.feature", "a.feature:99"}, ""},
		"a file that is wrong": {[]string{"bad.feature:99"}, ""}, // its own error forbids the run
	}
	for name, tc := range tests {
		for _, outline := range []bool{false, true} {
			calls := 0
			err := Walk(
				t.Context(), fsys, tc.targets, Options{OutlineOnly: outline}, func(File) error { calls++; return nil },
			)
			if tc.culprit == "" {
				if err != nil || calls != 1 {
					t.Errorf("%s: %d files, %v", name, calls, err)
				}
				continue
			}
			target, ok := errors.AsType[*TargetError](err)
			if !ok || !errors.Is(err, ErrTarget) || target.Target != tc.culprit || calls > 0 {
				t.Errorf("%s: %d files, error %v, want %s", name, calls, err, tc.culprit)
			}
		}
	}
}

// TestWalk_memoryIsFlat holds that documents are not kept: walking five times as many files costs no more live memory.
func TestWalk_memoryIsFlat(t *testing.T) {
	o := corpusgen.Options{Features: 500, Scenarios: 10, Steps: 10, Definitions: 500, Tables: true, IDs: true}
	fsys := fstest.MapFS{}
	for i := range o.Features {
		fsys[filepath.ToSlash(corpusgen.Path(i))] = &fstest.MapFile{Data: o.Feature(i)}
	}
	live := func(targets []string) uint64 {
		var top uint64
		n := 0
		err := Walk(t.Context(), fsys, targets, Options{}, func(f File) error {
			if n++; n%50 == 0 {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				top = max(top, m.HeapAlloc)
			}
			if len(f.Cases) != 10 {
				t.Fatalf("%s: %d cases, %v", f.Path, len(f.Cases), f.Diagnostics)
			}
			return nil
		})
		if err != nil || n == 0 {
			t.Fatalf("%d files, %v", n, err)
		}
		return top
	}
	few, many := live([]string{"d000"}), live(nil)
	// Paths are kept, about 100 bytes a file; a document with its cases takes some 300 KB.
	if many > few+2<<20 {
		t.Errorf("live heap: %d bytes over 100 files, %d over 500", few, many)
	}
}

// loadAll collects what Walk gives.
func loadAll(ctx context.Context, fsys fs.FS, targets []string, o Options) ([]File, error) {
	var out []File
	err := Walk(ctx, fsys, targets, o, func(f File) error {
		out = append(out, f)
		return nil
	})
	return out, err
}
