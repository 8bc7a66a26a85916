package verify

import (
	"encoding/hex"
	"strconv"

	"recette/internal/journal"
)

// opened compares the texts and the names that the PV shows with the commitments of its leaves: a salt and what is
// shown give the commitment, or they are not what was recorded. An opening of something that is not shown has no place.
func (c *check) opened(f *fold, s scope) {
	c.bound = &binding{budget: c.budget, texts: map[string][]string{}, names: map[string][]named{}}
	c.bound.bind(c.pv, f, s.journey)
	for i, x := range c.nameless(f) {
		c.bound.text(x.leaf.Erase.Reason, at(c.shownReasons(), i))
	}
	salts := make(map[string][]byte, len(c.pv.Openings))
	last := ""
	for _, o := range c.pv.Openings {
		salt, err := hex.DecodeString(o.Salt)
		_, text := c.bound.texts[o.Commitment]
		_, name := c.bound.names[o.Commitment]
		if err != nil || hex.EncodeToString(salt) != o.Salt || o.Commitment <= last || !text && !name {
			c.contents.add(bad(openingUnfit, o.Commitment))
			continue
		}
		last, salts[o.Commitment] = o.Commitment, salt
	}
	c.salts = salts
	for _, commitment := range keys(c.bound.texts) {
		for _, shown := range c.bound.texts[commitment] {
			text := journal.Text{Commitment: commitment, Salt: salts[commitment], Value: shown}
			if salts[commitment] != nil && text.Check() != nil {
				c.contents.add(bad(TextMismatch, shown))
			}
		}
	}
	for _, commitment := range keys(c.bound.names) {
		for _, shown := range c.bound.names[commitment] {
			person := journal.Person{
				Commitment: commitment, Salt: salts[commitment], Name: shown.name, Role: shown.role,
			}
			if salts[commitment] != nil && person.Check() != nil {
				c.contents.add(bad(PersonMismatch, shown.name))
			}
		}
	}
	erased, other := c.absentWords(f)
	untold := c.replacements(f)
	switch {
	case erased+other == 0:
	case c.pv.Derivation == 0:
		if c.o.Journal == nil {
			c.contents.add(doubt(WordsUnproven, strconv.Itoa(erased+other)))
		}
	case other+untold > 0:
		c.contents.add(doubt(WordsAbsent, strconv.Itoa(other+untold)))
	}
}

// absentWords counts the commitments of what the PV shows that it does not open: those that one of its leaves erased,
// and the others.
func (c *check) absentWords(f *fold) (erased, other int) {
	count := func(commitment string) {
		switch {
		case c.salts[commitment] != nil:
		case f.erased[commitment] != nil:
			erased++
		default:
			other++
		}
	}
	for commitment := range c.bound.texts {
		count(commitment)
	}
	for commitment := range c.bound.names {
		count(commitment)
	}
	return erased, other
}
