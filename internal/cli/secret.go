package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"recette/internal/bounded"
)

// secret reads a passphrase from where source says: "env:NAME", "file:PATH", or a prompt that does not echo when
// source is empty. A passphrase is never an argument: arguments are seen by every process of the machine.
func (a *app) secret(ctx context.Context, source, prompt string) ([]byte, error) {
	kind, value, _ := strings.Cut(source, ":")
	switch {
	case source == "":
		return a.promptSecret(ctx, prompt)
	case kind == "env" && value != "":
		if v := a.env.Getenv(value); v != "" {
			return []byte(v), nil
		}
		return nil, fail("needs-input", nil, a.words.T("secret.env-empty", value))
	case kind == "file" && value != "":
		path := a.path(value)
		data, err := bounded.ReadFile(path, bounded.Secret)
		if err != nil {
			return nil, fail("file", err, path)
		}
		if pass := strings.TrimRight(string(data), "\r\n"); pass != "" {
			return []byte(pass), nil
		}
		return nil, fail("needs-input", nil, a.words.T("secret.file-empty", value))
	}
	return nil, fail("bad-value", nil, "--passphrase", "…", "env:NOM, file:CHEMIN")
}

func (a *app) promptSecret(ctx context.Context, prompt string) ([]byte, error) {
	f, ok := a.env.Stdin.(*os.File)
	if a.noInput || !ok || !term.IsTerminal(int(f.Fd())) {
		return nil, fail("needs-input", nil, a.words.T("secret.how"))
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	fmt.Fprint(a.env.Stderr, prompt+" ")
	pass, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(a.env.Stderr)
	if err != nil {
		return nil, fmt.Errorf("read passphrase: %w", err)
	}
	if len(pass) == 0 {
		return nil, fail("needs-input", nil, a.words.T("secret.how"))
	}
	return pass, nil
}
