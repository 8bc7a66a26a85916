package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/durable"
	"recette/internal/output"
	"recette/internal/steps"
	"recette/internal/term"
)

// stepsVerbs look at steps and step definitions from both sides. Counts are those of a run: workers say what matches.
func (a *app) stepsVerbs() *cobra.Command {
	return a.group(
		"steps", "steps", a.stepsList(), a.stepsUnused(), a.stepsUndefined(), a.stepsSimilar(), a.stepsSnippets(),
	)
}

// stepsVerb makes a verb that reads the index of the steps of its targets.
func (a *app) stepsVerb(use string, print func(*projectAt, *steps.Index) error) *cobra.Command {
	c := a.command(use+" [CHEMIN…]", "steps."+use)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		targets, err := p.Targets(a.dir, args)
		if err != nil {
			return err
		}
		x, err := p.StepIndex(cmd.Context(), targets)
		if err != nil {
			return err
		}
		return print(p, x)
	}
	return c
}

func (a *app) stepsList() *cobra.Command {
	return a.stepsVerb("list", func(_ *projectAt, x *steps.Index) error {
		list := slices.Clone(x.Definitions)
		slices.SortStableFunc(list, func(a, b steps.Definition) int { return b.Steps - a.Steps })
		if a.json {
			return a.print(api.NewStepDefinitions(list))
		}
		a.printDefinitions(list)
		say(a.env.Stdout, a.words.T("steps.summary", a.words.N("steps.definitions", len(list)),
			a.words.N("steps.unused", len(x.Unused())), a.words.N("steps.undefined", len(x.Undefined())),
			a.words.N("steps.ambiguous", len(x.Ambiguous()))))
		return nil
	})
}

func (a *app) stepsUnused() *cobra.Command {
	return a.stepsVerb("unused", func(_ *projectAt, x *steps.Index) error {
		list := x.Unused()
		if a.json {
			if err := a.print(api.NewStepDefinitions(list)); err != nil {
				return err
			}
		} else {
			a.printDefinitions(list)
			say(a.env.Stdout, a.words.N("steps.unused", len(list)))
		}
		return found(len(list))
	})
}

// found is the exit of a verb that looks for faults.
func found(n int) error {
	if n > 0 {
		return quiet(exitFindings)
	}
	return nil
}

func (a *app) printDefinitions(list []steps.Definition) {
	for _, d := range list {
		say(a.env.Stdout, fmt.Sprintf("%6d  %s  %s  %s", d.Steps, term.Pad(d.Keyword, 5), d.Pattern, d.Place))
	}
}

func (a *app) stepsUndefined() *cobra.Command {
	var to string
	c := a.stepsVerb("undefined", func(_ *projectAt, x *steps.Index) error {
		wordings := x.Undefined()
		snippets, err := a.snippets(to, wordings)
		if err != nil {
			return err
		}
		ambiguous := x.Ambiguous()
		if a.json {
			if err := a.print(api.NewUndefinedSteps(wordings, ambiguous, steps.Target(to), snippets)); err != nil {
				return err
			}
			return found(len(wordings) + len(ambiguous))
		}
		for i := range wordings {
			a.printWording(&wordings[i], "")
			for _, s := range snippets {
				if s.Of != i {
					continue
				}
				for line := range strings.Lines(s.Register + "\n" + uncommented(s.Code)) {
					if line = strings.TrimRight(line, "\n"); line != "" {
						tell(a.env.Stdout, "    "+line)
					}
				}
			}
		}
		a.printAmbiguous(ambiguous)
		say(
			a.env.Stdout,
			a.words.T(
				"steps.undefined-summary", a.words.N("steps.undefined", len(wordings)),
				a.words.N("steps.ambiguous", len(ambiguous)),
			),
		)
		return found(len(wordings) + len(ambiguous))
	})
	a.targetFlag(c, &to)
	return c
}

// uncommented is a snippet without the places that it opens with: they are printed already.
func uncommented(code string) string {
	for strings.HasPrefix(strings.TrimLeft(code, " "), "//") {
		_, code, _ = strings.Cut(code, "\n")
	}
	return code
}

func (a *app) targetFlag(c *cobra.Command, to *string) {
	c.Flags().StringVar(to, "for", string(steps.Go), a.words.T("flag.steps.for"))
}

func (a *app) snippets(to string, wordings []steps.Wording) ([]steps.Snippet, error) {
	list, err := steps.Snippets(steps.Target(to), wordings)
	if err != nil {
		var names []string
		for _, t := range steps.Targets() {
			names = append(names, string(t))
		}
		return nil, fail("bad-value", nil, "--for", to, several(names))
	}
	return list, nil
}

// most is how many places of a wording are printed.
const mostPlaces = 5

func (a *app) printWording(w *steps.Wording, note string) {
	say(a.env.Stdout, fmt.Sprintf("%s  (%s)%s", w.Mask, a.words.N("steps.written", len(w.Places)), note))
	a.printPlaces(w.Places)
}

func (a *app) printPlaces(places []steps.Place) {
	for i, p := range places {
		if i == mostPlaces {
			say(a.env.Stdout, "  "+a.words.N("steps.more", len(places)-i))
			return
		}
		say(a.env.Stdout, fmt.Sprintf("  %s:%d", p.Path, p.Line))
	}
}

func (a *app) printAmbiguous(list []steps.Ambiguity) {
	for i := range list {
		say(a.env.Stdout, a.words.T("steps.ambiguous-line", list[i].Text))
		a.printPlaces(list[i].Places)
		for _, d := range list[i].Definitions {
			say(a.env.Stdout, fmt.Sprintf("    %s  %s", d.Pattern, d.Place))
		}
	}
}

func (a *app) stepsSimilar() *cobra.Command {
	return a.stepsVerb("similar", func(_ *projectAt, x *steps.Index) error {
		clusters, ambiguous := x.Similar(), x.Ambiguous()
		if a.json {
			return a.print(api.NewSimilarSteps(clusters, ambiguous))
		}
		for i := range clusters {
			if i > 0 {
				say(a.env.Stdout, "")
			}
			for j := range clusters[i].Wordings {
				s := &clusters[i].Wordings[j]
				a.printWording(&s.Wording, patterns(s.Definitions))
			}
		}
		if len(clusters) > 0 && len(ambiguous) > 0 {
			say(a.env.Stdout, "")
		}
		a.printAmbiguous(ambiguous)
		say(
			a.env.Stdout,
			a.words.T(
				"steps.similar-summary", a.words.N("steps.clusters", len(clusters)),
				a.words.N("steps.ambiguous", len(ambiguous)),
			),
		)
		return nil
	})
}

// patterns follows a wording by the definitions that it reaches.
func patterns(list []steps.Definition) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString("  → " + d.Pattern)
	}
	return b.String()
}

// stepsSnippets writes one file with the beginning of every definition that is missing. A shell that sends the output
// of a command to a file empties it first, and an empty Go file among the steps breaks their build: hence --out.
func (a *app) stepsSnippets() *cobra.Command {
	var to, out string
	var place *outlet
	var ctx context.Context
	c := a.stepsVerb("snippets", func(_ *projectAt, x *steps.Index) error {
		snippets, err := a.snippets(to, x.Undefined())
		if err != nil {
			return err
		}
		file := ""
		if len(snippets) > 0 {
			if file, err = steps.File(steps.Target(to), snippets); err != nil {
				return err
			}
		}
		if out != "" && file != "" {
			if err := os.MkdirAll(filepath.Dir(place.Target), 0o755); err != nil {
				return fail("file", err, out)
			}
			if err := place.write(ctx, durable.Bytes([]byte(term.Text(file)))); err != nil {
				return err
			}
		}
		switch {
		case a.json:
			return a.print(api.NewStepSnippets(steps.Target(to), file, snippets))
		case file == "":
			say(a.env.Stderr, a.words.T("steps.no-snippet"))
		case out != "":
			say(place.notes(), a.words.T("steps.snippet-written", out))
			say(place.notes(), a.words.T("steps.snippet-next."+to))
		default:
			fmt.Fprint(a.env.Stdout, term.Text(file))
			say(a.env.Stderr, a.words.T("steps.snippet-hint."+to))
		}
		return nil
	})
	a.targetFlag(c, &to)
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.steps.out"))
	answer := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if out == "-" {
			out = ""
		}
		if ctx = cmd.Context(); out != "" {
			var err error
			if place, err = a.outlet(a.path(out), output.New, false); err != nil {
				return err // before the steps are built
			}
		}
		return answer(cmd, args)
	}
	return c
}
