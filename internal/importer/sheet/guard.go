package sheet

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
)

// The bounds of what one reading of a part may keep in memory at a time: a workbook nests nothing deep, and no element
// of it has many attributes. A text between two tags is at most a cell, each character written as a reference.
const (
	maxDepth      = 48
	maxAttributes = 128
	maxSpan       = 512 << 10 // bytes without a "<"
)

// decoder reads XML that nobody vouches for, within the bounds.
func decoder(r io.Reader) *xml.Decoder {
	raw := xml.NewDecoder(&spans{r: r})
	return xml.NewTokenDecoder(&guard{raw: raw})
}

// guard holds tokens to the bounds.
type guard struct {
	raw   *xml.Decoder
	depth int
}

// Token gives the next token. It is the seam of xml.NewTokenDecoder.
func (g *guard) Token() (xml.Token, error) {
	t, err := g.raw.RawToken()
	switch el := t.(type) {
	case xml.StartElement:
		if g.depth++; g.depth > maxDepth || len(el.Attr) > maxAttributes {
			return nil, fmt.Errorf("%w: elements within elements, or attributes", ErrLarge)
		}
	case xml.EndElement:
		g.depth--
	case xml.Directive: // no workbook declares a type of document
		return nil, ErrFormat
	default:
	}
	return t, err //nolint:wrapcheck // io.EOF is for the decoder to see
}

// spans refuses more bytes without a tag than any text has: a decoder keeps a whole token.
type spans struct {
	r io.Reader
	n int
}

func (s *spans) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if last := bytes.LastIndexByte(p[:n], '<'); last >= 0 {
		if first := bytes.IndexByte(p[:n], '<'); s.n+first > maxSpan {
			return 0, ErrLarge
		}
		s.n = n - last
	} else if s.n += n; s.n > maxSpan {
		return 0, ErrLarge
	}
	return n, err //nolint:wrapcheck // io.EOF is for the decoder to see
}
