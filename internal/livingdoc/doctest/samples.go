package doctest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"recette/internal/corpusgen"
	"recette/internal/livingdoc/model"
	"recette/internal/recette"
	"recette/internal/standing"
)

// Sample is a small project with a bit of everything.
func Sample() map[string]string {
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
		"decisions/DEC-0001.md": "# DEC-0001 – Première\n\n- **Date** : 01/10/2026\n- **Instance** : comité produit\n" +
			"- **Décideur** : Marc\n" +
			"- **Statut** : remplacée par DEC-0002\n\n## Question\n\nQuoi ?\n\n## Options examinées\n\nDeux.\n\n## " +
			"Choix\n\nUne.\n",
		"decisions/DEC-0002.md": "# DEC-0002 – Seconde\n\n- **Date** : 02/10/2026\n- **Instance** : comité produit\n" +
			"- **Décideur** : Marc\n" +
			"- **Statut** : actée\n\n## Question\n\nQuoi ?\n\n## Options examinées\n\nDeux.\n\n## Choix\n\nL’autre.\n",
		"data/JDD-a.yaml": "code: JDD-a\nlabel: Deux adhérents\nowner: Samira\norigin: fictif\nload: Page " +
			"/recette\nreset: Recharger\n",
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

// SampleDoc is the document of the small project, with results.
func SampleDoc(tb testing.TB) *model.Doc {
	in := Load(tb, Sample())
	in.Recorded = true
	in.Statuses = map[string]standing.Status{
		"SC-1":        Ran(recette.Passed, recette.Fresh),
		"SC-4/absent": Ran(recette.Passed, recette.Fresh),
		"SC-4/court":  Ran(recette.Failed, recette.StaleText),
	}
	return Build(in)
}

// Former is an earlier state of the sample.
func Former() map[string]string {
	files := Sample()
	a := files["features/adhesion/a.feature"]
	a = strings.Replace(a, "Enregistrer une adhésion\n", "Enregistrer l'adhésion\n", 1)
	a = strings.Replace(a, "Quand la demande est transmise", "Quand la demande est envoyée", 1)
	a = strings.Replace(a, "@nominal @manuel", "@nominal @auto", 1)
	a = strings.Replace(a, "  @obsolete @SC-3", "  @SC-3", 1)
	a = strings.Replace(a, "Un SIRET <cas> est refusé", "Un SIRET faux est refusé", 1)
	files["features/adhesion/ancien.feature"] = a
	delete(files, "features/adhesion/a.feature")
	files["features/plus-tard/c.feature"] = strings.Replace(files["features/plus-tard/c.feature"], " @brouillon", "", 1)
	files["features/ancien/d.feature"] = "# language: fr\n@US-8\nFonctionnalité: Disparue\n  @SC-80\n  Scénario: " +
		"Aussi\n    Quand x\n    Alors y\n"
	files["features/droits/b.feature"] = strings.Replace(
		files["features/droits/b.feature"], "@US-2\n", "@US-2 @brouillon\n", 1,
	)
	files["messages.yaml"] = strings.Replace(files["messages.yaml"], "Le SIRET est obligatoire.", "Le SIRET manque.", 1)
	files["rules/RG-1.md"] = "# RG-1 – Le SIRET identifie l’établissement\n\nIl a **9 chiffres**.\n"
	delete(files, "rules/RG-9.md")
	return files
}

// Attacks are texts that would do something if anything but text were made of them.
func Attacks() []string {
	return []string{
		`<script>pwned=1</script>`, `</script><script>pwned=1</script>`, `]]><script>pwned=1</script>`,
		`<img src=x onerror=pwned=1>`, `"><svg onload=pwned=1>`, `' onmouseover='pwned=1`, `javascript:pwned=1`,
		`[x](javascript:pwned=1)`, `[x](<javascript:pwned=1>)`, `[x](java&#x73;cript:pwned=1)`,
		`[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](vbscript:pwned)`, `[x](//evil.example/x)`,
		`[x](\\evil.example\x)`, `![x](https://evil.example/pixel.png)`, `<javascript:pwned=1>`,
		`<https://safe.example/?a="onclick=pwned=1>`, `<!-- <script>pwned=1</script> -->`,
		`<style>*{display:none}</style>`, `<base href=https://evil.example/>`,
		`<meta http-equiv=refresh content=0;url=//evil.example>`, "`</code><script>pwned=1</script>`",
		`</details></main></body>`, `<iframe src=//evil.example></iframe>`, `&lt;script&gt;pwned=1&lt;/script&gt;`,
		`[x]: javascript:pwned=1`, `[a][x] <a href="javascript:pwned=1">x</a>`,
		`<SCRIPT/SRC=//evil.example/x.js></SCRIPT>`,
	}
}

// Hostile is a project whose every text is an attack.
func Hostile() map[string]string {
	one := func(s string) string { return strings.ReplaceAll(s, "\n", " ") }
	var about, steps, rows, messages, terms, roles strings.Builder
	all := map[string]string{}
	for i, a := range Attacks() {
		about.WriteString("  x " + one(a) + "\n\n")
		steps.WriteString(
			"    Alors le message \"" + one(strings.ReplaceAll(a, `"`, "'")) + "\" est montré " + one(a) + "\n",
		)
		rows.WriteString("      | " + strings.NewReplacer("|", `\|`, `\`, `\\`).Replace(one(a)) + " | x |\n")
		quoted := "'" + strings.ReplaceAll(one(a), "'", "''") + "'"
		// two names that differ by their marks only are one
		unique := func(n int) string { return fmt.Sprintf("'x%d%s", n, quoted[1:]) }
		fmt.Fprintf(&messages, "  - {code: MSG-%d, level: erreur, text: %s, screen: %s}\n", i+1, quoted, quoted)
		fmt.Fprintf(&terms, "  - {term: %s, meaning: %s}\n", unique(i), quoted)
		fmt.Fprintf(&roles, "  - {code: r%d, label: %s, about: %s}\n", i, unique(i), quoted)
		all[fmt.Sprintf("rules/RG-%d.md", i+1)] = fmt.Sprintf("# RG-%d – %s\n\n%s\n\nx %s\n", i+1, one(a), a, a)
		all[fmt.Sprintf("data/JDD-%d.yaml", i)] = fmt.Sprintf(
			"code: JDD-%d\nlabel: %s\nowner: %s\nload: %s\nreset: %s\n", i, quoted, quoted, quoted, quoted,
		)
	}
	for i, a := range Attacks() {
		tag := "@x" + strings.Join(strings.Fields(one(a)), "")
		tag = strings.ReplaceAll(strings.ReplaceAll(tag, "#", ""), "@", "")
		all["features/d"+string(rune('a'+i%26))+`/f"<b>`+string(rune('a'+i%26))+string(rune('a'+i/26))+
			".feature"] = "# language: fr\n@role:" + tag + " @" + tag + " @parcours:" + tag + " @DEC-" + tag + " @US-" +
			tag + " @CA-" + tag + " @RG-" + tag + "\n" +
			"Fonctionnalité: " + one(a) + "\n" + about.String() +
			"  Règle: RG-" + tag + " " + one(a) + "\n" + about.String() +
			"    @nominal @exception @limite @droits\n    Scénario: " + one(a) + "\n" + about.String() + "    Quand " +
			one(a) + "\n      \"\"\"\n      " + one(a) + "\n      \"\"\"\n" +
			"    Et une table\n" + rows.String() + steps.String()
	}
	all["messages.yaml"] = "messages:\n" + messages.String()
	all["glossary.yaml"] = "terms:\n" + terms.String()
	all["roles.yaml"] = "roles:\n" + roles.String()
	return all
}

// Corpus is the documentation of generated features, all of them with results.
func Corpus(tb testing.TB, features, scenarios int) Input {
	tb.Helper()
	o := corpusgen.Options{
		Features: features, Scenarios: scenarios, Steps: 10, Definitions: 500, Tables: true, IDs: true,
	}
	files := map[string]string{}
	for i := range o.Features {
		files["features/"+strings.ReplaceAll(corpusgen.Path(i), `\`, "/")] = string(o.Feature(i))
	}
	in := Load(tb, files)
	in.Recorded, in.Statuses = true, map[string]standing.Status{}
	n := 0 // every case has a result: the heaviest document
	for i := range in.Files {
		for j := range in.Files[i].Cases {
			n++
			st := Ran(
				[]recette.Verdict{recette.Passed, recette.Failed, recette.PassedWithRemark}[n%3],
				[]recette.Freshness{recette.Fresh, recette.StaleText}[n/2%2],
			)
			st.At = st.At.Add(time.Duration(n) * time.Minute)
			st.PV = "PV-2026-001-v1"
			in.Statuses[in.Files[i].Cases[j].ID] = st
		}
	}
	return in
}
