package render

import (
	"fmt"
	"testing"
	"time"

	"recette/internal/i18n"
	"recette/internal/matrix"
	"recette/internal/standing"
)

// texts gives the texts of the product in a language; one that is missing is a fault.
func texts(t testing.TB, lang string) Texts {
	t.Helper()
	p, err := i18n.New(i18n.Lang(lang))
	if err != nil {
		t.Fatal(err)
	}
	return func(key string, args ...any) string {
		if !p.Has(key) {
			t.Errorf("no text for %q in %s", key, lang)
		}
		return p.T(key, args...)
	}
}

func zone() *time.Location { return time.FixedZone("Europe/Paris", 3600) }

func moment(day, hour, minute int) *time.Time {
	t := time.Date(2026, 11, day, hour-1, minute, 0, 0, time.UTC)
	return &t
}

func options(t testing.TB, lang string) Options {
	return Options{Texts: texts(t, lang), Location: zone()}
}

// hostile is what somebody may write in a title.
const hostile = `=HYPERLINK("http://x.example";"clic") <script>alert(1)</script> "; &` + "\u202e\n\x1b[31mfin"

// matrix is one of each state, in two stories of one epic, with texts that nobody would wish for.
func sample() matrix.Matrix {
	row := func(story, id, text string, state standing.State) matrix.Row {
		r := matrix.Row{
			Epic: "EPIC-a", EpicTitle: "Adhésion", Story: story, StoryTitle: "Adhérer en ligne", Criterion: id,
			Text:  text,
			Rules: []string{"RG-1"}, Journeys: []string{"adhesion"}, Critical: true, Priority: "must",
			Risks:     []string{"élevé"},
			Decisions: []string{}, Ready: matrix.Ready{State: "ready", Waivers: 1}, Scenarios: []string{},
			Drafts:   []string{},
			Obsolete: []string{}, DataSets: []string{}, Natures: []string{}, Missing: []string{"droits"}, State: state,
			Entities: matrix.Targets{Covered: []string{}, Expected: []string{}}, Last: []matrix.Verdict{},
			Anomalies: matrix.Counts{Numbers: []string{}}, Reserves: []string{}, Accepted: []string{},
			Campaigns: []string{}, Sessions: []string{}, PVs: []string{},
		}
		return r
	}
	ran := func(r *matrix.Row, verdict, freshness string, scenarios ...string) {
		r.Scenarios, r.Cases, r.Examples, r.Verdict, r.Freshness = scenarios, 9, 8, verdict, freshness
		r.DataSets, r.Natures, r.Modes = []string{"JDD-a"}, []string{"nominal", "exception"},
			matrix.Modes{Manual: 1, Auto: 7, Mixed: 1}
		r.Entities = matrix.Targets{Covered: []string{"Bretagne"}, Expected: []string{"Bretagne", "Rhône"}}
		r.Last = []matrix.Verdict{
			{
				Version: "1.4.0", Build: "1.4.0-rc2", Environment: "recette", Verdict: verdict, Cases: 8, Of: 9,
				Sessions: []string{"SES-0002", "SES-0003"}, At: moment(23, 10, 5),
			},
			{
				Version: "1.3.0", Build: "1.3.0", Environment: "préproduction", Verdict: "passed", Cases: 9, Of: 9,
				Sessions: []string{}, At: moment(2, 9, 0),
			},
		}
		r.Drift, r.Evidence, r.Sessions = "content", 17, []string{"SES-0002", "SES-0003"}
		r.Campaigns, r.LastAt, r.PVs = []string{"recette-v1"}, moment(23, 10, 5), []string{"PV-2026-001-v1"}
	}
	rows := []matrix.Row{
		row("US-1", "CA-1.1", "Une demande complète devient une adhésion", standing.Proved),
		row("US-1", "CA-1.2", hostile, standing.Failed),
		row("US-1", "CA-1.3", "Un SIRET déjà adhérent est refusé", standing.Stale),
		row("US-1", "CA-1.4", "Le formulaire conduit vers chaque champ", standing.NotRun),
		row("US-2", "CA-2.1", "Le siège exporte", standing.Uncovered),
		row("US-2", "CA-2.2", "Le siège radie", standing.Accepted),
		row("US-2", "CA-2.3", "Le paiement en ligne", standing.OutOfScope),
		row("US-2", "CA-2.10", "", standing.Uncovered),
		row("US-3", "", "", standing.Uncovered),
	}
	ran(&rows[0], "passed", "fresh", "SC-1", "SC-2")
	rows[0].Proved = 9
	ran(&rows[1], "failed", "fresh", "SC-3")
	rows[1].Anomalies = matrix.Counts{Blocking: 1, Major: 2, Minor: 0, Numbers: []string{"ANO-1", "ANO-2", "ANO-3"}}
	rows[1].Proved = 7
	ran(&rows[2], "passed_with_remark", "stale_text", "SC-4")
	ran(&rows[3], "blocked", "fresh", "SC-5")
	rows[4].Drafts, rows[4].Obsolete = []string{"SC-6"}, []string{"SC-7"}
	ran(&rows[5], "failed", "fresh", "SC-8")
	rows[5].Accepted, rows[5].Reserves = []string{"DEC-REC-0001"}, []string{"RES-0001"}
	rows[6].OutOfScope, rows[6].Decisions = "DEC-0007", []string{"DEC-0007"}
	rows[7].Unknown = true
	line := func(id string, n int, state standing.State, criteria ...string) matrix.Scenario {
		return matrix.Scenario{
			ID: id, Stable: true, Name: "Scénario " + id, Path: "features/a.feature", Line: n,
			Feature: "Adhérer en ligne", Epic: "EPIC-a", EpicTitle: "Adhésion",
			Story: "US-1", Criteria: criteria, Rules: []string{"RG-1"}, Journeys: []string{"adhesion"}, Critical: true,
			Natures: []string{"nominal"}, DataSets: []string{}, Mode: "auto", Cases: 2, Orphan: []string{},
			State: state, PVs: []string{}, Antennes: []matrix.Branch{},
			Anomalies: matrix.Counts{Numbers: []string{}}, Reserves: []string{}, Accepted: []string{},
		}
	}
	scenarios := []matrix.Scenario{
		line("SC-1", 3, standing.Proved, "CA-1.1"), line("SC-2", 9, standing.Proved, "CA-1.1"),
		line("SC-3", 20, standing.Failed, "CA-1.2"),
		line("SC-4", 30, standing.Stale, "CA-1.3"), line("SC-5", 40, standing.NotRun, "CA-1.4"),
		line("SC-6", 50, matrix.Draft, "CA-2.1"),
		line("SC-7", 60, matrix.Obsolete, "CA-2.1"), line("SC-8", 70, standing.Accepted, "CA-2.2"),
		line("~0123456789ab", 80, standing.NotRun),
	}
	scenarios[2].Name = hostile
	scenarios[2].Tester, scenarios[2].Verdict, scenarios[2].Freshness = "@Gaëlle Riou", "failed", "fresh"
	scenarios[2].LastAt, scenarios[2].Version, scenarios[2].Build = moment(23, 10, 5), "1.4.0", "1.4.0-rc2"
	scenarios[2].Drift, scenarios[2].Evidence, scenarios[2].Session = "renamed", 23, "SES-0003"
	scenarios[2].Amended = 2
	scenarios[3].Verdict, scenarios[3].Tester, scenarios[3].Session = "failed", "Amel Rahmani", "SES-0004"
	scenarios[3].LastAt, scenarios[3].Version, scenarios[3].Build = moment(23, 11, 0), "1.4.0", "1.4.0-rc3"
	scenarios[3].Antennes = []matrix.Branch{
		{
			Antenne: "Bretagne", Cases: 1, Proved: 1, Verdict: "passed", Freshness: "fresh", Amended: 1,
			Version: "1.4.0", Build: "1.4.0-rc2", Session: "SES-0003", Tester: "Gaëlle Riou", LastAt: moment(23, 10, 5),
		},
		{
			Antenne: "Rhône", Cases: 1, Verdict: "failed", Freshness: "stale_version", Version: "1.4.0",
			Build: "1.4.0-rc3", Session: "SES-0004", Tester: "Amel Rahmani", LastAt: moment(23, 11, 0),
		},
	}
	corse := scenarios[3].Antennes[1]
	corse.Antenne = "Corse"
	scenarios[3].Antennes = append(scenarios[3].Antennes, corse)
	scenarios[8].Story, scenarios[8].Stable, scenarios[8].Criteria, scenarios[8].Orphan = "", false, []string{},
		[]string{"story", "criterion"}
	scenarios[8].Trial = &matrix.Trial{Verdict: "passed", Cases: 2, At: *moment(22, 8, 0)}
	made := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	m := matrix.Matrix{
		Schema: matrix.Schema, Language: "fr", Producer: "recette 0.1.0", Project: "CRM <de> l’exemple & co",
		MadeAt: &made, Declared: true,
		Recorded: true, Builds: []matrix.Build{{Environment: "recette", Build: "1.4.0-rc2"}}, Rows: rows,
		Scenarios: scenarios,
		Rules:     []matrix.Rule{{ID: "RG-1", Title: "Une entreprise n’adhère qu’une fois"}, {ID: "RG-2"}},
		Anomalies: []matrix.Anomaly{{Number: "ANO-9", Severity: "major", Campaign: "recette-v1"}}, Lost: []matrix.Lost{{
			Case: "SC-99", Verdict: "passed", Campaign: "recette-v1", LastAt: moment(1, 9, 0),
		}},
	}
	total := matrix.Total{Criteria: len(rows), InScope: 8, Covered: 5, Proved: 1}
	for i := range rows {
		total.States.Add(rows[i].State)
	}
	epic, journey := total, total
	epic.Key, epic.Title, journey.Key, journey.Critical = "EPIC-a", "Adhésion", "adhesion", true
	m.Totals = matrix.Totals{
		All: total, Epics: []matrix.Total{epic}, Journeys: []matrix.Total{journey, {Key: ""}},
		Reverse: matrix.Reverse{
			Scenarios: 9, Cases: 18, Orphans: 1, NoStory: 1, NoCriterion: 1, Failed: 1, NotRun: 2, Stale: 1,
			Accepted: 1, Proved: 2, Draft: 1, Obsolete: 1,
		},
	}
	return m
}

// large repeats the rows of the fixture until it has n scenarios.
func large(n int) matrix.Matrix {
	m := sample()
	rows, scenarios := m.Rows, m.Scenarios
	m.Rows, m.Scenarios = nil, nil
	for k := 0; len(m.Scenarios) < n; k++ {
		for i := range scenarios {
			s := scenarios[i]
			s.ID = fmt.Sprintf("%s-%d", s.ID, k)
			s.Path = fmt.Sprintf("features/%04d.feature", k)
			m.Scenarios = append(m.Scenarios, s)
		}
		for i := range rows {
			r := rows[i]
			r.Story, r.Criterion = fmt.Sprintf("%s%04d", r.Story, k), fmt.Sprintf("%s-%d", r.Criterion, k)
			m.Rows = append(m.Rows, r)
		}
	}
	return m
}
