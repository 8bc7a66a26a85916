package reports

import (
	"fmt"
	"strings"
)

type caseSpec struct {
	name, journey, story, criterion, verdict, mode string
}

// fixtureCases are 22 cases in four journeys, with every verdict; six are told in full.
func fixtureCases() []Case {
	specs := []caseSpec{
		{"Une entreprise active adhère avec son SIRET", "adhesion", "US-12", "CA-12.1", "passed", "manual"},
		{"Une entreprise déjà adhérente est invitée à se connecter", "adhesion", "US-12", "CA-12.1", "passed", "auto"},
		{
			"Une entreprise radiée est refusée avec le message MSG-017", "adhesion", "US-12", "CA-12.2",
			"passed_with_remark", "mixed",
		},
		{"Un SIRET dont la clé est fausse est refusé", "adhesion", "US-12", "CA-12.2", "passed", "auto"},
		{"L’effectif détermine la tranche de cotisation", "adhesion", "US-12", "CA-12.3", "passed", "auto"},
		{"L’effectif détermine la tranche de cotisation", "adhesion", "US-12", "CA-12.3", "passed", "auto"},
		{"Le dirigeant reçoit une attestation d’adhésion", "adhesion", "US-12", "CA-12.1", "not_run", "manual"},
		{
			"Le courriel de confirmation est envoyé une seule fois, même si l’internaute actualise la page de " +
				"paiement pendant le traitement", "adhesion", "US-12", "CA-12.1", "failed", "mixed",
		},
		{"Une adhésion abandonnée est reprise le lendemain", "adhesion", "US-12", "CA-12.1", "passed", "manual"},
		{"Une cotisation se renouvelle sans ressaisie", "cotisation", "US-15", "CA-15.1", "passed", "manual"},
		{
			"Le rappel part trente jours avant l’échéance", "cotisation", "US-15", "CA-15.1", "passed_with_remark",
			"manual",
		},
		{"Une cotisation échue depuis 90 jours suspend l’adhésion", "cotisation", "US-15", "CA-15.2", "passed", "auto"},
		{"Un chèque sans provision rouvre la cotisation", "cotisation", "US-15", "CA-15.2", "blocked", "manual"},
		{"Le prélèvement refusé relance l’adhérent", "cotisation", "US-15", "CA-15.2", "not_applicable", "manual"},
		{
			"Le gestionnaire d’une antenne ne voit pas les adhérents d’une autre", "droits", "US-21", "CA-21.1",
			"passed", "auto",
		},
		{"Le gestionnaire national voit toutes les antennes", "droits", "US-21", "CA-21.1", "passed", "auto"},
		{
			"Un export d’antenne ne contient aucune fiche étrangère à l’antenne", "droits", "US-21", "CA-21.2",
			"passed", "mixed",
		},
		{"Un lien direct vers la fiche d’une autre antenne est refusé", "droits", "US-21", "CA-21.2", "passed", "auto"},
		{"Un rôle retiré prend effet à la requête suivante", "droits", "US-21", "CA-21.2", "blocked", "auto"},
		{"Une actualité validée est publiée à l’heure dite", "actualite", "US-33", "CA-33.1", "passed", "auto"},
		{"Une actualité d’antenne n’apparaît que dans l’antenne", "actualite", "US-33", "CA-33.1", "passed", "manual"},
		{"Une image de plus de 2 Mo est refusée", "actualite", "US-33", "CA-33.1", "passed", "manual"},
	}
	out := make([]Case, len(specs))
	for i, s := range specs {
		out[i] = plainCase(i, s)
	}
	fill(out)
	return out
}

func plainCase(i int, s caseSpec) Case {
	c := Case{
		ID: fmt.Sprintf("SC-%04d", 101+i), Name: s.name, Feature: featureOf(s.journey),
		Path: "features/" + s.journey + ".feature", Line: 14 + 11*i,
		Story: s.story, Criteria: []string{s.criterion}, Journey: s.journey, Critical: s.journey != "actualite",
		Content: sha("contenu" + s.name + fmt.Sprint(i)), Presentation: sha("presentation" + s.name),
		Verdict: s.verdict, Freshness: "fresh", Mode: s.mode, Attempt: 1, Attempts: 1, Leaves: []int64{int64(20 + i)},
		DataSets: []string{"JDD-ENTREPRISES"},
	}
	texts := []string{
		"Étant donné qu'|une entreprise « Boulangerie Müller & Fils » est inscrite au répertoire Sirene",
		"Et que |le portail est ouvert aux adhésions",
		"Quand |le dirigeant saisit le SIRET 552 081 317 66522 et valide la demande",
		"Alors |la demande est enregistrée avec l’état « à valider par l’antenne »",
		"Et |un courriel de confirmation est envoyé au dirigeant",
	}
	var b strings.Builder
	fmt.Fprintf(&b, "  @%s @%s @SC-%04d\n  Scénario: %s\n", s.story, s.criterion, 101+i, s.name)
	for j, text := range texts {
		kw, rest, _ := strings.Cut(text, "|")
		st := Step{
			Keyword: kw, Type: []string{"context", "context", "action", "outcome", "outcome"}[j], Text: rest,
			Background: j < 2, Mode: s.mode, Verdict: "passed", At: at(18+i%3, 10, 5+j),
			Micros: int64(1200 * (j + 1) * (i + 3)),
		}
		if s.mode == "mixed" {
			st.Mode = []string{"auto", "auto", "auto", "manual", "manual"}[j]
		}
		if st.Mode == "manual" {
			st.Micros *= 2500
		} else {
			st.Outcome = "passed"
		}
		switch s.verdict {
		case "not_run", "not_applicable":
			st = Step{
				Keyword: st.Keyword, Type: st.Type, Text: st.Text, Background: st.Background, Mode: st.Mode,
				Verdict: s.verdict,
			}
		case "blocked":
			if j == 2 {
				st.Verdict = "blocked"
			} else if j > 2 {
				st.Verdict, st.At, st.Micros = "not_run", nil, 0
			}
		}
		c.Steps = append(c.Steps, st)
		b.WriteString("    " + keyword(kw) + rest + "\n")
	}
	c.Source = b.String()
	if s.mode != "auto" {
		c.Tester = []string{"Zoë Kerviel", "Jean-François Côté", "Maëlle Le Bras"}[i%3]
	} else {
		c.Tester = "Œnone Le Goff"
	}
	c.StartedAt, c.EndedAt = at(18+i%3, 10, 5), at(18+i%3, 10, 17)
	if s.verdict == "not_run" || s.verdict == "not_applicable" {
		c.Attempt, c.Attempts, c.Tester, c.StartedAt, c.EndedAt = 0, 0, "", nil, nil
	}
	return c
}

func featureOf(journey string) string {
	return map[string]string{
		"adhesion": "Adhésion d’une entreprise", "cotisation": "Renouvellement de la cotisation",
		"droits": "Cloisonnement entre antennes", "actualite": "Publication d’une actualité",
	}[journey]
}

// outlineSource is the text that the two rows of an outline share.
const outlineSource = "  @CA-12.3 @SC-0105\n  Plan du scénario: L’effectif détermine la tranche de cotisation\n    " +
	"Soit une entreprise de <effectif> salariés\n" +
	"    Quand elle adhère\n    Alors sa cotisation est de la tranche \"<tranche>\"\n\n    Exemples: Tranches au 1er " +
	"janvier 2026\n" +
	"      | effectif | tranche |\n      | 0        | T1      |\n      | 1 250    | T5      |\n"

// fill gives the cases that tell a story their observations, tables, doc strings and evidence.
func fill(cs []Case) {
	c := &cs[0]
	c.Steps[2].Table = [][]string{
		{"champ", "valeur"},
		{"SIRET", "552 081 317 66522"},
		{"raison sociale", "Boulangerie Müller & Fils"},
		{"dirigeant", "Éloïse Müller, gérante majoritaire et présidente du comité des artisans boulangers du Morbihan"},
	}
	c.Steps[3].Observed = "La demande n° 2026-00417 apparaît à l’état « à valider par l’antenne » dans la liste de " +
		"l’antenne Bretagne."
	c.Steps[3].Evidence = []Evidence{
		proof("fiche-adherent.png", "image/png", 184_320), proof("courriel.jpg", "image/jpeg", 96_001),
		proof("journal-du-serveur.log", "text/plain", 12_044),
	}
	c = &cs[2]
	c.Rule, c.Rules = "Une entreprise radiée ne peut pas adhérer", []string{"RG-12"}
	c.Attempt, c.Attempts = 2, 2
	c.Steps[3].Verdict, c.Steps[3].Comment = "passed_with_remark",
		"Le message est exact, mais il reste affiché après correction du SIRET 🙂.\u0007 À revoir avec l’ergonome."
	c.Steps[4].DocString, c.Steps[4].MediaType = "Objet : Votre demande d’adhésion\n\nMadame, Monsieur,\n\tvotre "+
		"entreprise est radiée du répertoire Sirene depuis le 12/03/2024 (MSG-017).\nUn-mot-sans-fin-"+
		strings.Repeat("abcdefghij", 14), "text/plain"
	for i, row := range []string{"effectif = 0, tranche = T1", "effectif = 1 250, tranche = T5"} {
		c = &cs[4+i]
		c.Examples, c.Row = "Tranches au 1er janvier 2026", row
		c.Line, c.Source = 77+i, outlineSource
	}
	cs[4].Freshness = "stale_text"
	cs[4].Drift, cs[5].Drift = "content", "renamed"
	cs[6].Reason = "Le modèle d’attestation n’était pas livré ; report à la session du 02/12/2026, avec l’accord du " +
		"PPO."
	c = &cs[7]
	c.Anomalies = []string{"ANO-0031"}
	c.Steps[4].Verdict = "failed"
	c.Steps[4].Observed = "Deux courriels identiques sont reçus à 10:16 et 10:17 lorsque l’on actualise la page « " +
		"paiement en cours ». Le second porte le même numéro de demande. Constaté trois fois sur trois, avec deux " +
		"navigateurs, depuis le poste de l’antenne Bretagne comme depuis celui du siège ; le journal du serveur " +
		"montre deux appels à la route d’envoi à moins de quatre secondes d’intervalle."
	c.Steps[4].Evidence = []Evidence{
		proof("refus-siret.png", "image/png", 734_003), proof("photo.png", "image/png", 2_450_120),
	}
	cs[10].Anomalies, cs[10].Steps[4].Comment, cs[10].Steps[4].Verdict = []string{"ANO-0034"},
		"Libellé tronqué sur téléphone.", "passed_with_remark"
	cs[12].Steps[2].Cause, cs[12].Steps[2].Reason = "environment",
		"L’interface bancaire de recette est arrêtée depuis le 18/11/2026 à 14:00."
	cs[13].Reason = "Hors lot : le prélèvement SEPA est livré au lot 3."
	cs[18].Steps[2].Outcome, cs[18].Outcome = "timeout", "timeout"
	cs[18].Steps[2].Cause, cs[18].Steps[2].Reason = "automation",
		"Délai de 60 s dépassé en attendant la page « Rôles »."
}
