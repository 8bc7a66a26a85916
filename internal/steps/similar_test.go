package steps

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// feature makes a file of steps.
func feature(steps ...string) string {
	return "# language: fr\nFonctionnalité: x\n  Scénario: y\n    Quand " + strings.Join(steps, "\n    Et ") + "\n"
}

func TestSimilar(t *testing.T) {
	tests := map[string]struct {
		steps []string
		alike bool
	}{
		"the same but for values":      {[]string{`elle paie "a"`, `elle paie "b"`}, false}, // one wording
		"a long word and its opposite": {[]string{`la page est accessible`, `la page est inaccessible`}, false},
		"accent":                       {[]string{`la cotisation est réglée`, `la cotisation est reglée`}, true},
		"case":                         {[]string{`le Portail est ouvert`, `le portail est ouvert`}, true},
		"apostrophe":                   {[]string{`l'antenne est ouverte`, `l’antenne est ouverte`}, true},
		"full stop":                    {[]string{`la fiche est enregistrée`, `la fiche est enregistrée.`}, true},
		"ending": {
			[]string{`la fiche est validée par le siège`, `la fiche est validé par le siège`}, true,
		},
		"plural": {[]string{`les relance du jour partent`, `les relances du jour partent`}, true},
		"typing slip": {
			[]string{`la trésorière encaisse un chèque`, `la trésorière encaise un chèque`}, true,
		},
		"swapped letters":      {[]string{`la cotisation est appelée`, `la cotisaiton est appelée`}, true},
		"article":              {[]string{`le règlement est encaissé`, `un règlement est encaissé`}, true},
		"pronoun":              {[]string{`je consulte la fiche`, `elle consulte la fiche`}, true},
		"one little word more": {[]string{`l'adhérente est à jour`, `l'adhérente est bien à jour`}, true},
		"que":                  {[]string{`que la relance est partie`, `la relance est partie`}, true},
		"order of the words": {
			[]string{`la relance part le lundi matin`, `le lundi matin la relance part`}, true,
		},
		"negation":                 {[]string{`la fiche est validée`, `la fiche n'est pas validée`}, false},
		"opposite":                 {[]string{`le compte est actif`, `le compte est inactif`}, false},
		"other opposite":           {[]string{`elle est connectée`, `elle est déconnectée`}, false},
		"another verb":             {[]string{`elle valide la fiche`, `elle refuse la fiche`}, false},
		"another object":           {[]string{`elle valide la fiche`, `elle valide le devis`}, false},
		"another short word":       {[]string{`il va au nord`, `il va au sud`}, false},
		"a code":                   {[]string{`la règle RG-12 vaut`, `la règle RG-13 vaut`}, false},
		"auxiliary":                {[]string{`elle a payé hier soir`, `elle est payé hier soir`}, false},
		"values in another order":  {[]string{`"a" doit à "b" une somme`, `à "a" "b" doit une somme`}, false},
		"one word that means more": {[]string{`la fiche est visible`, `la fiche est visible partout`}, false},
		"a literal and a word":     {[]string{`elle paie "12" euros`, `elle paie douze euros`}, false},
		"nothing in common":        {[]string{`il pleut`, `la cotisation est due`}, false},
		"other scripts, not Latin": {[]string{`会员已到期`, `会员有效`}, false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := index(t, nil, feature(tc.steps...)).Similar()
			switch {
			case tc.alike && (len(got) != 1 || len(got[0].Wordings) != 2):
				t.Errorf("clusters %v, want the two in one", got)
			case !tc.alike && len(got) != 0:
				t.Errorf("clusters %v, want none", got)
			}
		})
	}
}

// The wording that is used most comes first, with the definitions that each reaches: two for what may be one.
func TestClustersTellTheirDefinitions(t *testing.T) {
	x := index(t, []Source{source("a", `^l'adhérente est à jour$`, `^l'adhérente est bien à jour$`)},
		feature(`l'adhérente est bien à jour`, `l'adhérente est à jour`, `l'adhérente est à jour`))
	got := x.Similar()
	if len(got) != 1 {
		t.Fatalf("%d clusters", len(got))
	}
	var lines []string
	for _, s := range got[0].Wordings {
		lines = append(lines, fmt.Sprintf("%s %d %s", s.Mask, len(s.Places), s.Definitions[0].Place))
	}
	want := []string{"l'adhérente est à jour 2 a.go:1", "l'adhérente est bien à jour 1 a.go:2"}
	if d := cmp.Diff(want, lines); d != "" {
		t.Error(d)
	}
}

// Twenty thousand wordings, most of them in a few frames, cost what their words cost.
func TestSimilarFindsOnePairAmongMany(t *testing.T) {
	var steps []string
	for i := range 20_000 {
		steps = append(steps, fmt.Sprintf("elle consulte la page %s du portail %s", letters(i), letters(i/50)))
	}
	steps = append(steps, "la cotisation est réglée", "la cotisation est reglée")
	x := index(t, nil, feature(steps...))
	got := x.Similar()
	found := false
	for _, c := range got {
		found = found || strings.HasPrefix(c.Wordings[0].Mask, "la cotisation")
	}
	if !found {
		t.Error("the one pair is lost among the others")
	}
}

// letters writes a number in words of four letters, any two of them far apart.
func letters(n int) string {
	var b strings.Builder
	for range 4 {
		b.WriteString([]string{"ba", "ke", "di", "fo", "gu", "za", "ve", "ri", "no", "mu"}[n%10])
		n /= 10
	}
	return b.String()
}

func BenchmarkSimilar(b *testing.B) {
	c := NewCollector("@manuel")
	for i := range 20_000 {
		c.index.Steps = append(
			c.index.Steps,
			Step{
				Type: "action", Text: "elle consulte " + letters(i) + " du portail " + letters(i/50),
				uses: []use{{place: i, cases: 1}},
			},
		)
		c.index.places = append(
			c.index.places, written{at: Place{"a", i}, template: c.index.Steps[i].Text, steps: []int{i}},
		)
	}
	for b.Loop() {
		c.index.Similar()
	}
}

// A text of tens of thousands of words, or of one word of as many letters, is no sentence: its keys and its comparisons
// must not grow with the square of its length.
func TestSimilarBoundsLongTexts(t *testing.T) {
	words := strings.Fields(strings.Repeat("mot lettre ", 2500))
	size := 0
	for _, key := range signatures(words) {
		size += len(key)
	}
	if most := 8 * len(strings.Join(words, " ")); size > most {
		t.Errorf("%d bytes of keys, want %d at most", size, most)
	}
	token := strings.Repeat("a", 30_000)
	if slip(token+"b", token+"c") {
		t.Error("two tokens were compared letter by letter")
	}
	x := index(t, nil, feature(strings.Join(words, " ")+" fin", strings.Join(words, " ")+" fin !"))
	if got := x.Similar(); len(got) != 1 {
		t.Errorf("%d clusters, want the one of the same words", len(got))
	}
}
