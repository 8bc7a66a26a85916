package cli

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"recette/internal/i18n"
)

// A reader who is refused is told what to do: each class of failure has a remedy, in both languages.
func TestEveryFailureHasARemedy(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		p, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key := range classes() {
			for _, text := range []string{"fail." + key, "fail." + key + ".hint"} {
				if !p.Has(text) {
					t.Errorf("%s: no text %s", lang, text)
				}
			}
		}
	}
}

// Every verb ends its help with its exit codes: documents promise it.
func TestEveryVerbSaysItsExitCodes(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{words: words}
	root := a.root()
	for _, c := range verbsBelow(root) {
		var b strings.Builder
		c.SetOut(&b)
		c.SetErr(&b)
		if err := c.Usage(); err != nil {
			t.Fatal(err)
		}
		if c.Runnable() && !strings.Contains(b.String(), "\nCodes de sortie\n") {
			t.Errorf("%s: no exit codes in its help", c.CommandPath())
		}
	}
}

// verbsBelow lists the commands below one.
func verbsBelow(c *cobra.Command) []*cobra.Command {
	var all []*cobra.Command
	for _, sub := range c.Commands() {
		all = append(append(all, sub), verbsBelow(sub)...)
	}
	return all
}

// The help of an option names its value in the language of its reader, and never by a type of Go: 22 options said
// "string" or "int" within French sentences.
func TestHelp_NamesTheValueOfEachOption(t *testing.T) {
	types := []string{"string", "strings", "stringArray", "int", "ints", "float", "duration", "stringToString"}
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		a := &app{words: words}
		for _, c := range verbsBelow(a.root()) {
			c.Flags().VisitAll(func(f *pflag.Flag) {
				if value, _ := pflag.UnquoteUsage(f); !f.Hidden && slices.Contains(types, value) {
					t.Errorf("%s, %s: --%s %s: quote a word of its text", lang, c.CommandPath(), f.Name, value)
				}
			})
		}
	}
}

// A remedy that names a command that is not there, or an option that it has not, sends its reader nowhere: each text of
// each language is read for the command lines that it names.
func TestTexts_NameCommandsThatExist(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		a := &app{words: words}
		root := a.root()
		named := 0
		for _, key := range words.Keys() {
			for _, line := range shownCommands(words.T(key)) {
				named++
				if why := misnamed(root, line); why != "" {
					t.Errorf("%s, %s: `recette %s`: %s", lang, key, line, why)
				}
			}
		}
		if named < 200 {
			t.Fatalf("%s: %d command lines were found: the test looks at nothing", lang, named)
		}
	}
}

// shown is a command line that ends a line of text without back quotes.
var shown = regexp.MustCompile("(?m)[:,]\\srecette ([^`\n]+ --[^`\n]+)$")

// shownCommands gives what follows "recette" in each command line that a text shows, between back quotes or at the end
// of a line.
func shownCommands(text string) []string {
	var lines []string
	for i, part := range strings.Split(text, "`") {
		if line, ok := strings.CutPrefix(part, "recette "); ok && i%2 == 1 {
			lines = append(lines, line)
		} else if i%2 == 0 {
			for _, m := range shown.FindAllStringSubmatch(part, -1) {
				lines = append(lines, m[1])
			}
		}
	}
	return lines
}

// misnamed tells what of a command line the program does not have.
func misnamed(root *cobra.Command, line string) string {
	fields := strings.Fields(line)
	at, words := root, 0
	for _, f := range fields {
		next := slices.IndexFunc(at.Commands(), func(c *cobra.Command) bool { return c.Name() == f })
		if next < 0 {
			break
		}
		at = at.Commands()[next]
		words++
	}
	if words == 0 && !strings.HasPrefix(fields[0], "-") && fields[0] != "help" && fields[0] != "completion" {
		return "no such command"
	}
	if at.HasSubCommands() && len(fields) > words && strings.HasPrefix(fields[words], "%[") {
		return "" // which one it is, is known when it is said
	}
	if at.HasSubCommands() && at != root && len(fields) > words && lowerWord(fields[words]) {
		return "no such command: " + fields[words]
	}
	for _, f := range fields[words:] {
		name, ok := strings.CutPrefix(strings.Trim(f, `"'…,.;()[]`), "--")
		if name, _, _ = strings.Cut(name, "="); !ok || name == "help" || name == "version" {
			continue
		}
		if at.Flags().Lookup(name) == nil && at.InheritedFlags().Lookup(name) == nil &&
			root.PersistentFlags().Lookup(name) == nil {
			return "no option --" + name
		}
	}
	return ""
}

// lowerWord tells a word that may be the name of a command from an argument, which stands in capitals or in quotes.
func lowerWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == ""
}
