package workspace

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/project"
)

// Find gives the root of the project that holds a folder. It returns ErrNoProject when there is none.
func Find(dir string) (string, error) {
	return project.Find(dir) //nolint:wrapcheck // it names the folder
}

// maxBelow is how deep below a folder a project is looked for: a repository often holds it in a folder.
const maxBelow = 2

// FindAround gives the root of the project that holds a folder, else of the first one below it by name.
func FindAround(dir string) (string, error) {
	root, err := Find(dir)
	if err == nil {
		return root, nil
	}
	var found []string
	walkErr := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		rel, relErr := filepath.Rel(dir, path)
		switch {
		case relErr != nil:
			return relErr
		case d.IsDir() && rel != "." && (passedBy(d.Name()) || strings.Count(filepath.ToSlash(rel), "/") >= maxBelow):
			return fs.SkipDir
		case !d.IsDir() && d.Name() == project.FileName:
			found = append(found, filepath.Dir(path))
		}
		return nil
	})
	if len(found) == 0 {
		return "", errors.Join(err, walkErr)
	}
	return slices.Min(found), nil
}

// passedBy tells the folders that hold no project of a person.
func passedBy(name string) bool { return strings.HasPrefix(name, ".") || name == "node_modules" }
