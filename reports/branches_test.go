package reports

import (
	"strings"
	"testing"
	"time"
)

// The pages say what each branch found, how many did, how many must by which rule, and that they do not agree; of which
// iteration and build each result is.
func TestBranches(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	row := func(id, antenne, verdict, build, fresh string) Case {
		return Case{
			ID: id, Antenne: antenne, Name: "Adhérer", Verdict: verdict, Build: build, Freshness: fresh, Attempt: 1,
			Mode: "manual",
		}
	}
	pv := PV{
		Schema: Schema, Language: "fr", Number: "PV-1", Quorum: "2/3",
		Cases: []Case{
			row("SC-1@bretagne", "Bretagne", "passed", "b1", "fresh"),
			row("SC-1@corse", "Corse", "failed", "b2", "fresh"),
			row("SC-1@rhone", "Rhône", "passed", "b1", "stale_version"),
		},
		Branches: []Branches{{
			Scenario: "SC-1", Name: "Adhérer", Rows: []string{"SC-1@bretagne", "SC-1@corse", "SC-1@rhone"}, Conform: 1,
			Expected: 3, Needed: 2, Divergent: true,
		}},
	}
	pv.Reference.Iteration = 2
	pv.Reference.Iterations = []Iteration{
		{Version: "1.4", Build: "b1", At: &at}, {Version: "1.4.1", Build: "b2", At: &at, Reason: "correctif"},
	}
	pdf, _ := render(t, pv, frenchOptions(t))
	text := folded(strings.Join(pageTexts(t, pdf), "\n"))
	for _, want := range []string{
		"Règle de quorum : 2/3 antennes", "Bretagne : conforme", "Corse : non conforme", "Rhône : conforme",
		"2 requis", "quorum non atteint", "divergentes", "version b1", "version b2",
		"celui de l’itération 2", "1.4.1 b2", "correctif",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the pages lack %q", want)
		}
	}
	for i := range pv.Cases {
		pv.Cases[i].Build = "b2"
	}
	pv.Branches = nil
	pdf, _ = render(t, pv, frenchOptions(t))
	text = folded(strings.Join(pageTexts(t, pdf), "\n"))
	if !strings.Contains(text, "Version sur laquelle chaque résultat a été obtenu : b2") ||
		strings.Contains(text, "joués en antennes") {
		t.Error("one build is not said once, or branches are said of none")
	}
}
