package recette

import (
	"slices"
	"strings"
)

// The acts on a derogation, as leaves name them.
const (
	AskDerogation    = "ask"
	GrantDerogation  = "grant"
	RefuseDerogation = "refuse"
)

// DerogationPrefix begins the numbers of the derogations that a journal holds: "DER-0001".
const DerogationPrefix = "DER"

// Derogation tells whether a number is of the derogations that a journal holds, in any case of letters. Another one is
// that of a decision elsewhere.
func Derogation(number string) bool {
	return strings.HasPrefix(strings.ToUpper(number), DerogationPrefix+"-")
}

// Elsewhere tells whether a decision that is written down out of the journal may have a number: a word with a digit,
// "DEC-0007".
func Elsewhere(number string) bool {
	digit := false
	for i, r := range number {
		d, letter := '0' <= r && r <= '9', 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
		if !d && !letter && (i == 0 || r != '-' && r != '_' && r != '.') {
			return false
		}
		digit = digit || d
	}
	return digit && len(number) <= 64
}

// Waiver is what the derogation that a decision cites lets pass. The zero value lets nothing pass. A derogation that is
// granted about one thing opens no other (docs/droits.md).
type Waiver struct {
	About []string // anomalies, by number, and cases that it is about
	All   bool     // it is about all open major anomalies of the scope
	Exit  bool     // it is about a criterion of exit, or was decided elsewhere, in words that no rule reads

	Elsewhere bool // it was decided elsewhere
}

// lets tells whether it lets an open major anomaly of a critical journey pass: it is about the anomaly, or about its
// case.
func (w *Waiver) lets(a *AnomalyFact) bool {
	return w.All || slices.Contains(w.About, a.Number) || a.Case != "" && slices.Contains(w.About, a.Case)
}

// Needs tells whether a decision in the situation has a use for a waiver.
func (s Situation) Needs(w Waiver) bool {
	return w.Exit || slices.ContainsFunc(s.Anomalies, func(a AnomalyFact) bool {
		return a.Open && a.Severity == Major && s.critical(a.Case) && w.lets(&a)
	})
}

// Delegable lists the roles that somebody may act in by delegation: those that sign.
func Delegable() []Role { return []Role{PPO, PO} }

// Void says why a derogation that a plan names beside a criterion does not stand.
type Void string

// The reasons, first match wins.
const (
	VoidUnknown Void = "unknown" // nobody asked for it
	VoidRefused Void = "refused"
	VoidAsked   Void = "asked" // nobody granted it
	VoidOver    Void = "over"  // its last day is past
	VoidApart   Void = "apart" // it is about another criterion
)

// VoidOf judges a derogation that was asked for, on a day, YYYY-MM-DD, beside the criterion at a place of a list, from
// 1. One about an anomaly, or a case, stands beside any criterion: the plan says that it does.
func VoidOf(granted, refused bool, until, subject, list string, place int, day string) Void {
	of, number, criterion := CriterionNamed(subject)
	switch {
	case refused:
		return VoidRefused
	case !granted:
		return VoidAsked
	case until != "" && until < day:
		return VoidOver
	case criterion && (of != list || number != place):
		return VoidApart
	}
	return ""
}
