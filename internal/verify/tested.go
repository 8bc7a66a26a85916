package verify

import (
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
	for _, z := range c.frozen.Cases {
		if c.budget.Work(z.length) != nil {
			return
		}
		algorithm, hash, _ := strings.Cut(z.Content, ":")
		switch {
		case algorithm == contentAlgorithm && hash == hex.EncodeToString(z.tested[:]):
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
func (z *plannedCase) content(d *hasher) {
	d.text(`{"algorithm":"` + contentAlgorithm + `","steps":[`)
	for i := range z.Steps {
		s := &z.Steps[i]
		if i > 0 {
			d.byte(',')
		}
		d.byte('{')
		if s.Doc != nil {
			d.text(`"doc":{"media":`)
			d.quote(s.Doc.MediaType)
			d.text(`,"text":`)
			d.quote(norm.NFC.String(s.Doc.Content))
			d.text("},")
		}
		if s.Table != nil {
			d.text(`"table":[`)
			for r, row := range s.Table {
				if r > 0 {
					d.byte(',')
				}
				d.byte('[')
				for k, cell := range row {
					if k > 0 {
						d.byte(',')
					}
					d.quote(norm.NFC.String(cell))
				}
				d.byte(']')
			}
			d.text("],")
		}
		d.text(`"text":`)
		d.quote(folded(s.Text))
		d.text(`,"type":`)
		d.quote(s.Type)
		d.byte('}')
	}
	d.text("]}")
}

// folded gives a text in NFC, its white space folded.
func folded(s string) string {
	if s = norm.NFC.String(s); single(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), " ")
}

// single tells whether the words of a text stand one space apart. Of a text with white space of other scripts it need
// not know.
func single(s string) bool {
	space := true // before the text
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' && space, c == 0xC2, c >= 0xE1 && c <= 0xE3, c >= '\t' && c <= '\r':
			return false // white space beyond ASCII begins with one of these bytes
		default:
			space = c == ' '
		}
	}
	return !space || s == ""
}

// quote writes a string as RFC 8785 (3.2.2.2) does.
func (d *hasher) quote(s string) {
	d.byte('"')
	from := 0
	for i := range len(s) {
		x := s[i]
		if x >= 0x20 && x != '"' && x != '\\' {
			continue
		}
		d.text(s[from:i])
		from = i + 1
		switch k := strings.IndexByte("\b\t\n\f\r\"\\", x); {
		case k >= 0:
			d.byte('\\')
			d.byte(`btnfr"\`[k])
		default:
			d.text(`\u00`)
			d.byte('0' + x>>4)
			d.byte("0123456789abcdef"[x&0xF])
		}
	}
	d.text(s[from:])
	d.byte('"')
}
