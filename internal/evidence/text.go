package evidence

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// textScan looks at content as it streams by: is it text, and in UTF-8?
type textScan struct {
	utf8   bool // so far; final after end
	binary bool // a control character that no text has
	began  bool
	rest   []byte // an incomplete character at the end of the last write, at most 3 bytes
}

// Write implements io.Writer.
func (s *textScan) Write(b []byte) (int, error) {
	n := len(b)
	if !s.began {
		s.began, s.utf8 = true, true
	}
	for _, c := range b {
		// Tab, line ends, form feed, escape (colours of a terminal) are in logs; other controls are not.
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b {
			s.binary = true
			break
		}
	}
	if s.utf8 {
		s.scanUTF8(b)
	}
	return n, nil
}

func (s *textScan) scanUTF8(b []byte) {
	if len(s.rest) > 0 {
		b = append(s.rest, b...)
		s.rest = nil
	}
	// Keep back what may be the beginning of a character.
	cut := len(b)
	for i := 1; i <= 3 && i <= len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				cut = len(b) - i
			}
			break
		}
	}
	s.utf8 = utf8.Valid(b[:cut])
	s.rest = append([]byte(nil), b[cut:]...)
}

func (s *textScan) end() {
	if len(s.rest) > 0 {
		s.utf8 = false
	}
}

func (s *textScan) isText() bool { return !s.binary }

// maxName is the longest display name, in bytes: what common file systems take, so that a reader can save it.
const maxName = 200

// CleanName makes the name that someone gave fit for display: the last element of a path of either kind, without
// control or invisible direction characters, valid UTF-8, not too long. It is never used as a path. It returns "" when
// nothing is left.
func CleanName(name string) string {
	name = strings.ToValidUTF8(name, "\uFFFD")
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return -1
		}
		return r
	}, name))
	if name == "." || name == ".." || name == "/" {
		return ""
	}
	if len(name) > maxName {
		// The extension matters more than the middle.
		ext := path.Ext(name)
		if len(ext) > 16 {
			ext = ""
		}
		stem := name[:maxName-len(ext)]
		for !utf8.ValidString(stem) {
			stem = stem[:len(stem)-1]
		}
		name = stem + ext
	}
	return name
}
