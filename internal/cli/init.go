package cli

import (
	"embed"
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"recette/features"
	"recette/internal/authoring"
	"recette/internal/workspace"
)

// initVerb makes a new project in a folder that holds none.
func (a *app) initVerb() *cobra.Command {
	var template string
	c := a.command("init [DOSSIER]", "init")
	c.Args = atMostOne()
	c.Flags().StringVar(&template, "template", "vide", a.words.T("flag.template"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		dir := a.dir
		if len(args) == 1 {
			dir = a.path(args[0])
		}
		if full := absolute(dir); filepath.Dir(full) == full {
			return fail("init-root", nil, full)
		}
		around := enclosing(absolute(dir))
		var files map[string]string
		var err error
		switch template {
		case "crm":
			files, err = treeFiles(features.Example())
		case "vide":
			files, err = a.emptyProject(filepath.Base(absolute(dir)))
		default:
			return fail("bad-value", nil, "--template", template, "vide, crm")
		}
		if err != nil {
			return err
		}
		if len(args) == 0 && holdsOthers(dir, files) {
			return fail("init-full", nil, absolute(dir))
		}
		if err := authoring.Create(dir, files); err != nil {
			return err
		}
		if around != "" {
			say(a.env.Stderr, a.words.T("init.inside", around))
		}
		say(a.env.Stdout, a.words.T("init.made", dir))
		say(a.env.Stdout, a.words.T("init.next"))
		return nil
	}
	return c
}

// holdsOthers tells whether a folder that nobody named holds other files than those of a project that is being made,
// by path: it does not spread among them. Its own are there when init died half-way. What is hidden is not of its
// owner's making: a repository that was just begun is empty.
func holdsOthers(dir string, files map[string]string) bool {
	found := errors.New("found")
	return errors.Is(filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		if err != nil || at == dir {
			return nil // what cannot be read is refused when it is written to
		}
		name, err := filepath.Rel(dir, at)
		_, own := files[filepath.ToSlash(name)]
		switch {
		case err != nil:
			return nil
		case strings.HasPrefix(e.Name(), ".") && e.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(e.Name(), ".") || e.IsDir() || own:
			return nil
		}
		return found
	}), found)
}

// enclosing gives the project that a folder lies in, which need not be there yet.
func enclosing(dir string) string {
	for at := filepath.Dir(dir); ; at = filepath.Dir(at) {
		if root, err := workspace.Find(at); err == nil {
			return root
		}
		if filepath.Dir(at) == at {
			return ""
		}
	}
}

func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// treeFiles reads a project out of the binary, by path. Module files travel under another name, since go:embed leaves
// out folders that hold a go.mod, and Go files of a template too, since they would be packages of this module.
func treeFiles(from fs.FS) (map[string]string, error) {
	files := map[string]string{}
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if bare, ok := strings.CutSuffix(name, ".txt"); ok &&
			(path.Ext(bare) == ".go" || path.Ext(bare) == ".mod" || path.Ext(bare) == ".sum") {
			name = bare
		}
		files[name] = string(data)
		return err
	})
	return files, err
}

// templates holds the files of a new project, a folder a language.
//
//go:embed templates
var templates embed.FS

// emptyProject is the smallest project that shows everything: one feature with its plan, data set, messages and steps,
// on which lint, ready and run pass at once. Its steps need the modules that the example project pins.
func (a *app) emptyProject(name string) (map[string]string, error) {
	from, err := fs.Sub(templates, "templates/"+string(a.words.Lang()))
	if err != nil {
		return nil, err
	}
	files, err := treeFiles(from)
	if err != nil {
		return nil, err
	}
	for _, module := range []string{"go.mod", "go.sum"} {
		data, err := fs.ReadFile(features.Example(), module+".txt")
		if err != nil {
			return nil, err
		}
		files[module] = strings.Replace(string(data), "module exemple/crm", "module criteres", 1)
	}
	files["recette.yaml"] = strings.ReplaceAll(files["recette.yaml"], "{{name}}", strings.Map(plainName, name))
	files[authoring.IgnoreFile] = "/.recette/\n/.recette.head\n/docs-recette/\n"
	return files, nil
}

// plainName keeps a folder's name inside the quotes of a YAML string.
func plainName(r rune) rune {
	if r == '"' || r == '\\' || r < ' ' {
		return -1
	}
	return r
}
