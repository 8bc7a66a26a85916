package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The names of the hash algorithms. A name is never given another meaning: when the rule changes, so does the number.
// testdata/vectors holds cases with their canonical bytes and hashes, for anyone who writes another implementation.
//
// content/1 is SHA-256 over the RFC 8785 JSON
//
//	{"algorithm":"content/1","steps":[STEP,…]}
//
// of the steps of the Contextes and of the scenario, in the order in which they run, where STEP is
//
//	{"doc":{"media":"…","text":"…"},"table":[["…",…],…],"text":"…","type":"…"}
//
// with "doc" and "table" present only when the step has them. Texts are in Unicode NFC, placeholders resolved. "text"
// has its runs of Unicode white space folded to one space and none at its ends; table cells are trimmed as Gherkin
// trims them and otherwise exact; the doc string is exact once its indentation is removed, its media type trimmed.
// "type" is context, action, outcome or unknown; Et, Mais and * take the type of the step before, across the Contexte.
// Names, descriptions, tags, comments, layout, language and the choice among synonyms of a keyword are left out.
//
// presentation/1 is SHA-256 over the RFC 8785 JSON
//
//	{"about":"…","algorithm":"presentation/1","examples":"…","feature":{"about":"…","name":"…"},
//	 "name":"…","rule":{"about":"…","name":"…"},"tags":["…",…]}
//
// with "examples" and "rule" present only when the case has them, tags sorted by their bytes, without the tag of the
// stable id, and names and each line of the descriptions folded as above.
const (
	contentAlgorithm      = "content/1"
	presentationAlgorithm = "presentation/1"
)

func digest(algorithm string, b []byte) string {
	sum := sha256.Sum256(b)
	out := make([]byte, 0, len(algorithm)+1+2*len(sum))
	out = append(append(out, algorithm...), ':')
	return string(hex.AppendEncode(out, sum[:]))
}

func (c *canonical) content(k *Case) {
	c.reset()
	c.open('{')
	c.field("algorithm", contentAlgorithm)
	c.key("steps")
	c.open('[')
	for i := range k.Steps {
		s := &k.Steps[i]
		c.open('{')
		if s.DocString != nil {
			c.key("doc")
			c.open('{')
			c.field("media", s.DocString.MediaType)
			c.field("text", nfc(s.DocString.Content))
			c.close('}')
		}
		if s.Table != nil {
			c.key("table")
			c.open('[')
			for _, row := range s.Table {
				c.open('[')
				for _, cell := range row {
					c.text(nfc(cell))
				}
				c.close(']')
			}
			c.close(']')
		}
		c.field("text", foldSpace(s.Text))
		c.field("type", string(s.Type))
		c.close('}')
	}
	c.close(']')
	c.close('}')
}

func (c *canonical) presentation(k *Case, idPrefix string) {
	c.reset()
	c.open('{')
	c.field("about", foldLines(k.About))
	c.field("algorithm", presentationAlgorithm)
	if k.Examples != nil {
		c.field("examples", foldSpace(k.Examples.Name))
	}
	c.key("feature")
	c.named(k.Feature.Name, k.Feature.About)
	c.field("name", foldSpace(k.Name))
	if k.Rule != nil {
		c.key("rule")
		c.named(k.Rule.Name, k.Rule.About)
	}
	c.key("tags")
	c.open('[')
	tags := append([]string(nil), k.Tags...)
	sort.Strings(tags)
	for _, t := range tags {
		if !strings.HasPrefix(t, idPrefix) {
			c.text(t)
		}
	}
	c.close(']')
	c.close('}')
}

func (c *canonical) named(name, about string) {
	c.open('{')
	c.field("about", foldLines(about))
	c.field("name", foldSpace(name))
	c.close('}')
}

func nfc(s string) string {
	if norm.NFC.IsNormalString(s) {
		return s
	}
	return norm.NFC.String(s)
}

// foldSpace puts s in NFC and folds its white space.
func foldSpace(s string) string {
	if spaced(s) {
		return nfc(s)
	}
	return strings.Join(strings.FieldsFunc(nfc(s), unicode.IsSpace), " ")
}

// spaced tells whether single plain spaces are the only white space of s, none at its ends.
func spaced(s string) bool {
	before := byte(' ')
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ' && (before == ' ' || i+1 == len(s)), c >= '\t' && c <= '\r':
			return false
		case c >= utf8.RuneSelf && utf8.RuneStart(c):
			if r, _ := utf8.DecodeRuneInString(s[i:]); unicode.IsSpace(r) {
				return false
			}
		}
		before = c
	}
	return true
}

// foldLines folds each line of a description and drops its blank lines at both ends.
func foldLines(s string) string {
	if s == "" {
		return ""
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = foldSpace(l)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
