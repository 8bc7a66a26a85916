package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// built is the real binary, made once for the tests that need a process that is not this one.
var built binary

type binary struct {
	once sync.Once
	dir  string
	err  error
}

// recetteBinary gives the path of the product, built as a user would. It needs Go, and says so loudly.
func recetteBinary(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("SKIPPED: needs the go command to build the product")
	}
	built.once.Do(func() {
		//nolint:usetesting // outlives the test that comes first
		if built.dir, built.err = os.MkdirTemp("", "recette-bin-"); built.err != nil {
			return
		}
		out, err := exec.Command("go", "build", "-o", filepath.Join(built.dir, "recette"), ".").CombinedOutput()
		if err != nil {
			built.err = fmt.Errorf("build the product: %w\n%s", err, out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return filepath.Join(built.dir, "recette")
}

func (b *binary) remove() error {
	if b.dir == "" {
		return nil
	}
	return os.RemoveAll(b.dir)
}
