package model

import (
	"cmp"
	"slices"
	"strings"

	"recette/internal/reference"
)

// RuleEntry is a business rule with where it applies: one entry for each id, and one for each Règle without id.
type RuleEntry struct {
	Anchor    string
	ID        string
	Title     string
	Text      string // Markdown, of the project's file of rules
	Source    string
	Threshold bool
	Declared  bool    // has a file of its own
	Blocks    []*Rule // the Règle blocks that state it, with their scenarios
	Features  []*Feature
	Scenarios []*Scenario
	Tally     Tally
}

// Counts gives the number of scenarios of a kind.
func (e *RuleEntry) Counts(k Kind) int {
	n := 0
	for _, s := range e.Scenarios {
		if s.has(k) {
			n++
		}
	}
	return n
}

// ruleEntries makes the catalogue of rules from the files of rules, from Règle blocks and from tags.
func (b *Builder) ruleEntries() []RuleEntry {
	var list []*RuleEntry
	byID := map[string]*RuleEntry{}
	get := func(id string) *RuleEntry {
		e, ok := byID[id]
		if !ok {
			e = &RuleEntry{ID: id, Tally: newTally()}
			byID[id] = e
			list = append(list, e)
		}
		return e
	}
	for _, r := range b.refs.Rules {
		e := get(r.ID)
		e.Title, e.Text, e.Source, e.Threshold, e.Declared = r.Title, r.Text, r.Source, r.Threshold, true
	}
	var nameless []*RuleEntry
	for _, d := range b.doc.Domains {
		for _, f := range d.Features {
			for _, r := range f.Rules {
				if r.Name != "" || r.ID != "" {
					e := &RuleEntry{Tally: newTally()}
					if r.ID != "" {
						e = get(r.ID)
					} else {
						nameless = append(nameless, e)
					}
					e.Title = cmp.Or(e.Title, r.Name)
					e.Blocks = append(e.Blocks, r)
					e.join(f, nil)
					if r.ID == "" {
						for _, s := range r.Scenarios {
							e.join(f, s)
						}
					}
				}
				for _, s := range r.Scenarios {
					for _, id := range s.Rules {
						get(id).join(f, s)
					}
				}
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *RuleEntry) int { return natural(x.ID, y.ID) })
	out := make([]RuleEntry, 0, len(list)+len(nameless))
	for _, e := range append(list, nameless...) {
		e.Anchor = b.anchors.take(cmp.Or(e.ID, "rule-"+e.Title))
		out = append(out, *e)
	}
	return out
}

func (e *RuleEntry) join(f *Feature, s *Scenario) {
	if !slices.Contains(e.Features, f) {
		e.Features = append(e.Features, f)
	}
	if n := len(e.Scenarios); s != nil && (n == 0 || e.Scenarios[n-1] != s) { // one scenario comes after the other
		e.Scenarios = append(e.Scenarios, s)
		e.Tally.add(s)
	}
}

// natural compares ids as people do: RG-9 before RG-10.
func natural(x, y string) int {
	for x != "" && y != "" {
		nx, ny := digits(x), digits(y)
		if nx > 0 && ny > 0 {
			dx, dy := strings.TrimLeft(x[:nx], "0"), strings.TrimLeft(y[:ny], "0")
			if c := cmp.Or(cmp.Compare(len(dx), len(dy)), strings.Compare(dx, dy)); c != 0 {
				return c
			}
			x, y = x[nx:], y[ny:]
			continue
		}
		if x[0] != y[0] {
			return cmp.Compare(x[0], y[0])
		}
		x, y = x[1:], y[1:]
	}
	return cmp.Compare(len(x), len(y))
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Special is a scenario of the catalogue of exceptions.
type Special struct {
	Kind     Kind
	Scenario *Scenario
	Expected []string // its expected results, as written
	Values   []string // the texts that its tables give to these results, each once
}

// special lists the scenarios of exceptions, of limits and of rights, kind after kind.
func (b *Builder) special() []Special {
	var out []Special
	for _, k := range []Kind{Exception, Limit, Right} {
		for _, s := range b.all {
			if !s.has(k) {
				continue
			}
			e := Special{Kind: k, Scenario: s}
			for i := range s.Steps {
				if s.Steps[i].Outcome {
					e.Expected = append(e.Expected, s.Steps[i].Text)
				}
			}
			said := strings.Join(e.Expected, "\n")
			for i := range s.Cases {
				for _, text := range s.Cases[i].Texts {
					if !strings.Contains(said, text) && !slices.Contains(e.Values, text) {
						e.Values = append(e.Values, text)
					}
				}
			}
			out = append(out, e)
		}
	}
	return out
}

// OriginKey is that of the words for where data come from, as the file of a set says it; empty of another word.
func OriginKey(said string) string {
	switch said {
	case "fictif":
		return "origin.fictif"
	case "anonymisé":
		return "origin.anonymisé"
	}
	return ""
}

// DataSetEntry is a data set with the features that use it.
type DataSetEntry struct {
	Anchor   string
	Set      reference.DataSet
	Declared bool
	Features []*Feature
	Cases    int
}

// dataSets lists the declared data sets, then those that features name without their being declared.
func (b *Builder) dataSets() []DataSetEntry {
	var list []*DataSetEntry
	byCode := map[string]*DataSetEntry{}
	for _, d := range b.refs.DataSets {
		e := &DataSetEntry{Set: d, Declared: true}
		list = append(list, e)
		byCode[d.Code] = e
	}
	use := func(code string, f *Feature, n int) {
		e, ok := byCode[code]
		if !ok {
			e = &DataSetEntry{Set: reference.DataSet{Code: code}}
			byCode[code] = e
			list = append(list, e)
		}
		if !slices.Contains(e.Features, f) {
			e.Features = append(e.Features, f)
		}
		e.Cases += n
	}
	for _, s := range b.all {
		used := map[string]int{}
		for _, t := range s.Tags {
			if has(t, b.o.Tags.DataSet) {
				used[t[1:]] = max(len(s.Cases), 1)
			}
		}
		for i := range s.Examples {
			for _, t := range s.Examples[i].Tags {
				if has(t, b.o.Tags.DataSet) {
					used[t[1:]] = max(used[t[1:]], len(s.Examples[i].Rows))
				}
			}
		}
		for _, list := range [][]Step{s.Feature.Background, s.Rule.Background, s.Steps} {
			for i := range list {
				for _, q := range quotations(list[i].Text) {
					if has("@"+q, b.o.Tags.DataSet) {
						used[q] = max(used[q], len(s.Cases))
					}
				}
			}
		}
		for code, n := range used {
			use(code, s.Feature, n)
		}
	}
	slices.SortStableFunc(list, func(x, y *DataSetEntry) int { return natural(x.Set.Code, y.Set.Code) })
	out := make([]DataSetEntry, len(list))
	for i, e := range list {
		e.Anchor = b.anchors.take(e.Set.Code)
		out[i] = *e
	}
	return out
}

// DecisionEntry is a decision with what cites it.
type DecisionEntry struct {
	Anchor    string
	Decision  reference.Decision
	Current   string   // the decision at the end of the chain of replacements, when it is another
	Chain     []string // from this one to the current one
	Features  []*Feature
	Scenarios []*Scenario // those whose own tags cite it, beyond their feature
	Criteria  []string    // left out of scope by it
	Missing   bool        // cited and not in the log
}

func (b *Builder) decisions() []DecisionEntry {
	var list []*DecisionEntry
	byID := map[string]*DecisionEntry{}
	get := func(id string) *DecisionEntry {
		e, ok := byID[id]
		if !ok {
			e = &DecisionEntry{Decision: reference.Decision{ID: id}, Missing: true}
			byID[id] = e
			list = append(list, e)
		}
		return e
	}
	for _, d := range b.refs.Decisions {
		e := get(d.ID)
		e.Decision, e.Missing = d, false
		for _, next := range b.refs.Current(d.ID) {
			e.Chain = append(e.Chain, next.ID)
		}
		if n := len(e.Chain); n > 1 {
			e.Current = e.Chain[n-1]
		}
	}
	for _, d := range b.doc.Domains {
		for _, f := range d.Features {
			for _, t := range f.Tags {
				if has(t, b.o.Tags.Decision) {
					e := get(t[1:])
					e.Features = append(e.Features, f)
				}
			}
		}
	}
	for _, s := range b.all {
		for _, id := range s.Decisions {
			if !slices.Contains(s.Feature.Tags, b.o.Tags.Decision[:1]+id) {
				e := get(id)
				e.Scenarios = append(e.Scenarios, s)
			}
		}
	}
	for _, st := range b.refs.Stories {
		for _, c := range st.Criteria {
			if c.OutOfScope != "" {
				e := get(c.OutOfScope)
				e.Criteria = append(e.Criteria, c.ID)
			}
		}
	}
	slices.SortStableFunc(list, func(x, y *DecisionEntry) int { return natural(x.Decision.ID, y.Decision.ID) })
	out := make([]DecisionEntry, len(list))
	for i, e := range list {
		e.Anchor = b.anchors.take(e.Decision.ID)
		out[i] = *e
	}
	return out
}

// Journey is a journey with its scenarios, in the order of the document.
type Journey struct {
	Anchor    string
	Code      string
	Title     string
	Critical  bool
	Scenarios []*Scenario
	Tally     Tally
}

func (b *Builder) journeys() []Journey {
	index := map[string]int{}
	var list []Journey
	for _, s := range b.all {
		for _, code := range s.Journeys {
			i, ok := index[code]
			if !ok {
				i = len(list)
				index[code] = i
				facts := b.facts.Journeys[code]
				list = append(list, Journey{
					Code: code, Title: facts.Title, Critical: facts.Critical, Anchor: b.anchors.take("journey-" + code),
					Tally: newTally(),
				})
			}
			j := &list[i]
			j.Scenarios = append(j.Scenarios, s)
			j.Critical = j.Critical || s.Critical
			j.Tally.add(s)
		}
	}
	slices.SortStableFunc(list, func(x, y Journey) int {
		if x.Critical != y.Critical {
			if x.Critical {
				return -1
			}
			return 1
		}
		return natural(x.Code, y.Code)
	})
	return list
}

// Named gives the anchor of what an id of a text names, empty when it names nothing.
func (d *Doc) Named(id string) string { return d.ids.anchors[id] }

// Story gives the entry of a story; nil when the document has none.
func (d *Doc) Story(id string) *StoryEntry { return at(d.Stories, d.ids.stories, id) }

// Rule gives the entry of a rule; nil when the document has none.
func (d *Doc) Rule(id string) *RuleEntry { return at(d.Rules, d.ids.rules, id) }

// Decision gives the entry of a decision; nil when the document has none.
func (d *Doc) Decision(id string) *DecisionEntry { return at(d.Decisions, d.ids.decisions, id) }

func at[T any](list []T, index map[string]int, id string) *T {
	if i, ok := index[id]; ok && id != "" {
		return &list[i]
	}
	return nil
}
