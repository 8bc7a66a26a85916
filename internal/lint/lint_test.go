package lint

import (
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// testRules is a rule that finds a word in steps and titles, one that finds it in the notes of all files, one about the
// file, and those of the engine.
func testRules() []Rule {
	word := func(p *Pass, f *File, say func(Place, string)) {
		for i := range f.Doc.Lines {
			if text := f.Doc.Text(i + 1); strings.Contains(text, "mauvais") && f.Doc.Lines[i] != syntax.LineComment {
				say(Place{Line: i + 1, Column: 1}, strings.TrimSpace(text))
			}
		}
	}
	engine := func(id string, s Severity) Rule { return Rule{ID: id, CA: s, Script: s} }
	return []Rule{
		{
			ID: RuleSyntax, CA: syntax.Error, Script: syntax.Error, Execution: true,
			File: func(p *Pass, f *File) { p.Diagnostics(f.Diagnostics) },
		},
		{
			ID: "word", Aliases: []string{"D99", "D98", "gherkin-lint:no-word"}, CA: syntax.Warning,
			Script: syntax.Info, File: func(p *Pass, f *File) {
				word(p, f, func(at Place, text string) { p.Report(at, text) })
			},
		},
		{
			ID: "whole", Aliases: []string{"D99"}, CA: syntax.Warning, Script: Off,
			Passes: TwoPasses(func(p *Pass, f *File, note func(said)) {
				word(p, f, func(at Place, text string) { note(said{at, text}) })
			}, func(p *Pass, notes iter.Seq2[string, said]) {
				for path, n := range notes {
					p.ReportIn(path, n.at, n.text)
				}
			}),
		},
		{ID: "top", CA: Off, Script: Off, File: func(p *Pass, f *File) { p.Report(Place{}) }},
		{ID: "safe", Aliases: []string{"D98"}, CA: Off, Script: Off, Execution: true, File: func(p *Pass, f *File) {}},
		engine(RuleIgnoreReason, syntax.Error), engine(RuleIgnoreUnknown, syntax.Error),
		engine(RuleIgnoreForbidden, syntax.Error),
		engine(RuleIgnoreUnused, syntax.Warning),
	}
}

// said is the note of a rule that only passes on what it saw.
type said struct {
	at   Place
	text string
}

func (s *said) Fields(f *Fields) {
	f.Place(&s.at)
	f.Text(&s.text)
}

func run(o Options, src string) (*Linter, []string) {
	o.Rules = testRules()
	l := New(o)
	f := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: []byte(src)}, catalogue.Options{OutlineOnly: true})
	l.Add(l.Judge(FileOf(&f)))
	var out []string
	for _, f := range l.Findings() {
		id := f.Rule
		if f.Code != "" {
			id = f.Code
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s", f.Line, id, strings.Join(f.Args, "|"))))
	}
	for _, w := range l.Waivers() {
		out = append(out, fmt.Sprintf("waived %d %s x%d: %s", w.Line, w.Rule, w.Count, w.Reason))
	}
	return l, out
}

func asks(rule string, s Severity) map[string]Setting {
	return map[string]Setting{rule: {Severity: &s}}
}

const head = "# language: fr\n@US-1\nFonctionnalité: F\n"

func TestIgnore(t *testing.T) {
	only := func(o Options) Options { // the rule of lines alone: less to read
		o.Settings = asks("whole", Off)
		return o
	}
	tests := map[string]struct {
		o    Options
		src  string
		want []string
	}{
		"nothing ignored": {
			o: only(Options{}), src: head + "  Scénario: a\n    Alors mauvais\n",
			want: []string{"5 word Alors mauvais"},
		},
		"the next line": {
			o:    only(Options{}),
			src:  head + "  Scénario: a\n    # recette:ignore word — voulu\n    Alors mauvais\n    Et mauvais\n",
			want: []string{"7 word Et mauvais", "waived 5 word x1: voulu"},
		},
		"a step with its table": {
			o: only(Options{}),
			src: head +
				"  Scénario: a\n    # recette:ignore word — voulu\n    Alors x\n      | mauvais |\n    Et mauvais\n",
			want: []string{"8 word Et mauvais", "waived 5 word x1: voulu"},
		},
		"past blank lines and comments": {
			o:    only(Options{}),
			src:  head + "  Scénario: a\n    # recette:ignore word — voulu\n\n    # autre\n    Alors mauvais\n",
			want: []string{"waived 5 word x1: voulu"},
		},
		"a block by its tags": {
			o: only(Options{}),
			src: head +
				"  # recette:ignore word — voulu\n  @SC-1\n  Scénario: mauvais\n    Alors mauvais\n\n  Scénario: b\n " +
				"   Alors mauvais\n",
			want: []string{"10 word Alors mauvais", "waived 4 word x2: voulu"},
		},
		"a block between its tags and its title": {
			o:    only(Options{}),
			src:  head + "  @SC-1\n  # recette:ignore word — voulu\n  Scénario: mauvais\n    Alors mauvais\n",
			want: []string{"waived 5 word x2: voulu"},
		},
		"a rule with its scenarios": {
			o: only(Options{}),
			src: head +
				"  # recette:ignore word — voulu\n  Règle: r\n    Scénario: a\n      Alors mauvais\n  Règle: s\n    " +
				"Scénario: b\n      Alors mauvais\n",
			want: []string{"10 word Alors mauvais", "waived 4 word x1: voulu"},
		},
		"a background": {
			o: only(Options{}),
			src: head +
				"  # recette:ignore word — voulu\n  Contexte:\n    Soit mauvais\n  Scénario: a\n    Alors mauvais\n",
			want: []string{"8 word Alors mauvais", "waived 4 word x1: voulu"},
		},
		"examples": {
			o: only(Options{}),
			src: head +
				"  Plan du scénario: a\n    Alors <x>\n    # recette:ignore word — voulu\n    Exemples:\n      | x " +
				"|\n      | mauvais |\n" +
				"    Exemples:\n      | x |\n      | mauvais |\n",
			want: []string{"12 word | mauvais |", "waived 6 word x1: voulu"},
		},
		"the whole file, and what is of the file": {
			o: Options{
				Settings: map[string]Setting{"top": {Severity: new(syntax.Error)}, "whole": {Severity: new(Off)}},
			},
			src: "# language: fr\n# recette:ignore word, top — repris d’un autre projet\n@US-1\nFonctionnalité: " +
				"mauvais\n  Scénario: a\n    Alors mauvais\n",
			want: []string{"waived 2 word x2: repris d’un autre projet", "waived 2 top x1: repris d’un autre projet"},
		},
		"the nearest is used first": {
			o: only(Options{}),
			src: "# recette:ignore word — tout\n" + head +
				"  Scénario: a\n    # recette:ignore word — ici\n    Alors mauvais\n",
			want: []string{"1 ignore-unused word", "waived 6 word x1: ici"},
		},
		"what the project finds": {
			src:  head + "  Scénario: a\n    # recette:ignore whole — voulu\n    Alors mauvais\n",
			want: []string{"6 word Alors mauvais", "waived 5 whole x1: voulu"},
		},
		"an alias stands for all its rules": {
			src:  head + "  Scénario: a\n    # dor:ignore D99 voulu\n    Alors mauvais\n",
			want: []string{"waived 5 D99 x2: voulu"},
		},
		"an alias of which a part cannot be ignored": {
			o: only(Options{}), src: head + "  Scénario: a\n    # dor:ignore D98 voulu\n    Alors mauvais\n",
			want: []string{"waived 5 D98 x1: voulu"},
		},
		"in French, by another name": {
			o:    only(Options{}),
			src:  head + "  Scénario: a\n    #recette:ignorer gherkin-lint:no-word : voulu\n    Alors mauvais\n",
			want: []string{"waived 5 gherkin-lint:no-word x1: voulu"},
		},
		"no reason": {
			o: only(Options{}), src: head + "  Scénario: a\n    # recette:ignore word —\n    Alors mauvais\n",
			want: []string{"5 ignore-reason", "6 word Alors mauvais"},
		},
		"no rule": {
			o: only(Options{}), src: head + "  Scénario: a\n    # recette:ignore — voulu\n    Alors mauvais\n",
			want: []string{"5 ignore-unknown", "6 word Alors mauvais"},
		},
		"an unknown rule beside a known one": {
			o:    only(Options{}),
			src:  head + "  Scénario: a\n    # recette:ignore word, wort - voulu\n    Alors mauvais\n",
			want: []string{"5 ignore-unknown wort", "waived 5 word x1: voulu"},
		},
		"nothing to suppress": {
			o: only(Options{}), src: head + "  Scénario: a\n    # recette:ignore word — voulu\n    Alors bon\n",
			want: []string{"5 ignore-unused word"},
		},
		"nothing below": {
			o: only(Options{}), src: head + "  Scénario: mauvais\n    Alors bon\n    # recette:ignore word — voulu\n",
			want: []string{"4 word Scénario: mauvais", "6 ignore-unused word"},
		},
		"unused of a rule that is off": {
			o:    Options{Profile: Script},
			src:  head + "  Scénario: a\n    # recette:ignore whole — voulu\n    Alors mauvais\n",
			want: []string{"6 word Alors mauvais"},
		},
		"unused of the project, in a part of it": {
			o: Options{Partial: true}, src: head + "  Scénario: a\n    # recette:ignore whole — voulu\n    Alors bon\n",
		},
		"unused in a file that was not read whole": {
			o:    only(Options{}),
			src:  head + "  Scénario: a\n    # recette:ignore word — voulu\n    Alors bon\n    Et puis|\n    Alosr y\n",
			want: []string{"8 E134 Alosr|Alors"},
		},
		"an error of the parser": {
			o:    only(Options{}),
			src:  head + "  Scénario: a\n    # recette:ignore E134 — voulu\n    Alosr y\n    Alors x\n",
			want: []string{"5 ignore-forbidden E134", "6 E134 Alosr|Alors"},
		},
		"all that the parser says": {
			o: only(Options{}), src: "# recette:ignore syntax — voulu\n" + head + "  Scénario: a\n    Alors x\n",
			want: []string{"1 ignore-forbidden syntax"},
		},
		"a warning of the parser": {
			o:    only(Options{}),
			src:  "\ufeff# recette:ignore E110 — éditeur imposé\n" + head + "  Scénario: a\n    Alors x\n",
			want: []string{"waived 1 E110 x1: éditeur imposé"},
		},
		"what a run refuses": {
			o: only(Options{}), src: head + "  Scénario: a\n    # recette:ignore safe — voulu\n    Alors x\n",
			want: []string{"5 ignore-forbidden safe"},
		},
		"the rules about ignores": {
			o: only(Options{}),
			src: "# recette:ignore ignore-unused — voulu\n" + head +
				"  Scénario: a\n    # recette:ignore word — voulu\n    Alors x\n",
			want: []string{"1 ignore-forbidden ignore-unused", "6 ignore-unused word"},
		},
		"no comment in a doc string": {
			o: only(Options{}),
			src: head +
				"  Scénario: a\n    Alors x\n      \"\"\"\n      # recette:ignore word — voulu\n      \"\"\"\n    Et " +
				"mauvais\n",
			want: []string{"9 word Et mauvais"},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if _, got := run(tc.o, tc.src); !cmp.Equal(tc.want, got) {
				t.Errorf("(-want +got):\n%s", cmp.Diff(tc.want, got))
			}
		})
	}
}

func TestParseIgnore(t *testing.T) {
	tests := map[string]struct {
		rules  []string
		reason string
		no     bool
	}{
		"# recette:ignore a — motif":                 {rules: []string{"a"}, reason: "motif"},
		"  #recette:ignore a - motif":                {rules: []string{"a"}, reason: "motif"},
		"## recette:ignore a -- motif":               {rules: []string{"a"}, reason: "motif"},
		"# Recette:Ignore a : motif : suite":         {rules: []string{"a"}, reason: "motif : suite"},
		"# recette:ignore: a – motif":                {rules: []string{"a"}, reason: "motif"},
		"# recette:ignorer a:motif":                  {rules: []string{"a"}, reason: "motif"},
		"# recette:ignore a—motif":                   {rules: []string{"a"}, reason: "motif"},
		"#\u00a0recette:ignore\u00a0a\u00a0—\u202fm": {rules: []string{"a"}, reason: "m"},
		"# recette:ignore a , b-c,d — e, f":          {rules: []string{"a", "b-c", "d"}, reason: "e, f"},
		"# recette:ignore a, a — e":                  {rules: []string{"a"}, reason: "e"},
		"# recette:ignore gherkin-lint:x — y":        {rules: []string{"gherkin-lint:x"}, reason: "y"},
		"# dor:ignore D07 attesté en comité":         {rules: []string{"D07"}, reason: "attesté en comité"},
		"# recette:ignore a":                         {rules: []string{"a"}},
		"# recette:ignore a — ???":                   {rules: []string{"a"}},
		"# recette:ignore — motif":                   {reason: "motif"},
		"# recette:ignore":                           {},
		"# recette:ignored a — b":                    {no: true},
		"# voir recette:ignore a — b":                {no: true},
		"# language: fr":                             {no: true},
	}
	for text, want := range tests {
		rules, reason, ok := parseIgnore(text)
		if ok == want.no || !cmp.Equal(rules, want.rules) || reason != want.reason {
			t.Errorf("%q: %q, %q, %v", text, rules, reason, ok)
		}
	}
}

func TestExcept(t *testing.T) {
	src := head +
		"  Contexte:\n    Soit mauvais\n  @parcours:x\n  Scénario: a\n    Alors mauvais\n  Scénario: b\n    Alors " +
		"mauvais\n" +
		"  @lent\n  Règle: r\n    @parcours:x\n    Plan du scénario: c\n      Alors mauvais <x>\n      @jdd\n      " +
		"Exemples:\n        | x |\n        | mauvais |\n" +
		"      Exemples:\n        | x |\n        | mauvais |\n"
	tests := map[string][]string{
		"@parcours:x":           {"5", "10"},
		"not @parcours:x":       {"8", "15", "19", "22"},
		"@lent":                 {"5", "8", "10"},
		"@lent and @parcours:x": {"5", "8", "10"},
		"@jdd":                  {"5", "8", "10", "15", "22"},
		"@US-1":                 nil,
		"@US-1 and not @lent":   {"15", "19", "22"},
		"@autre":                {"5", "8", "10", "15", "19", "22"},
	}
	for _, rule := range []string{"word", "whole"} {
		for text, want := range tests {
			e, err := catalogue.ParseExpression(text)
			if err != nil {
				t.Fatal(err)
			}
			settings := asks(map[string]string{"word": "whole", "whole": "word"}[rule], Off)
			settings[rule] = Setting{Except: e, Spare: true}
			_, got := run(Options{Settings: settings}, src)
			for i, line := range got {
				got[i], _, _ = strings.Cut(line, " ")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s except %s: lines (-want +got):\n%s", rule, text, diff)
			}
		}
	}
}

// TestFileSeesNoOptionOfTheRun holds that what is kept of a file does not depend on which other files are looked at.
func TestFileSeesNoOptionOfTheRun(t *testing.T) {
	var saw []bool
	l := New(Options{Partial: true, Rules: []Rule{{
		ID: "x", CA: syntax.Error,
		Prepare: func(p *Pass) any { saw = append(saw, p.Project().Partial); return nil },
		File:    func(p *Pass, f *File) { saw = append(saw, p.Project().Partial) },
		Project: func(p *Pass) { saw = append(saw, p.Project().Partial) },
	}}})
	l.Add(l.Judge(&File{Path: "a"}))
	l.Findings()
	if diff := cmp.Diff([]bool{false, false, true}, saw); diff != "" {
		t.Errorf("Partial in Prepare, File, Project (-want +got):\n%s", diff)
	}
}

// TestSeverityAskedFor holds that what a project asks for by name is what it gets, but in a draft.
func TestSeverityAskedFor(t *testing.T) {
	weighed := func(s Severity) Rule {
		return Rule{
			ID: "weighed", CA: syntax.Error, File: func(p *Pass, f *File) { p.Report(Place{Line: 1}).Severity = s },
		}
	}
	for _, tc := range []struct{ asked, found, want Severity }{
		{"", syntax.Warning, syntax.Warning},
		{syntax.Error, syntax.Warning, syntax.Error},
		{syntax.Error, syntax.Info, syntax.Info},
		{syntax.Warning, syntax.Warning, syntax.Warning},
	} {
		o := Options{Rules: []Rule{weighed(tc.found)}}
		if tc.asked != "" {
			o.Settings = asks("weighed", tc.asked)
		}
		l := New(o)
		l.Add(l.Judge(&File{Path: "a"}))
		if got := l.Findings()[0].Severity; got != tc.want {
			t.Errorf("asked for %q, found %q: %q, want %q", tc.asked, tc.found, got, tc.want)
		}
	}
}
