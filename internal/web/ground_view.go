package web

import "slices"

// Ground is the campaign of the page, for who may do something about what it shows; nil on other pages.
func (v *view) Ground() *ground {
	if page, ok := v.Page.(interface{ the() *ground }); ok {
		return page.the()
	}
	return nil
}

// Of is the campaign of the page.
func (v *view) Of() string {
	if page, ok := v.Page.(*followed); ok {
		return page.Campaign
	}
	return v.Ground().Campaign
}

// Can tells whether the reader may do something: one of the actions, by its name.
func (v *view) Can(actions ...string) bool { return v.Ground().May(actions...) }

// Stands tells whether a field of what was sent, and not recorded, says something.
func (v *view) Stands(field, said string) bool { return v.Ground().Said(field) == said }

// From is the page to come back to after a gesture that several pages offer.
func (v *view) From() string {
	if from := v.Ground().Said("page"); from != "" {
		return from
	}
	return v.Path
}

// act is a gesture on an anomaly, with the words of its page.
type act struct {
	*view
	Gesture, Number string
	Seen            int64
}

// Form gives a gesture on the anomaly of the page.
func (v *view) Form(gesture string) act {
	a := act{view: v, Gesture: gesture}
	if page, ok := v.Page.(*handledAnomaly); ok {
		a.Number, a.Seen = page.Number, page.Seen
	}
	return a
}

// Or gives what was sent in a field of a gesture, and not recorded, else what stands.
func (p *handledAnomaly) Or(gesture, field, stands string) string {
	if p.On(gesture) {
		return p.Said(field)
	}
	return stands
}

// Numbered lists the steps of the row that an anomaly may be about.
func (r *raising) Numbered() []worded { return steps(r.Case) }

// Latest is the position of the last leaf of an anomaly, as the reader sees it.
func (r *raising) Latest(number string) int64 {
	for i := range r.status.Anomalies {
		if a := &r.status.Anomalies[i]; a.Number == number {
			return a.Leaves[len(a.Leaves)-1]
		}
	}
	return 0
}

// Paged tells whether the list goes on beyond the page.
func (l *listed) Paged() bool { return l.To-l.From+1 < l.Total }

// Kept are the filters that a search keeps, beside those that it asks for itself.
func (l *listed) Kept() (all []said) {
	for name, values := range l.asked.Values {
		if slices.Contains([]string{askVerdict, askSight, askCritical, askGroup}, name) {
			all = append(all, said{Name: name, Text: values[0]})
		}
	}
	return all
}
