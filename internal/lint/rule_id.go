package lint

import (
	"strconv"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// idMissing: a scenario without a stable id is not followed from one version to the next, and cannot enter a signed
// critical journey. Args: name of the scenario.
func idMissing() rule {
	return rule{id: "id-missing", severity: syntax.Warning, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			if len(c.ids(s.Tags)) == 0 {
				c.report(f.Path, s.Line, s.Column, 0, s.Name)
			}
		}
	}}
}

// idDuplicate: two scenarios with one id, most often a copy and paste, would share their results. Args: the id, where
// it stands first.
func idDuplicate() rule {
	return rule{id: "id-duplicate", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			for _, t := range c.ids(s.Tags) {
				id, ok := c.words.CaseID(t.Name)
				if !ok {
					continue
				}
				first, taken := c.seen[id]
				if !taken {
					c.seen[id] = place{f.Path, s.Line, t.Column}
					continue
				}
				if first.path != f.Path || first.line != s.Line {
					c.tag(f, t, id, first.path+":"+strconv.Itoa(first.line))
				}
			}
		}
	}}
}

// idMisplaced: an id on a feature, a rule or examples would be that of several scenarios. Args: the tag.
func idMisplaced() rule {
	return rule{id: "id-misplaced", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		report := func(tags []syntax.Tag) {
			for _, t := range c.ids(tags) {
				c.tag(f, t, t.Name)
			}
		}
		report(f.Outline.Tags)
		for i := range f.Outline.Rules {
			report(f.Outline.Rules[i].Tags)
		}
		for i := range f.Outline.Scenarios {
			report(f.Outline.Scenarios[i].ExampleTags)
		}
	}}
}

// idMalformed: a tag that looks like an id and is none leaves its scenario without id. Args: the tag.
func idMalformed() rule {
	return rule{id: "id-malformed", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			for _, t := range c.ids(f.Outline.Scenarios[i].Tags) {
				if _, ok := c.words.CaseID(t.Name); !ok {
					c.tag(f, t, t.Name)
				}
			}
		}
	}}
}

// idSeveral: a scenario has one id. Args: the tag in excess, the first tag.
func idSeveral() rule {
	return rule{id: "id-several", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			tags := c.ids(f.Outline.Scenarios[i].Tags)
			for j := 1; j < len(tags); j++ {
				c.tag(f, tags[j], tags[j].Name, tags[0].Name)
			}
		}
	}}
}

// idRetired: the id of a scenario that was deleted belongs to its past results for ever. Args: the id.
func idRetired() rule {
	return rule{id: "id-retired", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			for _, t := range c.ids(f.Outline.Scenarios[i].Tags) {
				if id, ok := c.words.CaseID(t.Name); ok && c.retired[id] {
					c.tag(f, t, id)
				}
			}
		}
	}}
}

// rowID: two rows of a scenario with one id would share their results. Args: the id of the row, the line of the first.
func rowID() rule {
	return rule{id: "row-id-duplicate", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			s := &f.Outline.Scenarios[i]
			if len(s.Rows) < 2 {
				continue
			}
			first := make(map[string]int, len(s.Rows))
			for _, r := range s.Rows {
				if line, taken := first[r.Key]; taken {
					c.report(f.Path, r.Line, 1, 0, r.Key, strconv.Itoa(line))
					continue
				}
				first[r.Key] = r.Line
			}
		}
	}}
}

// rowIDInvalid: a row whose id cell cannot be part of an id is followed by its cells, and lost when they change. No args.
func rowIDInvalid() rule {
	return rule{id: "row-id-invalid", severity: syntax.Error, profile: Execution, file: func(c *context, f *catalogue.File) {
		for i := range f.Outline.Scenarios {
			for _, r := range f.Outline.Scenarios[i].Rows {
				if r.BadID {
					c.report(f.Path, r.Line, 1, 0)
				}
			}
		}
	}}
}

// ids keeps the tags that look like stable ids, well formed or not. Most scenarios have one, or none: nothing is copied.
func (c *context) ids(tags []syntax.Tag) []syntax.Tag {
	from, to := 0, 0
	for i := range tags {
		if !c.words.LooksLikeCaseID(tags[i].Name) {
			continue
		}
		switch {
		case from == to:
			from, to = i, i+1
		case to == i:
			to++
		default:
			return c.scatteredIDs(tags)
		}
	}
	return tags[from:to]
}

func (c *context) scatteredIDs(tags []syntax.Tag) []syntax.Tag {
	var out []syntax.Tag
	for _, t := range tags {
		if c.words.LooksLikeCaseID(t.Name) {
			out = append(out, t)
		}
	}
	return out
}
