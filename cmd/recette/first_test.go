package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Processes that record first in a project, all at once, make one key and one database, and none of them is refused.
func TestFirstRecord_ManyAtOnce(t *testing.T) {
	t.Parallel()
	for range 5 {
		p := newProduct(t, "manuel")
		plan, err := os.ReadFile(filepath.Join(p.dir, "plans", "demo.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for i := range 4 {
			name := fmt.Sprintf("plan%d", i)
			text := bytes.Replace(plan, []byte("name: demo"), []byte("name: "+name), 1)
			if err := os.WriteFile(filepath.Join(p.dir, "plans", name+".yaml"), text, 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := p.command("campaign", "open", name, "--as", "Paule Petit")
			all.Go(func() {
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Errorf("%s: %v\n%s", name, err, out)
				}
			})
		}
		all.Wait()
		p.run(0, "journal", "verify")
		p.run(0, "campaign", "open", "demo", "--as", "Paule Petit") // the key that stayed is that of the database
	}
}
