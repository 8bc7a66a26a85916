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
	for _, tt := range []struct{ in, want string }{
		{"le compteur vaut 3", "le compteur vaut 3"},
		{
			"after scenario hook failed: base absente",
			"le nettoyage du scénario (After) a échoué\u00a0: base absente",
		},
		{
			"before scenario hook failed: avant: base absente",
			"la préparation du scénario (Before) a échoué\u00a0: avant: base absente",
		},
		{"un\nafter scenario hook failed: deux", "un\nle nettoyage du scénario (After) a échoué\u00a0: deux"},
		{
			"cannot convert argument 0: \"douze\" to int",
			"l’argument 0 du pas ne se convertit pas\u00a0: \"douze\" to int",
		},
		{
			"execution: worker: worker process: died: exit status 3",
			"le programme des pas s’est arrêté de lui-même\u00a0: code de sortie 3",
		},
		{
			"a hook or the initializer: panic: tout est perdu",
			"un crochet ou InitializeScenario\u00a0: panique\u00a0: tout est perdu",
		},
		{
			"step 2 or its hooks: panic: tout est perdu",
			"le pas 2 ou ses crochets\u00a0: panique\u00a0: tout est perdu",
		},
		{
			"attachment \"x.exe\": attach: store evidence: attachment looks like text/plain (extension \".exe\")",
			"la pièce jointe \"x.exe\" n’a pas été gardée\u00a0: ce type de fichier n’est pas accepté " +
				"(text/plain, extension \".exe\")",
		},
		{
			"attachment \"x.png\": attach: store evidence: image cannot be read",
			"la pièce jointe \"x.png\" n’a pas été gardée\u00a0: l’image ne se lit pas",
		},
		{
			"attachment \"x.png\": store evidence: image of 20000 by 20001 pixels is over 100",
			"la pièce jointe \"x.png\" n’a pas été gardée\u00a0: image de 20000 sur 20001 points, plus de 100 en tout",
		},
		{
			"attachment \"x.txt\": attach: store evidence: attachment is over 67108864 bytes",
			"la pièce jointe \"x.txt\" n’a pas été gardée\u00a0: elle dépasse 67108864 octets",
		},
		{"attachment \"x.txt\": 0 bytes", "la pièce jointe \"x.txt\" n’a pas été gardée\u00a0: elle est vide"},
		{"before scenario hook failed:", "la préparation du scénario (Before) a échoué"},
		{
			"before scenario hook failed: skipped",
			"la préparation du scénario (Before) a échoué\u00a0: non joué, de lui-même (ErrSkip)",
		},
		{"step implementation is pending", "reste à écrire (ErrPending)"},
		{"step is undefined: un pas inconnu", "aucune définition ne correspond au pas\u00a0: un pas inconnu"},
		{"fail called on TestingT", "échec sans message (Fail ou FailNow)"},
		{"failed without a word", "l’échec est sans message"},
		{
			"worker process: processes survive: 12 sleep",
			"le programme des pas est défaillant\u00a0: des processus survivent\u00a0: 12 sleep",
		},
		{
			"worker process: its keeper was killed, processes may survive",
			"le programme des pas est défaillant\u00a0: son gardien a été tué\u00a0; des processus survivent peut-être",
		},
		{
			"execution: worker: suite hook: base absente",
			"la préparation de la suite (BeforeSuite) a échoué\u00a0: base absente",
		},
		{"skipped la troisième ligne", "skipped la troisième ligne"},
		{
			"attachment \"a.bin\" (209715200 bytes) is too large for the protocol and was dropped",
			"la pièce jointe \"a.bin\", de 209715200 octets, est trop grande et n’a pas été gardée",
		},
		{
			"deadline passed: worker process: time is up: silent for 1m0s",
			"le programme des pas n’a pas répondu à temps\u00a0: aucune réponse en 1m0s",
		},
		{
			"worker process: died: it closed the protocol",
			"le programme des pas s’est arrêté de lui-même\u00a0: il a fermé le protocole des pas",
		},
		{
			"the conductor went away",
			"le programme des pas a quitté le cas\u00a0: signal d’arrêt, ou protocole fermé",
		},
		{
			"on lit : after scenario hook failed: dans le texte affiché",
			"on lit : after scenario hook failed: dans le texte affiché",
		},
	} {
		if got := framed(fr, tt.in); got != tt.want {
			t.Errorf("framed(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}
