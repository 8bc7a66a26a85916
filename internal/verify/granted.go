package verify

import (
	"slices"
	"strconv"

	"recette/internal/journal"
	"recette/internal/recette"
)

// grants says in which roles the product lets somebody record what stands beside results: another reading of the matrix
// of docs/droits.md than the one that the product holds people to. Nil for a kind that is judged elsewhere.
func grants(k journal.Kind) []recette.Role {
	switch k {
	case journal.KindCampaignIterate, journal.KindAttest, journal.KindDeviation, journal.KindSuspend,
		journal.KindResume, journal.KindAnomalyDrop, journal.KindPVScan:
		return []recette.Role{recette.PPO, recette.QA}
	case journal.KindReview:
		return []recette.Role{recette.PPO, recette.QA, recette.Referent}
	case journal.KindAmend:
		return []recette.Role{recette.PPO, recette.QA, recette.Tester, recette.Referent}
	case journal.KindSessionOpen, journal.KindSessionPresence, journal.KindSessionClose:
		return []recette.Role{recette.PPO, recette.QA, recette.Referent}
	case journal.KindTrial:
		return []recette.Role{
			recette.PPO, recette.PO, recette.QA, recette.Tester, recette.Referent, recette.LeadTech,
		}
	case journal.KindInvalidate:
		return []recette.Role{recette.QA}
	case journal.KindDataLoad:
		return []recette.Role{recette.QA, recette.LeadTech, recette.Supplier, recette.Admin}
	case journal.KindContest:
		return []recette.Role{
			recette.PPO, recette.PO, recette.QA, recette.Tester, recette.Referent, recette.Delivery, recette.UX,
			recette.LeadTech, recette.Supplier,
		}
	case journal.KindOpinion:
		return []recette.Role{
			recette.PPO, recette.QA, recette.Referent, recette.Delivery, recette.UX, recette.LeadTech,
			recette.Supplier,
		}
	case journal.KindVisa:
		return []recette.Role{
			recette.PPO, recette.QA, recette.Referent, recette.Delivery, recette.UX, recette.LeadTech,
			recette.Supplier,
		}
	case journal.KindMilestone:
		return []recette.Role{recette.PPO, recette.PO, recette.Delivery}
	case journal.KindAnswer, journal.KindPersonalErase:
		return []recette.Role{recette.PPO, recette.PO}
	default:
		return nil
	}
}

// granting is grants for what needs another right by what it says: who asks for a derogation does not grant it. What
// becomes of a reserve is judged with its life.
func granting(l *journal.Leaf) []recette.Role {
	switch {
	case l.Derogation != nil && l.Derogation.Act == recette.AskDerogation:
		return []recette.Role{recette.PPO, recette.PO, recette.QA, recette.Delivery, recette.LeadTech}
	case l.Derogation != nil:
		return []recette.Role{recette.PO}
	case l.Reserve != nil && l.Reserve.Act == "":
		return []recette.Role{recette.PPO, recette.PO}
	}
	return grants(l.Kind)
}

// ruled judges, before it is folded in, whether the rules let somebody record a leaf as things stood: who may say it,
// in which words, and when. They came with version 6 of the leaves, as most of these kinds did.
func (f *fold) ruled(l *journal.Leaf, m *manifest) {
	roles := granting(l)
	if roles == nil || (l.Reserve != nil || l.Erase != nil) && l.Seq < f.began {
		return
	}
	flaw := func(when bool, what string) {
		if when {
			f.flaws = append(f.flaws, flawed{l, what})
		}
	}
	flaw(!slices.Contains(roles, roleOf(l.Actor)), "right")
	late := l.Session != nil || l.Pause != nil || l.Objection != nil || l.Review != nil || l.Amend != nil ||
		l.Data != nil || l.Iterate != nil || l.Kind == journal.KindTrial
	flaw(f.closed && late, "closed")
	f.worded(l, m, flaw)
}

// worded judges what a leaf says: words of the vocabularies, and what things allowed it to say.
func (f *fold) worded(l *journal.Leaf, m *manifest, flaw func(when bool, what string)) {
	switch {
	case l.Attest != nil:
		a := l.Attest
		flaw(!m.attestable(a.Subject), "subject")
		flaw(a.Withdrawn && f.attested[a.Subject] == nil, "life")
		flaw(!a.Withdrawn && a.Subject == string(recette.NoDeviation) && f.departed, "deviations")
	case l.Objection != nil && l.Kind == journal.KindInvalidate:
		flaw(!slices.Contains(recette.FlawedCauses(), recette.Flawed(l.Objection.Cause)), "cause")
	case l.Review != nil:
		f.peruses(l, m, flaw)
	case l.Amend != nil:
		for _, what := range f.misamended(l) {
			flaw(true, what)
		}
	case l.Opinion != nil:
		o := l.Opinion
		flaw(!slices.Contains(recette.Opinions(roleOf(l.Actor)), recette.Opinion(o.Opinion)), "opinions")
		flaw((o.Opinion == string(recette.Contests)) != (len(o.Points) > 0), "points")
		flaw(!m.holds(o.Journey), "journey")
	case l.Visa != nil:
		flaw(!m.holds(l.Visa.Journey), "journey")
		flaw(l.Visa.Act == "submit" && !slices.Contains(
			[]recette.Role{recette.PPO, recette.QA, recette.Delivery}, roleOf(l.Actor)), "right")
	case l.Milestone != nil:
		f.milestone(l, m, flaw)
	case l.Answer != nil:
		flaw(!slices.Contains(warningCodes(), l.Answer.Code), "code")
		flaw(!m.holds(l.Answer.Journey), "journey")
	case l.Session != nil && l.Session.Antenne != "" && !slices.Contains(m.Antennes, l.Session.Antenne):
		flaw(len(m.Before) == 0, "meetings")
	case l.Session != nil && l.Session.Planned != "":
		flaw(!slices.ContainsFunc(m.Sections.Sessions, func(s planned) bool { return s.Code == l.Session.Planned }) &&
			len(m.Before) == 0, "meetings")
	case l.Pause != nil:
		flaw((l.Kind == journal.KindSuspend) == f.suspended, "life")
		free := l.Pause.Criterion != "" && m.pausing(l) == nil
		flaw(free && l.Seq >= f.began && f.iteration() > len(m.Before), "criterion")
	case l.Data != nil:
		d := l.Data
		flaw(d.Act != "load" && d.Act != "reset", "act")
		flaw(d.Mode != string(recette.Manual) && d.Mode != string(recette.Automated), "mode")
		flaw(!slices.Contains([]string{"done", "failed", "timeout", "interrupted", "begun"}, d.Outcome), "outcome")
	}
}

// attestable tells whether something may be attested: what the product asks for, or a criterion of the plan that
// nothing measures. Iterations before may have had others.
func (m *manifest) attestable(subject string) bool {
	if slices.Contains(recette.Subjects(), recette.Subject(subject)) {
		return true
	}
	which, number, known := recette.Subject(subject).Criterion()
	cs := m.criteria(which)
	return known && (len(m.Before) > 0 || number <= len(cs) && cs[number-1].Measure == "")
}

// criteria gives the criteria of a list of the plan, by its name.
func (m *manifest) criteria(list string) []frozenCriteria {
	switch list {
	case "entry":
		return m.Entry
	case "exit":
		return m.Exit
	case "suspension":
		return m.Sections.Suspension
	case "resumption":
		return m.Sections.Resumption
	}
	return nil
}

// holds tells whether a journey is in the plan. Iterations before may have had others.
func (m *manifest) holds(journey string) bool {
	if journey == "" || len(m.Before) > 0 {
		return true
	}
	for i := range m.Journeys {
		if m.Journeys[i].Code == journey {
			return true
		}
	}
	return false
}

// flawed is a leaf that the rules let nobody record, and in what.
type flawed struct {
	leaf *journal.Leaf
	what string
}

// granted says which statements, sessions, suspensions, objections and iterations the rules let nobody record.
func (c *check) granted(f *fold) {
	for _, x := range f.flaws {
		at := strconv.FormatInt(x.leaf.Seq, 10)
		c.contents.add(doubt(NoteRules, at, string(x.leaf.Kind), x.what))
	}
}

// warningCodes lists the warnings that a PV computes.
func warningCodes() []string {
	return []string{
		"exit_unmet", "exit_unknown", "entry_unmet", "entry_unknown", "suspension_attested", "environment_blocked",
		"never_run", "unfinished", "critical_not_done", "failed_uncovered", "technical", "stale", "freshness_unknown",
		"blocking_open", "major_open", "severity_barred", "no_evidence", "superseded", "amended", "contested",
		"unread", "returned",
		"outside_session", "out_of_order", "kept", "gone",
		"drafts", "strays", "reserve_incomplete", "build_mismatch", "build_unknown",
		"build_uninstalled", "build_undelivered", "one_day", "short_period", "plan_unapproved", "tacit_admission",
		"same_day",
		"sole_tester", "own_verdicts", "transcribed_by_decider", "transcribed_by_one", "duty_decider_executed",
		"duty_fixer_closes", "duty_supplier_lowers",
		"delegated_by_admin", "duty_author_alone", "duty_unconfirmed_emergency", "accelerated", "accelerated_until",
		"duty_data_owner_alone", "duty_admin_decides", "duty_own_derogation", "duty_several_deciders",
		"after_decision", "route_incomplete",
		"in_force", "still_open", "unnamed", "erased", "missing",
	}
}
