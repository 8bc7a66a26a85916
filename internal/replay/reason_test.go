package replay_test

import (
	"testing"

	"recette/internal/i18n"
	"recette/reports"
)

// The box and the signature say one thing.
func TestSignatureReason(t *testing.T) {
	for lang, want := range map[i18n.Lang][]string{
		i18n.French: {
			"Je constate les résultats de ce procès-verbal", "Je décide",
			"Je décide\u00a0:\u00a0recette prononcée sans réserve",
		},
		i18n.English: {
			"I attest the results of these minutes", "I decide", "I decide: accepted without reserve",
		},
	} {
		words, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		got := []string{
			reports.SignatureReason(words.T, "ppo", "accepted"), reports.SignatureReason(words.T, "po", ""),
			reports.SignatureReason(words.T, "po", "accepted"),
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %q, want %q", lang, got[i], want[i])
			}
		}
	}
}
