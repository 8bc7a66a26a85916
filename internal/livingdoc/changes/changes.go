// Package changes tells what changed from one edition of the documentation to the next, by stable id and by content,
// never by place alone. It is pure, and refuses to say anything in a language.
package changes

import "recette/internal/livingdoc/model"

// comparison confronts two editions.
type comparison struct {
	was, now *model.Doc
	out      *model.Changes
	features map[*model.Feature]*model.Feature // former feature of a present one
}

// Between tells what changed from one edition to the next; since is what the former one is called: a commit, a label.
func Between(was, now *model.Doc, since string) *model.Changes {
	c := &comparison{
		was: was, now: now, out: &model.Changes{Since: since}, features: map[*model.Feature]*model.Feature{},
	}
	c.featureChanges()
	c.rules()
	c.scenarios()
	c.references()
	return c.out
}

func (c *comparison) add(ch model.Change) { c.out.List = append(c.out.List, ch) }

// featuresOf gives the features of domains.
func featuresOf(domains []*model.Domain) []*model.Feature {
	var out []*model.Feature
	for _, dom := range domains {
		out = append(out, dom.Features...)
	}
	return out
}

func (c *comparison) featureChanges() {
	old := featuresOf(c.was.Domains)
	former, drafts, upcoming := shelve(old), shelve(featuresOf(c.was.Upcoming)), shelve(featuresOf(c.now.Upcoming))
	gone := map[*model.Feature]bool{}
	for _, f := range old {
		gone[f] = true
	}
	for _, f := range featuresOf(c.now.Domains) {
		f0 := former.same(f, gone)
		if f0 == nil {
			kind := model.Added
			if drafts.same(f, nil) != nil {
				kind = model.Promoted
			}
			c.add(model.Change{Subject: model.OfFeature, Kind: kind, ID: f.Story, Name: f.Name, Anchor: f.Anchor})
			continue
		}
		delete(gone, f0)
		c.features[f] = f0
		base := model.Change{Subject: model.OfFeature, ID: f.Story, Name: f.Name, Anchor: f.Anchor}
		if f0.Name != f.Name {
			ch := base
			ch.Kind, ch.Was, ch.Now = model.Renamed, f0.Name, f.Name
			c.add(ch)
		}
		if f0.Path != f.Path {
			ch := base
			ch.Kind, ch.Was, ch.Now = model.Moved, f0.Path, f.Path
			c.add(ch)
		}
		if lines := diff(model.ProseLines(f0.About), model.ProseLines(f.About)); lines != nil {
			ch := base
			ch.Kind, ch.Lines = model.Changed, lines
			c.add(ch)
		}
		if lines := diff(model.StepLines(f0.Background), model.StepLines(f.Background)); lines != nil {
			ch := base
			ch.Kind, ch.Lines = model.Context, lines
			c.add(ch)
		}
	}
	for _, f := range old {
		if !gone[f] {
			continue
		}
		kind := model.Removed
		if upcoming.same(f, nil) != nil {
			kind = model.Withdrawn
		} else if c.now.ObsoleteIDs.Features[f.Path] || f.Story != "" && c.now.ObsoleteIDs.Stories[f.Story] {
			kind = model.Retired
		}
		c.add(model.Change{Subject: model.OfFeature, Kind: kind, ID: f.Story, Name: f.Name})
	}
}

// shelf holds features by what they are found by.
type shelf struct{ byPath, byStory map[string][]*model.Feature }

func shelve(list []*model.Feature) shelf {
	s := shelf{map[string][]*model.Feature{}, map[string][]*model.Feature{}}
	for _, f := range list {
		s.byPath[f.Path] = append(s.byPath[f.Path], f)
		if f.Story != "" {
			s.byStory[f.Story] = append(s.byStory[f.Story], f)
		}
	}
	return s
}

// same finds a feature by its story, when it has one of its own, else by its path. among limits the search.
func (s shelf) same(f *model.Feature, among map[*model.Feature]bool) *model.Feature {
	var byPath, byStory *model.Feature
	stories := 0
	for _, o := range s.byPath[f.Path] {
		if among == nil || among[o] {
			byPath = o
		}
	}
	for _, o := range s.byStory[f.Story] {
		if among == nil || among[o] {
			byStory = o
			stories++
		}
	}
	switch {
	case byPath != nil && (byPath.Story == f.Story || stories == 0):
		return byPath
	case stories == 1:
		return byStory
	}
	return nil
}
