package recette

import (
	"errors"
	"fmt"
	"slices"
)

// ReserveStatus is where a reserve is in its life.
type ReserveStatus string

// The statuses of a reserve. One that is none of them is issued: the severe reading.
const (
	ReserveIssued     ReserveStatus = "issued"     // émise
	ReserveFixed      ReserveStatus = "fixed"      // corrigée, à vérifier
	ReserveLifted     ReserveStatus = "lifted"     // levée
	ReserveMaintained ReserveStatus = "maintained" // maintenue
	ReserveConverted  ReserveStatus = "converted"  // transformée en évolution
	ReserveAbandoned  ReserveStatus = "abandoned"  // abandonnée par décision
)

// ReserveStatuses lists the statuses in the order of a life.
func ReserveStatuses() []ReserveStatus {
	return []ReserveStatus{
		ReserveIssued, ReserveFixed, ReserveMaintained, ReserveLifted, ReserveConverted, ReserveAbandoned,
	}
}

// Pending reports whether a reserve still waits for what it asks: one that was maintained does.
func (s ReserveStatus) Pending() bool {
	return s != ReserveLifted && s != ReserveConverted && s != ReserveAbandoned
}

// ReserveAct is what somebody does with a reserve.
type ReserveAct string

// The acts.
const (
	ReserveFix      ReserveAct = "fix"
	ReserveLift     ReserveAct = "lift"
	ReserveMaintain ReserveAct = "maintain"
	ReserveConvert  ReserveAct = "convert"
	ReserveAbandon  ReserveAct = "abandon"
	ReserveUpdate   ReserveAct = "update" // what it says is corrected, before a decision rests on it
)

// ErrReserve is the root of the refusals of the life of a reserve.
var ErrReserve = errors.New("reserve refused")

// Decides reports whether an act is for the decision-maker: to say that a product is corrected is not.
func (a ReserveAct) Decides() bool {
	return slices.Contains([]ReserveAct{ReserveLift, ReserveMaintain, ReserveConvert, ReserveAbandon}, a)
}

// After gives the status of a reserve after an act. It returns an error under ErrReserve when its life does not hold
// the act there: nothing is lifted that nobody says is corrected, and nothing moves that waits for nothing any more.
func (s ReserveStatus) After(act ReserveAct) (ReserveStatus, error) {
	to, ok := s, s.Pending()
	switch act {
	case ReserveFix:
		to, ok = ReserveFixed, ok && s != ReserveFixed
	case ReserveLift:
		to, ok = ReserveLifted, s == ReserveFixed
	case ReserveMaintain:
		to = ReserveMaintained
	case ReserveConvert:
		to = ReserveConverted
	case ReserveAbandon:
		to = ReserveAbandoned
	case ReserveUpdate: // it says another thing, and waits as it did
	default:
		ok = false
	}
	if !ok {
		return s, fmt.Errorf("%w: %s when it is %s", ErrReserve, act, s)
	}
	return to, nil
}

// Unshown gives the status of a reserve once somebody objects to the re-test that lifted it.
func (s ReserveStatus) Unshown() ReserveStatus {
	if s == ReserveLifted {
		return ReserveFixed
	}
	return s
}

// Retest is what a re-test must show before a gap is said to be closed.
type Retest struct {
	Closed   bool    // the attempt ended
	Verdict  Verdict // of the attempt
	After    bool    // it began after the correction was announced
	ByFixer  bool    // whoever corrected observed something in it
	Replaced bool    // a later attempt of the case tells otherwise

	Contested  bool // somebody contests it, and no other attempt decided yet
	Amended    bool // its author corrected it since, without playing the case again
	Hold       Hold // what holds the result back: one that does not count shows nothing of what is delivered
	Elsewhere  bool // of a case on which nobody found the gap
	OtherBuild bool // in an iteration of another build than the one that is said to correct
	Explained  bool // a reason that is printed says why that build shows it too
}

// RetestFlaw says what is wrong with a re-test.
type RetestFlaw string

// What may be wrong, gravest first.
const (
	RetestSound     RetestFlaw = ""
	RetestByFixer   RetestFlaw = "by_fixer"
	RetestElsewhere RetestFlaw = "other_case"
	RetestVerdict   RetestFlaw = "not_conform"
	RetestEarly     RetestFlaw = "before_fix"
	RetestOpen      RetestFlaw = "unfinished"
	RetestReplaced  RetestFlaw = "superseded"
	RetestContested RetestFlaw = "contested"
	RetestAmended   RetestFlaw = "amended"
	RetestDue       RetestFlaw = "to_replay"
	RetestUnread    RetestFlaw = "unread"
	RetestBuild     RetestFlaw = "other_build"
)

// Flaw gives the gravest thing that is wrong with a re-test.
func (r Retest) Flaw() RetestFlaw {
	switch {
	case r.ByFixer:
		return RetestByFixer
	case r.Elsewhere:
		return RetestElsewhere
	case !r.Closed:
		return RetestOpen
	case !r.Verdict.Conform():
		return RetestVerdict
	case !r.After:
		return RetestEarly
	case r.Replaced:
		return RetestReplaced
	case r.Contested:
		return RetestContested
	case r.Amended:
		return RetestAmended
	case r.Hold.Again():
		return RetestDue
	case r.Hold == Unread:
		return RetestUnread
	case r.OtherBuild && !r.Explained:
		return RetestBuild
	}
	return RetestSound
}
