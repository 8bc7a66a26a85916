package sheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// Beside is what a sheet holds beside its cells.
type Beside struct {
	Merges   []Merge
	Comments []Note // what somebody noted on a cell
	Drawings []Note // pictures, charts and shapes that were laid on the sheet; the cell under their first corner
}

// Merge is a rectangle of cells shown as one, from its first to its last, both included.
type Merge struct{ Column, Row, ToColumn, ToRow int }

// Note is what was put on a cell.
type Note struct {
	Column, Row int // from 1
	Text        string
}

// maxBeside bounds what is kept of a sheet beside its cells.
const maxBeside = 20_000

// Beside reads what a sheet holds beside its cells. It returns a *CellError for what cannot be read.
func (b *Book) Beside(s *Sheet) (out Beside, err error) {
	if s.part == "" {
		return out, nil
	}
	defer func() {
		if err != nil && !errors.As(err, new(*CellError)) {
			err = &CellError{Sheet: s.Name, Err: err}
		}
		if len(out.Merges)+len(out.Comments)+len(out.Drawings) > maxBeside {
			err = &CellError{Sheet: s.Name, Err: ErrLarge}
		}
	}()
	err = b.elements(s.part, func(_ *xml.Decoder, el *xml.StartElement) error {
		if el.Name.Local != "mergeCell" {
			return nil
		}
		from, to, _ := strings.Cut(attribute(el, "ref"), ":")
		var m Merge
		var ok, ok2 bool
		m.Column, m.Row, ok = named(from)
		if m.ToColumn, m.ToRow, ok2 = named(to); !ok || !ok2 || m.ToColumn < m.Column || m.ToRow < m.Row {
			return ErrFormat
		}
		if out.Merges = append(out.Merges, m); len(out.Merges) > maxBeside {
			return ErrLarge
		}
		return nil
	})
	if err != nil {
		return out, err
	}
	dir, name := path.Split(s.part)
	var rels relations
	if err := b.decode(dir+"_rels/"+name+".rels", &rels); err != nil {
		return out, err
	}
	for _, r := range rels.List {
		target := strings.TrimPrefix(path.Join("/"+dir, r.Target), "/")
		if strings.HasPrefix(r.Target, "/") {
			target = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
		kind := r.Type[strings.LastIndexByte(r.Type, '/')+1:]
		switch kind {
		case "comments", "threadedComment":
			err = b.comments(target, &out)
		case "drawing":
			err = b.drawings(target, &out)
		}
		if err != nil {
			return out, err
		}
	}
	return out, nil
}

// elements calls each with the elements of a part, in order. each may read on up to the end of the element.
func (b *Book) elements(part string, each func(*xml.Decoder, *xml.StartElement) error) error {
	r, err := b.part(part)
	if err != nil || r == nil {
		return err
	}
	defer r.Close()
	d := decoder(r)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unread(err)
		}
		if el, ok := t.(xml.StartElement); ok {
			if err := each(d, &el); err != nil {
				return unread(err)
			}
		}
	}
}

// comments reads the notes of cells: those of the format, and those in threads, which it repeats.
func (b *Book) comments(part string, out *Beside) error {
	return b.elements(part, func(d *xml.Decoder, el *xml.StartElement) error {
		if el.Name.Local != "comment" && el.Name.Local != "threadedComment" {
			return nil
		}
		column, row, ok := named(attribute(el, "ref"))
		said, err := texts(d)
		if err != nil {
			return err
		}
		if !ok {
			return ErrFormat
		}
		n := Note{column, row, strings.TrimSpace(unescaped(said))}
		if len(out.Comments) > maxBeside {
			return ErrLarge
		}
		if !slices.Contains(out.Comments, n) {
			out.Comments = append(out.Comments, n)
		}
		return nil
	})
}

// drawings reads where pictures and shapes were laid.
func (b *Book) drawings(part string, out *Beside) error {
	return b.elements(part, func(d *xml.Decoder, el *xml.StartElement) error {
		if !strings.HasSuffix(el.Name.Local, "Anchor") {
			return nil
		}
		var a struct {
			From struct {
				Column int `xml:"col"`
				Row    int `xml:"row"`
			} `xml:"from"`
			Said []string `xml:"sp>txBody>p>r>t"`
		}
		if err := d.DecodeElement(&a, el); err != nil {
			return err
		}
		n := Note{a.From.Column + 1, a.From.Row + 1, strings.Join(a.Said, " ")}
		if n.Column < 1 || n.Column > maxNamed || n.Row < 1 || n.Row > maxNumber {
			return ErrFormat
		}
		if out.Drawings = append(out.Drawings, n); len(out.Drawings) > maxBeside {
			return ErrLarge
		}
		return nil
	})
}

// unread puts an error of a decoder under those of the package.
func unread(err error) error {
	if errors.Is(err, errWorkbook) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}
