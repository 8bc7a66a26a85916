package verify

import (
	"slices"
	"strconv"

	"recette/internal/journal"
	"recette/internal/recette"
)

// derivation numbers the rules by which this package computes again what nobody recorded. Those of each number that was
// published stay: a PV is judged by the rules that it names. Of a PV written before they had a number, nobody can tell
// a lie from a rule that changed.
const derivation = 2

// canon is what the rules of one number compute and those of another do not, each part by what it computes. What a PV
// of an earlier number leaves out is not missing from it.
type canon struct {
	leaf, plan int // the latest versions of leaves and of plans that these rules read

	told     bool // annex G: all that was recorded of each anomaly, what was observed, and on which build
	attests  bool // 3.6, 6.1: a criterion that nothing measures is met when somebody attests it
	builds   bool // 4.4b: on which version the result of each row was obtained
	covers   bool // 0.6, 3.1, 4.3b, 9: distribution, flags, figures of non-regression, how each one signs
	declared bool // 4.7: who recorded a result and only declared who they are
	drifts   bool // 4.4, 4.6: how the text of each case stood to the features of the day
	drafts   bool // 6.3: the failures that no anomaly accounts for
	lives    bool // 5.2b, 5.3b, 5.5: what is expected of anomalies and reserves, and changes of severity
	papers   bool // 1.5: earlier PVs, and what they are worth
	meetings bool // 3.5: sessions are recorded, not told from the days on which people worked
	terms    bool // 8.6: what a decision says of the lifting of reserves
	looks    bool // 3.6, 6.1: what makes a criterion measurable, and whether the derogation that it names stands
	limits   bool // 3.6, 6.1: a threshold that a measure cannot have is never met
	names    bool // 2.2 to 2.4: what codes stand for, and messages
	stead    bool // 3.3, 3.6, 3.8, 6.1: for whom somebody attests
}

// canonOf gives the rules of a number. Rules without a number are nearest to the first.
func canonOf(number int) canon {
	if number <= 1 {
		return canon{leaf: 5, plan: 1}
	}
	return canon{
		leaf: journal.Version, plan: manifestVersion,
		builds: true, covers: true, declared: true, drifts: true, drafts: true, lives: true, meetings: true,
		papers: true, terms: true, looks: true, limits: true, attests: true, told: true, stead: true,
		names: true,
	}
}

// whole tells whether the lists that a PV of these rules always holds are there, were they empty, and no other one.
func (k canon) whole(pv *record) bool {
	return pv.Accepted != nil && pv.Openings != nil && len(pv.AnomalyCounts) == len(recette.Severities()) &&
		(pv.Severities != nil) == k.lives && (k.lives || pv.Antenne == "")
}

// drawn tells whether the pages of a PV are of a layout that goes with these rules: it shows all that they compute.
func (k canon) drawn(layout int) bool { return layout > 0 && (layout > 1) == k.lives }

// unpublished tells whether a PV holds facts that came after the rules that it names. Versions that were never
// published made such ones: what they computed and drew, nobody can tell any more.
func (c *check) unpublished(plan int) bool {
	if c.pv.Derivation == 0 {
		return false
	}
	at := slices.IndexFunc(c.proven, func(p proven) bool {
		return p.leaf.V > c.canon.leaf && p.leaf.V <= journal.Version
	})
	switch {
	case at >= 0:
		c.contents.add(doubt(Unpublished, strconv.Itoa(c.pv.Derivation), strconv.Itoa(c.proven[at].leaf.V)))
	case plan > c.canon.plan:
		c.contents.add(doubt(Unpublished, strconv.Itoa(c.pv.Derivation), strconv.Itoa(plan)))
	default:
		return false
	}
	return true
}
