package authoring

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"recette/internal/output"
	"recette/internal/project"
	"recette/internal/ready"
	"recette/internal/reference"
	"recette/internal/workspace"
)

// IgnoreFile keeps the private folder, and what is made again, out of git.
const IgnoreFile = ".gitignore"

// Owns tells whether a path is that of a file of a project: of the one that holds start, or of the one that holds the
// path. What the file is counts, and not how its path is written: links, the case of letters and other names of the
// same file lead to the same answer. The path has its links followed; info is nil when there is no file yet.
func Owns(start, path string, info fs.FileInfo) bool {
	return slices.ContainsFunc(roots(start, path), func(root string) bool { return ownOf(root, path, info) })
}

// OwnsPlace tells whether a folder is one of those that a project reads, lies in one, or would take the name of a file
// that it reads. The project is that of Owns.
func OwnsPlace(start, dir string) bool {
	dir = output.Destination(dir)
	inside := filepath.Join(dir, "x")
	return slices.ContainsFunc(roots(start, inside), func(root string) bool {
		within := func(f ownFolder) bool { return below(inside, f.dir) }
		return ownOf(root, dir, nil) || slices.ContainsFunc(ownFolders(root, configOf(root)), within)
	})
}

// OwnsBaseline tells whether a file is where the project keeps its baseline: it is replaced, as no other file of a
// project is.
func OwnsBaseline(p *workspace.Project, file string) bool {
	for _, name := range []string{workspace.DefaultBaseline, p.Lint.Baseline} {
		if name != "" && sameName(file, filepath.Join(p.Root, filepath.FromSlash(name))) {
			return true
		}
	}
	return false
}

func sameName(a, b string) bool {
	x, errA := filepath.Abs(a)
	y, errB := filepath.Abs(b)
	return errA == nil && errB == nil && x == y
}

// ownNames lists the files at the root of a project that no output may replace.
func ownNames(c *project.Config) []string {
	names := []string{
		workspace.DefaultBaseline, project.FileName, ready.FileName, IgnoreFile, ".gherkin-lintrc", ".editorconfig",
		".gitattributes", "go.mod", "go.sum",
	}
	for _, s := range reference.Sources() {
		for _, end := range s.Ends() {
			if s.Ext == "" {
				names = append(names, strings.TrimSuffix(s.Path, filepath.Ext(s.Path))+end)
			}
		}
	}
	if c.Lint.Baseline != "" {
		names = append(names, c.Lint.Baseline)
	}
	return names
}

// ownFolder is a folder of a project, and the endings of the files in it that are the project's.
type ownFolder struct {
	dir  string
	ends []string // none: every file
	code bool     // people write there what a verb may begin for them
}

func ownFolders(root string, c *project.Config) []ownFolder {
	layout := project.Layout{Root: root}
	list := []ownFolder{{dir: layout.State()}, {dir: layout.Plans(), ends: []string{".yaml", ".yml"}}}
	for _, s := range reference.Sources() {
		if s.Ext != "" {
			list = append(list, ownFolder{dir: filepath.Join(root, s.Path), ends: s.Ends()})
		}
	}
	features := c.Features
	if len(features) == 0 {
		features = []string{"features"}
	}
	for _, dir := range features {
		list = append(
			list, ownFolder{dir: filepath.Join(root, filepath.FromSlash(dir)), ends: []string{".feature", ".md"}},
		)
	}
	for _, auto := range c.Automation {
		if auto.Go != "" {
			dir := filepath.Join(root, filepath.FromSlash(auto.Go))
			list = append(list, ownFolder{dir: dir, ends: []string{".go", ".mod", ".sum"}, code: true})
		}
	}
	return list
}

// roots gives the projects that a path may be of: the one that holds start, and the one that holds the path.
func roots(start, path string) (roots []string) {
	if root, err := workspace.Find(start); err == nil {
		roots = append(roots, root)
	}
	dir := filepath.Dir(path)
	for _, err := os.Stat(dir); err != nil && dir != filepath.Dir(dir); _, err = os.Stat(dir) {
		dir = filepath.Dir(dir) // what is to be made lies in what is there
	}
	if root, err := workspace.Find(dir); err == nil && !slices.Contains(roots, root) {
		roots = append(roots, root)
	}
	return roots
}

// configOf gives what a project says of its places: the usual ones when it cannot be read, which the verb that needs it
// says.
func configOf(root string) *project.Config {
	c, err := project.Load(root)
	if err != nil {
		return &project.Config{}
	}
	return &c
}

func ownOf(root, path string, info fs.FileInfo) bool {
	c := configOf(root)
	names, folders := ownNames(c), ownFolders(root, c)
	for _, name := range names {
		own := filepath.Join(root, filepath.FromSlash(name))
		if info != nil && sameAs(own, info) || info == nil && samePlace(path, own) {
			return true
		}
	}
	for _, f := range folders {
		vacant := info == nil || info.Mode().IsRegular() && info.Size() == 0
		if f.holds(path) && (!f.code || !vacant) && below(path, f.dir) {
			return true
		}
	}
	return info != nil && linked(info) && slices.ContainsFunc(folders, func(f ownFolder) bool { return f.has(info) })
}

func (f *ownFolder) holds(path string) bool {
	return len(f.ends) == 0 || slices.Contains(f.ends, strings.ToLower(filepath.Ext(path)))
}

// has looks for a file among those of the folder, whatever its name.
func (f *ownFolder) has(info fs.FileInfo) bool {
	err := filepath.WalkDir(f.dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && f.holds(path) && sameAs(path, info) {
			return errSame
		}
		return nil // what cannot be looked at cannot be the file, which was
	})
	return errors.Is(err, errSame)
}

var errSame = errors.New("the same file")

// below tells whether a path lies in a folder, at any depth. Folders are compared by what they are.
func below(path, dir string) bool {
	want, err := os.Stat(dir)
	if err != nil { // not there yet
		rel, err := filepath.Rel(output.Destination(dir), path)
		return err == nil && filepath.IsLocal(rel)
	}
	for d := filepath.Dir(path); ; d = filepath.Dir(d) {
		if info, err := os.Stat(d); err == nil && os.SameFile(info, want) {
			return true
		}
		if d == filepath.Dir(d) {
			return false
		}
	}
}

func sameAs(path string, info fs.FileInfo) bool {
	own, err := os.Stat(path)
	return err == nil && os.SameFile(own, info)
}

// samePlace tells whether two paths of files to come have one folder and one name, whatever the case of its letters.
func samePlace(a, b string) bool {
	if !strings.EqualFold(filepath.Base(a), filepath.Base(b)) {
		return false
	}
	info, err := os.Stat(filepath.Dir(a))
	return err == nil && sameAs(filepath.Dir(b), info)
}

// linked tells whether a file may have other names.
func linked(info fs.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return !ok || s.Nlink > 1
}
