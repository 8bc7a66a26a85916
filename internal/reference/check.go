package reference

import (
	"strconv"
	"strings"

	"recette/internal/meant"
)

// epics is not a kind that a project keeps apart: they stand in stories.yaml.
const epics Kind = "epics"

// promise is a reference from one entry to another, looked at once everything is read.
type promise struct {
	at   Place
	kind Kind
	id   string
}

func (l *loader) later(at Place, kind Kind, id string) {
	l.promises = append(l.promises, promise{at, kind, id})
}

// check looks at what the entries say of one another.
func (l *loader) check() {
	l.unique()
	known := l.ids()
	kinds := kindsByPrefix(known)
	for i := range l.set.Decisions {
		d := &l.set.Decisions[i]
		v := l.placed[d.ID]
		if v == nil {
			continue
		}
		if d.ReplacedBy != "" {
			l.later(v.place("status"), Decisions, d.ReplacedBy)
		}
		for _, impact := range d.Impacts {
			if kind, ok := kindOf(kinds, impact); ok {
				l.later(v.place("impacts"), kind, impact)
			}
		}
	}
	words := map[Kind]*meant.Words{}
	for _, p := range l.promises {
		if p.kind != epics && !l.set.Has(p.kind) && p.kind != Decisions {
			continue // the project does not keep that kind: nothing can be told
		}
		if !known[p.kind][p.id] {
			if words[p.kind] == nil {
				words[p.kind] = meant.NewWords(sortedKeys(known[p.kind]))
			}
			l.add(p.at, dangling, words[p.kind].Nearest(p.id), p.id)
		}
	}
	l.rings()
}

// ids lists what there is, by kind. Criteria count as stories: they stand in one file.
func (l *loader) ids() map[Kind]map[string]bool {
	known := map[Kind]map[string]bool{Stories: {}, Rules: {}, Decisions: {}, epics: {}}
	for _, e := range l.set.Epics {
		known[epics][e.ID] = true
	}
	for _, s := range l.set.Stories {
		known[Stories][s.ID] = true
		for _, c := range s.Criteria {
			known[Stories][c.ID] = true
		}
	}
	for _, r := range l.set.Rules {
		known[Rules][r.ID] = true
	}
	for _, d := range l.set.Decisions {
		known[Decisions][d.ID] = true
	}
	return known
}

// kindOf tells an impact that names an entry, "US-401", from one in words, "délai": the former starts as the ids of the
// entries of its kind do.
func kindOf(kinds map[string]Kind, impact string) (Kind, bool) {
	prefix, rest, ok := strings.Cut(impact, "-")
	if !ok || rest == "" || !validID(impact) {
		return "", false
	}
	kind, ok := kinds[prefix]
	return kind, ok
}

// kindsByPrefix gives the kind whose ids start so; of several, the first by name.
func kindsByPrefix(known map[Kind]map[string]bool) map[string]Kind {
	kinds := map[string]Kind{}
	for _, kind := range sortedKeys(known) {
		for id := range known[kind] {
			prefix, _, _ := strings.Cut(id, "-")
			first(kinds, prefix, kind)
		}
	}
	return kinds
}

// unique reports the ids that stand twice, where they stand again.
func (l *loader) unique() {
	seen := map[string]Place{}
	once := func(kind, id string, at Place) {
		if id == "" {
			return
		}
		key := kind + " " + id
		if first, taken := seen[key]; taken {
			l.add(at, idTaken, "", id, first.Path+":"+strconv.Itoa(first.Line))
			return
		}
		seen[key] = at
	}
	s := l.set
	for _, e := range s.Epics {
		once("epic", e.ID, e.At)
	}
	for _, st := range s.Stories {
		once("story", st.ID, st.At)
		for _, c := range st.Criteria {
			once("criterion", c.ID, c.At)
		}
	}
	for _, r := range s.Rules {
		once("rule", r.ID, r.At)
	}
	for i := range s.DataSets { // two files whose names differ by how an accent is encoded
		once("data set", s.DataSets[i].Code, s.DataSets[i].At)
	}
	for i := range s.Roles {
		own := map[string]bool{}
		for _, name := range s.Roles[i].names() {
			if key := RoleKey(name); !own[key] {
				own[key] = true
				once("role", key, s.Roles[i].At)
			}
		}
	}
	for _, m := range s.Messages {
		once("message", m.Code, m.At)
	}
	for _, t := range s.Terms {
		once("term", plain(t.Name), t.At)
	}
}

// rings reports decisions that replace one another for ever: none of them stands.
func (l *loader) rings() {
	next := map[string]string{}
	for _, d := range l.set.Decisions {
		next[d.ID] = d.ReplacedBy
	}
	done := map[string]bool{}
	for _, d := range l.set.Decisions {
		seen := map[string]bool{}
		for id := d.ID; id != "" && !done[id]; id = next[id] {
			if seen[id] {
				l.add(l.placed[id].place("status"), circular, "", id)
				break
			}
			seen[id] = true
		}
		for id := range seen {
			done[id] = true
		}
	}
}
