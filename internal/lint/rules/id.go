package rules

import (
	"iter"
	"slices"
	"strconv"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// idMissing: a scenario without a stable id is not followed from one version to the next, and cannot enter a signed
// critical journey. Args: name of the scenario.
func idMissing() lint.Rule {
	return lint.Rule{
		ID: "id-missing", Group: lint.Tags, CA: syntax.Warning, Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				if len(ids(p, s.Tags)) == 0 {
					p.Report(lint.Place{Line: s.Line, Column: s.Column}, s.Name)
				}
			}
		},
	}
}

// idDuplicate: two scenarios with one id, most often a copy and paste, would share their results. Args: the id, where
// it stands first.
func idDuplicate() lint.Rule {
	return lint.Rule{
		ID: "id-duplicate", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		Passes: lint.TwoPasses(func(p *lint.Pass, f *lint.File, note func(caseID)) {
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				for _, t := range ids(p, s.Tags) {
					if id, ok := p.Tags().CaseID(t.Name); ok {
						note(caseID{id, lint.TagPlace(t), s.Line})
					}
				}
			}
		}, func(p *lint.Pass, notes iter.Seq2[string, caseID]) {
			seen := map[string]where{}
			for path, n := range notes {
				here := where{path, n.scenario}
				switch first, taken := seen[n.id]; {
				case !taken:
					seen[n.id] = here
				case first != here:
					p.ReportIn(path, n.at, n.id, first.String())
				}
			}
		}),
	}
}

// caseID is the stable id of a scenario, where its tag stands, and the line of the scenario.
type caseID struct {
	id       string
	at       lint.Place
	scenario int
}

func (c *caseID) Fields(f *lint.Fields) {
	f.Text(&c.id)
	f.Place(&c.at)
	f.Int(&c.scenario)
}

// idMisplaced: an id on a feature, a rule or examples would be that of several scenarios. Args: the tag.
func idMisplaced() lint.Rule {
	return lint.Rule{
		ID: "id-misplaced", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		File: func(p *lint.Pass, f *lint.File) {
			report := func(tags []syntax.Tag) {
				for _, t := range ids(p, tags) {
					p.Report(lint.TagPlace(t), t.Name)
				}
			}
			report(f.Outline.Tags)
			for i := range f.Outline.Rules {
				report(f.Outline.Rules[i].Tags)
			}
			for i := range f.Outline.Scenarios {
				report(f.Outline.Scenarios[i].ExampleTags)
			}
		},
	}
}

// idMalformed: a tag that looks like an id and is none leaves its scenario without id. Args: the tag.
func idMalformed() lint.Rule {
	return lint.Rule{
		ID: "id-malformed", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				for _, t := range ids(p, f.Outline.Scenarios[i].Tags) {
					if _, ok := p.Tags().CaseID(t.Name); !ok {
						p.Report(lint.TagPlace(t), t.Name)
					}
				}
			}
		},
	}
}

// idSeveral: a scenario has one id. Args: the tag in excess, the first tag.
func idSeveral() lint.Rule {
	return lint.Rule{
		ID: "id-several", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				tags := ids(p, f.Outline.Scenarios[i].Tags)
				for j := 1; j < len(tags); j++ {
					p.Report(lint.TagPlace(tags[j]), tags[j].Name, tags[0].Name)
				}
			}
		},
	}
}

// idRetired: the id of a scenario that was deleted belongs to its past results for ever. Args: the id.
func idRetired() lint.Rule {
	return lint.Rule{
		ID: "id-retired", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				for _, t := range ids(p, f.Outline.Scenarios[i].Tags) {
					if id, ok := p.Tags().CaseID(t.Name); ok && slices.Contains(p.Project().Retired, id) {
						p.Report(lint.TagPlace(t), id)
					}
				}
			}
		},
	}
}

// rowID: two rows of a scenario with one id would share their results. Args: the id of the row, the line of the first.
func rowID() lint.Rule {
	return lint.Rule{
		ID: "row-id-duplicate", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		File: func(
			p *lint.Pass, f *lint.File,
		) {
			for i := range f.Outline.Scenarios {
				s := &f.Outline.Scenarios[i]
				if len(s.Rows) < 2 {
					continue
				}
				first := make(map[string]int, len(s.Rows))
				for _, r := range s.Rows {
					if line, taken := first[r.Key]; taken {
						p.Report(lint.Place{Line: r.Line, Column: 1}, r.Key, strconv.Itoa(line))
						continue
					}
					first[r.Key] = r.Line
				}
			}
		},
	}
}

// rowIDInvalid: a row whose id cell cannot be part of an id is followed by its cells, and lost when they change. No
// args.
func rowIDInvalid() lint.Rule {
	return lint.Rule{
		ID: "row-id-invalid", Group: lint.Tags, CA: syntax.Error, Script: syntax.Error, Execution: true,
		File: func(p *lint.Pass, f *lint.File) {
			for i := range f.Outline.Scenarios {
				for _, r := range f.Outline.Scenarios[i].Rows {
					if r.BadID {
						p.Report(lint.Place{Line: r.Line, Column: 1})
					}
				}
			}
		},
	}
}

// ids keeps the tags that look like stable ids, well formed or not. Most scenarios have one, or none: nothing is
// copied.
func ids(p *lint.Pass, tags []syntax.Tag) []syntax.Tag {
	from, to := 0, 0
	for i := range tags {
		if !p.Tags().LooksLikeCaseID(tags[i].Name) {
			continue
		}
		switch {
		case from == to:
			from, to = i, i+1
		case to == i:
			to++
		default:
			return scatteredIDs(p, tags)
		}
	}
	return tags[from:to]
}

func scatteredIDs(p *lint.Pass, tags []syntax.Tag) []syntax.Tag {
	var out []syntax.Tag
	for _, t := range tags {
		if p.Tags().LooksLikeCaseID(t.Name) {
			out = append(out, t)
		}
	}
	return out
}
