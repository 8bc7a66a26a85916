package verify

import (
	"regexp"

	"recette/internal/recette"
)

// Claim names something that the PV says and that nothing at hand proves: it is affirmed by whoever signed, and no
// more. Its words are verify.affirmed.<claim>.
type Claim string

// The claims.
const (
	ClaimNumber    Claim = "number"    // that nobody gave to another file: the journal knows
	ClaimIssued    Claim = "issued_at" // the day of the PV, between its last fact and its first signature
	ClaimProducer  Claim = "producer"
	ClaimPlace     Claim = "place"
	claimDemo      Claim = "demo"      // as long as not all have signed
	ClaimLogKey    Claim = "log_key"   // that the key in the file is that of the project's journal
	claimFreshness Claim = "freshness" // that somebody compared the texts with the features of the day
	claimMode      Claim = "mode"      // who was to run what nobody observed
	claimSentences Claim = "sentences" // the title and the sentences, whose words are not at hand
	claimWords     Claim = "words"     // texts and names that nothing opens
	claimErased    Claim = "erased"    // what stands in the place of what was erased
	ClaimLeaves    Claim = "leaves"    // that no other leaf below the head is about the campaign
	ClaimTexts     Claim = "texts"     // titles and source of the scenarios, as long as the features do not show them
	claimPlan      Claim = "plan"      // what the frozen plan declares of what was delivered, where, and by whom
)

// Claims lists them, in the order in which they are said.
func Claims() []Claim {
	return []Claim{
		ClaimNumber, ClaimIssued, ClaimProducer, ClaimPlace, claimDemo, ClaimLogKey, claimFreshness, claimMode,
		claimSentences, claimWords, claimErased, ClaimLeaves, ClaimTexts, claimPlan,
	}
}

// claims gives those that this PV makes, and that stay without proof.
func (c *check) claims() []Claim {
	if c.pv == nil {
		return nil
	}
	pv := c.pv
	known := c.o.Journal != nil
	for _, f := range c.log.all {
		known = known && f.Status != NotConform
	}
	ran, unobserved := false, false
	for i := range pv.Cases {
		seen := false
		for k := range pv.Cases[i].Steps {
			seen = seen || pv.Cases[i].Steps[k].Mode.String() != ""
		}
		ran, unobserved = ran || pv.Cases[i].Attempts > 0, unobserved || !seen
	}
	erased, other := 0, 0
	if c.bound != nil {
		erased, other = c.absentWords(c.recounted)
	}
	made := map[Claim]bool{
		ClaimNumber: !known, ClaimIssued: true, ClaimProducer: true, ClaimPlace: pv.Place != "",
		claimDemo: len(c.signed) < len(pv.Signers), ClaimLogKey: !known, claimFreshness: ran && !c.textsUnseen(),
		claimMode: unobserved, claimSentences: !c.vouched, claimWords: other > 0 && !known,
		claimErased: erased > 0 || other > 0 && known,
		ClaimLeaves: !known && int64(len(c.proven)+len(c.custody.held)) < pv.Journal.Size,
		ClaimTexts:  !c.report.textsSeen(), claimPlan: true,
	}
	var out []Claim
	for _, claim := range Claims() {
		if made[claim] {
			out = append(out, claim)
		}
	}
	return out
}

// numbered tells whether a number has the form that the journal gives.
func numbered(number string) bool {
	return regexp.MustCompile(`^PV-\d{4}-\d{3,}-v[1-9]\d*$`).MatchString(number)
}

// freshTexts tells whether what the PV says of the age of texts holds together: nobody saw that a text had changed when
// nobody looked.
func (c *check) freshTexts(row *caseRow) bool {
	return (row.Freshness != string(recette.StaleText) && row.Drift == "") || !c.textsUnseen()
}

// drifted tells whether what the PV says of a text against the features of its day goes with what it says of the result
// on it. Which of them is so, nobody can know from the file.
func (c *check) drifted(row *caseRow, t *tally, iteration int) bool {
	seen := row.Freshness == string(recette.StaleText) && t.due(iteration) != recette.StaleText
	switch {
	case !c.canon.drifts:
		return row.Drift == ""
	case row.Drift == driftContent, row.Drift == "removed", row.Drift == driftDuplicated:
		return row.Freshness == string(recette.StaleText) || t.attempts == 0
	case row.Drift == "", row.Drift == "renamed", row.Drift == "moved", row.Drift == driftPresentation:
		return !seen || t.attempts == 0
	}
	return false
}
