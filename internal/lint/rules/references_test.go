package rules

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// judgeWith asks the rules about references of a project: "path:line:column severity rule args → suggestion".
func judgeWith(t *testing.T, partial bool, files map[string]string) []string {
	t.Helper()
	tree := fstest.MapFS{}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set, _ := reference.Load(tree)
	l := lint.New(lint.Options{Rules: referenceRules(), Reference: set, Partial: partial})
	for _, name := range sorted(files) {
		if !strings.HasSuffix(name, ".feature") {
			continue
		}
		f := catalogue.Parse(syntax.Source{Path: name, Bytes: []byte(files[name])}, catalogue.Options{})
		for _, d := range f.Diagnostics {
			if d.Severity == syntax.Error {
				t.Fatalf("%s: %+v", name, d)
			}
		}
		l.Add(l.Judge(lint.FileOf(&f)))
	}
	var out []string
	for _, f := range l.Findings() {
		line := fmt.Sprintf(
			"%s:%d:%d %s %s %s", f.Path, f.Line, f.Column, f.Severity, f.Rule, strings.Join(f.Args, "|"),
		)
		if f.Suggest != "" {
			line += " → " + f.Suggest
		}
		out = append(out, line)
	}
	return out
}

const adherer = "# language: fr\n@US-1 %s\nFonctionnalité: F\n%s\n  %s\n  Scénario: a\n    Quand y\n    Alors x\n"

func TestReferences(t *testing.T) {
	tests := map[string]struct {
		files   map[string]string
		partial bool
		want    []string
	}{
		"nothing kept, nothing said": {files: map[string]string{
			"a.feature": "# language: fr\n@US-1 @EPIC-x @DEC-1 @JDD-x @role:x @RG-1\nFonctionnalité: F\n  En tant " +
				"que roi\n\n  @CA-1.1 @manuel\n  Scénario: a\n    Alors le message \"x\" est affiché avec \"JDD-y\"\n",
		}},
		"a fault of a reference is passed on": {
			files: map[string]string{
				"stories.yaml": "stories:\n  - {id: US-1, title: x, priority: mus}\n",
				"a.feature":    fmt.Sprintf(adherer, "@pret", "", "@nominal"),
			},
			want: []string{
				"stories.yaml:2:36 error reference-invalid stories[0].priority|mus|must, should, could, wont → must",
			},
		},
		"an unreadable kind is not kept": {files: map[string]string{
			"stories.yaml": "stories: [\n", "a.feature": fmt.Sprintf(adherer, "@pret", "", "@CA-9.9"),
		}, want: []string{"stories.yaml:1:10 error reference-invalid |sequence end token ']' not found"}},
		"the claim of a story weighs": {
			files: map[string]string{
				"stories.yaml": "stories: [{id: US-10, title: x}]\n",
				"a.feature":    fmt.Sprintf(adherer, "@pret", "", "@n"),
				"b.feature":    fmt.Sprintf(adherer, "", "", "@n"),
				"c.feature":    fmt.Sprintf(adherer, "@brouillon", "", "@n"),
				"d.feature":    strings.Replace(fmt.Sprintf(adherer, "", "", "@US-10"), "@US-1 ", "", 1),
			},
			want: []string{
				"a.feature:2:1 error story-unknown US-1 → US-10", "b.feature:2:1 warning story-unknown US-1 → US-10",
				"c.feature:2:1 info story-unknown US-1 → US-10",
			},
		},
		"criteria of a description": {
			files: map[string]string{
				"a.feature": fmt.Sprintf(adherer, "@pret", "  CA-1.1 : un\n  CA-1.2 : deux", "@CA-1.1 @CA-1.3"),
			},
			want: []string{
				"a.feature:5:3 error criterion-uncovered CA-1.2|deux|US-1",
				"a.feature:6:11 error criterion-unknown CA-1.3|US-1 → CA-1.1",
			},
		},
		"a criterion described in another feature of the story": {files: map[string]string{
			"a.feature": fmt.Sprintf(adherer, "@pret", "  CA-1.1 : un\n  CA-1.2 : deux", "@CA-1.1"),
			"b.feature": fmt.Sprintf(adherer, "@pret", "", "@CA-1.2"),
		}},
		"stories.yaml has the last word": {
			files: map[string]string{
				"stories.yaml": "stories: [{id: US-1, title: x, criteria: [{id: CA-1.1, text: un}]}]\n",
				"a.feature":    fmt.Sprintf(adherer, "@pret", "  CA-1.2 : deux", "@CA-1.2"),
			},
			want: []string{
				"a.feature:5:3 error criterion-unknown CA-1.2|US-1 → CA-1.1",
				"stories.yaml:1:48 error criterion-uncovered CA-1.1|un|US-1",
			},
		},
		"a part of the project": {partial: true, files: map[string]string{
			"stories.yaml": "stories: [{id: US-1, title: x}, {id: US-2, title: y, criteria: [{id: CA-2.1, text: " +
				"z}]}]\n", "rules/RG-1.md": "# RG-1 – r\n",
			"a.feature": fmt.Sprintf(adherer, "@pret", "  CA-1.1 : un", "@CA-1.3"),
			"b.feature": strings.Replace(fmt.Sprintf(adherer, "@pret", "", "@CA-2.2"), "US-1", "US-2", 1),
		}, want: []string{"b.feature:5:3 error criterion-unknown CA-2.2|US-2 → CA-2.1"}},
		"a story that is not begun": {files: map[string]string{
			"stories.yaml": "stories: [{id: US-1, title: x}, {id: US-2, title: y, criteria: [{id: CA-2.1, text: " +
				"z}]}]\n", "a.feature": fmt.Sprintf(
				adherer, "@pret", "", "@n",
			),
		}, want: []string{"stories.yaml:1:38 info story-uncovered US-2|y"}},
		"a rule without scenario covers nothing": {
			files: map[string]string{
				"stories.yaml":  "stories: [{id: US-1, title: x, criteria: [{id: CA-1.1, text: un}]}]\n",
				"rules/RG-1.md": "# RG-1 – r\n", "rules/RG-2.md": "# RG-2 – s\n", "rules/RG-3.md": "# RG-3 – t\n",
				"a.feature": fmt.Sprintf(
					adherer, "", "", "@RG-3",
				) + "\n  @CA-1.1 @RG-1\n  Règle: vide\n\n  Règle: RG-2 : pleine\n\n    Scénario: b\n      Alors z\n",
			},
			want: []string{
				"rules/RG-1.md:1:3 warning rule-unused RG-1|r",
				"stories.yaml:1:48 warning criterion-uncovered CA-1.1|un|US-1",
			},
		},
		"decisions": {files: map[string]string{
			"decisions/DEC-1.md": "# DEC-1 – a\n- **Date** : 2026-01-01\n- **Décideur** : X\n- **Statut** : " +
				"remplacée par DEC-2\n",
			"decisions/DEC-2.md": "# DEC-2 – a\n- **Date** : 2026-01-01\n- **Décideur** : X\n- **Statut** : " +
				"remplacée par DEC-3\n",
			"decisions/DEC-3.md": "# DEC-3 – a\n- **Date** : 2026-01-01\n- **Statut** : rejetée\n",
			"a.feature":          fmt.Sprintf(adherer, "@pret @DEC-1", "", "@DEC-3 @DEC-4"),
		}, want: []string{
			"a.feature:2:13 warning decision-superseded DEC-1|DEC-3", "a.feature:5:3 warning decision-unacted DEC-3",
			"a.feature:5:10 error decision-unknown DEC-4 → DEC-1",
		}},
		"what is set aside proves nothing": {files: map[string]string{
			"a.feature": fmt.Sprintf(
				adherer, "@pret", "  CA-1.1 : un\n  CA-1.2 : deux\n  CA-1.3 : trois", "@CA-1.1 @brouillon",
			) +
				"\n  @CA-1.2 @obsolete\n  Scénario: b\n    Alors x\n\n  @brouillon\n  Règle: r\n\n    @CA-1.3\n    " +
				"Scénario: c\n      Alors x\n",
		}, want: []string{
			"a.feature:4:3 error criterion-uncovered CA-1.1|un|US-1",
			"a.feature:5:3 error criterion-uncovered CA-1.2|deux|US-1",
			"a.feature:6:3 error criterion-uncovered CA-1.3|trois|US-1",
		}},
		"a story that is all drafts": {files: map[string]string{
			"a.feature": fmt.Sprintf(adherer, "@brouillon", "  CA-1.1 : un\n  CA-1.2 : deux", "@CA-1.1"),
		}, want: []string{"a.feature:5:3 info criterion-uncovered CA-1.2|deux|US-1"}},
		"a draft beside what is written": {files: map[string]string{
			"a.feature": fmt.Sprintf(adherer, "@brouillon", "  CA-1.1 : un", "@CA-1.1"),
			"b.feature": fmt.Sprintf(adherer, "", "", "@n"),
		}, want: []string{"a.feature:4:3 warning criterion-uncovered CA-1.1|un|US-1"}},
		"only an acted decision leaves a criterion out": {
			files: map[string]string{
				"stories.yaml": "stories:\n  - {id: US-1, title: x, criteria: [{id: CA-1.1, text: un, out_of_scope: " +
					"DEC-1}, {id: CA-1.2, text: deux, out_of_scope: DEC-2}]}\n" +
					"  - {id: US-2, title: y, criteria: [{id: CA-2.1, text: z, out_of_scope: DEC-1}]}\n  - {id: " +
					"US-3, " +
					"title: z, criteria: [{id: CA-3.1, text: z, out_of_scope: DEC-2}]}\n",
				"decisions/DEC-1.md": "# DEC-1 – a\n- **Date** : 2026-01-01\n- **Statut** : rejetée\n",
				"decisions/DEC-2.md": "# DEC-2 – a\n- **Date** : 2026-01-01\n- **Décideur** : X\n- **Statut** : " +
					"actée\n",
				"a.feature": fmt.Sprintf(adherer, "@pret", "", "@n"),
			},
			want: []string{
				"stories.yaml:2:42 error criterion-uncovered CA-1.1|un|US-1",
				"stories.yaml:3:10 info story-uncovered US-2|y",
			},
		},
		"a criterion that two stories declare": {files: map[string]string{
			"a.feature": fmt.Sprintf(adherer, "@pret", "  CA-1.1 : un", "@CA-1.1"),
			"b.feature": strings.Replace(fmt.Sprintf(adherer, "@pret", "  CA-1.1 : un", "@n"), "US-1", "US-2", 1),
			"c.feature": strings.Replace(fmt.Sprintf(adherer, "@pret", "  CA-1.1 : un", "@CA-1.1"), "US-1", "US-0", 1),
		}, want: []string{
			"b.feature:4:3 warning criterion-elsewhere CA-1.1|US-1|US-2",
			"c.feature:4:3 warning criterion-elsewhere CA-1.1|US-1|US-0",
			"c.feature:5:3 warning criterion-elsewhere CA-1.1|US-1|US-0",
		}},
		"a mark that the glossary rules out": {files: map[string]string{
			"glossary.yaml": "terms: [{term: sans objet, meaning: m, forbidden: [n/a]}]\n",
			"a.feature":     "# language: fr\nFonctionnalité: F\n\n  Scénario: a\n    Alors le champ vaut n/a\n",
		}, want: []string{"a.feature:5:25 warning glossary-synonym n/a|sans objet"}},
		"roles": {files: map[string]string{
			"roles.yaml": "roles: [{code: gestionnaire-antenne, label: gestionnaire d'antenne}, {code: tresorier, " +
				"label: trésorier}]\n",
			"a.feature": fmt.Sprintf(
				adherer, "@pret", "  En tant que gestionnaire de l’antenne ou trésorier, je veux x", "@role:Trésorier",
			),
			"b.feature": fmt.Sprintf(
				adherer, "@pret", "  - En tant que trésorié je veux x", "@role:tresorié @role:visiteur",
			),
			"c.feature": fmt.Sprintf(adherer, "@pret", "  En tant qu’adhérent", "@n"),
			"d.feature": "# language: en\n@US-1\nFeature: F\n  As a trésorier, I want x\n  As a king I want y\n  As " +
				"nothing\n\n  Scenario: a\n    Then x\n",
		}, want: []string{
			"b.feature:4:17 error role-unknown trésorié → trésorier",
			"b.feature:5:3 error role-unknown tresorié → tresorier", "b.feature:5:18 error role-unknown visiteur",
			"c.feature:4:14 error role-unknown adhérent", "d.feature:5:8 warning role-unknown king",
		}},
		"messages": {files: map[string]string{
			"messages.yaml": "messages:\n  - {code: MSG-1, text: Non.}\n  - {code: MSG-2, text: L'accès est refusé., " +
				"overrides: {Corse: Innò.}}\n  - {code: MSG-3, text: l’accès refusé}\n",
			"a.feature": "# language: fr\n@pret\nFonctionnalité: F\n  Contexte:\n    Soit le message \"pas un " +
				"résultat\"\n\n  Scénario: a\n    Quand le message \"pas un résultat\" est lu\n" +
				"    Alors la page affiche \"Un titre\" et l'erreur «\u00a0Non.\u00a0»\n    Et l'écran indique " +
				"“Ouï.”\n    Et le message d'erreur : \"L’accès est refusé.\"\n    Et un message \"\" est vide\n" +
				"    Et le message MSG-9 puis PMSG-8\n\n  Plan du scénario: b\n    Alors le message \"<a><b>\" " +
				"s'affiche\n    Exemples:\n      | a | b |\n      | In | nò. |\n      | N | on. |\n      | N | en. " +
				"|\n      | N | en. |\n",
		}, want: []string{
			"a.feature:10:25 warning message-unknown Ouï.", "a.feature:13:19 warning message-unknown MSG-9",
			"a.feature:21:13 warning message-unknown Nen. → Non.",
			"messages.yaml:4:12 info message-similar MSG-3|MSG-2|3",
			"messages.yaml:4:12 warning message-unexercised MSG-3|l’accès refusé",
		}},
		"glossary": {files: map[string]string{
			"glossary.yaml": "terms: [{term: adhérent, meaning: m, forbidden: [membre, adhèrant, cheval de trait, " +
				"œuvre]}, {term: membre du bureau, meaning: m}]\n",
			"a.feature": "# language: fr\nFonctionnalité: Les membres du bureau et les MEMBRES\n\n  Scénario: Un " +
				"<membre> membre2 remembré démembre\n    Soit les chevaux de trait et le \"membre\"\n" +
				"    Et l'OEUVRE, les oeuvres\n    Alors adhérant n'est pas adherant ni adhèrants\n",
		}, want: []string{
			"a.feature:2:46 warning glossary-synonym MEMBRES|adhérent",
			"a.feature:5:14 warning glossary-synonym chevaux de trait|adhérent",
			"a.feature:6:10 warning glossary-synonym OEUVRE|adhérent",
			"a.feature:6:22 warning glossary-synonym oeuvres|adhérent",
			"a.feature:7:30 warning glossary-synonym adherant|adhérent",
			"a.feature:7:42 warning glossary-synonym adhèrants|adhérent",
		}},
		"data": {
			files: map[string]string{
				"data/JDD-a.yaml": "code: JDD-a\nowner: o\nload: x\n", "data/JDD-b.yaml": "code: JDD-b\n",
				"a.feature": "# language: fr\n@pret\nFonctionnalité: F\n  Contexte:\n    Soit le jeu \"JDD-a\"\n\n  " +
					"@manuel\n  Plan du scénario: <j>\n    Soit le jeu \"JDD-<j>\"\n    Alors x\n\n    Exemples:\n   " +
					"   " +
					"| j |\n      | a |\n      | c |\n",
			},
			want: []string{
				"a.feature:15:9 error data-unknown JDD-c → JDD-a",
				"data/JDD-a.yaml:1:7 warning data-incomplete JDD-a|origin, reset",
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, judgeWith(t, tc.partial, tc.files)); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// A shape that a project wrote wrong is seen, and matches nothing.
func TestLinks(t *testing.T) {
	links := newLinks([]string{"jira=[A-Z]+-[0-9]+", "x=["})
	for target, want := range map[string]bool{"ABC-1": true, "ABC-1x": false, "": false} {
		if got := links[0].matches(target); got != want {
			t.Errorf("%q: %v, want %v", target, got, want)
		}
	}
	if links[1].matches("[") {
		t.Error("a shape that is none matches")
	}
}

func TestPlurals(t *testing.T) {
	for phrase, want := range map[string]string{
		"membre": "membre membres",
		"gestionnaire de caisse": "gestionnaire de caisse|gestionnaire de caisses|gestionnaires de " +
			"caisse|gestionnaires de caisses",
		"local": "local locals locaux", "bateau": "bateau bateaus bateaux", "avis": "avis",
	} {
		want := strings.Split(want, map[bool]string{true: "|", false: " "}[strings.Contains(want, "|")])
		if diff := cmp.Diff(want, plurals(phrase)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", phrase, diff)
		}
	}
}

// BenchmarkReferences measures what the rules about references cost beside the parse of the same 200 features.
func BenchmarkReferences(b *testing.B) {
	o := corpusgen.Options{Features: 200, Scenarios: 10, Steps: 10, Definitions: 1000, Tables: true, IDs: true}
	tree := fstest.MapFS{
		"roles.yaml": {Data: []byte("roles: [{code: x, label: x}]\n")},
		"glossary.yaml": {
			Data: []byte("terms: [{term: adhérent, meaning: m, forbidden: [membre, affilié, sociétaire]}]\n"),
		},
		"messages.yaml": {Data: []byte("messages: [{code: MSG-1, text: x}, {code: MSG-2, text: \"{a} y\"}]\n")},
		"stories.yaml":  {Data: []byte("stories: [{id: US-1, title: x, criteria: [{id: CA-1.1, text: x}]}]\n")},
		"rules/RG-1.md": {Data: []byte("# RG-1 – x\n")}, "data/JDD-a.yaml": {Data: []byte("code: JDD-a\n")},
	}
	set, err := reference.Load(tree)
	if err != nil {
		b.Fatal(err)
	}
	sources := make([]syntax.Source, o.Features)
	for i := range sources {
		sources[i] = syntax.Source{Path: fmt.Sprint(i, ".feature"), Bytes: o.Feature(i)}
	}
	parse := func(i int) lint.File {
		f := catalogue.Parse(sources[i], catalogue.Options{OutlineOnly: true})
		return *lint.FileOf(&f)
	}
	b.Run("parse", func(b *testing.B) {
		for b.Loop() {
			for i := range sources {
				_ = parse(i)
			}
		}
	})
	files := make([]lint.File, len(sources))
	for i := range files {
		files[i] = parse(i)
	}
	b.Run("judge", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			l := lint.New(lint.Options{Rules: referenceRules(), Reference: set})
			for i := range files {
				l.Add(l.Judge(&files[i]))
			}
			b.ReportMetric(float64(len(l.Findings())), "findings/op")
		}
	})
}
