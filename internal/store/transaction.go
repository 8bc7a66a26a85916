package store

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"recette/internal/journal"
)

// look learns where the log stands when the process begins to write.
func (c *Commits) look(ctx context.Context) error {
	h, known, err := c.engine.HeadBeside() // before the size: another process may commit meanwhile
	if err != nil {
		return err
	}
	n, err := c.engine.Size(ctx)
	if err != nil {
		return err
	}
	if c.tree, err = journal.TreeFrom(n, c.hashes(ctx)); err != nil {
		return err
	}
	c.others, c.seen = n, h.At
	if n > 0 || known {
		c.noteHead(n < h.Size) // opened all the same: the rollback was meant
	}
	return nil
}

func (c *Commits) hashes(ctx context.Context) *HashReader { return NewHashReader(ctx, c.engine.Hashes) }

func (c *Commits) noteHead(anyway bool) {
	c.engine.NoteHead(HeadBeside{Size: c.tree.Size(), Root: c.tree.Root(), At: c.seen}, anyway)
}

// noteFailure remembers that nothing more is to be written.
func (c *Commits) noteFailure(err error) error {
	c.failed = c.failed || errors.Is(err, ErrFailed)
	return err
}

// begin opens a transaction and brings the tree in memory to what the file holds. After an error none is open. Only the
// wait for the lock ends with ctx.
func (c *Commits) begin(ctx context.Context) error {
	if c.failed { // the commit of a call before this one may have failed
		return ErrFailed
	}
	if err := c.engine.Begin(ctx); err != nil {
		return c.noteFailure(err)
	}
	ctx = context.WithoutCancel(ctx)
	if err := c.catchUp(ctx); err != nil {
		return c.rollback(ctx, err)
	}
	return nil
}

// catchUp brings the tree to what the log holds under the lock. What this process knows must be the beginning of it:
// when it is not, somebody changed what was recorded, and nothing more is written.
func (c *Commits) catchUp(ctx context.Context) error {
	n, err := c.engine.Size(ctx)
	known := c.tree.Size()
	if err != nil || n == known {
		return err
	}
	if n < known {
		return fmt.Errorf("%w: %w: %d entries where %d were written", ErrFailed, ErrCorrupt, n, known)
	}
	hashes := c.hashes(ctx)
	root, err := tlog.TreeHash(known, hashes)
	if err != nil {
		return err
	}
	if root.String() != c.tree.Root() {
		return fmt.Errorf("%w: %w: the first %d entries are not those that were known", ErrFailed, ErrCorrupt, known)
	}
	tree, err := journal.TreeFrom(n, hashes)
	if err != nil {
		return err
	}
	if c.guard != nil {
		if err := c.guard(ctx); err != nil {
			return err
		}
	}
	c.tree, c.others = tree, n
	if h, ok, err := c.engine.HeadBeside(); err == nil && ok && h.At > c.seen {
		c.seen = h.At // of whoever committed last: the clock is one for all processes
	}
	return nil
}

// rollback ends a transaction for a reason, and gives the reason back.
func (c *Commits) rollback(ctx context.Context, cause error) error {
	return c.noteFailure(errors.Join(cause, c.engine.Rollback(ctx)))
}

// commit makes a transaction durable. The tree is then that of the log, and seen the clock of its last commit.
func (c *Commits) commit(ctx context.Context, tree *journal.Tree, seen string) error {
	if err := c.engine.Commit(ctx); err != nil {
		return c.noteFailure(err)
	}
	*c.tree, c.seen = *tree, seen // a copy: the group holds all that its calls gave
	c.noteHead(false)
	return nil
}
