package rules

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"recette/internal/i18n"
	"recette/internal/lint"
)

var update = flag.Bool("update", false, "write the documentation of the rules again")

// docs is the page of the rules, in the language of the product.
const docs = "../../../docs/regles.md"

// TestDocs holds the page of the rules to the rules themselves.
func TestDocs(t *testing.T) {
	words, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	want := page(t, words)
	if *update {
		if err := os.WriteFile(docs, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(docs)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("docs/regles.md is not what the rules say: go test ./internal/lint/rules -run TestDocs -update")
	}
	if strings.Contains(want, "⟨") || strings.Contains(want, "%!") {
		t.Error("a text is missing in docs/regles.md")
	}
}

func page(t *testing.T, words *i18n.Printer) string {
	t.Helper()
	var b strings.Builder
	all := All()
	fmt.Fprintf(&b, `# Les règles de lecture

`+"`recette lint`"+` juge les features avec %d règles. Cette page en est tirée : `+"`recette explain RÈGLE`"+
		` dit la même chose, et
explique aussi les codes de lecture (E1xx), que la règle `+"`syntax`"+` transmet.

Sévérités : le profil **ca** (critères d’acceptation) est strict, `+
		`le profil **script** (scripts de test écrits en Gherkin)
est souple. Une règle qui parle de maturité pèse selon ce que la feature dit d’elle-même : erreur une fois `+"`@pret`"+
		`, avertissement
avant, remarque dans un brouillon.

Régler une règle, dans `+"`recette.yaml`"+` :

`+"```yaml"+`
lint:
  profile: ca                      # ou script
  baseline: lint-baseline.json     # constats acceptés : recette lint --update-baseline
  rules:
    use-and: off                   # off, info, warning, error
    too-many-steps:
      severity: error
      max: 12                      # une option de la règle
      except: "@parcours:clôture"  # les scénarios que ces étiquettes désignent sont épargnés
`+"```"+`

Écarter une règle à un endroit, avec un motif, qui figure ensuite au PV :

`+"```gherkin"+`
  # recette:ignore too-many-steps — parcours complet demandé par le métier
  @SC-0042
  Scénario: Le dossier va de la demande à la carte
`+"```"+`

Le commentaire vaut pour la ligne qui suit, un tableau ou un texte compris ; au-dessus d’étiquettes ou d’un titre, pour
tout le bloc ; au-dessus de la fonctionnalité, pour le fichier. Ce qu’une exécution refuse ne s’écarte pas.

`, len(all))
	for _, group := range lint.Groups() {
		fmt.Fprintf(
			&b, "## %s\n\n| Règle | ca | script | Ce qu’elle demande |\n| --- | --- | --- | --- |\n",
			words.T("lint-group."+string(group)),
		)
		for i := range all {
			if r := &all[i]; r.Group == group {
				fmt.Fprintf(&b, "| [%s](#%s) | %s | %s | %s |\n", r.ID, r.ID, words.T("severity-word."+lint.Word(r.CA)),
					words.T("severity-word."+lint.Word(r.Script)), words.T("lint."+r.ID+".title"))
			}
		}
		b.WriteString("\n")
		for i := range all {
			if all[i].Group == group {
				section(t, &b, words, &all[i])
			}
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func section(t *testing.T, b *strings.Builder, words *i18n.Printer, r *lint.Rule) {
	t.Helper()
	fmt.Fprintf(b, "### %s\n\n**%s.** %s\n\n", r.ID, words.T("lint."+r.ID+".title"), words.T("lint."+r.ID+".why"))
	if key := "lint." + r.ID + ".remedy"; words.Has(key) {
		remedy := words.T(key, "…", "…", "…", "…", "…", "…")
		fmt.Fprintf(b, "Remède : %s.\n\n", strings.TrimRight(remedy, "."))
	}
	var facts []string
	if r.Execution {
		facts = append(facts, "une exécution ou une campagne la refuse aussi")
	}
	if r.Fixable {
		facts = append(facts, "`--fix` corrige ce qui peut l’être")
	}
	if len(r.Aliases) > 0 {
		facts = append(facts, "ailleurs : "+strings.Join(r.Aliases, ", "))
	}
	if len(facts) > 0 {
		text := strings.Join(facts, " ; ")
		first := []rune(text)[:1]
		fmt.Fprintf(b, "%s%s.\n\n", strings.ToUpper(string(first)), text[len(string(first)):])
	}
	for _, o := range r.Options {
		fmt.Fprintf(b, "- `%s` : %s par défaut\n", o.Name, value(o.Default))
	}
	if len(r.Options) > 0 {
		b.WriteString("\n")
	}
	dir, err := Example(r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range [][2]string{{BadExample, "Mauvais exemple"}, {GoodExample, "Bon exemple"}} {
		text, err := fs.ReadFile(dir, e[0])
		if err != nil {
			continue // TestExamples says so
		}
		fmt.Fprintf(b, "%s :\n\n```gherkin\n%s```\n\n", e[1], shown(string(text), r.ID))
	}
}

// value is a default as recette.yaml writes it.
func value(v any) string {
	switch v := v.(type) {
	case []string:
		if len(v) == 0 {
			return "aucun"
		}
		return "`[" + strings.Join(v, ", ") + "]`"
	case string:
		if v == "" {
			return "aucun"
		}
	}
	return fmt.Sprintf("`%v`", v)
}

// shown is an example for readers: the announcements of the tests become marks on the lines at fault.
func shown(text, rule string) string {
	var b strings.Builder
	fault := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "# attendu") {
			fault = fault || strings.Contains(line, "# attendu:") && strings.Contains(line+" ", " "+rule)
			continue
		}
		line = strings.TrimRight(line, "\n")
		if fault {
			line += "   # ← ici"
		}
		b.WriteString(line + "\n")
		fault = false
	}
	return b.String()
}
