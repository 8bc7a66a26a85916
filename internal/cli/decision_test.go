package cli

import (
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recette/internal/authoring"
)

func decisionProject(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	all := map[string]string{
		"recette.yaml":       "name: Essai\n",
		"features/a.feature": "# language: fr\nFonctionnalité: F\n\n  Scénario: a\n    Alors x\n",
	}
	maps.Copy(all, files)
	if err := authoring.Create(dir, all); err != nil {
		t.Fatal(err)
	}
	return dir
}

// A text that would be read otherwise than it was given is refused, and nothing is written.
func TestDecisionAdd_WritesWhatItReadsBack(t *testing.T) {
	for name, tc := range map[string]struct {
		args []string
		code int
	}{
		"a section in a text": {[]string{"--question", "Qui ?\n## Choix\nmoi"}, exitUsage},
		"a near section":      {[]string{"--choice", "a\n\n## Chois\n"}, exitUsage},
		"a dash as a title":   {[]string{"--title", "– x"}, exitOK},
		"lines in a field":    {[]string{"--instance", "a\nb"}, exitOK},
		"a fence":             {[]string{"--question", "```\n## Choix\n```"}, exitOK},
		"no end of fence":     {[]string{"--question", "```\n"}, exitUsage},
		"a list of impacts":   {[]string{"--impacts", "a;b"}, exitUsage},
		"windows lines":       {[]string{"--question", "a\r\nb\r\n"}, exitOK},
		"hidden bytes":        {[]string{"--question", "a\xffb"}, exitUsage},
	} {
		t.Run(name, func(t *testing.T) {
			dir := decisionProject(t, nil)
			var errs strings.Builder
			args := append([]string{"-C", dir, "decision", "add", "--title", "t"}, tc.args...)
			if code := Run(t.Context(), testEnv(t, io.Discard, &errs, args...)); code != tc.code {
				t.Errorf("exit %d, want %d: %s", code, tc.code, errs.String())
			}
			_, err := os.Stat(filepath.Join(dir, "decisions", "DEC-0001.md"))
			if written := err == nil; written != (tc.code == exitOK) {
				t.Errorf("written: %v", written)
			}
		})
	}
}

// A number that only the history of git knows is not given again.
func TestDecisionAdd_KnowsDeletedNumbers(t *testing.T) {
	dir := decisionProject(t, map[string]string{"decisions/DEC-0041.md": "# DEC-0041 – x\n"})
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command(
			"git", append([]string{"-C", dir, "-c", "user.name=x", "-c", "user.email=x@example.org"}, args...)...,
		)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Skipf("SKIPPED: needs git: %v: %s", err, out)
		}
	}
	git("init", "-q")
	git("add", "-A")
	git("commit", "-q", "-m", "x")
	git("rm", "-q", "decisions/DEC-0041.md")
	git("commit", "-q", "-m", "y")
	var out strings.Builder
	if code := Run(
		t.Context(), testEnv(t, &out, io.Discard, "-C", dir, "decision", "add", "--title", "t"),
	); code != exitOK || !strings.Contains(out.String(), "DEC-0042") {
		t.Errorf("exit %d: %s", code, out.String())
	}
}

// A decision is dated by the day where the project is, whatever that of Greenwich: late in the evening of 28 November
// in Los Angeles, and in the morning of 29 November in Kiritimati.
func TestDecisionAdd_IsDatedWhereTheProjectIs(t *testing.T) {
	machine := time.FixedZone("", -8*3600)
	for zone, want := range map[string]string{
		"": "28/11/2026", "Europe/Paris": "29/11/2026", "America/Los_Angeles": "28/11/2026",
		"Pacific/Kiritimati": "29/11/2026",
	} {
		config := "name: Essai\n"
		if zone != "" {
			config += "time_zone: " + zone + "\n"
		}
		dir := decisionProject(t, map[string]string{"recette.yaml": config})
		var errs strings.Builder
		env := testEnv(t, io.Discard, &errs, "-C", dir, "decision", "add", "--title", "t")
		env.Now = func() time.Time { return time.Date(2026, 11, 29, 1, 46, 0, 0, time.UTC).In(machine) }
		if code := Run(t.Context(), env); code != exitOK {
			t.Fatalf("%s: exit %d: %s", zone, code, errs.String())
		}
		page, err := os.ReadFile(filepath.Join(dir, "decisions", "DEC-0001.md"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), want) {
			t.Errorf("in %q the decision is not dated %s:\n%s", zone, want, page)
		}
	}
}
