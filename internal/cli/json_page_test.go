package cli

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// Every command with --json is on the page of the documents, itself or the command that it belongs to.
func TestEveryDocumentIsOnThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for _, sub := range c.Commands() {
			walk(sub)
		}
		if c.Flags().Lookup("json") == nil {
			return
		}
		asked++
		path := c.CommandPath()
		for said := path; !strings.Contains(string(page), "`"+said+"`") && !strings.Contains(
			string(page), "`"+said+" --json`",
		); {
			at := strings.LastIndex(said, " ")
			if at < 0 {
				t.Errorf("%s --json is not in docs/json.md", path)
				return
			}
			said = said[:at]
		}
	}
	walk((&app{words: printers(t)[0], env: testEnv(t, io.Discard, io.Discard)}).root())
	if asked < 15 {
		t.Errorf("%d commands have --json", asked)
	}
}
