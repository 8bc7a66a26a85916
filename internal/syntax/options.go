// Package syntax turns the bytes of a feature file into a tree of which no line is missing and from which every byte
// can be reached, and into diagnostics, with the edits that mend what can be mended safely. It drives the state machine
// of gherkin/go/v26 with its own scanner, matcher and builder, because the stock ones die on long lines, are quadratic
// on doc strings and drop mistyped French lines without a word. It refuses to know what a case is, to read files and to
// hold sentences.
package syntax

import (
	"strings"
	"unicode"
)

// The limits that a zero Options stands for. The line limit lies below the 64 KiB at which the stock scanner breaks
// down, so that no accepted file can kill another tool.
const (
	DefaultLanguage  = "fr"
	defaultMaxLine   = 32 << 10
	DefaultMaxFile   = 5 << 20
	defaultMaxErrors = 50
	defaultMaxSteps  = 200_000
)

// Source is a file as read.
type Source struct {
	Path  string // as shown in diagnostics, slash-separated
	Bytes []byte // never modified
}

// Options bounds and orients a parse. The zero value is the default of the product.
type Options struct {
	Language  string // dialect of a file without "# language:"; "fr" when empty or unknown
	MaxLine   int    // bytes per line
	MaxFile   int    // bytes per file
	MaxErrors int    // diagnostics listed per file, those that count the others included
	MaxSteps  int    // steps of a file once its examples are expanded
	// Named is how the names of values start that stand outside the file, "JDD-"; whoever compiles judges them. Empty
	// when there are none: such a name is then a placeholder as any other.
	Named string
}

// names tells whether what stands in angle brackets names a value outside the file.
func (o *Options) names(name string) bool { return o.Named != "" && NamesValue(name, o.Named) }

// NamesValue tells whether a text is written as the name of a value outside the file, "JDD-adhesion.soldé.siret": it
// starts as all of them do, goes on after a dot, and holds no space.
func NamesValue(text, prefix string) bool {
	code, rest, ok := strings.Cut(text, ".")
	return ok && rest != "" && !strings.HasSuffix(rest, ".") && len(code) > len(prefix) &&
		strings.HasPrefix(code, prefix) && !strings.ContainsFunc(text, unicode.IsSpace)
}

func (o Options) withDefaults() Options {
	if o.Language == "" || tables().byLanguage[o.Language] == nil {
		o.Language = DefaultLanguage
	}
	if o.MaxLine <= 0 {
		o.MaxLine = defaultMaxLine
	}
	if o.MaxFile <= 0 {
		o.MaxFile = DefaultMaxFile
	}
	if o.MaxErrors <= 0 {
		o.MaxErrors = defaultMaxErrors
	}
	if o.MaxSteps <= 0 {
		o.MaxSteps = defaultMaxSteps
	}
	return o
}
