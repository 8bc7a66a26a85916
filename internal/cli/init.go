package cli

import (
	"embed"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"recette/features"
)

// initVerb makes a new project in a folder that holds none.
func (a *app) initVerb() *cobra.Command {
	var template string
	c := a.command("init [DOSSIER]", "init")
	c.Args = atMost(1)
	c.Flags().StringVar(&template, "template", "vide", a.words.T("flag.template"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		dir := a.dir
		if len(args) == 1 {
			dir = a.path(args[0])
		}
		if _, err := os.Stat(filepath.Join(dir, "recette.yaml")); err == nil {
			return fail("exists", nil, filepath.Join(dir, "recette.yaml"))
		}
		var err error
		switch template {
		case "crm":
			err = copyTree(features.Example(), dir)
		case "vide":
			var files map[string]string
			if files, err = a.emptyProject(filepath.Base(absolute(dir))); err == nil {
				err = writeFiles(dir, files)
			}
		default:
			return fail("bad-value", nil, "--template", template, "vide, crm")
		}
		if err != nil {
			return err
		}
		say(a.env.Stdout, a.words.T("init.made", dir))
		say(a.env.Stdout, a.words.T("init.next"))
		return nil
	}
	return c
}

// atMost refuses more arguments than n.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > n {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
}

func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}

// copyTree copies a project out of the binary. Module files travel under another name, since go:embed leaves out
// folders that hold a go.mod. Nothing that exists is replaced.
func copyTree(from fs.FS, dir string) error {
	return fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if d.IsDir() {
			return wrapFile(os.MkdirAll(to, 0o755), to)
		}
		switch filepath.Base(to) {
		case "go.mod.txt", "go.sum.txt":
			to = strings.TrimSuffix(to, ".txt")
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		return writeNew(to, data)
	})
}

func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fail("file", err, path)
		}
		if err := writeNew(path, []byte(text)); err != nil {
			return err
		}
	}
	return nil
}

// writeNew writes a file that must not exist.
func writeNew(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fail("exists", nil, path)
	}
	if err != nil {
		return fail("file", err, path)
	}
	_, err = f.Write(data)
	return wrapFile(errors.Join(err, f.Close()), path)
}

func wrapFile(err error, path string) error {
	if err == nil {
		return nil
	}
	return fail("file", err, path)
}

// templates holds the files of a new project, a folder a language.
//
//go:embed templates
var templates embed.FS

// emptyProject is the smallest project that lint accepts: one feature that shows the shape, and one plan.
func (a *app) emptyProject(name string) (map[string]string, error) {
	files := map[string]string{".gitignore": "/.recette/\n"}
	for from, to := range map[string]string{
		"recette.yaml": "recette.yaml", "exemple.feature": "features/exemple.feature", "premiere.yaml": "plans/premiere.yaml",
	} {
		data, err := templates.ReadFile("templates/" + string(a.words.Lang()) + "/" + from)
		if err != nil {
			return nil, err
		}
		files[to] = strings.ReplaceAll(string(data), "{{name}}", strings.Map(plainName, name))
	}
	return files, nil
}

// plainName keeps a folder's name inside the quotes of a YAML string.
func plainName(r rune) rune {
	if r == '"' || r == '\\' || r < ' ' {
		return -1
	}
	return r
}
