package reference

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"recette/internal/meant"
	"recette/internal/yamldoc"
)

// decode reads a document and tells whether it is one: false when nothing of it can be relied on.
func (l *loader) decode(c content, into any) (*yamldoc.Doc, bool) {
	doc := yamldoc.Decode(c.path, []byte(c.text()), into)
	bad, ok := errors.AsType[*yamldoc.Error](doc.Err())
	if !ok {
		return doc, true
	}
	for _, p := range bad.Problems {
		if p.Code == yamldoc.Syntax || p.Code == yamldoc.TooLarge || p.Code == yamldoc.TooDeep {
			l.take(doc)
			return doc, false
		}
	}
	return doc, true
}

// take keeps what was found wrong with a document.
func (l *loader) take(doc *yamldoc.Doc) {
	if bad, ok := errors.AsType[*yamldoc.Error](doc.Err()); ok {
		l.problems = append(l.problems, bad.Problems...)
	}
}

func placeOf(doc *yamldoc.Doc, file, path string) Place {
	line, column := doc.Place(path)
	return Place{Path: file, Line: line, Column: column}
}

// id checks that an entry has an id that a tag can carry.
func id(doc *yamldoc.Doc, at, key, value string) {
	switch {
	case value == "" && !doc.Has(at+"."+key):
		doc.Report(at, yamldoc.Missing, "", key)
	case !validID(value):
		doc.Report(at+"."+key, badID, "", value)
	}
}

// validID accepts what can follow the @ of a tag.
func validID(s string) bool {
	return s != "" && len(s) <= 100 && !strings.ContainsFunc(s, notOfCode)
}

// ofID tells a character that an id may hold.
func ofID(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._:", r)
}

// text checks that an entry has a text.
func text(doc *yamldoc.Doc, at, key, value string) {
	if strings.TrimSpace(value) == "" {
		doc.Report(at, yamldoc.Missing, "", key)
	}
}

// oneOf normalises a word of a closed list, "" when none was written. words gives for each word the one to keep.
func oneOf(doc *yamldoc.Doc, at string, value string, code yamldoc.Code, words [][]string) string {
	if value == "" {
		return ""
	}
	var known []string
	for _, same := range words {
		for _, w := range same {
			if plain(w) == plain(value) {
				return same[0]
			}
		}
		known = append(known, same[0])
	}
	doc.Report(at, code, meant.Nearest(value, known), value, strings.Join(known, ", "))
	return ""
}

// stories.yaml

type storiesDoc struct {
	Epics []struct {
		ID    string `yaml:"id"`
		Title string `yaml:"title"`
	} `yaml:"epics"`
	Stories []struct {
		ID       string `yaml:"id"`
		Title    string `yaml:"title"`
		Epic     string `yaml:"epic"`
		Priority string `yaml:"priority"`
		Criteria []struct {
			ID         string `yaml:"id"`
			Text       string `yaml:"text"`
			OutOfScope string `yaml:"out_of_scope"`
		} `yaml:"criteria"`
	} `yaml:"stories"`
}

func (l *loader) stories(c content) bool {
	var in storiesDoc
	doc, ok := l.decode(c, &in)
	if !ok {
		return false
	}
	defer l.take(doc)
	for i, e := range in.Epics {
		at := fmt.Sprintf("epics[%d]", i)
		id(doc, at, "id", e.ID)
		text(doc, at, "title", e.Title)
		l.set.Epics = append(l.set.Epics, Epic{At: placeOf(doc, c.path, at+".id"), ID: e.ID, Title: e.Title})
	}
	for i, s := range in.Stories {
		at := fmt.Sprintf("stories[%d]", i)
		id(doc, at, "id", s.ID)
		text(doc, at, "title", s.Title)
		out := Story{At: placeOf(doc, c.path, at+".id"), ID: s.ID, Title: s.Title, Epic: s.Epic}
		out.Priority = oneOf(
			doc, at+".priority", s.Priority, badPriority,
			[][]string{{"must"}, {"should"}, {"could"}, {"wont", "won't"}},
		)
		for j, cr := range s.Criteria {
			at := fmt.Sprintf("%s.criteria[%d]", at, j)
			id(doc, at, "id", cr.ID)
			text(doc, at, "text", cr.Text)
			out.Criteria = append(out.Criteria, Criterion{
				At: placeOf(doc, c.path, at+".id"), ID: cr.ID, Text: cr.Text, OutOfScope: cr.OutOfScope,
			})
			if cr.OutOfScope != "" {
				l.later(placeOf(doc, c.path, at+".out_of_scope"), Decisions, cr.OutOfScope)
			}
		}
		if s.Epic != "" && len(in.Epics) > 0 {
			l.later(placeOf(doc, c.path, at+".epic"), epics, s.Epic)
		}
		l.set.Stories = append(l.set.Stories, out)
	}
	return true
}

// roles.yaml

func (l *loader) roles(c content) bool {
	var in struct {
		Roles []struct {
			Code    string   `yaml:"code"`
			Label   string   `yaml:"label"`
			About   string   `yaml:"about"`
			Aliases []string `yaml:"aliases"`
		} `yaml:"roles"`
	}
	doc, ok := l.decode(c, &in)
	if !ok {
		return false
	}
	defer l.take(doc)
	for i, r := range in.Roles {
		at := fmt.Sprintf("roles[%d]", i)
		id(doc, at, "code", r.Code)
		text(doc, at, "label", r.Label)
		l.set.Roles = append(l.set.Roles, Role{
			At: placeOf(doc, c.path, at+".code"), Code: r.Code, Label: r.Label, About: r.About, Aliases: r.Aliases,
		})
	}
	return true
}

// messages.yaml

func (l *loader) messages(c content) bool {
	var in struct {
		Messages []struct {
			Code      string            `yaml:"code"`
			Level     string            `yaml:"level"`
			Text      string            `yaml:"text"`
			Screen    string            `yaml:"screen"`
			Overrides map[string]string `yaml:"overrides"`
		} `yaml:"messages"`
	}
	doc, ok := l.decode(c, &in)
	if !ok {
		return false
	}
	defer l.take(doc)
	for i, m := range in.Messages {
		at := fmt.Sprintf("messages[%d]", i)
		id(doc, at, "code", m.Code)
		text(doc, at, "text", m.Text)
		out := Message{
			At: placeOf(doc, c.path, at+".code"), Code: m.Code, Text: m.Text, Screen: m.Screen, Overrides: m.Overrides,
		}
		out.Level = oneOf(doc, at+".level", m.Level, badLevel, [][]string{
			{"erreur", "error"}, {"avertissement", "warning"}, {"information", "info"}, {"confirmation"},
		})
		for _, antenne := range sortedKeys(m.Overrides) {
			text(doc, at+".overrides", antenne, m.Overrides[antenne])
		}
		l.set.Messages = append(l.set.Messages, out)
	}
	return true
}

// glossary.yaml

func (l *loader) glossary(c content) bool {
	var in struct {
		Terms []struct {
			Term      string   `yaml:"term"`
			Meaning   string   `yaml:"meaning"`
			Forbidden []string `yaml:"forbidden"`
		} `yaml:"terms"`
	}
	doc, ok := l.decode(c, &in)
	if !ok {
		return false
	}
	defer l.take(doc)
	for i, t := range in.Terms {
		at := fmt.Sprintf("terms[%d]", i)
		text(doc, at, "term", t.Term)
		text(doc, at, "meaning", t.Meaning)
		for j, word := range t.Forbidden {
			if strings.TrimSpace(word) == "" {
				doc.Report(fmt.Sprintf("%s.forbidden[%d]", at, j), yamldoc.Missing, "", "forbidden")
			}
		}
		l.set.Terms = append(l.set.Terms, Term{
			At: placeOf(doc, c.path, at+".term"), Name: t.Term, Meaning: t.Meaning, Forbidden: t.Forbidden,
		})
	}
	return true
}
