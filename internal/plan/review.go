package plan

import (
	"slices"
	"strings"

	"recette/internal/meant"
	"recette/internal/recette"
)

// Review says which results a second person reads over before they count. Without cases, none is.
type Review struct {
	// Cases names those to read over: all, critical, a tag, a journey by its code, a scenario.
	Cases    []string `yaml:"cases" json:"cases,omitempty"`
	Verdicts []string `yaml:"verdicts" json:"verdicts,omitempty"` // that are; none: all that may be
	By       []string `yaml:"by" json:"by,omitempty"`             // roles of the readers; none: all who may
	// Named are the rows that Cases names, in the order of the manifest.
	Named []string `yaml:"-" json:"named,omitempty"`
}

// The words that name several cases at once.
const (
	reviewAll      = "all"
	reviewCritical = "critical"
)

// Asks gives what the policy asks of the cases that it names.
func (r *Review) Asks() recette.Asks {
	var a recette.Asks
	for _, v := range r.Verdicts {
		a.Verdicts = append(a.Verdicts, recette.Verdict(v))
	}
	for _, by := range r.By {
		a.By = append(a.By, recette.Role(by))
	}
	return a
}

// Reviewed lists the verdicts that a plan may ask to read over.
func reviewed() []string {
	var out []string
	for _, v := range recette.ReviewedVerdicts() {
		out = append(out, string(v))
	}
	return out
}

// readers lists the roles that a plan may ask to read over.
func readers() []string {
	var out []string
	for _, r := range recette.Readers() {
		out = append(out, string(r))
	}
	return out
}

// review judges what is read over.
func (k checker) review(p *Plan) {
	r := &p.Review
	if len(r.Cases) == 0 && len(r.Verdicts)+len(r.By) > 0 {
		k.needed("review.cases", "cases", "")
	}
	k.once("review.cases", r.Cases)
	k.once("review.verdicts", r.Verdicts)
	k.once("review.by", r.By)
	for i, v := range r.Verdicts {
		k.word(at("review.verdicts", i), v, reviewed())
	}
	for i, by := range r.By {
		k.word(at("review.by", i), by, readers())
	}
}

// review finds the rows that are to be read over. It refuses a name that finds none, and a reading that no participant
// may do.
func (f *freezer) review(p *Review, codes, ids *meant.Words, scenarios Scenarios) {
	named, critical := map[string]bool{}, f.m.CriticalCases()
	for i, said := range p.Cases {
		here, rows := at("review.cases", i), f.reviewed(said, critical, scenarios)
		if len(rows) == 0 {
			near := ids.Nearest(said)
			if near == "" {
				near = codes.Nearest(said)
			}
			f.addAt(levelError, here, reviewNothing, near, said)
		}
		for _, id := range rows {
			named[id] = true
		}
	}
	p.Named = nil
	for i := range f.m.Cases {
		if id := f.m.Cases[i].ID; named[id] {
			p.Named = append(p.Named, id)
		}
	}
	asks, parts := p.Asks(), slices.Concat(f.in.Plan.Participants, f.in.Participants)
	if len(p.Cases) > 0 && !slices.ContainsFunc(parts, func(x Participant) bool {
		return slices.Contains(readers(), x.Role) && asks.From(recette.Role(x.Role))
	}) {
		f.addAt(levelError, "review", reviewNobody, "", strings.Join(p.By, ", "))
	}
}

// reviewed gives the rows that a word of the policy names.
func (f *freezer) reviewed(said string, critical map[string]bool, scenarios Scenarios) (rows []string) {
	if rows = scenarios.Rows(said); len(rows) > 0 {
		return rows
	}
	if at := slices.IndexFunc(f.m.Journeys, func(j Journey) bool { return j.Code == said }); at >= 0 {
		return f.m.Journeys[at].Cases
	}
	for i := range f.m.Cases {
		c := &f.m.Cases[i]
		if said == reviewAll || said == reviewCritical && critical[c.ID] || slices.Contains(c.Tags, said) {
			rows = append(rows, c.ID)
		}
	}
	return rows
}
