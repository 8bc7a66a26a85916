package lint

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/syntax"
)

// The rules about the comments by which an author sets a rule aside. The engine judges them itself, when all is known.
const (
	RuleIgnoreReason    = "ignore-reason"    // no reason is given. No args
	RuleIgnoreUnknown   = "ignore-unknown"   // names no rule, or one that does not exist. Args: the name, may be empty
	RuleIgnoreForbidden = "ignore-forbidden" // names what cannot be set aside. Args: the name
	RuleIgnoreUnused    = "ignore-unused"    // suppresses nothing. Args: the name
)

// Ignore is a comment that sets rules aside:
//
//	# recette:ignore RULE, OTHER — reason
//	# dor:ignore D07 reason
//
// Above a line it holds for that line; above a step, for its table or doc string too; above tags or a title, for the
// whole block; above the feature, for the whole file. In French the verb may be ignorer.
type Ignore struct {
	Place
	Lines  Lines // where it holds
	Names  []string
	Reason string // empty when none is given: the comment then suppresses nothing
}

// Waiver is a rule that an author set aside, with the reason.
type Waiver struct {
	Path   string `json:"path"`
	Line   int    `json:"line"` // of the comment
	Rule   string `json:"rule"` // as the comment names it
	Reason string `json:"reason"`
	Count  int    `json:"count"` // findings suppressed
}

// ignoresOf reads the comments of a file.
func ignoresOf(f *File, regions func() []region) []Ignore {
	if f.Doc == nil {
		return nil
	}
	var out []Ignore
	for i := range f.Doc.Comments {
		c := &f.Doc.Comments[i]
		if !strings.Contains(c.Text, ":") {
			continue
		}
		names, reason, ok := parseIgnore(c.Text)
		if !ok {
			continue
		}
		text := strings.TrimSpace(c.Text)
		indent, _, _ := strings.Cut(c.Text, text)
		column := utf8.RuneCountInString(indent) + 1
		out = append(out, Ignore{
			Place: Place{c.Line, column, column + utf8.RuneCountInString(text)},
			Lines: reach(f.Doc, regions(), c.Line), Names: names, Reason: strings.Clone(reason),
		})
	}
	return out
}

// reach tells where a comment holds.
func reach(doc *syntax.Document, regions []region, comment int) Lines {
	if len(regions) == 0 || comment < firstLine(doc.Feature.Tags, doc.Feature.Line) {
		return wholeFile()
	}
	for line := comment + 1; line <= len(doc.Lines); line++ {
		switch doc.Lines[line-1] {
		case syntax.LineBlank, syntax.LineComment:
			continue
		default:
		}
		if block, ok := opened(regions, line); ok {
			return block
		}
		return Lines{line, line}
	}
	return Lines{comment, comment} // the end of the file: nothing is below
}

// parseIgnore reads a comment line. ok is false for a comment that is no ignore.
func parseIgnore(text string) (rules []string, reason string, ok bool) {
	text = strings.TrimSpace(text)
	text = strings.TrimSpace(strings.TrimLeft(text, "#"))
	head, rest := text, ""
	if i := strings.IndexFunc(text, unicode.IsSpace); i >= 0 {
		head, rest = text[:i], text[i:]
	}
	switch strings.ToLower(strings.TrimSuffix(head, ":")) {
	case "recette:ignore", "recette:ignorer", "dor:ignore", "dor:ignorer":
	default:
		return nil, "", false
	}
	for {
		rest = strings.TrimSpace(rest)
		name := ruleName(rest)
		if name == "" {
			break
		}
		rest = strings.TrimSpace(rest[len(name):])
		if name = strings.TrimRight(name, "-"); !slices.Contains(rules, name) {
			rules = append(rules, strings.Clone(name))
		}
		after, more := strings.CutPrefix(rest, ",")
		if !more {
			break
		}
		rest = after
	}
	reason = strings.TrimSpace(strings.TrimLeft(rest, "—–-: \u00a0\u202f"))
	if !strings.ContainsFunc(reason, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		reason = ""
	}
	return rules, reason, true
}

// gherkinLint is how the rules of gherkin-lint are named: the one name that holds a colon.
const gherkinLint = "gherkin-lint:"

// ruleName gives the name that a text starts with: a rule, an alias or a code.
func ruleName(s string) string {
	n := 0
	if strings.HasPrefix(strings.ToLower(s), gherkinLint) {
		n = len(gherkinLint)
	}
	for n < len(s) {
		c := s[n]
		if c != '-' && c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			break
		}
		n++
	}
	if strings.Trim(s[:n], "-") == "" {
		return "" // a separator
	}
	return s[:n]
}

// IsCode tells whether a name is a code of the parser: E1 and two digits.
func IsCode(name string) bool {
	return len(name) == 4 && name[0] == 'E' && name[1] == '1' && name[2] >= '0' && name[2] <= '9' && name[3] >= '0' &&
		name[3] <= '9'
}
