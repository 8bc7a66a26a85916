package campaign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/evidence"
	"recette/internal/recette"
)

// The refusals of Piece.
var (
	// ErrUnknownPiece is evidence that nothing which the actor sees names, or that was erased.
	ErrUnknownPiece = fmt.Errorf("%w: no such evidence", Err)
	// ErrPieceAltered is evidence that is not what was recorded any more.
	ErrPieceAltered = evidence.ErrAltered
)

// Piece is evidence that may be read.
type Piece struct {
	Attachment // without a name when it was erased

	kept Evidence
}

// Piece gives a piece of evidence, by the SHA-256 of its content in hex, to whoever sees a row or an anomaly that it is
// of. It is ErrUnknownPiece for what they do not see and for what is not there, which nobody tells apart. Nothing of it
// is read yet.
func (s *Service) Piece(ctx context.Context, actor recette.Actor, id, sum string) (*Piece, error) {
	c, err := s.shown(ctx, actor, id, access.ReadAttempts, access.ReadDossier)
	if err != nil {
		return nil, err
	}
	ref, ok := c.piece(actor, sum)
	if !ok || s.evidence == nil {
		return nil, ErrUnknownPiece
	}
	if _, err := s.evidence.Stat(ctx, ref.SHA256); gone(err) {
		return nil, ErrUnknownPiece
	} else if err != nil {
		return nil, fmt.Errorf("look at evidence: %w", err)
	}
	p := &Piece{Attachment{SHA256: ref.SHA256, Size: ref.Size, MIME: ref.MIME}, s.evidence}
	texts, err := s.log.Texts(ctx, []string{ref.Name})
	if err != nil {
		return nil, fmt.Errorf("read the name of evidence: %w", err)
	}
	p.Name = texts[ref.Name]
	return p, nil
}

// Body reads a piece whole: what is given is what was recorded, it is ErrPieceAltered otherwise. It is ErrUnknownPiece
// when it was erased meanwhile.
func (p *Piece) Body() ([]byte, error) {
	f, err := p.kept.Open(p.SHA256)
	if gone(err) {
		return nil, ErrUnknownPiece
	}
	if err != nil {
		return nil, fmt.Errorf("open evidence: %w", err)
	}
	defer f.Close() // nothing was written
	body, err := io.ReadAll(io.LimitReader(f, p.Size+1))
	if err != nil {
		return nil, fmt.Errorf("read evidence: %w", err)
	}
	if is := sha256.Sum256(body); hex.EncodeToString(is[:]) != p.SHA256 {
		return nil, fmt.Errorf("%.12s: %w", p.SHA256, ErrPieceAltered)
	}
	return body, nil
}

// gone tells whether evidence is not there.
func gone(err error) bool {
	return errors.Is(err, evidence.ErrMissing) || errors.Is(err, fs.ErrNotExist)
}

// piece finds what was said of a piece of evidence where an actor sees it.
func (c *loaded) piece(actor recette.Actor, sum string) (p state.Piece, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen, all := c.sight(actor), c.state.Pieces(sum)
	at := slices.IndexFunc(all, func(p state.Piece) bool { return seen.row(p.Case) })
	if at < 0 {
		return p, false
	}
	return all[at], true
}
