package api

import (
	"cmp"
	"slices"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/regime"
)

// MilestoneList is the document of "recette milestone list", version 1.
type MilestoneList struct {
	V          int         `json:"v"`
	Campaign   string      `json:"campaign"`
	On         string      `json:"on,omitempty"` // day as of which the delays stand; empty when the regime has none
	Milestones []milestone `json:"milestones"`
	Delays     []delay     `json:"delays"`
}

type milestone struct {
	Number    string `json:"number"`
	What      string `json:"what"`
	Day       string `json:"day"`
	Journey   string `json:"journey,omitempty"`
	Outcome   string `json:"outcome,omitempty"`
	Decision  string `json:"decision,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
	Replaces  string `json:"replaces,omitempty"`
	Corrected bool   `json:"corrected"` // another one took its place: no delay depends on it
}

// delay is a delay that began.
type delay struct {
	Journey  string `json:"journey,omitempty"`
	Clock    string `json:"clock"`
	Length   int    `json:"length"`
	Unit     string `json:"unit"`
	Silence  string `json:"silence,omitempty"`
	Source   string `json:"source"`
	From     string `json:"from"`
	Start    string `json:"start,omitempty"`
	Due      string `json:"due"`
	Ended    string `json:"ended,omitempty"`
	End      string `json:"end,omitempty"`
	Given    string `json:"given,omitempty"`
	Status   string `json:"status"`
	Acquired string `json:"acquired,omitempty"`
}

// MilestonesIn gives the milestones of timings, each once, by number.
func MilestonesIn(all []campaign.Timing) (out []state.Milestone) {
	for i := range all {
		for k := range all[i].Milestones {
			m := &all[i].Milestones[k]
			if !slices.ContainsFunc(out, func(o state.Milestone) bool { return o.Number == m.Number }) {
				out = append(out, *m)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b state.Milestone) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// NewMilestoneList gives the milestones of a campaign and where its delays stand on a day. Nil terms are those of a
// regime without delays.
func NewMilestoneList(id string, terms *regime.Terms, today string, all []campaign.Timing) MilestoneList {
	doc := MilestoneList{V: 1, Campaign: id, On: today, Milestones: []milestone{}, Delays: []delay{}}
	listed := MilestonesIn(all)
	for i := range listed {
		m := &listed[i]
		doc.Milestones = append(doc.Milestones, milestone{
			Number: m.Number, What: m.What, Day: m.Day, Journey: m.Journey, Outcome: m.Outcome, Decision: m.Decision,
			SHA256: m.SHA256, Replaces: m.Replaces,
			Corrected: slices.ContainsFunc(listed, func(o state.Milestone) bool { return o.Replaces == m.Number }),
		})
	}
	for i := range all {
		for k := range all[i].Runs {
			r := &all[i].Runs[k]
			d := terms.Of(r.Clock)
			doc.Delays = append(doc.Delays, delay{
				Journey: all[i].Journey, Clock: string(r.Clock), Length: d.Length, Unit: d.Unit, Silence: d.Silence,
				Source: d.Source, From: r.From, Start: r.Start, Due: r.Due, Ended: r.Ended, End: r.End,
				Given: string(r.Given), Status: string(r.Status), Acquired: r.Acquired,
			})
		}
	}
	return doc
}
