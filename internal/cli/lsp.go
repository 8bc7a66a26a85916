package cli

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/lsp"
	"recette/internal/output"
)

// lspVerb serves an editor until it leaves. Standard output is the protocol's: whatever a verb would print goes to
// standard error, which editors show in a journal of their own.
func (a *app) lspVerb() *cobra.Command {
	var stdio, noSteps bool
	var journal string
	c := a.command("lsp", "lsp")
	c.Args = exactly(0)
	c.Flags().BoolVar(&stdio, "stdio", true, "") // several editors add it; there is no other way
	if err := c.Flags().MarkHidden("stdio"); err != nil {
		panic(err) // the flag was made on the line above
	}
	c.Flags().StringVar(&journal, "log", "", a.words.T("flag.lsp.log"))
	c.Flags().BoolVar(&noSteps, "no-steps", false, a.words.T("flag.lsp.no-steps"))
	c.RunE = func(cmd *cobra.Command, _ []string) (err error) {
		log := a.env.Stderr
		if journal != "" {
			place, err := a.outlet(a.path(journal), output.Log, false)
			if err != nil {
				return err
			}
			f, err := place.Append(cmd.Context())
			if err != nil {
				return a.unwritten(err)
			}
			defer func() { err = errors.Join(err, f.Close()) }()
			log = f
		}
		var mu sync.Mutex
		err = lsp.Serve(
			cmd.Context(), a.env.Stdin, a.env.Stdout, a.editorProjects(noSteps), Version,
			func(format string, args ...any) {
				mu.Lock()
				defer mu.Unlock()
				say(log, a.env.now().Format(time.RFC3339)+" "+fmt.Sprintf(format, args...))
			},
		)
		if errors.Is(err, lsp.ErrNoShutdown) {
			return quiet(exitFindings) // LSP 3.17, Exit Notification
		}
		return err
	}
	return c
}

// editorProjects gives the server the projects of an editor. Nothing is printed: what is wrong is said in the editor.
func (a *app) editorProjects(noSteps bool) lsp.Projects {
	product := a.application()
	product.Waits = nil
	return lsp.Projects{
		Open: product.Project, Words: a.words, NoSteps: noSteps,
		Standing: func(root string) lsp.Standing { return product.Follow(root, reader()) },
		Worded: func(err error) string {
			var said strings.Builder
			text := a.sentenceOf(a.failureOf(&said, err))
			if more := strings.TrimSpace(said.String()); more != "" {
				text += "\n" + more
			}
			return text
		},
	}
}
