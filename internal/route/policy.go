package route

import (
	"slices"

	"recette/internal/calendar"
	"recette/internal/recette"
)

// Policy is what a plan asks before the decision. One that is zero asks nothing.
type Policy struct {
	// Effect is what comes of a decision before the route is complete: block, which is the usual one, or warn.
	Effect string `yaml:"effect" json:"effect,omitempty"`
	// Holidays is the region whose public holidays are not worked: one of calendar.Regions.
	Holidays string `yaml:"holidays" json:"holidays,omitempty"`
	// Ordered asks for the visas one after the other, as they are listed, and for those who take note last.
	Ordered  bool   `yaml:"in_order" json:"in_order,omitempty"`
	Visas    []Visa `yaml:"visas" json:"visas,omitempty"`
	Branches Panel  `yaml:"branch_opinions" json:"branch_opinions,omitzero"`
	Noted    []Visa `yaml:"noted_by" json:"noted_by,omitempty"`
}

// Visa is one that is asked for: of anybody in a role, or of one person in it. Days of 0 are no delay.
type Visa struct {
	Role string `yaml:"role" json:"role"`
	Who  string `yaml:"who" json:"who,omitempty"`
	Days int    `yaml:"days" json:"days,omitempty"`
	Unit string `yaml:"unit" json:"unit,omitempty"` // one of calendar.Units
}

// Panel are the branches whose opinion is asked for. Without names they are those of the plan.
type Panel struct {
	Panel  []string `yaml:"panel" json:"panel,omitempty"`
	Quorum int      `yaml:"quorum" json:"quorum,omitempty"` // how many opinions are enough; 0: of each
	Days   int      `yaml:"days" json:"days,omitempty"`
	Unit   string   `yaml:"unit" json:"unit,omitempty"`
	// Silence is what the end of the delay does to a branch that said nothing: nothing but that nobody waits for it any
	// more (no_opinion), or nothing at all (blocks), which is the usual one.
	Silence string `yaml:"silence" json:"silence,omitempty"`
}

// What a silence does.
const (
	blocks    = "blocks"
	NoOpinion = "no_opinion"
)

// Silences lists what a silence may do.
func Silences() []string { return []string{NoOpinion, blocks} }

// Effects lists what may come of a decision before the route is complete.
func Effects() []string { return []string{effectBlock, effectWarn} }

const effectBlock, effectWarn = "block", "warn"

// Asked reports whether the policy asks for anything.
func (p *Policy) Asked() bool {
	return len(p.Visas) > 0 || len(p.Noted) > 0 || len(p.Branches.Panel) > 0 || p.Branches.Quorum > 0 ||
		p.Branches.Days > 0
}

// Blocks reports whether nobody decides before the route is complete.
func (p *Policy) Blocks() bool { return p.Effect != effectWarn }

// Roles lists the roles that may give a visa, or take note.
func Roles() []string {
	var out []string
	for _, r := range []recette.Role{
		recette.PPO, recette.QA, recette.Referent, recette.Delivery, recette.UX, recette.LeadTech, recette.Supplier,
	} {
		out = append(out, string(r))
	}
	return out
}

// With gives the policy with the branches of a plan for those that it does not name.
func (p Policy) With(branches []string) Policy {
	b := &p.Branches
	if len(b.Panel) == 0 && (b.Quorum > 0 || b.Days > 0) {
		b.Panel = slices.Clone(branches)
	}
	return p
}

func (p *Policy) due(from string, days int, unit string) string {
	if days == 0 || from == "" {
		return ""
	}
	return calendar.Region(p.Holidays).Due(from, days, calendar.Unit(unit))
}
