package plan

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"recette/internal/recette"
)

// Apart is somebody whom a plan names and who takes no part in it: a contact, a representative, a recipient.
type Apart struct {
	Name  string   // as the shortest place writes it
	Paths []string // of the places, JSON Pointers (RFC 6901) in the bytes of the plan, in order
}

// NamedApart gives whom the plan names under a name, alone or among other words; nobody when one of that name takes
// part, whose reference stands for them in each place. Places of what is no person are not of it, nor those that name
// somebody who takes part and, by that name, nobody else. It is one person; but texts that have no two words of a name
// in common are as many people, as whoever verifies a PV would have it.
func (m *Manifest) NamedApart(name string) (all []Apart) {
	if slices.ContainsFunc(m.Parties, func(p Participant) bool { return p.Named(name) }) || m.nobody("", name) {
		return nil
	}
	said, them := m.Places(), Apart{Name: name}
	var texts []string
	for _, path := range slices.Sorted(maps.Keys(said)) {
		if names(said[path], name) && !m.partaking(said[path], name) {
			them.Paths, texts = append(them.Paths, path), append(texts, said[path])
		}
	}
	if texts == nil {
		return nil
	}
	if together(texts) {
		return []Apart{them}
	}
	for _, path := range them.Paths {
		k := slices.IndexFunc(all, func(x Apart) bool { return FoldName(x.Name) == FoldName(said[path]) })
		if k < 0 {
			k, all = len(all), append(all, Apart{Name: said[path]})
		}
		all[k].Paths = append(all[k].Paths, path)
	}
	return all
}

// names tells whether a place names somebody, alone or among other words.
func names(said, name string) bool {
	return FoldName(said) == FoldName(name) || strings.Contains(name, " ") && Mentions(said, name)
}

// Akin gives the places where the plan may name, in other words, somebody whom a text names among words (“Nadia Lefort,
// cabinet”), as Akin tells it of each.
func (m *Manifest) Akin(text string, known []Participant) (paths []string) {
	said := m.Places()
	for _, path := range slices.Sorted(maps.Keys(said)) {
		if at := said[path]; !m.nobody(path, at) && Akin(at, text, known) {
			paths = append(paths, path)
		}
	}
	return paths
}

// Akin tells whether what stands in a place may name somebody whom a text names among words: each holds the other, a
// part of it between commas, or two words of it that follow one another, but those of the names of people who are known
// to be others.
func Akin(said, text string, known []Participant) bool {
	return names(said, text) || slices.ContainsFunc(slices.Concat(pairs(text), pairs(said), parts(text), parts(said)),
		func(some string) bool {
			other := func(p Participant) bool { return Mentions(p.Name, some) }
			return Mentions(said, some) && Mentions(text, some) && !slices.ContainsFunc(known, other)
		})
}

// Apart gives whoever the plan names and who takes no part, in the order of their first place. What names a function, a
// decision, a party, an entity or a branch names nobody; anything else does: it is better to say less.
func (m *Manifest) Apart() (all []Apart) {
	said := m.Places()
	paths := slices.Sorted(maps.Keys(said))
	// alone before among words
	slices.SortStableFunc(paths, func(a, b string) int { return len(said[a]) - len(said[b]) })
	for _, path := range paths {
		at := said[path]
		if m.nobody(path, at) || slices.ContainsFunc(m.Parties, func(p Participant) bool { return names(at, p.Name) }) {
			continue
		}
		k := slices.IndexFunc(all, func(x Apart) bool { return names(at, x.Name) })
		if k < 0 {
			k, all = len(all), append(all, Apart{Name: at})
		}
		all[k].Paths = append(all[k].Paths, path)
	}
	for i := range all {
		slices.Sort(all[i].Paths)
	}
	slices.SortFunc(all, func(a, b Apart) int { return strings.Compare(a.Paths[0], b.Paths[0]) })
	return all
}

// nobody tells whether what stands in a place is no person: a function, the number of a decision, the customer, the
// supplier, an entity, a branch.
func (m *Manifest) nobody(path, said string) bool {
	bodies := slices.Concat([]string{m.Client.Name, m.Supplier.Name}, m.Entities, m.Antennes)
	for i := range m.Parties {
		bodies = append(bodies, m.Parties[i].Entity)
	}
	if m.Sections != nil {
		for i := range m.Sections.Contacts {
			bodies = append(bodies, m.Sections.Contacts[i].Entity)
		}
	}
	return isFunction(said) || strings.HasPrefix(path, "/out_of_scope/") && recette.Elsewhere(said) ||
		slices.ContainsFunc(bodies, func(b string) bool { return FoldName(b) == FoldName(said) })
}

// Says tells whether the plan mentions somebody in what an erasure leaves: in its prose, or where it names somebody who
// takes part and the name may be what it says of them.
func (m *Manifest) Says(name string) (met bool) {
	prose := m.renamed(func(string) string { return "" })
	prose.Parties = nil
	tree := prose.tree()
	walk("", tree, tree, func(_, said, _ string) { met = met || names(said, name) })
	if slices.ContainsFunc(m.Parties, func(p Participant) bool { return p.Named(name) }) {
		return met
	}
	for _, said := range m.Places() {
		met = met || names(said, name) && m.partaking(said, name)
	}
	return met
}

// Places gives what stands in each place where the plan names people, those who take part aside, by its path.
func (m *Manifest) Places() map[string]string {
	blank := m.renamed(func(string) string { return "" })
	said := map[string]string{}
	walk("", m.tree(), blank.tree(), func(path, was, is string) {
		if was != is {
			said[path] = was
		}
	})
	return said
}

// tree reads the plan as its bytes say it, without its cases: their texts are the tests, and name nobody.
func (m *Manifest) tree() (tree any) {
	bare := *m
	bare.Cases = nil
	data, err := json.Marshal(&bare)
	if err == nil {
		err = json.Unmarshal(data, &tree)
	}
	if err != nil { // it holds but texts, numbers and lists
		panic("plan: " + err.Error())
	}
	return tree
}

// walk gives each text of a tree with its path (no key of a plan needs escaping), and what stands there in another one:
// nothing where there is none.
func walk(path string, was, is any, text func(path, was, is string)) {
	switch x := was.(type) {
	case string:
		other, _ := is.(string)
		text(path, x, other)
	case []any:
		others, _ := is.([]any)
		for i := range x {
			var other any
			if i < len(others) {
				other = others[i]
			}
			walk(path+"/"+strconv.Itoa(i), x[i], other, text)
		}
	case map[string]any:
		others, _ := is.(map[string]any)
		for _, key := range slices.Sorted(maps.Keys(x)) {
			walk(path+"/"+key, x[key], others[key], text)
		}
	}
}
