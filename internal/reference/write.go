package reference

import (
	"strings"
	"time"

	"recette/internal/yamldoc"
)

// DecisionsDir is the folder of decisions, in the project.
const DecisionsDir = "decisions"

// OfDecisions tells whether a file, or the folder itself, holds decisions.
func OfDecisions(file string) bool {
	return file == DecisionsDir || strings.HasPrefix(file, DecisionsDir+"/")
}

// WriteDecision writes a decision as its page, in a language of the product. Sections without a text are there all the
// same, to be filled.
func WriteDecision(d *Decision, lang string) string {
	label := decisionLabels(lang)
	var b strings.Builder
	b.WriteString("# " + d.ID + " – " + d.Title + "\n\n")
	for _, f := range [][2]string{
		{"date", writtenDay(d.Date, lang)},
		{"instance", d.Instance},
		{"decider", d.Decider},
		{"status", statusWord(d.Status, d.ReplacedBy, lang)},
		{"impacts", strings.Join(d.Impacts, ", ")},
		{"due", writtenDay(d.Due, lang)},
	} {
		if f[1] != "" {
			b.WriteString("- **" + label[f[0]] + "**" + colon(lang) + f[1] + "\n")
		}
	}
	for _, s := range [][2]string{{"question", d.Question}, {"options", d.Options}, {"choice", d.Choice}} {
		b.WriteString("\n## " + label[s[0]] + "\n")
		if s[1] != "" {
			b.WriteString("\n" + s[1] + "\n")
		}
	}
	if d.More != "" {
		b.WriteString("\n" + d.More + "\n")
	}
	return b.String()
}

func colon(lang string) string {
	if lang == "en" {
		return ": "
	}
	return " : "
}

// writtenDay writes an ISO date as the readers of a language do.
func writtenDay(iso, lang string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil || lang == "en" {
		return iso
	}
	return t.Format("02/01/2006")
}

// statusWord writes the status of a decision in a language of the product, as ParseStatus reads it.
func statusWord(s DecisionStatus, replacedBy, lang string) string {
	words := map[DecisionStatus]string{
		Proposed: "proposée", Acted: "actée", Superseded: "remplacée par ", Rejected: "rejetée",
	}
	if lang == "en" {
		words = map[DecisionStatus]string{
			Proposed: "proposed", Acted: "acted", Superseded: "replaced by ", Rejected: "rejected",
		}
	}
	if s == Superseded {
		return words[s] + replacedBy
	}
	return words[s]
}

// ParseDecision reads the page of one decision alone: what it says of others is not looked at.
func ParseDecision(file, text string) (Decision, []yamldoc.Problem) {
	l := &loader{set: &Set{}, placed: map[string]*values{}}
	l.decision(content{path: file, data: []byte(text)}, true)
	return l.set.Decisions[0], l.problems
}

// Supersede gives the page of a decision with its status changed to replaced by another; ok is false when the page has
// no status to change. Nothing else of the page changes, its line ends included.
func Supersede(page, by, lang string) (text string, ok bool) {
	form, start := decisionForm(), 0
	for line := range strings.Lines(page) {
		bare := strings.TrimRight(line, "\r\n")
		if strings.HasPrefix(bare, "## ") {
			return page, false
		}
		f, is := fieldOf(bare, 1, form.known)
		if key, known := form.fields.key(f.name); is && known && key == "status" && f.value != "" {
			at := start + strings.LastIndex(bare, f.value)
			return page[:at] + statusWord(Superseded, by, lang) + page[at+len(f.value):], true
		}
		start += len(line)
	}
	return page, false
}
