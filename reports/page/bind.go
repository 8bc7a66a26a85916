package page

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// bind copies a file that gofpdf wrote, with the content of its pages replaced by what was pressed, or, apart, by
// nothing, and its cross-reference table made anew. gofpdf keeps pages in clear, then all of them a second time in the
// file: 127 MB at 1,000 scenarios, a quarter of it this way. It relies on what gofpdf 1.16.2, frozen, always writes:
// page n is object 1+2n, its content the next one; anything else is ErrRender.
func bind(w io.Writer, file []byte, pages []*pressed, apart bool) error {
	offsets, trailer, err := crossReferences(file)
	if err != nil {
		return err
	}
	order := make([]int, 0, len(offsets))
	for n := 1; n < len(offsets); n++ {
		order = append(order, n)
	}
	slices.SortFunc(order, func(a, b int) int { return offsets[a] - offsets[b] })
	if g, ok := w.(interface{ Grow(n int) }); ok { // a buffer need not double until all is in
		size := len(file) + 64*len(pages)
		for i := 0; i < len(pages) && !apart; i++ {
			size += len(pages[i].parts)
		}
		g.Grow(size)
	}
	out := &counter{w: bufio.NewWriterSize(w, 32<<10)}
	out.bytes(file[:offsets[order[0]]])
	places := make([]int, len(offsets))
	for i, n := range order {
		end := trailer.table
		if i+1 < len(order) {
			end = offsets[order[i+1]]
		}
		object := file[offsets[n]:end]
		places[n] = out.n
		page := n/2 - 1 // object 4 is the content of page 1
		if n < 4 || n%2 == 1 || page > len(pages) {
			out.bytes(object)
			continue
		}
		if !bytes.HasPrefix(object, []byte(strconv.Itoa(n)+" 0 obj\n<</Length ")) {
			return fmt.Errorf("%w: object %d is not the content of page %d", ErrRender, n, page)
		}
		if apart {
			out.text("%d 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n", n)
			continue
		}
		out.text("%d 0 obj\n<</Filter /FlateDecode /Length %d>>\nstream\n", n, len(pages[page-1].parts))
		out.bytes(pages[page-1].parts)
		out.text("\nendstream\nendobj\n")
	}
	table := out.n
	out.text("xref\n0 %d\n0000000000 65535 f \n", len(places))
	for _, at := range places[1:] {
		out.text("%010d 00000 n \n", at)
	}
	out.bytes(file[trailer.start:trailer.end])
	out.text("startxref\n%d\n%%%%EOF\n", table)
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.err
}

type ending struct{ table, start, end int }

// crossReferences reads the table at the end of a file of gofpdf: one section, 20 bytes an entry.
func crossReferences(file []byte) (offsets []int, e ending, err error) {
	bad := fmt.Errorf("%w: unexpected end of file", ErrRender)
	e.end = bytes.LastIndex(file, []byte("startxref\n"))
	e.start = bytes.LastIndex(file, []byte("trailer\n"))
	if e.end < 0 || e.start < 0 || e.start > e.end {
		return nil, e, bad
	}
	number, _, _ := bytes.Cut(file[e.end+len("startxref\n"):], []byte("\n"))
	if e.table, err = strconv.Atoi(string(number)); err != nil || e.table > e.start {
		return nil, e, bad
	}
	var count int
	if _, err := fmt.Sscanf(string(file[e.table:min(e.table+40, e.start)]), "xref\n0 %d\n", &count); err != nil {
		return nil, e, bad
	}
	entries := e.start - 20*count
	if count < 3 || entries < e.table {
		return nil, e, bad
	}
	offsets = make([]int, count)
	for i := 1; i < count; i++ {
		at := entries + 20*i
		if offsets[i], err = strconv.Atoi(string(file[at : at+10])); err != nil || offsets[i] >= e.table {
			return nil, e, bad
		}
	}
	return offsets, e, nil
}

// counter writes and knows where it is.
type counter struct {
	w   *bufio.Writer
	n   int
	err error
}

func (c *counter) bytes(b []byte) {
	if c.err == nil {
		var n int
		n, c.err = c.w.Write(b)
		c.n += n
	}
}

func (c *counter) text(format string, args ...any) { c.bytes(fmt.Appendf(nil, format, args...)) }
