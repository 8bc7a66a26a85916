package cli

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"recette/internal/bounded"
	"recette/internal/verify"
)

// mostLooked is how many files a folder is searched among for constats.
const mostLooked = 1000

// constatsIn gives what finds the signed constats of branches: among the PDFs of a folder, that of the project when
// none is given, by the digest that the journal names. Files are read when the first is asked for.
func (a *app) constatsIn(ctx context.Context, dir string) (func(sha256 string) ([]byte, bool), error) {
	root := a.path(dir)
	if dir == "" {
		found, err := a.projectRoot()
		if err != nil {
			return nil, err
		}
		root = found
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fail("file", err, root)
	}
	var paths map[string]string
	return func(sha256 string) ([]byte, bool) {
		if paths == nil {
			paths = digestsOf(ctx, root, entries)
		}
		path, ok := paths[sha256]
		if !ok {
			return nil, false
		}
		data, err := bounded.ReadFileContext(ctx, path, verify.MaxFile)
		return data, err == nil
	}, nil
}

// digestsOf gives the PDFs of a folder by their SHA-256, in hex. One that cannot be read is none of those looked for.
func digestsOf(ctx context.Context, root string, entries []fs.DirEntry) map[string]string {
	paths := map[string]string{}
	looked := 0
	for _, e := range entries {
		if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), ".pdf") {
			continue
		}
		if looked++; looked > mostLooked || ctx.Err() != nil {
			break
		}
		path := filepath.Join(root, e.Name())
		if data, err := bounded.ReadFileContext(ctx, path, verify.MaxFile); err == nil {
			paths[verify.Digest(data)] = path
		}
	}
	return paths
}
