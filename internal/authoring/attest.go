package authoring

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"recette/internal/durable"
	"recette/internal/ready"
	"recette/internal/recette"
	"recette/internal/workspace"
)

// ErrNobody says that nobody is named who attests.
var ErrNobody = errors.New("nobody attests")

// Attesting is what somebody attests of a story.
type Attesting struct {
	Story  string
	Checks []string
	By     string
	On     string // a day, YYYY-MM-DD; empty: Today
	Note   string
	Today  string
	Form   string // the text of a register that does not exist yet
	DryRun bool   // nothing is written
}

// Attested is what was attested.
type Attested struct {
	Statements []ready.Statement
	Register   *ready.Register // as it was before
	Created    bool            // there was no register
}

// Attest writes in the register that somebody attests something of a story, bound to the text of the story as it
// stands. It returns ErrNobody, ready.ErrFuture, ready.ErrUnwritable, a *ready.StoryError, a *ready.CheckError, a
// *ready.RegisterError, or a *durable.FileError.
func Attest(ctx context.Context, p *workspace.Project, a Attesting) (*Attested, error) {
	if recette.Blank(a.By) {
		return nil, ErrNobody
	}
	on, err := ready.Day(a.On, a.Today)
	if err != nil {
		return nil, err
	}
	in, err := p.ReadyInput(ctx)
	if err != nil {
		return nil, err
	}
	data, err := p.Register()
	created := errors.Is(err, fs.ErrNotExist)
	switch {
	case created:
		data = []byte(a.Form)
	case err != nil:
		return nil, err
	}
	read := func(b []byte) (*ready.Register, error) { return in.ReadRegister(b, a.Today) }
	if in.Register, err = read(data); err != nil {
		return nil, err
	}
	about := ready.Statement{By: strings.TrimSpace(a.By), On: on, Note: strings.TrimSpace(a.Note)}
	list, err := ready.Statements(in, a.Story, a.Checks, about)
	if err != nil {
		return nil, err
	}
	out, err := ready.Append(data, list, read)
	if err != nil {
		return nil, err
	}
	if !a.DryRun {
		err = writeRegister(p.Root, out, created)
	}
	return &Attested{Statements: list, Register: in.Register, Created: created}, err
}

func writeRegister(root string, data []byte, created bool) error {
	path := filepath.Join(root, ready.FileName)
	write := durable.Replace
	if created {
		write = func(path string, data []byte) error { return durable.Write(path, 0o644, durable.Bytes(data)) }
	}
	return fileError(path, write(path, data))
}

// fileError names the file that a write was about.
func fileError(path string, err error) error {
	if err == nil {
		return nil
	}
	return &durable.FileError{Path: path, Err: err}
}
