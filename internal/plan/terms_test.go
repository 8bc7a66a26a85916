package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/reference"
)

const retrait = `# language: fr
@US-7 @EPIC-retrait @parcours:adhesion
Fonctionnalité: Retrait
  Contexte:
    Soit une antenne
    Alors le message "Bienvenue à tous." est affiché

  @SC-0011 @CA-7.2 @RG-12 @RG-99 @role:tresorier @role:inconnu
  Scénario: Le solde est dû
    Quand elle lit "Une action ne prouve rien."
    Alors le message « Il reste 12,50 € à payer. » s'affiche
    Et l'avis MSG-9 part, sans MSG-90
    Et les refus sont
      | message                       |
      | Ferma 3 € à pagà.             |
      | MSG-7                         |
    Et le courriel dit
      """
      Le solde
      est dû.
      """

  @SC-0012 @RG-12
  Scénario: Autre
    Alors "Il reste 3 € à payer." et "un texte de nulle part"
`

func terms() *reference.Set {
	return &reference.Set{
		Epics: []reference.Epic{{ID: "EPIC-adhesion", Title: "Adhésion"}, {ID: "EPIC-autre", Title: "Autre"}},
		Stories: []reference.Story{{ID: "US-7", Criteria: []reference.Criterion{
			{ID: "CA-7.1", Text: "De personne"}, {ID: "CA-7.2", Text: "Le solde se lit"},
		}}},
		Rules: []reference.Rule{
			{ID: "RG-12", Title: "Une adhésion"}, {ID: "RG-13", Title: "De personne"}, {ID: "RG-99"},
		},
		Roles: []reference.Role{
			{Code: "tresorier", Label: "trésorier"},
			{Code: "siege", Label: "gestionnaire du siège"},
			{Code: "redacteur", Label: "rédacteur", Aliases: []string{"rédactrice"}},
			{Code: "nul", Label: "personne"},
		},
		Messages: []reference.Message{
			{Code: "MSG-7", Text: "Sept."},
			{Code: "MSG-8", Text: "Bienvenue à tous."},
			{Code: "MSG-9", Text: "Neuf."},
			{Code: "MSG-5", Text: "Le solde est dû."},
			{Code: "MSG-4", Text: "Une action ne prouve rien."},
			{
				Code: "MSG-6", Text: "Il reste {solde} € à payer.",
				Overrides: map[string]string{"Corse": "Ferma {solde} € à pagà.", "Bretagne": "Chom a ra {solde}."},
			},
			{Code: "MSG-3", Text: "{tout}"},
		},
	}
}

// What the manifest names, and nothing else, has the name that the project gives it; what the project does not know
// stays a code. A message is of the cases whose own expected results show it.
func TestFreeze_Names(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"features/r.feature": retrait}))
	in.Plan.DataSets, in.References = nil, terms()
	in.Plan.Journeys[0].Roles = []string{"siege"}
	in.Plan.Accounts = []Account{{Role: "rédactrice", Login: "claire"}}
	m, problems, err := Freeze(in)
	if err != nil {
		t.Fatalf("Freeze: %v, %+v", err, problems)
	}
	want := Names{ // the project does not know EPIC-retrait
		Criteria: []Name{{"CA-7.2", "Le solde se lit"}},
		Rules:    []Name{{"RG-12", "Une adhésion"}},
		Roles:    []Name{{"rédactrice", "rédacteur"}, {"siege", "gestionnaire du siège"}, {"tresorier", "trésorier"}},
		Messages: []Message{
			{Code: "MSG-5", Text: "Le solde est dû.", Rows: []string{"SC-0011"}},
			{Code: "MSG-6", Text: "Il reste {solde} € à payer.", Rows: []string{"SC-0011", "SC-0012"}},
			{Code: "MSG-6", Antenne: "Corse", Text: "Ferma {solde} € à pagà.", Rows: []string{"SC-0011"}},
			{Code: "MSG-7", Text: "Sept.", Rows: []string{"SC-0011"}},
			{Code: "MSG-9", Text: "Neuf.", Rows: []string{"SC-0011"}},
		},
	}
	if diff := cmp.Diff(want, m.Names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	data, got := roundTrip(t, &m)
	if diff := cmp.Diff(m, got); diff != "" {
		t.Errorf("Parse(Bytes) (-frozen +parsed):\n%s", diff)
	}
	first := strings.Replace(string(data), `"v":2`, `"v":1`, 1)
	if _, err := Parse(strings.NewReader(first)); err == nil {
		t.Error("a manifest of version 1 has names")
	}
}

// A project that keeps no references gives no names, and its manifest the bytes that it had before there were any. A
// new name is no other test.
func TestFreeze_NamesNothing(t *testing.T) {
	in := input(t, casesOf(t, map[string]string{"features/a.feature": adhesion}))
	bare, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	in.References = &reference.Set{}
	empty, _, err := Freeze(in)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := roundTrip(t, &bare)
	if again, _ := roundTrip(t, &empty); string(again) != string(data) || strings.Contains(string(data), `"names"`) {
		t.Errorf("a project without references changes the manifest:\n%s", again)
	}
	in.References = &reference.Set{Rules: []reference.Rule{{ID: "RG-4", Title: "Le SIRET"}}}
	named, _, err := Freeze(in)
	if err != nil || len(named.Names.Rules) != 1 || !named.Same(&bare) {
		t.Errorf("Freeze = %v, %v; the same tests: %v", named.Names, err, named.Same(&bare))
	}
}

// A code that a case of a branch names means the text of that branch, when it has its own. A word is no code.
func TestFreeze_CitedInABranch(t *testing.T) {
	set := &reference.Set{Messages: []reference.Message{
		{Code: "MSG-1", Text: "Bonjour.", Overrides: map[string]string{"Corse": "Bonghjornu."}},
		{Code: "accueil", Text: "Bienvenue."},
		{Code: "MSG:2", Text: "Merci."},
	}}
	f := freezer{in: Input{References: set}}
	for _, x := range []struct{ id, branch, text string }{
		{"SC-1@corse", "Corse", "l’avis MSG-1 de la page accueil"},
		{"SC-1@nord", "Nord", "l’avis MSG-1"},
		{"SC-2@corse", "Corse", "« Bonjour. », puis MSG:2."},
		{"SC-3", "", "MSG-1: lu"},
	} {
		f.m.Cases = append(f.m.Cases, FrozenCase{Antenne: x.branch, Case: catalogue.Case{
			ID: x.id, Steps: []catalogue.Step{{Type: catalogue.Outcome, Text: x.text}},
		}})
	}
	want := []Message{
		{Code: "MSG-1", Text: "Bonjour.", Rows: []string{"SC-1@nord", "SC-2@corse", "SC-3"}},
		{Code: "MSG-1", Antenne: "Corse", Text: "Bonghjornu.", Rows: []string{"SC-1@corse"}},
		{Code: "MSG:2", Text: "Merci.", Rows: []string{"SC-2@corse"}},
	}
	if diff := cmp.Diff(want, f.messages()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
