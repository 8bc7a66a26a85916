package importer

import (
	"slices"
	"strings"
	"unicode"
)

// What the columns of a sheet in the usual French layout may hold beside what is filled.
const (
	columnID       = "id"
	columnTitle    = "title"
	columnStep     = "step"
	columnRank     = "rank"
	columnExpected = "expected"
	columnBuild    = "build"
	columnPlace    = "environment"
)

// word says that a column holds something by the words of its title. A title is understood when one of the first
// phrases is in it and each of its other words is one of the rest: « date » is a day, « date d'exécution » too, « date
// prévue » is not, and its column is left out, and said to be. A word that is not listed is never guessed at: what was
// planned, estimated, created or corrected is not what happened.
type word struct {
	holds   string
	phrases []string
	rest    string
}

// words lists what a title may mean. Each phrase is of folded words, apart by a space.
func words() []word {
	const (
		steps  = " etape etapes action actions pas operation operations instruction instructions"
		tests  = " test tests cas scenario scenarios recette"
		people = " nom prenom"
	)
	return []word{
		{columnRank, []string{
			"n° etape", "n° pas", "n° action", "no etape", "no pas", "num etape", "numero etape", "numero pas",
			"numero action", "id etape", "id pas", "etape n°", "pas n°", "step no", "step number",
		}, tests + steps},
		{
			columnExpected,
			[]string{"attendu", "attendus", "attendue", "attendues", "expected"},
			"resultat resultats result results comportement reponse" + tests + steps,
		},
		{fieldObserved, []string{
			"obtenu", "obtenus", "constate", "constates", "observe", "observes", "constat", "resultat reel", "actual",
		}, "resultat resultats result results comportement reponse constate obtenu observe detail" + tests + steps},
		{fieldVerdict, []string{
			"statut", "status", "verdict", "conformite", "conforme", "ok ko", "ok nok", "resultat", "resultats", "etat",
			"result",
		}, "ok ko nok nt na n a so oui non o final global resultat statut verdict result execution" + tests + steps},
		{fieldTester, []string{
			"testeur", "testeuse", "tester", "recetteur", "executant", "teste par", "testee par", "execute par",
			"realise par", "joue par", "passe par", "tested by",
		}, people + " testeur" + tests},
		{
			fieldDay,
			[]string{"date", "jour", "teste le", "execute le", "joue le"},
			"jour execution passage realisation jj mm aaaa" + tests,
		},
		{fieldComment, []string{
			"commentaire", "commentaires", "observation", "observations", "remarque", "remarques", "note", "notes",
			"comment", "comments",
		}, "commentaire commentaires observation observations remarque remarques note notes testeur recetteur ou et " +
			"eventuel eventuelle eventuels eventuelles" + tests},
		{fieldCause, []string{"cause", "causes"}, "blocage bloque"},
		{fieldReason, []string{"motif", "justification", "raison"}, "sans objet so na n a motif justification"},
		{fieldSeverity, []string{"gravite", "severite", "severity"}, "anomalie anomalies ko defaut"},
		{fieldEvidence, []string{
			"preuve", "preuves", "piece jointe", "pieces jointes", "capture", "captures", "evidence",
		}, "ecran ecrans piece pieces jointe jointes capture captures" + tests},
		{fieldMinutes, []string{"duree", "temps"}, "reel reelle passe passee execution min mn minute minutes" + tests},
		{
			columnBuild,
			[]string{"version", "build"},
			"n° no num numero testee teste application logiciel appli build version" + tests,
		},
		{columnPlace, []string{"environnement"}, "plateforme" + tests},
		{columnStep, []string{
			"etape", "etapes", "action", "actions", "pas", "operation", "operations", "instruction", "instructions",
			"consigne", "consignes", "manipulation", "manipulations", "procedure", "deroule", "deroulement",
			"mode operatoire", "description", "step", "steps",
		}, "realiser effectuer executer mener utilisateur description detail" + tests + steps},
		{
			columnID,
			[]string{"id", "identifiant", "reference", "ref", "code", "n°", "no", "num", "numero"},
			"n° no id ct fiche" + tests,
		},
		{columnTitle, []string{
			"scenario", "titre", "intitule", "libelle", "fonction", "cas test", "test", "nom",
		}, "titre intitule libelle nom testee fonction" + tests},
	}
}

// heading gives what a column holds, by its title; empty when nobody can tell.
func heading(title string) string {
	said := strings.FieldsFunc(folded(title), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '°'
	})
	if len(said) > 1 {
		said = slices.DeleteFunc(said, func(w string) bool {
			return slices.Contains(strings.Fields("de du des d la l les un une au a s e"), w)
		})
	}
	if len(said) == 1 && said[0] == "cas" {
		return columnID
	}
	whole := " " + strings.Join(said, " ") + " "
	for _, w := range words() {
		for _, phrase := range w.phrases {
			before, after, found := strings.Cut(whole, " "+phrase+" ")
			if !found {
				continue
			}
			rest := strings.Fields(before + " " + after)
			if !slices.ContainsFunc(rest, func(x string) bool { return !slices.Contains(strings.Fields(w.rest), x) }) {
				return w.holds
			}
		}
	}
	return ""
}
