package bounded

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"
)

// soon fails a test that waits: what is tested must not.
func soon(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); do() }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it waits")
	}
}

func TestReadFileRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "tube")
	link := filepath.Join(dir, "lien")
	if err := errors.Join(syscall.Mkfifo(fifo, 0o600), os.Symlink(fifo, link)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{fifo, link, dir, "/dev/zero", "/dev/urandom", "/dev/null", "/dev/tty"} {
		t.Run(path, func(t *testing.T) {
			if _, err := os.Stat(path); err != nil {
				t.Skip("SKIPPED: not on this system")
			}
			soon(t, func() {
				if _, err := ReadFile(path, Document); !errors.Is(err, ErrIrregular) {
					t.Errorf("ReadFile = %v, want ErrIrregular", err)
				}
			})
			soon(t, func() {
				if _, err := fs.ReadFile(
					DirFS(filepath.Dir(path)), filepath.Base(path),
				); !errors.Is(err, ErrIrregular) {
					t.Errorf("fs.ReadFile = %v, want ErrIrregular", err)
				}
			})
		})
	}
}

// The log of the kernel calls itself a regular file, and its reading waits for what the kernel has to say.
func TestReadFileDoesNotWaitForTheKernel(t *testing.T) {
	const path = "/proc/kmsg"
	if _, err := os.Stat(path); err != nil {
		t.Skip("SKIPPED: not on this system")
	}
	soon(t, func() {
		if _, err := ReadFile(path, Document); !errors.Is(err, ErrIrregular) && !errors.Is(err, fs.ErrPermission) {
			t.Errorf("ReadFile = %v, want ErrIrregular", err)
		}
	})
}

// A file of 2 GiB that holds nothing costs nothing: it is refused before room is made for it.
func TestReadFileRefusesBySizeBeforeAnythingIsAllocated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stories.yaml")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 2<<30)); err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := ReadFile(path, Document)
	_, errTree := fs.ReadFile(DirFS(filepath.Dir(path)), "stories.yaml")
	runtime.ReadMemStats(&after)
	size, ok := errors.AsType[*SizeError](err)
	if !ok || size.Size != 2<<30 || size.Limit != Document || !errors.Is(errTree, ErrTooLarge) {
		t.Errorf("ReadFile = %v, fs.ReadFile = %v, want a *SizeError", err, errTree)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
		t.Errorf("%d bytes allocated", used)
	}
}

func TestReadFileReadsUpToItsLimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	for _, size := range []int{0, 1, 9, 10} {
		want := strings.Repeat("é", size/2) + strings.Repeat("x", size%2)
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadFile(path, 10); err != nil || string(got) != want {
			t.Errorf("ReadFile = %q, %v, want %q", got, err, want)
		}
	}
	if err := os.WriteFile(path, make([]byte, 11), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(path, 10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("ReadFile = %v, want ErrTooLarge", err)
	}
}

// Files of /proc say that they are empty.
func TestReadFileReadsAFileWithoutSize(t *testing.T) {
	const path = "/proc/self/status"
	want, err := os.ReadFile(path)
	if err != nil || len(want) == 0 {
		t.Skip("SKIPPED: no /proc")
	}
	if got, err := ReadFile(path, Mark); err != nil || len(got) < 100 {
		t.Errorf("ReadFile = %d bytes, %v", len(got), err)
	}
	if _, err := ReadFile(path, 100); !errors.Is(err, ErrTooLarge) {
		t.Errorf("ReadFile past the limit = %v, want ErrTooLarge", err)
	}
}

func TestReadFileContextStops(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ReadFileContext(ctx, path, Report); !errors.Is(err, context.Canceled) {
		t.Errorf("ReadFileContext = %v, want context.Canceled", err)
	}
}

func TestStreamIsBoundedAndStops(t *testing.T) {
	if got, err := Stream(t.Context(), strings.NewReader("0123456789"), 10); err != nil || string(got) != "0123456789" {
		t.Errorf("Stream = %q, %v", got, err)
	}
	if _, err := Stream(t.Context(), strings.NewReader("0123456789x"), 10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("Stream past the limit = %v, want ErrTooLarge", err)
	}
	silent, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	soon(t, func() {
		if _, err := Stream(ctx, silent, 10); !errors.Is(err, context.Canceled) {
			t.Errorf("Stream of nothing = %v, want context.Canceled", err)
		}
	})
}

// The tree is a file system like any other to who reads it.
func TestDirFSIsAFileSystem(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(
		os.Mkdir(filepath.Join(dir, "plans"), 0o700),
		os.WriteFile(filepath.Join(dir, "plans", "v1.yaml"), []byte("a: b\n"), 0o600),
		os.WriteFile(filepath.Join(dir, "recette.yaml"), nil, 0o600),
	); err != nil {
		t.Fatal(err)
	}
	tree := DirFS(dir)
	if err := fstest.TestFS(tree, "plans/v1.yaml", "recette.yaml"); err != nil {
		t.Error(err)
	}
	_, err := fs.ReadFile(tree, "plans/v2.yaml")
	if p, ok := errors.AsType[*fs.PathError](err); !ok || p.Path != "plans/v2.yaml" || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file = %#v, want fs.ErrNotExist with the name that was asked", err)
	}
	if _, err := tree.Open("../x"); !errors.Is(err, fs.ErrInvalid) {
		t.Errorf("Open(../x) = %v, want fs.ErrInvalid", err)
	}
}
