package corpusgen

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Sizes are those that Varied gives, in bytes: what the files of real French projects measure, from the median to the
// largest but a few.
func Sizes() []int {
	return []int{2 << 10, 3 << 10, 4 << 10, 6 << 10, 9 << 10, 13 << 10, 18 << 10, 25 << 10}
}

// Varied gives the text of a file that holds all that authors write: a narrative, rules, a background, outlines with
// several tables of examples, data tables, text blocks, comments and typographic French. Its size is the one of Sizes
// at i, to a scenario; the same i always gives the same text.
func Varied(i int) []byte {
	w := &writer{r: rand.New(rand.NewPCG(43, uint64(i)))}
	size := Sizes()[i%len(Sizes())]
	w.f("# language: fr\n# Relu en atelier le %d mars\n@US-%05d @antenne @lot%d\n", 1+w.n(28), i, w.n(9))
	w.f("Fonctionnalité: %s, cas n° %d\n", w.one(objects()), i)
	w.f(
		"  En tant que gestionnaire de l’antenne %d\n  Je veux %s %s\n  Afin de tenir le registre « à jour »\n",
		w.n(96), w.one(verbs()), w.one(objects()),
	)
	if w.n(2) == 0 {
		w.f(
			"\n  Contexte:\n    Étant donné que l’antenne %d est ouverte\n    Et que je suis connecté en tant que « "+
				"gestionnaire »\n", w.n(96),
		)
	}
	for rule := 1; w.Len() < size; rule++ {
		w.f(
			"\n  Règle: RG-%02d – %s %s\n\n    La règle vaut pour toutes les antennes, sauf celles d’outre-mer.\n",
			rule, w.one(verbs()), w.one(objects()),
		)
		for s := 0; s < 3+w.n(3) && w.Len() < size; s++ {
			w.scenario(i, rule, s)
		}
	}
	return []byte(w.String())
}

type writer struct {
	strings.Builder
	r *rand.Rand
}

func (w *writer) n(below int) int              { return w.r.IntN(below) }
func (w *writer) one(list []string) string     { return list[w.n(len(list))] }
func (w *writer) f(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *writer) scenario(file, rule, s int) {
	w.f(
		"\n    @CA-%05d.%d%d @SC-%07d%s\n", file, rule, s, w.n(1e7),
		w.one([]string{"", "", " @critique", " @manuel @critique"}),
	)
	outline := w.n(3) == 0
	if outline {
		w.f("    Plan du scénario: %s <quoi> %s\n", w.one(verbs()), w.one(contexts()))
	} else {
		w.f("    Scénario: %s %s %s\n", w.one(verbs()), w.one(objects()), w.one(contexts()))
	}
	w.step("Étant donné ", outline)
	w.step("Et ", false)
	if w.n(3) == 0 {
		w.table(2+w.n(4), 3)
	}
	if w.n(4) == 0 {
		w.f("      # la suite dépend du paramétrage de l’antenne\n")
	}
	w.step("Quand ", outline)
	w.step("Et ", false)
	w.step("Alors ", outline)
	if w.n(4) == 0 {
		w.f(
			"      Et le courriel envoyé est :\n        \"\"\"markdown\n        Bonjour,\n\n        Votre %s est « "+
				"validé ».\n        # Cordialement\n        \"\"\"\n", w.one(objects()),
		)
	}
	w.step("Mais ", false)
	for e := 0; outline && e < 1+w.n(2); e++ {
		w.f("\n      Exemples: lot %d\n", e)
		w.table(3+w.n(6), 3)
	}
}

func (w *writer) step(keyword string, outline bool) {
	w.f("      %sje %s %s %s", keyword, w.one(verbs()), w.one(objects()), w.one(contexts()))
	if outline {
		w.f(" avec <quoi> et \"<montant>\"\n")
		return
	}
	w.f(" avec la valeur \"réf %d\"\n", w.n(1e6))
}

func (w *writer) table(rows, columns int) {
	header := []string{"quoi", "montant", "détail", "suite"}[:columns]
	w.f("        | %s |\n", strings.Join(header, " | "))
	for range rows {
		w.f("        | Société %06d | %d,%02d € | l’état \\| %s |\n", w.n(1e6), w.n(1e4), w.n(100), w.one(objects()))
	}
}
