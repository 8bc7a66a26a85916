package verify

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"recette/internal/journal"
	"recette/internal/recette"
)

// masks are what the places where a plan names people must show of those whose name the leaves of the PV erased.
type masks struct {
	words map[string]string // what stands for each name, by name as keyed writes it
	names []string          // the same names, in order
	other map[string]bool   // names that the plan gives to others
}

// masking reads them once from the leaves and the plan. Rules of before erased nothing of what the plan says.
func (c *check) masking() *masks {
	if c.masks != nil {
		return c.masks
	}
	c.masks = &masks{words: map[string]string{}, other: map[string]bool{}}
	erased := map[string]int64{}
	for i := range c.proven {
		if l := &c.proven[i].leaf; c.canon.lives && l.Kind == journal.KindPersonalErase && l.Erase != nil {
			for _, ref := range l.Erase.Refs {
				erased[ref] = l.Seq
			}
		}
	}
	c.maskPlaces()
	for _, p := range c.planned {
		if since, gone := erased[p.Ref]; gone && !c.added(p.Ref, since, math.MaxInt64) {
			c.masks.words[keyed(p.Name)] = c.say("pv.erased.person", p.Ref)
		}
		c.masks.other[keyed(p.Name)], c.masks.other[keyed(p.Entity)] = true, true
	}
	for name := range c.masks.words {
		c.masks.names = append(c.masks.names, name)
	}
	slices.Sort(c.masks.names)
	m := c.frozen
	for _, x := range m.Sections.Contacts {
		c.masks.other[keyed(x.Name)], c.masks.other[keyed(x.Entity)] = true, true
	}
	for _, name := range []string{
		m.Client.Name, m.Client.Representative, m.Supplier.Name, m.Supplier.Representative,
	} {
		c.masks.other[keyed(name)] = true
	}
	return c.masks
}

// maskPlaces does so of those who take no part, by what stands in the places that the leaves list.
func (c *check) maskPlaces() {
	for i := range c.proven {
		l := &c.proven[i].leaf
		if l.Erase == nil || !c.canon.lives || c.budget.Work(len(l.Erase.Places)) != nil {
			continue
		}
		mask := func(said, ref string) {
			if said != "" && !c.added(ref, l.Seq, math.MaxInt64) {
				c.masks.words[keyed(said)] = c.say("pv.erased.person", ref)
			}
		}
		for _, p := range l.Erase.Places {
			mask(p.Ref, p.Ref) // in a plan that followed
		}
		for _, p := range c.erasedPlaces()[l] {
			mask(p.said, p.Ref)
		}
	}
}

// added tells whether a leaf about users gave somebody a name after a position, and before another.
func (c *check) added(ref string, since, until int64) bool {
	return c.budget.Work(len(c.users)) == nil && slices.ContainsFunc(c.users, func(l *journal.Leaf) bool {
		return l.User.Ref == ref && l.User.Act == journal.UserAdd && l.User.Name != "" && since < l.Seq && l.Seq < until
	})
}

// masked gives what the PV must show where the plan names somebody: the words that stand for an erased name, which take
// the whole place although other words were beside it.
func (c *check) masked(said string) string {
	u, key := c.masking(), keyed(said)
	if is, gone := u.words[key]; gone {
		return is
	}
	if u.other[key] || len(u.names) == 0 || c.budget.Work(len(u.names)*len(said)) != nil {
		return said
	}
	for _, name := range u.names {
		if strings.ContainsRune(name, ' ') && holds(key, name) {
			return u.words[name]
		}
	}
	return said
}

// maskedAll does so in a list.
func (c *check) maskedAll(list []string) (out []string) {
	for _, said := range list {
		out = append(out, c.masked(said))
	}
	return out
}

// side does so of the customer or of the supplier.
func (c *check) side(p party) party {
	p.Representative = c.masked(p.Representative)
	return p
}

// excluded does so of what is left out of the recette, and says what a decision out of the journal agreed to.
func (c *check) excluded(list []exclusion) (out []exclusion) {
	for _, x := range list {
		x.Elsewhere = c.canon.covers && recette.Elsewhere(x.AgreedBy)
		x.AgreedBy = c.masked(x.AgreedBy)
		out = append(out, x)
	}
	return out
}

// owned does so of the sets of data.
func (c *check) owned(d dataSet) dataSet {
	d.Owner = c.masked(d.Owner)
	return d
}

// keyed writes a name as one that is typed otherwise is compared with.
func keyed(name string) string { return strings.ToLower(written(name)) }

// written does so but of capitals.
func written(name string) string {
	return norm.NFC.String(strings.Join(strings.Fields(struck(name)), " "))
}

// holds tells whether a text holds a name between words; both as keyed writes them. A letter, a digit, or a hyphen that
// leads to one goes on with a word.
func holds(text, name string) bool {
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	runes, want := []rune(text), []rune(name)
	for at := 0; at+len(want) <= len(runes); at++ {
		end := at + len(want)
		switch {
		case !slices.Equal(runes[at:end], want):
		case at > 0 && (word(runes[at-1]) || at > 1 && runes[at-1] == '-' && word(runes[at-2])):
		case end < len(runes) && (word(runes[end]) || end+1 < len(runes) && runes[end] == '-' && word(runes[end+1])):
		default:
			return true
		}
	}
	return false
}
