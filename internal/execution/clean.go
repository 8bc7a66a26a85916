package execution

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What workers say is foreign text: a step may fail with a message of any bytes, and attach files under any name. None
// of it may make a result unrecordable, because a record that fails ends the run.

const (
	maxObserved = 4 << 10 // bytes of a message in the record; the whole of it is in the log
	maxLog      = 1 << 20 // bytes of log kept of an attempt
	maxName     = 200     // bytes of the name of an attachment
	maxMIME     = 127
)

// cleanText makes a text storable: valid UTF-8 without NUL.
func cleanText(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// cleanLog makes a log an attachment that is text: the control characters of progress bars would have it refused as
// binary. Those that move a line or colour it stay.
func cleanLog(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && !strings.ContainsRune("\t\n\r\f\x1b", r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// clip makes a message storable and bounds it, at a character boundary.
func clip(s string) string {
	if len(s) <= maxObserved {
		return cleanText(s)
	}
	return cleanText(cut(s, maxObserved)) + "…"
}

// cut keeps the first n bytes, less when a character lies across the limit.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// cleanName keeps the last element of a name, without what a screen or a file system could take for something else:
// nothing, when nothing of it says anything.
func cleanName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsGraphic(r) || r == '/' || r == '\\' {
			return '_'
		}
		return r
	}, path.Base(strings.ReplaceAll(s, `\`, "/")))
	s = cut(strings.TrimSpace(s), maxName)
	if strings.Trim(s, "._") == "" {
		return ""
	}
	return s
}

// cleanMIME keeps a media type of printable ASCII.
func cleanMIME(s string) string {
	if s == "" || len(s) > maxMIME || !strings.Contains(s, "/") {
		return "application/octet-stream"
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return "application/octet-stream"
		}
	}
	return s
}
