package plan

import (
	"bytes"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/yamldoc"
)

const sections = `
journeys:
  - code: adhesion
    criticality: critical
    scenarios: [SC-0001]
    blocking_order: true
participants: [Élise, {name: Yann, role: tester}]
contacts: [{name: Zoé Lam, function: Responsable réseau}]
regression: "@pret"
sessions:
  - {code: S1, date: 2026-12-01, start: "09:30", minutes: 120, animator: Élise, testers: [Yann], journeys: [adhesion]}
exit_criteria:
  - {criterion: Exécutés, measure: executed, threshold: 100 %, journey: adhesion, measured_by: qa}
  - {criterion: Formation faite, attested_by: Élise}
`

// frozenWith freezes a plan that holds more than the minimum.
func frozenWith(t *testing.T, more string) (Manifest, []Problem, error) {
	t.Helper()
	in := input(t, casesOf(t, map[string]string{"features/a.feature": adhesion, "features/b.feature": reste}))
	d, err := ReadDocument("plans/v1.yaml", []byte(minimal+more))
	if err != nil {
		t.Fatal(err)
	}
	in.Plan, in.File, in.Place = d.Plan, d.File, d.Place
	in.Decisions = map[string]bool{"DEC-0007": true, "dec-0007": true, "DEC-0008": false}
	in.Regression = func(tags []string) bool { return slices.Contains(tags, "@pret") }
	return Freeze(in)
}

func TestFreeze_Sections(t *testing.T) {
	m, problems, err := frozenWith(t, sections)
	if err != nil || slices.ContainsFunc(problems, func(p Problem) bool { return p.Refuses() }) {
		t.Fatalf("Freeze: %v, %+v", err, problems)
	}
	j := m.Journeys[0]
	if want := []string{"SC-0001/court", "SC-0001/long", "SC-0002"}; !j.Critical || !slices.Equal(j.Cases, want) {
		t.Errorf("journey: critical %v, cases %v, want %v in the order of the plan", j.Critical, j.Cases, want)
	}
	if j.Opening() != "SC-0001/court" {
		t.Errorf("opening = %s", j.Opening())
	}
	if want := []string{"SC-0002", "SC-0001/court", "SC-0001/long"}; !slices.Equal(m.Sections.RegressionCases, want) {
		t.Errorf("regression = %v, want %v", m.Sections.RegressionCases, want)
	}
	if m.Exit[0].Journey != "adhesion" || m.Exit[1].Attested != "Élise" || m.Sections.Sessions[0].Minutes != 120 {
		t.Errorf("frozen sections = %+v, criteria %+v", m.Sections, m.Exit)
	}
	_, got := roundTrip(t, &m)
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("Parse(Bytes) (-frozen +parsed):\n%s", diff)
	}
}

// A manifest of version 1 holds nothing of version 2: a program of before would have refused it.
func TestParse_FirstVersionHasNoSections(t *testing.T) {
	whole, _, err := frozenWith(t, sections)
	if err != nil {
		t.Fatal(err)
	}
	plain := whole
	plain.Sections, plain.DataSets = nil, nil
	plain.Journeys, plain.Exit = []Journey{{Code: "adhesion", Title: "T", Cases: []string{"SC-0002"}}}, nil
	for name, tt := range map[string]struct {
		edit func(*Manifest)
		ok   bool
	}{
		"nothing more": {func(*Manifest) {}, true},
		"sections":     {func(m *Manifest) { m.Sections = &Sections{} }, false},
		"a journey":    {func(m *Manifest) { m.Journeys[0].Frequency = "chaque jour" }, false},
		"a criterion": {
			func(m *Manifest) { m.Exit = []Criterion{{Text: "x", CriterionDetail: CriterionDetail{By: "qa"}}} }, false,
		},
		"a data set": {
			func(m *Manifest) { m.DataSets = []DataSet{{Code: "J", DataDetail: DataDetail{Owner: "a"}}} },
			false,
		},
	} {
		m := plain
		m.Journeys = slices.Clone(plain.Journeys)
		m.V = 1
		tt.edit(&m)
		data, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		_, err = Parse(bytes.NewReader(data))
		if ok := err == nil; ok != tt.ok || !ok && !errors.Is(err, errManifest) {
			t.Errorf("%s: error = %v, want accepted: %v", name, err, tt.ok)
		}
		if _, err := ParseOutline(bytes.NewReader(data)); (err == nil) != tt.ok {
			t.Errorf("%s: the outline gives %v", name, err)
		}
	}
}

func TestFreeze_SectionsRefuse(t *testing.T) {
	const people = "\nparticipants: [Élise, {name: Yann, role: tester}]\njourneys: [{code: adhesion%s}]\n"
	for name, tt := range map[string]struct {
		journey, more string
		code          ProblemCode
		line          int
		suggest       string
	}{
		"animator":                     {"", "sessions: [{code: S1, animator: Élize}]", unknownPerson, 8, "Élise"},
		"tester":                       {"", "sessions:\n  - {code: S1, testers: [Yann, Non]}", unknownPerson, 9, ""},
		"function where a person acts": {"", "sessions: [{code: S1, animator: qa}]", unknownPerson, 8, ""},
		"author":                       {"", "authors: [{who: Élize, cases: [all]}]", unknownPerson, 8, "Élise"},
		"data owner": {
			"", "data_sets:\n  - {code: J, label: l, origin: fictif, owner: Yan}", unknownPerson, 9, "Yann",
		},
		"owner": {", owner: Marc", "context: c", unknownPerson, 7, ""},
		"attested by": {
			"", "exit_criteria:\n  - criterion: c\n    attested_by: Pol", unknownPerson, 10, "",
		},
		"attested by a tester": {
			"", "exit_criteria:\n  - criterion: c\n    attested_by: Yann", attestsNothing, 10, "",
		},
		"attested by a role that may not": {
			"", "suspension_criteria:\n  - criterion: c\n    attested_by: tester", attestsNothing, 10, "",
		},
		"order":           {", scenarios: [SC-0009]", "", notInJourney, 7, ""},
		"session journey": {"", "sessions: [{code: S1, journeys: [adhesio]}]", noSuchJourney, 8, "adhesion"},
		"session case":    {"", "sessions: [{code: S1, scenarios: [SC-0009]}]", notSelected, 8, ""},
		"criterion excused by a decision that is written nowhere": {
			"", "resumption_criteria:\n  - {criterion: c, measure: executed, met: DEC-0009}", noDecision, 9, "",
		},
		"criterion excused by a decision that nobody took": {
			"", "suspension_criteria:\n  - {criterion: c, measure: executed, met: DEC-0008}", unactedDecision, 9, "",
		},
		"exclusion that a decision which is written nowhere agreed to": {
			"", "out_of_scope:\n  - {what: x, reason: y, agreed_by: DEC-0009}", noAgreement, 9, "",
		},
		"exclusion that a decision which nobody took agreed to": {
			"", "out_of_scope:\n  - {what: x, reason: y, agreed_by: DEC-0008}", unactedAgreement, 9, "",
		},
		"exclusion that a derogation of the journal agreed to": {
			"", "out_of_scope:\n  - {what: x, reason: y, agreed_by: DER-0001}", noAgreement, 9, "",
		},
		"exclusion agreed to by nobody known": {
			"", "context: c\nout_of_scope:\n  - {what: x, reason: y, agreed_by: Yan}", unknownPerson, 10, "Yann",
		},
		"criterion": {
			"", "exit_criteria: [{criterion: c, measure: executed, journey: reste}]", noSuchJourney, 8, "",
		},
	} {
		_, problems, err := frozenWith(t, strings.Replace(people, "%s", tt.journey, 1)+tt.more+"\n")
		if !errors.Is(err, ErrRefused) {
			t.Errorf("%s: error = %v, want a refusal", name, err)
		}
		i := slices.IndexFunc(problems, func(p Problem) bool { return p.Code == tt.code })
		if i < 0 {
			t.Errorf("%s: problems %+v, want %s", name, problems, tt.code)
			continue
		}
		p := problems[i]
		if p.Path != "plans/v1.yaml" || p.Line != tt.line || tt.suggest != "" && p.Suggest != tt.suggest {
			t.Errorf("%s: %s:%d, meant %q, want line %d, meant %q", name, p.Path, p.Line, p.Suggest, tt.line,
				tt.suggest)
		}
	}
}

// A plan of before may name whom it wants, and leave a criterion to nobody: it reads as it did, but that a criterion
// that is not met is no more let pass in silence.
func TestFreeze_PlansOfBefore(t *testing.T) {
	m, problems, err := frozenWith(t, `
participants: [Élise, {name: Yann, role: tester}]
journeys: [{code: adhesion, owner: La directrice}]
out_of_scope: [{what: x, reason: y, agreed_by: quelqu'un}]
exit_criteria: [{criterion: Documentation relue}, {criterion: c, measure: executed, threshold: presque tout}]
`)
	want := &Sections{Policies: []Policy{{Rule: "exit_unmet", Effect: "block"}}}
	if err != nil || !reflect.DeepEqual(m.Sections, want) {
		t.Errorf("Freeze: %v, %+v, sections %v", err, problems, m.Sections)
	}
}

func TestRead_SectionsRefuse(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"unknown key":    {"sesions: []", "unknown_key at sesions (sesions), did you mean sessions"},
		"key of account": {"accounts: [{role: a, login: b, password: c}]", "unknown_key at accounts[0].password"},
		"secret":         {"accounts: [{role: a, login: 'marie / azerty'}]", "secret at accounts[0].login"},
		"date":           {"calendar: {from: 32/01/2026}", "bad_date at calendar.from"},
		"period":         {"calendar: {from: 2026-02-02, to: 2026-02-01}", "bad_period at calendar.to"},
		"time":           {"sessions: [{code: S1, start: 9h}]", "bad_time at sessions[0].start"},
		"minutes":        {"sessions: [{code: S1, minutes: -5}]", "bad_amount at sessions[0].minutes"},
		"session twice":  {"sessions: [{code: S1}, {code: S1}]", "duplicate at sessions[1].code"},
		"no measure":     {"context: c\nexit_criteria: [{criterion: c}]", "no_measure at exit_criteria[0]"},
		"typed":          {"context: c\nexit_criteria: [{criterion: c, met: 'yes'}]", "no_measure at exit_criteria[0]"},
		"measure": {
			"exit_criteria: [{criterion: c, measure: executd}]",
			"bad_measure at exit_criteria[0].measure",
		},
		"both": {
			"exit_criteria: [{criterion: c, measure: executed, attested_by: qa}]", "measured_and_attested at",
		},
		"threshold": {
			"context: c\nexit_criteria: [{criterion: c, measure: executed, threshold: '99,5 %'}]", "bad_threshold at",
		},
		"suspension": {"suspension_criteria: [{criterion: c}]", "no_measure at suspension_criteria[0]"},
		"policy":     {"policies: [{rule: fixer_close, effect: block}]", "did you mean fixer_closes"},
		"effect":     {"policies: [{rule: fixer_closes, effect: forbid}]", "bad_word at policies[0].effect"},
		"no effect":  {"policies: [{rule: fixer_closes}]", "missing at policies[0].effect"},
		"risk":       {"risks: [{risk: r, probability: often}]", "bad_word at risks[0].probability"},
		"tag":        {"risks: [{risk: r, tag: droits}]", "bad_tag at risks[0].tag"},
		"severity": {
			"anomaly_rules: {severities: [{severity: grave}]}",
			"bad_word at anomaly_rules.severities[0]",
		},
		"no such effect": {
			"anomaly_rules: {severities: [{severity: minor, decision: forbidden}]}",
			"bad_word at anomaly_rules.severities[0].decision",
		},
		"lighter than usual": {
			"anomaly_rules: {severities: [{severity: major, decision: free}]}",
			"fixed_weight at anomaly_rules.severities[0].decision",
		},
		"blocking that lets pass": {
			"anomaly_rules: {severities: [{severity: blocking, decision: reserve}]}",
			"fixed_weight at anomaly_rules.severities[0].decision",
		},
		"an observation that forbids": {
			"anomaly_rules: {severities: [{severity: observation, decision: forbid}]}",
			"fixed_weight at anomaly_rules.severities[0].decision",
		},
		"graver and lighter": {
			"anomaly_rules: {severities: [{severity: major, decision: reserve}, {severity: minor, decision: forbid}]}",
			"weight_order at anomaly_rules.severities[0]",
		},
		"graver and unsaid": {
			"anomaly_rules: {severities: [{severity: major}, {severity: minor, decision: forbid}]}",
			"weight_order at anomaly_rules.severities[0]",
		},
		"limit of what is forbidden": {
			"anomaly_rules: {severities: [{severity: major, decision: forbid, at_most: 2}]}",
			"limit_apart at anomaly_rules.severities[0].at_most",
		},
		"limit of blocking ones": {
			"anomaly_rules: {severities: [{severity: blocking, at_most: 2}]}",
			"limit_apart at anomaly_rules.severities[0].at_most",
		},
		"no limit": {
			"anomaly_rules: {severities: [{severity: minor, at_most: 0}]}",
			"bad_amount at anomaly_rules.severities[0].at_most",
		},
		"subject alone":  {"responsibilities: [{subject: s}]", "missing at responsibilities[0].accountable"},
		"scenario twice": {"journeys: [{code: a, scenarios: [SC-1, SC-1]}]", "duplicate at journeys[0].scenarios[1]"},
	} {
		_, err := Read("f.yaml", []byte(minimal+tt.text+"\n"))
		if !errors.Is(err, yamldoc.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error = %v, want %s", name, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), "azerty") {
			t.Errorf("%s: the error shows the password", name)
		}
	}
}

func TestBlanks(t *testing.T) {
	p, err := Read("f.yaml", []byte(minimal+`
purpose: "[à compléter : pourquoi]"
calendar: {from: "[à compléter]"}
sessions: [{code: S1, start: "[to be filled]", testers: ["[à compléter]"]}]
journeys: [{code: a, consequence: "[à compléter]"}]
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"journeys[0].consequence", "purpose", "sessions[0].start", "sessions[0].testers[0]", "calendar.from",
	}
	if diff := cmp.Diff(want, p.Blanks()); diff != "" {
		t.Errorf("Blanks (-want +got):\n%s", diff)
	}
}

// Without an expression of its own, a plan takes for non-regression what an iteration replays as such: the tags say it.
func TestFreeze_RegressionOfTheTags(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{
		"features/a.feature": strings.Replace(adhesion, "@SC-0001 @pret", "@SC-0001 @pret @TNR", 1),
	}))
	in.Plan.Author = "Élise" // it has sections
	m, problems, err := Freeze(in)
	if err != nil {
		t.Fatal(err, problems)
	}
	if want := []string{"SC-0001/court", "SC-0001/long"}; !slices.Equal(m.Sections.RegressionCases, want) {
		t.Errorf("regression = %v, want %v", m.Sections.RegressionCases, want)
	}
}

// A rule of the separation of duties knows those who take part alone: a plan that gives it a contact, or a function, is
// told so.
func TestFreeze_RulesOfNobody(t *testing.T) {
	const people = "\nparticipants: [Élise, {name: Yann, role: tester}]\ncontacts: [{name: Yanni}]\n" +
		"journeys: [{code: adhesion}]\n"
	for name, tt := range map[string]struct{ more, suggest string }{
		"a contact":      {"authors: [{who: Yanni, cases: [all]}]", "Yann"},
		"a function":     {"data_sets: [{code: JDD-adhesion, label: l, origin: fictif, owner: qa}]", ""},
		"a participant":  {"authors: [{who: yann, cases: [all]}]", "-"},
		"who owns paper": {"deliverables: [{what: PV, owner: qa}]", "-"},
	} {
		_, problems, err := frozenWith(t, people+tt.more+"\n")
		i := slices.IndexFunc(problems, func(p Problem) bool { return p.Code == ruledNobody })
		switch {
		case err != nil || (i < 0) != (tt.suggest == "-"):
			t.Errorf("%s: %v, %+v", name, err, problems)
		case i >= 0 && (problems[i].Refuses() || problems[i].Line != 9 || problems[i].Suggest != tt.suggest):
			t.Errorf("%s: %+v, want a warning of line 9, meant %q", name, problems[i], tt.suggest)
		}
	}
}

// The number of a derogation is frozen as journals write it; that of a decision elsewhere stays as it is.
func TestFreeze_NumbersOfDerogations(t *testing.T) {
	m, _, err := frozenWith(t, `
participants: [Élise, {name: Yann, role: tester}]
journeys: [{code: adhesion}]
exit_criteria:
  - {criterion: a, measure: executed, met: der-0001}
  - {criterion: b, measure: executed, met: dec-0007}
`)
	if err != nil || m.Exit[0].Met != "DER-0001" || m.Exit[1].Met != "dec-0007" {
		t.Errorf("criteria %+v, %v", m.Exit, err)
	}
}

// A decision that somebody took may agree to what is out of scope, in a plan with sections too; so may somebody whose
// name could be its number. What a campaign was opened with is judged again as decisions stand when it goes on.
func TestFreeze_DecisionsAgree(t *testing.T) {
	const plan = "context: c\nparticipants: [Élise, {name: Yann, role: tester}]\ncontacts: [{name: Bot2}]\n" +
		"out_of_scope: [{what: x, reason: y, agreed_by: %s}]\n"
	for _, by := range []string{"DEC-0007", "Bot2", "bot2"} {
		m, problems, err := frozenWith(t, strings.Replace(plan, "%s", by, 1))
		if err != nil || m.OutOfScope[0].AgreedBy != by {
			t.Fatalf("%s: Freeze: %v, %+v", by, err, problems)
		}
		refused := m.Excuses(func(numbers []string) map[string]bool {
			if !slices.Equal(numbers, []string{by}) {
				t.Errorf("looks up %v, want %s", numbers, by)
			}
			return map[string]bool{"DEC-0007": false}
		})
		if person := by != "DEC-0007"; person != (len(refused) == 0) || !person && refused[0].Code != unactedAgreement {
			t.Errorf("%s, which nobody takes any more: %+v", by, refused)
		}
	}
}
