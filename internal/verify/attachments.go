package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"recette/internal/budget"
	"recette/internal/pdf"
)

// Digest is the hex SHA-256 of a file, by which journal and report name it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Attachments gives the files embedded in the newest revision of a PDF, by name, within the budget of a judgement. It
// judges nothing: a signature may be missing or broken. It returns an error of the pdf.ErrPDF tree when the file cannot
// be read, one of budget.ErrExceeded when it asks for too much, that of the context, and one when two attachments share
// a name, since a reader could then be shown either.
func Attachments(ctx context.Context, data []byte) (map[string][]byte, error) {
	b := budget.New(ctx, Allowance())
	files, err := embedded(data, b)
	if over := b.Err(); over != nil {
		return nil, over
	}
	return files, err
}

func embedded(data []byte, b *budget.Budget) (map[string][]byte, error) {
	d, err := pdf.OpenLimits(data, pdfLimits(b))
	if err != nil {
		return nil, err
	}
	return attachments(d, b)
}

func attachments(d *pdf.Document, b *budget.Budget) (map[string][]byte, error) {
	names := d.Array(d.Dict(d.Dict(d.Catalog().Get("Names")).Get("EmbeddedFiles")).Get("Names"))
	if len(names)%2 != 0 {
		return nil, fmt.Errorf("%w: embedded files", pdf.ErrStructure)
	}
	files := map[string][]byte{}
	for i := 0; i+1 < len(names); i += 2 {
		spec := d.Dict(names[i+1])
		name := d.Text(spec.Get("UF"))
		stream := d.Stream(d.Dict(spec.Get("EF")).Get("F"))
		if name == "" || stream == nil {
			return nil, fmt.Errorf("%w: embedded file %d", pdf.ErrStructure, i/2)
		}
		if _, twice := files[name]; twice {
			return nil, fmt.Errorf("%w: two embedded files named %q", pdf.ErrStructure, name)
		}
		content, err := attachment(d, stream, b)
		if err != nil {
			return nil, fmt.Errorf("embedded file %q: %w", name, err)
		}
		files[name] = content
	}
	return files, nil
}

// attachment inflates an embedded file into the room that its announced size takes. A size that lies is a fault of the
// file: no reader would agree with another on where it ends.
func attachment(d *pdf.Document, s *pdf.Stream, b *budget.Budget) ([]byte, error) {
	size, ok := d.Int(d.Dict(s.Dict.Get("Params")).Get("Size"))
	if !ok || size < 0 {
		return nil, fmt.Errorf("%w: no size", pdf.ErrStructure)
	}
	if err := b.Hold(size); err != nil {
		return nil, err
	}
	r, err := d.Reader(s)
	if err != nil {
		return nil, err
	}
	content := make([]byte, size)
	if _, err := io.ReadFull(r, content); err != nil {
		return nil, fmt.Errorf("%w: %d bytes announced: %w", pdf.ErrStructure, size, err)
	}
	if n, err := io.ReadFull(r, make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: more than the %d bytes announced", pdf.ErrStructure, size)
	}
	return content, nil
}
