package reference

import (
	"path"
	"strings"
	"time"

	"recette/internal/meant"
)

// form is what a page of one kind may hold: for each field and each section, the words under which it may stand, in
// French and in English.
type form struct{ fields, sections vocabulary }

// vocabulary gives what a word stands for, whatever its case and accents.
type vocabulary struct {
	keys  map[string]string // by plain word
	words []string
}

func newVocabulary(names map[string][]string) vocabulary {
	v := vocabulary{keys: map[string]string{}}
	for _, key := range sortedKeys(names) {
		for _, word := range names[key] {
			v.keys[plain(word)] = key
			v.words = append(v.words, word)
		}
	}
	return v
}

func (v *vocabulary) key(word string) (key string, ok bool) {
	if len(word) > 60 {
		return "", false // longer than any of ours
	}
	key, ok = v.keys[plain(word)]
	return key, ok
}

func (v *vocabulary) near(word string) string {
	if len(word) > 60 {
		return ""
	}
	return meant.Nearest(word, v.words)
}

func (f *form) known(name string) bool { _, ok := f.fields.key(name); return ok }

// values is a page whose fields and sections were recognised.
type values struct {
	page
	at       Place
	fields   map[string]field
	sections map[string]string
	more     string // sections of other names, with their titles
}

// readValues reads a page of a form. The id is that of the name of the file when the title gives none: what refers to
// it then still resolves, and only the page is at fault.
func (l *loader) readValues(c content, f *form) values {
	v := values{page: readPage(c.text(), f.known), fields: map[string]field{}, sections: map[string]string{}}
	file, own := c.path, c.id()
	v.at = Place{Path: file, Line: v.page.at.Line, Column: v.page.at.Column}
	switch {
	case v.id == "" || v.title == "":
		l.add(v.at, noTitle, "", own)
		v.id = own
	case v.id != own:
		l.add(v.at, nameMismatch, "", v.id, path.Base(file))
		v.id = own
	}
	for _, got := range v.page.fields {
		here := Place{Path: file, Line: got.line, Column: got.column}
		key, known := f.fields.key(got.name)
		_, twice := v.fields[key]
		switch {
		case !known:
			l.add(here, unknownField, f.fields.near(got.name), got.name)
		case twice:
			l.add(here, writtenTwice, "", got.name)
		default:
			v.fields[key] = got
		}
	}
	var more []string
	for _, got := range v.page.sections {
		here := Place{Path: file, Line: got.line, Column: 4}
		key, known := f.sections.key(got.title)
		_, twice := v.sections[key]
		near := ""
		if !known {
			near = f.sections.near(got.title)
		}
		switch {
		case known && twice:
			l.add(here, writtenTwice, "", got.title)
		case known:
			v.sections[key] = got.text
		case near != "":
			l.add(here, unknownSection, near, got.title)
		default:
			more = append(more, "## "+got.title, got.text)
		}
	}
	v.more = strings.TrimSpace(strings.Join(more, "\n\n"))
	return v
}

// place gives where a field stands, or the title without it.
func (v *values) place(key string) Place {
	if f, ok := v.fields[key]; ok {
		return Place{Path: v.at.Path, Line: f.line, Column: f.column}
	}
	return v.at
}

// day reads a date of French or ISO form and gives the latter.
func day(s string) (iso string, ok bool) {
	for _, layout := range []string{"2006-01-02", "02/01/2006", "2/1/2006"} {
		if t, err := time.Parse(layout, trim(s)); err == nil {
			return t.Format("2006-01-02"), true
		}
	}
	return "", false
}

// listOf parts "US-401, RG-50 ; délai".
func listOf(s string) []string {
	var out []string
	for _, item := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ';' }) {
		if item = trim(item); item != "" && item != "–" && item != "-" && item != "—" {
			out = append(out, item)
		}
	}
	return out
}
