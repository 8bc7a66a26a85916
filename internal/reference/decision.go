package reference

import (
	"strings"

	"recette/internal/yamldoc"
)

// decisionForm is what a decision may hold.
func decisionForm() *form {
	return &form{
		fields: newVocabulary(map[string][]string{
			"date":     {"Date"},
			"instance": {"Instance", "Body"},
			"decider":  {"Décideur", "Décideuse", "Décidée par", "Decider", "Decided by"},
			"status":   {"Statut", "Status"},
			"impacts":  {"Impacts", "Impact"},
			"due":      {"Échéance", "Due"},
		}),
		sections: newVocabulary(map[string][]string{
			"question": {"Question"},
			"options":  {"Options examinées", "Options", "Options considered"},
			"choice":   {"Choix", "Choice", "Décision", "Decision"},
		}),
	}
}

// decisionLabels gives the names of the fields and sections of a decision in a language of the product, by "date",
// "instance", "decider", "status", "impacts", "due", "question", "options" and "choice".
func decisionLabels(lang string) map[string]string {
	if lang == "en" {
		return map[string]string{
			"date": "Date", "instance": "Body", "decider": "Decider", "status": "Status", "impacts": "Impacts",
			"due":      "Due",
			"question": "Question", "options": "Options considered", "choice": "Choice",
		}
	}
	return map[string]string{
		"date": "Date", "instance": "Instance", "decider": "Décideur", "status": "Statut", "impacts": "Impacts",
		"due":      "Échéance",
		"question": "Question", "options": "Options examinées", "choice": "Choix",
	}
}

func (l *loader) decision(c content, ok bool) {
	if !ok {
		l.set.Decisions = append(l.set.Decisions, Decision{At: Place{c.path, 1, 1}, ID: c.id()})
		return
	}
	v := l.readValues(c, decisionForm())
	d := Decision{
		At: v.at, ID: v.id, Title: v.title, Instance: v.fields["instance"].value, Decider: v.fields["decider"].value,
		Impacts: listOf(v.fields["impacts"].value), Question: v.sections["question"], Options: v.sections["options"],
		Choice: v.sections["choice"], More: v.more,
	}
	d.Date = l.date(&v, "date")
	d.Due = l.date(&v, "due")
	status, given := v.fields["status"]
	switch {
	case !given || status.value == "":
		l.add(v.place("status"), yamldoc.Missing, "", "Statut / Status")
	default:
		var known bool
		if d.Status, d.ReplacedBy, known = ParseStatus(status.value); !known {
			l.add(v.place("status"), badStatus, "", status.value)
		}
	}
	if v.fields["date"].value == "" {
		l.add(v.place("date"), yamldoc.Missing, "", "Date")
	}
	// Nobody can be asked about a decision that nobody took.
	if (d.Status == Acted || d.Status == Superseded) && d.Decider == "" {
		l.add(v.place("decider"), yamldoc.Missing, "", "Décideur / Decider")
	}
	if v.lead != "" {
		d.More = strings.TrimSpace(v.lead + "\n\n" + d.More)
	}
	l.set.Decisions = append(l.set.Decisions, d)
	l.placed[d.ID] = &v
}

func (l *loader) date(v *values, key string) string {
	f, given := v.fields[key]
	if !given || f.value == "" {
		return ""
	}
	iso, ok := day(f.value)
	if !ok {
		l.add(v.place(key), badDay, "", f.value)
	}
	return iso
}

// ParseStatus reads the status of a decision, in French or in English: "actée", "Remplacée par DEC-0009", "superseded
// by DEC-0009". A decision that is replaced names the one that replaces it.
func ParseStatus(s string) (status DecisionStatus, replacedBy string, ok bool) {
	words := strings.Fields(fold(s))
	if len(words) == 0 {
		return "", "", false
	}
	switch plain(words[0]) {
	case "proposee", "propose", "proposed":
		status = Proposed
	case "actee", "acte", "acted", "accepted":
		status = Acted
	case "rejetee", "rejete", "rejected":
		status = Rejected
	case "remplacee", "remplace", "replaced", "superseded":
		if len(words) != 3 || words[1] != "par" && words[1] != "by" {
			return "", "", false
		}
		return Superseded, words[2], true
	default:
		return "", "", false
	}
	return status, "", len(words) == 1
}
