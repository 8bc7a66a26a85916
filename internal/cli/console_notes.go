package cli

import (
	"context"
	"os"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/execution"
	"recette/internal/recette"
)

// notes are what the person gave of a step before its verdict, a piece after the other, so that the last can be taken
// back. Each change is durable before the screen says that it is kept.
type notes struct {
	pieces []piece
	keep   func(execution.Notes) error
}

// piece is a comment, or a piece of evidence.
type piece struct {
	comment  string
	evidence *campaign.Attachment
}

func notesOf(q execution.Question) *notes {
	n := &notes{keep: q.Keep}
	if q.Notes.Comment != "" {
		n.pieces = append(n.pieces, piece{comment: q.Notes.Comment})
	}
	for i := range q.Notes.Evidence {
		n.pieces = append(n.pieces, piece{evidence: &q.Notes.Evidence[i]})
	}
	return n
}

// comment gives the comments in order, each from its own line.
func (n *notes) comment() string {
	var lines []string
	for _, p := range n.pieces {
		if p.comment != "" {
			lines = append(lines, p.comment)
		}
	}
	return strings.Join(lines, "\n")
}

func (n *notes) evidence() []campaign.Attachment {
	var list []campaign.Attachment
	for _, p := range n.pieces {
		if p.evidence != nil {
			list = append(list, *p.evidence)
		}
	}
	return list
}

// set makes the pieces durable. On error the notes are what they were.
func (n *notes) set(pieces []piece) error {
	next := notes{pieces: pieces}
	if err := n.keep(execution.Notes{Comment: next.comment(), Evidence: next.evidence()}); err != nil {
		return err
	}
	n.pieces = pieces
	return nil
}

// change adds to the notes of a step, or takes their last piece back.
func (c *console) change(ctx context.Context, key string, n *notes) error {
	switch key {
	case "comment":
		return c.remark(ctx, n)
	case "evidence":
		return c.attach(ctx, n)
	}
	if len(n.pieces) == 0 {
		say(c.out, c.words.T("test.undo.nothing"))
		return nil
	}
	last := n.pieces[len(n.pieces)-1]
	if err := n.set(slices.Clone(n.pieces[:len(n.pieces)-1])); err != nil {
		return err
	}
	c.showPiece(last, "test.undo.comment", "test.undo.evidence")
	return nil
}

func (c *console) remark(ctx context.Context, n *notes) error {
	text, err := c.must(ctx, "test.ask.comment")
	if err != nil {
		return err
	}
	next := append(slices.Clone(n.pieces), piece{comment: text})
	if !recette.Keepable((&notes{pieces: next}).comment()) {
		say(c.out, c.words.T("test.unreadable"))
		return nil
	}
	if err := n.set(next); err != nil {
		return err
	}
	say(c.out, c.words.T("test.comment.kept"))
	return nil
}

// attach stores files as evidence; one that cannot be read is said, and nothing is lost.
func (c *console) attach(ctx context.Context, n *notes) error {
	typed, err := c.ask(ctx, "test.ask.evidence")
	if err != nil {
		return err
	}
	for _, path := range dropped(typed, c.home, isThere) {
		e, err := putFile(ctx, c.sink, path)
		if err != nil {
			say(c.out, c.words.T("test.evidence.refused", path, whyRefused(c.words, err)))
			continue
		}
		if err := n.set(append(slices.Clone(n.pieces), piece{evidence: &e})); err != nil {
			return err
		}
		say(c.out, c.words.T("test.evidence.kept", e.Name, e.Size))
	}
	return nil
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// showNotes shows what was given of a step before: in an earlier session, say.
func (c *console) showNotes(n execution.Notes) {
	for _, p := range notesOf(execution.Question{Notes: n}).pieces {
		c.showPiece(p, "test.notes.comment", "test.notes.evidence")
	}
}

// showPiece says a piece of notes, by the text of its kind.
func (c *console) showPiece(p piece, comment, evidence string) {
	if p.evidence != nil {
		say(c.out, c.words.T(evidence, p.evidence.Name))
		return
	}
	say(c.out, c.words.T(comment, p.comment))
}
