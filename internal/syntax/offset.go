package syntax

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// offset converts a byte offset of the NFC line to one of the file as it stands.
func (s *source) offset(line, at int) int {
	m := mapper{source: s}
	return m.offset(line, at)
}

// column converts a byte offset of the NFC line to a 1-based rune column of the line as it stands in the file.
func (s *source) column(line, at int) int {
	if line < 1 || line > len(s.lines) {
		return 1
	}
	return utf8.RuneCountInString(s.raw[s.starts[line-1]:s.offset(line, at)]) + 1
}

// mapper converts offsets of NFC lines to offsets of the file. It goes on from its last answer: asked for ascending
// offsets of a line, it reads the line once.
type mapper struct {
	source   *source
	line     int
	composed int // offset in the NFC line
	raw      int // the same place in the line as it stands
}

// offset returns where byte at of the NFC line stands in the file. A place inside a sequence that NFC composes, which no
// keyword or mark is, is that of the sequence.
func (m *mapper) offset(line, at int) int {
	s := m.source
	at = min(at, len(s.lines[line-1].LineText))
	original, changed := s.original[line]
	start := s.starts[line-1]
	if !changed {
		return start + at
	}
	if m.line != line || at < m.composed {
		m.line, m.composed, m.raw = line, 0, 0
	}
	for m.raw < len(original) && m.composed < at {
		n := norm.NFC.NextBoundaryInString(original[m.raw:], true)
		part := original[m.raw : m.raw+n]
		size := n
		if !norm.NFC.IsNormalString(part) {
			size = len(norm.NFC.String(part))
		} else if m.composed+size > at {
			return start + m.raw + at - m.composed
		}
		if m.composed+size > at {
			break
		}
		m.composed += size
		m.raw += n
	}
	return start + m.raw
}
