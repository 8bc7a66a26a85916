package pdf

import (
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Text makes a text string (7.9.2.2): ASCII as it is, anything else in UTF-16BE with its mark.
func Text(s string) String {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7F { // PDFDocEncoding has no character there
			ascii = false
			break
		}
	}
	if ascii {
		return String(s)
	}
	out := make([]byte, 2, 2+2*len(s))
	out[0], out[1] = 0xFE, 0xFF
	var u []uint16
	for _, r := range s {
		u = utf16.AppendRune(u[:0], r)
		for _, c := range u {
			out = append(out, byte(c>>8), byte(c))
		}
	}
	return String(out)
}

// DecodeText reads a text string: UTF-16BE or UTF-8 by their marks, else PDFDocEncoding, of which only the ISO 8859-1
// part is known here; other bytes become U+FFFD.
func DecodeText(s String) string {
	switch {
	case len(s) >= 2 && s[0] == 0xFE && s[1] == 0xFF:
		u := make([]uint16, 0, len(s)/2)
		for i := 2; i+1 < len(s); i += 2 {
			u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
		}
		return string(utf16.Decode(u))
	case len(s) >= 3 && s[:3] == "\xEF\xBB\xBF":
		return string(s[3:])
	}
	out := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		switch {
		case r == '\n' || r == '\r' || r == '\t', r >= ' ' && r < 0x7F, r > 0xA0:
		case r == 0xA0:
			r = '€'
		default:
			r = utf8.RuneError
		}
		out = append(out, r)
	}
	return string(out)
}

// Date makes a date string (7.9.4) in the zone of t, to the second.
func Date(t time.Time) String {
	_, off := t.Zone()
	sign := byte('+')
	if off < 0 {
		sign, off = '-', -off
	}
	b := t.AppendFormat(make([]byte, 0, 24), "D:20060102150405")
	h, m := off/3600, off/60%60
	return String(append(b, sign, byte('0'+h/10), byte('0'+h%10), '\'', byte('0'+m/10), byte('0'+m%10), '\''))
}

// ParseDate reads a date string; missing parts take their least value, a missing zone is UTC. It is false for
// anything else.
func ParseDate(s String) (time.Time, bool) {
	b := string(s)
	if len(b) < 6 || b[:2] != "D:" {
		return time.Time{}, false
	}
	b = b[2:]
	parts := [6]int{0, 1, 1, 0, 0, 0}
	for i := range parts {
		n := 2
		if i == 0 {
			n = 4
		}
		if len(b) < n {
			break
		}
		v, ok := decimal([]byte(b[:n]))
		if !ok {
			break
		}
		parts[i], b = v, b[n:]
	}
	zone := time.UTC
	switch {
	case b == "" || b == "Z" || b == "Z00'00'" || b == "Z00'00":
	case len(b) >= 3 && (b[0] == '+' || b[0] == '-'):
		h, ok1 := decimal([]byte(b[1:3]))
		m, ok2 := 0, true
		if len(b) >= 6 && b[3] == '\'' {
			m, ok2 = decimal([]byte(b[4:6]))
		}
		if !ok1 || !ok2 || h > 23 || m > 59 {
			return time.Time{}, false
		}
		off := h*3600 + m*60
		if b[0] == '-' {
			off = -off
		}
		if off != 0 {
			zone = time.FixedZone("", off)
		}
	default:
		return time.Time{}, false
	}
	t := time.Date(parts[0], time.Month(parts[1]), parts[2], parts[3], parts[4], parts[5], 0, zone)
	if t.Month() != time.Month(parts[1]) || t.Day() != parts[2] || t.Hour() != parts[3] || t.Second() != parts[5] {
		return time.Time{}, false
	}
	return t, true
}
