package reference

import (
	"path"
	"slices"
	"strings"
	"time"

	"recette/internal/yamldoc"
)

// names are the words, in French and in English, under which a page may hold one thing; the first is the one to suggest.
type names []string

// form is what a page of one kind may hold.
type form struct {
	fields   map[string]names
	sections map[string]names
}

func (f *form) known(name string) bool { _, ok := find(f.fields, name); return ok }

// find gives the key whose names hold one, whatever its case and accents.
func find(all map[string]names, name string) (key string, ok bool) {
	name = plain(name)
	for _, key := range sortedKeys(all) {
		if slices.ContainsFunc(all[key], func(n string) bool { return plain(n) == name }) {
			return key, true
		}
	}
	return "", false
}

func suggestion(all map[string]names, name string) string {
	var known []string
	for _, key := range sortedKeys(all) {
		known = append(known, all[key]...)
	}
	return yamldoc.Nearest(name, known)
}

// values is a page whose fields and sections were recognised.
type values struct {
	page
	at       Place
	fields   map[string]field
	sections map[string]string
	more     string // sections of other names, with their titles
}

// readValues reads a page of a form. The id is that of the name of the file when the title gives none: what refers to it
// then still resolves, and only the page is at fault.
func (l *loader) readValues(c content, f *form) values {
	v := values{page: readPage(c.text(), f.known), fields: map[string]field{}, sections: map[string]string{}}
	file, own := c.path, c.id()
	v.at = Place{Path: file, Line: v.page.at.Line, Column: v.page.at.Column}
	switch {
	case v.id == "" || v.title == "":
		l.add(v.at, NoTitle, "", own)
		v.id = own
	case v.id != own:
		l.add(v.at, NameMismatch, "", v.id, path.Base(file))
		v.id = own
	}
	for _, got := range v.page.fields {
		here := Place{Path: file, Line: got.line, Column: got.column}
		key, known := find(f.fields, got.name)
		_, twice := v.fields[key]
		switch {
		case !known:
			l.add(here, UnknownField, suggestion(f.fields, got.name), got.name)
		case twice:
			l.add(here, Twice, "", got.name)
		default:
			v.fields[key] = got
		}
	}
	var more []string
	for _, got := range v.page.sections {
		here := Place{Path: file, Line: got.line, Column: 4}
		key, known := find(f.sections, got.title)
		_, twice := v.sections[key]
		near := suggestion(f.sections, got.title)
		switch {
		case known && twice:
			l.add(here, Twice, "", got.title)
		case known:
			v.sections[key] = got.text
		case near != "":
			l.add(here, UnknownSection, near, got.title)
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
