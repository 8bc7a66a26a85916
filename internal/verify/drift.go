package verify

import "recette/internal/strictjson"

// The states of a text against the features at hand.
const (
	driftIdentical    = "identical"
	driftPresentation = "presentation"
	driftContent      = "content"
	driftMissing      = "missing"
	driftDuplicated   = "duplicated_id"
)

// drift compares the texts of the PV with those of the features at hand. It takes nothing from the PV: features go on
// living after a recette. The source is what the pages show, and no hash of the plan covers it.
func (c *check) drift() {
	if c.pv == nil || c.o.Texts == nil {
		return
	}
	c.report.Drift = make([]Drift, len(c.pv.Cases))
	for i := range c.pv.Cases {
		row, state := &c.pv.Cases[i], driftIdentical
		switch t, ok := c.o.Texts[row.ID]; {
		case !ok:
			state = driftMissing
		case t == (Text{}):
			state = driftDuplicated
		case t.Content != row.Content:
			state = driftContent
		case strictjson.SumOf(t.Presentation) != row.Presentation, strictjson.SumOf(t.Source) != row.Source:
			state = driftPresentation
		}
		c.report.Drift[i] = Drift{row.ID, state}
	}
}
