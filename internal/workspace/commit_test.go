package workspace

import (
	"os/exec"
	"strings"
	"testing"
)

// shell runs a script in a project.
func shell(t *testing.T, p *Project, script string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-ec", script)
	cmd.Dir = p.Root
	cmd.Env = append(cmd.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=A",
		"GIT_COMMITTER_EMAIL=a@example.org")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
	return strings.TrimSpace(string(out))
}

// checkedRun is a selection that was checked.
func checkedRun(t *testing.T, p *Project, args []string) *Selection {
	t.Helper()
	targets, err := p.Targets(p.Root, args)
	if err != nil {
		t.Fatal(err)
	}
	s, err := p.Select(t.Context(), targets, "", func([]string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// commits gives the commit that each maker of a document names.
func commits(t *testing.T, p *Project) map[string]string {
	t.Helper()
	var told []error
	f, err := p.Freeze(t.Context(), freezing("demo"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.Matrix(t.Context(), tracing(passed(), &told))
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Documentation(t.Context(), documenting(passed(), &told))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"manifest": f.Commit, "matrix": m.Commit, "documentation": d.Commit,
		"run": checkedRun(t, p, nil).Commit(t.Context()),
	}
}

// A text changed in a file that git was told not to look at went into the manifest, and on the PV, under the commit
// that held another text.
func TestCommit_IsThatOfTheTextsThatWereRead(t *testing.T) {
	p := opened(t, planned())
	head := shell(t, p, "git init -q; git add .; git commit -qm a; git rev-parse HEAD")
	for by, got := range commits(t, p) {
		if got != head {
			t.Errorf("%s of features as committed names %q, want %q", by, got, head)
		}
	}
	shell(t, p, "echo x > ailleurs.txt; mkdir features/.brouillon; echo x > features/.brouillon/a.feature; "+
		"git add -f features; "+
		"git commit -qm b; rm -r features/.brouillon")
	head = shell(t, p, "git rev-parse HEAD")
	for by, got := range commits(t, p) {
		if got != head {
			t.Errorf("%s beside files that are not read names %q, want %q", by, got, head)
		}
	}
	shell(t, p, "git update-index --assume-unchanged features/*.feature; echo '# x' >> features/cotisation.feature")
	for by, got := range commits(t, p) {
		if got != "" {
			t.Errorf("%s of a changed text names %q, want nothing", by, got)
		}
	}
}

// A text that was changed back before git was asked is not the one that was read.
func TestCommit_SeesAnEditThatWasUndone(t *testing.T) {
	p := opened(t, planned())
	shell(t, p, "git init -q; git add .; git commit -qm a")
	p = p.noting(t.Context())
	shell(t, p, "echo '# x' >> features/cotisation.feature")
	if _, err := p.Cases(t.Context(), p.Features); err != nil {
		t.Fatal(err)
	}
	shell(t, p, "git checkout -q features")
	if got := p.commit(t.Context()); got != "" {
		t.Errorf("commit %q of a text that is in none", got)
	}
}

// A run names the commit of what it checked, and runs: not that of what stands there by then, nor of what it leaves.
func TestCommit_OfARunIsThatOfWhatWasChecked(t *testing.T) {
	p := opened(t, planned())
	head := shell(t, p, "git init -q; git add .; git commit -qm a; git rev-parse HEAD")
	targets := []string{"features/adhesion.feature:5", "features/cotisation.feature"}
	for range 2 { // cold, then recalled
		if got := checkedRun(t, p, targets).Commit(t.Context()); got != head {
			t.Errorf("run of committed files names %q, want %q", got, head)
		}
	}
	shell(t, p, "echo '# x' >> features/cotisation.feature")
	if got := checkedRun(t, p, []string{"features/adhesion.feature"}).Commit(t.Context()); got != head {
		t.Errorf("run beside a changed file names %q, want %q", got, head)
	}
	s := checkedRun(t, p, nil)
	if got := s.Commit(t.Context()); got != "" {
		t.Errorf("run of a changed file names %q, want nothing", got)
	}
	shell(t, p, "git checkout -q features")
	if got := s.Commit(t.Context()); got != "" {
		t.Errorf("run of a change that was undone since names %q, want nothing", got)
	}
}
