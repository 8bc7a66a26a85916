package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"recette/internal/i18n"
)

// verbs lists the commands, in the order of a recette.
func (a *app) verbs() []*cobra.Command {
	return []*cobra.Command{
		a.initVerb(), a.lintVerb(), a.explainVerb(), a.readyVerb(), a.fmtVerb(), a.listVerbs(), a.stepsVerbs(),
		a.idVerbs(), a.planVerbs(), a.campaignVerbs(), a.dataVerbs(), a.runVerb(), a.testVerb(), a.serveVerb(),
		a.importVerb(),
		a.sessionVerbs(), a.resultVerbs(), a.reviewVerbs(), a.deviationVerbs(), a.opinionVerbs(), a.visaVerbs(),
		a.milestoneVerbs(), a.derogationVerbs(), a.userVerbs(), a.tokenVerbs(),
		a.decisionVerbs(), a.anomalyVerbs(), a.reserveVerbs(), a.reportVerbs(), a.pvVerbs(), a.verifyVerb(),
		a.keyVerbs(),
		a.docsVerbs(), a.journalVerbs(), a.personVerbs(), a.personalVerbs(), a.doctor(), a.demoVerb(),
		a.lspVerb(), a.completionVerb(), a.traceVerb(),
	}
}

// root builds the tree of verbs.
func (a *app) root() *cobra.Command {
	root := a.command("recette", "root")
	root.Args = cobra.ArbitraryArgs
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if version, _ := cmd.Flags().GetBool("version"); version {
			fmt.Fprintln(a.env.Stdout, "recette "+Version)
			return nil
		}
		if len(args) == 0 {
			return cmd.Help()
		}
		return unknownCommand(cmd, args[0], args[0])
	}
	root.Flags().Bool("version", false, a.words.T("flag.version"))
	pf := root.PersistentFlags()
	pf.StringVarP(&a.dir, "directory", "C", ".", a.words.T("flag.directory"))
	pf.String("lang", string(a.words.Lang()), a.words.T("flag.lang"))
	pf.BoolVar(&a.noInput, "no-input", false, a.words.T("flag.no-input"))
	root.PersistentPreRunE = func(cmd *cobra.Command, args []string) error {
		completing := cmd.Name() == cobra.ShellCompRequestCmd || cmd.Name() == cobra.ShellCompNoDescRequestCmd
		if !completing && slices.Contains(args, "") {
			// An unset variable of a script. It would name nothing, or everything.
			return fail("argument-empty", nil, cmd.UseLine())
		}
		if v, _ := cmd.Flags().GetString("lang"); v != "" {
			if _, ok := i18n.Parse(v); !ok {
				return fail("bad-lang", nil, v)
			}
		}
		return nil
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return a.flagError(cmd, err) })
	root.SetUsageFunc(a.usage)
	root.SetHelpFunc(a.help)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	root.CompletionOptions.DisableDefaultCmd = true // ours speaks the reader's language
	root.SetHelpCommand(a.helpCommand())
	root.AddCommand(a.verbs()...)
	root.PersistentFlags().BoolP("help", "h", false, a.words.T("flag.help"))
	a.completions(root)
	return root
}

// command makes a command whose help comes from the texts cmd.<key>.short and, when there is one, cmd.<key>.long.
func (a *app) command(use, key string) *cobra.Command {
	c := &cobra.Command{Use: use, Short: a.words.T("cmd." + key + ".short"), SilenceErrors: true, SilenceUsage: true}
	c.DisableFlagsInUseLine = true
	if a.words.Has("cmd." + key + ".long") {
		c.Long = a.words.T("cmd." + key + ".long")
	}
	return c
}

// group makes a command that only holds others.
func (a *app) group(use, key string, sub ...*cobra.Command) *cobra.Command {
	c := a.command(use, key)
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return cmd.Help()
		}
		return unknownCommand(cmd, args[0], cmd.CommandPath()+" "+args[0])
	}
	c.AddCommand(sub...)
	return c
}

// unknownCommand says that cmd has no such word, and which of its words are two slips away at most.
func unknownCommand(cmd *cobra.Command, word, typed string) error {
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(word); len(near) > 0 {
		return fail("unknown-command-near", nil, typed, strings.Join(near, ", "))
	}
	return fail("unknown-command", nil, typed)
}

// jsonFlag gives a reading verb its --json.
func (a *app) jsonFlag(c *cobra.Command) {
	c.Flags().BoolVar(&a.json, "json", false, a.words.T("flag.json"))
}

// flagError turns the words of the flag library, which are English, into a sentence of ours.
func (a *app) flagError(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return fail("unknown-flag", nil, unknown.GetSpecifiedName(), cmd.CommandPath())
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fail("flag-value", nil, missing.GetSpecifiedName(), cmd.CommandPath())
	}
	if bad, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fail("flag-invalid", nil, bad.GetFlag().Name, cmd.CommandPath(), bad.GetValue())
	}
	return fail("usage", err, cmd.CommandPath())
}

// exactly refuses any other number of arguments, in the reader's language.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
}

// between wants at least one number of arguments and at most another.
func between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
}

// apart refuses two options together: each of them says another thing.
func apart(cmd *cobra.Command, flags ...string) error {
	var given []string
	for _, name := range flags {
		if cmd.Flags().Changed(name) {
			given = append(given, "--"+name)
		}
	}
	if len(given) < 2 {
		return nil
	}
	return fail("flags-apart", nil, ours(strings.Join(given, ", ")))
}

// atMostOne wants no second argument.
func atMostOne() cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
}

// optional gives the first argument, or nothing.
func optional(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}
