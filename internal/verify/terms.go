package verify

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"recette/internal/budget"
)

// terms are what a project calls what a plan and its PV name by code, frozen and printed alike.
type terms struct {
	Epics    []term `json:"epics"`
	Criteria []term `json:"criteria"`
	Rules    []term `json:"rules"`
	Roles    []term `json:"roles"`
}

type term struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// frozenTerms are those of a plan, with the messages that its cases are said to cite; since version 2.
type frozenTerms struct {
	terms
	Messages []frozenMessage `json:"messages"`
}

type frozenMessage struct {
	Code    string   `json:"code"`
	Antenne string   `json:"antenne"`
	Text    string   `json:"text"`
	Rows    []string `json:"asserted_by"`
}

type message struct {
	Code    string   `json:"code"`
	Antenne string   `json:"antenne"`
	Text    string   `json:"text"`
	Cases   []string `json:"cases"`
}

// termed compares what the PV says that its codes stand for, and which messages its cases cite, with the plan.
func (c *check) termed(f *fold, s scope) []field {
	var want terms
	var shown []message
	if c.canon.names {
		want, shown = c.terms(f, s), c.messages(s)
	}
	pv := c.pv
	return []field{
		{"names.epics", pv.Names.Epics, want.Epics},
		{"names.criteria", pv.Names.Criteria, want.Criteria},
		{"names.rules", pv.Names.Rules, want.Rules},
		{"names.roles", pv.Names.Roles, want.Roles},
		{"messages", pv.Messages, shown},
	}
}

// terms gives the names of what the cases of the scope name. Criteria and epics show under a story.
func (c *check) terms(f *fold, s scope) terms {
	var epics, criteria []string
	for _, x := range c.stories(s) {
		epics, criteria = append(epics, x.Epic), append(criteria, x.Criteria...)
	}
	of := func(known []term, codes []string) (out []term) {
		cited := listed(codes)
		for _, t := range known {
			if cited[t.Code] {
				out = append(out, t)
			}
		}
		return out
	}
	all := &c.frozen.Names
	return terms{
		Epics: of(all.Epics, epics), Criteria: of(all.Criteria, criteria),
		Rules: of(all.Rules, gathered(f, s, func(z *frozenCase) []string { return z.Rules })),
		Roles: of(all.Roles, gathered(f, s, func(z *frozenCase) []string { return z.Roles })),
	}
}

// messages gives those that cases of the scope cite, by the plan.
func (c *check) messages(s scope) (out []message) {
	for _, m := range c.frozen.Names.Messages {
		x := message{Code: m.Code, Antenne: m.Antenne, Text: m.Text}
		for _, id := range m.Rows {
			if s.in[id] {
				x.Cases = append(x.Cases, id)
			}
		}
		if len(x.Cases) > 0 {
			out = append(out, x)
		}
	}
	return out
}

// unsaid doubts a plan that says of a case that it cites a message, and whose expected results do not read so: nobody
// could have tested it there. It doubts one that lists the same twice, which no version froze: a table that tells one
// thing twice tells more than there is.
func (c *check) unsaid() {
	names := &c.frozen.Names
	for _, list := range [][]term{names.Epics, names.Criteria, names.Rules, names.Roles} {
		for i := 1; i < len(list); i++ {
			if list[i-1].Code >= list[i].Code {
				c.contents.add(doubt(NamesOrder, list[i].Code))
			}
		}
	}
	for i := range names.Messages {
		m := &names.Messages[i]
		if i > 0 && m.after(&names.Messages[i-1]) <= 0 {
			c.contents.add(doubt(NamesOrder, m.Code))
		}
		rows := map[string]bool{}
		for _, id := range m.Rows {
			if rows[id] {
				c.contents.add(doubt(NamesOrder, m.Code))
			}
			rows[id] = true
			if !c.frozen.shown[claim{i, id}] {
				c.contents.add(doubt(MessageUnshown, m.Code, id))
			}
		}
	}
}

// after is positive for a message that comes after another.
func (m *frozenMessage) after(other *frozenMessage) int {
	return cmp.Or(cmp.Compare(m.Code, other.Code), cmp.Compare(m.Antenne, other.Antenne))
}

// claim is what a plan says of a message, by its place, and of a row.
type claim struct {
	message int
	row     string
}

// claims tells, while the cases of a plan are read, whether they cite the messages that the plan says they do: their
// texts are not kept. Those of a plan that lists its messages after its cases are cited by none.
type claims struct {
	by     map[string][]int   // messages of each row
	fixed  [][]string         // of each message, its text between its variables
	own    map[[2]string]bool // codes with the branches whose own text is listed: the code means it there
	budget *budget.Budget
}

// claimBytes is what one row of a message takes in the two indexes.
const claimBytes = 3 * int(unsafe.Sizeof(claim{})+unsafe.Sizeof(0))

// hear looks for the messages of a case in its expected results, and gives how many bytes it keeps.
func (k *claims) hear(m *manifest, x *plannedCase) (kept int) {
	if k.by == nil {
		k.by, k.own, m.shown = map[string][]int{}, map[[2]string]bool{}, map[claim]bool{}
		for i := range m.Names.Messages {
			k.fixed = append(k.fixed, around(alike(m.Names.Messages[i].Text)))
			k.own[[2]string{m.Names.Messages[i].Code, m.Names.Messages[i].Antenne}] = true
			kept += room*len(m.Names.Messages[i].Text) + claimBytes
			for _, id := range m.Names.Messages[i].Rows {
				k.by[id] = append(k.by[id], i)
				kept += claimBytes
			}
		}
	}
	if len(k.by[x.ID]) == 0 {
		return kept
	}
	said := x.expects()
	for _, i := range k.by[x.ID] {
		message := &m.Names.Messages[i]
		applies := message.Antenne == x.Antenne || message.Antenne == "" && !k.own[[2]string{message.Code, x.Antenne}]
		found := applies && said.codes[message.Code]
		for at := 0; !found && at < len(said.texts); at++ {
			if k.budget.Work(2*len(said.texts[at])) != nil {
				return kept
			}
			found = reads(k.fixed[i], said.texts[at])
		}
		if found {
			m.shown[claim{i, x.ID}] = true
		}
	}
	return kept
}

// citing is where the expected results of a case may cite a message.
type citing struct {
	texts []string        // between quotation marks, in a cell, in the text block
	codes map[string]bool // a whole cell, or a word that has a digit or a hyphen
}

// expects gives what the expected results of the case say, its background aside.
func (z *plannedCase) expects() citing {
	said := citing{codes: map[string]bool{}}
	for i := range z.Steps {
		s := &z.Steps[i]
		if s.Type != outcomeStep || s.Background {
			continue
		}
		said.sentence(s.Text)
		for _, cell := range slices.Concat(s.Table...) {
			said.texts, said.codes[cell] = append(said.texts, alike(cell)), true
		}
		if s.Doc != nil {
			said.texts = append(said.texts, alike(s.Doc.Content))
		}
	}
	delete(said.codes, "")
	return said
}

// sentence takes the words of a step that may be codes, and what it quotes. Marks of another kind inside a quotation
// belong to it, and one that nothing closes quotes nothing.
func (e *citing) sentence(text string) {
	var closing rune
	word, quote := 0, 0 // where they begin
	end := func(at int) {
		if whole := text[word:at]; strings.ContainsFunc(whole, distinct) {
			e.codes[whole], e.codes[strings.Trim(whole, ".:")] = true, true
		}
	}
	for i, r := range text {
		_, size := utf8.DecodeRuneInString(text[i:])
		next := i + size
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:", r) {
			end(i)
			word = next
		}
		switch {
		case closing != 0 && r == closing:
			e.texts, closing = append(e.texts, alike(text[quote:i])), 0
		case closing != 0:
		case r == '"':
			closing, quote = '"', next
		case r == '«':
			closing, quote = '»', next
		case r == '“':
			closing, quote = '”', next
		}
	}
	end(len(text))
}

// distinct tells a character that makes of a word more than a word of the language.
func distinct(r rune) bool { return r == '-' || unicode.IsDigit(r) }

// alike gives a text as messages are compared: its apostrophes alike, its white space folded.
func alike(s string) string {
	return strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'").Replace(folded(s))
}

// longest is how many bytes the name of a variable of a message may take.
const longest = 60

// around cuts a text at its variables: names between braces. What holds a quotation mark, as {"code": 4} does, another
// brace, or too much, is no name, and its braces are text as any other.
func around(text string) (fixed []string) {
	from := 0 // of what is fixed
	for at := 0; at < len(text); at++ {
		if text[at] != '{' {
			continue
		}
		name, _, closed := strings.Cut(text[at+1:min(len(text), at+2+longest)], "}")
		if !closed || name == "" || strings.ContainsAny(name, "{\"«»") {
			continue
		}
		fixed = append(fixed, text[from:at])
		at += 1 + len(name)
		from = at + 1
	}
	return append(fixed, text[from:])
}

// reads tells whether a text is, from end to end, the parts of a message in their order, with something between them.
// One without a letter would be any text.
func reads(fixed []string, text string) bool {
	if !strings.ContainsFunc(strings.Join(fixed, ""), unicode.IsLetter) {
		return false
	}
	first, last := fixed[0], fixed[len(fixed)-1]
	if len(fixed) == 1 {
		return text == first
	}
	if !strings.HasPrefix(text, first) {
		return false
	}
	text = text[len(first):]
	for _, part := range fixed[1 : len(fixed)-1] {
		at := -1
		if text != "" {
			at = strings.Index(text[1:], part)
		}
		if at < 0 {
			return false
		}
		text = text[1+at+len(part):]
	}
	return len(text) > len(last) && strings.HasSuffix(text, last)
}
