package recette

import "slices"

// The warnings that name somebody, or that say what somebody wrote.
const (
	Unnamed     = "unnamed"      // names that the plan holds were erased; its last argument is the reason
	SoleTester  = "sole_tester"  // the decision-maker is the only one who tested
	OwnVerdicts = "own_verdicts" // the decision-maker recorded some of the verdicts
)

// Warnings lists the codes of what is computed before signature, and may be answered.
func Warnings() []string {
	return []string{
		"exit_unmet", "exit_unknown", "entry_unmet", "entry_unknown", "suspension_attested", "environment_blocked",
		"never_run", "unfinished", "critical_not_done", "failed_uncovered", "technical", "stale", "freshness_unknown",
		"blocking_open", "major_open", "severity_barred", "no_evidence", "superseded", "amended", "contested",
		"unread", "returned",
		"outside_session", "out_of_order", "kept", "gone", "drafts", "strays", "reserve_incomplete", "build_mismatch",
		"build_unknown",
		"build_uninstalled", "build_undelivered", "one_day", "short_period", "plan_unapproved", "tacit_admission",
		"same_day", SoleTester, OwnVerdicts, "transcribed_by_decider", "transcribed_by_one",
		"duty_decider_executed", "duty_fixer_closes", "duty_supplier_lowers", "duty_author_alone",
		"duty_data_owner_alone",
		"duty_admin_decides", "duty_own_derogation", "duty_several_deciders",
		"delegated_by_admin", "duty_unconfirmed_emergency", "accelerated", "accelerated_until",
		"after_decision", "route_incomplete",
		"in_force", "still_open", Unnamed, "erased", "missing",
	}
}

// WarningState gives what tells two states of one warning apart, and a leaf may hold: its arguments or, when they name
// somebody, their reference alone. What somebody wrote is left out.
func WarningState(code string, args []string, ref string) []string {
	if code == Unnamed && len(args) > 0 {
		return args[:len(args)-1]
	}
	if !slices.Contains([]string{SoleTester, OwnVerdicts}, code) {
		return args
	}
	if ref == "" {
		return nil
	}
	return []string{ref}
}
