package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// TestOpen_SeveralAtOnce opens campaigns with the same people at once, in a project that has no record yet: each one is
// opened, and each person has one reference.
func TestOpen_SeveralAtOnce(t *testing.T) {
	t.Parallel()
	for range 4 {
		p := newProduct(t, "manuel")
		plan, err := os.ReadFile(filepath.Join(p.dir, "plans", "demo.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for n := range 3 {
			name := fmt.Sprint("demo", n)
			text := strings.Replace(string(plan), "name: demo", "name: "+name, 1)
			if err := os.WriteFile(filepath.Join(p.dir, "plans", name+".yaml"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			all.Go(func() {
				if out, err := p.command("campaign", "open", name, "--as", "Paule Petit").CombinedOutput(); err != nil {
					t.Errorf("campaign open %s: %v\n%s", name, err, out)
				}
			})
		}
		all.Wait()
		p.run(0, "journal", "verify")
	}
}
