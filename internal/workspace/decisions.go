package workspace

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/git"
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
	err := p.WalkOutlines(ctx, p.Features, func(f catalogue.File) error {
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

// NextDecision gives the number after the highest that was ever given, as far as can be known: a decision that was
// deleted is still cited by features or by other decisions, or is in the history of git.
func (p *Project) NextDecision(ctx context.Context, set *reference.Set) (string, error) {
	prefix := p.Tags.Decision[1:]
	number := regexp.MustCompile("^" + regexp.QuoteMeta(prefix) + "([0-9]{1,9})$")
	highest, width := 0, 4
	see := func(id string) {
		if m := number.FindStringSubmatch(id); m != nil {
			n, _ := strconv.Atoi(m[1])
			highest, width = max(highest, n), max(width, len(m[1]))
		}
	}
	for i := range set.Decisions {
		see(set.Decisions[i].ID)
		see(set.Decisions[i].ReplacedBy)
		for _, impact := range set.Decisions[i].Impacts {
			see(impact)
		}
	}
	citations, err := p.Citations(ctx, set)
	if err != nil {
		return "", err
	}
	for id := range citations {
		see(id)
	}
	question := []string{"log", "--all", "--format=", "--name-only", "--relative", "--", reference.DecisionsDir}
	past, err := p.Git().Ask(ctx, question...)
	if err != nil && !errors.Is(err, git.ErrAbsent) {
		return "", err //nolint:wrapcheck // it names the question; a number that was given might be given again
	}
	for name := range strings.FieldsSeq(past) {
		see(strings.TrimSuffix(path.Base(name), path.Ext(name)))
	}
	return fmt.Sprintf("%s%0*d", prefix, width, highest+1), nil
}
