package secret

import (
	"bytes"
	"encoding/json"
	"mime"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
)

// Body hides the values in a file of that media type, when it is text: declared so, or without a NUL whatever it is
// declared (a log in an old encoding is no UTF-8), or UTF-16. What is not (a picture, an archive) is given back
// untouched.
func (m *Masker) Body(mediaType string, body []byte) []byte {
	if m.none() {
		return body
	}
	kind, params, err := mime.ParseMediaType(mediaType)
	if err != nil {
		kind = ""
	}
	if order, ok := wide(strings.ToLower(params["charset"]), body); ok {
		return m.wideBody(order, body)
	}
	if !textual(kind) && bytes.IndexByte(body, 0) >= 0 {
		return body
	}
	out := m.Bytes(body)
	if json.Valid(body) && !json.Valid(out) { // a value that was a number
		if quoted := quoteMarks(out); json.Valid(quoted) {
			return quoted
		}
	}
	return out
}

// textual reports whether files of a media type are text.
func textual(kind string) bool {
	if strings.HasPrefix(kind, "text/") || strings.HasSuffix(kind, "+json") || strings.HasSuffix(kind, "+xml") {
		return true
	}
	return slices.Contains([]string{
		"application/json", "application/jsonl", "application/x-ndjson", "application/javascript", "application/sql",
		"application/x-www-form-urlencoded", "application/xml", "application/yaml", "application/x-yaml",
		"message/http", "message/rfc822",
	}, kind)
}

// wide tells UTF-16 by its mark, else by what is declared.
func wide(charset string, body []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), charset == "utf-16le":
		return unicode.LittleEndian, true
	case bytes.HasPrefix(body, []byte{0xfe, 0xff}), charset == "utf-16be", charset == "utf-16":
		return unicode.BigEndian, true
	}
	return unicode.BigEndian, false
}

// wideBody hides the values in UTF-16. A file that holds none is given back to the byte.
func (m *Masker) wideBody(order unicode.Endianness, body []byte) []byte {
	enc := unicode.UTF16(order, unicode.IgnoreBOM)
	text, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return body
	}
	masked := m.Bytes(text)
	if bytes.Equal(masked, text) {
		return body
	}
	out, err := enc.NewEncoder().Bytes(masked)
	if err != nil {
		return []byte(Mark("UTF-16")) // cannot be: it was decoded; and never the value
	}
	return out
}

// quoteMarks puts the marks that stand outside the strings of a JSON text between quotes.
func quoteMarks(b []byte) []byte {
	var out []byte
	inside := false
	for i := 0; i < len(b); i++ {
		switch {
		case inside && b[i] == '\\' && i+1 < len(b):
			out = append(out, b[i])
			i++
		case b[i] == '"':
			inside = !inside
		case !inside && bytes.HasPrefix(b[i:], []byte("[***")):
			if n := bytes.IndexByte(b[i:], ']'); n > 0 {
				out = append(append(append(out, '"'), b[i:i+n+1]...), '"')
				i += n
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}
