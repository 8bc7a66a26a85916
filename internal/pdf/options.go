package pdf

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// Options say what Finalise writes around the rendered pages.
type Options struct {
	// Title, Author and Subject go to the information dictionary and the XMP packet. Title is mandatory: viewers show
	// it instead of the file name.
	Title, Author, Subject string
	// Language is a BCP 47 tag such as "fr" or "fr-FR"; mandatory.
	Language string
	// CreatedAt is the creation and modification date, written in its own zone, to the second; mandatory.
	CreatedAt time.Time
	// Producer names the program; mandatory.
	Producer string
	// Attachments are embedded in the given order.
	Attachments []Attachment
	// Contents are the contents of the pages, in order, deflated, in place of those of the report; nil keeps those.
	Contents [][]byte
	// Fields are the empty signature fields, all that the document will ever have, in signing order. A field made
	// after a certification would break it.
	Fields []SignatureField
}

// Attachment is a file embedded in the document and associated with it (ISO 19005-3, 6.8).
type Attachment struct {
	// Name is the file name, without folder. MIME is its media type.
	Name, MIME string
	// Description is a sentence for the reader.
	Description string
	// Relationship is Source, Data, Alternative, Supplement or Unspecified (ISO 19005-3, Annex E).
	Relationship string
	// Data is the content; or else Write writes it, once, so that a large file is never whole in memory.
	Data  []byte
	Write func(io.Writer) error
	// ModifiedAt is the date of the data; the zero time means Options.CreatedAt.
	ModifiedAt time.Time

	packed *packed // the content, once it was packed
}

// SignatureField is an empty signature field and its visible box.
type SignatureField struct {
	// Name identifies the field; no dot. Tooltip is what assistive technology reads.
	Name, Tooltip string
	// Page counts from 0. Rect is left, bottom, right, top in points from the bottom left corner of the page; all
	// zeros make an invisible field.
	Page int
	Rect [4]float64
	// Lock forbids any later change once the field is signed (SigFieldLock All, P 1). It is for the last field only,
	// and must exist before the first signature.
	Lock bool
}

// relationships are the values of AFRelationship.
const relationships = " Source Data Alternative Supplement Unspecified "

func (o *Options) validate(pages int) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrOptions}, args...)...)
	}
	for _, f := range []struct{ name, v string }{
		{"title", o.Title},
		{"author", o.Author},
		{"subject", o.Subject},
		{"producer", o.Producer},
	} {
		if !utf8.ValidString(f.v) {
			return bad("%s is not UTF-8", f.name)
		}
		if f.v == "" && (f.name == "title" || f.name == "producer") {
			return bad("no %s", f.name)
		}
	}
	if !languageTag(o.Language) {
		return bad("language %q", o.Language)
	}
	if o.CreatedAt.IsZero() || o.CreatedAt.Year() < 1900 || o.CreatedAt.Year() > 9999 {
		return bad("creation date")
	}
	if o.Contents != nil && len(o.Contents) != pages {
		return bad("contents of %d pages for %d", len(o.Contents), pages)
	}
	names := map[string]bool{}
	for _, a := range o.Attachments {
		switch {
		case a.Name == "" || names[a.Name] || !utf8.ValidString(a.Name) || strings.ContainsAny(a.Name, "/\\\x00"):
			return bad("attachment name %q", a.Name)
		case !mediaType(a.MIME):
			return bad("attachment %s: media type %q", a.Name, a.MIME)
		case a.Relationship == "" || !strings.Contains(relationships, " "+a.Relationship+" "):
			return bad("attachment %s: relationship %q", a.Name, a.Relationship)
		case a.Data != nil && a.Write != nil:
			return bad("attachment %s: two contents", a.Name)
		}
		names[a.Name] = true
	}
	names = map[string]bool{}
	for i, f := range o.Fields {
		w, h := f.Rect[2]-f.Rect[0], f.Rect[3]-f.Rect[1]
		switch {
		case f.Name == "" || names[f.Name] || !utf8.ValidString(f.Name) || strings.Contains(f.Name, "."):
			return bad("field name %q", f.Name)
		case f.Page < 0 || f.Page >= pages:
			return bad("field %s: page %d of %d", f.Name, f.Page, pages)
		case !(w > 0 && h > 0) && f.Rect != [4]float64{}:
			return bad("field %s: empty box", f.Name)
		case f.Lock && i != len(o.Fields)-1:
			return bad("field %s: only the last field can lock the document", f.Name)
		}
		names[f.Name] = true
	}
	return nil
}

// languageTag accepts the shape of a BCP 47 tag: a primary subtag of letters, then subtags of letters and digits.
func languageTag(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 || i == 0 && (len(part) < 2 || strings.ContainsAny(part, "0123456789")) {
			return false
		}
		for j := 0; j < len(part); j++ {
			if !alphanumeric(part[j]) {
				return false
			}
		}
	}
	return true
}

// mediaType accepts type/subtype of RFC 6838 names, without parameters.
func mediaType(s string) bool {
	kind, sub, ok := strings.Cut(s, "/")
	if !ok || kind == "" || sub == "" || len(s) > 127 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !alphanumeric(s[i]) && strings.IndexByte("!#$&-^_.+", s[i]) < 0 && i != len(kind) {
			return false
		}
	}
	return true
}

// alphanumeric tells whether c is an ASCII letter or digit.
func alphanumeric(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9'
}
