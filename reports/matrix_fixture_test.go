package reports

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// matrixTexts reads the texts of the matrix beside those that it shares with the PV.
func matrixTexts(t testing.TB, lang string) Texts {
	t.Helper()
	m := readTexts(t, lang)
	data, err := os.ReadFile("../internal/i18n/texts/matrix." + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if key, text, ok := strings.Cut(line, " = "); ok && !strings.HasPrefix(line, "#") {
			m[key] = text
		}
	}
	return func(key string, args ...any) string {
		s, ok := m[key]
		if !ok {
			t.Errorf("no text for %q in %s", key, lang)
			return key
		}
		if len(args) == 0 {
			return s
		}
		return fmt.Sprintf(s, args...)
	}
}

func matrixOptions(t testing.TB, lang string) MatrixOptions {
	return MatrixOptions{Texts: matrixTexts(t, lang), Location: paris()}
}

// hostile is what somebody may write in a title.
const hostile = `=HYPERLINK("http://x.example";"clic") <script>alert(1)</script> "; &` + "\u202e\n\x1b[31mfin"

// matrix is one of each state, in two stories of one epic, with texts that nobody would wish for.
func matrix() Matrix {
	row := func(story, id, text string, state MatrixState) MatrixRow {
		r := MatrixRow{
			Epic: "EPIC-a", EpicTitle: "Adhésion", Story: story, StoryTitle: "Adhérer en ligne", Criterion: id, Text: text,
			Rules: []string{"RG-1"}, Journeys: []string{"adhesion"}, Critical: true, Priority: "must", Risks: []string{"élevé"},
			Decisions: []string{}, Ready: MatrixReady{State: "ready", Waivers: 1}, Scenarios: []string{}, Drafts: []string{},
			Obsolete: []string{}, DataSets: []string{}, Natures: []string{}, Missing: []string{"droits"}, State: state,
			Entities: MatrixTargets{Covered: []string{}, Expected: []string{}}, Last: []MatrixVerdict{},
			Anomalies: MatrixCounts{Numbers: []string{}}, Reserves: []string{}, Accepted: []string{}, Campaigns: []string{}, PVs: []string{},
		}
		return r
	}
	ran := func(r *MatrixRow, verdict, freshness string, scenarios ...string) {
		r.Scenarios, r.Cases, r.Examples, r.Verdict, r.Freshness = scenarios, 9, 8, verdict, freshness
		r.DataSets, r.Natures, r.Modes = []string{"JDD-a"}, []string{"nominal", "exception"}, MatrixModes{Manual: 1, Auto: 7, Mixed: 1}
		r.Entities = MatrixTargets{Covered: []string{"Bretagne"}, Expected: []string{"Bretagne", "Rhône"}}
		r.Last = []MatrixVerdict{
			{Version: "1.4.0", Build: "1.4.0-rc2", Environment: "recette", Verdict: verdict, Cases: 8, Of: 9, At: at(23, 10, 5)},
			{Version: "1.3.0", Build: "1.3.0", Environment: "préproduction", Verdict: "passed", Cases: 9, Of: 9, At: at(2, 9, 0)},
		}
		r.Campaigns, r.LastAt, r.PVs = []string{"recette-v1"}, at(23, 10, 5), []string{"PV-2026-001-v1"}
	}
	rows := []MatrixRow{
		row("US-1", "CA-1.1", "Une demande complète devient une adhésion", MatrixProved),
		row("US-1", "CA-1.2", hostile, MatrixFailed),
		row("US-1", "CA-1.3", "Un SIRET déjà adhérent est refusé", MatrixStale),
		row("US-1", "CA-1.4", "Le formulaire conduit vers chaque champ", MatrixNotRun),
		row("US-2", "CA-2.1", "Le siège exporte", MatrixUncovered),
		row("US-2", "CA-2.2", "Le siège radie", MatrixAccepted),
		row("US-2", "CA-2.3", "Le paiement en ligne", MatrixOutOfScope),
		row("US-2", "CA-2.10", "", MatrixUncovered),
		row("US-3", "", "", MatrixUncovered),
	}
	ran(&rows[0], "passed", "fresh", "SC-1", "SC-2")
	rows[0].Proved = 9
	ran(&rows[1], "failed", "fresh", "SC-3")
	rows[1].Anomalies = MatrixCounts{Blocking: 1, Major: 2, Minor: 0, Numbers: []string{"ANO-1", "ANO-2", "ANO-3"}}
	rows[1].Proved = 7
	ran(&rows[2], "passed_with_remark", "stale_text", "SC-4")
	ran(&rows[3], "blocked", "fresh", "SC-5")
	rows[4].Drafts, rows[4].Obsolete = []string{"SC-6"}, []string{"SC-7"}
	ran(&rows[5], "failed", "fresh", "SC-8")
	rows[5].Accepted, rows[5].Reserves = []string{"DEC-REC-0001"}, []string{"RES-0001"}
	rows[6].OutOfScope, rows[6].Decisions = "DEC-0007", []string{"DEC-0007"}
	rows[7].Unknown = true
	line := func(id string, n int, state MatrixState, criteria ...string) MatrixScenario {
		return MatrixScenario{
			ID: id, Stable: true, Name: "Scénario " + id, Path: "features/a.feature", Line: n, Feature: "Adhérer en ligne", Epic: "EPIC-a",
			Story: "US-1", Criteria: criteria, Rules: []string{"RG-1"}, Journeys: []string{"adhesion"}, Critical: true,
			Natures: []string{"nominal"}, DataSets: []string{}, Mode: "auto", Cases: 2, Orphan: []string{}, State: state, PVs: []string{},
			Anomalies: MatrixCounts{Numbers: []string{}}, Reserves: []string{}, Accepted: []string{},
		}
	}
	scenarios := []MatrixScenario{
		line("SC-1", 3, MatrixProved, "CA-1.1"), line("SC-2", 9, MatrixProved, "CA-1.1"), line("SC-3", 20, MatrixFailed, "CA-1.2"),
		line("SC-4", 30, MatrixStale, "CA-1.3"), line("SC-5", 40, MatrixNotRun, "CA-1.4"), line("SC-6", 50, MatrixDraft, "CA-2.1"),
		line("SC-7", 60, MatrixObsolete, "CA-2.1"), line("SC-8", 70, MatrixAccepted, "CA-2.2"), line("~0123456789ab", 80, MatrixNotRun),
	}
	scenarios[2].Name = hostile
	scenarios[2].Tester, scenarios[2].Verdict, scenarios[2].Freshness = "@Gaëlle Riou", "failed", "fresh"
	scenarios[2].LastAt, scenarios[2].Version, scenarios[2].Build = at(23, 10, 5), "1.4.0", "1.4.0-rc2"
	scenarios[8].Story, scenarios[8].Stable, scenarios[8].Criteria, scenarios[8].Orphan = "", false, []string{}, []string{"story", "criterion"}
	scenarios[8].Trial = &MatrixTrial{Verdict: "passed", Cases: 2, At: *at(22, 8, 0)}
	made := time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	m := Matrix{
		Schema: MatrixSchema, Language: "fr", Producer: "recette 0.1.0", Project: "CRM <de> l’exemple & co", MadeAt: &made, Declared: true,
		Recorded: true, Builds: []MatrixBuild{{"recette", "1.4.0-rc2"}}, Rows: rows, Scenarios: scenarios,
		Anomalies: []MatrixAnomaly{{"ANO-9", "major", "recette-v1"}}, Lost: []MatrixLost{{"SC-99", "passed", "recette-v1", at(1, 9, 0)}},
	}
	total := MatrixTotal{Criteria: len(rows), InScope: 8, Covered: 5, Proved: 1}
	for i := range rows {
		total.States.Add(rows[i].State)
	}
	epic, journey := total, total
	epic.Key, epic.Title, journey.Key, journey.Critical = "EPIC-a", "Adhésion", "adhesion", true
	m.Totals = MatrixTotals{
		All: total, Epics: []MatrixTotal{epic}, Journeys: []MatrixTotal{journey, {Key: ""}},
		Reverse: MatrixReverse{Scenarios: 9, Cases: 18, Orphans: 1, NoStory: 1, NoCriterion: 1, Failed: 1, NotRun: 2, Stale: 1, Accepted: 1, Proved: 2, Draft: 1, Obsolete: 1},
	}
	return m
}

// largeMatrix repeats the rows of the fixture until it has n scenarios.
func largeMatrix(n int) Matrix {
	m := matrix()
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
