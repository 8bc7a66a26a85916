package cli

import "testing"

// A path that is not there is told from its spelling: accents, capitals and hyphens do not hide what was meant.
func TestNearPath(t *testing.T) {
	files := []string{"features/Événements/Clôture-réservée-à-l’été.feature", "features/contacts/creer.feature"}
	for typed, want := range map[string]string{
		"features/evenements/cloture_reservee_a_l'ete.feature": files[0],
		"cloture reservee a l'ete":                             files[0],
		"features/contact/créer.feature":                       files[1],
		"FEATURES/EVENEMENTS":                                  "features/Événements",
		"features/paiement/solde.feature":                      "",
	} {
		if got := nearPath(typed, files); got != want {
			t.Errorf("nearPath(%q) = %q, want %q", typed, got, want)
		}
	}
}
