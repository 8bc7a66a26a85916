package workspace

import "encoding/binary"

// summaryEncoder writes numbers as varints, and texts after their length.
type summaryEncoder struct{ b []byte }

func (e *summaryEncoder) number(n int) { e.b = binary.AppendUvarint(e.b, uint64(n)) }

func (e *summaryEncoder) truth(is bool) {
	if is {
		e.number(1)
	} else {
		e.number(0)
	}
}

func (e *summaryEncoder) text(s string) {
	e.number(len(s))
	e.b = append(e.b, s...)
}

func (e *summaryEncoder) texts(list []string) {
	e.number(len(list))
	for _, s := range list {
		e.text(s)
	}
}

// encodeSummaries writes the cases of one file, which has one feature.
func encodeSummaries(list []Summary) []byte {
	var e summaryEncoder
	feature := ""
	if len(list) > 0 {
		feature = list[0].Feature
	}
	e.text(feature)
	e.number(len(list))
	for i := range list {
		s := &list[i]
		e.text(s.ID)
		e.truth(s.Stable)
		e.truth(s.Critical)
		e.text(s.Name)
		e.number(s.Line)
		e.text(s.Story)
		e.texts(s.Criteria)
		e.texts(s.Journeys)
		e.texts(s.Tags)
		e.number(s.Steps)
		e.text(s.Content)
		e.text(s.Presentation)
	}
	return e.b
}

// encodeHeadings writes the features of one file.
func encodeHeadings(list []Heading) []byte {
	var e summaryEncoder
	e.number(len(list))
	for _, h := range list {
		e.text(h.Name)
		e.text(h.Story)
		e.number(h.Cases)
	}
	return e.b
}

// decodeHeadings reads what encodeHeadings wrote of a file; ok is false for anything else.
func decodeHeadings(path, blob string) (list []Heading, ok bool) {
	d := summaryDecoder{rest: blob}
	list = make([]Heading, d.count())
	for i := range list {
		list[i] = Heading{Path: path, Name: d.text(), Story: d.text(), Cases: d.number()}
	}
	return list, !d.broken && d.rest == ""
}

// decodeSummaries reads what encodeSummaries wrote of a file; ok is false for anything else.
func decodeSummaries(path, blob string) (list []Summary, ok bool) {
	d := summaryDecoder{rest: blob}
	feature := d.text()
	list = make([]Summary, d.count())
	for i := range list {
		list[i] = Summary{
			Path: path, Feature: feature, ID: d.text(), Stable: d.truth(), Critical: d.truth(), Name: d.text(),
			Line: d.number(), Story: d.text(),
			Criteria: d.texts(), Journeys: d.texts(), Tags: d.texts(), Steps: d.number(), Content: d.text(),
			Presentation: d.text(),
		}
	}
	return list, !d.broken && d.rest == ""
}

// summaryDecoder reads one value after the other; texts are pieces of what it reads. A fault makes it sticky.
type summaryDecoder struct {
	rest   string
	broken bool
}

func (d *summaryDecoder) number() int {
	var n uint64
	for i := 0; i < len(d.rest) && i < binary.MaxVarintLen64; i++ {
		n |= uint64(d.rest[i]&0x7f) << (7 * i)
		if d.rest[i] < 0x80 {
			d.rest = d.rest[i+1:]
			return int(n)
		}
	}
	d.rest, d.broken = "", true
	return 0
}

func (d *summaryDecoder) truth() bool { return d.number() == 1 }

// count reads a length. Each element takes a byte at least, so that a damaged length cannot ask for memory.
func (d *summaryDecoder) count() int {
	if n := d.number(); n >= 0 && n <= len(d.rest) {
		return n
	}
	d.rest, d.broken = "", true
	return 0
}

func (d *summaryDecoder) text() string {
	n := d.count()
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *summaryDecoder) texts() []string {
	n := d.count()
	if n == 0 {
		return nil
	}
	list := make([]string, n)
	for i := range list {
		list[i] = d.text()
	}
	return list
}
