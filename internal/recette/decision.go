package recette

import (
	"slices"
	"strconv"
	"strings"
)

// Role is what somebody may be for a campaign: a participant, or an auditor, who looks at the record and adds nothing.
type Role string

// The roles of this version. Where somebody acts, nationally or in branches, is no role: it is a perimeter.
const (
	PPO    Role = "ppo"
	PO     Role = "po"
	QA     Role = "qa"
	Tester Role = "tester"

	// Those who give an opinion, and more as the rights say.
	Delivery Role = "delivery" // delivery manager
	Referent Role = "referent" // of an antenne
	UX       Role = "ux"
	LeadTech Role = "leadtech"
	Supplier Role = "supplier"

	// Auditor takes part in no campaign, and reads them all: whoever holds the files of the project does.
	Auditor Role = "auditor"
	// Admin looks after the record, the keys and the users: technical, they read no content, decide and sign nothing.
	Admin Role = "admin"
)

// Valid reports whether r is a known role.
func (r Role) Valid() bool { return r.Participant() || r == Auditor || r == Admin }

// branchTester is what a tester of the branches does: no role of its own, since a tester is one by where they test.
const branchTester = "branch_tester"

// Functions lists the words for what somebody does that a plan may write where it names somebody: the roles, and the
// testers of the branches. Whoever words a function words each of them.
func Functions() []string {
	var out []string
	for _, r := range append(Participants(), Auditor, Admin) {
		out = append(out, string(r))
	}
	return append(out, branchTester)
}

// Participants lists the roles of those who take part in a campaign.
func Participants() []Role {
	return []Role{PPO, PO, QA, Tester, Delivery, Referent, UX, LeadTech, Supplier}
}

// Participant reports whether r is the role of somebody who takes part in a campaign.
func (r Role) Participant() bool { return slices.Contains(Participants(), r) }

// Actor is who does something. Every call that writes, and every call that reads a campaign, carries one.
type Actor struct {
	Ref  string // pseudonymous reference, stable in a project: the only part that enters the journal
	Name string
	Role Role

	Authenticated bool // the product knows who they are; else they said so
}

// Severity is the gravity of an anomaly, distinct from its priority.
type Severity string

// The severities, gravest first.
const (
	Blocking        Severity = "blocking"    // bloquante
	Major           Severity = "major"       // majeure
	Minor           Severity = "minor"       // mineure
	Inconsequential Severity = "observation" // observation, no effect on the decision
)

// Severities lists the severities, gravest first.
func Severities() []Severity { return []Severity{Blocking, Major, Minor, Inconsequential} }

// Valid reports whether s is a known severity.
func (s Severity) Valid() bool {
	return s == Blocking || s == Major || s == Minor || s == Inconsequential
}

// Decision is what the decision-maker pronounces on a PV. The zero value is no decision.
type Decision string

// The decisions of common practice.
const (
	Accepted             Decision = "accepted"               // prononcée sans réserve
	AcceptedWithReserves Decision = "accepted_with_reserves" // prononcée avec réserves
	Postponed            Decision = "postponed"              // ajournée
	Refused              Decision = "refused"                // refusée
)

// The decisions of the CCAG-TIC, of contracts that refer to it (docs/plan.md). It knows no acceptance with reserves:
// they lead to a postponement, or to a cut of the price.
const (
	VAPositive Decision = "va_positive" // outcome of a vérification d’aptitude
	Admitted   Decision = "admitted"    // admission
	Adjourned  Decision = "adjourned"   // ajournement: it is presented again by a day
	Reduced    Decision = "reduced"     // réfaction: accepted as it is, for a lesser price
	Rejected   Decision = "rejected"    // rejet
)

// Valid reports whether d is a known decision.
func (d Decision) Valid() bool {
	switch d {
	case Accepted, AcceptedWithReserves, Postponed, Refused, VAPositive, Admitted, Adjourned, Reduced, Rejected:
		return true
	}
	return false
}

// Accepts reports whether what was decided upon is accepted, with or without something against it.
func (d Decision) Accepts() bool { return d.Unreserved() || d == AcceptedWithReserves || d == Reduced }

// Unreserved reports whether it is accepted with nothing against it.
func (d Decision) Unreserved() bool { return d == Accepted || d == Admitted || d == VAPositive }

// Postpones reports whether it is to be presented again.
func (d Decision) Postpones() bool { return d == Postponed || d == Adjourned }

// Vocabulary is the words in which a decision is pronounced. The zero value is that of common practice.
type Vocabulary string

// The vocabularies.
const (
	Practice Vocabulary = "practice"
	CCAGTIC  Vocabulary = "ccag-tic"
)

// Vocabularies lists them.
func Vocabularies() []Vocabulary { return []Vocabulary{Practice, CCAGTIC} }

// The natures of a recette under the CCAG-TIC: NatureVA ends in the outcome of a vérification d’aptitude, NatureVSR in
// what is decided after a vérification de service régulier.
const (
	NatureVA  = "va"
	NatureVSR = "vsr"
)

// Decisions lists those that may be pronounced under a vocabulary, of a recette of a nature, in the order in which they
// are proposed.
func (v Vocabulary) Decisions(nature string) []Decision {
	switch {
	case v != CCAGTIC:
		return []Decision{Accepted, AcceptedWithReserves, Postponed, Refused}
	case nature == NatureVA:
		return []Decision{VAPositive, Adjourned, Rejected}
	}
	return []Decision{Admitted, Adjourned, Reduced, Rejected}
}

// In gives the word of a vocabulary, of which the decisions are listed, for a decision of the other one that is the
// same act in both: what is postponed, what is refused. Any other decision stays as it is.
func (d Decision) In(among []Decision) Decision {
	for _, twins := range [][2]Decision{
		{Postponed, Adjourned}, {Adjourned, Postponed}, {Refused, Rejected}, {Rejected, Refused},
	} {
		if d == twins[0] && !slices.Contains(among, d) && slices.Contains(among, twins[1]) {
			return twins[1]
		}
	}
	return d
}

// Decisions lists the decisions of both vocabularies.
func Decisions() []Decision {
	return append(Practice.Decisions(""), VAPositive, Admitted, Adjourned, Reduced, Rejected)
}

// wholePrice is 100 %, in the unit of a Pronouncement.Rate: hundredths of a percent.
const wholePrice = 10000

// ParseRate reads a rate as people write it, "5", "2,5 %", in the unit of a Pronouncement.Rate; 0 when none is said. ok
// is false of what is none, between 0 and 100 %.
func ParseRate(said string) (rate int, ok bool) {
	text := strings.TrimSpace(strings.Trim(strings.ReplaceAll(said, ",", "."), "%\u00a0\u202f "))
	if text == "" && said == "" {
		return 0, true
	}
	whole, part, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole + (part + "00")[:2])
	if err != nil || len(part) > 2 || n <= 0 || n >= wholePrice {
		return 0, false
	}
	return n, true
}
