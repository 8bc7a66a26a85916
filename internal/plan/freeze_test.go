package plan

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

const adhesion = `# language: fr
@US-1 @EPIC-adhesion @parcours:adhesion @critique
Fonctionnalité: Adhésion
  En tant que gestionnaire

  Contexte:
    Soit une antenne "Bretagne"

  @SC-0002 @CA-1.1 @RG-4 @role:gestionnaire @pret
  Scénario: Une entreprise adhère
    Quand elle adhère
      | siret |
      | 123   |
    Alors elle reçoit
      """text/plain
      bonjour
      """

  @SC-0001 @pret
  Plan du scénario: Une entreprise est refusée
    Quand elle donne "<siret>"
    Alors le refus est annoncé

    @JDD-adhesion
    Exemples:
      | id    | siret |
      | court | 1     |
      | long  | 22    |
`

const reste = `# language: fr
@parcours:reste
Fonctionnalité: Reste
  @SC-0009
  Scénario: Un autre
    Quand rien
    Alors rien
`

func casesOf(t *testing.T, files map[string]string) []catalogue.Case {
	t.Helper()
	var cases []catalogue.Case
	paths := make([]string, 0, len(files))
	for p := range files {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		f := catalogue.Parse(syntax.Source{Path: p, Bytes: []byte(files[p])}, catalogue.Options{})
		if len(f.Cases) == 0 {
			t.Fatalf("%s: no case: %+v", p, f.Diagnostics)
		}
		cases = append(cases, f.Cases...)
	}
	return cases
}

func input(t *testing.T, cases []catalogue.Case) Input {
	t.Helper()
	p, err := Read("plans/v1.yaml", []byte(minimal+`
journeys: [{code: adhesion, title: Adhésion, owner: Élise}]
participants: [Élise, {name: Yann, role: tester}]
data_sets: [{code: JDD-adhesion, label: Deux, origin: fictif}]
`))
	if err != nil {
		t.Fatal(err)
	}
	return Input{
		Plan: p, Project: "CRM", Language: "fr", Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Cases: cases,
		Environments: []Environment{{Name: "recette", URL: "http://crm", Build: "b1"}},
		Participants: []Participant{{Name: "Élise", Role: "ppo"}, {Name: "E\u0301lise", Role: "po", Entity: "Siège"}},
		Refs:         map[string]string{"Élise": "p-1", "E\u0301lise": "p-1", "Yann": "p-2"},
		Data: map[string]DataSet{
			"JDD-adhesion": {
				SHA256: "abc", Origin: "fictif", Label: "Du fichier",
				DataDetail: DataDetail{Owner: "Samira", Load: "à la main"},
			},
		},
	}
}

func TestFreeze(t *testing.T) {
	cases := casesOf(t, map[string]string{"features/a.feature": adhesion, "features/b.feature": reste})
	m, problems, err := Freeze(input(t, cases))
	if err != nil || len(problems) != 0 {
		t.Fatalf("Freeze: %v, %+v", err, problems)
	}
	wantJourneys := []Journey{{
		Code: "adhesion", Title: "Adhésion", Owner: "Élise", Critical: true,
		Cases: []string{"SC-0002", "SC-0001/court", "SC-0001/long"},
	}}
	if diff := cmp.Diff(wantJourneys, m.Journeys); diff != "" {
		t.Errorf("journeys, in the order of the file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"SC-0002", "SC-0001/court", "SC-0001/long"}, caseIDs(&m)); diff != "" {
		t.Errorf("cases, in the order of the file (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Environment{Name: "recette", URL: "http://crm", Build: "b1"}, m.Environment); diff != "" {
		t.Errorf("environment (-want +got):\n%s", diff)
	}
	wantPeople := []Participant{
		{Ref: "p-1", Name: "Élise", Role: "ppo"},
		{Ref: "p-1", Name: "E\u0301lise", Role: "po", Entity: "Siège"},
		{Ref: "p-2", Name: "Yann", Role: "tester"},
	}
	if diff := cmp.Diff(wantPeople, m.Parties); diff != "" {
		t.Errorf("participants (-want +got):\n%s", diff)
	}
	c := frozenCase(&m, "SC-0002")
	if c == nil || c.Content != cases[0].Content || c.Roles[0] != "gestionnaire" || c.Story != "US-1" ||
		c.Source == "" {
		t.Fatalf("case SC-0002 = %+v", c)
	}
	if !c.Steps[0].Background || c.Steps[1].Table[1][0] != "123" || c.Steps[2].DocString.Content != "bonjour" {
		t.Errorf("steps of SC-0002 = %+v", c.Steps)
	}
	if row := frozenCase(&m, "SC-0001/long"); row.Examples.Key != "long" || row.Examples.Cells[1] != "22" ||
		row.DataSets[0] != "JDD-adhesion" {
		t.Errorf("row = %+v", row)
	}
	if m.DataSets[0].SHA256 != "abc" || m.FrozenAt != "2026-11-23T09:00:00Z" {
		t.Errorf("data sets %+v, frozen at %s", m.DataSets, m.FrozenAt)
	}
}

// What was set aside in the files that are tested is frozen; elsewhere, it says nothing of them.
func TestFreeze_Waivers(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"features/a.feature": adhesion, "features/b.feature": reste}))
	here := Waiver{Path: "features/a.feature", Line: 3, Rule: "step-length", Reason: "texte de loi", Count: 2}
	in.Waivers = []Waiver{here, {Path: "features/b.feature", Line: 1, Rule: "use-and", Reason: "ailleurs", Count: 1}}
	m, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Waiver{here}, m.Waivers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	data, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := Parse(bytes.NewReader(data)); err != nil || len(back.Waivers) != 1 {
		t.Errorf("read back: %+v, %v", back.Waivers, err)
	}
	in.Waivers = nil
	if m, _, err = Freeze(in); err != nil {
		t.Fatal(err)
	}
	if data, err = m.Bytes(); err != nil || strings.Contains(string(data), "waivers") {
		t.Errorf("a plan without waivers speaks of them, and its bytes are not those of before: %v", err)
	}
}

func TestFreeze_Problems(t *testing.T) {
	declare := func(in *Input) { in.Plan.DataSets = append(in.Plan.DataSets, DataSet{Code: "JDD-x"}) }
	provisional := strings.ReplaceAll(adhesion, "@SC-0002 ", "")
	tests := map[string]struct {
		files  map[string]string
		change func(*Input)
		want   []ProblemCode
		passes bool
	}{
		"draft": {
			files: map[string]string{"a": strings.Replace(adhesion, "@RG-4", "@brouillon", 1)},
			want:  []ProblemCode{draftCase},
		},
		"obsolete": {
			files: map[string]string{"a": strings.Replace(adhesion, "@RG-4", "@obsolete", 1)},
			want:  []ProblemCode{obsoleteCase},
		},
		"nothing expected": {
			files: map[string]string{
				"a": strings.Replace(adhesion, "    Alors elle reçoit\n", "    Et elle attend\n", 1),
			}, want: []ProblemCode{noOutcome},
		},
		"nothing expected but by the background": {
			files: map[string]string{
				"a": strings.NewReplacer(
					"    Soit une", "    Alors une", "    Alors elle reçoit\n", "    Et elle attend\n",
				).Replace(adhesion),
			},
			want: []ProblemCode{noOutcome},
		},
		"nothing expected, not selected": {
			files: map[string]string{"a": adhesion, "b": strings.Replace(reste, "Alors", "Et", 1)}, passes: true,
		},
		"not approved": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) { in.Plan.Status = "submitted" },
			want: []ProblemCode{notApproved}, passes: true,
		},
		"not approved, and it must be": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Status, in.Approved = "draft", "block" },
			want:   []ProblemCode{notApproved},
		},
		"not approved, which the PV says": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Status, in.Approved = "draft", "trace" }, passes: true,
		},
		"data without a file": {
			files: map[string]string{"a": adhesion}, change: declare, want: []ProblemCode{dataSetNoFile},
		},
		"data without a file, when the campaign is open": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { declare(in); in.Ongoing = true },
			want:   []ProblemCode{dataSetNoFile}, passes: true,
		},
		"data without a file, in a draft": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { declare(in); in.Plan.Status, in.Unopened = "draft", true },
			want:   []ProblemCode{dataSetNoFile}, passes: true,
		},
		"data without a file, once approved": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { declare(in); in.Plan.Status, in.Unopened = "approved", true },
			want:   []ProblemCode{dataSetNoFile},
		},
		"days outside the calendar": {
			files: map[string]string{"a": adhesion},
			change: func(in *Input) {
				in.Plan.Calendar = Calendar{From: "2026-11-23", To: "2026-12-04"}
				in.Plan.Sessions = []Session{
					{Code: "S1", Date: "2026-11-23"}, {Code: "S2", Date: "2026-12-05"}, {Code: "S3"},
				}
				in.Plan.Iterations = []Iteration{
					{Code: "I1", Delivery: "2026-11-16", From: "2026-11-22", To: "2026-12-04"},
				}
			},
			want: []ProblemCode{outsideCalendar, outsideCalendar}, passes: true,
		},
		"days of a calendar without an end": {
			files: map[string]string{"a": adhesion},
			change: func(in *Input) {
				in.Plan.Calendar = Calendar{From: "2026-11-23", To: toFillFR}
				in.Plan.Sessions = []Session{{Code: "S1", Date: "2030-01-01"}, {Code: "S2", Date: toFillFR}}
			},
			want: []ProblemCode{leftBlank}, passes: true,
		},
		"not approved, and not opened": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Status, in.Approved, in.Unopened = "draft", "block", true }, passes: true,
		},
		"approved, as it must be": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Status, in.Approved = "approved", "block" }, passes: true,
		},
		"met as the plan says": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) {
				in.Plan.Entry = []Criterion{
					{Text: "Version installée", Met: "yes"},
					{Text: "Rien d’ouvert", Met: "yes", Measure: "blocking_open"},
				}
			}, want: []ProblemCode{vagueCriterion, metInPlan}, passes: true,
		},
		"criteria of which nothing tells whether they are met": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) {
				in.Plan.Suspension = []Criterion{
					{Text: "Panne"},
					{Text: "Panne", Threshold: "4 h"},
					{Text: "Panne", Measure: "blocked_share"},
					{Text: "Panne", CriterionDetail: CriterionDetail{Attested: "Élise"}},
				}
				in.Plan.Resumption = []Criterion{{Text: "Tout remarche"}}
			}, want: []ProblemCode{vagueCriterion, vagueCriterion}, passes: true,
		},
		"draft renamed": {
			files:  map[string]string{"a": strings.Replace(adhesion, "@RG-4", "@wip", 1)},
			change: func(in *Input) { in.Tags.Draft = "@wip" }, want: []ProblemCode{draftCase},
		},
		"provisional, critical": {
			files: map[string]string{"a": provisional}, want: []ProblemCode{provisionalInside},
		},
		"provisional, ordinary": {
			files: map[string]string{"a": strings.ReplaceAll(provisional, " @critique", "")},
			want:  []ProblemCode{provisionalCase}, passes: true,
		},
		"provisional, critical by the plan": {
			files:  map[string]string{"a": strings.ReplaceAll(provisional, " @critique", "")},
			change: func(in *Input) { in.Plan.Journeys[0].Critical = true }, want: []ProblemCode{provisionalInside},
		},
		"duplicate id": {
			files: map[string]string{"a": adhesion, "b": strings.ReplaceAll(reste, "SC-0009", "SC-0002")},
			want:  []ProblemCode{duplicateID},
		},
		"unknown journey": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Journeys = append(in.Plan.Journeys, Journey{Code: "adhsion"}) },
			want:   []ProblemCode{unknownJourney},
		},
		"empty selection": {
			files: map[string]string{"a": adhesion}, want: []ProblemCode{emptySelection, emptyJourney},
			change: func(in *Input) { in.Plan.Tags, in.Match = "@x", func([]string) bool { return false } },
		},
		"no case at all": {
			files: nil, want: []ProblemCode{emptySelection, unknownJourney, dataSetNoFile},
			change: func(in *Input) { in.Data = nil },
		},
		"environment unknown": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) { in.Plan.Environment.Name = "recete" },
			want: []ProblemCode{unknownEnvironment},
		},
		"environment given whole": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Environment = Environment{Name: "autre", URL: "u"} }, passes: true,
		},
		"build differs": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) { in.Plan.Release.Build = "b2" },
			want: []ProblemCode{buildMismatch}, passes: true,
		},
		"data set undeclared": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) { in.Plan.DataSets = nil },
			want: []ProblemCode{dataSetUndeclared}, passes: true,
		},
		"nobody tests": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Participants = in.Plan.Participants[:1] },
			want:   []ProblemCode{noParticipant},
		},
		"nobody decides": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) { in.Participants = in.Participants[:1] },
			want: []ProblemCode{noParticipant}, passes: true,
		},
		"one person in a role, twice": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) {
				who := in.Participants[0]
				who.Name = strings.ToUpper(who.Name)
				in.Refs[who.Name] = in.Refs[in.Participants[0].Name]
				in.Participants, in.Plan.Participants = append(slices.Clone(in.Participants), who), nil
			}, want: []ProblemCode{personTwice, noParticipant},
		},
		"a référent of no branch": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) {
				in.Refs["Loïc"], in.Plan.Antennes = "p-8", []string{"Bretagne"}
				in.Plan.Participants = append(slices.Clone(in.Plan.Participants), Participant{
					Name: "Loïc", Role: "referent", Entity: "Siège",
				})
			}, want: []ProblemCode{noBranchCase, unplaced},
		},
		"a perimeter of recette.yaml, mistyped": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) {
				in.Refs["Loïc"], in.Plan.Antennes = "p-8", []string{"Bretagne"}
				in.Participants = append(slices.Clone(in.Participants), Participant{
					Name: "Loïc", Role: "qa", Perimeter: []string{"Bretanne"},
				})
				in.Plan.Participants = append(slices.Clone(in.Plan.Participants), Participant{
					Name: "Loïc", Role: "tester",
				})
			}, want: []ProblemCode{noBranchCase, elsewhere}, passes: true,
		},
		"two who read as one": {
			files: map[string]string{"a": adhesion}, change: func(in *Input) {
				in.Refs["Yaпn"] = "p-9"
				in.Plan.Participants = append(slices.Clone(in.Plan.Participants), Participant{Name: "Yaпn", Role: "qa"})
			}, want: []ProblemCode{lookalikes},
		},
		"stranger": {
			files:  map[string]string{"a": adhesion},
			change: func(in *Input) { in.Plan.Participants[1] = Participant{Name: "Yannn"} },
			want:   []ProblemCode{unknownParticipant, noParticipant},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var cases []catalogue.Case
			if tt.files != nil {
				cases = casesOf(t, tt.files)
			}
			in := input(t, cases)
			if tt.change != nil {
				tt.change(&in)
			}
			m, problems, err := Freeze(in)
			var got []ProblemCode
			for _, p := range problems {
				got = append(got, p.Code)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if tt.passes != (err == nil) || !tt.passes && !errors.Is(err, ErrRefused) ||
				!tt.passes && m.Campaign != "" {
				t.Errorf("Freeze error = %v, manifest of %q, want to pass: %v", err, m.Campaign, tt.passes)
			}
		})
	}
}

func TestFreeze_IncompleteInput(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"a": adhesion}))
	in.Plan.Tags = "@x"
	if _, _, err := Freeze(in); !errors.Is(err, ErrInput) {
		t.Errorf(
			"no matcher: error = %v, want ErrInput: an expression that nobody evaluates must not select everything",
			err,
		)
	}
	in = input(t, in.Cases)
	in.Refs = nil
	if _, _, err := Freeze(in); !errors.Is(err, ErrInput) {
		t.Errorf("no reference: error = %v, want ErrInput", err)
	}
}

func TestFreeze_WithoutJourneysTakesThoseOfTheCases(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"a": adhesion, "b": reste}))
	in.Plan.Journeys = nil
	m, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range m.Journeys {
		got = append(got, j.Code)
	}
	if diff := cmp.Diff([]string{"adhesion", "reste"}, got); diff != "" {
		t.Errorf("journeys (-want +got):\n%s", diff)
	}
	if c := m.CriticalCases(); !c["SC-0002"] || c["SC-0009"] {
		t.Errorf("critical cases = %v", c)
	}
}

func caseIDs(m *Manifest) []string {
	var ids []string
	for i := range m.Cases {
		ids = append(ids, m.Cases[i].ID)
	}
	return ids
}

// TestFreeze_keepsTheOrderOfTheFiles holds that cases come as a reader meets them, in a plan without journeys and
// inside a journey: neither by identifier nor by the hash of a row that no id column names.
func TestFreeze_keepsTheOrderOfTheFiles(t *testing.T) {
	const table = `# language: fr
@parcours:reste
Fonctionnalité: Grille
  @SC-0050
  Plan du scénario: Une ligne
    Quand "<v>"
    Alors rien

    Exemples:
      | v  |
      | un |
      | deux |
      | trois |
      | quatre |
      | cinq |

  @SC-0003
  Scénario: Après la grille
    Quand rien
    Alors rien
`
	cases := casesOf(t, map[string]string{"a/table.feature": table, "b/reste.feature": reste})
	var want []string
	for i := range cases {
		want = append(want, cases[i].ID)
	}
	if want[0][:8] != "SC-0050/" || want[5] != "SC-0003" || slices.IsSorted(want[:5]) {
		t.Fatalf("the example shows nothing: %v", want)
	}
	in := input(t, cases)
	for name, journeys := range map[string][]Journey{"no journey": nil, "journey": {{Code: "reste"}}} {
		in.Plan.Journeys = journeys
		m, problems, err := Freeze(in)
		if err != nil {
			t.Fatalf("%s: %v %+v", name, err, problems)
		}
		if diff := cmp.Diff(want, caseIDs(&m)); diff != "" {
			t.Errorf("%s: cases (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(want, m.Journeys[0].Cases); diff != "" {
			t.Errorf("%s: cases of the journey (-want +got):\n%s", name, diff)
		}
	}
}

// TestFreeze_refusesWhatSaysNothing holds that a case with a step or a title without a word is refused by its place,
// even when whoever made the case did not see it.
func TestFreeze_refusesWhatSaysNothing(t *testing.T) {
	tests := map[string]struct {
		change func(*catalogue.Case)
		want   ProblemCode
	}{
		"step":    {func(c *catalogue.Case) { c.Steps[0].Text = "\u00a0" }, noWords},
		"name":    {func(c *catalogue.Case) { c.Name = "—" }, noTitle},
		"feature": {func(c *catalogue.Case) { c.Feature.Name = "" }, noTitle},
	}
	for name, tc := range tests {
		cases := casesOf(t, map[string]string{"a.feature": adhesion})
		tc.change(&cases[0])
		_, problems, err := Freeze(input(t, cases))
		i := slices.IndexFunc(problems, func(p Problem) bool { return p.Code == tc.want })
		if !errors.Is(err, ErrRefused) || i < 0 {
			t.Errorf("%s: %v %+v, want %s", name, err, problems, tc.want)
			continue
		}
		if p := problems[i]; p.Level != levelError || p.Path != "a.feature" || p.Line != cases[0].Line {
			t.Errorf("%s: %+v, want an error at a.feature:%d", name, p, cases[0].Line)
		}
	}
}

// frozenCase gives the case of an id in a manifest, nil when it is not there.
func frozenCase(m *Manifest, id string) *FrozenCase {
	for i := range m.Cases {
		if m.Cases[i].ID == id {
			return &m.Cases[i]
		}
	}
	return nil
}

// TestFreeze_DataSetsOfTheirFiles: the plan may word a set, its file says who keeps it and where it comes from; two
// origins are refused, for nobody could tell which one the PV should print.
func TestFreeze_DataSetsOfTheirFiles(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"features/a.feature": adhesion}))
	in.Plan.DataSets = []DataSet{{Code: "JDD-adhesion"}}
	m, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	want := DataSet{
		Code: "JDD-adhesion", Label: "Du fichier", Origin: "fictif", SHA256: "abc",
		DataDetail: DataDetail{Owner: "Samira", Load: "à la main"},
	}
	if m.DataSets[0] != want {
		t.Errorf("data set %+v, want %+v", m.DataSets[0], want)
	}
	in.Plan.DataSets = []DataSet{{Code: "JDD-adhesion", Label: "Du plan", Origin: "anonymisé"}}
	_, problems, err := Freeze(in)
	if !errors.Is(err, ErrRefused) || !slices.ContainsFunc(problems, func(p Problem) bool {
		return p.Code == dataSetOrigin && p.Refuses()
	}) {
		t.Errorf("%v, %v, want %s", problems, err, dataSetOrigin)
	}
}

// A name that nobody replaced never signs nor tests; a party that is named so is said.
func TestFreeze_Placeholders(t *testing.T) {
	cases := casesOf(t, map[string]string{"features/a.feature": adhesion, "features/b.feature": reste})
	for name, tt := range map[string]struct {
		change func(in *Input)
		want   string // problems: code, name, field
		refuse bool
	}{
		"none": {func(*Input) {}, "", false},
		"a participant": {func(in *Input) {
			in.Plan.Participants[1].Name = "Prénom  NOM du testeur"
			in.Refs["Prénom  NOM du testeur"] = "p-3"
		}, "placeholder_person Prénom  NOM du testeur name", true},
		"an owner": {func(in *Input) {
			in.Plan.Journeys[0].Owner = "Full name of the PPO"
		}, "placeholder_person Full name of the PPO owner", true},
		"the client": {func(in *Input) {
			in.Plan.Client.Name = "<client>"
		}, "placeholder_party <client> client", false},
		"the supplier": {func(in *Input) {
			in.Plan.Supplier.Name = "[ESN]"
		}, "placeholder_party [ESN] supplier", false},
		"the project": {func(in *Input) {
			in.Project = "<projet>"
		}, "placeholder_project <projet> name", true},
		"the version delivered": {func(in *Input) {
			in.Plan.Release.Version = "[à compléter : version livrée]"
		}, "left_blank 1 release.versionplaceholder_text [à compléter : version livrée] release.version", true},
		"the title": {func(in *Input) {
			in.Plan.Title = "Recette du [to be filled: lot]"
		}, "left_blank 1 titleplaceholder_text Recette du [to be filled: lot] title", true},
		"a journey": {func(in *Input) {
			in.Plan.Journeys[0].Title = "<titre>"
		}, "placeholder_text <titre> journeys[0].title", true},
		"a plan that is being written": {func(in *Input) {
			in.Unopened, in.Plan.Release.Version = true, "<version>"
		}, "placeholder_text <version> release.version", false},
	} {
		in := input(t, cases)
		tt.change(&in)
		_, problems, err := Freeze(in)
		got := ""
		for _, p := range problems {
			got += strings.TrimSpace(string(p.Code) + " " + strings.Join(p.Args, " "))
		}
		if got != tt.want || errors.Is(err, ErrRefused) != tt.refuse || err != nil && !tt.refuse {
			t.Errorf("%s: %q, %v; want %q, refused %t", name, got, err, tt.want, tt.refuse)
		}
	}
}

func TestPlaceholder(t *testing.T) {
	for name, want := range map[string]bool{
		"Prénom Nom du PPO": true, "pre\u0301nom\u00a0nom": true, "Full name of the QA": true, "<nom>": true,
		"[à compléter]": true, "Élise Fontaine": false, "Prénom Nomade": false, "": false, "A <b>": false,
	} {
		if got := Placeholder(name); got != want {
			t.Errorf("Placeholder(%q) = %t, want %t", name, got, want)
		}
	}
}

// A perimeter is of the person: a card of the plan that gives them a role and no perimeter keeps that of recette.yaml.
func TestFreeze_InheritsThePerimeter(t *testing.T) {
	for name, tt := range map[string]struct{ card, want []string }{
		"the plan says none":    {nil, []string{"Bretagne"}},
		"the plan says another": {[]string{"Corse"}, []string{"Corse"}},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, casesOf(t, map[string]string{"a": adhesion}))
			in.Refs["Nadia"], in.Plan.Antennes = "p-8", []string{"Bretagne", "Corse"}
			in.Participants = append(slices.Clone(in.Participants), Participant{
				Name: "Nadia", Role: "qa", Perimeter: []string{"bretagne"},
			})
			in.Plan.Participants = append(slices.Clone(in.Plan.Participants), Participant{
				Name: "Nadia", Role: "tester", Perimeter: tt.card,
			})
			m, _, err := Freeze(in)
			if err != nil {
				t.Fatal(err)
			}
			if got := m.Parties[len(m.Parties)-1].Perimeter; !slices.Equal(got, tt.want) {
				t.Errorf("perimeter %v, want %v", got, tt.want)
			}
		})
	}
}

// What recette.yaml says of the separation of duties is frozen, where the plan says nothing of it.
func TestFreeze_KeepsThePoliciesOfTheProject(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"a": adhesion}))
	in.Policies = []Policy{{Rule: "decider_executed", Effect: "warn"}, {Rule: "own_derogation", Effect: "trace"}}
	in.Plan.Policies = []Policy{{Rule: "decider_executed", Effect: "block"}}
	m, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	want := []Policy{{Rule: "decider_executed", Effect: "block"}, {Rule: "own_derogation", Effect: "trace"}}
	if !slices.Equal(m.Sections.Policies, want) {
		t.Errorf("policies %+v, want %+v", m.Sections.Policies, want)
	}
}

// Who wrote what is frozen row by row, named as those who take part are; an accelerated recette expires on its own.
func TestFreeze_AuthorsAndAcceleration(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"features/a.feature": adhesion, "features/b.feature": reste}))
	in.Plan.Authors = []Authorship{{Who: "YANN", Cases: []string{"adhesion"}}}
	in.Plan.Accelerated.Reason = "Astreinte"
	m, problems, err := Freeze(in)
	if err != nil || len(problems) != 0 {
		t.Fatalf("Freeze: %v, %+v", err, problems)
	}
	want := []Authorship{{
		Who: "Yann", Cases: []string{"adhesion"}, Named: []string{"SC-0002", "SC-0001/court", "SC-0001/long"},
	}}
	if diff := cmp.Diff(want, m.Sections.Authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if got := m.Sections.Accelerated.Days; got != 10 {
		t.Errorf("it expires after %d days, want 10", got)
	}
	in.Plan.Authors[0].Cases = []string{"adhesoin"}
	if _, problems, err := Freeze(in); err == nil || len(problems) != 1 || problems[0].Code != authorNothing ||
		problems[0].Suggest != "adhesion" {
		t.Errorf("a word that names nothing: %v, %+v", err, problems)
	}
	for yaml, code := range map[string]string{
		"authors: [{cases: [all]}]":                   "missing",
		"authors: [{who: Yann}]":                      "missing",
		"accelerated: {days: 3}":                      "missing",
		"accelerated: {reason: Astreinte, days: 400}": "bad_amount",
	} {
		if _, err := Read("plans/x.yaml", []byte(yaml+"\n")); err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s: %v, want %s", yaml, err, code)
		}
	}
}
