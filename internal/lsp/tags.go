package lsp

import (
	"cmp"
	"slices"
	"strings"
)

// knownTag is a tag that may be written, and what it means.
type knownTag struct {
	name, detail string
	uses         int
}

// knownTags lists the tags of the project: those that carry a meaning, those of the references, those in use. The most
// used come first.
func (s *scope) knownTags() []knownTag {
	uses := map[string]int{}
	s.index.each(func(e *entry) {
		for i := range e.tags {
			uses[e.tags[i].name]++
		}
	})
	v := s.vocabulary()
	detail := map[string]string{}
	for tag := range uses {
		// each belongs to its scenario: recette id assign gives the next one
		if len(tag) > 1 && !v.LooksLikeCaseID(tag) {
			detail[tag] = s.tagMeaning(tag)
		}
	}
	for _, tag := range append(v.Whole(), v.Critical) {
		detail[tag] = s.tagMeaning(tag)
	}
	if set := s.project.Lint.Reference; set != nil {
		for i := range set.Stories {
			st := &set.Stories[i]
			detail["@"+st.ID] = st.Title
			for j := range st.Criteria {
				detail["@"+st.Criteria[j].ID] = st.Criteria[j].Text
			}
		}
		for i := range set.Rules {
			detail["@"+set.Rules[i].ID] = set.Rules[i].Title
		}
		for i := range set.Decisions {
			detail["@"+set.Decisions[i].ID] = set.Decisions[i].Title
		}
		for i := range set.Roles {
			detail[v.Role+set.Roles[i].Code] = set.Roles[i].Label
		}
		for i := range set.DataSets {
			detail["@"+strings.TrimPrefix(set.DataSets[i].Code, "@")] = set.DataSets[i].Label
		}
	}
	out := make([]knownTag, 0, len(detail))
	for name, text := range detail {
		out = append(out, knownTag{name, text, uses[name]})
	}
	slices.SortFunc(out, func(a, b knownTag) int {
		return cmp.Or(cmp.Compare(b.uses, a.uses), cmp.Compare(a.name, b.name))
	})
	return out
}

// tagMeaning says in a few words what a tag is for; empty when it is the project's own.
func (s *scope) tagMeaning(tag string) string {
	v, w := s.vocabulary(), s.project.Words
	for _, whole := range s.wholeTags() {
		if tag == whole[0] {
			return w.T("lsp.tag." + whole[1])
		}
	}
	for _, prefix := range [][2]string{
		{v.Case, "case"},
		{v.Story, "story"},
		{v.Criterion, "criterion"},
		{v.Rule, "rule"},
		{v.Epic, "epic"},
		{v.Journey, "journey"},
		{v.Role, "role"},
		{v.DataSet, "data"},
		{v.Decision, "decision"},
	} {
		if strings.HasPrefix(tag, prefix[0]) && len(tag) > len(prefix[0]) {
			return w.T("lsp.tag." + prefix[1])
		}
	}
	return ""
}

// wholeTags lists the tags that mean something as they stand, each with the key of what it means.
func (s *scope) wholeTags() [][2]string {
	v := s.vocabulary()
	return [][2]string{
		{v.Critical, "critical"},
		{v.Ready, "ready"},
		{v.Draft, "draft"},
		{v.Obsolete, "obsolete"},
		{v.Manual, "manual"},
		{v.Mixed, "mixed"},
		{v.Nominal, "nominal"},
		{v.Exception, "exception"},
		{v.Limit, "limit"},
		{v.Rights, "rights"},
		{v.Automated, "auto"},
	}
}

// isWhole tells whether a whole tag of the project carries a meaning that the product acts on: @manuel, @critique.
func (s *scope) isWhole(tag string) bool {
	v := s.vocabulary()
	return tag == v.Critical || slices.Contains(v.Whole(), tag)
}
