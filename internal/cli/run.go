package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	application "recette/internal/app"
	"recette/internal/i18n"
	"recette/internal/output"
	"recette/internal/term"
)

// Version is the version of the product, printed in each PV.
const Version = "0.1.0"

// app is one invocation: the world, the words, and the flags that every verb knows.
type app struct {
	env     Env
	words   *i18n.Printer
	dir     string // -C
	noInput bool
	json    bool
}

// Run executes one command line and gives the exit code of the process. A panic becomes a message and exit code 10: no
// stack trace reaches a user unless RECETTE_DEBUG asks for it.
func Run(ctx context.Context, env Env) (code int) {
	if code, asked := application.Keeper(env.Args); asked {
		return code
	}
	words, err := i18n.New(language(env))
	if err != nil {
		fmt.Fprintln(env.Stderr, err)
		return exitInternal
	}
	words = words.Marking(term.Line)
	defer func() {
		if r := recover(); r != nil {
			code = printFailure(env.Stderr, words, fail("internal", fmt.Errorf("panic: %v", r)))
			if env.Getenv("RECETTE_DEBUG") != "" {
				fmt.Fprintf(env.Stderr, "%s\n", debug.Stack())
			}
		}
	}()
	out := output.Watch(output.Awaited(ctx, env.Stdout))
	env.Stdout, env.Stderr = out, output.Awaited(ctx, env.Stderr)
	a := &app{env: env, words: words}
	root := a.root()
	root.SetArgs(env.Args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err = root.ExecuteContext(ctx)
	if _, said := errors.AsType[quiet](err); err != nil && ctx.Err() != nil && !said {
		err = fail("stopped", nil)
	}
	if out.Err != nil && ctx.Err() == nil && (err == nil || errors.Is(err, out.Err)) {
		err = fail("output", out.Err) // what was asked for was not delivered
	}
	failed := a.failureOf(env.Stderr, err)
	return printFailure(env.Stderr, a.words, failed)
}

// language finds the language before flags are parsed, since help is made of texts: --lang, then RECETTE_LANG, then
// French.
func language(env Env) i18n.Lang {
	for i, arg := range env.Args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok {
			lang, _ := i18n.Parse(v)
			return lang
		}
		if arg == "--lang" && i+1 < len(env.Args) {
			lang, _ := i18n.Parse(env.Args[i+1])
			return lang
		}
		if arg == "--" {
			break
		}
	}
	lang, _ := i18n.Parse(env.Getenv("RECETTE_LANG"))
	return lang
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
		fmt.Fprint(w, "\n"+exitCodes(t("help.codes"), c.Name() == "verify"))
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
