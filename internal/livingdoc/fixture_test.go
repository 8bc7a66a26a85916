package livingdoc_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/livingdoc"
	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/syntax"
)

// edition is when the documents of the tests are made.
func edition() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) }

func printer(tb testing.TB, lang i18n.Lang) *i18n.Printer {
	tb.Helper()
	p, err := i18n.New(lang)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// load reads a project written as files, as the command line does.
func load(tb testing.TB, files map[string]string) livingdoc.Input {
	tb.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := reference.Load(tree)
	if err != nil {
		tb.Fatal(err)
	}
	in := livingdoc.Input{
		Options: livingdoc.Options{
			Project: "Le projet d’essai", Language: "fr", Roots: []string{"features"}, Tags: catalogue.DefaultVocabulary(),
			At: edition(), Producer: "recette test",
		},
		References: set, Folders: map[string]string{},
	}
	err = catalogue.Walk(tb.Context(), tree, []string{"features"}, catalogue.Options{Syntax: syntax.Options{Language: "fr"}}, func(f catalogue.File) error {
		for _, d := range f.Diagnostics {
			if d.Severity == syntax.Error {
				tb.Errorf("%s:%d: %s %v", d.Path, d.Line, d.Code, d.Args)
			}
		}
		in.Files = append(in.Files, f)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	for name, text := range files {
		if dir, ok := strings.CutSuffix(name, "/README.md"); ok {
			in.Folders[dir] = text
		}
	}
	return in
}

// ran gives a status with a result of 12/11/2026.
func ran(v recette.Verdict, f recette.Freshness) standing.Status {
	return standing.Status{
		Result: standing.Result{
			Verdict: v, At: time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC), Build: "1.4.0", Environment: "recette", Tester: "Gaëlle Riou",
			Campaign: "v1", Manual: true, Mode: recette.Manual,
		},
		Freshness: f,
	}
}

func single(tb testing.TB, d *livingdoc.Doc) string {
	tb.Helper()
	var b bytes.Buffer
	if err := livingdoc.Single(&b, d, printer(tb, i18n.French)); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

func folder(tb testing.TB, produce func(put func(livingdoc.File) error) error) map[string]string {
	tb.Helper()
	out := map[string]string{}
	err := produce(func(f livingdoc.File) error {
		if _, twice := out[f.Path]; twice {
			tb.Errorf("%s is written twice", f.Path)
		}
		out[f.Path] = string(f.Data)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func site(tb testing.TB, d *livingdoc.Doc) map[string]string {
	return folder(tb, func(put func(livingdoc.File) error) error { return livingdoc.Site(d, printer(tb, i18n.French), put) })
}

func markdown(tb testing.TB, d *livingdoc.Doc) map[string]string {
	return folder(tb, func(put func(livingdoc.File) error) error {
		return livingdoc.Markdown(d, printer(tb, i18n.French), put)
	})
}

// sample is a small project with a bit of everything.
func sample() map[string]string {
	return map[string]string{
		"messages.yaml": `messages:
  - {code: MSG-1, level: erreur, text: "Le SIRET est obligatoire."}
  - {code: MSG-2, level: erreur, text: "Le SIRET est obligatoire"}
  - {code: MSG-3, level: information, text: "Le solde est de {montant} €."}
  - {code: MSG-4, level: erreur, text: "Personne ne me montre."}
`,
		"roles.yaml": `roles:
  - {code: tresorier, label: trésorier, about: Encaisse}
  - {code: adherent, label: adhérent}
`,
		"glossary.yaml": `terms:
  - {term: Adhésion, meaning: "Le fait d’**adhérer**.", forbidden: [inscription]}
`,
		"stories.yaml": `stories:
  - id: US-1
    title: Adhérer
    criteria:
      - {id: CA-1.1, text: Une demande complète devient une adhésion}
      - {id: CA-1.2, text: Un SIRET absent est refusé}
      - {id: CA-1.3, text: Personne n’en parle}
      - {id: CA-1.4, text: Laissé de côté, out_of_scope: DEC-0002}
`,
		"rules/RG-1.md": "# RG-1 – Le SIRET identifie l’établissement\n\nIl a **14 chiffres**.\n",
		"rules/RG-9.md": "# RG-9 – Une règle que rien ne montre\n\nRien.\n",
		"decisions/DEC-0001.md": "# DEC-0001 – Première\n\n- **Date** : 01/10/2026\n- **Instance** : comité produit\n- **Décideur** : Marc\n" +
			"- **Statut** : remplacée par DEC-0002\n\n## Question\n\nQuoi ?\n\n## Options examinées\n\nDeux.\n\n## Choix\n\nUne.\n",
		"decisions/DEC-0002.md": "# DEC-0002 – Seconde\n\n- **Date** : 02/10/2026\n- **Instance** : comité produit\n- **Décideur** : Marc\n" +
			"- **Statut** : actée\n\n## Question\n\nQuoi ?\n\n## Options examinées\n\nDeux.\n\n## Choix\n\nL’autre.\n",
		"data/JDD-a.yaml":           "code: JDD-a\nlabel: Deux adhérents\nowner: Samira\norigin: fictif\nload: Page /recette\nreset: Recharger\n",
		"features/droits/README.md": "# Les droits de chacun\n\nQui peut *quoi*.\n",
		"features/adhesion/a.feature": `# language: fr
@US-1 @EPIC-adhesion @parcours:adhesion @critique @DEC-0001
Fonctionnalité: Enregistrer une adhésion
  En tant que trésorier
  Je veux enregistrer une adhésion
  Afin de tenir le registre

  Contexte:
    Soit le jeu de données "JDD-a" chargé

  @CA-1.1 @nominal @manuel @role:tresorier @SC-1
  Scénario: Une demande complète devient une adhésion
    Quand la demande est transmise
    Alors l'adhésion est enregistrée
    Et le message "Le solde est de 12,00 €." s'affiche

  @CA-9.9 @brouillon @SC-2
  Scénario: Plus tard
    Quand on verra
    Alors on saura

  @obsolete @SC-3
  Scénario: Autrefois
    Quand c'était
    Alors ce n'est plus

  @CA-1.2 @RG-1
  Règle: RG-1 - Le SIRET identifie l'établissement
    Le SIRET se vérifie.

    @exception @auto @SC-4
    Plan du scénario: Un SIRET <cas> est refusé
      Quand la demande porte le SIRET "<siret>"
      Alors la demande est refusée avec le message "<message>"

      @JDD-a
      Exemples: SIRET refusés
        | id     | cas    | siret | message                       |
        | absent | absent |       | Le SIRET est obligatoire.     |
        | court  | court  | 123   | Un message que nul ne connaît. |
`,
		"features/droits/b.feature": `# language: fr
@US-2
Fonctionnalité: Habiliter
  @droits @SC-5
  Plan du scénario: Le rôle <role> ne peut pas <action>
    Quand "<action>" est tenté
    Alors l'accès est refusé

    Exemples:
      | role      | action    |
      | adhérent  | encaisser |
      | trésorier | publier   |

  @nominal @role:inconnu
  Scénario: Sans identifiant
    Quand rien
    Alors rien
`,
		"features/plus-tard/c.feature": `# language: fr
@US-3 @brouillon
Fonctionnalité: Un brouillon entier
  Scénario: Un jour
    Quand un jour
    Alors demain
`,
	}
}

func sampleDoc(tb testing.TB) *livingdoc.Doc {
	in := load(tb, sample())
	in.Recorded = true
	in.Statuses = map[string]standing.Status{
		"SC-1":        ran(recette.Passed, recette.Fresh),
		"SC-4/absent": ran(recette.Passed, recette.Fresh),
		"SC-4/court":  ran(recette.Failed, recette.StaleText),
	}
	return livingdoc.Build(in)
}
