package verify

import (
	"strings"
	"unicode"
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

// frozenTerms are those of a plan, with the messages that its cases are said to show; since version 2.
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

// termed compares what the PV says that its codes stand for, and which messages its cases show, with the plan.
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

// messages gives those that cases of the scope show, by the plan.
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

// unsaid doubts a plan that says of a case that it expects to see a message, and whose expected results do not read so:
// nobody could have tested it there.
func (c *check) unsaid() {
	for i := range c.frozen.Names.Messages {
		m := &c.frozen.Names.Messages[i]
		for _, id := range m.Rows {
			if !c.frozen.shown[claim{i, id}] {
				c.contents.add(doubt(MessageUnshown, m.Code, id))
			}
		}
	}
}

// claim is what a plan says of a message, by its place, and of a row.
type claim struct {
	message int
	row     string
}

// claims tells, while the cases of a plan are read, whether they show the messages that the plan says they do: their
// texts are not kept. Those of a plan that lists its messages after its cases are shown by none.
type claims struct {
	by     map[string][]int // messages of each row
	fixed  [][]string       // of each message, its text between the braces
	budget *budget.Budget
}

// claimBytes is what one row of a message takes in the two indexes.
const claimBytes = 3 * int(unsafe.Sizeof(claim{})+unsafe.Sizeof(0))

// hear looks for the messages of a case in its expected results, and gives how many bytes it keeps.
func (k *claims) hear(m *manifest, x *plannedCase) (kept int) {
	if k.by == nil {
		k.by, m.shown = map[string][]int{}, map[claim]bool{}
		for i := range m.Names.Messages {
			k.fixed = append(k.fixed, around(quoted(m.Names.Messages[i].Text)))
			kept += room * len(m.Names.Messages[i].Text)
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
		code := m.Names.Messages[i].Code
		for _, text := range said {
			if k.budget.Work(2*len(text)) != nil {
				return kept
			}
			if code != "" && strings.Contains(text, code) || inOrder(text, k.fixed[i]) {
				m.shown[claim{i, x.ID}] = true
				break
			}
		}
	}
	return kept
}

// expects gives what the expected results of the case say, its background aside.
func (z *plannedCase) expects() (said []string) {
	for i := range z.Steps {
		s := &z.Steps[i]
		if s.Type != outcomeStep || s.Background {
			continue
		}
		said = append(said, quoted(s.Text))
		for _, row := range s.Table {
			for _, cell := range row {
				said = append(said, quoted(cell))
			}
		}
		if s.Doc != nil {
			said = append(said, quoted(s.Doc.Content))
		}
	}
	return said
}

// quoted gives a text as messages are compared: its apostrophes alike, its white space folded.
func quoted(s string) string {
	return strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'").Replace(folded(s))
}

// around cuts a text at its braces. One that nothing closes is text as any other.
func around(text string) (fixed []string) {
	for {
		before, rest, opens := strings.Cut(text, "{")
		_, after, closes := strings.Cut(rest, "}")
		if !opens || !closes {
			return append(fixed, text)
		}
		fixed, text = append(fixed, before), after
	}
}

// inOrder tells whether a text holds others in their order, with something between them. Those without a letter would
// be in any text.
func inOrder(text string, fixed []string) bool {
	for i, part := range fixed {
		if i > 0 && text == "" {
			return false
		}
		at := strings.Index(text[min(i, 1):], part)
		if at < 0 {
			return false
		}
		text = text[min(i, 1)+at+len(part):]
	}
	return strings.ContainsFunc(strings.Join(fixed, ""), unicode.IsLetter)
}
