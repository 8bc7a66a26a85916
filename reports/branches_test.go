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

// The table of divergences names each branch, what it played and thinks, and of the scenarios only those that diverge,
// that a branch did not play, or that fall short, each with its cause.
func TestDivergences(t *testing.T) {
	given := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	row := func(id, antenne, verdict, observed string) Case {
		c := Case{
			ID: id, Antenne: antenne, Name: "Scénario " + id[:4], Verdict: verdict, Freshness: "fresh", Attempt: 1,
			Mode: "manual", Steps: []Step{{Verdict: verdict, Observed: observed}},
		}
		if verdict == "not_run" {
			c.Attempt, c.Reason = 0, "personne en Corse"
		}
		return c
	}
	group := func(id string, met, divergent bool) Branches {
		return Branches{
			Scenario: id, Name: "Scénario " + id, Rows: []string{id + "@bretagne", id + "@corse"}, Conform: 1,
			Expected: 2, Needed: 2, Met: met, Divergent: divergent,
		}
	}
	pv := PV{
		Schema: Schema, Language: "fr", Layout: Layout, Number: "PV-1", Quorum: "all", Printed: []string{},
		Cases: []Case{
			row("SC-1@bretagne", "Bretagne", "passed", ""), row("SC-1@corse", "Corse", "failed", "l’écran reste blanc"),
			row("SC-2@bretagne", "Bretagne", "passed", ""), row("SC-2@corse", "Corse", "passed", ""),
			row("SC-3@bretagne", "Bretagne", "not_run", ""), row("SC-3@corse", "Corse", "not_run", ""),
		},
		Branches: []Branches{group("SC-1", false, true), group("SC-2", true, false), group("SC-3", false, false)},
		Opinions: []Opinion{
			{
				Role: "referent", Entity: "Bretagne", Name: "Loïc Kerneis", Opinion: "favourable", Text: "bien",
				At: given,
			},
			{Role: "referent", Entity: "Corse", Name: "Parti", Opinion: "favourable", At: given, Iteration: 1},
		},
	}
	text := said(t, pv)
	_, table, _ := strings.Cut(text, "4.4c Ce que dit chaque antenne, et divergences Antenne")
	table, _, _ = strings.Cut(table, "4.5 ")
	for words, want := range map[string]int{
		"l’écran reste blanc": 1, "personne en Corse": 2, "aucun avis": 1, "Loïc Kerneis": 1, "quorum non atteint": 2,
		"Scénario SC-1": 1, "Scénario SC-2": 0, "Scénario SC-3": 1,
	} {
		if got := strings.Count(table, words); got != want {
			t.Errorf("%q stands %d times in the table, want %d:\n%s", words, got, want, table)
		}
	}
	pv.Cases[1], pv.Cases[4], pv.Cases[5] = pv.Cases[3], pv.Cases[2], pv.Cases[3]
	pv.Cases[1].ID, pv.Cases[4].ID, pv.Cases[5].ID = "SC-1@corse", "SC-3@bretagne", "SC-3@corse"
	for i := range pv.Branches {
		pv.Branches[i].Met, pv.Branches[i].Divergent = true, false
	}
	if !strings.Contains(said(t, pv), "disent la même chose") {
		t.Error("that all agree is not said")
	}
}

// What annex E says is missing is missed where it would stand, and what did not take place is said to be none.
func TestPDFMissesWhatAnnexELists(t *testing.T) {
	pv := PV{
		Schema: Schema, Language: "fr", Number: "PV-1", Layout: Layout, Absent: []string{"4.3b", "4.4b", "4.6", "9b"},
		Signers: []Signatory{{Role: "po", Name: "Marc", Field: "PO"}},
	}
	pdf, _ := render(t, pv, frenchOptions(t))
	text, annex, _ := strings.Cut(folded(strings.Join(pageTexts(t, pdf)[2:], "\n")), "Annexe E")
	for _, number := range pv.Absent {
		if want := number + " "; !strings.Contains(text, want) || !strings.Contains(annex, want) {
			t.Errorf("%s is missed in one place only", number)
		}
	}
	declared := strings.Contains(text, "Testeurs à identité déclarée aucun")
	if !declared || strings.Contains(text, "Aucun résultat périmé") {
		t.Errorf("4.6 or 4.7 of a PV that nobody tested:\n%s", text)
	}
}

// A constat says nothing of other branches, of criteria, nor of a decision that it has not.
func TestPDFOfAConstat(t *testing.T) {
	for lang, words := range map[string][]string{
		"fr": {
			"procès-verbal est celui", "décision d’une itération", "sous la décision", "le PO décide",
			"acceptation prouvés", "acceptées par décision", "de ce procès-verbal",
		},
		"en": {
			"These minutes", "decision of an earlier", "below the decision", "the PO decides", "criteria proven",
			"accepted by decision",
		},
	} {
		pv := fixture()
		pv.Language, pv.Antenne, pv.Branches, pv.Constats = lang, "Bretagne", nil, nil
		pv.Decision, pv.Lifting = Decision{}, nil
		pv.Signers = []Signatory{{Role: "referent", Name: "Loïc Kerneis", Field: "REFERENT-BRETAGNE"}}
		pv.Reference.Iteration, pv.Reference.Iterations = 2, []Iteration{{Version: "1"}, {Version: "2"}}
		pdf, _ := render(t, pv, PDFOptions{Texts: loadTexts(t, lang), Location: paris()})
		text := folded(strings.Join(pageTexts(t, pdf), "\n"))
		for _, other := range words {
			if strings.Contains(text, other) {
				t.Errorf("%s: the constat says %q", lang, other)
			}
		}
		if want := folded(loadTexts(t, lang)("reports.signers.reminder.constat")); !strings.Contains(text, want) {
			t.Errorf("%s: the constat does not say %q", lang, want)
		}
	}
}
