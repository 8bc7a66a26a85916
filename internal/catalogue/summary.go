package catalogue

// Summary is what lists say of a case, and what tells whether it still is the one that was frozen.
type Summary struct {
	ID           string
	Stable       bool
	Critical     bool
	Name         string
	Path         string
	Feature      string // its name
	Line         int
	Story        string
	Criteria     []string
	Journeys     []string
	Tags         []string
	Steps        int
	Content      string // hash
	Presentation string // hash
}

// Summary gives the summary of a case.
func (c *Case) Summary() Summary {
	return Summary{
		ID: c.ID, Stable: c.Stable, Critical: c.Critical, Name: c.Name, Path: c.Feature.Path, Feature: c.Feature.Name,
		Line: c.Line, Story: c.Story, Criteria: c.Criteria, Journeys: c.Journeys, Tags: c.Tags, Steps: len(c.Steps),
		Content: c.Content, Presentation: c.Presentation,
	}
}

// Heading is what lists say of a feature.
type Heading struct {
	Path  string
	Name  string
	Story string // of its first case
	Cases int
}

// Headings gives the features of cases, in their order.
func Headings(cases []Summary) []Heading {
	var list []Heading
	for i := range cases {
		c := &cases[i]
		if n := len(list); n > 0 && list[n-1].Path == c.Path {
			list[n-1].Cases++
			continue
		}
		list = append(list, Heading{Path: c.Path, Name: c.Feature, Story: c.Story, Cases: 1})
	}
	return list
}
