package catalogue

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	tagexpressions "github.com/cucumber/tag-expressions/go/v6"
)

// ErrTagExpression is the class of every *TagExpressionError.
var ErrTagExpression = errors.New("malformed tag expression")

// TagFault says what is wrong with a tag expression. Texts are made at the edge from it.
type TagFault string

// The faults of a tag expression.
const (
	TagFaultOperand     TagFault = "operand"     // an operator or the end stands where a tag is expected
	TagFaultOperator    TagFault = "operator"    // two tags follow each other
	TagFaultParenthesis TagFault = "parenthesis" // an unmatched parenthesis
	TagFaultEscape      TagFault = "escape"      // a backslash before an ordinary character
	TagFaultNoAt        TagFault = "no-at"       // a word that is neither an operator nor a tag: it would select nothing
	TagFaultGodog       TagFault = "godog"       // the older syntax of godog: ~@a, @a && @b, @a,@b
)

// TagExpressionError is a tag expression that cannot be evaluated.
type TagExpressionError struct {
	Expression string
	Fault      TagFault
	Token      string // the word at fault, empty at the end of the expression
	Suggestion string // the same expression as it should be written, when it can be guessed
}

func (e *TagExpressionError) Error() string {
	s := fmt.Sprintf("tag expression %q: %s at %q", e.Expression, e.Fault, e.Token)
	if e.Suggestion != "" {
		s += fmt.Sprintf(", write %q", e.Suggestion)
	}
	return s
}

// Is makes errors.Is(err, ErrTagExpression) true.
func (e *TagExpressionError) Is(target error) bool { return target == ErrTagExpression }

// TagExpression selects cases by their tags: the standard syntax of Cucumber ("@critique and not (@manuel or
// @brouillon)"). The zero value selects every case.
type TagExpression struct {
	text string
	eval tagexpressions.Evaluatable
}

// ParseTagExpression reads an expression; an empty one selects every case. It returns a *TagExpressionError. The
// library is only given what this function has checked: it panics on a dangling operator, and takes the syntax of
// older runners for tags that no case has, which would select nothing or everything in silence.
func ParseTagExpression(text string) (TagExpression, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return TagExpression{}, nil
	}
	if err := checkTagExpression(text); err != nil {
		return TagExpression{}, err
	}
	eval, err := tagexpressions.Parse(text)
	if err != nil {
		return TagExpression{}, &TagExpressionError{Expression: text, Fault: TagFaultEscape}
	}
	return TagExpression{text, eval}, nil
}

// String returns the expression as given.
func (e TagExpression) String() string { return e.text }

// Match tells whether tags, each with its @, satisfy the expression.
func (e TagExpression) Match(tags []string) bool {
	return e.eval == nil || e.eval.Evaluate(tags)
}

// checkTagExpression walks the words of an expression as its grammar does.
func checkTagExpression(text string) error {
	fail := func(fault TagFault, token string) error {
		e := &TagExpressionError{Expression: text, Fault: fault, Token: token}
		if fault == TagFaultGodog {
			e.Suggestion = fromGodog(text)
		}
		return e
	}
	words, bad := tagWords(text)
	if bad != "" {
		return fail(TagFaultEscape, bad)
	}
	depth, wantOperand := 0, true
	for _, w := range words {
		switch w {
		case "and", "or":
			if wantOperand {
				return fail(TagFaultOperand, w)
			}
			wantOperand = true
			continue
		case "not", "(":
			if !wantOperand {
				return fail(TagFaultOperator, w)
			}
			if w == "(" {
				depth++
			}
			continue
		case ")":
			if wantOperand {
				return fail(TagFaultOperand, w)
			}
			if depth--; depth < 0 {
				return fail(TagFaultParenthesis, w)
			}
			continue
		}
		switch {
		case strings.HasPrefix(w, "~"), strings.HasPrefix(w, "!"), strings.ContainsAny(w, ",&|"):
			return fail(TagFaultGodog, w)
		case !wantOperand:
			return fail(TagFaultOperator, w)
		case len(w) < 2 || w[0] != '@':
			return fail(TagFaultNoAt, w)
		}
		wantOperand = false
	}
	switch {
	case wantOperand:
		return fail(TagFaultOperand, "")
	case depth > 0:
		return fail(TagFaultParenthesis, "(")
	}
	return nil
}

// tagWords cuts an expression as the library does. It returns the character after a backslash that escapes nothing.
func tagWords(text string) (words []string, bad string) {
	var w strings.Builder
	flush := func() {
		if w.Len() > 0 {
			words = append(words, w.String())
			w.Reset()
		}
	}
	escaped := false
	for _, r := range text {
		special := r == '(' || r == ')' || r == '\\' || unicode.IsSpace(r)
		switch {
		case escaped && !special:
			return nil, string(r)
		case escaped:
			w.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case special:
			flush()
			if r == '(' || r == ')' {
				words = append(words, string(r))
			}
		default:
			w.WriteRune(r)
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
	for _, part := range strings.Split(strings.ReplaceAll(text, "||", ","), "&&") {
		var any []string
		for _, tag := range strings.Split(part, ",") {
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
