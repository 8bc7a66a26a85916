package syntax

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// foreignEncoding recognises UTF-16 and binary files. Text holds no NUL: a few of them at even or odd places only are
// UTF-16, a NUL elsewhere in the first block beside other controls is a binary file.
func foreignEncoding(b []byte, seen survey) (Code, bool) {
	if !seen.isForeign(b) {
		return "", false
	}
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
		return codeUTF16, true
	}
	head := b[:min(len(b), 8<<10)]
	var nul [2]int
	control := 0
	for i, c := range head {
		if c == 0 {
			nul[i&1]++
		}
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1b && c != '\f' {
			control++
		}
	}
	n := nul[0] + nul[1]
	switch {
	case n >= 4 && n*3 > len(head) && (nul[0] == 0 || nul[1] == 0 || nul[0] > 8*nul[1] || nul[1] > 8*nul[0]):
		return codeUTF16, true
	case control*10 > len(head), n > 0 && !utf8.Valid(head[:lastRune(head)]):
		return codeBinary, true
	}
	return "", false
}

// lastRune is the length of b without a rune that the end of the block cuts.
func lastRune(b []byte) int {
	for i := len(b) - 1; i >= 0 && i > len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if utf8.FullRune(b[i:]) {
				return len(b)
			}
			return i
		}
	}
	return len(b)
}

// invalidText tells a Windows-1252 file from damaged UTF-8, by whether any accent is well-formed UTF-8. The bytes start
// at offset base of the file.
func invalidText(path string, b []byte, base int) Diagnostic {
	line, start, bad, wellFormed := 1, 0, -1, 0
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			if bad < 0 {
				bad = i
			}
		} else if n > 1 {
			wellFormed++
		}
		if bad < 0 && b[i] == '\n' {
			line, start = line+1, i+1
		}
		i += n
	}
	d := Diagnostic{
		Code: codeInvalidUTF8, Severity: Error, Path: path, Line: line, Args: []string{fmt.Sprintf("0x%02X", b[bad])},
	}
	d.Column = utf8.RuneCount(b[start:bad]) + 1
	d.EndColumn = d.Column + 1
	if r := charmap.Windows1252.DecodeByte(b[bad]); wellFormed == 0 && unicode.IsPrint(r) {
		d.Code, d.Args = codeCP1252, []string{string(r)}
		d.mend(fromCP1252(b, base)...)
	}
	return d
}
