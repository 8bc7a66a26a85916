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

// draft is what the person gave of a step before its verdict, a piece after the other, so that the last can be taken
// back. Each change is durable before the screen says that it is kept.
type draft struct {
	pieces []piece
	keep   func(execution.Draft) error
}

// piece is a comment, or a piece of evidence.
type piece struct {
	comment  string
	evidence *campaign.Attachment
}

func draftOf(q execution.Question) *draft {
	d := &draft{keep: q.Keep}
	if q.Draft.Comment != "" {
		d.pieces = append(d.pieces, piece{comment: q.Draft.Comment})
	}
	for i := range q.Draft.Evidence {
		d.pieces = append(d.pieces, piece{evidence: &q.Draft.Evidence[i]})
	}
	return d
}

// comment gives the comments in order, each from its own line.
func (d *draft) comment() string {
	var lines []string
	for _, p := range d.pieces {
		if p.comment != "" {
			lines = append(lines, p.comment)
		}
	}
	return strings.Join(lines, "\n")
}

func (d *draft) evidence() []campaign.Attachment {
	var list []campaign.Attachment
	for _, p := range d.pieces {
		if p.evidence != nil {
			list = append(list, *p.evidence)
		}
	}
	return list
}

// set makes the pieces durable. On error the draft is what it was.
func (d *draft) set(pieces []piece) error {
	next := draft{pieces: pieces}
	if err := d.keep(execution.Draft{Comment: next.comment(), Evidence: next.evidence()}); err != nil {
		return err
	}
	d.pieces = pieces
	return nil
}

// change adds to the draft of a step, or takes its last piece back.
func (c *console) change(ctx context.Context, key string, d *draft) error {
	switch key {
	case "comment":
		return c.remark(ctx, d)
	case "evidence":
		return c.attach(ctx, d)
	}
	if len(d.pieces) == 0 {
		say(c.out, c.words.T("test.undo.nothing"))
		return nil
	}
	last := d.pieces[len(d.pieces)-1]
	if err := d.set(slices.Clone(d.pieces[:len(d.pieces)-1])); err != nil {
		return err
	}
	c.showPiece(last, "test.undo.comment", "test.undo.evidence")
	return nil
}

func (c *console) remark(ctx context.Context, d *draft) error {
	text, err := c.must(ctx, "test.ask.comment")
	if err != nil {
		return err
	}
	next := append(slices.Clone(d.pieces), piece{comment: text})
	if !recette.Keepable((&draft{pieces: next}).comment()) {
		say(c.out, c.words.T("test.unreadable"))
		return nil
	}
	if err := d.set(next); err != nil {
		return err
	}
	say(c.out, c.words.T("test.comment.kept"))
	return nil
}

// attach stores files as evidence; one that cannot be read is said, and nothing is lost.
func (c *console) attach(ctx context.Context, d *draft) error {
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
		if err := d.set(append(slices.Clone(d.pieces), piece{evidence: &e})); err != nil {
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

// showDraft shows what was given of a step before: in an earlier session, say.
func (c *console) showDraft(d execution.Draft) {
	for _, p := range draftOf(execution.Question{Draft: d}).pieces {
		c.showPiece(p, "test.draft.comment", "test.draft.evidence")
	}
}

// showPiece says a piece of a draft, by the text of its kind.
func (c *console) showPiece(p piece, comment, evidence string) {
	if p.evidence != nil {
		say(c.out, c.words.T(evidence, p.evidence.Name))
		return
	}
	say(c.out, c.words.T(comment, p.comment))
}
