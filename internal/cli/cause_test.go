package cli

import (
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/verify"
)

// A sentence of ours is no quotation; the text of a library is.
func TestTechnical(t *testing.T) {
	p, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	if got := technical(p, fail("sign", worded("la clé est de démonstration"))); got != "la clé est de démonstration" {
		t.Errorf("technical = %q, want the sentence alone", got)
	}
	if got := technical(
		p, verify.ErrNoCertificate,
	); strings.Contains(got, "PEM certificate") || strings.Contains(got, "«") {
		t.Errorf("technical = %q, want a sentence in French", got)
	}
}
