package cli

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"recette/internal/i18n"
)

// testEnv is a world without terminal, with a clock that stands still.
func testEnv(t *testing.T, out, errs io.Writer, args ...string) Env {
	t.Helper()
	return Env{
		Args: args, Environ: []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, Stdin: strings.NewReader(""),
		Stdout: out, Stderr: errs, Rand: strings.NewReader(strings.Repeat("0123456789abcdef", 4096)),
		Now: func() time.Time { return time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC) },
	}
}

// commandLines lists every command of the tree.
func commandLines(t *testing.T) [][]string {
	t.Helper()
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]string
	var walk func(c *cobra.Command, path []string)
	walk = func(c *cobra.Command, path []string) {
		lines = append(lines, path)
		for _, sub := range c.Commands() {
			if sub.Name() != "completion" && sub.Name() != "help" {
				walk(sub, append(append([]string{}, path...), sub.Name()))
			}
		}
	}
	walk((&app{words: words, env: testEnv(t, io.Discard, io.Discard)}).root(), nil)
	return lines
}

func TestExitCodes(t *testing.T) {
	empty := t.TempDir()
	tests := map[string]struct {
		args []string
		code int
		says string
	}{
		"version":                {[]string{"--version"}, exitOK, "recette " + Version},
		"help of codes":          {[]string{"help", "codes"}, exitOK, "INDÉTERMINÉ"},
		"unknown command":        {[]string{"lnit"}, exitUsage, "erreur[E002]"},
		"a near command":         {[]string{"veriffy"}, exitUsage, "verify"},
		"unknown flag":           {[]string{"lint", "--loud"}, exitUsage, "erreur[E003]"},
		"flag without its value": {[]string{"run", "--tags"}, exitUsage, "erreur[E004]"},
		"too few arguments":      {[]string{"campaign", "open"}, exitUsage, "erreur[E005]"},
		"unknown language":       {[]string{"lint", "--lang", "de"}, exitUsage, "erreur[E006]"},
		"no project":             {[]string{"-C", empty, "lint"}, exitUsage, "erreur[E010]"},
		"verify, unknown flag":   {[]string{"verify", "--loud"}, verifyUsage, "erreur[E003]"},
		"verify, no file":        {[]string{"verify"}, verifyUsage, "erreur[E005]"},
		"verify, no such field":  {[]string{"verify", "a.pdf", "--expect", "ZZ"}, verifyUsage, "PPO, PO"},
		"verify, no journal":     {[]string{"-C", empty, "verify", "a.pdf", "--journal"}, verifyUsage, "erreur[E010]"},
		"verify, no features": {
			[]string{"-C", empty, "verify", "a.pdf", "--features", "nope"}, verifyUsage, "aucun dossier de features",
		},
		"verify, no language": {[]string{"verify", "a.pdf", "--lang", "de"}, verifyUsage, "erreur[E006]"},
		"another verify":      {[]string{"journal", "verify", "--loud"}, exitUsage, "erreur[E003]"},
		"English":             {[]string{"-C", empty, "lint", "--lang", "en"}, exitUsage, "error[E010]"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			if got := Run(t.Context(), testEnv(t, &out, &out, tt.args...)); got != tt.code {
				t.Errorf("Run(%v) = %d, want %d; said %q", tt.args, got, tt.code, out.String())
			}
			if !strings.Contains(out.String(), tt.says) {
				t.Errorf("Run(%v) said %q, want it to hold %q", tt.args, out.String(), tt.says)
			}
		})
	}
}

func TestLanguageIsFoundBeforeFlagsAreParsed(t *testing.T) {
	tests := map[string]struct {
		args    []string
		environ []string
		want    i18n.Lang
	}{
		"French by default": {nil, nil, i18n.French},
		"flag":              {[]string{"lint", "--lang", "en"}, nil, i18n.English},
		"flag with equals":  {[]string{"--lang=en", "lint"}, nil, i18n.English},
		"variable":          {nil, []string{"RECETTE_LANG=en_GB.UTF-8"}, i18n.English},
		"flag wins":         {[]string{"--lang=fr"}, []string{"RECETTE_LANG=en"}, i18n.French},
		"after --":          {[]string{"lint", "--", "--lang=en"}, nil, i18n.French},
	}
	for name, tt := range tests {
		if got := language(Env{Args: tt.args, Environ: tt.environ}); got != tt.want {
			t.Errorf("%s: language = %s, want %s", name, got, tt.want)
		}
	}
}

func TestSay_OneLine(t *testing.T) {
	for in, want := range map[string]string{
		"Élève œuvre « ça » 😀":         "Élève œuvre « ça » 😀\n",
		"SC-1  x\n✔ conforme  SC-9999": "SC-1  x⏎✔ conforme  SC-9999\n",
		"ok\rKO\x1b[2J\u202e":          "ok[U+000D]KO[U+001B][2J[U+202E]\n",
	} {
		var b strings.Builder
		if say(&b, in); b.String() != want {
			t.Errorf("say(%q) = %q, want %q", in, b.String(), want)
		}
	}
}

func TestTell_OurLinesStay(t *testing.T) {
	var b strings.Builder
	if tell(&b, "a\n\tb\x1b[m"); b.String() != "a\n\tb[U+001B][m\n" {
		t.Errorf("tell = %q", b.String())
	}
}

// What the demo prints can be pasted into a shell.
func TestShellWordsAreReadBackByAShell(t *testing.T) {
	words := []string{
		"test", "recette-v1", "--as", "Gaëlle Riou", "l'antenne", `a"b$c`, "", "@critique and not @manuel",
	}
	out, err := exec.CommandContext(
		t.Context(), "sh", "-c", `for w in "$@"; do printf '%s\n' "$w"; done`, "sh",
	).Output()
	if err != nil || len(out) != 0 {
		t.Skipf("SKIPPED: needs sh: %v", err)
	}
	out, err = exec.CommandContext(t.Context(), "sh", "-c", `printf '%s\n' `+shellWords(words)).Output()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(words, strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")); diff != "" {
		t.Errorf("words differ (-want +got):\n%s", diff)
	}
}

func TestDate(t *testing.T) {
	a := &app{words: printers(t)[0]}
	tests := map[string]struct {
		want string
		ok   bool
	}{
		"23/12/2026": {"2026-12-23", true}, "2026-12-23": {"2026-12-23", true}, "": {"", true},
		"31/02/2026": {"", false}, "12/23/2026": {"", false}, "demain": {"", false},
	}
	for in, tt := range tests {
		got, err := a.date("--due", in)
		if got != tt.want || (err == nil) != tt.ok {
			t.Errorf("date(%q) = %q, %v, want %q, ok %v", in, got, err, tt.want, tt.ok)
		}
	}
}
