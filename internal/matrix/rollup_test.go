package matrix_test

import (
	"slices"
	"testing"
	"time"

	"recette/internal/matrix"
	"recette/internal/recette"
	"recette/internal/standing"
)

const twoJourneys = `# language: fr

@US-7
Fonctionnalité: Payer

  Règle: RG-1 - Par carte

    @CA-7.1 @parcours:carte @critique @SC-71
    Scénario: Carte acceptée
      Quand la carte est lue
      Alors le paiement est noté

  Règle: RG-2 - Par chèque

    @CA-7.1 @CA-7.2 @parcours:cheque @SC-72
    Scénario: Chèque reçu
      Quand le chèque est saisi
      Alors le paiement est noté
`

// What a row says of its cases does not depend on the order in which the features name them.
func TestMatrix_RowSaysTheNewestAndTheGravest(t *testing.T) {
	older, newer := known("", recette.Passed, recette.StaleText), known("", recette.Passed, recette.Fresh)
	older.At, older.Tester = noon.Add(-time.Hour), "Inès"
	for name, ids := range map[string][2]string{"newest first": {"SC-71", "SC-72"}, "newest last": {"SC-72", "SC-71"}} {
		t.Run(name, func(t *testing.T) {
			newer.Case, older.Case = ids[0], ids[1]
			r := rows(build(t, matrix.Options{}, twoJourneys).Matrix(all(older, newer), matrix.Head{}))["US-7 CA-7.1"]
			if r.LastAt == nil || !r.LastAt.Equal(noon) || r.Freshness != string(recette.StaleText) ||
				r.State != standing.Stale {
				t.Errorf("last %v, %s, %s; want %v, %s", r.LastAt, r.Freshness, r.State, noon, recette.StaleText)
			}
		})
	}
}

// The text of a rule is that of a criterion only when the rule holds all that proves it, and a criterion that scenarios
// prove is of their journeys, not of those of the whole story.
func TestMatrix_RowTakesAfterItsScenarios(t *testing.T) {
	got := rows(build(t, matrix.Options{}, twoJourneys).Matrix(nil, matrix.Head{}))
	if r := got["US-7 CA-7.1"]; r.Text != "" || !slices.Equal(r.Journeys, []string{"carte", "cheque"}) || !r.Critical {
		t.Errorf("CA-7.1: %q, %v, critical %v", r.Text, r.Journeys, r.Critical)
	}
	if r := got["US-7 CA-7.2"]; r.Text != "RG-2 - Par chèque" || !slices.Equal(
		r.Journeys, []string{"cheque"},
	) || r.Critical {
		t.Errorf("CA-7.2: %q, %v, critical %v", r.Text, r.Journeys, r.Critical)
	}
}

// A journey that scenarios call critical is so in the totals, whatever the plans forgot.
func TestMatrix_CriticalJourneyOfScenarios(t *testing.T) {
	m := build(
		t, matrix.Options{Journeys: map[string]matrix.Journey{"carte": {Title: "Carte"}}}, twoJourneys,
	).Matrix(nil, matrix.Head{})
	got := map[string]bool{}
	for _, j := range m.Totals.Journeys {
		got[j.Key] = j.Critical
	}
	if !got["carte"] {
		t.Errorf("critical journeys = %v, want carte", got)
	}
}

// An anomaly about a whole campaign is told once; a case that is gone and that nobody tested has lost nothing.
func TestMatrix_LooseOnce(t *testing.T) {
	whole := []standing.Anomaly{{Number: "ANO-0009", Severity: recette.Major, Campaign: "v1"}}
	one, two := known("SC-71", recette.Passed, recette.Fresh), known("SC-72", recette.Passed, recette.Fresh)
	planned := standing.Status{Case: "SC-99", Planned: []string{"v1"}}
	m := build(t, matrix.Options{}, twoJourneys).Matrix(all(one, two, planned), matrix.Head{Anomalies: whole})
	if len(m.Anomalies) != 1 || len(m.Lost) != 0 {
		t.Errorf("anomalies %v, lost %v; want one, none", m.Anomalies, m.Lost)
	}
}

// A selection keeps the scenarios that prove what it keeps, even those of another journey, and leaves out results that
// no row could hold.
func TestMatrix_SelectionByJourney(t *testing.T) {
	b := build(t, matrix.Options{}, twoJourneys)
	m := b.Matrix(
		all(known("SC-99", recette.Passed, recette.StaleText)),
		matrix.Head{Selection: matrix.Selection{Journeys: []string{"carte"}}},
	)
	var rows, scenarios []string
	for _, r := range m.Rows {
		rows = append(rows, r.Criterion)
	}
	for _, s := range m.Scenarios {
		scenarios = append(scenarios, s.ID)
	}
	if !slices.Equal(rows, []string{"CA-7.1"}) || !slices.Equal(
		scenarios, []string{"SC-71", "SC-72"},
	) || len(m.Lost) != 0 {
		t.Errorf("rows %v, scenarios %v, lost %v", rows, scenarios, m.Lost)
	}
}

// Trials of several cases are fresh when all of them are.
func TestMatrix_TrialsAreFreshTogether(t *testing.T) {
	for name, stale := range map[string]string{"first": "SC-2/court", "last": "SC-2/vide"} {
		t.Run(name, func(t *testing.T) {
			var list []standing.Status
			for _, id := range []string{"SC-2/court", "SC-2/long", "SC-2/vide"} {
				s := standing.Status{
					Case: id, Result: standing.Result{Verdict: recette.NotRun}, Freshness: recette.Fresh,
				}
				s.Trial = &standing.Trial{Verdict: recette.Passed, At: noon, Fresh: id != stale}
				list = append(list, s)
			}
			m := build(t, matrix.Options{}, adhesion).Matrix(all(list...), matrix.Head{})
			i := slices.IndexFunc(m.Scenarios, func(s matrix.Scenario) bool { return s.ID == "SC-2" })
			if trial := m.Scenarios[i].Trial; trial == nil || trial.Fresh || trial.Cases != 3 ||
				m.Scenarios[i].State != standing.NotRun {
				t.Errorf("trial = %+v of a scenario %s", trial, m.Scenarios[i].State)
			}
		})
	}
}

const untold = `# language: fr

Fonctionnalité: Des critères sans récit

  @CA-5.1 @SC-51
  Scénario: Sans étiquette de récit
    Quand une dame de l'antenne "Bretagne" appelle
    Alors on lui répond

  @CA-5.2 @antenne @SC-52
  Scénario: Un mot plus long que le nom
    Quand un homme de "Rhônexpress" appelle
    Alors on lui répond
`

// A criterion that the backlog declares says whose a scenario is, and the scenario is then no orphan.
func TestMatrix_ScenarioOfADeclaredCriterion(t *testing.T) {
	set := references(t, map[string]string{
		"stories.yaml": "stories:\n  - {id: US-5, title: Appeler, criteria: [{id: CA-5.1, text: On répond}]}\n",
	})
	for _, s := range build(t, matrix.Options{Set: set}, untold).Matrix(nil, matrix.Head{}).Scenarios {
		want := map[string]string{"SC-51": "US-5", "SC-52": ""}[s.ID]
		if s.Story != want || (len(s.Orphan) > 0) != (want == "") {
			t.Errorf("%s is of %q, orphan %v; want %q", s.ID, s.Story, s.Orphan, want)
		}
	}
}

// A branch is covered when a scenario of the branches names it, as a word.
func TestMatrix_Entities(t *testing.T) {
	got := rows(build(t, matrix.Options{Entities: []string{"Bretagne", "Rhône"}}, untold).Matrix(nil, matrix.Head{}))
	if r := got[" CA-5.1"].Entities; len(r.Expected) != 0 || len(r.Covered) != 0 {
		t.Errorf("not of the branches, and yet %+v", r)
	}
	if r := got[" CA-5.2"].Entities; len(r.Expected) != 2 || len(r.Covered) != 0 {
		t.Errorf("Rhônexpress is not Rhône: %+v", r)
	} else if !r.Cited {
		t.Errorf("%+v, want entities that are only cited: nothing is played there", r)
	}
}

// Where the plans play scenarios in branches, one is covered once all of them are proved there.
func TestMatrix_Branches(t *testing.T) {
	proved := standing.Status{
		Result: standing.Result{Verdict: recette.Passed, At: time.Unix(1, 0)}, Freshness: recette.Fresh,
	}
	var branch string
	options := matrix.Options{Antennes: []string{"Bretagne", "Rhône"}}
	b := build(t, options, untold)
	for _, s := range b.Matrix(nil, matrix.Head{}).Scenarios {
		if slices.Contains(s.Criteria, "CA-5.2") {
			branch = s.ID
		}
	}
	statuses := map[string]standing.Status{branch: {
		Case: branch, Result: standing.Result{Verdict: recette.NotRun}, Freshness: recette.Fresh,
		Rows: []standing.Row{{Antenne: "Rhône", Status: proved}, {Antenne: "Corse"}},
	}}
	idle := standing.Status{
		Result: standing.Result{Verdict: recette.NotApplicable, At: time.Unix(1, 0)}, Freshness: recette.Fresh,
	}
	rowsOf := func(list ...standing.Row) map[string]standing.Status {
		s := statuses[branch]
		s.Rows = list
		return map[string]standing.Status{branch: s}
	}
	apart := rowsOf(standing.Row{Antenne: "Rhône", Status: idle})
	mixed := rowsOf(standing.Row{Antenne: "Rhône", Status: idle}, standing.Row{Antenne: "Corse", Status: proved})
	for name, tt := range map[string]struct {
		statuses          map[string]standing.Status
		covered, expected []string
	}{
		"planned":         {nil, nil, []string{"Bretagne", "Rhône"}},
		"nothing applies": {apart, nil, []string{"Rhône"}},
		"one applies":     {mixed, []string{"Corse"}, []string{"Rhône", "Corse"}},
		"in a plan":       {statuses, []string{"Rhône"}, []string{"Rhône", "Corse"}},
	} {
		got := rows(b.Matrix(tt.statuses, matrix.Head{}))
		r := got[" CA-5.2"].Entities
		if !slices.Equal(r.Covered, tt.covered) || !slices.Equal(r.Expected, tt.expected) {
			t.Errorf("%s: %+v, want %q of %q", name, r, tt.covered, tt.expected)
		}
		if r := got[" CA-5.1"].Entities; len(r.Expected) != 0 {
			t.Errorf("%s: not of the branches, and yet %+v", name, r)
		}
	}
}
