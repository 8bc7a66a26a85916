package verify_test

import (
	"slices"
	"strings"
	"testing"

	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/gap"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// amend corrects the last step of a case into a verdict.
func (p *project) amend(id string, v recette.Verdict) {
	p.t.Helper()
	j := campaign.Judgement{Step: 2, Verdict: v, Comment: "relu"}
	switch v {
	case recette.Failed:
		j.Observed = "rien ne se passe"
	case recette.Blocked:
		j.Cause = recette.CauseData
	case recette.NotApplicable:
		j.Reason = "hors de propos"
	case recette.Passed, recette.PassedWithRemark, recette.NotRun:
	}
	_, err := p.s.Amend(p.t.Context(), yann, campaign.Amend{
		Campaign: campaignID, Case: id, Steps: []campaign.Judgement{j}, Reason: "mal lu",
	})
	check(p.t, err)
}

// A correction is judged by the text that was played: what a later one verifies says nothing of it.
func TestAmendmentOfAFormerText(t *testing.T) {
	p := newProject(t, branched("2/3"))
	p.manual("SC-0003", recette.Passed, recette.Passed, recette.Passed)
	p.amend("SC-0003", recette.PassedWithRemark)
	p.iterate(campaign.Iteration{Texts: true}, func(m *plan.Manifest) {
		at := slices.IndexFunc(m.Cases, func(c plan.FrozenCase) bool { return c.ID == "SC-0003" })
		c := &m.Cases[at]
		c.Steps = slices.Clone(c.Steps[:2]) // without the one that verifies
		c.Content = strings.Replace(c.Content, "8a07", "8a08", 1)
	})
	doc, manifest := p.build("")
	if len(doc.Amendments) != 1 {
		t.Fatalf("amendments %+v", doc.Amendments)
	}
	r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest))
	for _, f := range all(r) {
		if f.Code != verify.CaseText || f.Args[0] != "SC-0003" { // whose hash is made up
			t.Errorf("%s: %v", r.Status, f)
		}
	}
}

// The warning is about what stands: a result that holds less against the product for its author said so alone.
func TestAmendmentThatStands(t *testing.T) {
	for name, tt := range map[string]struct {
		after func(p *project)
		want  bool
	}{
		"made conform":                  {func(*project) {}, true},
		"made not applicable":           {func(p *project) { p.amend("SC-0003", recette.NotApplicable) }, true},
		"said with a remark in the end": {func(p *project) { p.amend("SC-0003", recette.PassedWithRemark) }, true},
		"blocked in the end":            {func(p *project) { p.amend("SC-0003", recette.Blocked) }, true},
		"failed again in the end":       {func(p *project) { p.amend("SC-0003", recette.Failed) }, false},
		"played again, and conform since": {func(p *project) {
			p.manual("SC-0003", recette.Passed, recette.Passed, recette.Passed)
		}, false},
	} {
		p := newProject(t, branched("2/3"))
		p.manual("SC-0003", recette.Passed, recette.Passed, recette.Failed)
		p.amend("SC-0003", recette.Passed)
		tt.after(p)
		doc, manifest := p.build("")
		warned := func(code string) bool {
			return slices.ContainsFunc(doc.Warnings, func(w reports.Warning) bool { return w.Code == code })
		}
		if got := warned("amended"); got != tt.want {
			t.Errorf("%s: warned %t, want %t", name, got, tt.want)
		}
		if played := strings.HasPrefix(name, "played again"); warned("superseded") != played {
			t.Errorf("%s: said to have been played again until it was conform: %t", name, !played)
		}
		if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status != verify.Conform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
	}
}

// A row that an iteration drops no longer counts, and what was said of it still does: an anomaly that it had closed,
// and that somebody then contested, is to be tested again.
func TestWhatADroppedRowHadShown(t *testing.T) {
	for name, object := range map[string]func(p *project){
		"contested": func(p *project) { p.note(samira, advice.Contest{Case: "SC-0003", Reason: "pas vu"}) },
		"amended":   func(p *project) { p.amend("SC-0003", recette.PassedWithRemark) },
	} {
		p := newProject(t, branched("2/3"))
		p.manual("SC-0003", recette.Passed, recette.Passed, recette.Failed)
		number, err := p.s.Note(t.Context(), yann, campaignID, gap.Anomaly{
			Severity: recette.Major, Case: "SC-0003", Step: 3, Summary: "Rien ne s’affiche.",
		})
		check(t, err)
		p.note(elise, gap.Change{Number: number, Act: recette.AnomalyFix, Build: "b1", FixedBy: "Atelier"})
		p.manual("SC-0003", recette.Passed, recette.Passed, recette.Passed)
		p.note(elise, gap.Change{Number: number, Act: recette.AnomalyClose, Reason: "rejoué"})
		object(p)
		p.iterate(campaign.Iteration{Texts: true}, func(m *plan.Manifest) {
			m.Cases = slices.DeleteFunc(m.Cases, func(c plan.FrozenCase) bool { return c.ID == "SC-0003" })
			for i := range m.Journeys {
				j := &m.Journeys[i]
				j.Cases = slices.DeleteFunc(slices.Clone(j.Cases), func(id string) bool { return id == "SC-0003" })
			}
		})
		doc, manifest := p.build("")
		for _, a := range doc.Anomalies {
			if a.Number == number && a.Status != string(recette.AnomalyFixed) {
				t.Errorf("%s: the anomaly is %s", name, a.Status)
			}
		}
		if r := p.verify(p.drawn(clone(t, &doc)).attach(doc, manifest)); r.Status != verify.Conform {
			t.Errorf("%s: %s %v", name, r.Status, all(r))
		}
	}
}
