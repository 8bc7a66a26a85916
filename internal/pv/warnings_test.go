package pv_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/milestone"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/regime"
	"recette/internal/route"
)

// leaf appends a fact by somebody, as it is, whatever the campaign would say of it.
func (st *studio) leaf(who recette.Actor, kind journal.Kind, fill func(l *journal.Leaf, text func(string) string)) {
	st.t.Helper()
	st.now = st.now.Add(time.Minute)
	e := journal.Entry{Leaf: journal.Leaf{At: journal.Instant(st.now), Kind: kind, Campaign: "v1"}}
	p, err := journal.NewPerson(rand.Reader, who.Ref, who.Name, string(who.Role))
	st.must(err)
	e.Persons, e.Leaf.Actor = []journal.Person{p}, p.Actor()
	fill(&e.Leaf, func(s string) string {
		text, err := journal.NewText(rand.Reader, s)
		st.must(err)
		e.Texts = append(e.Texts, text)
		return text.Commitment
	})
	_, err = st.db.Append(st.t.Context(), e)
	st.must(err)
}

// play appends an attempt of SC-1 whose last step comes to a verdict.
func (st *studio) play(who recette.Actor, attempt int, v recette.Verdict, also ...func(*journal.Result)) {
	st.t.Helper()
	st.leaf(who, journal.KindResult, func(l *journal.Leaf, text func(string) string) {
		l.Result = &journal.Result{
			Case: "SC-1", Content: "content/1:SC-1", Attempt: attempt, Pass: 1, Mode: "manual", Closed: true,
			Verdict: string(v),
		}
		for i := range 3 {
			l.Result.Steps = append(l.Result.Steps, journal.Observation{Step: i, Mode: "manual", Verdict: "passed"})
		}
		last := &l.Result.Steps[2]
		if last.Verdict = string(v); v == recette.Failed {
			last.Observed = text("faux")
		}
		for _, change := range also {
			change(l.Result)
		}
	})
}

// last gives the position of the last fact.
func (st *studio) last() int64 {
	st.t.Helper()
	size, _, err := st.db.Head(st.t.Context())
	st.must(err)
	return size - 1
}

// found appends an anomaly about SC-1.
func (st *studio) found(severity recette.Severity) {
	st.t.Helper()
	st.leaf(yann, journal.KindAnomaly, func(l *journal.Leaf, text func(string) string) {
		l.Anomaly = &journal.Anomaly{
			Number: "ANO-0001", Severity: string(severity), Status: "open", Case: "SC-1", Summary: text("faux"),
		}
	})
}

// decide appends a decision of the PO on everything.
func (st *studio) decide(d recette.Decision, broken ...string) {
	st.t.Helper()
	st.leaf(marc, journal.KindDecision, func(l *journal.Leaf, text func(string) string) {
		l.Decision = &journal.Decision{Number: "DEC-REC-0001", Decision: string(d), Reason: text("Vu.")}
		for _, rule := range broken {
			l.Broken = append(l.Broken, journal.Broken{Rule: rule, Effect: "warn"})
		}
	})
}

// attest appends that somebody attested a criterion.
func (st *studio) attest(list string, place int) {
	st.t.Helper()
	st.leaf(samira, journal.KindAttest, func(l *journal.Leaf, text func(string) string) {
		l.Attest = &journal.Attest{Subject: string(recette.CriterionMet(list, place)), Text: text("Constaté.")}
	})
}

// pause appends that the campaign is suspended.
func (st *studio) pause() {
	st.t.Helper()
	st.leaf(elise, journal.KindSuspend, func(l *journal.Leaf, text func(string) string) {
		l.Pause = &journal.Pause{Reason: text("panne")}
	})
}

// resume appends that it goes on.
func (st *studio) resume() {
	st.t.Helper()
	st.leaf(elise, journal.KindResume, func(l *journal.Leaf, text func(string) string) {
		l.Pause = &journal.Pause{Reason: text("réparé")}
	})
}

// happened appends something on which delays depend.
func (st *studio) happened(what regime.What, day string, outcome recette.Decision) {
	st.t.Helper()
	_, err := st.s.Note(st.t.Context(), elise, "v1", milestone.Milestone{
		What: what, Day: day, Outcome: outcome, Reference: "Courrier",
	})
	st.must(err)
}

// taken makes a result one that somebody took from a cahier.
func taken(by recette.Actor) func(*journal.Result) {
	return func(r *journal.Result) {
		none := strings.Repeat("a", 64)
		r.Origin = &journal.Taken{File: "text/1:" + none, SHA256: none, By: by.Ref, Day: "2026-11-23"}
	}
}

// sections gives the plan of a campaign what only some plans say.
func sections(fill func(*plan.Sections)) func(*plan.Manifest) {
	return func(m *plan.Manifest) {
		m.Sections = &plan.Sections{}
		fill(m.Sections)
	}
}

// alerted is what has a PV warn of something.
type alerted struct {
	plan func(*plan.Manifest)
	do   func(*studio)
	in   func(*pv.Input)
	args []string // of the warning, when they are worth a look
	base bool     // a campaign that was just opened has it already
}

// breaks is a decision that breaks a rule of the separation of duties.
func breaks(rule string) alerted {
	return alerted{do: func(st *studio) { st.decide(recette.Refused, rule) }, args: []string{"1", "DEC-REC-0001"}}
}

func alerts() map[pv.Code]alerted {
	passed := func(st *studio) { st.play(yann, 1, recette.Passed) }
	failed := func(st *studio) { st.play(yann, 1, recette.Failed) }
	one := []string{"1", "SC-1"}
	builds := func(installed, named string) func(*plan.Manifest) {
		return func(m *plan.Manifest) { m.Environment.Build, m.Release.Build = installed, named }
	}
	read := sections(func(s *plan.Sections) { s.Review = plan.Review{Cases: []string{"all"}, Named: []string{"SC-1"}} })
	urgent := sections(func(s *plan.Sections) { s.Accelerated = plan.Accelerated{Reason: "panne", Days: 3} })
	ccag := sections(func(s *plan.Sections) {
		s.Regime = regime.Terms{Vocabulary: recette.CCAGTIC, Delays: regime.Usual(recette.CCAGTIC)}
	})
	owned := func(m *plan.Manifest) { m.V, m.DataSets[0].Owner = 2, samira.Name }
	return map[pv.Code]alerted{
		"amended": {do: func(st *studio) {
			failed(st)
			st.leaf(yann, journal.KindAmend, func(l *journal.Leaf, text func(string) string) {
				l.Amend = &journal.Amend{
					Case: "SC-1", Attempt: 1, Leaf: st.last(), Verdict: "passed", Reason: text("mal lu"),
					Steps: []journal.Correction{{Step: 2, Verdict: "passed"}},
				}
			})
		}, args: one},
		"exit_unmet": {args: []string{
			"2", "Scénarios critiques exécutés (0 / 4, 100 %), Conformité (0 / 6, 40 %)",
		}, base: true},
		"exit_unknown": {args: []string{"1", "Documentation relue"}, base: true},
		"entry_unmet": {plan: func(m *plan.Manifest) {
			m.Entry = []plan.Criterion{{Text: "TNR jouée", Threshold: "100 %", Measure: "regression_executed"}}
		}, do: passed, args: []string{"1", "TNR jouée (0 / 0, 100 %)"}},
		"suspension_attested": {plan: sections(func(s *plan.Sections) {
			s.Suspension = []plan.Criterion{{Text: "Panne"}, {Text: "Indisponible"}, {Text: "Retard"}}
		}), do: func(st *studio) {
			st.attest("suspension", 1)
			st.pause()
			st.attest("suspension", 2)
			st.resume()
			st.attest("suspension", 3)
		}, args: []string{"1", "Retard"}},
		"environment_blocked": {do: func(st *studio) {
			st.pause()
			st.resume()
			st.play(yann, 1, recette.Blocked, func(r *journal.Result) { r.Steps[2].Cause = "environment" })
		}, args: one},
		"entry_unknown":     {do: passed, args: []string{"1", "Version installée"}},
		"never_run":         {args: []string{"6", "SC-2, SC-1, SC-3, SC-4, SC-5, SC-6"}, base: true},
		"freshness_unknown": {base: true},
		"still_open":        {base: true},
		"unfinished": {do: func(st *studio) {
			st.play(yann, 1, recette.Passed, func(r *journal.Result) { r.Closed, r.Verdict = false, "" })
		}, args: one},
		"critical_not_done": {do: func(st *studio) { st.play(yann, 1, recette.NotRun) }, args: one},
		"failed_uncovered":  {do: failed, args: one},
		"drafts":            {do: failed, args: []string{"1", "SC-1#1.3"}},
		"technical":         {do: func(st *studio) { st.auto("SC-1", "passed", "timeout", "skipped") }, args: one},
		"stale": {do: passed, in: func(in *pv.Input) {
			in.Present = map[string]string{"SC-1": "content/1:another"}
		}, args: one},
		"blocking_open": {do: func(st *studio) { st.found(recette.Blocking) }, args: []string{"1", "ANO-0001"}},
		"major_open":    {do: func(st *studio) { st.found(recette.Major) }, args: []string{"1", "ANO-0001"}},
		"severity_barred": {plan: sections(func(s *plan.Sections) {
			s.Anomalies.Severities = []plan.SeverityRule{{Severity: "major", Decision: "forbid"}}
		}), do: func(st *studio) { st.found(recette.Major) }, args: []string{"1", "ANO-0001"}},
		"no_evidence": {do: passed, args: one},
		"superseded": {do: func(st *studio) {
			failed(st)
			st.play(yann, 2, recette.Passed)
		}, args: one},
		"contested": {do: func(st *studio) {
			passed(st)
			st.leaf(samira, journal.KindContest, func(l *journal.Leaf, text func(string) string) {
				l.Objection = &journal.Objection{Case: "SC-1", Attempt: 1, Reason: text("non")}
			})
		}, args: one},
		"unread": {plan: read, do: passed, args: one},
		"returned": {plan: read, do: func(st *studio) {
			passed(st)
			st.leaf(samira, journal.KindReview, func(l *journal.Leaf, text func(string) string) {
				l.Review = &journal.Review{
					Case: "SC-1", Attempt: 1, Leaf: 1, Reading: string(recette.Return), Reason: text("preuve floue"),
				}
			})
		}, args: one},
		"outside_session": {do: func(st *studio) {
			st.leaf(samira, journal.KindSessionOpen, func(l *journal.Leaf, _ func(string) string) {
				l.Session = &journal.Session{
					Number: "SES-0001", Present: []journal.Presence{{Ref: samira.Ref, Animates: true}},
				}
			})
			passed(st)
		}, args: one},
		"out_of_order": {plan: func(m *plan.Manifest) {
			m.V = plan.ManifestVersion
			j := &m.Journeys[0]
			j.Blocking, j.Cases = true, slices.Clone(j.Cases)
			slices.Reverse(j.Cases)
		}, do: passed, args: one},
		"kept": {do: func(st *studio) {
			passed(st)
			_, err := st.s.Iterate(st.t.Context(), elise, campaign.Iteration{
				Campaign: "v1", Reason: "suite", Make: func(former *plan.Manifest) (plan.Manifest, []string, error) {
					m := *former
					m.Release.Version = "1.4.1"
					return m, nil, nil
				},
			})
			st.must(err)
		}, args: one},
		"gone": {plan: func(m *plan.Manifest) {
			m.V, m.Gone = 2, []plan.Gone{{ID: "SC-9", Iteration: 1}}
		}, args: []string{"1", "SC-9"}},
		"strays": {do: func(st *studio) {
			st.play(yann, 1, recette.Passed, func(r *journal.Result) { r.Content = "content/1:another" })
		}, args: []string{"1"}},
		"reserve_incomplete": {do: func(st *studio) {
			st.leaf(elise, journal.KindReserve, func(l *journal.Leaf, text func(string) string) {
				l.Reserve = &journal.Reserve{Number: "RES-0001", Class: "minor", Text: text("lent")}
			})
		}, args: []string{"1", "RES-0001"}},
		"build_mismatch":    {plan: builds("b2", "b1"), args: []string{"b2", "b1"}},
		"build_unknown":     {plan: builds("", "")},
		"build_uninstalled": {plan: builds("", "b1"), args: []string{"b1"}},
		"build_undelivered": {plan: builds("b1", ""), args: []string{"b1"}},
		"one_day":           {do: passed, args: []string{"23/11/2026"}},
		"short_period": {plan: sections(func(s *plan.Sections) {
			s.Calendar = plan.Calendar{From: "2026-11-23", To: "2026-11-30"}
		}), do: passed, args: []string{"23/11/2026", "23/11/2026", "23/11/2026", "30/11/2026"}},
		"plan_unapproved": {plan: sections(func(s *plan.Sections) { s.Status = "submitted" })},
		"tacit_admission": {plan: ccag, do: func(st *studio) {
			st.happened(regime.Notice, "2026-09-01", "")
			st.happened(regime.Passed, "2026-09-30", recette.VAPositive)
			st.happened(regime.Over, "2026-10-30", "")
			st.decide(recette.Rejected)
		}, args: []string{"23/11/2026", "06/11/2026"}},
		"same_day": {plan: func(m *plan.Manifest) { m.Release.DeliveredAt = "2026-11-23" }, do: func(st *studio) {
			st.decide(recette.Refused)
		}, args: []string{"23/11/2026"}},
		"sole_tester": {do: func(st *studio) {
			st.play(marc, 1, recette.Passed)
			st.decide(recette.Refused)
		}, args: []string{marc.Name}},
		"own_verdicts": {do: func(st *studio) {
			st.play(marc, 1, recette.Failed)
			st.play(marc, 2, recette.Passed)
			st.auto("SC-2", "passed", "passed", "passed")
			st.decide(recette.Refused)
		}, args: []string{marc.Name}},
		"transcribed_by_decider": {do: func(st *studio) {
			st.play(yann, 1, recette.Passed, taken(marc))
			st.decide(recette.Refused)
		}, args: one},
		"transcribed_by_one": {do: func(st *studio) {
			st.play(yann, 1, recette.Passed, taken(elise))
		}, args: one},
		"duty_decider_executed": {do: func(st *studio) {
			st.leaf(marc, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) {
				l.PV = &journal.PV{Number: "PV-2026-009-v1", SHA256: strings.Repeat("a", 64), Role: "po"}
				l.Broken = []journal.Broken{{Rule: "decider_executed", Effect: "warn"}}
			})
		}, args: []string{"1", "PV-2026-009-v1"}},
		"duty_fixer_closes":     breaks("fixer_closes"),
		"duty_supplier_lowers":  breaks("supplier_lowers"),
		"duty_admin_decides":    breaks("admin_decides"),
		"duty_own_derogation":   breaks("own_derogation"),
		"duty_several_deciders": breaks("several_deciders"),
		"duty_author_alone": {plan: sections(func(s *plan.Sections) {
			s.Authors = []plan.Authorship{{Who: yann.Name, Cases: []string{"SC-1"}, Named: []string{"SC-1"}}}
		}), do: passed, args: one},
		"duty_data_owner_alone": {plan: owned, do: func(st *studio) {
			st.leaf(samira, journal.KindDataLoad, func(l *journal.Leaf, _ func(string) string) {
				l.Data = &journal.DataLoad{
					Set: "JDD-adhesion", SHA256: strings.Repeat("a", 64), Act: "load", Mode: "manual", Outcome: "done",
					Environment: "recette",
				}
			})
		}, args: []string{"1", "JDD-adhesion"}},
		"delegated_by_admin": {do: func(st *studio) {
			admin := recette.Actor{Ref: "p-ada", Name: "Ada", Role: recette.Admin}
			st.leaf(admin, journal.KindDelegation, func(l *journal.Leaf, text func(string) string) {
				l.Delegation = &journal.Delegation{
					Number: "DEL-0001", By: marc.Ref, To: elise.Ref, Role: "po", From: "2026-11-23",
					Until: "2026-11-30", Reference: text("courrier"), SHA256: strings.Repeat("a", 64),
				}
			})
		}, args: []string{"1", "DEL-0001"}},
		"accelerated": {plan: urgent, args: []string{"3"}},
		"accelerated_until": {plan: urgent, do: func(st *studio) {
			st.decide(recette.Accepted)
		}, args: []string{"DEC-REC-0001", "26/11/2026"}},
		"duty_unconfirmed_emergency": {plan: urgent, do: func(st *studio) {
			st.decide(recette.Accepted)
		}, in: func(in *pv.Input) {
			in.IssuedAt = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
		}, args: []string{"DEC-REC-0001", "26/11/2026"}},
		"after_decision": {do: func(st *studio) {
			st.decide(recette.Refused)
			passed(st)
		}, args: one},
		"route_incomplete": {plan: sections(func(s *plan.Sections) {
			s.Signoff = route.Policy{Visas: []route.Visa{{Role: "qa"}}}
		}), do: func(st *studio) { st.decide(recette.Refused) }},
		"in_force": {do: func(st *studio) {
			st.decide(recette.Refused)
			filed := journal.PV{Number: "PV-2026-009-v1", SHA256: strings.Repeat("a", 64), Checkpoint: 2}
			st.leaf(elise, journal.KindPVRendered, func(l *journal.Leaf, _ func(string) string) { l.PV = &filed })
			signed := filed
			signed.Role, signed.Signature, signed.Certificate = "po", filed.SHA256, filed.SHA256
			st.leaf(marc, journal.KindPVSigned, func(l *journal.Leaf, _ func(string) string) { l.PV = &signed })
		}, args: []string{"1", "PV-2026-009-v1"}},
		"unnamed": {plan: func(m *plan.Manifest) { m.Client.Representative = "Nadia Lefort" }, do: func(st *studio) {
			_, err := st.s.ErasePerson(st.t.Context(), elise, campaign.PersonErasure{
				Name: "Nadia Lefort", Force: true, Reason: "demande",
			})
			st.must(err)
		}, args: []string{"1", "1", "23/11/2026", "demande"}},
		"erased": {do: passed, in: func(in *pv.Input) {
			in.Erasures = map[string]campaign.Erasure{}
			for c, p := range in.Persons {
				if p.Ref == yann.Ref {
					in.Erasures[c] = campaign.Erasure{At: "2026-11-24T09:00:00.000Z"}
				}
			}
			in.Persons = nil
		}, args: []string{"1"}},
		"missing": {do: passed, in: func(in *pv.Input) { in.Persons = nil }, args: []string{"1"}},
	}
}

// Each warning stands in the PV of a campaign that deserves it, with what it is about, and in that of none other.
func TestBuild_EachWarning(t *testing.T) {
	all, _ := pv.Codes()
	cases := alerts()
	for _, code := range all {
		if _, ok := cases[code]; !ok {
			t.Errorf("no campaign here deserves %s", code)
		}
		if !slices.Contains(recette.Warnings(), string(code)) {
			t.Errorf("nobody may answer %s", code)
		}
	}
	for code, tt := range cases {
		t.Run(string(code), func(t *testing.T) {
			t.Parallel()
			bare := warningsOf(t, alerted{})
			if _, ok := bare[code]; ok != tt.base {
				t.Errorf("a campaign that was just opened has it: %t, want %t", ok, tt.base)
			}
			got, ok := warningsOf(t, tt)[code]
			if !ok || tt.args != nil && !slices.Equal(got, tt.args) {
				t.Errorf("%q, %t, want %q", got, ok, tt.args)
			}
		})
	}
}

// warningsOf gives the warnings of the PV of everything, with their arguments.
func warningsOf(t *testing.T, a alerted) map[pv.Code][]string {
	t.Helper()
	st, m := newStudio(t), manifest()
	if a.plan != nil {
		a.plan(&m)
	}
	if m.Sections != nil {
		m.V = plan.ManifestVersion
	}
	st.must(st.s.Open(t.Context(), elise, m))
	if a.do != nil {
		a.do(st)
	}
	in, err := pv.Load(t.Context(), st.s, elise, "v1", "")
	st.must(err)
	in.Words, in.Number, in.IssuedAt = words(t, "fr"), "PV-2026-001-v1", st.now
	if a.in != nil {
		a.in(&in)
	}
	doc, err := pv.Build(in)
	st.must(err)
	out := map[pv.Code][]string{}
	for _, w := range doc.Warnings {
		if out[pv.Code(w.Code)] = w.Args; w.Text == "" || strings.Contains(w.Text, "%!") {
			t.Errorf("%s says %q", w.Code, w.Text)
		}
	}
	return out
}
