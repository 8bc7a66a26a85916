package cli

import (
	"errors"
	"os"
	"path/filepath"
)

func dirOf(path string) string { return filepath.Dir(path) }

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fail("file", err, dir)
	}
	return wrapFile(errors.Join(d.Sync(), d.Close()), dir)
}
