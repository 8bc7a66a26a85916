package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"recette/internal/bounded"
	"recette/internal/durable"
)

// shape is what a verb writes: by it a file that is replaced is told from one that would be lost.
type shape string

const (
	shapePDF   shape = "pdf"
	shapeJSON  shape = "json"
	shapeXML   shape = "xml"
	shapeHTML  shape = "html"
	shapeXLSX  shape = "xlsx"
	shapeCSV   shape = "csv"
	shapeTable shape = "table"
	shapeLines shape = "ndjson"
	shapeLog   shape = "log"
	shapeNew   shape = "new" // replaces nothing that holds something
	shapeAny   shape = "any" // its verb looks for itself
)

// fits tells whether a file that begins so is one of the shape.
func (s shape) fits(name string, head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	named := func(ends ...string) bool { return slices.Contains(ends, strings.ToLower(filepath.Ext(name))) }
	switch s {
	case shapePDF:
		return bytes.HasPrefix(head, []byte("%PDF-"))
	case shapeJSON:
		return ownJSON().Match(text)
	case shapeLines:
		return bytes.HasPrefix(text, []byte(`{"type":"recette.journal"`))
	case shapeXML:
		return bytes.HasPrefix(text, []byte("<")) && bytes.Contains(text, []byte("<testsuite"))
	case shapeHTML:
		return bytes.HasPrefix(text, []byte("<")) && named(".html", ".htm")
	case shapeXLSX:
		return bytes.HasPrefix(head, []byte("PK\x03\x04")) && named(".xlsx")
	case shapeCSV:
		line, _, _ := bytes.Cut(head, []byte("\r\n"))
		return textual(head) && named(".csv") && bytes.HasPrefix(head, []byte("\ufeff")) && bytes.Count(line, []byte(";")) > 9
	case shapeTable:
		begins := func(title string) bool { return bytes.HasPrefix(text, []byte(title)) }
		return textual(head) && named(".txt") && (begins("Matrice ") || begins("Traceability "))
	case shapeLog:
		return textual(head) && (named(".log") || len(head) > 20 && head[4] == '-' && head[10] == 'T')
	case shapeAny:
		return true
	case shapeNew:
	}
	return false
}

// ownJSON is how the documents of the product begin: many a file of a project is JSON too.
var ownJSON = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\{\s*"(schema":\s*"recette/|v":\s*\d)`)
})

// textual tells whether a beginning is that of a text, which a cut may have left with half a letter.
func textual(head []byte) bool {
	for len(head) > 0 && !utf8.Valid(head) && len(head) > sniffed-utf8.UTFMax {
		head = head[:len(head)-1]
	}
	return utf8.Valid(head) && !bytes.ContainsRune(head, 0)
}

// sniffed is how much of a file is looked at.
const sniffed = 512

// output is a place where a verb may write: every path that a person gives for that goes through here.
type output struct {
	*app
	path   string // as it was given, below -C
	shape  shape
	force  bool
	renews []byte // the signed file that is written anew with one signature more, and may be replaced by it

	target string      // what is written: links are followed, and stay
	mode   fs.FileMode // that of the file that is replaced
	stream bool        // a pipe, a device: written to, never replaced
}

// output looks at a place before anything is made: nothing of a project's own is ever replaced, no folder, no signed
// file, and a file of another shape only when a person insists. What is not a file is written to as it comes.
func (a *app) output(path string, s shape, force bool) (*output, error) {
	o := &output{app: a, path: path, shape: s, force: force}
	return o, o.look()
}

// look judges the place as it is now: before the work, and once more before the file is replaced.
func (o *output) look() error {
	o.target, o.mode, o.stream = destination(o.path), 0o644, false
	info, err := os.Stat(o.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		info = nil
	case err != nil:
		return fail("file", err, o.path)
	case info.IsDir():
		return fail("output-folder", nil, o.path)
	case !info.Mode().IsRegular() || o.isStdout(info):
		o.stream, o.target = true, o.path
	default:
		o.mode = info.Mode().Perm()
	}
	if o.ownFile(o.target, info) {
		return fail("output-own", nil, o.path)
	}
	if o.stream || info == nil || info.Size() == 0 {
		return nil
	}
	head, err := begin(o.target)
	if err != nil {
		return fail("file", err, o.path)
	}
	if shapePDF.fits(o.target, head) {
		if err := o.unsigned(); err != nil {
			return err
		}
	}
	switch {
	case o.shape == shapeNew:
		return fail("exists", nil, o.path)
	case !o.force && !o.shape.fits(o.target, head):
		return fail("output-foreign", nil, o.path, o.words.T("output.shape."+string(o.shape)))
	}
	return nil
}

// unsigned refuses a PDF that bears a signature, whoever made it and whatever a person insists on: what was signed may
// be nowhere else. What a signature covers stands in clear in every signed PDF.
func (o *output) unsigned() error {
	data, err := bounded.ReadFile(o.target, bounded.Report)
	if err != nil {
		return fail("file", err, o.path)
	}
	if bytes.Contains(data, []byte("/ByteRange")) && !bytes.Equal(data, o.renews) {
		return fail("output-signed", nil, o.path)
	}
	return nil
}

// destination follows the links of a path, whose last one may lead to what does not exist yet.
func destination(path string) string {
	path = absolute(path)
	for range 40 { // as the system does before it gives up
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
		dir := resolve(filepath.Dir(path))
		path = filepath.Join(dir, filepath.Base(path))
		to, err := os.Readlink(path)
		if err != nil {
			return path
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(dir, to)
		}
		path = to
	}
	return path
}

// begin reads the first bytes of a file.
func begin(path string) ([]byte, error) {
	f, err := bounded.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() // nothing was written
	head := make([]byte, sniffed)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	return head[:n], err
}

// isStdout tells whether a file is the output of the process: /dev/stdout that a shell sent to a file.
func (a *app) isStdout(info fs.FileInfo) bool {
	f := fileOf(a.env.Stdout)
	if f == nil {
		return false
	}
	own, err := f.Stat()
	return err == nil && os.SameFile(own, info)
}

// notes is where the verb says what it did: beside what it writes, never within.
func (o *output) notes() io.Writer {
	if o.stream {
		return o.env.Stderr
	}
	return o.env.Stdout
}

// write writes what a function gives: a file appears only when it is whole, a stream gets it as it comes.
func (o *output) write(ctx context.Context, write func(io.Writer) error) error {
	if err := o.look(); err != nil {
		return err
	}
	if !o.stream {
		return fault(durable.Write(o.target, o.mode, write), o.path)
	}
	if err := o.pour(ctx, write); err != nil {
		return o.broken(ctx, err, "")
	}
	return nil
}

// pour opens the stream and writes to it. Both wait for whoever reads, and stop waiting when ctx ends.
func (o *output) pour(ctx context.Context, write func(io.Writer) error) error {
	w, err := o.open(ctx)
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 1<<16)
	return errors.Join(write(b), b.Flush(), w.Close())
}

func (o *output) open(ctx context.Context) (io.WriteCloser, error) {
	if info, err := os.Stat(o.path); err == nil && info.Mode().IsRegular() {
		return leftOpen{o.env.Stdout}, nil // opened again it would be written from its beginning
	}
	type result struct {
		f   *os.File
		err error
	}
	opened := make(chan result, 1)
	go func() {
		f, err := os.OpenFile(o.path, os.O_WRONLY, 0)
		opened <- result{f, err}
	}()
	select {
	case r := <-opened:
		if r.err != nil {
			return nil, r.err
		}
		return poured{&waiting{ctx: ctx, w: r.f}, r.f}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type leftOpen struct{ io.Writer }

func (leftOpen) Close() error { return nil }

type poured struct {
	io.Writer
	io.Closer
}

// broken words a stream that nobody reads to its end, and says where what was meant for it is kept, if it is.
func (o *output) broken(ctx context.Context, err error, kept string) error {
	switch {
	case ctx.Err() != nil && kept != "":
		say(o.env.Stderr, o.words.T("fail.output-kept", o.path, kept))
		return ctx.Err()
	case ctx.Err() != nil:
		return ctx.Err()
	case kept != "":
		return fail("output-kept", err, o.path, kept)
	}
	return fail("output-broken", err, o.path)
}

// recorded writes a file that the journal must know: the content is durable first, then the journal says so, then the
// file takes its name. A refusal of the journal leaves what was there. A stream cannot take its content back: it is
// kept in the project under a name until the function that is returned has delivered it, which is called once nothing
// is held open any more.
func (o *output) recorded(
	ctx context.Context, keep string, data []byte, record func() error,
) (deliver func() error, err error) {
	if err := o.look(); err != nil {
		return nil, err
	}
	target, mode := o.target, o.mode
	if o.stream {
		target, mode = keep, 0o600
	}
	s, err := durable.Stage(target, mode, durable.Bytes(data))
	if err != nil {
		return nil, fault(err, o.path)
	}
	if err := record(); err != nil {
		s.Discard()
		return nil, err
	}
	if err := s.Commit(); err != nil {
		return nil, fault(err, s.Temporary)
	}
	if !o.stream {
		return func() error { return nil }, nil
	}
	return func() error {
		if err := o.pour(ctx, durable.Bytes(data)); err != nil {
			return o.broken(ctx, err, keep)
		}
		return fault(os.Remove(keep), keep)
	}, nil
}

// append opens the place to add to what it holds.
func (o *output) append(ctx context.Context) (io.WriteCloser, error) {
	if o.stream {
		return o.open(ctx)
	}
	return os.OpenFile(o.target, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
}

// forceFlag lets a person insist that a file of another shape be replaced.
func (a *app) forceFlag(c *cobra.Command, force *bool) {
	c.Flags().BoolVar(force, "force", false, a.words.T("flag.force"))
}
