package cli

import (
	"testing"

	"recette/internal/i18n"
	"recette/internal/workspace"
)

// TestAsked_GoesThroughTheProxy: where a proxy leads to the environment, a connection of our own would be refused, and
// the environment be said not to answer.
func TestAsked_GoesThroughTheProxy(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	set := []string{"https_proxy=http://mandataire.example:3128", "NO_PROXY=.interne.example"}
	a := &app{words: words, env: Env{Environ: set}}
	for address, want := range map[string]string{
		"https://recette.example":         "http://mandataire.example:3128",
		"https://recette.interne.example": "",
		"http://recette.example":          "",
		"https://127.0.0.1:8443":          "",
		"gele.test":                       "",
	} {
		if got := a.asked(
			workspace.Target{URL: address}, true,
		); got.Via != want || got.Address != address || !got.Required {
			t.Errorf("asked(%s) = %+v, want the proxy %q", address, got, want)
		}
	}
}
