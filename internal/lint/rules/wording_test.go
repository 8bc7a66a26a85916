package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"recette/internal/lint"
	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

type wordingCase struct {
	rule    lint.Rule
	options lint.Options
	source  string
	want    []string
}

func checkWording(t *testing.T, tests map[string]wordingCase) {
	t.Helper()
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, ask(tc.rule, tc.options, tc.source)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestVagueWord(t *testing.T) {
	rule := vagueWord()
	checkWording(t, map[string]wordingCase{
		"each word, with its place": {
			rule, lint.Options{}, steps("Alors la fiche est correctement et RAPIDEMENT créée, etc."), []string{
				"6:24 correctement", "6:40 RAPIDEMENT", "6:58 etc",
			},
		},
		"no-break spaces": {
			rule, lint.Options{}, steps("Alors tout va comme\u00a0prévu"), []string{"6:19 comme\u00a0prévu"},
		},
		"curly apostrophe": {
			rule, lint.Options{}, steps("Alors cela s’affiche bien"), []string{"6:16 s’affiche bien"},
		},
		"titles are read": {
			rule, lint.Options{}, top + "  Scénario: Un refus approprié\n    Alors x\n", []string{"4:22 approprié"},
		},
		"backgrounds are read": {
			rule,
			lint.Options{},
			top + "  Contexte:\n    Soit un fichier adéquat\n  Scénario: s\n    Alors x\n",
			[]string{"5:21 adéquat"},
		},
		"quotations are not": {
			rule,
			lint.Options{},
			steps(`Alors le message "Veuillez saisir correctement" et « comme prévu » restent`),
			nil,
		},
		"placeholders are not":   {rule, lint.Options{}, steps("Alors <correctement> reste"), nil},
		"parts of words are not": {rule, lint.Options{}, steps("Alors l'incorrectement et le kilomètre-etc_x"), nil},
		"a mark of the project": {
			rule, with(rule.ID, map[string]any{"words": []string{"n/a"}}), steps("Alors c'est n/a"),
			[]string{"6:17 n/a"},
		},
		"a word of the project": {
			rule, with(rule.ID, map[string]any{"words": []string{"globalement"}}), steps("Alors c'est globalement bon"),
			[]string{"6:17 globalement"},
		},
		"a word that it spares": {
			rule, with(rule.ID, map[string]any{"allow": []string{"Étc"}}), steps("Alors x, etc."), nil,
		},
		"English in English": {
			rule,
			lint.Options{},
			"# language: en\n@US-1\nFeature: F\n  Scenario: s\n    Then it works as expected, etc\n",
			[]string{"5:19 as expected", "5:32 etc"},
		},
		"no English in French": {rule, lint.Options{}, steps("Alors le libellé As Expected reste"), nil},
		"a draft is information": {
			rule,
			lint.Options{},
			strings.Replace(steps("Alors x, etc."), "@US-1", "@US-1 @brouillon", 1),
			[]string{"6:14 etc"},
		},
		"rules of a feature count": {
			rule, lint.Options{}, top + "  Règle: r\n    Scénario: s\n      Alors x, etc\n", []string{"6:16 etc"},
		},
	})
	// Columns are those of the file as it stands, where an accent may be two characters.
	nfd := norm.NFD.String(steps("Alors la société est créée correctement"))
	if got := ask(rule, lint.Options{}, nfd); len(got) != 1 || got[0] != "6:36 correctement" {
		t.Errorf("NFD: %q", got)
	}
}

func TestUnquantified(t *testing.T) {
	rule := unquantified()
	checkWording(t, map[string]wordingCase{
		"no number": {
			rule, lint.Options{}, steps("Quand a", "Alors la réponse arrive vite"), []string{"7:29 vite"},
		},
		"a number and its unit": {rule, lint.Options{}, steps("Alors le délai est de 30\u00a0jours"), nil},
		"together":              {rule, lint.Options{}, steps("Alors le délai est de 24h"), nil},
		"percent":               {rule, lint.Options{}, steps("Alors la disponibilité est de 99,5\u202f%"), nil},
		"in letters":            {rule, lint.Options{}, steps("Alors le délai est de trois semaines"), nil},
		"the day after":         {rule, lint.Options{}, steps("Alors le délai court jusqu'au lendemain"), nil},
		"J+2":                   {rule, lint.Options{}, steps("Alors le délai est J + 2"), nil},
		"an article is no number": {
			rule, lint.Options{}, steps("Alors une réponse rapide arrive"), []string{"6:23 rapide"},
		},
		"a number without unit": {rule, lint.Options{}, steps("Alors le délai est 30"), []string{"6:14 délai"}},
		"in a placeholder":      {rule, lint.Options{}, steps("Alors le délai est <délai>"), nil},
		"in a table":            {rule, lint.Options{}, steps("Alors les délais sont", "  | relance | 30 |"), nil},
		"in a table of words": {
			rule, lint.Options{}, steps("Alors les délais sont", "  | relance | long |"), []string{"6:15 délais"},
		},
		"only results promise": {
			rule, lint.Options{}, steps("Soit un délai dépassé", "Quand le délai expire", "Alors x"), nil,
		},
		"an available service": {
			rule, lint.Options{}, steps("Alors le portail est disponible"), []string{"6:26 disponible"},
		},
		"an available slot": {rule, lint.Options{}, steps("Alors le créneau est disponible"), nil},
		"a rule": {
			rule,
			lint.Options{},
			top + "  Règle: Le délai de réponse\n    Scénario: s\n      Alors x\n",
			[]string{"4:13 délai"},
		},
		"a rule that says it below": {
			rule,
			lint.Options{},
			top + "  Règle: Le délai de réponse\n    Il est de 30 jours.\n    Scénario: s\n      Alors x\n", nil,
		},
		"a quoted message": {rule, lint.Options{}, steps(`Alors le message "Délai dépassé" s'affiche`), nil},
		"what a background observes": {
			rule, lint.Options{}, top + "  Contexte:\n    Alors le délai court\n  Scénario: s\n    Alors x\n", nil,
		},
	})
}

func TestTodo(t *testing.T) {
	rule := todo()
	checkWording(t, map[string]wordingCase{
		"at the start": {rule, lint.Options{}, steps("Alors à définir"), []string{"6:11 à définir"}},
		"after punctuation": {
			rule, lint.Options{}, steps("Alors x (à préciser), TODO"), []string{"6:14 à préciser", "6:27 TODO"},
		},
		"a title, a cell": {
			rule,
			lint.Options{},
			top + "  Scénario: À DÉFINIR\n    Alors x\n      | TBD |\n",
			[]string{"4:13 À DÉFINIR", "6:9 TBD"},
		},
		"question marks":    {rule, lint.Options{}, steps("Alors le montant est de ????"), []string{"6:29 ????"}},
		"one question mark": {rule, lint.Options{}, steps("Alors que voit-on ? Rien ??"), nil},
		"a doc string":      {rule, lint.Options{}, steps("Alors x", `"""`, "xxx", `"""`), []string{"8:5 xxx"}},
		"a description": {
			rule,
			lint.Options{},
			top + "  À trancher avec le siège\n\n  Scénario: s\n    Alors x\n",
			[]string{"4:3 À trancher"},
		},
		"a comment": {
			rule,
			lint.Options{},
			steps("# TODO demander", "# recette:ignore todo — motif", "Alors x"),
			[]string{"6:7 TODO"},
		},
		"a comment in words": {rule, lint.Options{}, steps("# à préciser", "Alors x"), []string{"6:7 à préciser"}},
		"a status": {
			rule, lint.Options{}, steps(`Alors le statut est "à définir"`, `Et l'état « à préciser »`), nil,
		},
		"a quoted mark": {rule, lint.Options{}, steps(`Alors le montant est "TODO"`), []string{"6:27 TODO"}},
		"ordinary words": {
			rule,
			lint.Options{},
			steps("Alors le dossier est à compléter", "Et la taille XXXL", "Et la méthode a défini"), nil,
		},
		"a word inside": {rule, lint.Options{}, steps("Alors mastodontodo et TODOS"), nil},
		"English": {
			rule,
			lint.Options{},
			"# language: en\nFeature: F\n  Scenario: s\n    Then the rate is to be decided\n    And the province " +
				"needs to be specified\n",
			[]string{"4:22 to be decided"},
		},
	})
	severities := map[string]lint.Severity{
		"@US-1": syntax.Warning, "@US-1 @pret": syntax.Error, "@US-1 @brouillon": syntax.Info,
		"@US-1 @obsolete": syntax.Info,
	}
	for tags, want := range severities {
		if got := severityOf(
			t, rule, lint.Options{}, strings.Replace(steps("Alors TODO"), "@US-1", tags, 1),
		); got != want {
			t.Errorf("%s: %s, want %s", tags, got, want)
		}
		if got := severityOf(
			t, rule, lint.Options{Readiness: true}, strings.Replace(steps("Alors TODO"), "@US-1", tags, 1),
		); got != syntax.Error {
			t.Errorf("%s, asked for readiness: %s, want an error", tags, got)
		}
	}
}

func TestBusinessWording(t *testing.T) {
	rule := businessWording()
	const tagged = "@SC-0001 "
	checkWording(t, map[string]wordingCase{
		"gestures": {
			rule,
			lint.Options{},
			steps("Quand je clique sur l’onglet", "Et je coche la case à cocher"),
			[]string{"6:14 clique", "6:27 onglet", "7:11 coche", "7:20 case à cocher"},
		},
		"words that look": {
			rule, lint.Options{}, steps("Quand le déclic cliquette, la boutonnière et le cochon"), nil,
		},
		"words of trade": {
			rule, lint.Options{}, steps("Quand l'agent saisit le formulaire et sélectionne une antenne"), nil,
		},
		"quoted": {rule, lint.Options{}, steps(`Alors l'aide dit "Cliquez sur l'onglet"`), nil},
		"by hand": {
			rule, lint.Options{}, strings.Replace(steps("Quand je clique"), tagged[:8], tagged+"@manuel", 1), nil,
		},
		"partly by hand": {
			rule, lint.Options{}, strings.Replace(steps("Quand je clique"), tagged[:8], tagged+"@mixte", 1), nil,
		},
		"by another name": {
			rule,
			lint.Options{Tags: vocabulary.Vocabulary{Manual: "@main"}},
			strings.Replace(steps("Quand je clique"), tagged[:8], tagged+"@manuel", 1),
			[]string{"6:14 clique"},
		},
		"all by hand": {
			rule, lint.Options{}, strings.Replace(steps("Quand je clique"), "@US-1", "@US-1 @manuel", 1), nil,
		},
		"English": {
			rule,
			lint.Options{},
			"# language: en\nFeature: F\n  Scenario: s\n    When I click the button\n",
			[]string{"4:12 click", "4:22 button"},
		},
		"words it accepts": {
			rule, with(rule.ID, map[string]any{"allow": []string{"onglet", "clique"}}),
			steps("Quand je clique sur l'onglet"), nil,
		},
	})
}

func TestNoScripting(t *testing.T) {
	rule := noScripting()
	checkWording(t, map[string]wordingCase{
		"address": {
			rule,
			lint.Options{},
			steps(`Quand j'ouvre "https://portail.example/a?b=1"`),
			[]string{"6:20 https://portail.example/a?b=1"},
		},
		"www": {
			rule, lint.Options{}, steps("Quand j'ouvre www.portail.example"), []string{"6:19 www.portail.example"},
		},
		"XPath": {
			rule, lint.Options{}, steps("Alors //div[@id='x']/a est là"), []string{"6:11 //div[@id='x']/a"},
		},
		"attribute": {
			rule, lint.Options{}, steps("Alors [data-test=solde] est là"), []string{"6:11 [data-test=solde]"},
		},
		"id": {rule, lint.Options{}, steps(`Alors "#solde-du" est là`), []string{"6:12 #solde-du"}},
		"class": {
			rule, lint.Options{}, steps("Alors l'élément .btn-primary est là"), []string{"6:21 .btn-primary"},
		},
		"call": {
			rule, lint.Options{}, steps("Quand POST /api/adhesions est envoyé"), []string{"6:11 POST /api/adhesions"},
		},
		"named call": {rule, lint.Options{}, steps("Quand une requête GET part"), []string{"6:15 requête GET"}},
		"status": {
			rule, lint.Options{}, steps("Alors le code HTTP 404 est rendu"), []string{"6:14 code HTTP 404"},
		},
		"status, small": {
			rule, lint.Options{}, steps("Alors le statut http est rendu"), []string{"6:14 statut http"},
		},
		"locator": {rule, lint.Options{}, steps("Quand je lis id=montant"), []string{"6:18 id=montant"}},
		"SQL": {
			rule, lint.Options{}, steps("Soit SELECT nom FROM adherent"), []string{"6:10 SELECT nom FROM"},
		},
		"trade": {
			rule,
			lint.Options{},
			steps("Soit le dossier n° 12/2027 (#12), tranche 1.2, le 01/02/2027 et/ou 3.5 % [sic]"), nil,
		},
		"trade, capitals": {rule, lint.Options{}, steps("Soit le GET de Lyon, la POSTE, DELETEUR et OPTIONS"), nil},
		"by hand": {
			rule,
			lint.Options{},
			strings.Replace(
				steps(`Quand j'ouvre "https://portail.example"`, "Alors #solde-du est là"), "@SC-0001",
				"@SC-0001 @manuel", 1,
			),
			[]string{"7:11 #solde-du"},
		},
		"accepted": {
			rule, with(rule.ID, map[string]any{"allow": []string{"portail.example"}}),
			steps(`Quand j'ouvre "https://portail.example"`), nil,
		},
	})
}

func TestBadScenarioName(t *testing.T) {
	bad := newBadNames()
	for name, want := range map[string]bool{
		"test": true, "Test 1": true, "TEST n°2": true, "Cas 1": true, "cas n° 12": true, "Cas nominal": true,
		"Scénario 3": true, "1": true,
		"SC1": false, "A": true, "OK": true, "Vérifier que la fiche est créée": true, "Vérification du SIRET": true,
		"VÉRIFIER le SIRET": true,
		"Contrôler que x":   true, "S’assurer que x": true, "Test de l'adhésion": true, "Verify that it works": true,
		"Nouveau scénario": true,
		"Happy path":       true, "Exemple 2.": true,
		"Un SIRET déjà connu est refusé": false, "Testament refusé": false, "Le contrôle du SIRET échoue": false,
		"Cas d'une entreprise radiée":               false,
		"Vérifié par le siège, le dossier est clos": false, "12 salariés relèvent de la tranche 10 à 49": false,
		"":                         false,
		"Cas limite de la tranche": false, "Les tests de solvabilité sont exigés": false,
	} {
		for _, form := range []string{name, norm.NFD.String(name)} {
			if form != name && strings.ContainsFunc(name, func(r rune) bool { return r > 127 }) {
				form = norm.NFC.String(form) // what the parser gives
			}
			if got := bad.is(form); got != want {
				t.Errorf("%q: %v, want %v", form, got, want)
			}
		}
	}
}

func TestStepEmptyLiteral(t *testing.T) {
	rule := stepEmptyLiteral()
	checkWording(t, map[string]wordingCase{
		"straight": {rule, lint.Options{}, steps(`Quand le SIRET "" est saisi`), []string{`6:20 ""`}},
		"blank": {
			rule, lint.Options{}, steps("Quand le nom «\u00a0\u00a0» est saisi"), []string{"6:18 «\u00a0\u00a0»"},
		},
		"curly":       {rule, lint.Options{}, steps("Quand le nom “” est saisi"), []string{"6:18 “”"}},
		"full":        {rule, lint.Options{}, steps(`Quand le SIRET "1" et <x> "2"`), nil},
		"placeholder": {rule, lint.Options{}, steps(`Quand le SIRET "<siret>" est saisi`), nil},
	})
}

func TestRestrictedPatterns(t *testing.T) {
	rule := restrictedPatterns()
	o := with(
		rule.ID,
		map[string]any{
			"patterns": []string{`(?i)\bclients?\b => écrivez « adhérent »`, `\d{4}-\d\d-\d\d`, "(", "=> rien"},
		},
	)
	checkWording(t, map[string]wordingCase{
		"steps, titles, descriptions": {
			rule, o,
			"# language: fr\n@US-1\nFonctionnalité: Les Clients\n  Le client du 2027-01-01\n  Règle: client\n    " +
				"Scénario: client\n      Alors un CLIENT du 2027-01-02\n",
			[]string{
				"3:21 Clients|écrivez « adhérent »", "4:6 client|écrivez « adhérent »", "4:16 2027-01-01|",
				"5:10 client|écrivez « adhérent »", "6:15 client|écrivez « adhérent »",
				"7:16 CLIENT|écrivez « adhérent »", "7:26 2027-01-02|",
			},
		},
		"no pattern": {rule, lint.Options{}, steps("Alors un client"), nil},
	})
	got := judge(lint.Options{Rules: []lint.Rule{restrictedPatternInvalid()}, Settings: o.Settings}, good)
	want := []string{
		"recette.yaml:0:0 restricted-pattern-invalid (|(", "recette.yaml:0:0 restricted-pattern-invalid => rien|",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("patterns that are none (-want +got):\n%s", diff)
	}
}

func TestTypoQuotes(t *testing.T) {
	rule := typoQuotes()
	tests := map[string]struct {
		sources []string
		want    []string
	}{
		"the fewer are said": {
			[]string{steps("Soit l'antenne"), steps("Soit l'antenne"), steps("Soit l’antenne")},
			[]string{"c.feature:6:10 ’|'|a.feature:6"},
		},
		"plain marks win a draw": {
			[]string{steps("Soit l’antenne"), steps("Soit l'antenne")}, []string{"a.feature:6:10 ’|'|b.feature:6"},
		},
		"plain marks may be fewer": {
			[]string{steps("Soit l’antenne"), steps("Soit l'antenne"), steps("Quand l’antenne")},
			[]string{"b.feature:6 '|’|a.feature:6"},
		},
		"quotation marks": {
			[]string{steps(`Soit l'antenne "Corse"`), steps(`Soit l'antenne « Rhône »`)},
			[]string{`b.feature:6:10 «|"|a.feature:6`},
		},
		"mixed in one": {
			[]string{steps("Soit l'une d’elles"), steps("Soit l'une d'elles")},
			[]string{"a.feature:6:10 ’|'|b.feature:6"},
		},
		"all curly is no fault":     {[]string{steps("Soit l’antenne"), steps("Soit l’antenne")}, nil},
		"other sentences":           {[]string{steps("Soit l’antenne"), steps("Soit l'entreprise")}, nil},
		"values may have any marks": {[]string{steps(`Soit le nom "l'an"`), steps(`Soit le nom "l’an"`)}, nil},
		"no mark":                   {[]string{steps("Soit rien"), steps("Soit rien")}, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got := ask(rule, lint.Options{}, tc.sources...)
			for i := range got {
				got[i] = strings.Replace(got[i], ":0 ", " ", 1)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
