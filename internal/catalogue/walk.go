package catalogue

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"

	"recette/internal/syntax"
)

// DefaultMaxTotal bounds the bytes of the feature files of a project.
const DefaultMaxTotal = 100 << 20

// Options orients a walk. The zero value is the default of the product.
type Options struct {
	Syntax      syntax.Options
	Tags        Vocabulary
	MaxTotal    int64  // bytes of all files together; DefaultMaxTotal when 0
	OutlineOnly bool   // leave Cases empty: enough to lint, and what a cache can answer
	Cache       *Cache // nil for none; used with OutlineOnly, by its owner only
}

func (o Options) withDefaults() Options {
	o.Tags = o.Tags.withDefaults()
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
		out.Feature.Keyword, out.Feature.Name, out.Feature.About = f.Keyword, strings.Clone(f.Name), strings.Clone(plainAbout(f.About))
	}
	out.Outline = outlineOf(doc)
	if !o.OutlineOnly && !syntax.HasErrors(list) {
		cases, ok := compile(doc, out.Feature, o.Tags)
		if !ok {
			out.Diagnostics = append(out.Diagnostics, syntax.Diagnostic{
				Code: syntax.CodeExpansionSize, Severity: syntax.Error, Path: src.Path, Line: out.Outline.Line, Column: out.Outline.Column,
				Args: []string{strconv.Itoa(maxResolved)},
			})
		}
		out.Cases = cases
	}
	return out
}

// Walk gives the files that the targets select to fn, one by one, sorted by path. A target is a directory, a file, or
// a file with lines ("features/a.feature:12:40"); without targets the whole tree is walked. Documents are not kept:
// memory does not grow with the number of files. A file that cannot be read or parsed is given with its diagnostics
// and never stops the others.
//
// Walk returns ErrTarget for a target that does not exist, is malformed, or has a line that selects no scenario, before fn
// is called; else the context's error, or the error of fn.
func Walk(ctx context.Context, fsys fs.FS, targets []string, o Options, fn func(File) error) error {
	o = o.withDefaults()
	found, err := collect(ctx, fsys, targets)
	if err != nil {
		return err
	}
	if err := checkTargets(ctx, fsys, found, o); err != nil {
		return err
	}
	r := reader{fsys: fsys, options: o}
	for _, e := range found {
		if err := ctx.Err(); err != nil {
			return err
		}
		file := e.refuse()
		if file == nil {
			file = r.read(e)
		}
		if len(e.lines) > 0 {
			file.Cases = selectLines(file, e.lines)
		}
		if err := fn(*file); err != nil {
			return err
		}
	}
	return nil
}

// Load collects what Walk gives: for a project small enough to be held in memory.
func Load(ctx context.Context, fsys fs.FS, targets []string, o Options) ([]File, error) {
	var out []File
	err := Walk(ctx, fsys, targets, o, func(f File) error {
		out = append(out, f)
		return nil
	})
	return out, err
}

// reader reads the files of a walk. Its buffer serves them all: the parser keeps none of the bytes.
type reader struct {
	fsys    fs.FS
	options Options
	total   int64
	buffer  []byte
}

// read reads and parses one file. Its faults become diagnostics.
func (r *reader) read(e entry) *File {
	o, path := r.options, e.path
	b, err := r.bytes(e)
	if err != nil {
		return faulty(path, syntax.CodeUnreadable, syntax.Error, reason(err))
	}
	if r.total += int64(len(b)); r.total > o.MaxTotal {
		return faulty(path, syntax.CodeProjectSize, syntax.Error, strconv.FormatInt(o.MaxTotal, 10))
	}
	sum := sha256.Sum256(b)
	digest := hex.EncodeToString(sum[:])
	cached := o.Cache != nil && o.OutlineOnly
	if cached {
		if f, ok := o.Cache.get(path, sum, o); ok {
			f.SHA256, f.Feature.SHA256 = digest, digest
			return f
		}
	}
	f := parse(syntax.Source{Path: path, Bytes: b}, digest, o)
	if cached {
		o.Cache.put(&f, sum, o)
	}
	return &f
}

// firstRead is the room made for the first file: most feature files fit in it.
const firstRead = 32 << 10

// errIrregular is why a pipe or a device is not opened: reading it could block for ever.
var errIrregular = errors.New("not a regular file")

// bytes reads at most one byte more than the limit: the parser then refuses the file by its size.
func (r *reader) bytes(e entry) ([]byte, error) {
	if !e.regular {
		info, err := fs.Stat(r.fsys, e.path)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, errIrregular
		}
	}
	f, err := r.fsys.Open(e.path)
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

// checkTargets refuses lines that select nothing. It reads their files once more, before the walk: whoever runs cases as
// they come must not have run half of a selection. They are few: a person typed them.
func checkTargets(ctx context.Context, fsys fs.FS, found []entry, o Options) error {
	o.OutlineOnly, o.Cache = true, nil
	r := reader{fsys: fsys, options: o}
	for _, e := range found {
		if len(e.lines) == 0 || e.code != "" {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := checkLines(r.read(e), e.lines); err != nil {
			return err
		}
	}
	return nil
}

// ErrTarget is why a walk cannot start: a target does not exist, is malformed or selects nothing. The error is then a
// *TargetError.
var ErrTarget = errors.New("unknown target")

// errNoScenario is why a target with a line is refused.
var errNoScenario = errors.New("no scenario at this line")

// TargetError names the target at fault, one of several.
type TargetError struct {
	Target string // as given, or the path and the one line that selects nothing: "a.feature:99"
	Why    error
}

// Error names the target and the reason.
func (e *TargetError) Error() string { return fmt.Sprintf("%v: %q: %v", ErrTarget, e.Target, e.Why) }

// Unwrap gives ErrTarget and the reason.
func (e *TargetError) Unwrap() []error { return []error{ErrTarget, e.Why} }

func targetError(target string, why error) error { return &TargetError{Target: target, Why: why} }
