package reference

import (
	"strings"
	"unicode"

	"recette/internal/meant"
)

// Near gives the id of a kind that is closest to one that does not resolve, "" when none is close enough to be what was
// meant. Roles are compared by code and by label, criteria stand with their stories.
func (s *Set) Near(kind Kind, id string) string {
	near, ok := s.indexed().near[kind]
	if !ok {
		return ""
	}
	return near().Nearest(id)
}

// NearEpic is Near for an epic.
func (s *Set) NearEpic(id string) string { return s.Near(epics, id) }

// names lists what a kind holds, as a person may write it.
func (s *Set) names(kind Kind) (known []string) {
	switch kind {
	case Stories:
		for i := range s.Stories {
			known = append(known, s.Stories[i].ID)
		}
	case Rules:
		for i := range s.Rules {
			known = append(known, s.Rules[i].ID)
		}
	case Decisions:
		for i := range s.Decisions {
			known = append(known, s.Decisions[i].ID)
		}
	case Roles:
		for i := range s.Roles {
			known = append(known, s.Roles[i].Code, s.Roles[i].Label)
		}
	case DataSets:
		for i := range s.DataSets {
			known = append(known, s.DataSets[i].Code)
		}
	case Messages:
		for i := range s.Messages {
			known = append(known, s.Messages[i].Code)
		}
	case glossary:
		for i := range s.Terms {
			known = append(known, s.Terms[i].Name)
		}
	case epics:
		for i := range s.Epics {
			known = append(known, s.Epics[i].ID)
		}
	}
	return known
}

// longest is how many letters a message may have for another to be looked for that is close to it.
const longest = 500

// NearMessage gives the message whose text is closest to one that no message reads: at most one letter in eight away.
func (s *Set) NearMessage(text string) (Message, bool) {
	want := []rune(fold(text))
	if len(want) > longest {
		return Message{}, false
	}
	most := max(2, len(want)/8)
	best := -1
	for _, own := range s.indexed().folded() {
		if d := meant.Away(want, own.text, most); d <= most {
			best, most = own.message, d-1
		}
	}
	if best < 0 {
		return Message{}, false
	}
	return s.Messages[best], true
}

func (s *Set) foldedTexts() (list []foldedText) {
	for i := range s.Messages {
		for _, text := range s.Messages[i].Texts() {
			list = append(list, foldedText{i, []rune(fold(text))})
		}
	}
	return list
}

// MessageKey is what two messages that say the same have in common: their words, without those that carry no meaning,
// nor case, nor accents, nor punctuation. What changes from one time to the next is one word.
func MessageKey(text string) string {
	var kept []string
	for i, part := range parts(text) {
		if i > 0 {
			kept = append(kept, "{}")
		}
		for _, w := range strings.FieldsFunc(
			plain(part), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) },
		) {
			switch w {
			case "le", "la", "les", "l", "un", "une", "des", "de", "du", "d", "est", "sont", "the", "a", "an", "is",
				"are":
			default:
				kept = append(kept, w)
			}
		}
	}
	return strings.Join(kept, " ")
}
