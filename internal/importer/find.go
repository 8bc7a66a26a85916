package importer

import (
	"slices"
	"strings"

	"recette/reports/cahier"
)

// index finds the cases of a cahier by what people write of them.
type index struct {
	ids    map[string]int   // whole identifiers
	parts  map[string][]int // those of scenarios and of outlines, without what follows
	titles map[string][]int
	book   *cahier.Cahier
}

func indexOf(book *cahier.Cahier) *index {
	x := &index{ids: map[string]int{}, parts: map[string][]int{}, titles: map[string][]int{}, book: book}
	for i := range book.Cases {
		c := &book.Cases[i]
		x.ids[folded(c.ID)] = i
		scenario, outline := folded(caseOf(c.ID)), folded(outlineOf(c.ID))
		x.parts[scenario] = append(x.parts[scenario], i)
		if outline != scenario {
			x.parts[outline] = append(x.parts[outline], i)
		}
		name := folded(c.Name)
		x.titles[name] = append(x.titles[name], i)
	}
	return x
}

// find gives the case that an identifier or a title means. A title serves where there is no identifier of ours; where
// there is one, a title that is of another case only contradicts it.
func (x *index) find(id, title string) (place int, code string, args []string) {
	named := x.titles[folded(title)]
	if title == "" {
		named = nil
	}
	place = -1
	if id != "" {
		if at, ok := x.ids[folded(id)]; ok {
			place = at
		} else if of := x.parts[folded(id)]; len(of) == 1 {
			place = of[0]
		} else if len(of) > 1 {
			return -1, "several-cases", []string{x.few(of)}
		}
	}
	switch {
	case place >= 0 && len(named) > 0 && !slices.Contains(named, place):
		return -1, "two-cases", []string{id, title}
	case place >= 0:
		return place, "", nil
	case len(named) == 1:
		return named[0], "", nil
	case len(named) > 1:
		return -1, "several-cases", []string{x.few(named)}
	case id == "" && title == "":
		return -1, "no-case", nil
	}
	return -1, "unknown-case", []string{first(id, title)}
}

// few keeps a list of cases short enough for one line.
func (x *index) few(of []int) string {
	const most = 6
	var ids []string
	for i, at := range of {
		if i == most {
			ids = append(ids, "…")
			break
		}
		ids = append(ids, x.book.Cases[at].ID)
	}
	return strings.Join(ids, ", ")
}

// caseOf gives the case of a row of the plan, outlineOf the outline of a row of examples.
func caseOf(id string) string {
	head, _, _ := strings.Cut(id, "@")
	return head
}

func outlineOf(id string) string {
	head, _, _ := strings.Cut(caseOf(id), "/")
	return head
}
