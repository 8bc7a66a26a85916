// Package kit makes the travelling kit of a branch without network, and reads back what was judged with it. A kit is
// one HTML file that holds its cases and what plays them; its results are one JSON file. It is pure: it knows no clock,
// no journal and no disk. What comes back is somebody's word, which nothing authenticates.
package kit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"recette/reports/cahier"
)

// Head says what a kit was made of. It goes with each file of results, and ties it to the campaign as it was frozen.
type Head struct {
	ID       string `json:"id"` // SHA-256, in hex, of the rest of the head: another head is another kit
	Project  string `json:"project"`
	Campaign string `json:"campaign"`
	Title    string `json:"title"`
	Manifest string `json:"manifest"` // SHA-256, in hex, of the frozen plan
	Build    string `json:"build"`    // that is to be tested
	Antenne  string `json:"antenne"`  // branch that it is for; empty: it was made for chosen rows
	Origin   string `json:"origin"`   // name of the journal
	Size     int64  `json:"size"`     // of the journal, by its last head that was signed; 0: none was
	Root     string `json:"root"`     // of the same head
	By       string `json:"by"`       // who made it, by name
	At       string `json:"at"`       // when, RFC 3339
	Until    string `json:"until"`    // YYYY-MM-DD by which results are awaited; empty when nobody said
	Language string `json:"language"` // fr, en
	Rows     string `json:"rows"`     // SHA-256, in hex, of the rows and of what they refer to
}

// id gives what ID must be.
func (h Head) id() string {
	h.ID = ""
	return digest(h)
}

func digest(of any) string {
	text, _ := json.Marshal(of) //nolint:errchkjson // texts, numbers and lists of them
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Kit is what the file holds.
type Kit struct {
	Head   Head     `json:"head"`
	Where  Where    `json:"where"`
	People []string `json:"people"` // who may be chosen as who judges
	Help   []Person `json:"help"`   // whom a tester asks
	Sets   []Set    `json:"sets"`
	Rows   []Row    `json:"rows"` // by journey, then in the order of the plan
}

// Where is the product under test.
type Where struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Person is somebody to ask.
type Person struct {
	Name string `json:"name"`
	What string `json:"what"` // role, as a code of the product, or function
}

// Set is a data set.
type Set struct {
	Code   string  `json:"code"`
	Label  string  `json:"label"`
	States string  `json:"states"`
	Load   string  `json:"load"`
	Values []Value `json:"values"`
}

// Value is a named value.
type Value struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// Role is a role to take in the product under test, with the accounts that hold it.
type Role struct {
	Name     string   `json:"name"`
	Accounts []string `json:"accounts"` // logins: a kit has no place for a password
}

// Row is a row of the plan.
type Row struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Journey string   `json:"journey"` // its title
	Feature string   `json:"feature"`
	Rule    string   `json:"rule"`
	Aim     []string `json:"aim"`
	Roles   []Role   `json:"roles"`
	Sets    []string `json:"sets"` // codes
	Values  []Value  `json:"values"`
	Content string   `json:"content"` // hash of the frozen text
	After   int      `json:"after"`   // number of its last attempt when the kit was made
	Steps   []Step   `json:"steps"`   // those of its Contexte come first
}

// Step is a step.
type Step struct {
	Keyword  string     `json:"keyword"`
	Text     string     `json:"text"`
	Expects  bool       `json:"expects"` // it says what must be observed: it is to be judged
	Context  bool       `json:"context"` // of the Contexte
	Table    [][]string `json:"table"`
	Doc      string     `json:"doc"`
	Messages []string   `json:"messages"` // that the user is to read
}

// Made is what a kit is made of, beside the cases.
type Made struct {
	By, At, Until, Language, Antenne string

	People []string             // who may judge, of the branch
	Rows   func(id string) bool // tells which rows go into it
}

// Of makes a kit of a blank cahier of the cases of a branch. What is of another branch stays out, and so does who has
// nothing to do with it.
func Of(c *cahier.Cahier, m Made) Kit {
	k := Kit{
		Where: Where{Name: c.Environment.Name, URL: c.Environment.URL}, People: list(m.People), Help: []Person{},
		Sets: []Set{}, Rows: []Row{},
	}
	b := builder{c: c, m: &m, journeys: map[string]string{}}
	for i := range c.Journeys {
		b.journeys[c.Journeys[i].Code] = c.Journeys[i].Title
	}
	for i := range c.People {
		if p := &c.People[i]; p.Entity != "" && slices.Contains(m.People, p.Name) {
			b.entities = append(b.entities, p.Entity)
		}
	}
	used := map[string]bool{}
	for i := range c.Cases {
		if x := &c.Cases[i]; m.Rows(x.ID) {
			k.Rows = append(k.Rows, b.row(x))
			for _, code := range x.DataSets {
				used[code] = true
			}
		}
	}
	for i := range c.DataSets {
		if d := &c.DataSets[i]; used[d.Code] {
			k.Sets = append(k.Sets, Set{
				Code: d.Code, Label: d.Label, States: d.States, Load: d.Load, Values: values(d.Values),
			})
		}
	}
	for _, p := range c.Contacts {
		if m.Antenne != "" && p.Entity == m.Antenne || p.Role == "ppo" {
			what := p.Function
			if p.Role != "" {
				what = p.Role
			}
			k.Help = append(k.Help, Person{Name: p.Name, What: what})
		}
	}
	r := &c.Reference
	k.Head = Head{
		Project: c.Project, Campaign: c.Campaign, Title: c.Title, Manifest: r.Manifest, Build: c.Environment.Build,
		Antenne: m.Antenne, Origin: r.Origin, Size: r.Size, Root: r.Root, By: m.By, At: m.At, Until: m.Until,
		Language: m.Language,
	}
	k.Head.Rows = digest(k)
	k.Head.ID = k.Head.id()
	return k
}

type builder struct {
	c        *cahier.Cahier
	m        *Made
	journeys map[string]string // titles, by code
	entities []string          // of who may judge
}

// holds tells whether an account goes with a row: one of an entity goes with the rows of that branch, and, in a
// campaign that has branches, with those of none only for who is of that entity.
func (b *builder) holds(x *cahier.Case, entity string) bool {
	switch {
	case entity == "", entity == x.Antenne:
		return true
	case x.Antenne != "":
		return false
	}
	return !x.National || slices.Contains(b.entities, entity)
}

func (b *builder) row(x *cahier.Case) Row {
	r := Row{
		ID: x.ID, Name: x.Name, Journey: b.journeys[x.Journey], Feature: x.Feature, Rule: x.Rule, Aim: list(x.Proves),
		Roles: []Role{}, Sets: list(x.DataSets), Values: values(x.Row), Content: x.Content, After: x.Attempt,
		Steps: []Step{},
	}
	if x.Aim != "" {
		r.Aim = []string{x.Aim}
	}
	for _, code := range x.Roles {
		role := Role{Name: b.c.RoleName(code), Accounts: []string{}}
		for _, a := range b.c.Accounts {
			if a.Role == code && b.holds(x, a.Entity) {
				role.Accounts = append(role.Accounts, a.Login)
			}
		}
		r.Roles = append(r.Roles, role)
	}
	for i := range b.c.Contexts {
		if of := &b.c.Contexts[i]; x.Prior > 0 && of.Number == x.Context {
			r.Steps = append(r.Steps, steps(of.Steps, true)...)
		}
	}
	r.Steps = append(r.Steps, steps(x.Steps, false)...)
	return r
}

func steps(from []cahier.Step, context bool) (out []Step) {
	for i := range from {
		s := &from[i]
		step := Step{
			Keyword: s.Keyword, Text: s.Text, Expects: s.Expects() && !context, Context: context, Table: s.Table,
			Doc: s.DocString, Messages: []string{},
		}
		if step.Table == nil {
			step.Table = [][]string{}
		}
		for _, m := range s.Messages {
			step.Messages = append(step.Messages, strings.TrimSpace(m.Code+" "+m.Text))
		}
		out = append(out, step)
	}
	return out
}

func values(from []cahier.Value) []Value {
	out := make([]Value, len(from))
	for i := range from {
		out[i] = Value(from[i])
	}
	return out
}

func list(from []string) []string { return append([]string{}, from...) }
