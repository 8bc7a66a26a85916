package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"recette/internal/api"
	"recette/internal/authoring"
	"recette/internal/output"
)

// outlet is a place where a verb may write: every path that a person gives for that goes through here, and what is
// wrong with it is worded here.
type outlet struct {
	*app
	*output.Place
}

// outlet looks at a place before anything is made. Nothing of a project's own is replaced, whatever a person insists
// on.
func (a *app) outlet(path string, s output.Shape, force bool) (*outlet, error) {
	return a.look(path, output.Options{Shape: s, Force: force})
}

// renewed is the outlet of a signed file that gets one signature more, and may stand where it stood.
func (a *app) renewed(path string, force bool, signed []byte) (*outlet, error) {
	return a.look(path, output.Options{Shape: output.PDF, Force: force, Renews: sha256.Sum256(signed)})
}

func (a *app) look(path string, o output.Options) (*outlet, error) {
	o.Own, o.Stdout = a.own, a.env.Stdout
	p, err := output.At(path, o)
	return &outlet{a, p}, a.unwritten(err)
}

// unwritten words what is wrong with a place.
func (a *app) unwritten(err error) error {
	p, ok := errors.AsType[*output.Problem](err)
	if !ok {
		return err
	}
	switch p.Why {
	case output.Folder:
		return fail("output-folder", nil, p.Path)
	case output.Own:
		return fail("output-own", nil, p.Path)
	case output.Taken:
		return fail("exists", nil, p.Path)
	case output.Foreign:
		return fail("output-foreign", nil, p.Path, a.words.T("output.shape."+string(p.Shape)))
	case output.Signed:
		return fail("output-signed", nil, p.Path)
	case output.Broken:
		return fail("output-broken", p.Err, p.Path)
	case output.Kept:
		return fail("output-kept", p.Err, p.Path, p.Kept)
	case output.Fault:
	}
	return fault(p.Err, p.Path)
}

// notes is where the verb says what it did: beside what it writes, never within.
func (o *outlet) notes() io.Writer {
	if o.Stream {
		return o.env.Stderr
	}
	return o.env.Stdout
}

// write writes what a function gives.
func (o *outlet) write(ctx context.Context, write func(io.Writer) error) error {
	return o.left(ctx, o.Write(ctx, write))
}

// left words what went wrong while something was written. A stream that is left because the verb was asked to stop is
// no failure of its own; where what was meant for it is kept is said.
func (o *outlet) left(ctx context.Context, err error) error {
	p, ok := errors.AsType[*output.Problem](err)
	if !ok || ctx.Err() == nil || p.Why != output.Broken && p.Why != output.Kept {
		return o.unwritten(err)
	}
	if p.Why == output.Kept {
		say(o.env.Stderr, o.words.T("fail.output-kept", p.Path, p.Kept))
	}
	return ctx.Err()
}

// recorded writes a file that the journal must know. What it returns delivers it to a stream.
func (o *outlet) recorded(
	ctx context.Context, keep string, data []byte, record func() error,
) (deliver func() error, err error) {
	written, err := o.Record(ctx, keep, data, record)
	if err != nil {
		return nil, o.left(ctx, err)
	}
	return func() error { return o.left(ctx, written()) }, nil
}

// forceFlag lets a person insist that a file of another shape be replaced.
func (a *app) forceFlag(c *cobra.Command, force *bool) {
	c.Flags().BoolVar(force, "force", false, a.words.T("flag.force"))
}

// own tells whether a file is a project's own.
func (a *app) own(path string, info fs.FileInfo) bool { return authoring.Owns(a.dir, path, info) }

// print writes a document on standard output.
func (a *app) print(doc any) error { return api.Write(a.env.Stdout, doc) }
