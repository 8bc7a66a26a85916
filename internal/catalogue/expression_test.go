package catalogue

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"recette/internal/syntax"
)

func TestExpression_Matches(t *testing.T) {
	tests := map[string]struct {
		expression, tags string
		want             bool
	}{
		"empty selects all":      {"", "@a", true},
		"tag":                    {"@a", "@a @b", true},
		"whole tag":              {"@a", "@ab", false},
		"and":                    {"@a and @b", "@a", false},
		"or":                     {"@a or @b", "@b", true},
		"not":                    {"not @a", "@b", true},
		"not not":                {"not not @a", "@a", true},
		"precedence":             {"@a or @b and @c", "@a", true},
		"parentheses":            {"(@a or @b) and not (@c)", "@b @c", false},
		"accents and colons":     {"@parcours:adhésion", "@parcours:adhésion", true},
		"accents apart":          {"@parcours:adhe\u0301sion", "@parcours:adhésion", true},
		"accents apart, not":     {"not @a\u0300-exclure", "@à-exclure", false},
		"case matters":           {"@Critique", "@critique", false},
		"escaped parenthesis":    {`@a\(1\)`, "@a(1)", true},
		"spaces around":          {"  @a  ", "@a", true},
		"not binds tighter":      {"not @a and @b", "@b", true},
		"no tags":                {"not @a", "", true},
		"three levels":           {"((@a and @b) or (@c and not @d)) and @e", "@c @e", true},
		"hash inside a tag":      {"@a#b", "@a#b", true},
		"word operator in a tag": {"@and", "@and", true},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e, err := ParseExpression(tc.expression)
			if err != nil {
				t.Fatal(err)
			}
			if got := e.Matches(strings.Fields(tc.tags)); got != tc.want {
				t.Errorf("%q on %q = %v, want %v", tc.expression, tc.tags, got, tc.want)
			}
		})
	}
}

func TestParseExpression_refuses(t *testing.T) {
	tests := map[string]struct {
		fault      Fault
		suggestion string
	}{
		"@a and":         {faultOperand, ""},
		"and @a":         {faultOperand, ""},
		"not":            {faultOperand, ""},
		"@a or or @b":    {faultOperand, ""},
		"()":             {faultOperand, ""},
		"@a @b":          {faultOperator, ""},
		"@a not @b":      {faultOperator, ""},
		"@a AND @b":      {faultOperator, ""},
		"@a et @b":       {faultOperator, ""},
		"@a (@b)":        {faultOperator, ""},
		"(@a":            {faultParenthesis, ""},
		"@a)":            {faultParenthesis, ""},
		`@a\b`:           {faultEscape, ""},
		`@a\`:            {faultEscape, ""},
		"critique":       {faultNoAt, ""},
		"@":              {faultNoAt, ""},
		"~@a":            {faultGodog, "not @a"},
		"@a && ~@b":      {faultGodog, "@a and not @b"},
		"@a,@b":          {faultGodog, "@a or @b"},
		"@a,@b && ~@wip": {faultGodog, "(@a or @b) and not @wip"},
		"@a || @b":       {faultGodog, "@a or @b"},
		"!@a":            {faultGodog, "not @a"},
		"@a&&@b":         {faultGodog, "@a and @b"},
		"@a&@b":          {faultGodog, ""},
		"@a & @b":        {faultGodog, ""},
		"@a||b":          {faultGodog, "@a or @b"},
		"@1,5":           {faultGodog, "@1 or @5"},
		"@a@b":           {faultOperator, ""},
		"not @a@b":       {faultOperator, ""},
		"~(@a or @b)":    {faultGodog, ""},
	}
	for expression, tc := range tests {
		t.Run(expression, func(t *testing.T) {
			_, err := ParseExpression(expression)
			var typed *ExpressionError
			if !errors.As(err, &typed) || !errors.Is(err, errExpression) {
				t.Fatalf("error %v, want a *ExpressionError", err)
			}
			if typed.Fault != tc.fault || typed.Suggestion != tc.suggestion {
				t.Errorf("fault %s, suggestion %q, want %s, %q", typed.Fault, typed.Suggestion, tc.fault, tc.suggestion)
			}
			if tc.suggestion != "" {
				if _, err := ParseExpression(tc.suggestion); err != nil {
					t.Errorf("the suggestion is refused too: %v", err)
				}
			}
		})
	}
}

// FuzzExpression holds that no expression makes the library panic once ours has accepted it.
func FuzzExpression(f *testing.F) {
	for _, s := range []string{
		"@a and (not @b or @c)", "~@a && @b,@c", `@a\( or`, "not not", ")(", "@a\u00a0@b", "@a\u2003and",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseExpression(s)
		if err != nil {
			if !errors.Is(err, errExpression) {
				t.Fatal(err)
			}
			return
		}
		e.Matches([]string{"@a"})
	})
}

// TestEveryTagCanBeNamed holds that each tag which a file can carry has an expression that selects it and it alone:
// written with its escapes, as completion writes it.
func TestEveryTagCanBeNamed(t *testing.T) {
	var odd []rune
	for r := rune(0x21); r < 0x7f; r++ {
		odd = append(odd, r)
	}
	odd = append(odd, []rune("’«»éÉ€–—…\u00a0\u202f\u2009日א😀\u200d\u0301")...)
	tags := map[string]bool{}
	for _, r := range odd {
		for _, format := range []string{"@R%[1]cD", "@%[1]cR", "@R%[1]c", "@R%[1]c%[1]cD"} {
			tag := fmt.Sprintf(format, r)
			src := "# language: fr\n" + tag + "\nFonctionnalité: F\n  Scénario: s\n    Alors x\n"
			f := Parse(syntax.Source{Path: "x", Bytes: []byte(src)}, Options{})
			for _, c := range f.Cases {
				for _, t := range c.Tags {
					tags[t] = true
				}
			}
		}
	}
	for _, must := range []string{"@R&D", "@R(D", `@R\D`, "@R,D", "@R||D", "@R'D", `@R"D`, "@R’D", "@&R"} {
		if !tags[must] {
			t.Errorf("%s: no file carries it: the example shows nothing", must)
		}
	}
	for tag := range tags {
		e, err := ParseExpression(EscapeTag(tag))
		if err != nil {
			t.Errorf("%s: %v", tag, err)
			continue
		}
		not, err := ParseExpression("not (" + EscapeTag(tag) + ")")
		if err != nil {
			t.Errorf("not %s: %v", tag, err)
			continue
		}
		for other := range tags {
			if e.Matches([]string{other}) != (tag == other) || not.Matches([]string{other}) == (tag == other) {
				t.Errorf("%s selects %s: %v", EscapeTag(tag), other, e.Matches([]string{other}))
			}
		}
	}
	for _, plain := range []string{"@R&D", "@R|D", "@R'D"} { // as anybody would write them
		if e, err := ParseExpression(plain); err != nil || !e.Matches([]string{plain}) {
			t.Errorf("%s: %v", plain, err)
		}
	}
}
