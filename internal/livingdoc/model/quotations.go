package model

import (
	"slices"
	"strings"

	"recette/internal/catalogue"
)

// quoted gives the texts between quotation marks of the expected results of a case, in order, each once: those of its
// steps, and those of the column of messages of their tables.
func quoted(c *catalogue.Case) []string {
	var out []string
	add := func(text string) {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	for i := range c.Steps {
		s := &c.Steps[i]
		if !s.Verifies() {
			continue
		}
		for _, t := range quotations(s.Text) {
			add(t)
		}
		if len(s.Table) > 1 {
			for column, title := range s.Table[0] {
				if !messageColumn(title) {
					continue
				}
				for _, row := range s.Table[1:] {
					if column < len(row) {
						add(row[column])
					}
				}
			}
		}
	}
	return out
}

func messageColumn(title string) bool {
	switch Fold(title) {
	case "message", "messages", "libelle", "texte affiche", "message affiche", "message attendu", "error", "text":
		return true
	}
	return false
}

// quotations gives what stands between quotation marks in a step: straight or curly ones, or guillemets. Marks of
// another kind inside belong to the text.
func quotations(s string) []string {
	var out []string
	for s != "" {
		open := strings.IndexAny(s, "\"“«")
		if open < 0 {
			return out
		}
		mark, closing, rest := "\"", "\"", s[open:]
		switch {
		case strings.HasPrefix(rest, "“"):
			mark, closing = "“", "”"
		case strings.HasPrefix(rest, "«"):
			mark, closing = "«", "»"
		}
		rest = rest[len(mark):]
		end := strings.Index(rest, closing)
		if end < 0 {
			return out
		}
		out = append(out, strings.Trim(rest[:end], " \u00a0\u202f"))
		s = rest[end+len(closing):]
	}
	return out
}

// sentence tells whether a quoted text reads as a message and not as a value: it opens with a capital, has two words at
// least, and ends as a sentence does.
func sentence(text string) bool {
	if !strings.ContainsAny(text, " \u00a0") || text == "" {
		return false
	}
	if first := []rune(text)[0]; strings.ToLower(string(first)) == string(first) {
		return false
	}
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") ||
		strings.HasSuffix(text, "…")
}
