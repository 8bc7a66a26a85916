package cli

import (
	"context"
	"errors"
	"os"
	"strings"

	"recette/internal/bounded"
	"recette/internal/prompt"
)

// secret reads a passphrase from where source says: "env:NAME", "file:PATH", or a prompt that does not echo when
// source is empty. A passphrase is never an argument: arguments are seen by every process of the machine.
func (a *app) secret(ctx context.Context, source, question string) ([]byte, error) {
	kind, value, _ := strings.Cut(source, ":")
	switch {
	case source == "":
		return a.promptSecret(ctx, question)
	case kind == "env" && value != "":
		if v := a.env.getenv(value); v != "" {
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

func (a *app) promptSecret(ctx context.Context, question string) ([]byte, error) {
	f, ok := a.env.Stdin.(*os.File)
	if a.noInput || !ok || !terminal(f) {
		return nil, fail("needs-input", nil, a.words.T("secret.how"))
	}
	pass, err := prompt.Secret(ctx, f, a.env.Stderr, question)
	if errors.Is(err, prompt.ErrEnded) || errors.Is(err, prompt.ErrCut) || err == nil && len(pass) == 0 {
		return nil, fail("needs-input", nil, a.words.T("secret.how"))
	}
	return pass, err
}
