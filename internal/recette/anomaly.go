package recette

import (
	"errors"
	"fmt"
	"slices"
)

// AnomalyStatus is where an anomaly is in its life.
type AnomalyStatus string

// The statuses of an anomaly. One that is none of them is open: the severe reading.
const (
	AnomalyOpen      AnomalyStatus = "open"      // ouverte
	AnomalyFixing    AnomalyStatus = "fixing"    // qualifiée, en correction
	AnomalyFixed     AnomalyStatus = "fixed"     // corrigée, à re-tester
	AnomalyClosed    AnomalyStatus = "closed"    // close
	AnomalyRejected  AnomalyStatus = "rejected"  // rejetée: it is none
	AnomalyWaived    AnomalyStatus = "waived"    // sans suite: it stands, and nobody will correct it
	AnomalyDuplicate AnomalyStatus = "duplicate" // doublon d'une autre
	AnomalyReopened  AnomalyStatus = "reopened"  // rouverte
)

// AnomalyStatuses lists the statuses in the order of a life.
func AnomalyStatuses() []AnomalyStatus {
	return []AnomalyStatus{
		AnomalyOpen, AnomalyFixing, AnomalyFixed, AnomalyReopened, AnomalyClosed, AnomalyRejected, AnomalyWaived,
		AnomalyDuplicate,
	}
}

// Outstanding reports whether an anomaly still weighs on a decision. One that is said to be corrected does until a
// re-test shows it; a duplicate does not, its original does.
func (s AnomalyStatus) Outstanding() bool { return s != AnomalyClosed && !s.Aside() }

// Aside reports whether an anomaly was set aside without a correction.
func (s AnomalyStatus) Aside() bool {
	return s == AnomalyRejected || s == AnomalyWaived || s == AnomalyDuplicate
}

// AnomalyAct is what somebody does with an anomaly.
type AnomalyAct string

// The acts. Those of before the acts had a name only set a severity or a status.
const (
	AnomalyQualify   AnomalyAct = "qualify"   // says its severity: somebody corrects it
	AnomalyGrade     AnomalyAct = "grade"     // says its severity, no more
	AnomalyPropose   AnomalyAct = "propose"   // a lesser severity, or to set it aside, to the PO
	AnomalyAssign    AnomalyAct = "assign"    // owner, due date, priority
	AnomalyNote      AnomalyAct = "note"      // workaround, evidence, link, another failure of it
	AnomalyFix       AnomalyAct = "fix"       // a build corrects it
	AnomalyClose     AnomalyAct = "close"     // a re-test shows it
	AnomalyReject    AnomalyAct = "reject"    //
	AnomalyWaive     AnomalyAct = "waive"     //
	AnomalyDuplicity AnomalyAct = "duplicate" //
	AnomalyReopen    AnomalyAct = "reopen"    //
)

// ErrAnomaly is the root of the refusals of the life of an anomaly.
var ErrAnomaly = errors.New("anomaly refused")

// After gives the status of an anomaly after an act. It returns an error under ErrAnomaly when its life does not hold
// the act there: nothing is closed that nobody says is corrected, and nothing that was settled moves until it is
// reopened.
func (s AnomalyStatus) After(act AnomalyAct) (AnomalyStatus, error) {
	to := s
	ok := s.Outstanding()
	switch act {
	case AnomalyQualify:
		if s == AnomalyOpen || s == AnomalyReopened {
			to = AnomalyFixing
		}
	case AnomalyPropose, AnomalyAssign, AnomalyGrade:
	case AnomalyNote:
		ok = true
	case AnomalyFix:
		to, ok = AnomalyFixed, ok && s != AnomalyFixed
	case AnomalyClose:
		to, ok = AnomalyClosed, s == AnomalyFixed
	case AnomalyReject:
		to = AnomalyRejected
	case AnomalyWaive:
		to = AnomalyWaived
	case AnomalyDuplicity:
		to = AnomalyDuplicate
	case AnomalyReopen:
		to, ok = AnomalyReopened, s == AnomalyFixed || !s.Outstanding()
	default:
		ok = false
	}
	if !ok {
		return s, fmt.Errorf("%w: %s when it is %s", ErrAnomaly, act, s)
	}
	return to, nil
}

// Unshown gives the status of an anomaly once somebody objects to the re-test that closed it: it is said to be
// corrected, and nothing shows it any more.
func (s AnomalyStatus) Unshown() AnomalyStatus {
	if s == AnomalyClosed {
		return AnomalyFixed
	}
	return s
}

// Priority is in which order anomalies are treated: severity says how bad one is, priority how soon.
type Priority string

// The priorities, first first.
const (
	urgent Priority = "urgent"
	High   Priority = "high"
	normal Priority = "normal"
	low    Priority = "low"
)

// Priorities lists the priorities, first first.
func Priorities() []Priority { return []Priority{urgent, High, normal, low} }

// Valid reports whether p is a known priority.
func (p Priority) Valid() bool { return slices.Contains(Priorities(), p) }

// Lesser reports whether s is less grave than another severity; an unknown one is the gravest.
func (s Severity) Lesser(than Severity) bool {
	rank := func(s Severity) int { return max(slices.Index(Severities(), s), 0) }
	return rank(s) > rank(than)
}

// Easing says which right it takes to make an anomaly weigh less.
type Easing int

// The rights: raising is free to whoever raises anomalies, a lesser gap is for whoever qualifies, a graver one for the
// PO, and a blocking one for the PO on what a PPO or a QA proposed.
const (
	EaseNone Easing = iota
	EaseQualified
	EaseDecided
	EaseProposed
)

// EasingTo gives the right that a change of severity takes.
func (s Severity) EasingTo(to Severity) Easing {
	switch {
	case !to.Lesser(s):
		return EaseNone
	case s == Blocking || !s.Valid():
		return EaseProposed
	}
	return EaseQualified
}

// EasingInto gives the right that it takes to say that an anomaly of this severity repeats another one. While the other
// stands it weighs in its place, for what it is worth; once nothing stands of it, the anomaly is rejected by another
// name.
func (s Severity) EasingInto(original Severity, status AnomalyStatus) (right Easing, to string) {
	if !status.Outstanding() {
		return s.EasingBy(AnomalyReject), string(AnomalyReject)
	}
	return s.EasingTo(original), string(original)
}

// Takes reports whether an act may say something of a field of an anomaly. What an act does not take is refused: a
// proposal in a note would be nobody's.
func (act AnomalyAct) Takes(f AnomalyField) bool {
	switch f {
	case FieldSeverity:
		return act == AnomalyQualify || act == AnomalyGrade
	case FieldTreatment:
		return act == AnomalyQualify || act == AnomalyPropose || act == AnomalyAssign
	case FieldDetail:
		return act == AnomalyNote
	case FieldProposed:
		return act == AnomalyPropose
	case FieldOriginal:
		return act == AnomalyDuplicity
	case FieldFix:
		return act == AnomalyFix
	case FieldRetest:
		return act == AnomalyClose
	}
	return false
}

// AnomalyField is something that an act says of an anomaly.
type AnomalyField int

// The fields that not every act takes.
const (
	FieldSeverity  AnomalyField = iota
	FieldTreatment              // owner, due date, priority
	FieldDetail                 // workaround, evidence, link, another failure
	FieldProposed
	FieldOriginal
	FieldFix
	FieldRetest
)

// EasingBy gives the right that an act takes which leaves an anomaly of this severity without a correction. To leave a
// major one so is to accept a non-conformity.
func (s Severity) EasingBy(act AnomalyAct) Easing {
	switch {
	case act != AnomalyReject && act != AnomalyWaive:
		return EaseNone
	case s == Blocking || !s.Valid():
		return EaseProposed
	case act == AnomalyWaive && s == Major:
		return EaseDecided
	}
	return EaseQualified
}
