package cli

import (
	"fmt"
	"io"
	"strings"
	"unicode"
)

// clean makes untrusted text harmless on a terminal: control characters (ESC, C0, C1) and bidirectional overrides
// become visible, tabs and newlines stay (reliability 4.2: a scenario's name can clear the screen or set the title).
func clean(s string) string {
	safe := true
	for _, r := range s {
		if unsafe(r) {
			safe = false
			break
		}
	}
	if safe {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unsafe(r) {
			fmt.Fprintf(&b, "[U+%04X]", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func unsafe(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r), r == unicode.ReplacementChar:
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r == 0x200E, r == 0x200F:
		return true
	}
	return false
}

// say writes a line of text, made harmless, to w.
func say(w io.Writer, line string) { fmt.Fprintln(w, clean(line)) }
