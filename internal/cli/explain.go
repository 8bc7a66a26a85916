package cli

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/lint"
	findings "recette/internal/lint/report"
	"recette/internal/lint/rules"
	"recette/internal/meant"
	"recette/internal/term"
)

// explainVerb says what a rule or a code means: why it is there, how it is set, a good and a bad example. Without a
// name it lists them all.
func (a *app) explainVerb() *cobra.Command {
	c := a.command("explain [RÈGLE|CODE]", "explain")
	a.jsonFlag(c)
	c.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return fail("arguments", nil, cmd.UseLine(), len(args))
		}
		return nil
	}
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return a.listRules()
		}
		if name := strings.ToUpper(args[0]); a.isCode(name) {
			return a.explainCode(name)
		} else if len(failureKeys(name)) > 0 {
			return a.explainFailure(name)
		}
		all := rules.All()
		ids := lint.Named(all, args[0])
		if len(ids) == 0 {
			return a.unknownRule(all, args[0])
		}
		return a.explainRules(all, ids)
	}
	return c
}

func (a *app) unknownRule(all []lint.Rule, name string) error {
	known := make([]string, len(all))
	for i := range all {
		known[i] = all[i].ID
	}
	if near := meant.Nearest(name, known); near != "" {
		return fail("lint-unknown-rule-near", nil, name, near)
	}
	return fail("lint-unknown-rule", nil, name)
}

func (a *app) ruleDocument(r *lint.Rule) api.Rule {
	d := api.Rule{
		ID: r.ID, Group: string(r.Group), Title: a.words.T("lint." + r.ID + ".title"),
		Why:      a.words.T("lint." + r.ID + ".why"),
		Severity: map[string]string{string(lint.CA): lint.Word(r.CA), string(lint.Script): lint.Word(r.Script)},
		Run:      r.Execution, Fixable: r.Fixable, Aliases: r.Aliases,
	}
	if key := "lint." + r.ID + ".remedy"; a.words.Has(key) {
		d.Remedy = a.words.T(key, holes()...)
	}
	for _, o := range r.Options {
		d.Options = append(d.Options, api.Option{Name: o.Name, Default: o.Default})
	}
	d.Good, d.Bad = example(r.ID, rules.GoodExample), example(r.ID, rules.BadExample)
	return d
}

// holes stand for the arguments of a text that is shown without a finding.
func holes() []any { return []any{hole{}, hole{}, hole{}, hole{}, hole{}, hole{}} }

// hole prints as a mark of omission, be it that a text or a number is expected.
type hole struct{}

// Format implements fmt.Formatter.
func (hole) Format(f fmt.State, _ rune) { fmt.Fprint(f, "…") }

// announcement is how an example announces a fault to the tests: it is of no use to a reader.
const announcement = "# attendu"

// withoutAnnouncements is an example as a reader sees it.
func withoutAnnouncements(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), announcement) {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

// marked indents an example and points to the lines at fault: those below an announcement of the rule.
func marked(text, rule string) string {
	var b strings.Builder
	fault := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), announcement) {
			fault = fault || strings.HasPrefix(
				strings.TrimSpace(line), announcement+":",
			) && slices.Contains(strings.Fields(line), rule)
			continue
		}
		if fault {
			b.WriteString("  ✗ ")
		} else {
			b.WriteString("    ")
		}
		b.WriteString(line)
		fault = false
	}
	return strings.TrimRight(b.String(), "\n")
}

// example gives an example of a rule, empty when there is none.
func example(rule, name string) string {
	dir, err := rules.Example(rule)
	if err != nil {
		return ""
	}
	b, err := fs.ReadFile(dir, name)
	if err != nil {
		return ""
	}
	return string(b)
}

func (a *app) explainRules(all []lint.Rule, ids []string) error {
	var docs []api.Rule
	for i := range all {
		if slices.Contains(ids, all[i].ID) {
			docs = append(docs, a.ruleDocument(&all[i]))
		}
	}
	if a.json {
		return a.print(api.NewExplanation(docs, nil))
	}
	for i := range docs {
		if i > 0 {
			say(a.env.Stdout, "")
		}
		a.printRule(&docs[i])
	}
	return nil
}

func (a *app) printRule(d *api.Rule) {
	out := func(key string, args ...any) { say(a.env.Stdout, a.words.T(key, args...)) }
	out("explain.head", d.ID, d.Title)
	say(a.env.Stdout, "")
	say(a.env.Stdout, d.Why)
	say(a.env.Stdout, "")
	out(
		"explain.severity", a.severityWord(d.Severity[string(lint.CA)]),
		a.severityWord(d.Severity[string(lint.Script)]),
	)
	out("explain.group", a.words.T("lint-group."+d.Group))
	if d.Run {
		out("explain.run")
	}
	if d.Fixable {
		out("explain.fixable")
	}
	if len(d.Aliases) > 0 {
		out("explain.aliases", strings.Join(d.Aliases, ", "))
	}
	if d.Remedy != "" {
		out("explain.remedy", d.Remedy)
	}
	if len(d.Options) > 0 {
		out("explain.options")
		for _, o := range d.Options {
			say(a.env.Stdout, fmt.Sprintf("  %s: %s", o.Name, yamlValue(o.Default)))
		}
	}
	for _, e := range [][2]string{{"explain.bad", d.Bad}, {"explain.good", d.Good}} {
		if e[1] != "" {
			say(a.env.Stdout, "")
			out(e[0])
			tell(a.env.Stdout, marked(e[1], d.ID))
		}
	}
	say(a.env.Stdout, "")
	out("explain.set", d.ID, lint.Word(otherSeverity(d.Severity[string(lint.CA)])))
	if !d.Run && !strings.HasPrefix(d.ID, "ignore-") {
		out("explain.ignore", d.ID)
	}
}

// otherSeverity is a severity to show how a rule is set: another one than it has.
func otherSeverity(word string) lint.Severity {
	if word == string(lint.Off) || word == "off" {
		return "warning"
	}
	return lint.Off
}

func (a *app) severityWord(word string) string { return a.words.T("severity-word." + word) }

// yamlValue is a value of an option as recette.yaml writes it.
func yamlValue(v any) string {
	list, ok := v.([]string)
	if !ok {
		if s, text := v.(string); text {
			return fmt.Sprintf("%q", s)
		}
		return fmt.Sprint(v)
	}
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = fmt.Sprintf("%q", s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// explainCode says what a code of the parser means. Its message is shown with holes where the fault stands.
func (a *app) explainCode(code string) error {
	d := a.codeDocument(code)
	if a.json {
		return a.print(api.NewExplanation(nil, []api.Code{d}))
	}
	say(a.env.Stdout, a.words.T("explain.head", d.Code, d.Message))
	if d.Remedy != "" {
		say(a.env.Stdout, a.words.T("explain.remedy", d.Remedy))
	}
	say(a.env.Stdout, "")
	say(a.env.Stdout, a.words.T("explain.code"))
	if len(failureKeys(code)) > 0 { // E130 is also what an interrupted command says
		say(a.env.Stdout, "")
		return a.explainFailure(code)
	}
	return nil
}

func (a *app) codeDocument(code string) api.Code {
	d := api.Code{Code: code, Message: a.words.T("syntax."+code+".message", holes()...)}
	if key := "syntax." + code + ".remedy"; a.words.Has(key) {
		d.Remedy = a.words.T(key, holes()...)
	}
	return d
}

// codes lists the codes of the parser.
func (a *app) codes() []api.Code {
	var out []api.Code
	for _, key := range a.words.Keys() {
		code, isMessage := strings.CutSuffix(strings.TrimPrefix(key, "syntax."), ".message")
		if isMessage && strings.HasPrefix(key, "syntax.") && lint.IsCode(code) {
			out = append(out, a.codeDocument(code))
		}
	}
	return out
}

// listRules lists the rules, group by group, then the codes of the parser.
func (a *app) listRules() error {
	all := rules.All()
	if a.json {
		docs := make([]api.Rule, len(all))
		for i := range all {
			docs[i] = a.ruleDocument(&all[i])
		}
		return a.print(api.NewExplanation(docs, a.codes()))
	}
	for _, group := range lint.Groups() {
		say(a.env.Stdout, a.words.T("lint-group."+string(group)))
		for i := range all {
			if r := &all[i]; r.Group == group {
				severity := term.Pad(a.severityWord(lint.Word(r.CA)), 14)
				say(a.env.Stdout, "  "+term.Pad(r.ID, 28)+" "+severity+" "+a.words.T("lint."+r.ID+".title"))
			}
		}
		say(a.env.Stdout, "")
	}
	say(a.env.Stdout, a.words.T("explain.codes"))
	for _, c := range a.codes() {
		say(a.env.Stdout, "  "+c.Code+"  "+c.Message)
	}
	return nil
}

// wordedRules words the rules that the findings come from.
func (a *app) wordedRules(items []findings.Item, o *lint.Options) []findings.Rule {
	var out []findings.Rule
	seen := map[string]bool{}
	for i := range items {
		id := items[i].ID()
		if seen[id] {
			continue
		}
		seen[id] = true
		out = append(out, a.wordedRule(&items[i], o))
	}
	slices.SortFunc(out, func(x, y findings.Rule) int { return strings.Compare(x.ID, y.ID) })
	return out
}

func (a *app) wordedRule(it *findings.Item, o *lint.Options) findings.Rule {
	at := slices.IndexFunc(o.Rules, func(r lint.Rule) bool { return r.ID == it.Rule })
	if at < 0 {
		return findings.Rule{ID: it.ID(), Severity: it.Severity}
	}
	r := &o.Rules[at]
	out := findings.Rule{ID: it.ID(), Group: r.Group, Severity: it.Severity, Aliases: r.Aliases}
	if it.Code != "" {
		out.Title, out.Aliases = a.words.T(it.Key()+".message", holes()...), nil
		return out
	}
	d := a.ruleDocument(r)
	out.Title, out.Why = d.Title, d.Why
	out.Help = d.Why + "\n\n" + a.words.T("explain.bad") + "\n\n```gherkin\n" + withoutAnnouncements(d.Bad) +
		"```\n\n" + a.words.T("explain.good") + "\n\n```gherkin\n" + d.Good + "```\n"
	return out
}
