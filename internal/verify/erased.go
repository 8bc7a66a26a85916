package verify

import (
	"strconv"
	"strings"
	"time"

	"recette/internal/journal"
)

// day writes the day of an instant in the time zone and the language of the plan.
func (c *check) day(t time.Time) string {
	layout := "02/01/2006"
	switch {
	case c.frozen.Language == "en" && c.canon.lives:
		layout = "2 Jan 2006"
	case c.frozen.Language == "en": // rules of before
		layout = time.DateOnly
	}
	return t.In(c.zone()).Format(layout)
}

// date writes a day of the plan. Rules of before left it as the plan has it.
func (c *check) date(iso string) string {
	t, err := time.ParseInLocation(time.DateOnly, iso, c.zone())
	if err != nil || !c.canon.lives {
		return iso
	}
	return c.day(t)
}

// replaced compares what the PV shows under a commitment that a leaf erased with what must stand there. The reason is
// that of the journal, when it is at hand: else it may be any, within the words that say it is a reason. It gives false
// when nobody can tell.
func (c *check) replaced(list *findings, commitment string, by *journal.Leaf, reason string) bool {
	if !c.worded() {
		return false
	}
	sure := true
	for _, shown := range c.bound.texts[commitment] {
		fits, certain := c.standsFor(shown, by, reason)
		if sure = sure && certain; !fits {
			list.add(bad(TextMismatch, shown))
		}
	}
	for _, shown := range c.bound.names[commitment] {
		if shown.name != c.say("pv.erased.person", shown.ref) {
			list.add(bad(PersonMismatch, shown.name))
		}
	}
	return sure
}

// standsFor tells whether words may stand for a text that a leaf erased. A reason that closes the brackets around it
// and goes on could say anything: that is for the journal to tell.
func (c *check) standsFor(shown string, by *journal.Leaf, reason string) (fits, certain bool) {
	day := by.At
	if at, err := time.Parse(journal.TimeLayout, by.At); err == nil {
		day = c.day(at)
	}
	if reason != "" {
		return shown == c.say("pv.erased.why", day, reason), true
	}
	if shown == c.say("pv.erased", day) {
		return true, true
	}
	const place = "\x00"
	before, after, _ := strings.Cut(c.say("pv.erased.why", day, place), place)
	said, starts := strings.CutPrefix(shown, before)
	said, ends := strings.CutSuffix(said, after)
	return starts && ends && said != "", !strings.ContainsAny(said, "[]\r\n")
}

// replacements compares what stands for what the leaves of the PV erased, and counts what nobody can tell.
func (c *check) replacements(f *fold) (untold int) {
	for _, commitment := range c.bound.commitments() {
		if by := f.erased[commitment]; by != nil && c.salts[commitment] == nil &&
			!c.replaced(&c.contents, commitment, by, "") {
			untold++
		}
	}
	return untold
}

// saidErased is how many texts and names a warning of the PV says were erased.
func (c *check) saidErased() int {
	for i := range c.pv.Warnings {
		if x := &c.pv.Warnings[i]; x.Code == "erased" && len(x.Args) == 1 {
			n, _ := strconv.Atoi(x.Args[0]) // compared with what is expected
			return n
		}
	}
	return 0
}
