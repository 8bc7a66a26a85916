package plan

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"recette/internal/route"
)

// Mask says whose names were erased, and what stands for them.
type Mask struct {
	Hides func(ref string) bool
	As    func(ref string) string
	// Places are where this plan names those who take no part in it, as Apart gives them: whom each names. Apart are
	// the references of all whom plans of the campaign named so: one may stand in this plan for a name of before.
	Places map[string]string
	Apart  []string
}

// Nameless gives a plan in which what stands for the names of those whom the mask hides is wherever the plan names
// them: never in its prose, nor in the texts of its cases. The plan itself is left alone.
func (m *Manifest) Nameless(mask Mask) Manifest {
	word := m.Renamer(mask)
	if word == nil {
		return *m
	}
	out := m.renamed(word)
	edit(&out.Parties, func(p *Participant) {
		if mask.Hides(p.Ref) {
			p.Name = mask.As(p.Ref)
		}
	})
	return out
}

// renamed gives a plan with what word gives in each place where it names people, but for those who take part.
func (m *Manifest) renamed(word Renamer) Manifest {
	out := *m
	word.in(&out.Client.Representative, &out.Supplier.Representative)
	edit(&out.Journeys, func(j *Journey) { word.in(&j.Owner) })
	edit(&out.OutOfScope, func(x *Exclusion) { word.in(&x.AgreedBy) })
	edit(&out.DataSets, func(d *DataSet) { word.in(&d.Owner) })
	word.criteria(&out.Entry, &out.Exit)
	if m.Sections != nil {
		s := *m.Sections
		word.sections(&s)
		out.Sections = &s
	}
	return out
}

// sections does so in what a plan holds beside what selects and conducts.
func (word Renamer) sections(s *Sections) {
	word.in(&s.Author, &s.Expected.By)
	word.criteria(&s.Suspension, &s.Resumption)
	word.each(&s.Anomalies.Qualified, &s.Distribution.Recipients)
	edit(&s.History, func(x *Change) { word.in(&x.Author) })
	edit(&s.Contacts, func(x *Contact) { word.in(&x.Name) })
	edit(&s.Risks, func(x *Risk) { word.in(&x.Owner) })
	edit(&s.Levels, func(x *TestLevel) { word.each(&x.Who) })
	edit(&s.Sessions, func(x *Session) {
		word.in(&x.Animator)
		word.each(&x.Testers)
	})
	edit(&s.Committees, func(x *Committee) { word.each(&x.Members) })
	edit(&s.Duties, func(x *Duty) {
		word.in(&x.Accountable)
		word.each(&x.Responsible, &x.Consulted, &x.Informed)
	})
	edit(&s.Deputies, func(x *Deputy) { word.in(&x.Of, &x.By) })
	edit(&s.Deliverables, func(x *Deliverable) { word.in(&x.Owner) })
	edit(&s.Approval, func(x *Approval) { word.in(&x.Who) })
	edit(&s.Authors, func(x *Authorship) { word.in(&x.Who) })
	edit(&s.Signoff.Visas, func(x *route.Visa) { word.in(&x.Who) })
	edit(&s.Signoff.Noted, func(x *route.Visa) { word.in(&x.Who) })
}

// Renamer gives what stands in a place where a plan names people: the same, or what stands for an erased name.
type Renamer func(said string) string

// Renamer gives what stands for the names of those whom a mask hides; nil when the plan names none of them. A place
// that names somebody among other words is replaced whole: it is better to say less.
func (m *Manifest) Renamer(mask Mask) Renamer {
	gone, stays := map[string]string{}, map[string]bool{} // by folded name
	if len(mask.Places) > 0 {
		said := m.Places()
		for _, path := range slices.Sorted(maps.Keys(mask.Places)) {
			if at, ref := said[path], mask.Places[path]; at != "" && mask.Hides(ref) {
				gone[FoldName(at)] = mask.As(ref)
			}
		}
	}
	for _, ref := range mask.Apart {
		if mask.Hides(ref) {
			gone[FoldName(ref)] = mask.As(ref)
		}
	}
	for i := range m.Parties {
		if p := &m.Parties[i]; mask.Hides(p.Ref) {
			gone[FoldName(p.Name)] = mask.As(p.Ref)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	for _, name := range m.Known() {
		stays[FoldName(name)] = true
	}
	names := slices.Sorted(maps.Keys(gone))
	return func(said string) string {
		folded := FoldName(said)
		if is, ok := gone[folded]; ok {
			return is
		}
		for _, name := range names {
			if !stays[folded] && strings.Contains(name, " ") && Mentions(said, name) {
				return gone[name]
			}
		}
		return said
	}
}

// Of gives what stands in a place; a nil Renamer changes nothing.
func (word Renamer) Of(said string) string {
	if word == nil || said == "" {
		return said
	}
	return word(said)
}

func (word Renamer) in(places ...*string) {
	for _, p := range places {
		*p = word.Of(*p)
	}
}

func (word Renamer) each(lists ...*[]string) {
	for _, list := range lists {
		edit(list, func(s *string) { word.in(s) })
	}
}

func (word Renamer) criteria(lists ...*[]Criterion) {
	for _, list := range lists {
		edit(list, func(c *Criterion) { word.in(&c.By, &c.Attested) })
	}
}

// edit changes a list of which others keep what it was.
func edit[T any](list *[]T, change func(*T)) {
	*list = slices.Clone(*list)
	for i := range *list {
		change(&(*list)[i])
	}
}

// Mentions tells whether a text holds a name as whole words: that of a namesake whose name goes on holds it not.
func Mentions(text, name string) bool {
	text, name = FoldName(text), FoldName(name)
	for at := 0; name != ""; {
		i := strings.Index(text[at:], name)
		if i < 0 {
			break
		}
		before, after := text[:at+i], text[at+i+len(name):]
		behind := []rune(before)
		slices.Reverse(behind)
		if !joins(behind) && !joins([]rune(after)) {
			return true
		}
		at += i + 1
	}
	return false
}

// joins tells whether the runes beside a word belong to it: letters, digits, or a hyphen that leads to some.
func joins(beside []rune) bool {
	if len(beside) > 1 && beside[0] == '-' {
		beside = beside[1:]
	}
	return len(beside) > 0 && (unicode.IsLetter(beside[0]) || unicode.IsDigit(beside[0]))
}
