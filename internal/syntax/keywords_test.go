package syntax

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestWordsOf(t *testing.T) {
	fr, ok := WordsOf("fr")
	if !ok || fr.Outline[0] != "Plan du scénario" || fr.Background[0] != "Contexte" || fr.Rule[0] != "Règle" {
		t.Fatalf("WordsOf(fr) = %+v, %v", fr, ok)
	}
	if diff := cmp.Diff([]string{"Et que ", "Et qu'", "Et "}, fr.And); diff != "" {
		t.Errorf("And (-want +got):\n%s", diff)
	}
	if _, ok := WordsOf("fr-FR"); ok {
		t.Error("WordsOf(fr-FR): no dialect has that name")
	}
	steps := map[string]string{ // the longest French keyword wins
		"Étant donné que tout va": "Étant donné que ", "Étant donné un compte": "Étant donné ",
		"Et qu'il attend": "Et qu'",
		"Lorsqu'il part":  "Lorsqu'", "* rien": "* ", "Etc.": "", "soit un compte": "",
	}
	for line, want := range steps {
		if got, ok := fr.Step(line); got.Text != want || ok != (want != "") {
			t.Errorf("Step(%q) = %q, %v, want %q", line, got.Text, ok, want)
		}
	}
	titles := map[string]string{
		"Scénario: a": "Scénario", "Plan du Scénario:": "Plan du Scénario", "Exemples:": "Exemples",
		"Exemple: b": "Exemple",
		"Scénario a": "", "Scénario : a": "",
	}
	for line, want := range titles {
		if got, ok := fr.Title(line); got != want || ok != (want != "") {
			t.Errorf("Title(%q) = %q, %v, want %q", line, got, ok, want)
		}
	}
}

// TestWordsAreThoseOfTheMatcher holds that what is offered for a keyword is read back as one.
func TestWordsAreThoseOfTheMatcher(t *testing.T) {
	for _, name := range tables().names {
		w, ok := WordsOf(name)
		if !ok || len(w.Steps) == 0 || len(w.Feature) == 0 || len(w.Examples) == 0 {
			t.Fatalf("%s: %+v", name, w)
		}
		for _, k := range w.Steps {
			src := "# language: " + name + "\n" + w.Feature[0] + ": F\n" + w.Scenario[0] + ": s\n" + k.Text + "x\n"
			doc, _ := Parse(Source{Bytes: []byte(src)}, Options{})
			if len(doc.Feature.Scenarios) != 1 || len(doc.Feature.Scenarios[0].Steps) != 1 {
				t.Errorf("%s: %q opens no step", name, k.Text)
				continue
			}
			if got := doc.Feature.Scenarios[0].Steps[0]; !strings.HasPrefix(
				k.Text+"x", norm.NFC.String(strings.TrimRight(got.Keyword, " ")),
			) {
				t.Errorf("%s: %q is read as %q", name, k.Text, got.Keyword)
			}
		}
	}
}
