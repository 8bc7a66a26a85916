package verify_test

import (
	"testing"

	"recette/internal/campaign/advice"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/verify"
	"recette/reports"
)

// A criterion that nothing measures is met when somebody attests it, and never because its plan says so.
func TestCriteriaThatAreAttested(t *testing.T) {
	m := planOf(2, 1)
	by := plan.CriterionDetail{Attested: "Élise Fontaine"}
	m.Entry = []plan.Criterion{
		{Text: "Version installée", Met: "yes", CriterionDetail: by}, {Text: "Comptes remis", CriterionDetail: by},
	}
	m.Exit = []plan.Criterion{
		{Text: "Tout va bien", Met: "yes", CriterionDetail: by}, {Text: "Formation faite", CriterionDetail: by},
	}
	p := newProject(t, m)
	p.note(elise, advice.Attestation{Subject: recette.CriterionMet("entry", 2), Text: "Atteint."})
	p.note(elise, advice.Attestation{Subject: recette.CriterionMet("exit", 2), Text: "Atteint."})
	p.manual("SC-0001", recette.Passed, recette.Passed, recette.Passed)
	doc, manifest := p.build("")
	met := ""
	for _, c := range append(doc.Entry, doc.Exit...) {
		met += c.Met + " " + c.By + ", "
	}
	if want := "unknown , yes Élise Fontaine, unknown , yes Élise Fontaine, "; met != want {
		t.Errorf("criteria %q, want %q", met, want)
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s %v", r.Status, all(r))
	}
	for name, lie := range map[string]func(*reports.PV){
		"met at entry as the plan said": func(d *reports.PV) { d.Entry[0].Met = "yes" },
		"met as the plan said":          func(d *reports.PV) { d.Exit[0].Met = "yes" },
		"attested by nobody":            func(d *reports.PV) { d.Exit[0] = d.Exit[1]; d.Exit[0].Text = "Tout va bien" },
		"by somebody else":              func(d *reports.PV) { d.Entry[1].By = "Marc Delattre" },
		"on another day":                func(d *reports.PV) { *d.Entry[1].At = day },
		"not attested after all":        func(d *reports.PV) { d.Entry[1].Met = "unknown" },
		"declared, and so attested": func(d *reports.PV) {
			d.Entry[0].Met, d.Entry[0].By, d.Entry[0].At = "yes", d.Entry[1].By, d.Entry[1].At
		},
	} {
		changed := clone(t, &doc)
		lie(&changed)
		if r := p.verify(a.attach(changed, manifest)); r.Status == verify.Conform {
			t.Errorf("%s: conform", name)
		}
	}
	p.note(elise, advice.Withdrawal{Subject: recette.CriterionMet("exit", 2), Text: "Atteint.", Reason: "Reportée."})
	if doc, _ = p.build(""); doc.Exit[1].Met != "unknown" {
		t.Errorf("taken back: %+v", doc.Exit[1])
	}
}

// A derogation that the plan cites and that is worth nothing stands beside the one that excuses the same criterion: a
// PV that hides one of them, or takes one for the other, is not conform.
func TestCriterionOfTwoDerogations(t *testing.T) {
	m := planOf(2, 1)
	m.Exit = []plan.Criterion{
		{Text: "Tout est exécuté", Measure: "executed", Met: "DER-0001"}, {Text: "Formation faite", Met: "DER-0001"},
	}
	p := newProject(t, m)
	p.note(elise, advice.Derogation{Subject: "exit/1", Text: "Sans la fin."})
	for range m.Exit {
		p.note(elise, advice.Derogation{Subject: "exit/1", Text: "Sans la fin, un mois.", Until: "2099-12-31"})
	}
	p.note(elise, advice.Derogation{Subject: "exit/2", Text: "Sans formation."})
	p.note(marc, advice.Ruling{Number: "DER-0003", Grant: true})
	p.note(marc, advice.Ruling{Number: "DER-0004", Grant: true})
	p.manual("SC-0001", recette.Passed, recette.Passed, recette.Passed)
	doc, manifest := p.build("")
	got := ""
	for _, c := range doc.Exit {
		got += c.Met + " " + c.Cited + " " + c.Void + ", "
	}
	if want := "DER-0003 DER-0001 asked, DER-0004 DER-0001 asked, "; got != want {
		t.Errorf("criteria %q, want %q", got, want)
	}
	a := p.drawn(clone(t, &doc))
	if r := p.verify(a.attach(doc, manifest)); r.Status != verify.Conform {
		t.Fatalf("unchanged: %s %v", r.Status, all(r))
	}
	for name, lie := range map[string]func(*reports.Criterion){
		"the one that is void, unsaid": func(c *reports.Criterion) { c.Cited, c.Void = "", "" },
		"void for another reason":      func(c *reports.Criterion) { c.Void = "over" },
		"excused by the one that is void": func(c *reports.Criterion) {
			c.Met, c.Cited, c.Void = "DER-0001", "", ""
		},
		"excused by one that nobody granted":   func(c *reports.Criterion) { c.Met = "DER-0002" },
		"not excused, though it is":            func(c *reports.Criterion) { c.Met = "no" },
		"met, though it is but excused":        func(c *reports.Criterion) { c.Met = "yes" },
		"the two of them, one for the other":   func(c *reports.Criterion) { c.Met, c.Cited = c.Cited, c.Met },
		"void, of the one that stands as well": func(c *reports.Criterion) { c.Cited = c.Met },
	} {
		for i := range doc.Exit {
			changed := clone(t, &doc)
			lie(&changed.Exit[i])
			if r := p.verify(a.attach(changed, manifest)); r.Status == verify.Conform {
				t.Errorf("%s: conform", name)
			}
		}
	}
}
