package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"recette/internal/authoring"
	"recette/internal/plan"
	"recette/internal/workspace"
)

// A project is often born in a repository, which has a .gitignore: it is added to, once.
func TestInitKeepsTheGitignore(t *testing.T) {
	tests := map[string]struct{ old, want string }{
		"other lines":         {"/bin/\n", "/bin/\n/.recette/\n/.recette.head\n/docs-recette/\n"},
		"no newline at end":   {"/bin/", "/bin/\n/.recette/\n/.recette.head\n/docs-recette/\n"},
		"there already":       {"/.recette/\n/bin/\n", "/.recette/\n/bin/\n/.recette.head\n/docs-recette/\n"},
		"there, Windows ends": {"/.recette/\r\n", "/.recette/\r\n/.recette.head\n/docs-recette/\n"},
		"empty":               {"", "/.recette/\n/.recette.head\n/docs-recette/\n"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, authoring.IgnoreFile)
			if err := os.WriteFile(path, []byte(tt.old), 0o600); err != nil {
				t.Fatal(err)
			}
			if code := Run(t.Context(), testEnv(t, io.Discard, io.Discard, "-C", dir, "init")); code != exitOK {
				t.Fatalf("init = %d, want %d", code, exitOK)
			}
			got, err := os.ReadFile(path)
			if err != nil || string(got) != tt.want {
				t.Errorf(".gitignore = %q, %v, want %q", got, err, tt.want)
			}
			if _, err := os.Stat(filepath.Join(dir, "recette.yaml")); err != nil {
				t.Error(err)
			}
		})
	}
}

// A file in the way is found before anything is written.
func TestInitWritesAllOrNothing(t *testing.T) {
	for _, template := range []string{"vide", "crm"} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "plans"), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"premiere.yaml", "recette-v1.yaml"} {
			if err := os.WriteFile(filepath.Join(dir, "plans", name), []byte("à moi"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if code := Run(
			t.Context(), testEnv(t, io.Discard, io.Discard, "-C", dir, "init", "--template", template),
		); code != exitUsage {
			t.Errorf("%s: init = %d, want %d", template, code, exitUsage)
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != 1 {
			t.Errorf("%s: %d entries, %v, want the folder of plans alone", template, len(entries), err)
		}
	}
}

// A folder that cannot be looked at ends the search for a free name.
func TestDemoDirEnds(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "demo"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a := &app{env: testEnv(t, io.Discard, io.Discard), words: printers(t)[0], dir: dir}
	if got, err := a.demoDir(nil); err == nil {
		t.Errorf("demoDir below a file = %q, want an error", got)
	}
}

// The words of the system about files are no internal error: whoever reads can do something about them.
func TestSystemErrorsAreOfTheEnvironment(t *testing.T) {
	_, missing := os.ReadFile(filepath.Join(t.TempDir(), "absent"))
	var errs strings.Builder
	if got := printFailure(
		&errs, printers(t)[0], missing,
	); got != exitEnv || !strings.Contains(errs.String(), "absent") {
		t.Errorf("report = %d, %q, want %d and the name", got, errs.String(), exitEnv)
	}
}

// A command that died half-way is run again: what it wrote is kept, and what is missing comes.
func TestInitResumes(t *testing.T) {
	for _, template := range []string{"vide", "crm"} {
		whole := t.TempDir()
		env := testEnv(t, io.Discard, io.Discard, "-C", whole, "init", "--template", template)
		if code := Run(t.Context(), env); code != exitOK {
			t.Fatal(code)
		}
		var names []string
		err := filepath.WalkDir(whole, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && d.Name() != workspace.ConfigFile {
				names = append(names, strings.TrimPrefix(path, whole))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for kept := 0; kept <= len(names); kept += 7 {
			for i, name := range names {
				if i < kept {
					continue
				}
				if err := os.Remove(filepath.Join(whole, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
			}
			if err := os.Remove(filepath.Join(whole, workspace.ConfigFile)); err != nil { // it comes last
				t.Fatal(err)
			}
			env := testEnv(t, io.Discard, io.Discard, "-C", whole, "init", "--template", template)
			if code := Run(t.Context(), env); code != exitOK {
				t.Errorf("%s, %d files there: init = %d, want %d", template, kept, code, exitOK)
			}
			for _, name := range append(names, workspace.ConfigFile) {
				if _, err := os.Stat(filepath.Join(whole, name)); err != nil {
					t.Errorf("%s, %d files there: %v", template, kept, err)
				}
			}
		}
	}
}

// The names that a new project is written with are those that no campaign freezes: who writes another form of them
// changes the rule with it.
func TestInit_ItsNamesAreSeenToBePlaceholders(t *testing.T) {
	named := regexp.MustCompile(`(?:name|owner): ([^,{}"\n]+?), (?:role|critical)`)
	for _, lang := range []string{"fr", "en"} {
		found := 0
		for _, file := range []string{"recette.yaml", "plans/premiere.yaml"} {
			data, err := fs.ReadFile(templates, "templates/"+lang+"/"+file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range named.FindAllSubmatch(data, -1) {
				if found++; !plan.Placeholder(string(m[1])) {
					t.Errorf("%s/%s: %q passes for a name", lang, file, m[1])
				}
			}
		}
		if found != 5 {
			t.Errorf("%s: %d names, want 5", lang, found)
		}
	}
}
