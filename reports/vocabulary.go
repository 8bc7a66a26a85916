package reports

import (
	"slices"

	"recette/reports/page"
)

// The values of the model that have a word in the texts. A value unknown to this version is printed as it stands.
func vocabulary(kind string) []string {
	switch kind {
	case "verdict":
		return []string{"passed", "passed_with_remark", "failed", "blocked", "not_run", "not_applicable"}
	case "outcome":
		return []string{
			"passed", "failed", "skipped", "undefined", "ambiguous", "pending", "error", "timeout", "interrupted",
		}
	case "freshness":
		return []string{"fresh", "stale_text", "stale_data", "stale_version", "stale_anomaly"}
	case "drift":
		return []string{"duplicated_id", "removed", "content", "renamed", "presentation", "moved", "identical"}
	case "void":
		return []string{"unknown", "refused", "asked", "over", "apart"}
	case "base":
		return []string{
			"executed", "conformity", "critical_executed", "critical_conformity", "critical_evidence",
			"regression_executed", "blocked_share", "blocking_open", "blocking_opening", "major_open",
			"major_critical_open", "reserves_owned", "data_loaded", "suspended_hours",
		}
	case "mode":
		return []string{"manual", "auto", "mixed"}
	case "cause":
		return []string{"environment", "data", "rights", "dependency", "anomaly", "automation"}
	case "severity":
		return []string{"blocking", "major", "minor", "observation"}
	case "weight":
		return []string{"free", "reserve", "forbid"}
	case "status":
		return []string{"open", "fixing", "fixed", "reopened", "closed", "rejected", "waived", "duplicate"}
	case "event":
		return []string{
			"raise", "change", "qualify", "grade", "propose", "assign", "note", "fix", "close", "reject", "waive",
			"duplicate", "reopen",
		}
	case "event.result":
		return []string{"invalidate", "contest", "review", "amend"}
	case "priority":
		return []string{"urgent", "high", "normal", "low"}
	case "reserve":
		return []string{"issued", "fixed", "maintained", "lifted", "converted", "abandoned"}
	case "decision":
		return []string{
			"accepted", "accepted_with_reserves", "postponed", "refused", "admitted", "adjourned", "reduced",
			"rejected", "va_positive",
		}
	case "clock":
		return []string{"va", "vsr", "decision", "extra"}
	case "clock.status":
		return []string{"running", "kept", "late", "missed", "tacit", "elapsed"}
	case "milestone":
		return []string{"mom", "notice", "va", "vsr_end", "notified"}
	case "clocks.unit":
		return []string{"days", "working_days", "months"}
	case "clocks.source":
		return []string{"ccag-tic", "contract"}
	case "region":
		return []string{
			"metropole", "alsace-moselle", "guadeloupe", "martinique", "guyane", "la-reunion", "mayotte",
			"saint-barthelemy", "saint-martin",
		}
	case "lifting":
		return []string{"reserves_lifted", "reserves_partly_lifted"}
	case "says":
		return []string{"lifted", "lifted_before", "ended", "remains"}
	case "nature":
		return []string{"usine", "technique", "metier", "va", "vsr", "levee", "global"}
	case "origin": // of test data, as their files say it
		return []string{"fictif", "anonymisé"}
	case "regime": // a label of the plan; any other is its author's
		return []string{"pratique"}
	case "plan":
		return []string{"draft", "submitted", "approved"}
	case "state":
		return []string{"draft", "circulating", "to_decide", "to_sign", "signed"}
	case "role":
		return []string{
			"ppo", "po", "qa", "tester", "delivery", "referent", "ux", "leadtech", "supplier", "auditor", "admin",
		}
	case "met":
		return []string{"yes", "no", "unknown"}
	case "opinion":
		return []string{"favourable", "with_reserves", "unfavourable", "agrees", "contests"}
	case "trigger":
		return []string{"guarantee", "balance", "vsr", "none"}
	case "objection":
		return []string{"invalidated", "contested"}
	case "reading":
		return []string{"accepted", "returned"}
	case "flawed":
		return []string{"build", "data", "environment", "procedure"}
	case "derogation.rule":
		return []string{
			"decider_executed", "fixer_closes", "supplier_lowers", "author_alone", "data_owner_alone", "admin_decides",
			"foreign_verdict", "own_derogation", "changed_after_signing", "several_deciders", "unreferenced_delegate",
			"unconfirmed_emergency", "exit_unmet",
		}
	case "derogation.state":
		return []string{"asked", "granted", "refused"}
	case "pv":
		return []string{"project", "in_force", "to_replace", "replaced", "cancelled"}
	case "level":
		return []string{"local-authority", "imported", "demo"}
	case "signoff.phase":
		return []string{"draft", "circulating", "refused", "overtaken", "ready", "decided"}
	case "capacity":
		return []string{"visa", "opinion", "note", "ppo", "po"}
	case "signoff.effect", "signoff.was":
		return []string{"block", "warn"}
	case "signoff.kind":
		return []string{"visa", "opinion", "note"}
	case "signoff.status":
		return []string{"waiting", "not_yet", "given", "refused", "silent", "unneeded"}
	case "signoff.act":
		return []string{"submit", "give", "refuse", "withdraw", "note"}
	case "method":
		return []string{"electronic_simple", "electronic_issuer"}
	case "fact":
		return []string{
			"campaign_open", "campaign_iterate", "campaign_close", "campaign_attest", "campaign_suspend",
			"campaign_resume", "result", "result_trial", "result_invalidate", "result_contest", "result_review",
			"result_amend", "anomaly", "anomaly_drop", "reserve", "decision", "deviation", "derogation", "delegation",
			"data_load", "session_open", "session_presence", "session_close", "opinion", "visa", "warning_answer",
			"milestone", "pv_rendered", "pv_signed", "pv_end", "scan", "personal_erase",
		}
	case "golive":
		return []string{"yes", "no", "conditional"}
	}
	return nil
}

// word gives the word for a value; an empty one stays empty.
func (d *doc) word(kind, value string) string { return word(d.Words, kind, value) }

func word(t page.Texts, kind, value string) string {
	if slices.Contains(vocabulary(kind), value) {
		return t("reports." + kind + "." + value)
	}
	return value
}

// Origin words where test data come from, and Regime under which rules a recette is decided: files say both in French.
func Origin(t page.Texts, said string) string { return word(t, "origin", said) }

// Regime leaves a label that is its author's as it is.
func Regime(t page.Texts, said string) string { return word(t, "regime", said) }

// Base says over what a criterion is counted: what the plan says, else what its measure counts over; empty for one that
// a person attests.
func Base(t page.Texts, said, measure string) string { return or(said, word(t, "base", measure)) }

// sign gives the shape and the colour that go with a verdict; its word always stands beside.
func sign(verdict string) (page.Icon, page.Color) {
	switch verdict {
	case "passed":
		return page.IconPassed, page.Green
	case "passed_with_remark":
		return page.IconRemark, page.Teal
	case "failed":
		return page.IconFailed, page.Red
	case "blocked":
		return page.IconBlocked, page.Amber
	case "not_applicable":
		return page.IconNotApplicable, page.Slate
	}
	return page.IconNotRun, page.Slate
}

// verdictRun is a verdict as a paragraph of a cell.
func (d *doc) verdictRun(verdict string) page.Run {
	k, col := sign(verdict)
	return page.Run{Style: page.Font(page.SansBold, page.SizeSmall, col), Text: d.word("verdict", verdict), Icon: k}
}

// mandatory lists the mandatory fields of the template, in order: those that PV.Absent may name.
func mandatory() []string {
	return []string{
		"0.1", "0.2", "0.3", "0.4", "0.5", "1.1", "1.2", "1.3", "1.4", "1.6", "2.1", "2.2", "2.4", "2.5", "2.6", "2.7",
		"3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.8", "4.1", "4.2", "4.3", "4.3b", "4.4", "4.4b", "4.5", "4.6",
		"4.7", "4.8", "5.1", "5.2", "5.2b", "5.3", "5.3b", "5.4", "5.5", "6.1", "6.2", "6.3", "6.3b", "7.1", "7.2",
		"7.3", "8.1", "8.2", "8.3", "8.4", "8.6", "8.7", "8.8", "9", "9b",
	}
}
