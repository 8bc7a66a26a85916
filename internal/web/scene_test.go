package web_test

import (
	"testing"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// scene is a campaign as testers meet one: rows of six steps, two of which say what must be observed.
func scene(t testing.TB) *world {
	t.Helper()
	m := manifest(6)
	for i := range m.Cases {
		c := &m.Cases[i].Case
		c.Name = []string{
			"Le formulaire conduit vers chaque champ à corriger", "Une adhésion payée est confirmée par courriel",
			"Le total tient compte de la remise", "Une antenne ne voit que ses adhérents",
			"Un adhérent radié ne peut plus se connecter", "L’export liste les adhérents à jour",
		}[i]
		c.Feature.Name, c.Feature.Keyword = "Adhésion d’une entreprise", "Fonctionnalité"
		c.Feature.About = "En tant que gestionnaire d’antenne\nJe veux saisir une adhésion\nAfin de suivre"
		c.Story, c.Criteria = "US-12", []string{"CA-12.1"}
		c.Rule = &catalogue.Block{Keyword: "Règle", Name: "Un SIRET compte quatorze chiffres"}
		c.Examples = &catalogue.Row{Header: []string{"siret", "message"}, Cells: []string{"123", "SIRET invalide"}}
		c.Steps = []catalogue.Step{
			{
				Keyword: "Soit ", Text: "le jeu de données \"JDD-adhesion\" chargé", Type: catalogue.Context,
				Background: true,
			},
			{Keyword: "Et ", Text: "un utilisateur du rôle \"gestionnaire-antenne\"", Type: catalogue.Context},
			{
				Keyword: "Quand ", Text: "une adhésion est saisie avec le SIRET \"123\"", Type: catalogue.Action,
				Table: [][]string{{"champ", "valeur"}, {"raison sociale", "Boulangerie Martin"}, {"effectif", "12"}},
			},
			{
				Keyword: "Alors ", Text: "le refus \"SIRET invalide\" est annoncé avant le formulaire",
				Type: catalogue.Outcome, DocString: &catalogue.DocString{
					Content: "SIRET invalide\nUn SIRET compte quatorze chiffres.",
				},
			},
			{Keyword: "Quand ", Text: "le lien du message est suivi", Type: catalogue.Action},
			{Keyword: "Alors ", Text: "le champ fautif prend le focus", Type: catalogue.Outcome},
		}
	}
	m.Journeys[0].Blocking = true
	m.Journeys[1].Title = "Vie de l’adhésion"
	m.Journeys[0].Cases = append([]string(nil), m.Journeys[0].Cases...)
	m.Sections = &plan.Sections{Review: plan.Review{}}
	return worldOf(t, &m)
}
