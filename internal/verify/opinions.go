package verify

import (
	"reflect"
	"slices"
	"strings"
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

	Iteration int `json:"iteration"` // 0: the present one
}

// opinions gives those that bear on the PV: of each person, in each role, the last one; in the PV of everything, the
// last one on each journey too.
func (c *check) opinions(f *fold, s scope, n *notes) []opinion {
	var stand []*journal.Leaf
	heard := map[[3]string]bool{}
	for _, l := range slices.Backward(f.notes) {
		if l.Opinion == nil || l.Actor == nil {
			continue
		}
		of := [3]string{l.Actor.Ref, l.Actor.Role}
		switch {
		case s.journey == "":
			of[2] = l.Opinion.Journey
		case l.Opinion.Journey != "" && l.Opinion.Journey != s.journey:
			continue
		}
		if !heard[of] {
			heard[of] = true
			stand = append(stand, l)
		}
	}
	slices.Reverse(stand)
	var out []opinion
	for i, l := range stand {
		shown := at(c.pv.Opinions, i)
		o := opinion{
			Role: l.Actor.Role, Name: n.by(l, shown.Name), Journey: l.Opinion.Journey, Opinion: l.Opinion.Opinion,
			Text: n.text(l.Opinion.Text, shown.Text), Points: l.Opinion.Points, At: n.at(l),
			Iteration: f.former(l),
		}
		if _, x := c.participant(f, n, l.Actor.Ref, ""); x != nil {
			o.Entity = x.Entity
		}
		if o.Role == string(recette.Referent) {
			x := c.then(l.Actor.Ref, l.Seq)
			o.Entity = c.branchOf(&x)
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
	given := map[string]*journal.Leaf{}
	key := func(code string, args []string) string { return code + "\x00" + strings.Join(args, "\x00") }
	for _, l := range f.notes {
		if a := l.Answer; a != nil && f.former(l) == 0 && (a.Journey == "" || a.Journey == s.journey) {
			given[key(a.Code, a.Args)] = l
		}
	}
	for i := range c.pv.Warnings {
		w := &c.pv.Warnings[i]
		want := warning{Code: w.Code, Args: w.Args, Text: w.Text}
		state := w.Args
		if w.Code == "sole_tester" || w.Code == "own_verdicts" { // of somebody else it is another one
			state = nil
			if d := f.decision(s.journey); d != nil && ref(d.Actor) != "" {
				state = []string{ref(d.Actor)}
			}
		}
		if w.Code == "unnamed" && len(state) > 0 { // without the reason, which somebody wrote
			state = state[:len(state)-1]
		}
		if l := given[key(w.Code, state)]; l != nil {
			want.Answer, want.AnsweredBy = n.text(l.Answer.Text, w.Answer), n.by(l, w.AnsweredBy)
			want.AnsweredAt = n.when(l)
		}
		if !reflect.DeepEqual(*w, want) {
			return false
		}
	}
	return true
}

// heard tells whether the PV shows an opinion in a role that stands.
func (c *check) heard(role recette.Role) bool {
	return slices.ContainsFunc(c.pv.Opinions, func(o opinion) bool {
		return o.Role == string(role) && o.Iteration == 0
	})
}
