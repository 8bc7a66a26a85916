package lsp

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"recette/internal/catalogue"
	"recette/internal/format"
	"recette/internal/i18n"
	"recette/internal/lint"
	"recette/internal/lint/rules"
	"recette/internal/reference"
	"recette/internal/standing"
)

// nasty is texts that an editor may send: ours, those of the traps of the parser, those of the formatter and of the
// rules.
func nasty(t testing.TB) map[string]string {
	t.Helper()
	const plain = "# language: fr\n@US-1 @É😀 # à part\nFonctionnalité: 😀 É 👩‍👩‍👧\n  Prose <x>.\n\n  Contexte:\n    " +
		"Soit l'adhérent \"Élan 😀\" paie 10 €\n\n" +
		"  # commentaire\n  @CA-1.1 @SC-0001\n  Scénario: Payer\n    Quand le message \"Le SIRET est obligatoire.\" " +
		"est «\u00a0affiché\u00a0»\n    Alors :\n" +
		"      | 😀 | message |\n      | é\\|x | a <b |\n    Et ceci\n      \"\"\"json\n      { é: \"😀\" }\n\n        " +
		"<x>\n      \"\"\"\n\n" +
		"  Règle: 👩‍👩‍👧\n    Plan du scénario: <montant> 😀\n      Soit <montant> € et <inconnu>\n      Exemples: É\n " +
		"       | id | montant 😀 | montant |\n        | a | 1 | 2 |\n"
	out := map[string]string{
		"vide": "", "saut": "\n", "retour": "\r", "espace": " ", "bom seul": "\ufeff", "arobase": "@", "barre": "|",
		"croisillon": "#",
		"ordinaire":  plain, "crlf": strings.ReplaceAll(plain, "\n", "\r\n"),
		"cr":  strings.ReplaceAll(plain, "\n", "\r"),
		"nfd": norm.NFD.String(plain), "bom": "\ufeff" + plain, "tabulations": strings.ReplaceAll(plain, "  ", "\t"),
		"sans fin": strings.TrimSuffix(plain, "\n"), "mêlé": strings.Replace(plain, "\n", "\r\n", 5),
		"ouvert": plain[:len(plain)/2],
		"nul":    "Fonctionnalité: \x00 é\n", "invalide": "Fonctionnalité: \xff\xfe\n  Scénario: \x80\n",
		"séparateurs": "Fonctionnalité: a\u2028b\u0085c\vd\fe\n",
		"long":        "# language: fr\nFonctionnalité: " + strings.Repeat("é😀", 10_000) + "\n",
	}
	for _, glob := range []string{
		"../syntax/testdata/traps/*.feature", "../format/testdata/torture/*/*.feature",
		"../lint/rules/exemples/*/*.feature",
	} {
		names, err := filepath.Glob(glob)
		if err != nil || len(names) < 10 {
			t.Fatalf("%s: %d files, %v", glob, len(names), err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			out[strings.TrimPrefix(name, "../")] = string(data)
		}
	}
	return out
}

// fullSource is a project with every rule, and references.
type fullSource struct{}

// newFull opens a session on such a project.
func newFull(t testing.TB, e encoding, change func(*initializeParams)) *direct {
	t.Helper()
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"recette.yaml":  "name: essai\n",
		"messages.yaml": "messages:\n  - {code: MSG-1, level: erreur, text: \"Le SIRET est obligatoire $ } \\\\.\"}\n",
		"roles.yaml":    "roles:\n  - {code: trésorier, label: Trésorier}\n",
	})
	return newDirect(t, fullSource{}, dir, func(p *initializeParams) {
		p.Capabilities.General.PositionEncodings = []string{string(e)}
		if change != nil {
			change(p)
		}
	})
}

func (fullSource) Load(_ context.Context, dir string) (*Project, error) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		return nil, err
	}
	tree := os.DirFS(dir)
	set, err := reference.Load(tree)
	if err != nil {
		return nil, err
	}
	p := &Project{
		Root: dir, Tree: tree, Targets: []string{"features"}, Options: catalogue.Options{}, Words: words,
		Automated: true,
		Lint:      lint.Options{Rules: rules.All(), Reference: set, Language: "fr"},
		Format:    func(string) format.Options { return format.Options{EOL: format.Keep} }, Steps: testSteps,
	}
	p.Statuses = func(ctx context.Context) (map[string]standing.Status, error) { return testStatuses(ctx, p) }
	return p, nil
}

// inText tells whether a range lies in a text, between characters, with its start first.
func inText(t testing.TB, what, text string, r docRange, e encoding) (from, to int) {
	t.Helper()
	from, to = offsetOf(t, text, r.Start, e), offsetOf(t, text, r.End, e)
	if from > to {
		t.Fatalf("%s: range %v is backwards", what, r)
	}
	return from, to
}
