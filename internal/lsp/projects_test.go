package lsp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/standing"
	"recette/internal/workspace"
)

type noStanding struct{}

func (noStanding) Statuses(context.Context, standing.Present) (standing.Statuses, error) {
	return standing.Statuses{}, errors.New("pas de registre")
}

// onDisk gives the projects of a folder, as the editor is given them.
func onDisk(t *testing.T, files map[string]string) (Projects, string) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(
			os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(content), 0o600),
		); err != nil {
			t.Fatal(err)
		}
	}
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	return Projects{
		Open:     func(root string) (*workspace.Project, error) { return workspace.Open(root, workspace.Deps{}) },
		Standing: func(string) Standing { return noStanding{} },
		Words:    words, Worded: func(err error) string { return "dit : " + err.Error() },
	}, dir
}

func TestProjects_Load(t *testing.T) {
	s, dir := onDisk(t, map[string]string{
		"depot/crm/recette.yaml":       "name: CRM\nformat: {indent: 4}\nlint: {profile: script}\n",
		"depot/crm/features/a.feature": "",
		"depot/crm/.editorconfig":      "root = true\n[*.feature]\nend_of_line = crlf\n",
	})
	p, err := s.Load(t.Context(), filepath.Join(dir, "depot"))
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "depot", "crm"); p.Root != want || string(p.Lint.Profile) != "script" || p.Automated {
		t.Errorf(
			"loaded %s, profile %q, automated %v, want %s by script, without automation", p.Root, p.Lint.Profile,
			p.Automated, want,
		)
	}
	if o := p.Format("features/a.feature"); o.Indent != 4 || o.EOL != "crlf" {
		t.Errorf("format by %d with %q, want 4 from recette.yaml and crlf from .editorconfig", o.Indent, o.EOL)
	}
	if _, err := p.Statuses(t.Context()); err == nil || err.Error() != "dit : pas de registre" {
		t.Errorf("statuses: %v, want what is wrong, worded", err)
	}
	found, err := p.Steps(t.Context())
	if err != nil || len(found.Definitions()) > 0 {
		t.Errorf("steps %v, %v, want none", found, err)
	}
	s.NoSteps = true
	if p, err = s.Load(t.Context(), dir); err != nil || p.Steps != nil {
		t.Errorf("steps of %v, %v, want none to be asked for", p, err)
	}
}

func TestProjects_LoadSaysWhatIsWrong(t *testing.T) {
	s,
		dir := onDisk(
		t,
		map[string]string{"a/recette.yaml": "nmae: CRM\n", "b/recette.yaml": "name: CRM\nlint: {rules: {rien: off}}\n"},
	)
	const want = "dit : read the configuration"
	for _, folder := range []string{"a", "b"} {
		_, err := s.Load(t.Context(), filepath.Join(dir, folder))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Load(%s) = %v, want %q", folder, err, want)
		}
	}
	if _, err := s.Load(t.Context(), t.TempDir()); err == nil || err.Error() != s.Words.T("lsp.no-project") {
		t.Errorf("Load of no project = %v, want %q", err, s.Words.T("lsp.no-project"))
	}
}
