package matrix_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/matrix"
	"recette/internal/plan"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/syntax"
)

const adhesion = `# language: fr

@US-1 @EPIC-a @parcours:adhesion @critique @must @antenne @risque:élevé
Fonctionnalité: Adhérer en ligne
  En tant que gestionnaire
  CA-1.1 : une demande complète devient une adhésion
  CA-1.2 : un SIRET faux est refusé
  CA-1.9 : personne ne l'a écrit

  @CA-1.1 @RG-1 @nominal @auto @SC-1 @DEC-0001
  Scénario: Une demande complète
    Quand l'adhésion est demandée à l'antenne "Bretagne"
    Alors elle est enregistrée

  @CA-1.1 @CA-1.2 @exception @manuel @SC-2
  Plan du scénario: Un SIRET <cas>
    Quand le SIRET "<siret>" est saisi
    Alors il est refusé

    @JDD-a
    Exemples: faux
      | id    | cas      | siret |
      | court | trop court | 1   |
      | long  | trop long  | 2   |

    @JDD-b
    Exemples: absent
      | id   | cas    | siret |
      | vide | absent |       |

  @CA-1.2 @brouillon @SC-3
  Scénario: En cours d'écriture
    Quand une chose arrive
    Alors une autre suit

  @CA-1.3
  Règle: RG-9 - Ce que dit la règle

    @RG-9 @limite @SC-4
    Scénario: Sous une règle
      Quand une chose arrive
      Alors une autre suit
`

const loose = `# language: fr

Fonctionnalité: Sans récit

  @nominal @SC-5
  Scénario: Ni US ni critère
    Quand une chose arrive
    Alors une autre suit

  @CA-8.1 @obsolete
  Scénario: Obsolète et sans identifiant
    Quand une chose arrive
    Alors une autre suit
`

// build reads features and gives their builder.
func build(t testing.TB, o matrix.Options, texts ...string) *matrix.Builder {
	t.Helper()
	b := matrix.New(o)
	for i, text := range texts {
		f := catalogue.Parse(
			syntax.Source{Path: fmt.Sprintf("features/%d.feature", i), Bytes: []byte(text)}, catalogue.Options{},
		)
		if syntax.HasErrors(f.Diagnostics) {
			t.Fatalf("features/%d.feature: %+v", i, f.Diagnostics)
		}
		b.Add(&f)
	}
	return b
}

func references(t testing.TB, files map[string]string) *reference.Set {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := reference.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// known makes the status of a case that was tested.
func known(id string, v recette.Verdict, f recette.Freshness) standing.Status {
	r := standing.Result{
		Verdict: v, Mode: recette.Manual, Manual: true, At: noon, Version: "1.4", Build: "b1", Environment: "recette",
		Campaign: "v1", Tester: "Yann",
	}
	return standing.Status{Case: id, Result: r, Last: []standing.Result{r}, Freshness: f}
}

func all(list ...standing.Status) map[string]standing.Status {
	m := map[string]standing.Status{}
	for _, s := range list {
		m[s.Case] = s
	}
	return m
}

func rows(m matrix.Matrix) map[string]matrix.Row {
	out := map[string]matrix.Row{}
	for _, r := range m.Rows {
		out[r.Story+" "+r.Criterion] = r
	}
	return out
}

func TestMatrix_WithoutARecord(t *testing.T) {
	m := build(
		t, matrix.Options{Entities: []string{"Bretagne", "Rhône"}}, adhesion, loose,
	).Matrix(nil, matrix.Head{Language: "fr"})
	got := map[string]standing.State{}
	for id, r := range rows(m) {
		got[id] = r.State
	}
	want := map[string]standing.State{
		"US-1 CA-1.1": standing.NotRun, "US-1 CA-1.2": standing.NotRun, "US-1 CA-1.3": standing.NotRun,
		"US-1 CA-1.9": standing.Uncovered, " CA-8.1": standing.Uncovered,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	r := rows(m)["US-1 CA-1.1"]
	wantRow := matrix.Row{
		Epic: "EPIC-a", Story: "US-1", StoryTitle: "Adhérer en ligne", Criterion: "CA-1.1",
		Text: "une demande complète devient une adhésion", Rules: []string{"RG-1"}, Journeys: []string{"adhesion"},
		Critical: true,
		Priority: "must", Risks: []string{"élevé"}, Decisions: []string{"DEC-0001"},
		Scenarios: []string{"SC-1", "SC-2"}, Drafts: []string{},
		Obsolete: []string{}, Cases: 4, Examples: 3, DataSets: []string{"JDD-a", "JDD-b"},
		Natures: []string{"nominal", "exception"},
		Missing: []string{"droits"}, Modes: matrix.Modes{Manual: 3, Auto: 1},
		Entities: matrix.Targets{Covered: []string{"Bretagne"}, Expected: []string{"Bretagne", "Rhône"}, Cited: true},
		State:    standing.NotRun, Verdict: "not_run", Figures: matrix.Figures{InScope: 4, Planned: 4, NotRun: 4},
		Last: []matrix.Verdict{}, Anomalies: matrix.Counts{Numbers: []string{}}, Reserves: []string{},
		Accepted:  []string{},
		Campaigns: []string{}, Sessions: []string{}, PVs: []string{},
	}
	if diff := cmp.Diff(wantRow, r); diff != "" {
		t.Errorf("CA-1.1 (-want +got):\n%s", diff)
	}
	if r := rows(m)["US-1 CA-1.2"]; cmp.Diff([]string{"SC-3"}, r.Drafts) != "" || len(r.Scenarios) != 1 {
		t.Errorf("CA-1.2: drafts %v, scenarios %v", r.Drafts, r.Scenarios)
	}
	if r := rows(m)["US-1 CA-1.3"]; r.Text != "RG-9 - Ce que dit la règle" || !r.Unknown {
		t.Errorf("CA-1.3, which only a tag names: %q, unknown %v", r.Text, r.Unknown)
	}
	if r := rows(m)["US-1 CA-1.9"]; len(r.Journeys) != 1 || !r.Critical || r.Epic != "EPIC-a" {
		t.Errorf("CA-1.9 does not take after its story: %+v", r)
	}
	wantTotals := matrix.Total{
		Criteria: 5, InScope: 5, Covered: 3, States: matrix.ByState{NotRun: 3, Uncovered: 2},
	}
	if diff := cmp.Diff(wantTotals, m.Totals.All); diff != "" {
		t.Errorf("totals (-want +got):\n%s", diff)
	}
	wantReverse := matrix.Reverse{
		Scenarios: 6, Cases: 8, Orphans: 2, NoStory: 2, NoCriterion: 1, NotRun: 4, Draft: 1, Obsolete: 1,
	}
	if diff := cmp.Diff(wantReverse, m.Totals.Reverse); diff != "" {
		t.Errorf("scenarios (-want +got):\n%s", diff)
	}
}

// The roll-up of a row: every mix of cases, against what is said of each.
func TestMatrix_RollUp(t *testing.T) {
	failed := known("", recette.Failed, recette.Fresh)
	accepted := failed
	accepted.Accepted = "DEC-REC-0001"
	open := known("", recette.NotRun, recette.Fresh)
	open.Open = true
	openFailed := failed
	openFailed.Open = true
	passed := known("", recette.Passed, recette.Fresh)
	tests := map[string]struct {
		cases []standing.Status // of SC-2/court, SC-2/long, SC-2/vide; the zero status: never tested
		want  standing.State
		done  int // proved cases
	}{
		"nobody tested": {nil, standing.NotRun, 0},
		"all conform": {
			[]standing.Status{passed, known("", recette.PassedWithRemark, recette.Fresh), passed}, standing.Proved, 3,
		},
		"one is missing":          {[]standing.Status{passed, passed}, standing.NotRun, 2},
		"one failed":              {[]standing.Status{passed, failed, passed}, standing.Failed, 2},
		"one failed, one not run": {[]standing.Status{passed, failed}, standing.Failed, 1},
		"one stale": {
			[]standing.Status{passed, known("", recette.Passed, recette.StaleText), passed}, standing.Stale, 2,
		},
		"one stale failure": {
			[]standing.Status{passed, known("", recette.Failed, recette.StaleVersion), passed}, standing.Stale, 2,
		},
		"one blocked": {
			[]standing.Status{passed, known("", recette.Blocked, recette.Fresh), passed}, standing.NotRun, 2,
		},
		"one accepted":             {[]standing.Status{passed, accepted, passed}, standing.Accepted, 2},
		"one accepted, one failed": {[]standing.Status{failed, accepted, passed}, standing.Failed, 1},
		"one accepted, one stale": {
			[]standing.Status{known("", recette.Passed, recette.StaleAnomaly), accepted, passed}, standing.Stale, 1,
		},
		"one accepted, one not run": {[]standing.Status{passed, accepted}, standing.NotRun, 1},
		"an attempt is open":        {[]standing.Status{passed, open, passed}, standing.NotRun, 2},
		"an open attempt failed":    {[]standing.Status{passed, openFailed, passed}, standing.Failed, 2},
		"one is not applicable": {
			[]standing.Status{passed, known("", recette.NotApplicable, recette.Fresh), passed}, standing.Proved, 3,
		},
		"nothing is applicable": {
			[]standing.Status{
				known("", recette.NotApplicable, recette.Fresh), known("", recette.NotApplicable, recette.Fresh),
				known("", recette.NotApplicable, recette.Fresh),
			},
			standing.NotRun, 3,
		},
		"a stale not applicable": {
			[]standing.Status{passed, known("", recette.NotApplicable, recette.StaleText), passed}, standing.Stale, 2,
		},
	}
	b := build(t, matrix.Options{}, adhesion)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			statuses := map[string]standing.Status{}
			for i, s := range tt.cases {
				s.Case = []string{"SC-2/court", "SC-2/long", "SC-2/vide"}[i]
				statuses[s.Case] = s
			}
			m := b.Matrix(statuses, matrix.Head{})
			r := rows(m)["US-1 CA-1.2"]
			if r.State != tt.want || r.Proved != tt.done {
				t.Errorf("row: %s, %d of %d proved; want %s, %d", r.State, r.Proved, r.Cases, tt.want, tt.done)
			}
			for _, s := range m.Scenarios {
				if s.ID == "SC-2" && s.State != tt.want {
					t.Errorf("scenario: %s, want %s", s.State, tt.want)
				}
			}
		})
	}
}

func TestMatrix_Declared(t *testing.T) {
	set := references(t, map[string]string{
		"stories.yaml": `epics:
  - {id: EPIC-a, title: Adhésion}
stories:
  - id: US-1
    title: Adhérer
    epic: EPIC-a
    priority: should
    criteria:
      - {id: CA-1.1, text: Une demande complète}
      - {id: CA-1.2, text: Un SIRET faux, out_of_scope: DEC-0002}
      - {id: CA-1.4, text: Le paiement, out_of_scope: DEC-0003}
  - id: US-2
    title: Personne n'y a pensé
`,
		"rules/RG-9.md":         "# RG-9 – Une seule adhésion\n",
		"decisions/DEC-0002.md": decision("DEC-0002", "actée"),
		"decisions/DEC-0003.md": decision("DEC-0003", "proposée"),
	})
	m := build(
		t, matrix.Options{Set: set, Ready: map[string]matrix.Ready{"US-1": {State: "ready", Waivers: 2}}}, adhesion,
	).
		Matrix(nil, matrix.Head{})
	known := []matrix.Rule{{ID: "RG-1"}, {ID: "RG-9", Title: "Une seule adhésion"}}
	if diff := cmp.Diff(known, m.Rules); diff != "" || m.Scenarios[0].EpicTitle != "Adhésion" {
		t.Errorf("epic %q, rules (-want +got):\n%s", m.Scenarios[0].EpicTitle, diff)
	}
	got := map[string][2]string{}
	for id, r := range rows(m) {
		got[id] = [2]string{string(r.State), fmt.Sprint(r.Unknown)}
	}
	want := map[string][2]string{
		"US-1 CA-1.1": {"not_run", "false"}, "US-1 CA-1.2": {"out_of_scope", "false"},
		"US-1 CA-1.3": {"not_run", "true"},
		"US-1 CA-1.4": {"uncovered", "false"}, // a decision that is only proposed leaves nothing out
		"US-2 ":       {"uncovered", "false"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("state, unknown (-want +got):\n%s", diff)
	}
	r := rows(m)["US-1 CA-1.1"]
	if r.StoryTitle != "Adhérer" || r.EpicTitle != "Adhésion" || r.Priority != "should" ||
		r.Text != "Une demande complète" || r.Ready.Waivers != 2 {
		t.Errorf("declared row = %+v", r)
	}
	if diff := cmp.Diff([]string{"DEC-0002", "DEC-0003"}, rows(m)["US-1 CA-1.2"].Decisions); diff != "" {
		t.Errorf("decisions of CA-1.2 (-want +got):\n%s", diff)
	}
	if a := m.Totals.All; a.InScope != a.Criteria-1 || !m.Declared {
		t.Errorf("totals = %+v, declared %v", a, m.Declared)
	}
}

func decision(id, status string) string {
	return "# " + id +
		" – Un choix\n\n- **Date** : 12/10/2026\n- **Instance** : comité produit\n- **Décideur** : Marc\n- " +
		"**Statut** : " + status +
		"\n- **Impacts** : US-1\n\n## Question\n\nFaut-il ?\n\n## Choix\n\nOui.\n"
}

func TestMatrix_Dossier(t *testing.T) {
	one := known("SC-2/court", recette.Failed, recette.Fresh)
	one.Anomalies = []standing.Anomaly{
		{Number: "ANO-0002", Severity: recette.Blocking},
		{Number: "ANO-0001", Severity: recette.Minor},
	}
	one.Reserves, one.PV = []string{"RES-0001"}, "PV-2026-001-v1"
	two := known("SC-2/long", recette.Passed, recette.Fresh)
	two.Anomalies = []standing.Anomaly{
		{Number: "ANO-0002", Severity: recette.Blocking}, {Number: "ANO-0003", Severity: "weird"},
	}
	older := known("SC-2/long", recette.Failed, recette.Fresh).Result
	older.Build, older.At, older.Version = "b0", noon.Add(-time.Hour), "1.3"
	one.Last[0].Session = "SES-0002"
	one.Session, one.Pieces, one.Drift = "SES-0002", 2, plan.Moved
	later := noon.Add(time.Hour)
	bretagne, rhone := known("", recette.Passed, recette.Fresh), known("", recette.Passed, recette.Fresh)
	bretagne.Session, bretagne.Pieces = "SES-0001", 1
	bretagne.Last = []standing.Result{bretagne.Result, older}
	rhone.Session, rhone.Pieces, rhone.At, rhone.Tester, rhone.Amended = "SES-0004", 4, later, "Amel", true
	rhone.Last = []standing.Result{rhone.Result}
	two.Rows = []standing.Row{{Antenne: "Bretagne", Status: bretagne}, {Antenne: "Rhône", Status: rhone}}
	two.Drift = plan.ContentChanged
	gone := known("SC-77", recette.Passed, recette.StaleText)
	m := build(t, matrix.Options{}, adhesion).Matrix(all(one, two, gone), matrix.Head{
		Anomalies: []standing.Anomaly{{Number: "ANO-0009", Severity: recette.Major, Campaign: "v1"}},
	})
	r := rows(m)["US-1 CA-1.2"]
	if diff := cmp.Diff(
		matrix.Counts{Blocking: 2, Minor: 1, Numbers: []string{"ANO-0001", "ANO-0002", "ANO-0003"}}, r.Anomalies,
	); diff != "" {
		t.Errorf("anomalies (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(
		[]matrix.Anomaly{{Number: "ANO-0009", Severity: "major", Campaign: "v1"}}, m.Anomalies,
	); diff != "" {
		t.Errorf("anomalies about the campaign (-want +got):\n%s", diff)
	}
	before := noon.Add(-time.Hour)
	if diff := cmp.Diff([]matrix.Verdict{
		{
			Version: "1.4", Build: "b1", Environment: "recette", Verdict: "failed", Cases: 3, Of: 4, Amended: 1,
			Sessions: []string{"SES-0001", "SES-0002", "SES-0004"}, At: &later,
		},
		{
			Version: "1.3", Build: "b0", Environment: "recette", Verdict: "failed", Cases: 1, Of: 4,
			Sessions: []string{}, At: &before,
		},
	}, r.Last); diff != "" {
		t.Errorf("verdicts by version (-want +got):\n%s", diff)
	}
	if len(r.PVs) != 1 || len(r.Reserves) != 1 || len(r.Campaigns) != 1 || r.LastAt == nil || r.Freshness != "fresh" {
		t.Errorf("row = %+v", r)
	}
	if diff := cmp.Diff([]string{"SES-0001", "SES-0002", "SES-0004"}, r.Sessions); diff != "" || r.Evidence != 7 ||
		r.Drift != string(plan.ContentChanged) {
		t.Errorf("sessions (-want +got):\n%s\n%d pieces, want 7; drift %q, want the gravest", diff, r.Evidence, r.Drift)
	}
	if len(m.Lost) != 1 || m.Lost[0].Case != "SC-77" {
		t.Errorf("lost = %+v", m.Lost)
	}
}

// A case that is played in antennes counts once in each, and each says who gave its last verdict: the scenario says the
// last of them all.
func TestMatrix_CountsEachAntenne(t *testing.T) {
	later := noon.Add(time.Hour)
	bretagne, corse := known("", recette.Passed, recette.Fresh), known("", recette.Failed, recette.Fresh)
	bretagne.Session, bretagne.Amended = "SES-0002", true
	corse.Session, corse.Tester, corse.At = "SES-0003", "Ghjulia", later
	two := bretagne // as it is judged
	two.Case, two.Rows = "SC-2/long", []standing.Row{
		{Antenne: "Bretagne", Status: bretagne},
		{Antenne: "Corse", Status: corse},
		{Antenne: "Rhône", Status: standing.Status{Result: standing.Result{Verdict: recette.NotRun}}},
	}
	m := build(t, matrix.Options{}, adhesion).Matrix(all(two), matrix.Head{})
	s := m.Scenarios[slices.IndexFunc(m.Scenarios, func(s matrix.Scenario) bool { return s.ID == "SC-2" })]
	branch := func(name, verdict string, proved, amended int) matrix.Branch {
		return matrix.Branch{
			Antenne: name, Cases: 1, Proved: proved, Verdict: verdict, Amended: amended, Freshness: "fresh",
			Version: "1.4", Build: "b1", Environment: "recette", Session: "SES-0002", Tester: "Yann", LastAt: &noon,
		}
	}
	last := branch("Corse", "failed", 0, 0)
	last.Session, last.Tester, last.LastAt = "SES-0003", "Ghjulia", &later
	want := []matrix.Branch{
		branch("Bretagne", "passed", 1, 1), last, {Antenne: "Rhône", Cases: 1, Verdict: "not_run"},
	}
	if diff := cmp.Diff(want, s.Antennes); diff != "" {
		t.Errorf("antennes (-want +got):\n%s", diff)
	}
	if s.Tester != "Ghjulia" || s.Session != "SES-0003" || !s.LastAt.Equal(later) || s.Verdict != "failed" {
		t.Errorf("last result: %s, %s, %s, %s", s.Verdict, s.Tester, s.Session, s.LastAt)
	}
	if s.Cases != 5 || s.Proved != 1 || s.Amended != 1 { // two cases beside, played once
		t.Errorf("%d cases, %d proved, %d amended; want 5, 1, 1", s.Cases, s.Proved, s.Amended)
	}
	r := rows(m)["US-1 CA-1.2"]
	if r.Cases != 5 || r.Examples != 5 || r.Proved != 1 || r.Modes.Manual != 5 || r.Figures.Planned != 5 ||
		r.Figures.Failed != 1 || r.Figures.Passed != 1 {
		t.Errorf("row of %d cases, %d examples, %d proved, %+v, %+v", r.Cases, r.Examples, r.Proved, r.Modes, r.Figures)
	}
}

func TestMatrix_Selection(t *testing.T) {
	b := build(t, matrix.Options{}, adhesion, loose)
	narrowed := func(s matrix.Selection) (r, s2, total int) {
		m := b.Matrix(nil, matrix.Head{Selection: s})
		return len(m.Rows), len(m.Scenarios), m.Totals.All.Criteria
	}
	for name, tt := range map[string]struct {
		s    matrix.Selection
		want [3]int
	}{
		"everything":        {matrix.Selection{}, [3]int{5, 6, 5}},
		"a story":           {matrix.Selection{Stories: []string{"US-1"}}, [3]int{4, 4, 4}},
		"a story not there": {matrix.Selection{Stories: []string{"US-9"}}, [3]int{0, 0, 0}},
		"a journey":         {matrix.Selection{Journeys: []string{"adhesion"}}, [3]int{4, 4, 4}},
		"a state":           {matrix.Selection{States: []standing.State{standing.Uncovered}}, [3]int{2, 0, 5}},
		"orphans":           {matrix.Selection{States: []standing.State{matrix.Orphan}}, [3]int{0, 2, 5}},
		"drafts of a story": {
			matrix.Selection{Stories: []string{"US-1"}, States: []standing.State{matrix.Draft}}, [3]int{0, 1, 4},
		},
		"a story, a journey": {
			matrix.Selection{Stories: []string{"US-1"}, Journeys: []string{"ailleurs"}}, [3]int{0, 0, 0},
		},
	} {
		r, s, total := narrowed(tt.s)
		if got := [3]int{r, s, total}; got != tt.want {
			t.Errorf("%s: rows, scenarios, criteria of the totals = %v, want %v", name, got, tt.want)
		}
	}
}
