package reports

import "time"

// Lifting is what a PV of lifting of reserves (10) says: which PV it is of, and what became of each reserve that this
// one carries. What a reserve is stands in PV.Reserves, under its number.
type Lifting struct {
	Parent   Parent          `json:"parent"`
	Outcome  string          `json:"outcome"`  // reserves_lifted, reserves_partly_lifted
	Reserves []LiftedReserve `json:"reserves"` // all those that the parent carries, in the order of its decision
}

// Parent is the PV that a PV of lifting is of, and the decision that it shows.
type Parent struct {
	Number   string     `json:"number"`
	SHA256   string     `json:"sha256"` // of its file, as the decision-maker signed it
	SignedAt *time.Time `json:"signed_at,omitempty"`

	Decision  string     `json:"decision"` // accepted_with_reserves
	Decided   string     `json:"decided"`  // number of the decision
	DecidedAt *time.Time `json:"decided_at,omitempty"`
	Effect    string     `json:"effect,omitempty"`  // YYYY-MM-DD
	LiftBy    string     `json:"lift_by,omitempty"` // YYYY-MM-DD
	Triggers  []string   `json:"triggers,omitempty"`
}

// LiftedReserve is what becomes of a reserve of the parent.
type LiftedReserve struct {
	Number string `json:"number"`
	Says   string `json:"says"`         // lifted, lifted_before, ended, remains
	In     string `json:"in,omitempty"` // of one that was lifted before: the PV that lifts it

	// Who announced the correction, and when: its build and who made it are in PV.Reserves.
	FixedBy string     `json:"announced_by,omitempty"`
	FixedAt *time.Time `json:"announced_at,omitempty"`

	Test *LiftedTest `json:"test,omitempty"` // that shows the correction of one that is lifted

	// Who decided what it is now, and when; nobody of one that was issued or corrected.
	By string     `json:"by,omitempty"`
	At *time.Time `json:"at,omitempty"`
}

// LiftedTest is the attempt that a lifting rests on. What is of a case out of the scope of the PV is its case and its
// number alone: this PV holds nothing else of it.
type LiftedTest struct {
	Case    string     `json:"case"`
	Attempt int        `json:"attempt"`
	Verdict string     `json:"verdict,omitempty"`
	Build   string     `json:"build,omitempty"`
	By      string     `json:"by,omitempty"` // who conducted it
	At      *time.Time `json:"at,omitempty"` // when it ended
}

// Pronounced is what signatures are given under: the decision of the PV, or what a PV of lifting comes to.
func (pv *PV) Pronounced() string {
	if pv.Lifting != nil {
		return pv.Lifting.Outcome
	}
	return pv.Decision.Decision
}

// LiftingNature is the nature (0.3) of a PV of lifting.
const LiftingNature = "levee"

// Here gives the numbers of the reserves that the PV lifts itself; none of another PV.
func (l *Lifting) Here() (numbers []string) {
	if l == nil {
		return nil
	}
	for i := range l.Reserves {
		if l.Reserves[i].Says == "lifted" {
			numbers = append(numbers, l.Reserves[i].Number)
		}
	}
	return numbers
}
