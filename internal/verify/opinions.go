package verify

import (
	"reflect"
	"slices"
	"time"

	"recette/internal/journal"
	"recette/internal/recette"
)

type opinion struct {
	Role    string    `json:"role"`
	Name    string    `json:"name"`
	Entity  string    `json:"entity"`
	Journey string    `json:"journey"`
	Opinion string    `json:"opinion"`
	Text    string    `json:"text"`
	Points  []string  `json:"points"`
	At      time.Time `json:"at"`
}

// opinions gives those that bear on the PV: of each person, in each role, the last one.
func (c *check) opinions(f *fold, s scope, n *notes) []opinion {
	var stand []*journal.Leaf
	for _, l := range f.notes {
		if l.Opinion == nil || l.Actor == nil || l.Opinion.Journey != "" && l.Opinion.Journey != s.journey {
			continue
		}
		stand = slices.DeleteFunc(stand, func(x *journal.Leaf) bool {
			return x.Actor.Ref == l.Actor.Ref && x.Actor.Role == l.Actor.Role
		})
		stand = append(stand, l)
	}
	var out []opinion
	for i, l := range stand {
		shown := at(c.pv.Opinions, i)
		o := opinion{
			Role: l.Actor.Role, Name: n.by(l, shown.Name), Journey: l.Opinion.Journey, Opinion: l.Opinion.Opinion,
			Text: n.text(l.Opinion.Text, shown.Text), Points: l.Opinion.Points, At: n.at(l),
		}
		for _, x := range c.frozen.Parties {
			if x.Ref == l.Actor.Ref {
				o.Entity = x.Entity
				break
			}
		}
		out = append(out, o)
	}
	return out
}

// declared gives the names of those who recorded a result and whom nothing authenticated.
func (c *check) undeclared(f *fold, n *notes) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range f.runs {
		if l := &p.leaf; !l.Actor.Auth && !seen[l.Actor.Ref] {
			seen[l.Actor.Ref] = true
			out = append(out, n.by(l, at(c.pv.Declared, len(out))))
		}
	}
	return out
}

// answered tells whether the PV shows of each warning what was answered to it as it stands, and nothing else.
func (c *check) answered(f *fold, s scope, n *notes) bool {
	for i := range c.pv.Warnings {
		w := &c.pv.Warnings[i]
		want := warning{Code: w.Code, Args: w.Args, Text: w.Text}
		for _, l := range slices.Backward(f.notes) {
			a := l.Answer
			if a != nil && a.Code == w.Code && slices.Equal(a.Args, recette.Impersonal(w.Code, w.Args)) &&
				(a.Journey == "" || a.Journey == s.journey) {
				want.Answer, want.AnsweredBy = n.text(a.Text, w.Answer), n.by(l, w.AnsweredBy)
				want.AnsweredAt = n.when(l)
				break
			}
		}
		if !reflect.DeepEqual(*w, want) {
			return false
		}
	}
	return true
}

// heard tells whether the PV shows an opinion in a role.
func (c *check) heard(role recette.Role) bool {
	return slices.ContainsFunc(c.pv.Opinions, func(o opinion) bool { return o.Role == string(role) })
}
