package importer

import "testing"

// A title is understood by all its words. What is planned, estimated, created or corrected is not what happened.
func TestHeading(t *testing.T) {
	for title, want := range map[string]string{
		"N°": columnID, "ID": columnID, "Cas": columnID, "N° de cas": columnID, "Référence": columnID,
		"Identifiant du test": columnID, "N° scénario": columnID,
		"Scénario": columnTitle, "Cas de test": columnTitle, "Fonction testée": columnTitle, "Titre": columnTitle,
		"Intitulé du cas de test": columnTitle,
		"N° étape":                columnRank, "Étape n°": columnRank, "N° de pas": columnRank, "Ordre": "",
		"Étape": columnStep, "Étapes": columnStep, "Étape / Action": columnStep, "Instruction": columnStep,
		"Mode opératoire": columnStep, "Actions à effectuer": columnStep, "Étapes du test": columnStep,
		"Résultat attendu": columnExpected, "Résultats attendus": columnExpected, "Attendu": columnExpected,
		"Résultat obtenu": fieldObserved, "Résultat observé": fieldObserved, "Observé": fieldObserved,
		"Résultat constaté": fieldObserved, "Constaté :": fieldObserved, "Comportement observé": fieldObserved,
		"Statut": fieldVerdict, "Statut OK/KO": fieldVerdict, "OK / KO": fieldVerdict, "Résultat": fieldVerdict,
		"Résultat du test": fieldVerdict, "Verdict *": fieldVerdict, "Résultat (OK/KO/NT)": fieldVerdict,
		"Testé par": fieldTester, "Testeur": fieldTester, "Nom du testeur": fieldTester, "Exécuté par": fieldTester,
		"Date": fieldDay, "Date du test": fieldDay, "Date d’exécution": fieldDay, "Testé le": fieldDay,
		"Date (JJ/MM/AAAA)": fieldDay,
		"Commentaire":       fieldComment, "Commentaires / Observations": fieldComment, "Remarques": fieldComment,
		"Commentaire testeur": fieldComment, "Observations du testeur": fieldComment,
		"Cause": fieldCause, "Cause du blocage": fieldCause, "Motif": fieldReason, "Gravité": fieldSeverity,
		"Gravité de l'anomalie": fieldSeverity, "Capture d’écran": fieldEvidence, "Durée": fieldMinutes,
		"Durée réelle (min)": fieldMinutes,
		"Version testée":     columnBuild, "N° de version": columnBuild, "Version": columnBuild,
		"Environnement": columnPlace, "Environnement de test": columnPlace,

		"": "", "Lot": "", "Date prévue": "", "Date de création": "", "Date de correction": "", "Date de livraison": "",
		"Durée estimée": "", "Temps prévu": "",
		"Testeur prévu": "", "Statut anomalie": "", "N° anomalie": "", "N° US": "",
		"Statut de la correction": "", "Réf. exigence": "", "Objectif": "", "Données d'entrée": "", "Priorité": "",
		"Commentaire MOE": "", "Version cible": "", "Version de correction": "", "Résultat attendu modifié": "",
		"Statut précédent": "", "Cause de l'anomalie": "", "Créé par": "", "Durée (h)": "", "Rédacteur": "",
		"Statut retest": "", "Date de mise à jour": "", "Testeur suppléant": "",
	} {
		if got := heading(title); got != want {
			t.Errorf("heading(%q) = %q, want %q", title, got, want)
		}
	}
}
