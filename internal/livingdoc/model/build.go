package model

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/criteria"
	"recette/internal/recette"
	"recette/internal/reference"
)

// Builder gathers what the chapters need while features are read, and keeps none of their syntax trees: memory grows
// with what the document says.
type Builder struct {
	facts   Facts
	o       Options
	refs    *reference.Set
	doc     *Doc
	anchors anchors
	domains map[string]*Domain
	drafts  map[string]*Domain
	all     []*Scenario // of the product, in the order of the document
	later   []*Scenario // drafts

	criteria *criteria.Fold
	cases    []spot            // by number of the fold
	titles   map[string]string // of the first feature of each story
}

// New makes a builder. refs is nil for a project that keeps no references.
func New(o Options, refs *reference.Set) *Builder {
	o = o.withDefaults()
	if refs == nil {
		refs = &reference.Set{}
	}
	return &Builder{
		o: o, refs: refs, anchors: reserved(), domains: map[string]*Domain{}, drafts: map[string]*Domain{},
		criteria: criteria.New(o.Tags, refs), titles: map[string]string{},
		doc: &Doc{
			Project: o.Project, Language: o.Language, At: o.At, Commit: o.Commit, Producer: o.Producer,
			Terms: slices.Clone(refs.Terms), References: refs,
			ObsoleteIDs: ObsoleteIDs{map[string]bool{}, map[string]bool{}, map[string]bool{}},
		},
	}
}

// Doc makes the documentation of the features that were added. It is called once.
func (b *Builder) Doc(facts Facts) *Doc {
	b.facts, b.doc.Recorded = facts, facts.Recorded
	for _, list := range [][]*Scenario{b.all, b.later} {
		for _, s := range list {
			for i := range s.Cases {
				s.Cases[i].Status = facts.Statuses[s.Cases[i].ID]
			}
		}
	}
	b.doc.Domains, b.doc.Upcoming = b.finish(b.domains, "domain-"), b.finish(b.drafts, "upcoming-")
	b.doc.All, b.doc.Drafts = b.all, b.later
	b.doc.Figures = b.figures()
	b.doc.Journeys = b.journeys()
	b.doc.History = b.history()
	b.doc.Rules = b.ruleEntries()
	b.doc.Special = b.special()
	b.doc.Messages = b.messages()
	b.doc.Rights = b.rights()
	b.doc.DataSets = b.dataSets()
	b.doc.Decisions = b.decisions()
	b.doc.Stories, b.doc.Figures.Criteria = b.stories()
	slices.SortStableFunc(b.doc.Terms, func(x, y reference.Term) int {
		return cmp.Or(strings.Compare(Fold(x.Name), Fold(y.Name)), strings.Compare(x.Name, y.Name))
	})
	for i := range b.doc.Terms {
		b.doc.TermAnchors = append(b.doc.TermAnchors, b.anchors.take("term-"+b.doc.Terms[i].Name))
	}
	b.doc.Facets = b.facets()
	b.index()
	return b.doc
}

// index lets the chapters find entries by id.
func (b *Builder) index() {
	x := ids{map[string]int{}, map[string]int{}, map[string]int{}, map[string]string{}}
	name := func(id, anchor string) {
		if id != "" && x.anchors[id] == "" {
			x.anchors[id] = anchor
		}
	}
	for i := range b.doc.Stories {
		e := &b.doc.Stories[i]
		x.stories[e.Story.ID] = i
		anchor := e.Anchor
		if len(e.Features) == 1 {
			anchor = e.Features[0].Anchor
		}
		name(e.Story.ID, anchor)
		for j := range e.Criteria {
			name(e.Criteria[j].Criterion.ID, e.Anchor)
		}
	}
	for i := range b.doc.Rules {
		x.rules[b.doc.Rules[i].ID] = i
		name(b.doc.Rules[i].ID, b.doc.Rules[i].Anchor)
	}
	for i := range b.doc.Decisions {
		x.decisions[b.doc.Decisions[i].Decision.ID] = i
		name(b.doc.Decisions[i].Decision.ID, b.doc.Decisions[i].Anchor)
	}
	for i := range b.doc.Messages {
		name(b.doc.Messages[i].Message.Code, b.doc.Messages[i].Anchor)
	}
	for i := range b.doc.DataSets {
		name(b.doc.DataSets[i].Set.Code, b.doc.DataSets[i].Anchor)
	}
	for _, s := range append(slices.Clone(b.all), b.later...) {
		if s.Stable {
			name(s.ID, s.Anchor)
		}
	}
	b.doc.ids = x
}

// reserved holds the anchors of the chapters and the names of the pages, which no feature may take.
func reserved() anchors {
	a := anchors{}
	for _, c := range chapters() {
		a[c.ID] = true
	}
	for _, name := range []string{"top", "main", "nav", "search", "index", "contents", "filters"} {
		a[name] = true
	}
	return a
}

// finish gives domains their titles, their counts and their anchors, in the order of their paths.
func (b *Builder) finish(domains map[string]*Domain, prefix string) []*Domain {
	list := make([]*Domain, 0, len(domains))
	for _, d := range domains {
		list = append(list, d)
	}
	slices.SortFunc(list, func(x, y *Domain) int { return strings.Compare(x.Path, y.Path) })
	for _, d := range list {
		b.entitle(d)
		d.Anchor = b.anchors.take(prefix + cmp.Or(d.Path, "root"))
		d.Tally = newTally()
		for _, f := range d.Features {
			f.Domain = d
			f.Tally = newTally()
			for _, r := range f.Rules {
				for _, s := range r.Scenarios {
					f.Tally.add(s)
				}
			}
			d.Tally.merge(f.Tally)
		}
	}
	return list
}

func newTally() Tally { return Tally{Verdicts: map[recette.Verdict]int{}} }

// add counts the cases of a scenario.
func (t *Tally) add(s *Scenario) {
	for i := range s.Cases {
		t.count(&s.Cases[i])
	}
}

func (t *Tally) count(c *Case) {
	t.Add(&c.Status)
	t.Verdicts[c.Verdict()]++
}

func (t *Tally) merge(o Tally) {
	t.Tally = t.Plus(o.Tally)
	for v, n := range o.Verdicts {
		t.Verdicts[v] += n
	}
}

func (b *Builder) figures() Figures {
	f := Figures{Domains: len(b.doc.Domains), Scenarios: len(b.all), Upcoming: len(b.later), Tally: newTally()}
	rules := map[string]bool{}
	for _, d := range b.doc.Domains {
		f.Features += len(d.Features)
		f.merge(d.Tally)
		for _, ft := range d.Features {
			for _, r := range ft.Rules {
				if r.ID != "" {
					rules[r.ID] = true
				} else if r.Name != "" {
					rules[ft.Path+"\x00"+r.Name] = true
				}
				for _, s := range r.Scenarios {
					for _, id := range s.Rules {
						rules[id] = true
					}
				}
			}
		}
	}
	for i := range b.refs.Rules {
		rules[b.refs.Rules[i].ID] = true
	}
	f.Rules, f.Cases = len(rules), f.Total
	return f
}
