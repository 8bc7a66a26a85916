package rules

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// shapeRules are those about the shape of features and their tags, that mend without changing what is tested.
func shapeRules() []lint.Rule { return slices.Concat(structureRules(), styleRules(), tagRules()) }

// asking gives rules with their severities, those that are off included.
func asking(rules []lint.Rule, language string) lint.Options {
	o := lint.Options{Rules: rules, Language: language, Settings: map[string]lint.Setting{}}
	for _, r := range rules {
		if r.CA == lint.Off {
			asked := syntax.Warning
			o.Settings[r.ID] = lint.Setting{Severity: &asked}
		}
	}
	return o
}

func parsed(src []byte) *lint.File {
	f := catalogue.Parse(syntax.Source{Path: "a.feature", Bytes: src}, catalogue.Options{OutlineOnly: true})
	return lint.FileOf(&f)
}

func findings(o lint.Options, f *lint.File) []lint.Finding {
	l := lint.New(o)
	l.Add(l.Judge(f))
	return l.Findings()
}

// mended applies fixes until none is left.
func mended(t *testing.T, o lint.Options, src []byte) []byte {
	t.Helper()
	for range 10 {
		out, list, err := lint.Mend(src, findings(o, parsed(src)))
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		if len(list) == 0 {
			return src
		}
		src = out
	}
	t.Fatalf("still mending after 10 turns:\n%s", src)
	return nil
}

// meaning says what a feature tests, whatever the spelling of its keywords and the place of its tags and comments.
func meaning(f *lint.File) string {
	if f.Doc == nil {
		return "no text"
	}
	var b strings.Builder
	if f.Doc.Feature != nil {
		fmt.Fprintf(&b, "feature %s\n%s\n", f.Doc.Feature.Name, f.Doc.Feature.About)
		for _, r := range f.Doc.Feature.Rules {
			fmt.Fprintf(&b, "rule %s\n%s\n", r.Name, r.About)
		}
	}
	for o := range owners(f) {
		var tags []string
		for _, t := range append(slices.Clone(o.tags), o.inherited...) {
			tags = append(tags, t.Name)
		}
		sort.Strings(tags)
		fmt.Fprintf(&b, "tags of %s: %s\n", o.name, slices.Compact(tags))
	}
	for steps := range eachSteps(f) {
		b.WriteString("steps\n")
		for _, s := range steps {
			text := s.Text
			if s.Kind != catalogue.Outcome && endsWithPeriod(text) {
				text = text[:len(text)-1]
			}
			fmt.Fprintf(&b, "  %s %s\n", s.Kind, text)
			tell(&b, s.Table)
			if s.DocString != nil {
				fmt.Fprintf(&b, "    %s %q\n", s.DocString.MediaType, s.DocString.Content)
			}
		}
	}
	for s := range f.Scenarios() {
		fmt.Fprintf(&b, "scenario %s\n%s\n", s.Name, s.About)
		for _, e := range s.Examples {
			fmt.Fprintf(&b, "  examples %s\n%s\n", e.Name, e.About)
			if e.Header != nil {
				tell(&b, []syntax.Row{*e.Header})
			}
			tell(&b, e.Rows)
		}
	}
	var comments []string
	for _, c := range f.Doc.Comments {
		comments = append(comments, strings.TrimSpace(c.Text))
	}
	for i, kind := range f.Doc.Lines {
		if kind == syntax.LineTags {
			for _, t := range f.Doc.Tokens(i + 1) {
				if t.Kind == syntax.TokenTagComment {
					comments = append(comments, strings.TrimSpace(f.Doc.Source()[t.Span.Start:t.Span.End]))
				}
			}
		}
	}
	sort.Strings(comments)
	fmt.Fprintf(&b, "comments %q\n", comments)
	return b.String()
}

func tell(b *strings.Builder, rows []syntax.Row) {
	for _, r := range rows {
		for _, c := range r.Cells {
			fmt.Fprintf(b, " |%s", c.Value)
		}
		b.WriteByte('\n')
	}
}

// torture is a feature with a fault of each fixable rule, some on one another.
const torture = `@US-1 @a @a # de la fonctionnalité
@b
Fonctionnalité: F
  En tant que lecteur

  Contexte:
    Etant donné un compte
    Étant donnée une antenne.
    Soit une date
      | a | b |

  @b @SC-0001 @c @c
  @c @c
  @c
  Scénario: s <x>
    Etant donné que je pars
    Étant donné qu'il reste.
    Soit que tout va
    Lorsqu'il part.
    Lorsque je pars
    Alors il part.
    Donc il part
    Alors il reste...
    @c
    Exemples:
      | x |
      | 1 |

  @r@r #vite
  Règle: R
    @r @a	@d
    @SC-0002 # en dernier
    Plan du scénario: p
      * rien
      Et encore
      Quand <y>
      Alors "fin."
      Alors
      @d @SC-0003 @e
      Exemples:
        | y |
        | 2 |
`

// sources are the features on which fixes are tried: that of torture in the ways files are written, and all examples.
func sources(t testing.TB) map[string]string {
	out := map[string]string{
		"torture":    torture,
		"crlf":       strings.ReplaceAll(torture, "\n", "\r\n"),
		"bom":        "\ufeff" + torture,
		"decomposed": strings.NewReplacer("É", "E\u0301", "é", "e\u0301").Replace(torture),
		"tabs":       strings.ReplaceAll(torture, "  ", "\t"),
		"no end":     strings.TrimRight(torture, "\n"),
		"cr": strings.ReplaceAll(
			"@US-1\nFonctionnalité: F\n  @a @a\n  Scénario: s\n    Soit a.\n    Soit b\n", "\n", "\r",
		),
		"other": "# un mot\n# language: en\n# un autre\nFonctionnalité: F\n  Scénario: s\n    Soit a\n    " +
			"Alors b\n",
		"english": "# language: en\nFeature: F\n  Scenario: s\n    Given a\n    Given b\n    Then <c>\n    " +
			"Examples:\n      | c |\n      | 1 |\n      | 2 |\n",
		"header moves": "@US-1 # language: en\nFonctionnalité: F\n  Scénario: s\n    Alors b\n",
	}
	err := fs.WalkDir(examples, "exemples", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".feature") {
			return err
		}
		src, err := fs.ReadFile(examples, path)
		out[path] = string(src)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFixes holds that a fix removes what it is offered for and nothing of what the feature tests, alone or with all.
func TestFixes(t *testing.T) {
	used := map[string]bool{}
	for name, src := range sources(t) {
		t.Run(name, func(t *testing.T) {
			before := parsed([]byte(src))
			for _, rule := range shapeRules() {
				if !rule.Fixable {
					continue
				}
				o := asking([]lint.Rule{rule}, "fr")
				for _, f := range findings(o, before) {
					used[rule.ID] = used[rule.ID] || len(f.Edits) > 0
				}
				checkMended(t, o, src, rule.ID)
			}
			checkMended(t, asking(shapeRules(), "fr"), src, "all rules")
		})
	}
	for _, rule := range shapeRules() {
		if rule.Fixable != used[rule.ID] {
			t.Errorf("%s: fixable %v, edits offered %v", rule.ID, rule.Fixable, used[rule.ID])
		}
	}
}

func checkMended(t *testing.T, o lint.Options, src, what string) {
	t.Helper()
	before := parsed([]byte(src))
	out := mended(t, o, []byte(src))
	after := parsed(out)
	for _, f := range findings(o, after) {
		if len(f.Edits) > 0 {
			t.Errorf("%s: still there: %+v", what, f)
		}
	}
	if lost := lint.Harmed(before, after, vocabulary.Vocabulary{}); lost != "" {
		t.Errorf("%s: the fix lost a %s\n%s", what, lost, out)
	}
	if before.Broken {
		return // what was not read may be now
	}
	if diff := cmp.Diff(meaning(before), meaning(after)); diff != "" {
		t.Errorf("%s: the fix changed what is tested (-before +after):\n%s\n%s", what, diff, out)
	}
}

// TestFixedText holds what fixes write, to the byte.
func TestFixedText(t *testing.T) {
	tests := map[string]struct{ src, want string }{
		"header": {"\ufeff@US-1\r\nFonctionnalité: F\r\n", "\ufeff# language: fr\r\n@US-1\r\nFonctionnalité: F\r\n"},
		"tags": {
			"# language: fr\n@a @a  @b @a @c\nFonctionnalité: F\n  @a  @d @a\n  @a\n  Scénario: s\n    Alors b\n",
			"# language: fr\n@a  @b @c\nFonctionnalité: F\n  @d\n  Scénario: s\n    Alors b\n",
		},
		"glued tags": {
			"# language: fr\n@a@a@b\nFonctionnalité: F\n  @a@d\n  Scénario: s\n    Alors b\n",
			"# language: fr\n@a@b\nFonctionnalité: F\n  @d\n  Scénario: s\n    Alors b\n",
		},
		"comment after tags": {
			"# language: fr\n@a   # note\nFonctionnalité: F\n\t@b #note\n  Scénario: s\n    Alors b\n",
			"# language: fr\n# note\n@a\nFonctionnalité: F\n\t#note\n\t@b\n  Scénario: s\n    Alors b\n",
		},
		"keywords": {
			"# language: fr\nFonctionnalité: F\n  Scénario: s\n    Etant donné que a\n    Étant donnés b\n    " +
				"Sachant qu'on c\n    Soit que d\n    Lorsqu'on e\n    Donc f\n    Alors g.\n",
			"# language: fr\nFonctionnalité: F\n  Scénario: s\n    Étant donné que a\n    Et b\n    Et on c\n    " +
				"Soit que d\n    Lorsqu'on e\n    Donc f\n    Et g.\n",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, string(mended(t, asking(shapeRules(), "fr"), []byte(tc.src)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestNoDocument holds that a file which is no text, or which nobody could read, is left to its diagnostics.
func TestNoDocument(t *testing.T) {
	for _, f := range []*lint.File{
		{Path: "a.feature"}, parsed([]byte("\xff\xfe\x00")), parsed(nil), parsed([]byte("@a @a # b\n")),
	} {
		for _, rule := range shapeRules() {
			for _, x := range findings(asking([]lint.Rule{rule}, "fr"), f) {
				if x.Rule != "tag-comment" {
					t.Errorf("%+v", x)
				}
			}
		}
	}
}

// FuzzRules holds that no rule breaks down on any bytes, and that no fix changes what a feature tests.
func FuzzRules(f *testing.F) {
	for _, src := range sources(f) {
		f.Add([]byte(src))
	}
	f.Add(
		[]byte(
			"# language: fr\nFonctionnalité:\nContexte:\nRègle:\nContexte:\nScénario:\n* \nPlan du scénario:\n" +
				"Exemples:\n",
		),
	)
	f.Fuzz(func(t *testing.T, src []byte) {
		findings(asking(All(), "fr"), parsed(src))
		checkMended(t, asking(shapeRules(), "fr"), string(src), "all rules")
	})
}
