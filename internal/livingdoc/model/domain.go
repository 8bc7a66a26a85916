package model

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// entitle names a domain: by the title of the README.md of its folder, else by the epic of the same name, else by the
// words of the folder, spelled as the features spell them: "adhesion" is then "Adhésion".
func (b *Builder) entitle(d *Domain) {
	title, about := readme(b.facts.Folders[b.folder(d)])
	d.About = about
	if title != "" {
		d.Title = title
		return
	}
	if d.Path == "" {
		return // the producers have a word for it
	}
	parts := strings.Split(d.Path, "/")
	for i, part := range parts {
		parts[i] = b.spelled(part, d)
	}
	d.Title = strings.Join(parts, " › ")
}

// folder is the path of the folder of a domain, relative to the project.
func (b *Builder) folder(d *Domain) string {
	if len(d.Features) == 0 {
		return ""
	}
	return path.Dir(d.Features[0].Path)
}

// readme parts the title of a page from the rest.
func readme(text string) (title, about string) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff"))
	first, rest, _ := strings.Cut(text, "\n")
	if t, ok := strings.CutPrefix(strings.TrimSpace(first), "# "); ok {
		return strings.TrimSpace(t), strings.TrimSpace(rest)
	}
	return "", text
}

func (b *Builder) spelled(folder string, d *Domain) string {
	for i := range b.refs.Epics {
		e := &b.refs.Epics[i]
		if e.Title != "" && Fold(strings.TrimPrefix("@"+e.ID, b.o.Tags.Epic)) == Fold(folder) {
			return e.Title
		}
	}
	ws := strings.FieldsFunc(folder, func(r rune) bool { return r == '-' || r == '_' || r == ' ' })
	for i, w := range ws {
		if t, ok := b.refs.Term(w); ok && Fold(t.Name) == Fold(w) {
			ws[i] = t.Name
			continue
		}
		ws[i] = accented(w, d.Features)
	}
	if len(ws) == 0 {
		return folder // nothing but what parts words
	}
	out := strings.Join(ws, " ")
	r, n := utf8.DecodeRuneInString(out)
	return string(unicode.ToUpper(r)) + out[n:]
}

// accented gives the spelling of a word that features use most: folders are often named without accents.
func accented(word string, features []*Feature) string {
	want := Fold(word)
	counts := map[string]int{}
	for _, f := range features {
		for _, w := range strings.FieldsFunc(
			strings.ToLower(f.Name+" "+f.About), func(r rune) bool { return !unicode.IsLetter(r) },
		) {
			if Fold(w) == want {
				counts[w]++
			}
		}
	}
	best, most := strings.ToLower(word), 0
	for w, n := range counts {
		if n > most || n == most && w < best {
			best, most = w, n
		}
	}
	if most == 0 {
		return word
	}
	return best
}
