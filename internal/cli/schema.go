package cli

import (
	"io"

	"github.com/spf13/cobra"
)

// schemaVerb prints the JSON Schema of a kind of file, for editors. It needs no project.
func (a *app) schemaVerb(key, schema string) *cobra.Command {
	c := a.command("schema", key)
	c.Args = exactly(0)
	c.RunE = func(*cobra.Command, []string) error {
		_, err := io.WriteString(a.env.Stdout, schema)
		return err
	}
	return c
}
