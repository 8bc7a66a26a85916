// Package corpusgen writes French feature files in any number, always the same for the same options: the corpus on
// which benchmarks measure. The shape (tags, narrative, ten steps, a data table at the third) is that of the figures in
// the project's reference on performance. It refuses to look like a real project: the texts mean nothing.
package corpusgen

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// Options says how much to generate. The zero value is not usable; see validate.
type Options struct {
	Features    int // files
	Scenarios   int // scenarios a file
	Steps       int // steps a scenario
	Definitions int // distinct step texts, values aside; 5,000 at most
	Tables      bool
	IDs         bool // whether scenarios carry @SC- tags
}

// maxDefinitions is how many distinct steps the words below can make.
const maxDefinitions = 20 * 25 * 10

// validate refuses what cannot be generated.
func (o Options) validate() error {
	if o.Features < 1 || o.Scenarios < 1 || o.Steps < 1 {
		return errors.New("corpus: features, scenarios and steps must be at least 1")
	}
	if o.Definitions < 1 || o.Definitions > maxDefinitions {
		return fmt.Errorf("corpus: definitions must be between 1 and %d", maxDefinitions)
	}
	return nil
}

func verbs() []string {
	return strings.Fields("saisis valide consulte modifie supprime exporte importe archive relance affecte " +
		"duplique signe rejette publie planifie annule recherche filtre trie imprime")
}

func objects() []string {
	return strings.Split("la fiche adhérent|le dossier d'adhésion|la cotisation annuelle|le formulaire de contact|"+
		"la page d'accueil|le bulletin d'information|la convocation|l'événement local|le mandat|la facture|"+
		"le reçu fiscal|le rôle utilisateur|la demande de subvention|le tableau de bord|l'antenne départementale|"+
		"la liste de diffusion|le contrat cadre|la pièce jointe|le rendez-vous|la note interne|le compte rendu|"+
		"la catégorie d'activité|le code NAF|la relance de paiement|l'avoir", "|")
}

func contexts() []string {
	return strings.Split("depuis le portail|depuis le CRM|dans le back-office|en tant que gestionnaire|"+
		"en tant que trésorier|en mode hors connexion|sur mobile|avec les droits nationaux|avec les droits locaux|"+
		"pour le compte d'un tiers", "|")
}

// definition gives the text of step definition k, without its value: a literal that a pattern may be built from.
func definition(k int) string {
	return "je " + verbs()[k%20] + " " + objects()[(k/20)%25] + " " + contexts()[(k/500)%10]
}

// tableStep is the text of the step that carries a data table.
const tableStep = "les données de recette suivantes :"

// Patterns gives a regular expression for each definition and one for the table step: what a suite must register for
// the corpus to be bound whole.
func (o Options) Patterns() []string {
	ps := make([]string, 0, o.Definitions+1)
	for k := range o.Definitions {
		ps = append(ps, "^"+definition(k)+` avec la valeur "([^"]*)"$`)
	}
	return append(ps, "^"+tableStep+"$")
}

// Feature gives the text of file i.
func (o Options) Feature(i int) []byte {
	r := rand.New(rand.NewPCG(42, uint64(i)))
	vs, os, cs := verbs(), objects(), contexts()
	var b strings.Builder
	b.Grow(o.Scenarios * o.Steps * 100)
	fmt.Fprintf(&b, "# language: fr\n@US-%05d @antenne\nFonctionnalité: Parcours %05d, %s\n", i, i, os[i%25])
	fmt.Fprintf(
		&b, "  En tant que gestionnaire de l'antenne %d\n  Je veux suivre les dossiers du lot %d\n", i%96,
		r.IntN(100000),
	)
	b.WriteString("  Afin de tenir le registre à jour\n")
	for s := range o.Scenarios {
		fmt.Fprintf(&b, "\n  @CA-%05d.%d", i, s)
		if o.IDs {
			fmt.Fprintf(&b, " @SC-%07d", i*o.Scenarios+s)
		}
		if s == o.Scenarios-1 {
			b.WriteString(" @exception") // as a feature that is ready has
		}
		if r.IntN(10) == 0 {
			b.WriteString(" @critique")
		}
		fmt.Fprintf(&b, "\n  Scénario: Cas %d du parcours %05d, %s %d\n", s, i, cs[r.IntN(10)], r.IntN(1000000))
		for t := range o.Steps {
			if o.Tables && t == 2 {
				fmt.Fprintf(&b, "    Et %s\n      | clé   | valeur         | rôle     |\n", tableStep)
				fmt.Fprintf(&b, "      | nom   | Société %06d | adhérent |\n", r.IntN(1000000))
				fmt.Fprintf(&b, "      | siret | 0000%010d | adhérent |\n", r.Int64N(1e10))
				continue
			}
			k := r.IntN(o.Definitions)
			b.WriteString("    " + keyword(t, o.Steps) + "je " + vs[k%20] + " " + os[(k/20)%25] + " " + cs[(k/500)%10])
			fmt.Fprintf(&b, " avec la valeur \"ref %d\"\n", r.IntN(1000000))
		}
	}
	return []byte(b.String())
}

// keyword spreads Soit, Quand and Alors over the steps of a scenario.
func keyword(t, steps int) string {
	switch t {
	case 0:
		return "Soit "
	case max(1, steps*3/10):
		return "Quand "
	case max(2, steps*6/10):
		return "Alors "
	}
	return "Et "
}

// Path gives the place of file i below a corpus: a hundred files a folder.
func Path(i int) string {
	return filepath.Join(fmt.Sprintf("d%03d", i/100), fmt.Sprintf("f%05d.feature", i))
}

// Write writes the corpus below dir and gives its size in bytes.
func (o Options) Write(dir string) (int64, error) {
	if err := o.validate(); err != nil {
		return 0, err
	}
	var size int64
	for i := range o.Features {
		path := filepath.Join(dir, Path(i))
		if i%100 == 0 {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return size, fmt.Errorf("write corpus: %w", err)
			}
		}
		data := o.Feature(i)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return size, fmt.Errorf("write corpus: %w", err)
		}
		size += int64(len(data))
	}
	return size, nil
}
