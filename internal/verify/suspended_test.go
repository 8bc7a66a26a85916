package verify_test

import (
	"testing"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/meeting"
	"recette/internal/measure"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// A PV counts the hours during which its journal says that the campaign stood suspended, and warns of what was to
// suspend it and did not: what it says otherwise is not conform.
func TestCampaignThatStoodSuspended(t *testing.T) {
	pause := func(p *project, hours int) {
		p.note(elise, meeting.Suspension{Reason: "Panne."})
		p.now = p.now.Add(time.Duration(hours) * time.Hour)
	}
	resume := func(p *project) { p.note(elise, meeting.Resumption{Reason: "Réparé."}) }
	again := func(p *project) { resume(p); pause(p, 0); resume(p) }
	const attested, unserving = "suspension_attested", "environment_blocked"
	attest := func(p *project) {
		p.note(elise, advice.Attestation{Subject: recette.CriterionMet("suspension", 1), Text: "Constaté."})
	}
	for name, tt := range map[string]struct {
		do   func(*project)
		want string
		met  string
		warn string
	}{
		"never":            {func(*project) {}, "0\u00a0h", "yes", ""},
		"a begun hour":     {func(p *project) { pause(p, 0); resume(p) }, "1\u00a0h", "yes", ""},
		"as long":          {func(p *project) { pause(p, 2); again(p) }, "3\u00a0h", "yes", ""},
		"twice, too long":  {func(p *project) { pause(p, 2); resume(p); pause(p, 1); resume(p) }, "4\u00a0h", "no", ""},
		"it lasts":         {func(p *project) { pause(p, 5) }, "6\u00a0h", "no", ""},
		"until it closes":  {closedWhile(pause), "2\u00a0h", "yes", ""},
		"attested alone":   {attest, "0\u00a0h", "yes", attested},
		"attested, then":   {func(p *project) { attest(p); pause(p, 0); resume(p) }, "1\u00a0h", "yes", ""},
		"attested by then": {func(p *project) { pause(p, 0); attest(p); resume(p) }, "1\u00a0h", "yes", ""},
		"attested after":   {func(p *project) { pause(p, 0); resume(p); attest(p) }, "1\u00a0h", "yes", attested},
		"blocked by data": {func(p *project) {
			p.manual("SC-0001", recette.Passed, recette.Passed, recette.Blocked)
		}, "0\u00a0h", "yes", ""},
		"blocked, no more": {func(p *project) { unserved(p); pause(p, 0); resume(p) }, "1\u00a0h", "yes", ""},
		"blocked since":    {func(p *project) { pause(p, 0); resume(p); unserved(p) }, "1\u00a0h", "yes", unserving},
	} {
		m := planOf(1, 1)
		m.Exit = []plan.Criterion{{Text: "Trois heures au plus", Threshold: "3 h", Measure: measure.SuspendedHours}}
		p := newProject(t, m)
		tt.do(p)
		doc, manifest := p.build("")
		if c := doc.Exit[0]; c.Measured != tt.want || c.Met != tt.met {
			t.Errorf("%s: %s, met %s, want %s, %s", name, c.Measured, c.Met, tt.want, tt.met)
		}
		place := -1
		for i, w := range doc.Warnings {
			if w.Code == attested || w.Code == unserving {
				if place = i; w.Code != tt.warn {
					t.Errorf("%s: warns of %s, want %q", name, w.Code, tt.warn)
				}
			}
		}
		if (place >= 0) != (tt.warn != "") {
			t.Errorf("%s: no warning, want %q", name, tt.warn)
		}
		a := p.drawn(clone(t, &doc))
		if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
		for lie, tell := range map[string]func(*reports.PV){
			"an hour less": func(d *reports.PV) { d.Exit[0].Measured = "00\u00a0h" },
			"the contrary": func(d *reports.PV) {
				d.Exit[0].Met = map[bool]string{true: "no", false: "yes"}[tt.met == "yes"]
			},
			"a warning left out": func(d *reports.PV) {
				if at := max(place, 0); len(d.Warnings) > at {
					d.Warnings = append(d.Warnings[:at:at], d.Warnings[at+1:]...)
				}
			},
		} {
			changed := clone(t, &doc)
			tell(&changed)
			if r := p.verify(a.attach(changed, manifest)); r.Status == verify.Conform {
				t.Errorf("%s: conform with %s", name, lie)
			}
		}
	}
}

// closedWhile suspends a campaign that closes between one and two hours later, and not that it is resumed.
func closedWhile(pause func(*project, int)) func(*project) {
	return func(p *project) {
		pause(p, 1)
		check(p.t, p.s.Close(p.t.Context(), elise, campaign.Closing{Campaign: campaignID, Unfinished: true}))
		p.now = p.now.Add(30 * time.Hour)
	}
}

// unserved has the environment block SC-0001.
func unserved(p *project) {
	p.t.Helper()
	a, err := p.s.BeginAttempt(
		p.t.Context(), yann,
		campaign.Begin{Campaign: campaignID, Case: "SC-0001", Content: testedContent, Mode: recette.Manual},
	)
	check(p.t, err)
	r := campaign.Result{
		Campaign: campaignID, Case: "SC-0001", Content: a.Content, Attempt: a.Number, Pass: a.Pass,
		Mode: recette.Manual, Closed: true,
	}
	for i := range 3 {
		r.Steps = append(r.Steps, campaign.Observation{Step: i, Mode: recette.Manual, Verdict: recette.NotRun})
	}
	r.Steps[0].Verdict, r.Steps[0].Cause, r.Steps[0].Comment = recette.Blocked, recette.CauseEnvironment, "502"
	_, err = p.s.Record(p.t.Context(), yann, r)
	check(p.t, err)
}
