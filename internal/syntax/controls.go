package syntax

import (
	"fmt"
	"unicode/utf8"
)

// controls reports characters that a reader does not see. NUL and bidirectional overrides are refused: with them the
// text that a person approves is not the text that runs. Others are shown as visible glyphs by whoever prints them.
func (s *source) controls(d *reporter) {
	for i := range s.lines {
		l := s.lines[i].LineText
		seen := map[Code]bool{}
		for at, r := range l {
			code, severity := controlCode(r)
			if code == codeLineBreak {
				s.breaks = true // judged once it is known what the line is
				continue
			}
			if code == "" || seen[code] {
				continue
			}
			seen[code] = true
			col := s.column(i+1, at)
			found := d.at(code, severity, i+1, col, col+1, fmt.Sprintf("U+%04X", r))
			if code != codeBidi {
				found.mend(s.withoutControls(i+1, code)...)
			}
		}
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func controlCode(r rune) (Code, Severity) {
	switch {
	case r == 0:
		return codeNUL, Error
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return codeBidi, Error
	case r == '\t':
		return "", ""
	case isLineBreak(r):
		return codeLineBreak, Error
	case r < 0x20, r >= 0x7f && r < 0xa0:
		return codeControl, Warning
	case r == 0xad, r == 0x200b, r == 0x2060, r == 0xfeff:
		// Two tags or two steps that look the same would differ. U+200C and U+200D are left alone: emoji and several
		// scripts need them.
		return codeControl, Warning
	}
	return "", ""
}
