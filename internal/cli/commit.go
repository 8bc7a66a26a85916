package cli

import (
	"bytes"
	"context"
	"io"
	"os/exec"
	"strings"
)

// commit gives the commit that holds the features exactly as they are on disk, or nothing. A PV names it as that of the
// scenarios, so a repository around the project is not enough: every feature file must be tracked, and none modified,
// added or ignored. Without git, or outside a repository, nothing is claimed.
func (a *app) commit(ctx context.Context, p *projectAt) string {
	tracked, ok := a.git(ctx, p, append([]string{"ls-files", "--"}, p.Features...)...)
	if !ok || tracked == "" {
		return ""
	}
	status := []string{"status", "--porcelain", "--untracked-files=all", "--ignored=matching", "--"}
	if changed, ok := a.git(ctx, p, append(status, p.Features...)...); !ok || changed != "" {
		return ""
	}
	head, ok := a.git(ctx, p, "rev-parse", "--verify", "HEAD")
	if !ok {
		return ""
	}
	return head
}

// git asks git one question about the project. The repository's own configuration must not make it run anything, and
// variables that would point it at another repository are left out.
func (a *app) git(ctx context.Context, p *projectAt, args ...string) (string, bool) {
	out, err := a.gitOutput(ctx, p, nil, args...)
	return strings.TrimSpace(string(out)), err == nil
}

// gitOutput is git with its answer as it is, and with something to read.
func (a *app) gitOutput(ctx context.Context, p *projectAt, in io.Reader, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false", "-C", p.Root}, args...)...)
	for _, kv := range a.env.Environ {
		if !strings.HasPrefix(kv, "GIT_") {
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "LC_ALL=C")
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout = in, &out
	err := cmd.Run()
	return out.Bytes(), err
}
