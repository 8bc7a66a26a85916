package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// contentAlgorithm names the rule by which the steps of a case give its hash: SHA-256 over their RFC 8785 JSON, texts
// in NFC with their white space folded, doc strings and cells exact.
const contentAlgorithm = "content/1"

// tested compares the hash of each frozen case with its steps. The hash alone says that the features of today are those
// that were tested: a plan that shows other steps under it would pass for them.
func (c *check) tested() {
	var b []byte
	for i := range c.frozen.Cases {
		z := &c.frozen.Cases[i]
		b = z.content(b[:0])
		if c.budget.Work(len(b)) != nil {
			return
		}
		sum := sha256.Sum256(b)
		algorithm, hash, _ := strings.Cut(z.Content, ":")
		switch {
		case algorithm == contentAlgorithm && hash == hex.EncodeToString(sum[:]):
		case later(algorithm, contentAlgorithm):
			c.contents.add(doubt(FormatNewer, manifestName, algorithm))
		case c.pv.Derivation == 0: // nothing held the plans of then to it
			c.contents.add(doubt(CaseText, z.ID, "content"))
		default:
			c.contents.add(bad(CaseText, z.ID, "content"))
		}
	}
}

// content writes the steps in their one form.
func (z *frozenCase) content(b []byte) []byte {
	b = append(b, `{"algorithm":"`+contentAlgorithm+`","steps":[`...)
	for i := range z.Steps {
		s := &z.Steps[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		if s.Doc != nil {
			b = quote(append(b, `"doc":{"media":`...), s.Doc.MediaType)
			b = quote(append(b, `,"text":`...), norm.NFC.String(s.Doc.Content))
			b = append(b, "},"...)
		}
		if s.Table != nil {
			b = append(b, `"table":[`...)
			for r, row := range s.Table {
				if r > 0 {
					b = append(b, ',')
				}
				b = append(b, '[')
				for k, cell := range row {
					if k > 0 {
						b = append(b, ',')
					}
					b = quote(b, norm.NFC.String(cell))
				}
				b = append(b, ']')
			}
			b = append(b, "],"...)
		}
		text := strings.Join(strings.FieldsFunc(norm.NFC.String(s.Text), unicode.IsSpace), " ")
		b = quote(append(b, `"text":`...), text)
		b = append(quote(append(b, `,"type":`...), s.Type), '}')
	}
	return append(b, "]}"...)
}

// quote writes a string as RFC 8785 (3.2.2.2) does.
func quote(b []byte, s string) []byte {
	b = append(b, '"')
	for i := range len(s) {
		switch x := s[i]; {
		case x == '"', x == '\\':
			b = append(b, '\\', x)
		case x >= 0x20:
			b = append(b, x)
		default:
			if k := strings.IndexByte("\b\t\n\f\r", x); k >= 0 {
				b = append(b, '\\', "btnfr"[k])
			} else {
				b = append(b, '\\', 'u', '0', '0', '0'+x>>4, "0123456789abcdef"[x&0xF])
			}
		}
	}
	return append(b, '"')
}
