package verify

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"recette/internal/strictjson"
)

// The states of a text against the features at hand.
const (
	driftIdentical    = "identical"
	driftPresentation = "presentation"
	driftContent      = "content"
	driftMissing      = "missing"
	driftDuplicated   = "duplicated_id"
)

// drift compares the texts of the PV with those of the features at hand. It takes nothing from the PV: features go on
// living after a recette. Source and titles are what the pages show, and no hash of the plan covers the source: nothing
// but the features tells them from those of a plan that lies under the right hashes.
func (c *check) drift() {
	if c.pv == nil || c.o.Texts == nil {
		return
	}
	c.report.Drift = make([]Drift, len(c.pv.Cases))
	for i := range c.pv.Cases {
		row, state := c.pv.Cases[i], driftIdentical
		switch t, ok := c.o.Texts[scenarioOf(row.ID)]; {
		case !ok:
			state = driftMissing
		case t == (Text{}):
			state = driftDuplicated
		case t.Content != row.Content:
			state = driftContent
		case strictjson.SumOf(t.Presentation) != row.Presentation, strictjson.SumOf(t.Source) != row.Source,
			t.Titles != row.titles(&t), t.Critical && !row.Critical:
			state = driftPresentation
		}
		c.report.Drift[i] = Drift{row.ID, state}
	}
}

// titles gives what the PV repeats of the text of a case, as Text holds it. A data set that the steps name is left out
// where tags do not name it: plans frozen by former versions have none.
func (r *caseRow) titles(t *Text) string {
	tagged := strings.Split(t.Titles[strings.LastIndexByte(t.Titles, '\n')+1:], " ")
	sets := slices.DeleteFunc(slices.Clone(r.DataSets), func(code string) bool {
		return !slices.Contains(tagged, code) && saysCode(t.Steps, code)
	})
	return strings.Join([]string{
		r.Name, r.Feature, r.Rule, r.Examples, r.Story, strings.Join(r.Criteria, " "), strings.Join(r.Rules, " "),
		strings.Join(sets, " "),
	}, "\n")
}

// saysCode reports whether a text holds a code as a word of its own.
func saysCode(text, code string) bool {
	within := func(x rune) bool { return unicode.IsLetter(x) || unicode.IsDigit(x) || x == '-' || x == '_' }
	for {
		before, after, found := strings.Cut(text, code)
		if !found || code == "" {
			return false
		}
		left, _ := utf8.DecodeLastRuneInString(before)
		right, _ := utf8.DecodeRuneInString(after)
		if !within(left) && !within(right) {
			return true
		}
		text = after
	}
}

// textsSeen tells whether the features at hand say what the PV shows of each text.
func (r *Report) textsSeen() bool {
	return r.Drift != nil && !slices.ContainsFunc(r.Drift, func(d Drift) bool { return d.State != driftIdentical })
}
