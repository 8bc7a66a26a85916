// Package yamldoc reads the YAML documents that people write, strictly: an unknown key, a repeated key, a value of
// another kind are errors with line, column and, for a key, the nearest known one. All are found in one reading. A
// scalar is read as it is written, so that the version 1.10 does not become 1.1. The package refuses what a
// hand-written document does not need and an attacker does: aliases, anchors, tags, merge keys, several documents, more
// than MaxSize bytes.
package yamldoc

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// MaxSize is the greatest size of a document, in bytes.
const MaxSize = 1 << 20

// maxDepth bounds the nesting of a document.
const maxDepth = 32

// Code says what is wrong. The sentence that a person reads is made at the edge, from "document.<code>.message", and
// what to do about it from "document.<code>.remedy", which not every code has.
type Code string

// What can be wrong with any document. Packages that read one add codes of their own for its values.
const (
	TooLarge     Code = "too_large"
	Syntax       Code = "syntax"
	UnknownKey   Code = "unknown_key"
	DuplicateKey Code = "duplicate_key"
	WantMapping  Code = "want_mapping"
	WantList     Code = "want_list"
	WantText     Code = "want_text"
	WantNumber   Code = "want_number"
	WantBool     Code = "want_bool"
	wantDuration Code = "want_duration"
	Forbidden    Code = "forbidden" // alias, anchor, tag, merge key, second document
	TooDeep      Code = "too_deep"
	Missing      Code = "missing"
)

// ErrInvalid is the root of what Decode returns for a document that is not valid.
var ErrInvalid = errors.New("invalid document")

// Problem is one thing wrong, and where. Line and Column are 1-based.
type Problem struct {
	File    string
	Line    int
	Column  int
	Code    Code
	Path    string   // where in the document: "participants[2].role"
	Args    []string // the key, the value: what the sentence speaks of
	Suggest string   // nearest known key or value, empty when none is near
}

// String is a one-line form for developers; people read the sentence of Code.
func (p Problem) String() string {
	s := fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Code)
	if p.Path != "" {
		s += " at " + p.Path
	}
	if len(p.Args) > 0 {
		s += " (" + strings.Join(p.Args, ", ") + ")"
	}
	if p.Suggest != "" {
		s += ", did you mean " + p.Suggest
	}
	return s
}

// Error holds every problem of a document, in the order of the document. It wraps ErrInvalid.
type Error struct{ Problems []Problem }

func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return ErrInvalid.Error() + ": " + strings.Join(lines, "; ")
}

// Unwrap gives ErrInvalid.
func (e *Error) Unwrap() error { return ErrInvalid }

// Doc is a document that was read: what was found wrong, and where each value stands.
type Doc struct {
	file     string
	problems []Problem
	places   map[string]place // by path
}

type place struct{ line, column int }

// Decode reads data into the struct that into points to. Fields are named by their yaml tag; "-" hides one. The fields
// may be text, Written, bool, int, time.Duration ("60s"), structs, lists of these and maps of text to text. A struct
// may be written as one scalar when a field of it is tagged "name,short": "environment: recette" for
// "environment: {name: recette}". A struct with a field tagged "-,open" passes over the keys that it does not know, for
// documents whose body belongs to somebody else; a []Pair keeps them with their places, unread. The keys of a struct
// tagged ",inline" stand among those of the struct that holds it. file names the document in problems. The caller
// checks the values with Report, then asks Err.
func Decode(file string, data []byte, into any) *Doc {
	d := &Doc{file: file, places: map[string]place{}}
	if len(data) > MaxSize {
		d.add(place{1, 1}, TooLarge, "", "", fmt.Sprint(len(data)), fmt.Sprint(MaxSize))
		return d
	}
	data = []byte(strings.TrimPrefix(string(data), "\ufeff"))
	tokens := lexer.Tokenize(string(data))
	if deep := tooDeep(tokens); deep != nil {
		d.add(place{deep.Position.Line, deep.Position.Column}, TooDeep, "", "")
		return d
	}
	f, err := parse(tokens)
	if err != nil {
		d.syntax(err)
		return d
	}
	var body ast.Node
	for _, doc := range f.Docs {
		if doc == nil || doc.Body == nil {
			continue
		}
		if body != nil {
			d.add(at(doc.Body), Forbidden, "", "", "---")
			return d
		}
		body = doc.Body
	}
	d.places[""] = place{1, 1}
	if body != nil {
		d.into(body, valueOf(into), "", 0)
	}
	return d
}

// parse shields callers from the parser: a panic of the library on hostile text is a syntax error of the text.
func parse(tokens token.Tokens) (f *ast.File, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("parser stopped: %v", r)
		}
	}()
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

// tooDeep finds the first token that nests deeper than any document written by hand, nil when there is none. It stands
// before the parser because the parser of goccy/go-yaml takes memory as the square of the depth: 200 KB of "[" took 24
// GB. Depth by indentation needs no such guard: it takes bytes as its own square.
func tooDeep(tokens token.Tokens) *token.Token {
	flow, entries, line := 0, 0, 0
	for _, t := range tokens {
		if t.Position.Line != line {
			line, entries = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType, token.MappingKeyType:
			entries++
		default:
		}
		if flow > maxDepth || entries > maxDepth {
			return t
		}
	}
	return nil
}

func (d *Doc) syntax(err error) {
	var ye yaml.Error
	if errors.As(err, &ye) && ye.GetToken() != nil && ye.GetToken().Position != nil {
		p := ye.GetToken().Position
		d.add(place{p.Line, p.Column}, Syntax, "", "", ye.GetMessage())
		return
	}
	d.add(place{1, 1}, Syntax, "", "", firstLine(err.Error()))
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:200], "") + "…"
	}
	return s
}

// Report adds a problem with the value at path: its own place, or that of the nearest value around it.
func (d *Doc) Report(path string, code Code, suggest string, args ...string) {
	d.add(d.place(path), code, path, suggest, args...)
}

// Has reports whether the document gives a value at path.
func (d *Doc) Has(path string) bool { _, ok := d.places[path]; return ok }

// Place gives where the value at path stands, or the nearest value around it, both from 1.
func (d *Doc) Place(path string) (line, column int) {
	p := d.place(path)
	return max(p.line, 1), max(p.column, 1)
}

func (d *Doc) place(path string) place {
	for {
		if p, ok := d.places[path]; ok {
			return p
		}
		i := strings.LastIndexAny(path, ".[")
		if i < 0 {
			return d.places[""]
		}
		path = path[:i]
	}
}

func (d *Doc) add(p place, code Code, path, suggest string, args ...string) {
	d.problems = append(d.problems, Problem{
		File: d.file, Line: max(p.line, 1), Column: max(p.column, 1), Code: code, Path: path, Args: args,
		Suggest: suggest,
	})
}

// Err gives an *Error when something is wrong, nil otherwise.
func (d *Doc) Err() error {
	if len(d.problems) == 0 {
		return nil
	}
	problems := slices.Clone(d.problems)
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Path, b.Path))
	})
	return &Error{Problems: problems}
}
