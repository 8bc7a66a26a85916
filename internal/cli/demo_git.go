package cli

import (
	"os"
	"os/exec"
	"slices"
	"strings"
)

// commit puts the project of the demonstration under git, when there is git: a PV then names the commit of its texts.
// The user's own settings, hooks and keys have no part in it.
func (d *demoRun) commit() error {
	git, err := exec.LookPath("git")
	if err != nil {
		say(d.env.Stdout, d.words.T("demo.no-git"))
		return nil
	}
	environ := slices.DeleteFunc(slices.Clone(d.env.Environ), func(kv string) bool {
		return strings.HasPrefix(kv, "GIT_")
	})
	environ = append(environ, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	for _, words := range [][]string{
		{"init", "-q"},
		{"add", "."},
		{
			"-c", "user.name=" + demoPPO, "-c", "user.email=elise.fontaine@example.org", "commit", "-q", "-m",
			d.words.T("demo.commit"),
		},
	} {
		words = append([]string{"-C", d.dir}, words...)
		say(d.env.Stdout, "$ git "+shellWords(words))
		c := exec.CommandContext(d.ctx, git, words...)
		c.Env, c.Stdout, c.Stderr = environ, d.env.Stdout, d.env.Stderr
		if err := c.Run(); err != nil {
			return fail("file", err, d.dir)
		}
	}
	return nil
}
