package verify

import (
	"context"

	"recette/internal/budget"
	"recette/internal/pdf"
)

// First is the first revision of a PV, as it is given to the judge of its pages.
type First struct {
	Doc    *pdf.Document
	Newest *pdf.Document // the file as it is read now: the boxes of its signatures
	Budget *budget.Budget
	Files  map[string]*Enclosure // what travels inside, by name
	Levels map[string]string     // of trust, as the leaves name them, by field; a PV of before has none
	Beyond bool                  // it holds facts that came after the rules that it names: nobody knows its layout
}

// Pages judges what people read: it draws the first revision again from what travels inside, and compares. It shares
// the code of the writers, which this package does not: whoever verifies hands it in. An error is of the judge itself.
type Pages func(ctx context.Context, f First) (Drawing, error)

// Comparison says how pages were compared with the data.
type Comparison string

// The comparisons.
const (
	Redrawn     Comparison = "redrawn"      // drawn again with the layout that the data name
	OtherLayout Comparison = "other_layout" // texts and shapes, with another layout than theirs
	NotCompared Comparison = "not_compared"
)

// Drawing is the verdict on the pages.
type Drawing struct {
	Compared Comparison `json:"compared"`
	Layout   int        `json:"layout"` // that the data name; 0 in a PV written before layouts had a number
	Findings []Finding  `json:"findings"`
}

// drawing asks the judge of pages, when there is one and the data can be read.
func (c *check) drawing(ctx context.Context) error {
	if c.o.Pages == nil || c.pv == nil { // why there are no data is among the findings of the content
		return nil
	}
	levels := map[string]string{}
	for field, key := range c.custody.keys {
		levels[field] = key.Level
	}
	c.forget()
	d, err := c.o.Pages(ctx, First{c.docs[0], c.doc, c.budget, c.files, levels, c.beyond})
	if err != nil {
		return err
	}
	c.drawn.budget = nil // the judge says nothing once the budget is exceeded
	for _, f := range d.Findings {
		c.drawn.add(f)
	}
	d.Findings = c.drawn.list()
	c.report.Drawing = &d
	return nil
}

// forget lets go of the data once they are judged: the pages of a large PV are drawn in the room that they took.
func (c *check) forget() {
	c.report.Affirmed = c.claims()
	c.pv, c.frozen, c.proven, c.recounted, c.bound, c.salts = nil, nil, nil, nil, nil, nil
	c.custody, c.urgent = custody{}, nil
	c.budget.Release(int(c.budget.Held() - c.models))
}

// PagesAnswer says whether the pages are what the data draw, when nothing was found about it.
func (r *Report) PagesAnswer() Answer {
	return r.answer(r.Drawing != nil && r.Drawing.Compared != NotCompared)
}
