package kit_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/kit"
	"recette/reports/cahier"
)

// hostile is what features and people may hold, and nothing may run.
const hostile = `</script><script>window.pwned=1</script><img src=x onerror="window.pwned=1">&amp; “é” ` + "\u2028"

// book is a cahier of three rows in a branch, and one in another.
func book() *cahier.Cahier {
	step := func(n int, kind, keyword, text string) cahier.Step {
		return cahier.Step{Number: n, Keyword: keyword, Type: kind, Text: text}
	}
	one := cahier.Case{
		ID: "SC-0001@bretagne", Antenne: "Bretagne", Name: "Le montant dû s’affiche", Feature: "Cotisation",
		Journey: "cot", Aim: "Lire ce que l’on doit", Content: "content/1:aa",
		Roles: []string{"tresorier"}, DataSets: []string{"JDD-1"},
		Row: []cahier.Value{{Name: "nom", Text: "Acier"}}, Context: "C1", Prior: 1, Verdict: "not_run",
		Steps: []cahier.Step{
			step(2, "action", "Quand", "elle ouvre son espace"),
			step(3, "outcome", "Alors", "elle lit le montant dû"),
			step(4, "action", "Quand", "elle paie"),
			step(5, "outcome", "Alors", "elle reçoit un courriel"),
			step(6, "outcome", "Et", "le solde est nul"),
		},
	}
	one.Steps[1].Table = [][]string{{"poste", "montant"}, {"adhésion", "354,17 €"}}
	one.Steps[1].Messages = []cahier.Message{{Code: "MSG-12", Text: "Votre cotisation est à jour."}}
	two := cahier.Case{
		ID: "SC-0002@bretagne", Antenne: "Bretagne", Name: hostile, Feature: hostile, Journey: "cot",
		Content: "content/1:bb",
		Verdict: "not_run", Steps: []cahier.Step{
			step(1, "action", "Quand", hostile), step(2, "outcome", "Alors", hostile),
		},
	}
	two.Steps[1].DocString = hostile
	three := cahier.Case{
		ID: "SC-0003@bretagne", Antenne: "Bretagne", Name: "Rien n’est dû", Feature: "Cotisation", Journey: "cot",
		Content: "content/1:cc", Attempt: 2, Verdict: "not_run", Steps: []cahier.Step{
			step(1, "action", "Quand", "elle ouvre son espace"), step(2, "outcome", "Alors", "rien n’est dû"),
			step(3, "action", "Quand", "elle quitte son espace"),
		},
	}
	other := cahier.Case{
		ID: "SC-0001@corse", Antenne: "Corse", Name: "SECRET DE CORSE", Journey: "cot", Content: "content/1:dd",
		DataSets: []string{"JDD-corse"},
	}
	return &cahier.Cahier{
		Project: "crm", Campaign: "v1", Title: "Recette de la cotisation, version 1.0",
		Environment: cahier.Environment{Name: "Recette", URL: "https://recette.example", Build: "100"},
		Accounts: []cahier.Account{
			{Role: "tresorier", Login: "yann.legoff", Entity: "Bretagne"},
			{Role: "tresorier", Login: "letizia.corse", Entity: "Corse"},
		},
		Roles: []cahier.Role{{Code: "tresorier", Label: "Trésorier d’antenne"}},
		Contacts: []cahier.Person{
			{Name: "Paule Petit", Role: "ppo"},
			{Name: "Loïc Kerneis", Role: "referent", Entity: "Bretagne"},
			{Name: "Letizia Paoli", Role: "referent", Entity: "Corse"},
		},
		DataSets: []cahier.DataSet{
			{Code: "JDD-1", Label: "Une entreprise", Values: []cahier.Value{{Name: "SIRET", Text: "123 456 789"}}},
			{Code: "JDD-corse", Label: "CORSE"},
		},
		Contexts: []cahier.Context{{
			Number: "C1", Steps: []cahier.Step{step(1, "context", "Soit", "une entreprise adhérente")},
		}},
		Journeys: []cahier.Journey{{Code: "cot", Title: "Payer sa cotisation"}},
		Cases:    []cahier.Case{one, two, three, other},
		Reference: cahier.Reference{
			Manifest: strings.Repeat("ab", 32), Origin: "recette/crm", Size: 7, Root: "racine",
		},
	}
}

// made is the kit of Bretagne.
func made() kit.Kit {
	return kit.Of(book(), kit.Made{
		By: "Paule Petit", At: "2027-03-15T09:00:00Z", Until: "2099-04-15", Language: "fr", Antenne: "Bretagne",
		People: []string{"Aziliz Morvan", "Loïc Kerneis"},
		Rows:   func(id string) bool { return strings.HasSuffix(id, "@bretagne") },
	})
}

// file writes a kit into a folder of the test, and gives its path.
func file(t *testing.T, k kit.Kit) string {
	t.Helper()
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	var page bytes.Buffer
	if err := k.Write(&page, words); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "kit.html")
	if err := os.WriteFile(path, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
