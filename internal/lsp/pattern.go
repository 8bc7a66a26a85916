package lsp

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// readable turns the pattern of a definition into a step that the definition matches, and the snippet of it: each group
// that the definition captures is a stop, a choice when it is one. ok is false for what cannot be turned into such a
// step.
func readable(pattern string) (text, snippet string, ok bool) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", "", false
	}
	var r reader
	if !r.read(tree) {
		return "", "", false
	}
	text = r.text.String()
	matcher, err := regexp.Compile(pattern)
	if err != nil || strings.TrimSpace(text) == "" || !matcher.MatchString(text) {
		return "", "", false
	}
	return text, r.snippet.String(), true
}

// reader writes the example and the snippet of a pattern.
type reader struct {
	text, snippet strings.Builder
	stops         int
}

// word writes what is the same in both.
func (r *reader) word(text string) bool {
	r.text.WriteString(text)
	r.snippet.WriteString(snippetEscape(text))
	return true
}

func (r *reader) read(t *syntax.Regexp) bool {
	switch t.Op {
	case syntax.OpConcat:
		for _, sub := range t.Sub {
			if !r.read(sub) {
				return false
			}
		}
		return true
	case syntax.OpCapture:
		return r.stop(t.Sub[0])
	case syntax.OpAlternate:
		if choices(t) != nil {
			return r.stop(t)
		}
	default:
	}
	text, ok := example(t)
	return ok && r.word(text)
}

// stop writes a group.
func (r *reader) stop(t *syntax.Regexp) bool {
	r.stops++
	if list := choices(t); list != nil {
		r.text.WriteString(list[0])
		escape := strings.NewReplacer(`\`, `\\`, `$`, `\$`, `}`, `\}`, `,`, `\,`, `|`, `\|`)
		for i := range list {
			list[i] = escape.Replace(list[i])
		}
		fmt.Fprintf(&r.snippet, "${%d|%s|}", r.stops, strings.Join(list, ","))
		return true
	}
	text, ok := example(t)
	if !ok {
		return false
	}
	r.text.WriteString(text)
	fmt.Fprintf(&r.snippet, "${%d:%s}", r.stops, snippetEscape(text))
	return true
}

// choices lists the texts of a group that is a choice between some; nil when it is anything else.
func choices(t *syntax.Regexp) []string {
	if t.Op != syntax.OpAlternate {
		return nil
	}
	var out []string
	for _, sub := range t.Sub {
		for sub.Op == syntax.OpCapture {
			sub = sub.Sub[0]
		}
		if sub.Op != syntax.OpLiteral {
			return nil
		}
		out = append(out, string(sub.Rune))
	}
	return out
}

// maxRepeat bounds the example of a repetition.
const maxRepeat = 20

// example is a short text that a part of a pattern matches. What may be left out is.
func example(t *syntax.Regexp) (string, bool) {
	switch t.Op {
	case syntax.OpLiteral:
		return string(t.Rune), true
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary,
		syntax.OpNoWordBoundary, syntax.OpQuest:
		return "", true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "…", true
	case syntax.OpCharClass:
		return member(t.Rune)
	case syntax.OpCapture, syntax.OpPlus:
		return example(t.Sub[0])
	case syntax.OpStar:
		if t.Sub[0].Op == syntax.OpCharClass || t.Sub[0].Op == syntax.OpAnyCharNotNL ||
			t.Sub[0].Op == syntax.OpAnyChar {
			return example(t.Sub[0]) // an empty quotation shows nobody what to write
		}
		return "", true
	case syntax.OpRepeat:
		text, ok := example(t.Sub[0])
		return strings.Repeat(text, min(max(t.Min, 1), maxRepeat)), ok
	case syntax.OpAlternate:
		return example(t.Sub[0])
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range t.Sub {
			text, ok := example(sub)
			if !ok {
				return "", false
			}
			b.WriteString(text)
		}
		return b.String(), true
	default:
		return "", false
	}
}

// member is the sign of a class that reads best: a mark that stands for any text, a space, an apostrophe, a digit, a
// letter.
func member(class []rune) (string, bool) {
	for _, r := range "…' 1aA" {
		for i := 0; i+1 < len(class); i += 2 {
			if class[i] <= r && r <= class[i+1] {
				return string(r), true
			}
		}
	}
	if len(class) == 0 {
		return "", false
	}
	return string(class[0]), true
}
