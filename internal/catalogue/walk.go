package catalogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// DefaultMaxTotal bounds the bytes of the feature files of a project.
const DefaultMaxTotal = 100 << 20

// Options orients a walk. The zero value is the default of the product.
type Options struct {
	Syntax      syntax.Options
	Tags        vocabulary.Vocabulary
	MaxTotal    int64  // bytes of all files together; DefaultMaxTotal when 0
	OutlineOnly bool   // leave Cases empty: enough to lint
	Values      Values // of data sets, to be named by steps and examples; nil when there are none
	TagsOnly    bool   // leave Cases without steps, text and hashes: enough to choose them
}

func (o Options) withDefaults() Options {
	o.Tags = o.Tags.Filled()
	if o.MaxTotal <= 0 {
		o.MaxTotal = DefaultMaxTotal
	}
	if o.Syntax.MaxFile <= 0 {
		o.Syntax.MaxFile = syntax.DefaultMaxFile
	}
	return o
}

// Parse reads one feature file from its bytes. It touches no file.
func Parse(src syntax.Source, o Options) File {
	o = o.withDefaults()
	sum := sha256.Sum256(src.Bytes)
	return parse(src, hex.EncodeToString(sum[:]), o)
}

func parse(src syntax.Source, sum string, o Options) File {
	doc, list := syntax.Parse(src, o.Syntax)
	out := File{Path: src.Path, SHA256: sum, Diagnostics: list, Doc: doc}
	out.Feature = Feature{Path: src.Path, SHA256: sum}
	if doc == nil {
		return out
	}
	out.Feature.Language = doc.Language
	if f := doc.Feature; f != nil {
		out.Feature.Keyword, out.Feature.Name, out.Feature.About = f.Keyword, strings.Clone(f.Name),
			strings.Clone(plainAbout(f.About))
	}
	out.Outline = outlineOf(doc)
	if f := doc.Feature; f != nil {
		out.Diagnostics = append(out.Diagnostics, emptied(src.Path, f)...)
		out.Diagnostics = append(out.Diagnostics, unknownValues(src.Path, doc, o.naming())...)
	}
	if !o.OutlineOnly && !syntax.HasErrors(out.Diagnostics) {
		cases, ok := compile(doc, out.Feature, o)
		if !ok {
			out.Diagnostics = append(out.Diagnostics, syntax.Diagnostic{
				Code: syntax.CodeExpansionSize, Severity: syntax.Error, Path: src.Path, Line: out.Outline.Line,
				Column: out.Outline.Column,
				Args:   []string{strconv.Itoa(maxResolved)},
			})
		}
		out.Cases = cases
	}
	return out
}

// Walk gives the files that the targets select to fn, one by one, sorted by path, as List finds them. Documents are not
// kept: memory does not grow with the number of files. A file that cannot be read or parsed is given with its
// diagnostics and never stops the others.
//
// Walk returns the errors of List before fn is called; else the context's error, or the error of fn.
func Walk(ctx context.Context, fsys fs.FS, targets []string, o Options, fn func(File) error) error {
	found, err := List(ctx, fsys, targets, o)
	if err != nil {
		return err
	}
	r := NewReader(fsys, o)
	for i := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := fn(r.Read(&found[i])); err != nil {
			return err
		}
	}
	return nil
}

// Reader reads listed files, one at a time. Its buffer serves them all: the parser keeps none of the bytes. A Reader
// serves one goroutine; several readers may share a file system.
type Reader struct {
	fsys    fs.FS
	options Options
	buffer  []byte
}

// NewReader makes a reader.
func NewReader(fsys fs.FS, o Options) *Reader { return &Reader{fsys: fsys, options: o.withDefaults()} }

// Read reads and parses a file. Its faults become diagnostics.
func (r *Reader) Read(e *Entry) File {
	b, fault := r.Bytes(e)
	if fault != nil {
		return *fault
	}
	return r.Parse(e, b, sha256.Sum256(b))
}

// Bytes reads a file, and one byte more than the limit at most: the parser then refuses it by its size. The bytes are
// valid until the next call. For a file that is refused or cannot be read, fault holds it with its diagnostic.
func (r *Reader) Bytes(e *Entry) (b []byte, fault *File) {
	if f, refused := e.Refused(); refused {
		return nil, &f
	}
	b, err := r.bytes(e.Path)
	if err != nil {
		return nil, faulty(e.Path, syntax.CodeUnreadable, syntax.Error, reason(err))
	}
	return b, nil
}

// Parse parses what Bytes gave; sum is the SHA-256 of b.
func (r *Reader) Parse(e *Entry, b []byte, sum [sha256.Size]byte) File {
	f := parse(syntax.Source{Path: e.Path, Bytes: b}, hex.EncodeToString(sum[:]), r.options)
	if len(e.lines) > 0 {
		f.Cases = selectLines(&f, e.lines)
	}
	return f
}

// firstRead is the room made for the first file: most feature files fit in it.
const firstRead = 32 << 10

func (r *Reader) bytes(path string) ([]byte, error) {
	f, err := r.fsys.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // read only
	limit := r.options.Syntax.MaxFile
	b := r.buffer[:0]
	for len(b) <= limit {
		if cap(b)-len(b) < bytes.MinRead {
			b = append(b, make([]byte, max(len(b), firstRead))...)[:len(b)]
		}
		n, err := f.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	r.buffer = b
	return b[:min(len(b), limit+1)], nil
}

// reason is the system's own word for a failure, without the path that the diagnostic already holds.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return err.Error()
}

func faulty(path string, code syntax.Code, severity syntax.Severity, args ...string) *File {
	return &File{
		Path:    path,
		Feature: Feature{Path: path},
		Diagnostics: []syntax.Diagnostic{{
			Code: code, Severity: severity, Path: path, Line: 1, Column: 1, Args: args,
		}},
	}
}
