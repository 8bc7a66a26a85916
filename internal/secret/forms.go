package secret

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// know adds the forms of a value: of the whole, of each of its lines that can be hidden by itself, and of both with
// their accents composed and decomposed, or in the old encoding of western Europe.
func (m *Masker) know(v Value, mark string) {
	texts := []string{v.Text, strings.TrimSpace(v.Text)}
	for line := range strings.Lines(v.Text) {
		if line = strings.TrimSpace(line); maskable(line) {
			texts = append(texts, line)
		}
	}
	seen := map[string]bool{}
	for _, t := range texts {
		for _, t := range []string{t, norm.NFC.String(t), norm.NFD.String(t), latin1(norm.NFC.String(t))} {
			if t != "" && !seen[t] {
				seen[t] = true
				m.write(t, mark)
			}
		}
	}
}

// write adds the forms of a text. Escapes are read while a text is compared (see match), so that any mixture of them is
// known; the forms that are escaped here are those that are then escaped, or encoded, once more.
func (m *Masker) write(t, mark string) {
	seen := map[string]bool{}
	add := func(text string, fold bool) {
		if len(text) >= MinLength && !seen[text] {
			seen[text] = true
			m.forms = append(m.forms, form{text: []byte(text), mark: mark, fold: fold})
		}
	}
	for _, e := range append([]string{t}, escapedForms(t)...) {
		add(e, false)
		for _, b := range base64Forms(e) {
			add(b, true)
		}
		add(hex.EncodeToString([]byte(e)), true)
		add(strings.ToUpper(hex.EncodeToString([]byte(e))), true)
	}
	for _, sep := range []string{" ", ",", ", "} { // bytes as fmt and JSON list them
		var b strings.Builder
		for i, c := range []byte(t) {
			if i > 0 {
				b.WriteString(sep)
			}
			b.WriteString(strconv.Itoa(int(c)))
		}
		add(b.String(), false)
	}
	add(strings.TrimSuffix(spaced(t), " "), false)
}

// spaced gives bytes as "% x" prints them.
func spaced(t string) string {
	var b strings.Builder
	for _, c := range []byte(t) {
		b.WriteString(hex.EncodeToString([]byte{c}) + " ")
	}
	return b.String()
}

// escapedForms gives t under the escapes that programs put upon one another.
func escapedForms(t string) []string {
	forms := []string{url.QueryEscape(t), url.PathEscape(t), html.EscapeString(t)}
	for _, q := range []string{quotedJSON(t, true), quotedJSON(t, false), strconv.Quote(t)} {
		forms = append(forms, strings.TrimSuffix(strings.TrimPrefix(q, `"`), `"`))
	}
	return forms
}

func quotedJSON(t string, forHTML bool) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(forHTML)
	if e.Encode(t) != nil { // a string always encodes
		return t
	}
	return strings.TrimSpace(b.String())
}

// base64Forms gives what of t shows in base64 whatever stands before and after it: three bytes make four characters, so
// there are three ways in which a text may lie. The characters that t shares with what is around it are left out, but
// where the text ends with t.
func base64Forms(t string) []string {
	var forms []string
	for _, enc := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		for before := range 3 {
			text := enc.EncodeToString(append(make([]byte, before), t...))
			begin := []int{0, 2, 3}[before] // characters that hold something of what stands before
			whole := (before + len(t)) / 3 * 4
			bare := strings.TrimRight(text, "=")
			end := whole // the character after holds bits of t alone only if it is a whole one
			switch len(bare) - whole {
			case 2:
				end++
			case 3:
				end += 2
			}
			forms = append(forms, text[begin:], bare[begin:], bare[begin:end])
		}
	}
	return forms
}

// latin1 gives t in ISO 8859-1, or nothing when that is the same or cannot be.
func latin1(t string) string {
	b := make([]byte, 0, len(t))
	for _, r := range t {
		if r > 0xff || r == utf8.RuneError {
			return ""
		}
		b = append(b, byte(r))
	}
	if len(b) == len(t) {
		return ""
	}
	return string(b)
}
