package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"recette/internal/term"
)

// helpCommand is "recette help [verb]", and "recette help codes".
func (a *app) helpCommand() *cobra.Command {
	c := a.command("help [verbe]", "help")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 && args[0] == "codes" {
			fmt.Fprintln(a.env.Stdout, a.words.T("help.codes"))
			return nil
		}
		target, rest, err := cmd.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return fail("unknown-command", nil, strings.Join(args, " "))
		}
		return target.Help()
	}
	return c
}

// help prints the help of a command. Where a project calls its tags otherwise, help says their names: commands were
// made before it was known where the project is.
func (a *app) help(c *cobra.Command, args []string) {
	if _, err := a.project(); err == nil {
		if same, _, err := a.root().Find(strings.Fields(c.CommandPath())[1:]); err == nil {
			c = same
		}
	}
	c.SetOut(a.env.Stdout)
	new(cobra.Command).HelpFunc()(c, args)
}

// usage prints how a command is used. The library aligns flags by bytes, which sets words with accents one column off,
// and says "default" in English: ours aligns by letters, and the texts say the defaults.
func (a *app) usage(c *cobra.Command) error {
	t, w := a.words.T, c.OutOrStderr()
	fmt.Fprintln(w, t("usage.usage"))
	if c.Runnable() {
		fmt.Fprintln(w, "  "+c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintln(w, "  "+c.CommandPath()+" "+t("usage.command"))
		fmt.Fprint(w, "\n"+t("usage.commands")+"\n")
		for _, sub := range c.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(w, "  %s %s\n", term.Pad(sub.Name(), sub.NamePadding()), sub.Short)
			}
		}
	}
	if c.HasAvailableLocalFlags() {
		fmt.Fprint(w, "\n"+t("usage.flags")+"\n"+flagUsages(c.LocalFlags()))
	}
	if c.HasAvailableInheritedFlags() {
		fmt.Fprint(w, "\n"+t("usage.global")+"\n"+flagUsages(c.InheritedFlags()))
	}
	if c.Runnable() && c.HasParent() {
		fmt.Fprint(w, "\n"+exitCodes(t("help.codes"), isVerify(c)))
	}
	return nil
}

// exitCodes is what the help of a verb says of its exit codes: the table that all share but "verify", which judges
// files and has its own, on the last line of the text.
func exitCodes(table string, verify bool) string {
	lines := strings.Split(strings.TrimRight(table, "\n"), "\n")
	last := len(lines) - 1
	if !verify {
		return strings.Join(lines[:last], "\n") + "\n"
	}
	kept := []string{lines[0], "  " + lines[last]}
	for _, line := range lines[1:last] {
		switch strings.Fields(line)[0] {
		case "4", "10", "130":
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n") + "\n"
}

// flagUsages prints flags, a line each, their texts one under the other.
func flagUsages(flags *pflag.FlagSet) string {
	var rows [][]string
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		head := "      --" + f.Name
		if f.Shorthand != "" {
			head = "  -" + f.Shorthand + ", --" + f.Name
		}
		value, text := pflag.UnquoteUsage(f)
		if value != "" {
			head += " " + value
		}
		rows = append(rows, []string{head, text})
	})
	return strings.Join(term.Columns(rows, 3), "\n") + "\n"
}
