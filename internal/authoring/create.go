package authoring

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/bounded"
	"recette/internal/durable"
	"recette/internal/workspace"
)

// Create writes the files of a new project, by their paths: all of them, or none when another file has the place of
// one. What an interrupted call wrote of the same project is kept, and recette.yaml, which makes a folder a project,
// comes last. Only .gitignore is added to, since a project is often born in a repository. It returns a
// *durable.FileError; that of a file in the way wraps fs.ErrExist.
func Create(dir string, files map[string]string) error {
	if config := filepath.Join(dir, workspace.ConfigFile); exists(config) {
		return fileError(config, fs.ErrExist)
	}
	files = maps.Clone(files)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Lstat(path); err != nil || name == IgnoreFile {
			continue
		}
		if held, err := bounded.ReadFile(path, int64(len(files[name]))); err != nil || string(held) != files[name] {
			return fileError(path, fs.ErrExist)
		}
		delete(files, name)
	}
	ignore := filepath.Join(dir, IgnoreFile)
	if old, err := bounded.ReadFile(ignore, bounded.Document); err == nil {
		more := files[IgnoreFile]
		delete(files, IgnoreFile)
		if err := addLines(ignore, string(old), more); err != nil {
			return err
		}
	}
	names := slices.Sorted(maps.Keys(files))
	if i := slices.Index(names, workspace.ConfigFile); i >= 0 {
		names = append(slices.Delete(names, i, i+1), workspace.ConfigFile)
	}
	for _, name := range names {
		if err := writeNew(filepath.Join(dir, filepath.FromSlash(name)), []byte(files[name])); err != nil {
			return err
		}
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// addLines adds the lines that a file does not hold yet.
func addLines(path, old, more string) error {
	text := old
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	held := strings.Split(strings.ReplaceAll(old, "\r\n", "\n"), "\n")
	for line := range strings.Lines(more) {
		if !slices.Contains(held, strings.TrimSuffix(line, "\n")) {
			text += line
		}
	}
	if text == old {
		return nil
	}
	return fileError(path, durable.Replace(path, []byte(text)))
}
