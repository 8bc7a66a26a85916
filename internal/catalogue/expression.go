package catalogue

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	tagexpressions "github.com/cucumber/tag-expressions/go/v6"
)

// errExpression is the class of every *ExpressionError.
var errExpression = errors.New("malformed tag expression")

// Fault says what is wrong with a tag expression. Texts are made at the edge from it.
type Fault string

// The faults of a tag expression.
const (
	faultOperand     Fault = "operand"     // an operator or the end stands where a tag is expected
	faultOperator    Fault = "operator"    // two tags follow each other
	faultParenthesis Fault = "parenthesis" // an unmatched parenthesis
	faultEscape      Fault = "escape"      // a backslash before an ordinary character
	faultNoAt        Fault = "no-at"       // a word that is neither an operator nor a tag: it would select nothing
	faultGodog       Fault = "godog"       // the older syntax of godog: ~@a, @a && @b, @a,@b
)

// ExpressionError is a tag expression that cannot be evaluated.
type ExpressionError struct {
	Expression string // as given
	Fault      Fault
	Token      string // the word at fault, empty at the end of the expression
	Suggestion string // the same expression as it should be written, when it can be guessed
}

func (e *ExpressionError) Error() string {
	s := fmt.Sprintf("tag expression %q: %s at %q", e.Expression, e.Fault, e.Token)
	if e.Suggestion != "" {
		s += fmt.Sprintf(", write %q", e.Suggestion)
	}
	return s
}

// Is makes errors.Is(err, errExpression) true.
func (e *ExpressionError) Is(target error) bool { return target == errExpression }

// Expression selects cases by their tags: the standard syntax of Cucumber ("@critique and not (@manuel or
// @brouillon)"). The zero value selects every case.
type Expression struct {
	text string
	eval tagexpressions.Evaluatable
}

// ParseExpression reads an expression; an empty one selects every case. It is put in NFC, as the tags of files are:
// with accents apart, "not @à-exclure" would exclude nothing. It returns a *ExpressionError. The library is only given
// what this function has checked: it panics on a dangling operator, and takes the syntax of older runners for tags that
// no case has, which would select nothing or everything in silence.
func ParseExpression(given string) (Expression, error) {
	text := nfc(strings.TrimSpace(given))
	if text == "" {
		return Expression{}, nil
	}
	standard, bad := checkExpression(text)
	if bad != nil {
		bad.Expression = given
		return Expression{}, bad
	}
	eval, err := tagexpressions.Parse(standard)
	if err != nil {
		return Expression{}, &ExpressionError{Expression: given, Fault: faultEscape}
	}
	return Expression{text, eval}, nil
}

// String returns the expression as given, in NFC.
func (e Expression) String() string { return e.text }

// Matches tells whether tags, each with its @, satisfy the expression.
func (e Expression) Matches(tags []string) bool {
	return e.eval == nil || e.eval.Evaluate(tags)
}

// EscapeTag writes a tag as an expression names it: a backslash goes before what would end it, and before what the
// older syntax reads as an operator.
func EscapeTag(tag string) string {
	return escape(tag, func(r rune) bool { return isSpecial(r) || isOlder(r) })
}

// escape writes a backslash before the characters of a tag that ask for one.
func escape(tag string, asks func(rune) bool) string {
	var b strings.Builder
	for _, r := range tag {
		if asks(r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isSpecial tells the characters that end a tag in the standard syntax, which escapes them; isOlder those that the
// older syntax reads as operators, which are escaped here alone.
func isSpecial(r rune) bool { return r == '(' || r == ')' || r == '\\' || unicode.IsSpace(r) }

func isOlder(r rune) bool { return r == ',' || r == '&' || r == '|' }

// checkExpression walks the words of an expression as its grammar does, and gives it in the standard syntax, which
// escapes less.
func checkExpression(text string) (standard string, refused *ExpressionError) {
	var out []string
	fail := func(fault Fault, token string) (string, *ExpressionError) {
		e := &ExpressionError{Fault: fault, Token: token}
		if fault == faultGodog {
			e.Suggestion = fromGodog(text)
		}
		return "", e
	}
	words, bad := tagWords(text)
	if bad != "" {
		return fail(faultEscape, bad)
	}
	depth, wantOperand := 0, true
	for _, word := range words {
		w := word.text
		out = append(out, w)
		switch w {
		case "and", "or":
			if wantOperand {
				return fail(faultOperand, w)
			}
			wantOperand = true
			continue
		case "not", "(":
			if !wantOperand {
				return fail(faultOperator, w)
			}
			if w == "(" {
				depth++
			}
			continue
		case ")":
			if wantOperand {
				return fail(faultOperand, w)
			}
			if depth--; depth < 0 {
				return fail(faultParenthesis, w)
			}
			continue
		}
		switch {
		case strings.HasPrefix(w, "~"), strings.HasPrefix(w, "!"), word.older:
			return fail(faultGodog, w)
		case !wantOperand, len(w) > 1 && strings.Contains(w[1:], "@"): // no tag holds a second @
			return fail(faultOperator, w)
		case len(w) < 2 || w[0] != '@':
			return fail(faultNoAt, w)
		}
		wantOperand = false
		out[len(out)-1] = escape(w, isSpecial)
	}
	switch {
	case wantOperand:
		return fail(faultOperand, "")
	case depth > 0:
		return fail(faultParenthesis, "(")
	}
	return strings.Join(out, " "), nil
}

// tagWord is a tag, an operator or a parenthesis. older tells that it holds an operator of the older syntax: "&&",
// "||", or a comma that nothing escapes. A lone & or | between letters is one of a tag: "@R&D".
type tagWord struct {
	text  string
	older bool
}

// tagWords cuts an expression as the library does. It returns the character after a backslash that escapes nothing.
func tagWords(text string) (words []tagWord, bad string) {
	var w strings.Builder
	older := false
	var last rune // the one before, 0 when it was escaped
	flush := func() {
		if w.Len() > 0 {
			words = append(words, tagWord{w.String(), older || w.String() == "&" || w.String() == "|"})
			w.Reset()
		}
		older, last = false, 0
	}
	escaped := false
	for _, r := range text {
		special := isSpecial(r)
		switch {
		case escaped && !special && !isOlder(r):
			return nil, string(r)
		case escaped:
			w.WriteRune(r)
			escaped, last = false, 0
		case r == '\\':
			escaped = true
		case special:
			flush()
			if r == '(' || r == ')' {
				words = append(words, tagWord{text: string(r)})
			}
		default:
			w.WriteRune(r)
			older = older || r == ',' || r == last && isOlder(r) || r == '@' && isOlder(last)
			last = r
		}
	}
	if escaped {
		return nil, `\`
	}
	flush()
	return words, ""
}

// fromGodog translates the older syntax: "~" is not, "&&" is and, "," is or. Commas bind tighter than &&.
func fromGodog(text string) string {
	var all []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "||", ","), "&&") {
		var any []string
		for tag := range strings.SplitSeq(part, ",") {
			tag = strings.TrimSpace(tag)
			rest, negated := strings.CutPrefix(tag, "~")
			if !negated {
				rest, negated = strings.CutPrefix(tag, "!")
			}
			if rest == "" || strings.ContainsAny(rest, " ()&|~!") {
				return ""
			}
			if rest[0] != '@' {
				rest = "@" + rest
			}
			if negated {
				rest = "not " + rest
			}
			any = append(any, rest)
		}
		one := strings.Join(any, " or ")
		if len(any) > 1 {
			one = "(" + one + ")"
		}
		all = append(all, one)
	}
	if len(all) == 1 {
		return strings.Trim(all[0], "()")
	}
	return strings.Join(all, " and ")
}
