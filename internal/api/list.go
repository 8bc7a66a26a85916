package api

import (
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/plan"
	"recette/internal/recette"
)

// List is the document of "recette list", version 1: one of its lists, by what was asked for.
type List struct {
	V         int        `json:"v"`
	Campaign  string     `json:"campaign,omitempty"` // that the states of scenarios are told against
	Features  []feature  `json:"features,omitempty"`
	Scenarios []Scenario `json:"scenarios,omitempty"`
	Tags      []tag      `json:"tags,omitempty"`
	Stories   []story    `json:"stories,omitempty"`
}

type feature struct {
	Path  string `json:"path"`
	Name  string `json:"name"`
	Story string `json:"story,omitempty"`
	Cases int    `json:"cases"`
}

// Scenario is a case of a list.
type Scenario struct {
	ID       string   `json:"id"`
	Stable   bool     `json:"stable"`
	Name     string   `json:"name"`
	Path     string   `json:"path"`
	Line     int      `json:"line"`
	Story    string   `json:"story,omitempty"`
	Criteria []string `json:"criteria,omitempty"`
	Journeys []string `json:"journeys,omitempty"`
	Tags     []string `json:"tags,omitempty"`
	Steps    int      `json:"steps"`
	Content  string   `json:"content"`
	Frozen   *frozen  `json:"frozen,omitempty"` // how it stands in the campaign; nil when none is told of
}

// frozen is how a scenario stands in a campaign: its text against the frozen one, and its results, a row each.
type frozen struct {
	Drift plan.DriftKind `json:"drift,omitempty"` // absent: frozen nowhere, and in no journey of it
	Rows  []frozenRow    `json:"rows"`            // none when it is not frozen
}

type frozenRow struct {
	Case      string            `json:"case"`
	Verdict   recette.Verdict   `json:"verdict"`
	Attempt   int               `json:"attempt"` // 0: nobody played it
	Freshness recette.Freshness `json:"freshness"`
	Due       bool              `json:"due"` // it is to be played again
}

type tag struct {
	Tag   string `json:"tag"`
	Cases int    `json:"cases"`
}

type story struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Criteria []string `json:"criteria"`
	Cases    int      `json:"cases"`
}

// Empty tells whether there is nothing in the list.
func (l *List) Empty() bool {
	return len(l.Features)+len(l.Scenarios)+len(l.Tags)+len(l.Stories) == 0
}

// ListFeatures lists features, in their order.
func ListFeatures(headings []catalogue.Heading) List {
	list := make([]feature, len(headings))
	for i, h := range headings {
		list[i] = feature{Path: h.Path, Name: h.Name, Story: h.Story, Cases: h.Cases}
	}
	return List{V: 1, Features: list}
}

// ListScenarios lists cases, in their order.
func ListScenarios(cases []catalogue.Summary) List {
	list := make([]Scenario, 0, len(cases))
	for i := range cases {
		c := &cases[i]
		list = append(list, Scenario{
			ID: c.ID, Stable: c.Stable, Name: c.Name, Path: c.Path, Line: c.Line, Story: c.Story,
			Criteria: c.Criteria, Journeys: c.Journeys, Tags: c.Tags, Steps: c.Steps, Content: c.Content,
		})
	}
	return List{V: 1, Scenarios: list}
}

// Against says of each scenario how it stands in a campaign, and adds those that the features hold no more when all of
// them were asked for.
func (l *List) Against(id string, drifts []plan.Drift, rows []campaign.CaseStatus, whole bool) {
	l.Campaign = id
	byCase := map[string][]frozenRow{}
	for i := range rows {
		r := &rows[i]
		fresh := r.Freshness
		byCase[plan.CaseID(r.ID)] = append(byCase[plan.CaseID(r.ID)], frozenRow{
			r.ID, r.Verdict, r.Attempt, fresh, r.Due,
		})
	}
	states := map[string]*frozen{}
	for i := range drifts {
		d := &drifts[i]
		f := &frozen{Drift: d.Kind, Rows: byCase[d.ID]}
		for k := range f.Rows {
			if f.Rows[k].Attempt > 0 && d.Kind.Stale() {
				f.Rows[k].Freshness = recette.StaleText
			}
		}
		states[d.ID] = f
		if d.NowID != "" {
			states[d.NowID] = f
		}
		if whole && d.Kind == plan.Removed {
			l.Scenarios = append(l.Scenarios, Scenario{
				ID: d.ID, Stable: d.Stable, Name: d.Was, Path: d.WasPath, Frozen: f,
			})
		}
	}
	for i := range l.Scenarios {
		s := &l.Scenarios[i]
		if f := states[s.ID]; f != nil {
			s.Frozen = f
		} else {
			s.Frozen = &frozen{}
		}
		if s.Frozen.Rows == nil {
			s.Frozen.Rows = []frozenRow{}
		}
	}
}

// ListTags lists the tags of cases, in the order of their names.
func ListTags(cases []catalogue.Summary) List {
	counts := map[string]int{}
	for i := range cases {
		for _, name := range cases[i].Tags {
			counts[name]++
		}
	}
	list := make([]tag, 0, len(counts))
	for name, n := range counts {
		list = append(list, tag{name, n})
	}
	slices.SortFunc(list, func(x, y tag) int { return strings.Compare(x.Tag, y.Tag) })
	return List{V: 1, Tags: list}
}

// ListStories lists the stories of cases, in the order of their ids. A case of no story is in none.
func ListStories(cases []catalogue.Summary) List {
	place := map[string]int{}
	var list []story
	for i := range cases {
		c := &cases[i]
		if c.Story == "" {
			continue
		}
		at, known := place[c.Story]
		if !known {
			at = len(list)
			place[c.Story] = at
			list = append(list, story{ID: c.Story, Title: c.Feature})
		}
		list[at].Cases++
		list[at].Criteria = append(list[at].Criteria, c.Criteria...)
	}
	for i := range list {
		slices.Sort(list[i].Criteria)
		list[i].Criteria = slices.Compact(list[i].Criteria)
	}
	slices.SortFunc(list, func(x, y story) int { return strings.Compare(x.ID, y.ID) })
	return List{V: 1, Stories: list}
}
