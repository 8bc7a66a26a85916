package campaign

import (
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Errors of the constat of a branch.
var (
	// ErrUnknownAntenne says that no row of the campaign is played in a branch.
	ErrUnknownAntenne = fmt.Errorf("%w: the campaign is not played in this branch", Err)
	// ErrNotTheirs says that a PV is not signed in a role: a constat by the référent of its branch, any other by the
	// PPO and the PO.
	ErrNotTheirs = fmt.Errorf("%w: this PV is not signed in this role", Err)
)

// Seat is what the certificate of the référent of a branch is declared under: there is one a branch, whoever holds it.
func Seat(antenne string) recette.Role {
	return recette.Role(string(recette.Referent) + "-" + plan.Slug(antenne))
}

// theirs tells whether a référent is of a branch: one of those that they are limited to or, when they are limited to
// none, the one that they belong to.
func theirs(scope *access.Scope, actor recette.Actor, antenne string) bool {
	if limits := scope.Branches(actor); len(limits) > 0 {
		return slices.Contains(limits, antenne)
	}
	return slices.ContainsFunc(scope.Members, func(m access.Member) bool {
		return m.Ref == actor.Ref && m.Role == actor.Role && m.Entity == antenne
	})
}

// rowsOf gives the rows that are played in a branch.
func (c *loaded) rowsOf(antenne string) (ids []string, err error) {
	for i := range c.outline.Cases {
		if x := &c.outline.Cases[i]; x.Antenne == antenne && antenne != "" {
			ids = append(ids, x.ID)
		}
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("%q: %w", antenne, ErrUnknownAntenne)
	}
	return ids, nil
}

// about gives the cases that a PV is about: those of a branch, else of a journey, else all.
func (c *loaded) about(journey, antenne string) ([]string, error) {
	if antenne != "" {
		return c.rowsOf(antenne)
	}
	return c.scope(journey)
}
