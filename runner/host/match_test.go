package host

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cucumber/godog"
	"github.com/cucumber/godog/formatters"

	"recette/runner/protocol"
)

func compile(t testing.TB, patterns ...string) []definition {
	t.Helper()
	var defs []definition
	for i, p := range patterns {
		re, err := regexp.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		defs = append(defs, definition{expr: re, keyword: formatters.Keyword(i % 4)})
	}
	return defs
}

func TestHead(t *testing.T) {
	for pattern, want := range map[string]string{
		`^le solde est (\d+)$`:   "le solde est ",
		`^(le solde) est (\d+)$`: "le solde est ",
		`^(?:le|la) solde$`:      "l",
		`le solde`:               "",
		`(?i)^le solde`:          "",
		`^(?i:l)e`:               "",
		`^un? solde`:             "u",
		`(?m)^le`:                "",
		`^`:                      "",
		`^\Q(a)\E+b`:             "(a",
		`\Aabc`:                  "abc",
		`^é(.*)`:                 "é",
		`^a|^b`:                  "",
		`(^a)b`:                  "ab",
		`^(|x)ab`:                "",
		`a*^b`:                   "",
	} {
		if got := head(pattern); got != want {
			t.Errorf("head(%q) = %q, want %q", pattern, got, want)
		}
	}
}

// TestIndexEqualsScan compares the index with trying every definition, on random patterns and texts of few words, so
// that many match.
func TestIndexEqualsScan(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"le", "la", "solde", "é", " ", " ", "1", "\n"}
	parts := []string{
		"le", "la ", "solde", " ", "é", `(\d+)`, `(.*)`, "(le|la)", "(?:l)", "^", "$", "(?i:LE)", "[ls]", "e?",
		"(?s:.)", "(?m:^)", `\b`,
	}
	hits := 0
	for range 300 {
		var patterns []string
		for range 1 + r.IntN(40) {
			var b strings.Builder
			if r.IntN(4) > 0 {
				b.WriteString("^")
			}
			for range r.IntN(5) {
				b.WriteString(parts[r.IntN(len(parts))])
			}
			patterns = append(patterns, b.String())
		}
		defs := compile(t, patterns...)
		if r.IntN(3) == 0 { // ^ is the beginning of a line for POSIX expressions
			defs = append(defs, definition{expr: regexp.MustCompilePOSIX(`^le`), keyword: formatters.None})
		}
		x := newIndex(defs)
		for range 50 {
			var b strings.Builder
			for range r.IntN(6) {
				b.WriteString(words[r.IntN(len(words))])
			}
			s := protocol.StepText{
				Type: []string{"context", "action", "outcome", "unknown", ""}[r.IntN(5)], Text: b.String(),
			}
			var want []int
			for i := range defs {
				if defs[i].matches(s) {
					want = append(want, i)
				}
			}
			got := x.match(nil, s)
			if !slices.Equal(got, want) {
				t.Fatalf("%+v: index %v, scan %v, patterns %q", s, got, want, patterns)
			}
			hits += len(got)
		}
	}
	if hits < 10_000 {
		t.Errorf("only %d matches: the test proves little", hits)
	}
}

// TestMatchEqualsGodog compares what Match says with what godog makes of the same step.
func TestMatchEqualsGodog(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	parts := []string{"le ", "la ", "solde", `(?:\d+)`, `.*`, "", "$", " est"}
	texts := []string{"le solde", "la solde est", "le ", "le 12", "solde", "x"}
	types := []string{"context", "action", "outcome", "unknown"}
	for range 40 {
		type reg struct {
			pattern string
			keyword int
		}
		var regs []reg
		for range 1 + r.IntN(5) {
			regs = append(
				regs,
				reg{"^" + parts[r.IntN(len(parts))] + parts[r.IntN(len(parts))] + parts[r.IntN(len(parts))], r.IntN(4)},
			)
		}
		c := scenarios(t, func(sc *godog.ScenarioContext) {
			for _, g := range regs {
				[]func(any, any){sc.Step, sc.Given, sc.When, sc.Then}[g.keyword](g.pattern, func(context.Context) {})
			}
		})
		for range 20 {
			s := protocol.StepText{Type: types[r.IntN(4)], Text: texts[r.IntN(len(texts))]}
			c.say(&protocol.Request{Match: &protocol.MatchRequest{Steps: []protocol.StepText{s}}})
			found := c.next().Matches.Definitions[0]
			want := map[int]string{0: "undefined", 1: "passed"}[min(len(found), 2)]
			if len(found) > 1 {
				want = "ambiguous"
			}
			res := c.run(protocol.Begin{Steps: []protocol.Step{{Type: s.Type, Text: s.Text, Mine: true}}})
			if got := res.outcomes()[0]; got != want {
				t.Fatalf("%+v with %+v: %d matches, godog says %q", s, regs, len(found), got)
			}
		}
	}
}

// TestRegistryOfGodog0151 pins what registry.go expects of godog: without it, keywords and speed are lost.
func TestRegistryOfGodog0151(t *testing.T) {
	registerFormat()
	listed, exact, err := harvest(registrations, openRegistry)
	if err != nil || !exact {
		t.Fatalf("exact %v, err %v: godog's registry is not what registry.go expects", exact, err)
	}
	want := []definition{
		{keyword: formatters.None}, {keyword: formatters.Given, nested: true}, {keyword: formatters.Then},
	}
	if len(listed) != len(want) {
		t.Fatalf("%d definitions", len(listed))
	}
	for i, d := range listed {
		if d.keyword != want[i].keyword || d.nested != want[i].nested || !strings.Contains(d.place, "match_test.go:") {
			t.Errorf("definition %d: %+v", i, d)
		}
	}
}

func registrations(sc *godog.ScenarioContext) {
	sc.Step(`^un # deux$`, func() {})
	sc.Given(regexp.MustCompile(`^à (\d+)$`), func(int) godog.Steps { return nil })
	sc.Then([]byte(`trois`), steps{}.method)
}

type steps struct{}

func (steps) method() {}

// TestRegistryFallback: with a godog whose registry cannot be read, definitions come from the printed listing, and
// scenarios run all the same.
func TestRegistryFallback(t *testing.T) {
	closed := func(*godog.ScenarioContext) (registry, bool) { return registry{}, false }
	c := connect(
		t, Suite{Scenario: func(sc *godog.ScenarioContext) { registrations(sc); sc.Step(`^(.*)!$`, func(string) {}) }},
		closed,
	)
	c.hello()
	var got []string
	for _, d := range c.welcome.Definitions {
		got = append(got, d.Pattern)
		if !strings.Contains(d.Place, ".go:") {
			t.Errorf("%q: place %q", d.Pattern, d.Place)
		}
	}
	if want := []string{`^un # deux$`, `^à (\d+)$`, `trois`, `^(.*)!$`}; !slices.Equal(got, want) {
		t.Errorf("patterns %q, want %q", got, want)
	}
	r := c.run(
		protocol.Begin{Steps: append(mine("un # deux", "oui !"), other("trois"))},
		protocol.Told{Index: 2, Outcome: "passed"},
	)
	if r.ended.Outcome != "passed" {
		t.Errorf("%v %+v", r.outcomes(), *r.ended)
	}
	// The listing tells no keywords, godog still knows them: `trois` is for outcomes only.
	if r := c.run(protocol.Begin{Steps: mine("trois!")}); r.ended.Outcome != "passed" {
		t.Errorf("%v %+v", r.outcomes(), *r.ended)
	}
}

// BenchmarkMatch matches one step among n definitions, by the index and by trying all.
func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{100, 1000, 5000} {
		var patterns []string
		for i := range n {
			patterns = append(patterns, fmt.Sprintf(`^l'adhérent numéro %d paie "([^"]*)" euros$`, i))
		}
		defs := compile(b, patterns...)
		x := newIndex(defs)
		step := func(i int) protocol.StepText {
			return protocol.StepText{Type: "unknown", Text: fmt.Sprintf(`l'adhérent numéro %d paie "12" euros`, i*37%n)}
		}
		b.Run(fmt.Sprintf("index/%d", n), func(b *testing.B) {
			var found []int
			for i := range b.N {
				if found = x.match(found[:0], step(i)); len(found) != 1 {
					b.Fatal(found)
				}
			}
		})
		b.Run(fmt.Sprintf("scan/%d", n), func(b *testing.B) {
			for i := range b.N {
				s := step(i)
				count := 0
				for j := range defs {
					if defs[j].matches(s) {
						count++
					}
				}
				if count != 1 {
					b.Fatal(count)
				}
			}
		})
	}
}
