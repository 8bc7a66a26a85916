package reception

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/verify"
)

// ErrNoFile says that the file of a PV is not where this server looks for it: whoever made it elsewhere holds it.
var ErrNoFile = errors.New("the file of the PV is not on this server")

// Files are the files of PVs: those that the server made, in a private folder, each named by its digest; and those that
// the command line left in other folders, whatever their names.
type Files struct {
	Own  string   // folder; it is made when the first is kept
	Also []string // folders that are looked at, not below
}

// mostFiles is how many PDFs are looked at in each folder.
const mostFiles = 200

// Size tells how much memory it may take to read the file of a digest, in bytes: its size, or the most that a PV has
// when it has to be looked for.
func (f Files) Size(sha256 string) int64 {
	info, err := os.Stat(f.path(sha256))
	if err != nil {
		return verify.MaxFile
	}
	return min(info.Size(), verify.MaxFile)
}

// find gives the file of a digest, read whole: ErrNoFile.
func (f Files) find(ctx context.Context, sha256 string) ([]byte, error) {
	data, err := bounded.ReadFileContext(ctx, f.path(sha256), verify.MaxFile)
	switch {
	case err == nil && verify.Digest(data) == sha256:
		return data, nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read a PV: %w", err)
	}
	for _, dir := range f.Also {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue // it may not be there
		}
		looked := 0
		for _, e := range entries {
			if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), ".pdf") {
				continue
			}
			if looked++; looked > mostFiles || ctx.Err() != nil {
				break
			}
			data, err := bounded.ReadFileContext(ctx, filepath.Join(dir, e.Name()), verify.MaxFile)
			if err == nil && verify.Digest(data) == sha256 {
				return data, nil
			}
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return nil, ErrNoFile
}

func (f Files) path(sha256 string) string { return filepath.Join(f.Own, filepath.Base(sha256)+".pdf") }

// keep writes a file durably, before the journal names it: what the journal knows is never lost.
func (f Files) keep(data []byte) error {
	const private = 0o700
	if err := durable.MakeDir(f.Own, private); err != nil {
		return fmt.Errorf("keep a PV: %w", err)
	}
	const own = 0o600
	if err := durable.Write(f.path(verify.Digest(data)), own, durable.Bytes(data)); err != nil {
		return fmt.Errorf("keep a PV: %w", err)
	}
	return nil
}

// drop removes a file that nothing names.
func (f Files) drop(data []byte) error { return os.Remove(f.path(verify.Digest(data))) }
