package importer

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"recette/internal/importer/sheet"
	"recette/internal/meant"
	"recette/internal/recette"
)

// folded makes texts comparable: accents and their encodings, capitals, apostrophes and spaces aside.
func folded(s string) string {
	s = strings.NewReplacer("’", "'", "‘", "'", "\u00a0", " ", "\u202f", " ", "_", " ").Replace(s)
	return strings.Join(strings.Fields(meant.Fold(s)), " ")
}

// clean is a free text as it is recorded: composed accents, no spaces around it.
func clean(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// The words of the verdicts, as the product writes them in both languages and as French sheets do.
func verdictOf(s string) (recette.Verdict, bool) {
	switch strings.Trim(folded(s), ".!") {
	case "conforme", "passed", "ok", "o.k", "oui", "c", "passe", "reussi", "valide", "succes", "pass", "fait", "done":
		return recette.Passed, true
	case "conforme avec observation", "passed with remark", "passed with a remark", "ok avec observation",
		"ok avec remarque", "ok avec reserve", "co", "avec observation":
		return recette.PassedWithRemark, true
	case "non conforme", "failed", "ko", "k.o", "nok", "nc", "non", "echec", "echoue", "en echec", "fail", "non ok",
		"anomalie":
		return recette.Failed, true
	case "bloque", "blocked", "bloquant", "b", "bloquee":
		return recette.Blocked, true
	case "sans objet", "not applicable", "n/a", "na", "so", "n.a", "non applicable", "s.o":
		return recette.NotApplicable, true
	case "non execute", "not run", "non teste", "a tester", "a faire", "ne", "non joue", "todo", "nt", "en attente":
		return recette.NotRun, true
	}
	return "", false
}

func causeOf(s string) (recette.Cause, bool) {
	causes := recette.Causes()
	words := [][]string{
		{"environnement", "environment"},
		{"donnee", "donnees", "data", "jeu de donnees"},
		{"droit", "droits", "rights", "habilitation"},
		{"dependance", "dependances", "dependency"},
		{"anomalie", "anomaly"},
	}
	for i, list := range words {
		for _, w := range list {
			if folded(s) == w {
				return causes[i], true
			}
		}
	}
	return "", false
}

func severityOf(s string) (recette.Severity, bool) {
	for i, list := range [][]string{
		{"bloquante", "bloquant", "blocking", "critique"},
		{"majeure", "majeur", "major"},
		{"mineure", "mineur", "minor"},
		{"observation", "evolution", "remarque"},
	} {
		for _, w := range list {
			if folded(s) == w {
				return recette.Severities()[i], true
			}
		}
	}
	return "", false
}

// dayOf reads a day: a date of the spreadsheet, or a text as people write it. It gives YYYY-MM-DD.
func dayOf(b *sheet.Book, c *sheet.Cell) (string, bool) {
	if c.Number {
		at, ok := b.Instant(c.Value)
		return at.Format(time.DateOnly), ok && at.Year() >= 2000 && at.Year() < 2100
	}
	said, _, _ := strings.Cut(strings.TrimSpace(c.Text), " ")
	for _, layout := range []string{"2/1/2006", time.DateOnly, "2-1-2006", "2.1.2006", "2/1/06"} {
		if at, err := time.Parse(layout, said); err == nil && at.Year() >= 2000 && at.Year() < 2100 {
			return at.Format(time.DateOnly), true
		}
	}
	return "", false
}

// minutesOf reads how long something took, in minutes.
func minutesOf(c *sheet.Cell) (float64, bool) {
	said := strings.TrimSpace(strings.TrimSuffix(strings.Replace(strings.ToLower(c.Text), ",", ".", 1), "min"))
	n, err := strconv.ParseFloat(said, 64)
	const most = 60 * 24
	return n, err == nil && n >= 0 && n <= most && !c.Date
}

// names cuts a list of files: a line each, or parted by semicolons.
func names(s string) (out []string) {
	for _, n := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == ';' }) {
		if n = clean(n); n != "" {
			out = append(out, n)
		}
	}
	return out
}
