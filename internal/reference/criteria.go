package reference

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Described reads the criteria that the description of a feature declares, a line each, with or without a bullet:
//
//	CA-101.1 : une demande complète devient une adhésion
//	- CA-101.2 - un SIRET invalide est refusé
//
// prefix is that of the ids of criteria, "CA-". at is the place of the first line of the description. A line that goes
// on, indented further, belongs to the criterion above it.
func Described(at Place, description, prefix string) []Criterion {
	var out []Criterion
	var words []string // of the criterion above
	indent := -1       // of the criterion above, when the line before belongs to it
	end := func() {
		if len(out) > 0 {
			out[len(out)-1].Text = strings.Join(words, " ")
		}
	}
	line := at.Line - 1
	for text := range strings.SplitSeq(description, "\n") {
		line++
		body := strings.TrimLeftFunc(text, unicode.IsSpace)
		space := utf8.RuneCountInString(text) - utf8.RuneCountInString(body)
		bare := strings.TrimLeftFunc(
			body, func(r rune) bool { return r == '-' || r == '*' || r == '•' || unicode.IsSpace(r) },
		)
		id, says := splitTitle(bare)
		switch {
		case strings.HasPrefix(id, prefix) && len(id) > len(prefix) && validID(id) && says != "":
			end()
			column := utf8.RuneCountInString(text) - utf8.RuneCountInString(bare) + 1
			out = append(out, Criterion{At: Place{at.Path, line, column}, ID: id})
			words, indent = []string{says}, space
		case indent >= 0 && body != "" && space > indent && bare == body:
			words = append(words, trim(body))
		default:
			indent = -1
		}
	}
	end()
	return out
}

// CriteriaOf gives the criteria that a story declares: those of stories.yaml when it lists any for the story, else
// those that the description of its feature declares. They are never mixed: one list is the whole promise.
func (s *Set) CriteriaOf(story string, described []Criterion) []Criterion {
	if st, ok := s.Story(story); ok && len(st.Criteria) > 0 {
		return st.Criteria
	}
	return described
}
