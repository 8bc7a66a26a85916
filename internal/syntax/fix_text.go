package syntax

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// fromCP1252 writes in UTF-8 the stretch of a file that Windows-1252 explains whole.
func fromCP1252(b []byte, base int) []Edit {
	first := bytes.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf })
	last := len(b)
	for b[last-1] < utf8.RuneSelf {
		last--
	}
	var out strings.Builder
	for _, c := range b[first:last] {
		r := charmap.Windows1252.DecodeByte(c)
		if c >= utf8.RuneSelf && !unicode.IsPrint(r) && r != '\u00a0' && r != '\u00ad' {
			return nil
		}
		out.WriteRune(r)
	}
	return []Edit{{Span{base + first, base + last}, out.String()}}
}

// fromUTF16 writes a file in UTF-8, when its bytes are UTF-16 throughout.
func fromUTF16(b []byte, base int) []Edit {
	if len(b)%2 != 0 {
		return nil
	}
	high, text := 0, b // the place of the high byte in a pair
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}):
		high, text = 1, b[2:]
	case bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		text = b[2:]
	default:
		nul := [2]int{}
		for i, c := range b {
			if c == 0 {
				nul[i&1]++
			}
		}
		if nul[1] > nul[0] {
			high = 1
		}
	}
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(text[2*i+high])<<8 | uint16(text[2*i+1-high])
	}
	out := string(utf16.Decode(units))
	if strings.ContainsAny(out, "\x00\ufffd") {
		return nil
	}
	return []Edit{{Span{base, base + len(b)}, out}}
}

// maxLineEdits bounds the edits that recompose accents line by line. Past it one edit does it all.
const maxLineEdits = 1000

// recompose writes the lines that NFC changed as the parser reads them.
func (s *source) recompose() []Edit {
	var out []Edit
	for n := range s.lines {
		if _, changed := s.original[n+1]; !changed {
			continue
		}
		if len(out) == maxLineEdits {
			return s.recomposeAll(out[0].Start)
		}
		out = append(out, s.recomposeLine(n+1))
	}
	return out
}

// recomposeLine leaves alone what is the same at both ends of the line.
func (s *source) recomposeLine(n int) Edit {
	was, is := s.asRead(n), s.lines[n-1].LineText
	from := 0
	for from < min(len(was), len(is)) && was[from] == is[from] {
		from++
	}
	for from > 0 && (!runeStart(was, from) || !runeStart(is, from)) {
		from--
	}
	end := 0
	for end < min(len(was), len(is))-from && was[len(was)-1-end] == is[len(is)-1-end] {
		end++
	}
	for end > 0 && !runeStart(is, len(is)-end) {
		end--
	}
	start := s.starts[n-1]
	return Edit{Span{start + from, start + len(was) - end}, is[from : len(is)-end]}
}

func runeStart(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }

// recomposeAll writes everything from an offset on.
func (s *source) recomposeAll(from int) []Edit {
	var out strings.Builder
	for n := range s.lines {
		if s.starts[n+1] <= from {
			continue
		}
		if s.starts[n] <= from {
			from = s.starts[n]
		}
		out.WriteString(s.lines[n].LineText)
		out.WriteString(s.raw[s.starts[n]+len(s.asRead(n+1)) : s.starts[n+1]])
	}
	return []Edit{{Span{from, len(s.raw)}, out.String()}}
}

// removable tells a character that shows nothing and that nothing needs.
func removable(r rune) bool {
	switch r {
	case 0, '\u00ad', '\u200b', '\u2060', '\ufeff':
		return true
	}
	return false
}

// withoutControls takes the characters of a code away from a line, when all of them can be.
func (s *source) withoutControls(line int, code Code) []Edit {
	text := s.lines[line-1].LineText
	first, last := -1, 0
	for i, r := range text {
		if c, _ := controlCode(r); c != code {
			continue
		}
		if !removable(r) {
			return nil
		}
		if first < 0 {
			first = i
		}
		last = i + utf8.RuneLen(r)
	}
	kept := strings.Map(func(r rune) rune {
		if c, _ := controlCode(r); c == code {
			return -1
		}
		return r
	}, text[first:last])
	return []Edit{s.edit(line, first, last, kept)}
}

// trueBreaks writes a line end in place of each character that only some take for one.
func (s *source) trueBreaks(line int) []Edit {
	text := s.lines[line-1].LineText
	first := strings.IndexFunc(text, isLineBreak)
	last := strings.LastIndexFunc(text, isLineBreak)
	_, size := utf8.DecodeRuneInString(text[last:])
	eol := s.eol()
	var out strings.Builder
	for _, r := range text[first : last+size] {
		if isLineBreak(r) {
			out.WriteString(eol)
		} else {
			out.WriteRune(r)
		}
	}
	return []Edit{s.edit(line, first, last+size, out.String())}
}
