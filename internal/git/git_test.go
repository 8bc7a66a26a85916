package git

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A demonstration made in an ignored folder of a repository printed that repository's commit as the one of its
// scenarios, which were in no commit at all.
func TestCommitOf_ClaimsOnlyFilesThatAreInIt(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("SKIPPED: needs git")
	}
	tests := map[string]struct {
		change  string // shell, in the project, after its first commit
		claimed bool
	}{
		"as committed":         {"true", true},
		"another file changed": {"echo x > ailleurs.txt", true},
		"modified":             {"echo '# x' >> features/a.feature", false},
		"staged only":          {"echo '# x' >> features/a.feature; git add .", false},
		"deleted":              {"rm features/a.feature", false},
		"a new file":           {"echo x > features/b.feature", false},
		"an ignored file":      {"echo b.feature > .git/info/exclude; echo x > features/b.feature", false},
		"in an ignored folder": {"git rm -qr --cached features; echo features > .gitignore; git add .; git commit -qm b", false},
		"no commit":            {"rm -rf .git; git init -q", false},
		"no repository":        {"rm -rf .git", false},
		"a hook in the config": {"git config core.fsmonitor 'touch espion'", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			environ := []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "GIT_CEILING_DIRECTORIES=" + filepath.Dir(dir)}
			sh := func(script string) {
				t.Helper()
				cmd := exec.CommandContext(t.Context(), "sh", "-ec", script)
				cmd.Dir, cmd.Env = dir, append(environ, "GIT_CONFIG_NOSYSTEM=1")
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%s: %v\n%s", script, err, out)
				}
			}
			sh("git init -q; git config user.name n; git config user.email e@example.org; mkdir features; " +
				"echo x > features/a.feature; git add .; git commit -qm a")
			want, err := exec.CommandContext(t.Context(), "git", "-C", dir, "rev-parse", "HEAD").Output()
			if err != nil {
				t.Fatal(err)
			}
			sh(tt.change)
			got := Folder{Dir: dir, Environ: environ}.CommitOf(t.Context(), []string{"features"})
			if !tt.claimed && got != "" || tt.claimed && got != strings.TrimSpace(string(want)) {
				t.Errorf("commit = %q, claimed should be %v (HEAD %s)", got, tt.claimed, want)
			}
			if found, _ := filepath.Glob(filepath.Join(dir, "espion")); len(found) > 0 {
				t.Error("git ran what the repository's configuration says")
			}
		})
	}
}
