// Package format lays feature files out. It changes white space and nothing else, proves it on each file before it
// gives the result back, and refuses the file when it cannot: a formatter that loses a comment or a line of Gherkin is
// worse than none. It holds the conventions of the layout and what .editorconfig says of them; it refuses to
// read or write files.
package format

import (
	"errors"
	"fmt"

	"recette/internal/syntax"
)

// The kinds of line ends. Keep is that of most lines of the file: for callers that judge a file without knowing what
// its repository wants.
const (
	lf   = "lf"
	crlf = "crlf"
	Keep = "keep"
)

// defaultIndent is the number of spaces of a level when nothing says otherwise.
const defaultIndent = 2

// OwnIndent is the indentation that the file has: 4 when its first block is that far from the margin, else 2.
const OwnIndent = -1

// Options orients a formatting. The indentation is the only choice of layout; the zero value is the convention.
type Options struct {
	Indent  int    // spaces a level: 2 or 4; defaultIndent when 0; OwnIndent
	EOL     string // LF when empty
	Accents bool   // also write the accent of a keyword that was typed without it: Etant donné, Étant donné

	// First and Last are the 1-based lines to format, both included, widened to whole blocks; 0 and 0 is the whole
	// file. The byte order mark and the line ends of the others are then left alone.
	First, Last int

	Language string // dialect of a file without "# language:"; that of Syntax when empty
	Syntax   syntax.Options
}

// Result is a formatted file. Bytes are those of the source when nothing changes.
type Result struct {
	Bytes   []byte
	Changed bool
	Edits   []syntax.Edit // from the source to Bytes: each within one line, in order
	// Diagnostics is what the parser said of the source: why it is refused, with ErrSyntax.
	Diagnostics []syntax.Diagnostic
}

// Why a file is not formatted. The file is to be left alone in each case.
var (
	// ErrSyntax: the file has errors, which Result.Diagnostics lists. A tree with holes is never laid out.
	ErrSyntax = errors.New("the file has errors")
	// errUnsafe: the result would have said something else than the source. The error is an *UnsafeError, and a defect
	// of this package.
	errUnsafe = errors.New("refuse to format")
	// ErrOption: an option has a value that does not exist.
	ErrOption = errors.New("invalid option")
)

// UnsafeError says what would have changed, and near which line of the source.
type UnsafeError struct {
	Line int // 1-based; 0 when unknown
	What string
}

// Error names the line and what would have changed.
func (e *UnsafeError) Error() string {
	return fmt.Sprintf("%v: line %d: %s", errUnsafe, e.Line, e.What)
}

// Unwrap gives errUnsafe.
func (e *UnsafeError) Unwrap() error { return errUnsafe }

func (o Options) withDefaults() (Options, error) {
	if o.Indent == 0 {
		o.Indent = defaultIndent
	}
	if o.Indent != 2 && o.Indent != 4 && o.Indent != OwnIndent {
		return o, fmt.Errorf("%w: indent %d", ErrOption, o.Indent)
	}
	switch o.EOL {
	case "":
		o.EOL = lf
	case lf, crlf, Keep:
	default:
		return o, fmt.Errorf("%w: end of line %q", ErrOption, o.EOL)
	}
	if o.First < 0 || o.Last < 0 || o.First > 0 && o.Last > 0 && o.Last < o.First {
		return o, fmt.Errorf("%w: range %d-%d", ErrOption, o.First, o.Last)
	}
	if o.Language != "" {
		o.Syntax.Language = o.Language
	}
	return o, nil
}

// ranged tells that a part of the file only is formatted.
func (o Options) ranged() bool { return o.First > 0 || o.Last > 0 }

// Format lays a file out. It returns ErrSyntax for a file with errors, errUnsafe when the result does not stand the
// checks of check.go, ErrOption for a bad option. It is pure and safe for concurrent use.
func Format(src syntax.Source, o Options) (Result, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Result{Bytes: src.Bytes}, err
	}
	doc, list := syntax.Parse(src, o.Syntax)
	out, err := layOut(doc, list, o)
	if !out.Changed {
		out.Bytes = src.Bytes
	}
	return out, err
}

// Document is Format for a file that is parsed already, with what the parser said of it. The result is that of Format
// when the options are those of the parse, but for Bytes, which is nil when nothing changes.
func Document(doc *syntax.Document, list []syntax.Diagnostic, o Options) (Result, error) {
	o, err := o.withDefaults()
	if err != nil {
		return Result{}, err
	}
	return layOut(doc, list, o)
}

// layOut makes Bytes only for a file that it changes.
func layOut(doc *syntax.Document, list []syntax.Diagnostic, o Options) (Result, error) {
	out := Result{Diagnostics: list}
	if doc == nil || doc.Feature == nil || syntax.HasErrors(list) {
		return out, ErrSyntax
	}
	f := newFile(doc, o)
	if err := f.matches(); err != nil {
		return out, err
	}
	f.lay()
	if f.unchanged() {
		return out, nil
	}
	parse := func() ([]byte, *syntax.Document, []syntax.Diagnostic) {
		text := f.text()
		after, list := syntax.Parse(syntax.Source{Path: doc.Path, Bytes: text}, o.Syntax)
		return text, after, list
	}
	text, after, list := parse()
	if f.keepSpacing(after) {
		f.lay()
		if f.unchanged() {
			return out, nil
		}
		text, after, list = parse()
	}
	if err := f.check(text, after, list); err != nil {
		return out, err
	}
	out.Bytes, out.Changed, out.Edits = text, true, f.edits()
	return out, nil
}
