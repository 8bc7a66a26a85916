package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/catalogue"
	"recette/internal/lint/rules"
	"recette/internal/standing"
	"recette/internal/workspace"
)

// shells are those that the library writes a script for.
func shells() []string { return []string{"bash", "zsh", "fish", "powershell"} }

// completionVerb prints the script that lets a shell complete commands, flags, and what the project holds.
func (a *app) completionVerb() *cobra.Command {
	c := a.command("completion "+strings.Join(shells(), "|"), "completion")
	c.Args = exactly(1)
	c.ValidArgs = shells()
	c.RunE = func(cmd *cobra.Command, args []string) error {
		root := cmd.Root()
		switch args[0] {
		case "bash":
			return root.GenBashCompletionV2(a.env.Stdout, true)
		case "zsh":
			return root.GenZshCompletion(a.env.Stdout)
		case "fish":
			return root.GenFishCompletion(a.env.Stdout, true)
		case "powershell":
			return root.GenPowerShellCompletionWithDesc(a.env.Stdout)
		}
		return fail("bad-value", nil, "completion", args[0], several(shells()))
	}
	return c
}

// candidates gives what a word of the command line may be, each with a description after a tab. A project that cannot
// be read completes nothing: the verb itself will say why.
type candidates func(cmd *cobra.Command, word string) []string

// completions ties the commands and flags of the tree to what the project holds.
func (a *app) completions(root *cobra.Command) {
	flags := map[string]candidates{
		"tags": a.tagWords, "us": a.storyWords, "case": a.caseWords, "rule": a.ruleWords, "campaign": a.campaignWords,
		"journey": a.journeyWords, "env": a.environmentWords, "as": a.personWords,
		"severity": a.chosen(severityChoices()), "class": a.chosen(severityChoices()),
		"golive": a.chosen(goLiveChoices()), "subject": a.chosen(subjectChoices()), "animator": a.personWords,
		"present": a.personWords, "priority": a.chosen(priorityChoices()),
		"cause": a.chosen(flawedChoices()),
		"lang":  fixed("fr", "en"), "profile": fixed("ca", "script"), "template": fixed("vide", "crm"),
	}
	arguments := map[string]candidates{
		"explain": a.ruleWords, "ready": a.storyWords, "test": a.campaignWords, "campaign open": a.planWords,
		"campaign status": a.campaignWords, "campaign release": a.campaignWords, "campaign close": a.campaignWords,
		"campaign iterate": a.campaignWords, "campaign rebase": a.campaignWords,
		"campaign compare": a.campaignWords, "campaign assign": a.campaignWords, "campaign unassign": a.campaignWords,
		"anomaly add": a.campaignWords, "anomaly list": a.campaignWords, "anomaly export": a.campaignWords,
		"anomaly show":    a.campaignWords,
		"anomaly qualify": a.campaignWords, "anomaly assign": a.campaignWords, "anomaly note": a.campaignWords,
		"anomaly fix": a.campaignWords, "anomaly close": a.campaignWords, "anomaly reject": a.campaignWords,
		"anomaly reopen": a.campaignWords, "anomaly link": a.campaignWords, "anomaly confirm": a.campaignWords,
		"anomaly drop": a.campaignWords, "reserve add": a.campaignWords, "reserve list": a.campaignWords,
		"reserve show": a.campaignWords, "reserve fix": a.campaignWords, "reserve lift": a.campaignWords,
		"reserve maintain": a.campaignWords, "reserve convert": a.campaignWords, "reserve abandon": a.campaignWords,
		"report pv": a.campaignWords, "pv decide": a.campaignWords,
		"pv list": a.campaignWords, "campaign attest": a.campaignWords,
		"visa submit": a.campaignWords, "visa give": a.campaignWords, "visa refuse": a.campaignWords,
		"visa withdraw": a.campaignWords, "visa note": a.campaignWords, "campaign signoff": a.campaignWords,
		"milestone add": a.campaignWords, "milestone list": a.campaignWords,
		"deviation add": a.campaignWords, "campaign suspend": a.campaignWords, "campaign resume": a.campaignWords,
		"session open": a.campaignWords, "session presence": a.campaignWords, "session close": a.campaignWords,
		"session list": a.campaignWords, "result invalidate": a.campaignWords, "result contest": a.campaignWords,
		"result amend": a.campaignWords,
		"review list":  a.campaignWords, "review accept": a.campaignWords, "review return": a.campaignWords,
	}
	own := map[string]candidates{ // flags whose values depend on the command
		"lint format":          fixed("text", "json", "sarif", "gitlab", "checkstyle", "github"),
		"report pv format":     fixed("pdf", "json", "junit"),
		"trace format":         fixed("table", "csv", "json", "html", "xlsx"),
		"docs build format":    fixed("site", "single", "md"),
		"campaign status gate": fixed("entry", "exit"),
		"user add role":        fixed(roleCodes()...), "user role role": fixed(roleCodes()...),
		"result amend verdict": a.chosen(verdictChoices()), "result amend cause": a.chosen(causeChoices()),
		"pv decide decision": a.chosen(decisionChoices()), "pv sign role": a.chosen(pvSignerChoices()),
		"trace state": a.stateWords, "trace fail-on": a.stateWords, "steps snippets for": fixed("go", "php", "ts"),
	}
	var visit func(c *cobra.Command, path string)
	visit = func(c *cobra.Command, path string) {
		for name, words := range flags {
			if hasFlag(c, name) {
				// The library refuses a second function for one flag; there is none.
				_ = c.RegisterFlagCompletionFunc(name, completes(words))
			}
		}
		for key, words := range own {
			if name, ok := strings.CutPrefix(key, path+" "); ok && hasFlag(c, name) {
				_ = c.RegisterFlagCompletionFunc(name, completes(words))
			}
		}
		if words, ok := arguments[path]; ok {
			c.ValidArgsFunction = first(words)
		}
		for _, sub := range c.Commands() {
			visit(sub, strings.TrimSpace(path+" "+sub.Name()))
		}
	}
	visit(root, "")
}

// hasFlag tells whether a command has a flag of its own. LocalFlags would tell too, but joins the flags of all parents
// at each call: a millisecond at the start of every verb.
func hasFlag(c *cobra.Command, name string) bool {
	return c.Flags().Lookup(name) != nil || c.PersistentFlags().Lookup(name) != nil
}

func completes(words candidates) cobra.CompletionFunc {
	return func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return starting(words(cmd, word), word), cobra.ShellCompDirectiveNoFileComp
	}
}

// first completes the first argument only.
func first(words candidates) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return starting(words(cmd, word), word), cobra.ShellCompDirectiveNoFileComp
	}
}

// starting keeps the words that go on from what is typed, whatever its case.
func starting(words []string, typed string) []string {
	kept := words[:0]
	for _, w := range words {
		if len(w) >= len(typed) && strings.EqualFold(w[:len(typed)], typed) {
			kept = append(kept, w)
		}
	}
	return kept
}

func fixed(words ...string) candidates {
	return func(*cobra.Command, string) []string { return slices.Clone(words) }
}

// described joins a word and what it means, on one line.
func described(word, about string) string {
	about = strings.Join(strings.Fields(about), " ")
	if about == "" {
		return word
	}
	return word + "\t" + about
}

// known walks the features of the project without a word about what is wrong in them.
func (a *app) known(cmd *cobra.Command, fn func(*catalogue.Case)) {
	p, err := a.project()
	if err != nil {
		return
	}
	// what cannot be read completes less
	_ = catalogue.Walk(cmd.Context(), p.Tree(), p.Features, p.Options(), func(f catalogue.File) error {
		for i := range f.Cases {
			fn(&f.Cases[i])
		}
		return nil
	})
}

// tagWords completes the last tag of an expression, with the number of cases that carry it.
func (a *app) tagWords(cmd *cobra.Command, word string) []string {
	count := map[string]int{}
	a.known(cmd, func(c *catalogue.Case) {
		for _, t := range c.Tags {
			count[t]++
		}
	})
	before := word[:strings.LastIndexAny(word, " (")+1]
	var out []string
	for t, n := range count {
		out = append(out, described(before+catalogue.EscapeTag(t), a.words.N("count.cases", n)))
	}
	slices.Sort(out)
	return out
}

func (a *app) storyWords(cmd *cobra.Command, _ string) []string {
	return a.distinct(cmd, func(c *catalogue.Case) (string, string) { return c.Story, c.Feature.Name })
}

func (a *app) caseWords(cmd *cobra.Command, _ string) []string {
	return a.distinct(cmd, func(c *catalogue.Case) (string, string) { return c.ID, c.Name })
}

func (a *app) journeyWords(cmd *cobra.Command, _ string) []string {
	return a.distinct(cmd, func(c *catalogue.Case) (string, string) {
		if len(c.Journeys) == 0 {
			return "", ""
		}
		return c.Journeys[0], ""
	})
}

func (a *app) distinct(cmd *cobra.Command, of func(*catalogue.Case) (word, about string)) []string {
	seen := map[string]string{}
	a.known(cmd, func(c *catalogue.Case) {
		word, about := of(c)
		if _, taken := seen[word]; word != "" && !taken {
			seen[word] = about
		}
	})
	var out []string
	for word, about := range seen {
		out = append(out, described(word, about))
	}
	slices.Sort(out)
	return out
}

func (a *app) ruleWords(*cobra.Command, string) []string {
	var out []string
	for _, r := range rules.All() {
		about := ""
		if key := "lint." + r.ID + ".title"; a.words.Has(key) {
			about = a.words.T(key)
		}
		out = append(out, described(r.ID, about))
	}
	return out
}

// stateWords are the states of a row of the matrix, with the words that it shows.
func (a *app) stateWords(*cobra.Command, string) []string {
	var out []string
	for _, s := range standing.States() {
		out = append(out, described(string(s), a.words.T("matrix.state."+string(s))))
	}
	return out
}

func (a *app) planWords(*cobra.Command, string) []string {
	p, err := a.project()
	if err != nil {
		return nil
	}
	return namesIn(p.Plans(), ".yaml")
}

func (a *app) environmentWords(*cobra.Command, string) []string {
	p, err := a.project()
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range p.Environments {
		out = append(out, described(e.Name, workspace.ShownAddress(e.URL)))
	}
	return out
}

func (a *app) personWords(*cobra.Command, string) []string {
	p, err := a.project()
	if err != nil {
		return nil
	}
	var out []string
	for _, who := range p.Participants {
		out = append(out, described(who.Name, who.Role))
	}
	return out
}

// campaignWords reads the record, beside whoever writes it.
func (a *app) campaignWords(cmd *cobra.Command, _ string) []string {
	w, err := a.open(cmd.Context(), reading)
	if err != nil {
		return nil
	}
	defer w.close() //nolint:errcheck // read only
	list, err := w.Service.List(cmd.Context(), reader())
	if err != nil {
		return nil
	}
	var out []string
	for _, c := range list {
		out = append(out, described(c.Campaign, c.Title))
	}
	return out
}

// namesIn lists the files of a folder that have a suffix, without it.
func namesIn(dir, suffix string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), suffix); ok && !e.IsDir() {
			out = append(out, name)
		}
	}
	return out
}
