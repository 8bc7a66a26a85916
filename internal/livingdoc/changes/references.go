package changes

import (
	"cmp"
	"strings"

	"recette/internal/livingdoc/model"
	"recette/internal/reference"
)

// references tells what changed in the files beside the features.
func (c *comparison) references() {
	was, now := c.was.References, c.now.References
	if was == nil || now == nil {
		return
	}
	refs(c, model.OfMessage, was.Messages, now.Messages, func(m *reference.Message) (string, string, string) {
		return m.Code, m.Text, m.Text + "\n" + m.Level + "\n" + m.Screen
	})
	refs(c, model.OfDecision, was.Decisions, now.Decisions, func(d *reference.Decision) (string, string, string) {
		return d.ID, d.Title, strings.Join(
			[]string{string(d.Status), d.ReplacedBy, d.Date, d.Due, d.Question, d.Options, d.Choice, d.More}, "\n",
		)
	})
	refs(c, model.OfTerm, was.Terms, now.Terms, func(t *reference.Term) (string, string, string) {
		return t.Name, t.Name, t.Meaning + "\n" + strings.Join(t.Forbidden, ", ")
	})
	refs(c, model.OfRole, was.Roles, now.Roles, func(r *reference.Role) (string, string, string) {
		return r.Code, cmp.Or(r.Label, r.Code), r.About
	})
	refs(c, model.OfDataSet, was.DataSets, now.DataSets, func(d *reference.DataSet) (string, string, string) {
		return d.Code, d.Label, strings.Join([]string{
			d.Owner, d.Load.Words(), d.Reset.Words(), d.Origin, d.SHA256,
		}, "\n")
	})
	refs(c, model.OfStory, was.Stories, now.Stories, func(s *reference.Story) (string, string, string) {
		return s.ID, s.Title, s.Priority + "\n" + s.Epic
	})
	refs(c, model.OfCriteria, criteriaOf(was), criteriaOf(now), func(k *reference.Criterion) (string, string, string) {
		return k.ID, k.Text, k.OutOfScope
	})
}

func criteriaOf(s *reference.Set) []reference.Criterion {
	var out []reference.Criterion
	for i := range s.Stories {
		out = append(out, s.Stories[i].Criteria...)
	}
	return out
}

// refs compares two lists of entries by id: what read gives is an id, a title and the rest.
func refs[T any](c *comparison, subject model.Subject, was, now []T, read func(*T) (id, title, rest string)) {
	old := map[string]*T{}
	for i := range was {
		if id, _, _ := read(&was[i]); old[id] == nil {
			old[id] = &was[i]
		}
	}
	seen := map[string]bool{}
	for i := range now {
		id, title, rest := read(&now[i])
		if seen[id] {
			continue
		}
		seen[id] = true
		base := model.Change{Subject: subject, ID: id, Name: title, Anchor: anchorOf(c.now, subject, id)}
		o := old[id]
		if o == nil {
			base.Kind = model.Added
			c.add(base)
			continue
		}
		_, title0, rest0 := read(o)
		if title0 != title {
			ch := base
			ch.Kind, ch.Was, ch.Now = model.Renamed, title0, title
			c.add(ch)
		}
		if lines := diff(
			model.ProseLines(rest0), model.ProseLines(rest),
		); lines != nil && rest0 != rest && title0+"\n"+rest0 != title+"\n"+rest {
			if subject == model.OfMessage && title0 != title { // the text is the title: told already
				continue
			}
			ch := base
			ch.Kind, ch.Lines = model.Changed, lines
			if subject == model.OfDataSet || subject == model.OfStory {
				ch.Lines = nil // a digest and codes: that it changed is all there is to read
			}
			c.add(ch)
		}
	}
	for i := range was {
		id, title, _ := read(&was[i])
		if !seen[id] {
			seen[id] = true
			c.add(model.Change{Subject: subject, Kind: model.Removed, ID: id, Name: title})
		}
	}
}

// anchorOf gives the anchor of a reference in an edition.
func anchorOf(d *model.Doc, subject model.Subject, id string) string {
	switch subject {
	case model.OfMessage:
		for i := range d.Messages {
			if d.Messages[i].Message.Code == id {
				return d.Messages[i].Anchor
			}
		}
	case model.OfDecision:
		for i := range d.Decisions {
			if d.Decisions[i].Decision.ID == id {
				return d.Decisions[i].Anchor
			}
		}
	case model.OfRole:
		for i := range d.Rights.Roles {
			if d.Rights.Roles[i].Role.Code == id {
				return d.Rights.Roles[i].Anchor
			}
		}
	case model.OfDataSet:
		for i := range d.DataSets {
			if d.DataSets[i].Set.Code == id {
				return d.DataSets[i].Anchor
			}
		}
	case model.OfStory:
		for i := range d.Stories {
			if d.Stories[i].Story.ID == id {
				return d.Stories[i].Anchor
			}
		}
	case model.OfFeature, model.OfRule, model.OfScenario, model.OfTerm, model.OfCriteria:
	}
	return ""
}
