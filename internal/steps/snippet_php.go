package steps

import "strings"

// phpReserved are the words that PHP keeps, and the magic methods: a method may be called most of them since PHP 7, and
// nobody should.
const phpReserved = "abstract and array as break callable case catch class clone const continue declare default do " +
	"echo " +
	"else elseif empty enddeclare endfor endforeach endif endswitch endwhile eval exit extends final finally fn for " +
	"foreach " +
	"function global goto if implements include instanceof insteadof interface isset list match namespace new or " +
	"print " +
	"private protected public readonly require return static switch throw trait try unset use var while xor yield " +
	"self " +
	"parent this true false null"

// writePHP writes a method with its attribute (Behat 3.14 and later). The pattern is a regular expression: a turnip
// pattern takes no decimal comma.
func writePHP(d *draft, s *Snippet) {
	keyword := d.keyword
	if keyword == "Step" {
		keyword = "Given" // Behat does not tell keywords apart
	}
	s.Keyword = keyword
	var b strings.Builder
	writePlaces(&b, "//", "    ", d.wording)
	b.WriteString("    #[" + keyword + "(" + phpString(s.Pattern) + ")]\n")
	b.WriteString("    public function " + d.name + "(")
	var list []string
	for _, p := range d.params {
		kind := "string"
		if p.integer() {
			kind = "int"
		}
		list = append(list, kind+" $"+p.name)
	}
	switch d.last {
	case "table":
		list = append(list, "TableNode $table")
	case "doc":
		list = append(list, "PyStringNode $doc")
	}
	b.WriteString(strings.Join(list, ", ") + "): void\n    {\n        throw new PendingException();\n    }\n")
	s.Code = b.String()
}

// phpString is a string in single quotes, where a backslash is itself unless it stands before another, a quote or the
// end.
func phpString(s string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for i := range len(s) {
		switch {
		case s[i] == '\'':
			b.WriteByte('\\')
		case s[i] == '\\' && (i+1 == len(s) || s[i+1] == '\\' || s[i+1] == '\''),
			s[i] == '\\' && i > 0 && s[i-1] == '\\':
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	b.WriteByte('\'')
	return b.String()
}

func phpFile(snippets []Snippet) string {
	var b strings.Builder
	b.WriteString("<?php\n\ndeclare(strict_types=1);\n\n")
	b.WriteString("use Behat\\Behat\\Context\\Context;\nuse Behat\\Behat\\Tester\\Exception\\PendingException;\n")
	b.WriteString("use Behat\\Gherkin\\Node\\PyStringNode;\nuse Behat\\Gherkin\\Node\\TableNode;\n")
	b.WriteString("use Behat\\Step\\Given;\nuse Behat\\Step\\Then;\nuse Behat\\Step\\When;\n\n")
	b.WriteString("final class NewStepsContext implements Context\n{\n")
	for i := range snippets {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(snippets[i].Code)
	}
	b.WriteString("}\n")
	return b.String()
}
