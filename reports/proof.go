package reports

import "slices"

// Proof is what the cases of a PV show of one acceptance criterion or of one business rule.
type Proof struct {
	ID     string
	Cases  []*Case // every case of the PV that names it, not applicable ones included
	Short  []*Case // the applicable ones that prove nothing: each of them is a missing proof
	Proven bool    // at least one case applies, and every one that applies is conform and fresh
}

// CriteriaProofs gives what is shown of each criterion in scope, those without a case included, ordered by ID. One case
// that passed proves nothing of a criterion that another case contradicts, leaves untested, or tested on another text
// or version.
func (pv *PV) CriteriaProofs() []Proof {
	var ids []string
	for i := range pv.Stories {
		ids = append(ids, pv.Stories[i].Criteria...)
	}
	return pv.proofs(ids, func(c *Case) []string { return c.Criteria })
}

// RuleProofs gives what is shown of each business rule in scope, as CriteriaProofs does of criteria.
func (pv *PV) RuleProofs() []Proof {
	return pv.proofs(pv.Rules, func(c *Case) []string { return c.Rules })
}

func (pv *PV) proofs(declared []string, of func(*Case) []string) []Proof {
	ids := slices.Clone(declared)
	cases := map[string][]*Case{}
	for i := range pv.Cases {
		named := slices.Clone(of(&pv.Cases[i]))
		slices.Sort(named)
		for _, id := range slices.Compact(named) {
			ids = append(ids, id)
			cases[id] = append(cases[id], &pv.Cases[i])
		}
	}
	reached := pv.reached()
	slices.Sort(ids)
	ids = slices.Compact(ids)
	out := make([]Proof, 0, len(ids))
	for _, id := range ids {
		p, applicable := Proof{ID: id, Cases: cases[id]}, 0
		for _, c := range p.Cases {
			if c.setAside() {
				continue
			}
			if applicable++; !c.proves() && !reached[c.ID] {
				p.Short = append(p.Short, c)
			}
		}
		p.Proven = applicable > 0 && len(p.Short) == 0
		out = append(out, p)
	}
	return out
}

// reached gives the rows whose scenario is conform in enough branches: what the others say takes nothing away.
func (pv *PV) reached() map[string]bool {
	rows := map[string]bool{}
	for i := range pv.Branches {
		for _, id := range pv.Branches[i].Rows {
			rows[id] = pv.Branches[i].Met
		}
	}
	return rows
}

// proves tells whether a case is conform for the text and the version delivered. The matrix and the documentation hold
// the same rule, and a test holds the three to each other.
func (c *Case) proves() bool {
	return (c.Verdict == "passed" || c.Verdict == "passed_with_remark") && c.Freshness == "fresh" && c.Hold == ""
}

// setAside tells whether a case asks for nothing: it was found not applicable, for the same text and version.
func (c *Case) setAside() bool {
	return c.Verdict == "not_applicable" && c.Freshness == "fresh" && c.Hold == ""
}
