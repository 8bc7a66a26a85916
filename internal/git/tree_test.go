package git

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

// A file that was too long was left out, as if the commit did not hold it, and nothing bounded all of them together.
func TestTree_IsBounded(t *testing.T) {
	f, sh := repository(t, "sha1", "projet")
	sh("printf 0123456789 > features/b.feature; : > features/c.feature; echo x > notes.txt; " +
		"ln -s b.feature features/d.feature; " +
		"git add .; git commit -qm b; echo 'pas lu' > features/b.feature")
	wanted := Wanted{
		Below: []string{"features", "notes.txt"}, File: 6, All: 9,
		Name: func(path string) bool { return path != "notes.txt" },
	}
	tree, err := f.Tree(t.Context(), "HEAD", wanted)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"features/a.feature": "x\n", "features/b.feature": "0123456", "features/c.feature": "",
	} {
		if got, err := fs.ReadFile(tree, name); err != nil || string(got) != want {
			t.Errorf("%s = %q, %v; want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"notes.txt", "features/d.feature"} {
		if _, err := fs.Stat(tree, name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v, want it left out", name, err)
		}
	}
	var size *sizeError
	wanted.All = 8
	if _, err := f.Tree(t.Context(), "HEAD", wanted); !errors.As(err, &size) || size.Limit != 8 {
		t.Errorf("Tree of more than it may hold: %v, want a *sizeError", err)
	}
	wanted.Below, wanted.All = []string{"nulle-part"}, 9
	if tree, err := f.Tree(t.Context(), "HEAD", wanted); err != nil || len(strings.TrimSpace(names(t, tree))) > 0 {
		t.Errorf("Tree of nothing: %v", err)
	}
}

func names(t *testing.T, tree fs.FS) string {
	t.Helper()
	list, err := fs.ReadDir(tree, ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}
