package cli

import (
	"testing"

	"recette/internal/i18n"
)

func TestFramed_OnlyTheAuthorsWordsStay(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string]string{
		"le compteur vaut 3":                                         "le compteur vaut 3",
		"after scenario hook failed: base absente":                   "le nettoyage du scénario (After) a échoué\u00a0: base absente",
		"before scenario hook failed: avant: base absente":           "la préparation du scénario (Before) a échoué\u00a0: avant: base absente",
		"un\nafter scenario hook failed: deux":                       "un\nle nettoyage du scénario (After) a échoué\u00a0: deux",
		"cannot convert argument 0: \"douze\" to int":                "l’argument 0 du pas ne se convertit pas\u00a0: \"douze\" to int",
		"execution: worker: worker process: died: exit status 3":     "le programme des pas s’est arrêté de lui-même\u00a0: code de sortie 3",
		"a hook or the initializer: panic: tout est perdu":           "un crochet ou InitializeScenario\u00a0: panique\u00a0: tout est perdu",
		"step 2 or its hooks: panic: tout est perdu":                 "le pas 2 ou ses crochets\u00a0: panique\u00a0: tout est perdu",
		"on lit : after scenario hook failed: dans le texte affiché": "on lit : after scenario hook failed: dans le texte affiché",
	} {
		if got := framed(fr, in); got != want {
			t.Errorf("framed(%q) = %q, want %q", in, got, want)
		}
	}
}
