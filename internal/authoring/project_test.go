package authoring

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"recette/internal/workspace"
)

// write makes the files of a project.
func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A small project: two features, one scenario each.
func small() map[string]string {
	return map[string]string{
		workspace.ConfigFile: "name: Essai\n",
		"features/adhesion.feature": "# language: fr\n@US-1\nFonctionnalité: Adhésion\n\n  @SC-0001 @CA-1.1\n" +
			"  Scénario: Adhérer\n    Quand il adhère\n    Alors il est adhérent\n",
		"features/cotisation.feature": "# language: fr\n@US-2\nFonctionnalité: Cotisation\n\n  @SC-0002 @CA-2.1\n" +
			"  Scénario: Cotiser\n    Quand il cotise\n    Alors il a cotisé\n",
	}
}

// opened makes a project and opens it.
func opened(t *testing.T, files map[string]string) *workspace.Project {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, files)
	p, err := workspace.Open(dir, workspace.Deps{Environ: []string{"HOME=" + dir, "PATH=" + os.Getenv("PATH")}})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// shell runs a script in the folder of a project, with a git that nobody configured.
func shell(t *testing.T, p *workspace.Project, script string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", script)
	cmd.Dir = p.Root
	cmd.Env = append(cmd.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A",
		"GIT_COMMITTER_EMAIL=a@example.org")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
}
