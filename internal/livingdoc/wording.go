// Package livingdoc holds what every producer of the functional documentation shares: the sentences of the document in
// the language of its reader, and how the descriptions that authors write are read. The document itself is
// internal/livingdoc/model; its producers are internal/livingdoc/html and internal/livingdoc/markdown. The same
// document gives the same bytes. It refuses to write marks of any format, and to let a text of a feature become
// anything else than text.
package livingdoc

import (
	"cmp"
	"strings"
	"time"

	"recette/internal/i18n"
	"recette/internal/livingdoc/model"
)

// Wording says the things of a document in the language of its reader. Producers share it: what differs between them is
// how a sentence is written, never what it says.
type Wording struct {
	Doc   *model.Doc
	Words *i18n.Printer
}

// T is a text of the documentation.
func (w *Wording) T(key string, args ...any) string { return w.Words.T("livingdoc."+key, args...) }

// N is a text of the documentation that depends on a number.
func (w *Wording) N(key string, n int, args ...any) string {
	return w.Words.N("livingdoc."+key, n, args...)
}

// DomainTitle is the title of a domain; the root of the features has none of its own.
func (w *Wording) DomainTitle(d *model.Domain) string {
	if d.Title == "" {
		return w.T("domain.root")
	}
	return d.Title
}

// EpicTitle is the title of an epic, or its id.
func (w *Wording) EpicTitle(id string) string {
	for i := range w.Doc.References.Epics {
		if e := &w.Doc.References.Epics[i]; e.ID == id && e.Title != "" {
			return e.Title
		}
	}
	return id
}

// JourneyTitle is the title of a journey, or its code.
func (w *Wording) JourneyTitle(code string) string {
	for i := range w.Doc.Journeys {
		if j := &w.Doc.Journeys[i]; j.Code == code && j.Title != "" {
			return j.Title
		}
	}
	return code
}

// RoleName is the label of a role, or its code.
func (w *Wording) RoleName(r *model.RoleEntry) string { return cmp.Or(r.Role.Label, r.Role.Code) }

// Ratio prints a count with both its terms: "3 / 12".
func (w *Wording) Ratio(n, total int) string { return w.T("ratio", n, total) }

// Quote puts a text between the quotation marks of the language.
func (w *Wording) Quote(s string) string { return w.T("quote", s) }

// Level gives the word for a level; one that the product does not know is printed as it stands.
func (w *Wording) Level(s string) string {
	if s == "" {
		return ""
	}
	if key := "livingdoc.level." + model.Fold(s); w.Words.Has(key) {
		return w.Words.T(key)
	}
	return s
}

// Day prints a day of a file; what is not one is printed as it stands.
func (w *Wording) Day(iso string) string {
	t, err := time.Parse("2006-01-02", iso)
	if err != nil {
		return iso
	}
	return w.Words.Date(t)
}

// On prints the day of an instant, in the zone that the document is dated in.
func (w *Wording) On(at time.Time) string { return w.Words.Date(at.In(w.Doc.At.Location())) }

// Short abbreviates the id of a commit, and nothing else.
func Short(commit string) string {
	if len(commit) == 40 && strings.Trim(commit, "0123456789abcdef") == "" {
		return commit[:10]
	}
	return commit
}

// File is a file of a site, its path slash-separated and relative.
type File struct {
	Path string
	Data []byte
}
