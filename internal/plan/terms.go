package plan

import (
	"cmp"
	"slices"

	"recette/internal/reference"
)

// Names are what the reference files of the project call, on the day the plan is frozen, that which the manifest names
// by code: texts of the project, that name nobody. Each list is ordered by code and holds each code once; a code that
// the files do not hold is in none, and stays a code.
type Names struct {
	Epics    []Name    `json:"epics,omitempty"`
	Criteria []Name    `json:"criteria,omitempty"` // of acceptance, with what each asks
	Rules    []Name    `json:"rules,omitempty"`
	Roles    []Name    `json:"roles,omitempty"` // of the product under test
	Messages []Message `json:"messages,omitempty"`
}

// Name is what the project calls what a code stands for.
type Name struct {
	Code string `json:"code"` // as the cases, or the plan, write it
	Name string `json:"name"`
}

// Message is a text that the product shows its users, and that cases cite: word for word but for what stands in braces,
// or by its code. A citation is no display: an expected result may say that the message is not there.
type Message struct {
	Code    string   `json:"code"`
	Antenne string   `json:"antenne,omitempty"` // whose own text it is; empty for the common one
	Text    string   `json:"text"`
	Rows    []string `json:"asserted_by"` // ids of those whose expected results cite it, in the order of the manifest
}

// names takes from the references what the manifest names.
func (f *freezer) names() {
	set := f.in.References
	if set == nil {
		return
	}
	var epics, criteria, rules, roles []string
	for i := range f.m.Cases {
		c := &f.m.Cases[i]
		epics, criteria = append(epics, c.Epic), append(criteria, c.Criteria...)
		rules, roles = append(rules, c.Rules...), append(roles, c.Roles...)
	}
	for i := range f.m.Journeys {
		roles = append(roles, f.m.Journeys[i].Roles...)
	}
	if f.m.Sections != nil {
		for i := range f.m.Sections.Accounts {
			roles = append(roles, f.m.Sections.Accounts[i].Role)
		}
	}
	f.m.Names = Names{
		Epics:    called(epics, func(code string) string { e, _ := set.Epic(code); return e.Title }),
		Criteria: called(criteria, func(code string) string { c, _ := set.Criterion(code); return c.Text }),
		Rules:    called(rules, func(code string) string { r, _ := set.Rule(code); return r.Title }),
		Roles:    called(roles, func(code string) string { r, _ := set.Role(code); return r.Label }),
		Messages: f.messages(),
	}
}

// called gives the name of each code that has one, once, by code.
func called(codes []string, of func(code string) string) (out []Name) {
	for _, code := range slices.Compact(slices.Sorted(slices.Values(codes))) {
		if name := of(code); name != "" && code != "" {
			out = append(out, Name{code, name})
		}
	}
	return out
}

// messages gives those that the cases cite.
func (f *freezer) messages() (out []Message) {
	at := map[[2]string]int{}
	for i := range f.m.Cases {
		c := &f.m.Cases[i]
		for _, x := range cited(f.in.References, c) {
			key := [2]string{x.Message.Code, x.Antenne}
			n, known := at[key]
			if !known {
				n, at[key] = len(out), len(out)
				out = append(out, Message{Code: key[0], Antenne: key[1], Text: x.Text()})
			}
			if to := &out[n].Rows; len(*to) == 0 || (*to)[len(*to)-1] != c.ID {
				*to = append(*to, c.ID)
			}
		}
	}
	slices.SortFunc(out, byCode)
	return out
}

// cited gives the messages that the expected results of a case cite: those of its Contexte prepare it, and verify
// nothing.
func cited(set *reference.Set, c *FrozenCase) (out []reference.Shown) {
	for i := range c.Steps {
		s := &c.Steps[i]
		if !s.Verifies() {
			continue
		}
		block := ""
		if s.DocString != nil {
			block = s.DocString.Content
		}
		out = append(out, set.Cites(s.Text, s.Table, block, c.Antenne)...)
	}
	return out
}

// orderly tells whether the lists are as Freeze writes them: each code once, by code, and each row once.
func (n *Names) orderly() bool {
	for _, list := range [][]Name{n.Epics, n.Criteria, n.Rules, n.Roles} {
		if !increasing(list, func(x, y Name) int { return cmp.Compare(x.Code, y.Code) }) {
			return false
		}
	}
	for i := range n.Messages {
		if !increasing(slices.Sorted(slices.Values(n.Messages[i].Rows)), cmp.Compare[string]) {
			return false
		}
	}
	return increasing(n.Messages, byCode)
}

// increasing tells whether each value of a list comes strictly after the one before.
func increasing[T any](list []T, compare func(x, y T) int) bool {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			return false
		}
	}
	return true
}

func byCode(x, y Message) int {
	return cmp.Or(cmp.Compare(x.Code, y.Code), cmp.Compare(x.Antenne, y.Antenne))
}
