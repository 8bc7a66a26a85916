package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"recette/internal/journal"
)

// Blob gives back a document by its SHA-256, in hex. It returns ErrUnknown when there is none, ErrCorrupt when it is
// not what its address says.
func (l *Journal) Blob(ctx context.Context, sha256 string) ([]byte, error) {
	data, err := l.rows.Document(ctx, sha256)
	if err != nil {
		return nil, fmt.Errorf("document %.12s: %w", sha256, err)
	}
	if err := (journal.Blob{SHA256: sha256, Data: data}).Check(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	return data, nil
}

// ReadBlob gives a document to read, piece by piece. It returns ErrUnknown when there is none, ErrCorrupt when it is
// not what its address says, whatever read made of it; else the error of read. read must not use the log.
func (l *Journal) ReadBlob(ctx context.Context, sum string, read func(io.Reader) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := pieces{come: make(chan []byte, 2)}
	go func() {
		defer close(p.come)
		p.err = l.pieces(ctx, sum, p.come)
	}()
	err := read(&p)
	for range p.come { // the rest of it too must be what its address says
	}
	if p.err != nil {
		return fmt.Errorf("document %.12s: %w", sum, p.err)
	}
	return err
}

// pieces gives the pieces of a document, and vouches at the end for all of them.
func (l *Journal) pieces(ctx context.Context, sum string, to chan<- []byte) error {
	return checkedPieces(ctx, l.rows, sum, func(piece []byte) error {
		select {
		case to <- piece:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

// checkedPieces gives the pieces of a document. It returns ErrCorrupt, in the end, when they are not what its address
// says.
func checkedPieces(ctx context.Context, rows Rows, sum string, give func([]byte) error) error {
	hash := sha256.New()
	err := rows.DocumentPieces(ctx, sum, func(piece []byte) error {
		hash.Write(piece)
		return give(piece)
	})
	if err != nil {
		return err
	}
	if want, err := hex.DecodeString(sum); err != nil || !bytes.Equal(hash.Sum(nil), want) {
		return errAltered
	}
	return nil
}

// errAltered is a document that is not what its address says.
var errAltered = fmt.Errorf("%w: it is not what its address says", ErrCorrupt)

// pieces is the reader of a document that another goroutine takes from the engine.
type pieces struct {
	come chan []byte
	now  []byte
	err  error // once come is closed
}

// Read implements io.Reader.
func (p *pieces) Read(b []byte) (int, error) {
	for len(p.now) == 0 {
		now, more := <-p.come
		switch {
		case more:
			p.now = now
		case p.err != nil:
			return 0, p.err
		default:
			return 0, io.EOF
		}
	}
	n := copy(b, p.now)
	p.now = p.now[n:]
	return n, nil
}
