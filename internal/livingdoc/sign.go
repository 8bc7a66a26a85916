package livingdoc

import (
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
	"recette/internal/standing"
)

// Sign is the sign of a result: a class of the style sheet, and a glyph where there is none.
type Sign string

// The signs. They follow the state of what they stand for, which internal/standing judges, before its verdict.
const (
	Conform  Sign = "ok"
	Remarked Sign = "rk"
	Failed   Sign = "ko"
	Accepted Sign = "ac" // failed, and accepted by a decision
	Blocked  Sign = "bl"
	Idle     Sign = "na" // not applicable
	Unrun    Sign = "nr" // never run, not finished, or run in part
	Stale    Sign = "old"
)

// SignOf is the sign of a verdict by itself, whatever it is worth today.
func SignOf(v recette.Verdict) Sign {
	switch v {
	case recette.Passed:
		return Conform
	case recette.PassedWithRemark:
		return Remarked
	case recette.Failed:
		return Failed
	case recette.Blocked:
		return Blocked
	case recette.NotApplicable:
		return Idle
	case recette.NotRun:
	}
	return Unrun
}

// ScenarioSign is the sign of a scenario: that of its state, as the matrix says it.
func ScenarioSign(s *model.Scenario) Sign { return stateSign(s.State(), s.Verdict(), s.Open()) }

// CaseSign is the sign of a case, or of its row of examples.
func CaseSign(c *model.Case) Sign { return stateSign(c.Status.State(), c.Verdict(), c.Open()) }

func stateSign(s standing.State, v recette.Verdict, open bool) Sign {
	switch s {
	case standing.Failed:
		return Failed
	case standing.Stale:
		return Stale
	case standing.Accepted:
		return Accepted
	case standing.Proved, "": // of a case alone: not applicable
		return SignOf(v)
	case standing.NotRun, standing.Uncovered, standing.OutOfScope:
	}
	if !open && (v == recette.Blocked || v == recette.NotApplicable) {
		return SignOf(v)
	}
	return Unrun
}

// CaseNotes completes the verdict of a case: whether it still holds, is final, was accepted.
func (w *Wording) CaseNotes(c *model.Case) string {
	out := ""
	if c.Stale() {
		out += " – " + w.T("freshness."+string(c.Status.Freshness))
	}
	out += w.drifted(&c.Status, c.Stale() && c.Status.Freshness == recette.StaleText)
	return out + w.standingText(c.Status.State(), c.Open(), c.Status.Accepted)
}

// standingText completes a verdict with what keeps it from standing by itself.
func (w *Wording) standingText(s standing.State, open bool, accepted string) string {
	out := ""
	if open {
		out += " – " + w.T("open.row")
	}
	if s == standing.Accepted {
		out += " – " + w.T("accepted.by", accepted)
	}
	return out
}
