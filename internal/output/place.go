// Package output writes where a person said: nothing of a project's own is ever replaced, no folder, no signed file,
// and a file of another shape only when they insist. A file appears only when it is whole; what is no file is written
// to as it comes, and waited for no longer than the verb is. The package refuses to know what a project holds, which
// its caller tells, and to word what is wrong.
package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"recette/internal/bounded"
)

// Place is a place where something may be written.
type Place struct {
	Path   string // as it was given
	Target string // what is written: links are followed, and stay
	Stream bool   // a pipe, a device: written to, never replaced

	options Options
	mode    fs.FileMode // that of the file that is replaced
}

// Options say what may be replaced.
type Options struct {
	Shape Shape
	Force bool // a file of another shape may be replaced
	// Renews is the SHA-256 of the signed file that is written anew with one signature more, and may be replaced by it;
	// zero is none. The file itself may be large, and is not held for that.
	Renews [sha256.Size]byte
	// Own tells whether a path, with its links followed, is that of a file which is never replaced. info is nil when
	// there is no file yet.
	Own    func(path string, info fs.FileInfo) bool
	Stdout io.Writer // the output of the process: a file behind it is a stream
}

// At looks at a place before anything is made. The error is a *Problem.
func At(path string, o Options) (*Place, error) {
	p := &Place{Path: path, options: o}
	return p, p.look()
}

// look judges the place as it is now: before the work, and once more before the file is replaced.
func (p *Place) look() error {
	p.Target, p.mode, p.Stream = Destination(p.Path), 0o644, false
	info, err := os.Stat(p.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		info = nil
	case err != nil:
		return p.fault(err)
	case info.IsDir():
		return p.problem(Folder)
	case !info.Mode().IsRegular() || p.isStdout(info):
		p.Stream, p.Target = true, p.Path
	default:
		p.mode = info.Mode().Perm()
	}
	if p.options.Own(p.Target, info) {
		return p.problem(Own)
	}
	if p.Stream || info == nil || info.Size() == 0 {
		return nil
	}
	head, err := begin(p.Target)
	if err != nil {
		return p.fault(err)
	}
	if PDF.fits(p.Target, head) {
		if err := p.unsigned(); err != nil {
			return err
		}
	}
	switch {
	case p.options.Shape == New:
		return p.problem(Taken)
	case !p.options.Force && !p.options.Shape.fits(p.Target, head):
		return p.problem(Foreign)
	}
	return nil
}

// unsigned refuses a PDF that bears a signature, whoever made it and whatever a person insists on: what was signed may
// be nowhere else. What a signature covers stands in clear in every signed PDF.
func (p *Place) unsigned() error {
	data, err := bounded.ReadFile(p.Target, bounded.Report)
	if err != nil {
		return p.fault(err)
	}
	if bytes.Contains(data, []byte("/ByteRange")) && sha256.Sum256(data) != p.options.Renews {
		return p.problem(Signed)
	}
	return nil
}

// Destination gives the absolute path that a path leads to: it follows its links, whose last one may lead to what does
// not exist yet.
func Destination(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	for range 40 { // as the system does before it gives up
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
		dir := filepath.Dir(path)
		if real, err := filepath.EvalSymlinks(dir); err == nil {
			dir = real
		}
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
func (p *Place) isStdout(info fs.FileInfo) bool {
	f := File(p.options.Stdout)
	if f == nil {
		return false
	}
	own, err := f.Stat()
	return err == nil && os.SameFile(own, info)
}
