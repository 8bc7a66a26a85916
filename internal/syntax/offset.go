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
	source *source
	line   int
	// Where the reading of the line stands, in the NFC line and in the line as it is.
	composed, raw int
	next          segment
	segments      *norm.Iter
}

// segment is a stretch of a line that NFC makes on its own.
type segment struct {
	size int  // once composed; 0 before it is read
	end  int  // in the line as it is
	same bool // NFC changes nothing
}

// offset returns where byte at of the NFC line stands in the file. A place inside a sequence that NFC composes, which
// no keyword or mark is, is that of the sequence.
func (m *mapper) offset(line, at int) int {
	s := m.source
	start := s.starts[line-1]
	at = min(at, len(s.lines[line-1].LineText))
	if len(s.original) == 0 {
		return start + at
	}
	original, changed := s.original[line]
	if !changed {
		return start + at
	}
	if m.line != line || at < m.composed {
		m.line, m.composed, m.raw, m.next = line, 0, 0, segment{}
		if m.segments == nil {
			m.segments = new(norm.Iter)
		}
		m.segments.InitString(norm.NFC, original)
	}
	for m.composed < at {
		if m.next.size == 0 {
			if m.segments.Done() {
				break
			}
			text := m.segments.Next()
			end := m.segments.Pos()
			m.next = segment{len(text), end, string(text) == original[m.raw:end]}
		}
		if m.composed+m.next.size > at {
			if m.next.same {
				return start + m.raw + at - m.composed
			}
			break
		}
		m.composed, m.raw, m.next = m.composed+m.next.size, m.next.end, segment{}
	}
	return start + m.raw
}
