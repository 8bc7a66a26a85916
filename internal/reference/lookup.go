package reference

import (
	"strings"
	"sync"

	"recette/internal/meant"
)

// index answers by id without looking at every entry.
type index struct {
	epics     map[string]int
	stories   map[string]int
	criteria  map[string][2]int // story, criterion
	rules     map[string]int
	decisions map[string]int
	roles     map[string]int // by RoleKey
	messages  map[string]int
	texts     map[string]int // by fold, messages without a changing part
	shapes    []shape        // messages with one
	data      map[string]int
	terms     map[string]int // by plain name
	near      map[Kind]func() *meant.Words
	folded    func() []foldedText
}

// foldedText is a text of a message, by fold.
type foldedText struct {
	message int
	text    []rune
}

// shape is a text with changing parts: what stands between them, in order.
type shape struct {
	message int
	fixed   []string
}

func (s *Set) indexed() *index {
	if s.index != nil {
		return s.index
	}
	return newIndex(s) // a Set made by hand: answers are the same, and slower
}

func newIndex(s *Set) *index {
	x := &index{
		epics: map[string]int{}, stories: map[string]int{}, criteria: map[string][2]int{}, rules: map[string]int{},
		decisions: map[string]int{},
		roles:     map[string]int{}, messages: map[string]int{}, texts: map[string]int{}, data: map[string]int{},
		terms: map[string]int{},
	}
	for i := range s.Epics {
		first(x.epics, s.Epics[i].ID, i)
	}
	for i := range s.Stories {
		first(x.stories, s.Stories[i].ID, i)
		for j := range s.Stories[i].Criteria {
			first(x.criteria, s.Stories[i].Criteria[j].ID, [2]int{i, j})
		}
	}
	for i := range s.Rules {
		first(x.rules, s.Rules[i].ID, i)
	}
	for i := range s.Decisions {
		first(x.decisions, s.Decisions[i].ID, i)
	}
	for i := range s.Roles {
		for _, name := range s.Roles[i].names() {
			first(x.roles, RoleKey(name), i)
		}
	}
	for i := range s.Messages {
		m := &s.Messages[i]
		first(x.messages, m.Code, i)
		for _, text := range m.Texts() {
			if fixed := parts(text); len(fixed) > 1 {
				x.shapes = append(x.shapes, shape{i, fixed})
			} else {
				first(x.texts, fold(text), i)
			}
		}
	}
	for i := range s.DataSets {
		first(x.data, s.DataSets[i].Code, i)
	}
	for i := range s.Terms {
		first(x.terms, plain(s.Terms[i].Name), i)
	}
	x.near = map[Kind]func() *meant.Words{}
	for _, kind := range []Kind{Stories, Rules, Decisions, Roles, Messages, glossary, DataSets, epics} {
		x.near[kind] = sync.OnceValue(func() *meant.Words { return meant.NewWords(s.names(kind)) })
	}
	x.folded = sync.OnceValue(s.foldedTexts)
	return x
}

// first keeps the entry that stands first: a second one with the same id is a problem of its own.
func first[V any](m map[string]V, key string, v V) {
	if _, taken := m[key]; !taken && key != "" {
		m[key] = v
	}
}

func at[T any](list []T, i int, ok bool) (T, bool) {
	if !ok {
		var zero T
		return zero, false
	}
	return list[i], true
}

// Epic gives an epic by its id.
func (s *Set) Epic(id string) (Epic, bool) {
	i, ok := s.indexed().epics[id]
	return at(s.Epics, i, ok)
}

// Story gives a story by its id.
func (s *Set) Story(id string) (Story, bool) {
	i, ok := s.indexed().stories[id]
	return at(s.Stories, i, ok)
}

// Criterion gives a criterion of stories.yaml by its id.
func (s *Set) Criterion(id string) (Criterion, bool) {
	p, ok := s.indexed().criteria[id]
	if !ok {
		return Criterion{}, false
	}
	return s.Stories[p[0]].Criteria[p[1]], true
}

// Rule gives a business rule by its id.
func (s *Set) Rule(id string) (Rule, bool) {
	i, ok := s.indexed().rules[id]
	return at(s.Rules, i, ok)
}

// Decision gives a decision by its id.
func (s *Set) Decision(id string) (Decision, bool) {
	i, ok := s.indexed().decisions[id]
	return at(s.Decisions, i, ok)
}

// Current follows the decisions that replace one another, from one of them to the last. The list starts with the
// decision that was asked; it is empty when there is none of that id.
func (s *Set) Current(id string) []Decision {
	var chain []Decision
	for d, ok := s.Decision(id); ok && len(chain) <= len(s.Decisions); d, ok = s.Decision(d.ReplacedBy) {
		chain = append(chain, d)
		if d.Status != Superseded {
			break
		}
	}
	return chain
}

// Standing gives the decisions that no other replaces, in their order.
func (s *Set) Standing() []Decision {
	var list []Decision
	for i := range s.Decisions {
		if s.Decisions[i].Status != Superseded {
			list = append(list, s.Decisions[i])
		}
	}
	return list
}

// Holder gives the id of the decision that holds in the place of one that was replaced; empty for one that was not, and
// when nothing is known of the last.
func (s *Set) Holder(d *Decision) string {
	chain := s.Current(d.ID)
	if d.Status != Superseded || len(chain) < 2 || chain[len(chain)-1].Status == Superseded {
		return ""
	}
	return chain[len(chain)-1].ID
}

// Late tells whether a decision is still to be taken after the day it was wanted for; today is a day, YYYY-MM-DD.
func (d *Decision) Late(today string) bool {
	return d.Status == Proposed && d.Due != "" && d.Due < today
}

// LeftOut tells whether a decision leaves a criterion out of what is to be proved: it is there, and acted. One that is
// proposed or rejected leaves nothing out, and one that was replaced is not followed: what replaces it may say the
// contrary.
func (s *Set) LeftOut(c *Criterion) bool {
	if c.OutOfScope == "" {
		return false
	}
	d, ok := s.Decision(c.OutOfScope)
	return ok && d.Status == Acted
}

// Role gives a role by its code, its label or another name of it, as RoleKey compares them.
func (s *Set) Role(name string) (Role, bool) {
	i, ok := s.indexed().roles[RoleKey(name)]
	return at(s.Roles, i, ok)
}

// Message gives a message by its code.
func (s *Set) Message(code string) (Message, bool) {
	i, ok := s.indexed().messages[code]
	return at(s.Messages, i, ok)
}

// MessageText gives the message that reads text, whatever the antenne: word for word, but for what fold removes and for
// what its braces let change. A message without braces is preferred.
func (s *Set) MessageText(text string) (Message, bool) {
	x := s.indexed()
	text = fold(text)
	if i, ok := x.texts[text]; ok {
		return s.Messages[i], true
	}
	for _, sh := range x.shapes {
		if sh.reads(text) {
			return s.Messages[sh.message], true
		}
	}
	return Message{}, false
}

// DataSet gives a data set by its code.
func (s *Set) DataSet(code string) (DataSet, bool) {
	i, ok := s.indexed().data[code]
	return at(s.DataSets, i, ok)
}

// DataCodes gives the codes of the data sets, in the order of their files.
func (s *Set) DataCodes() []string {
	codes := make([]string, len(s.DataSets))
	for i := range s.DataSets {
		codes[i] = s.DataSets[i].Code
	}
	return codes
}

// Term gives a word of the glossary, whatever its case and accents.
func (s *Set) Term(word string) (Term, bool) {
	i, ok := s.indexed().terms[plain(word)]
	return at(s.Terms, i, ok)
}

func (r *Role) names() []string { return append([]string{r.Code, r.Label}, r.Aliases...) }

// Texts lists the texts of a message, those of antennes included, the common one first.
func (m *Message) Texts() []string {
	out := []string{m.Text}
	for _, antenne := range sortedKeys(m.Overrides) {
		out = append(out, m.Overrides[antenne])
	}
	return out
}

// Reads tells whether one of the texts of the message reads text.
func (m *Message) Reads(text string) bool {
	text = fold(text)
	for _, own := range m.Texts() {
		if (shape{fixed: parts(own)}).reads(text) {
			return true
		}
	}
	return false
}

// parts cuts a folded text at its braces. A brace that holds no name is text as any other.
func parts(text string) []string {
	var out []string
	text = fold(text)
	from := 0
	for {
		open := strings.IndexByte(text[from:], '{')
		if open < 0 {
			return append(out, text)
		}
		open += from
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			return append(out, text)
		}
		if end += open; !isName(text[open+1 : end]) {
			from = open + 1
			continue
		}
		out = append(out, text[:open])
		text, from = text[end+1:], 0
	}
}

func isName(s string) bool {
	return s != "" && !strings.ContainsAny(s, "{}\"«»") && len(s) <= 60
}

// reads matches each changing part with one character or more. The leftmost place of each fixed part is enough: what
// follows could only be found further.
func (sh shape) reads(text string) bool {
	if len(sh.fixed) == 1 {
		return text == sh.fixed[0]
	}
	rest, ok := strings.CutPrefix(text, sh.fixed[0])
	if !ok {
		return false
	}
	last := len(sh.fixed) - 1
	for _, part := range sh.fixed[1:last] {
		if rest == "" {
			return false
		}
		i := strings.Index(rest[1:], part)
		if i < 0 {
			return false
		}
		rest = rest[1+i+len(part):]
	}
	return len(rest) > len(sh.fixed[last]) && strings.HasSuffix(rest, sh.fixed[last])
}
