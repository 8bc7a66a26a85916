package cli

import (
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
