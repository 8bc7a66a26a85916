package archtest

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"recette/internal/bounded"
)

// Own gives fn the name, from root and with slashes, of each file that is the repository's: neither git's own nor named
// by its .gitignore, which also stands in an archive of the sources. What the program left beside, as "recette demo"
// does, is no part of the product, and a test that walks the tree must not judge it.
func Own(root string, fn func(name string) error) error {
	ignored, err := ignoreRules(filepath.Join(root, ".gitignore"))
	if err != nil {
		return err
	}
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil || rel == "." {
			return err
		}
		name := filepath.ToSlash(rel)
		switch skip := d.Name() == ".git" || ignored(name, d.IsDir()); {
		case skip && d.IsDir():
			return fs.SkipDir
		case skip || d.IsDir():
			return nil
		}
		return fn(name)
	})
}

// ignoreRules reads the patterns that .gitignore needs here: a name or a path, at the root alone after "/", folders
// alone before "/". Any other one is an error, so that nothing is judged by a rule that this does not know.
func ignoreRules(file string) (func(name string, dir bool) bool, error) {
	data, err := bounded.ReadFile(file, bounded.Mark)
	if err != nil {
		return nil, err
	}
	var patterns []string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if _, err := path.Match(line, ""); err != nil || strings.HasPrefix(line, "!") || strings.Contains(line, "**") {
			return nil, fmt.Errorf("%s: %q: a pattern that is not read here", file, line)
		}
		patterns = append(patterns, line)
	}
	return func(name string, dir bool) bool {
		for _, p := range patterns {
			p, folder := strings.CutSuffix(p, "/")
			if folder && !dir {
				continue
			}
			of := path.Base(name)
			if strings.Contains(p, "/") {
				p, of = strings.TrimPrefix(p, "/"), name
			}
			if ok, err := path.Match(p, of); err == nil && ok {
				return true
			}
		}
		return false
	}, nil
}
