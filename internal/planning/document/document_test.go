package document

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/plan"
	"recette/internal/planning"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
	"recette/reports/validation"
)

const minimal = "title: T\nversion: \"1\"\nrelease: {version: 1.0}\nenvironment: e\n"

const feature = `# language: fr
@US-1 @parcours:adhesion @critique
Fonctionnalité: Adhésion
  @SC-0001 @RG-1 @manuel
  Scénario: Une entreprise adhère
    Quand elle adhère
    Alors elle est adhérente

  @SC-0002 @RG-1 @RG-2 @limite @auto
  Scénario: Une cotisation à la limite
    Quand elle adhère
    Alors elle paie

  @SC-0003 @droits @manuel
  Plan du scénario: Un visiteur n'adhère pas
    Quand "<qui>" adhère
    Alors c'est refusé

    Exemples:
      | id | qui |
      | a  | A   |
      | b  | B   |

  @SC-0004 @RG-3 @droits @autre
  Scénario: Non choisi
    Quand rien
    Alors rien
`

// source makes what is counted of a plan: the cases without @autre.
func source(t *testing.T, text string) planning.Source {
	t.Helper()
	cases := catalogue.Parse(syntax.Source{Path: "f.feature", Bytes: []byte(feature)}, catalogue.Options{}).Cases
	d,
		err := plan.ReadDocument("plans/p.yaml", []byte(minimal+text))
	if err != nil {
		t.Fatal(err)
	}
	m, problems, err := plan.Freeze(plan.Input{
		Plan: d.Plan, Language: "fr", Now: time.Unix(0, 0), Cases: cases,
		Match:        func(tags []string) bool { return !strings.Contains(strings.Join(tags, " "), "@autre") },
		Participants: []plan.Participant{{Name: "Paule", Role: "ppo"}, {Name: "Tom", Role: "tester"}},
		Refs:         map[string]string{"Paule": "p-1", "Tom": "p-2"},
	})
	if err != nil {
		t.Fatalf("%v: %+v", err, problems)
	}
	set := &reference.Set{Rules: []reference.Rule{{ID: "RG-3", Threshold: true}, {ID: "RG-1"}}}
	return planning.Source{Input: planning.Input{
		Manifest: &m, Cases: cases, Set: set, Tags: vocabulary.Default(),
	}, Plan: &d.Plan, File: d.File, Data: []byte(text)}
}

const planned = `
tags: "@x"
journeys: [{code: adhesion, criticality: critical}]
effort: {minutes_per_case: 20, reserve_percent: 10, flows: 2, interruptions: 1}
sessions:
  - {code: S1, minutes: 60, testers: [Tom], scenarios: [SC-0001]}
  - {code: S2, minutes: 30, testers: [Tom], journeys: [adhesion]}
`

func TestDocument(t *testing.T) {
	in := source(t, planned)
	d, err := Of(in)
	if err != nil {
		t.Fatal(err)
	}
	want := []validation.Scenario{
		{ID: "SC-0001", Name: "Une entreprise adhère", Cases: 1},
		{ID: "SC-0002", Name: "Une cotisation à la limite", Cases: 1},
		{ID: "SC-0003", Name: d.Journeys[0].Scenarios[2].Name, Cases: 2},
	}
	if diff := cmp.Diff(want, d.Journeys[0].Scenarios); diff != "" {
		t.Errorf("scenarios (-want +got):\n%s", diff)
	}
	if j := d.Journeys[0]; j.Criticality != "critical" || j.Cases != 4 || j.Automated != 1 {
		t.Errorf("journey = %+v", j)
	}
	if s := d.Sessions[1]; s.Cases != 4 || s.Asked != 3 || s.Holds != 1 {
		t.Errorf("session = %+v", s)
	}
	// The same plan has the same fingerprint whenever it is frozen, whatever references people have.
	again := in
	m := *in.Manifest
	m.FrozenAt, m.Parties = "2030-01-01T00:00:00Z", append([]plan.Participant{}, m.Parties...)
	m.Parties[0].Ref = "p-9"
	again.Manifest = &m
	other, err := Of(again)
	if err != nil || other.Reference.Manifest != d.Reference.Manifest {
		t.Errorf("fingerprints differ: %v", err)
	}
	m.Title = "U"
	if other, _ = Of(again); other.Reference.Manifest == d.Reference.Manifest {
		t.Error("another plan has the same fingerprint")
	}
}

// Who wrote what, and an emergency, bind the campaign: the document says them as the plan does.
func TestDocument_AuthorsAndEmergency(t *testing.T) {
	none, err := Of(source(t, planned))
	if err != nil || len(none.Authors) != 0 || none.Accelerated != (validation.Accelerated{}) {
		t.Errorf("%v: a plan that says neither: %+v, %+v", err, none.Authors, none.Accelerated)
	}
	d, err := Of(source(t, planned+`
authors: [{who: Tom, cases: [SC-0003, "@limite"]}]
accelerated: {reason: correctif de sécurité}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := []validation.Author{{Who: "Tom", Cases: []string{"SC-0003", "@limite"}, Rows: 3}}
	if diff := cmp.Diff(want, d.Authors); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
	if want := (validation.Accelerated{Reason: "correctif de sécurité", Days: 10}); d.Accelerated != want {
		t.Errorf("emergency %+v, want %+v", d.Accelerated, want)
	}
}

// The words for what somebody does are one list: a plan accepts them, its document words each of them, participants
// among them.
func TestFunctionsHaveWords(t *testing.T) {
	diff := cmp.Diff(recette.Functions(), validation.Functions(), cmpopts.SortSlices(strings.Compare))
	if diff != "" {
		t.Errorf("functions (-accepted +worded):\n%s", diff)
	}
	for _, lang := range []i18n.Lang{"fr", "en"} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range recette.Functions() {
			if key := "validation.who." + f; !words.Has(key) || validation.Who(words.T, f) != words.T(key) {
				t.Errorf("%s: %s is worded %q", lang, f, validation.Who(words.T, f))
			}
		}
	}
}

// A mark that a plan counts as left to be filled stands out in its document, and no other text does.
func TestMarksAreOne(t *testing.T) {
	for _, text := range []string{
		"[à compléter]", "[à compléter : le seuil]", "[to be filled]", "[to be filled: the date]", "complété", "",
		"[…]",
	} {
		p := plan.Plan{Title: text}
		if got, want := validation.ToFill(text), len(p.Blanks()) > 0; got != want {
			t.Errorf("%q: stands out %v, counted %v", text, got, want)
		}
	}
}
