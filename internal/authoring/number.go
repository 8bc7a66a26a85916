package authoring

import (
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"recette/internal/git"
	"recette/internal/reference"
	"recette/internal/workspace"
)

// nextNumber gives the number after the highest that was ever given, as far as can be known: a decision that was
// deleted is still cited by features or by other decisions, or is in the history of git.
func nextNumber(ctx context.Context, p *workspace.Project, set *reference.Set) (string, error) {
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
