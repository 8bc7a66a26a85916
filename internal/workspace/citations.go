package workspace

import (
	"context"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// Citation is where a decision is cited.
type Citation struct {
	Path      string
	Line      int
	Criterion string // that which the decision leaves out, when it is cited by the backlog
}

// Citations finds where decisions are cited, by id: by tags of the features, and by the criteria that they leave out.
// It returns a *TargetError.
func (p *Project) Citations(ctx context.Context, set *reference.Set) (map[string][]Citation, error) {
	found := map[string][]Citation{}
	err := p.walkOutlines(ctx, p.Features, func(f catalogue.File) error {
		see := func(tags []syntax.Tag) {
			for _, t := range tags {
				if strings.HasPrefix(t.Name, p.Tags.Decision) {
					found[t.Name[1:]] = append(found[t.Name[1:]], Citation{Path: f.Path, Line: t.Line})
				}
			}
		}
		see(f.Outline.Tags)
		for i := range f.Outline.Rules {
			see(f.Outline.Rules[i].Tags)
		}
		for i := range f.Outline.Scenarios {
			see(f.Outline.Scenarios[i].Tags)
			see(f.Outline.Scenarios[i].ExampleTags)
		}
		return nil
	})
	for i := range set.Stories {
		for _, c := range set.Stories[i].Criteria {
			if c.OutOfScope != "" {
				found[c.OutOfScope] = append(
					found[c.OutOfScope], Citation{Path: c.At.Path, Line: c.At.Line, Criterion: c.ID},
				)
			}
		}
	}
	for id := range found {
		slices.SortFunc(found[id], func(x, y Citation) int {
			if x.Path != y.Path {
				return strings.Compare(x.Path, y.Path)
			}
			return x.Line - y.Line
		})
	}
	return found, err
}
