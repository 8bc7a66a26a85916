// Package ticket takes anomalies out of a campaign as a table, and compares a table that comes back, or that Jira,
// GitLab, Redmine or Tuleap exported, with what the campaign holds. Of each row it says what would be recorded, what
// stands already, what is left and what contradicts itself, with the reason: no cell of a known column is dropped in
// silence. It records nothing: the service of campaigns does, by its own rules. It closes nothing and sets nothing
// aside, whatever a tracker says: a re-test and a person do.
package ticket

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/delimited"
	"recette/internal/meant"
	"recette/internal/recette"
)

// ErrColumns refuses a table of which no column says what its rows are about.
var ErrColumns = errors.New("no column of anomalies")

// field is what a column says.
type field string

// The fields. Their names are those of the texts, below "ticket.field.".
const (
	fieldNumber     field = "number"
	fieldReference  field = "reference"
	fieldURL        field = "url"
	fieldSeverity   field = "severity"
	fieldPriority   field = "priority"
	fieldStatus     field = "status"
	fieldCase       field = "case"
	fieldStep       field = "step"
	fieldSummary    field = "summary"
	fieldWorkaround field = "workaround"
	fieldOwner      field = "owner"
	fieldDue        field = "due"
	fieldBuild      field = "build"
	fieldOriginal   field = "original"
	fieldMark       field = "mark"
)

// columns are the titles of each field, folded: ours in both languages, then those that trackers give their columns,
// the surest first. Of two columns of one field the surer one is read, the other is not taken.
func columns() map[field][]string {
	return map[field][]string{
		fieldNumber: {"n° d'anomalie", "anomaly no.", "anomalie", "anomaly", "numero d'anomalie"},
		fieldReference: {
			"suivi exterieur", "external reference", "reference externe", "issue key", "cle de ticket", "cle", "key",
			"iid", "issue id", "identifiant du ticket", "aid", "artifact id", "artifact_id", "#", "id", "ticket",
		},
		fieldURL:      {"adresse", "url", "lien", "link"},
		fieldSeverity: {"gravite", "severity", "severite"},
		fieldPriority: {"priorite", "priority"},
		fieldStatus:   {"etat", "status", "statut", "state"},
		fieldCase:     {"scenario", "case", "cas"},
		fieldStep:     {"pas", "step", "etape"},
		fieldSummary: {
			"resume", "summary", "title", "titre", "subject", "sujet", "libelle", "intitule", "objet",
		},
		fieldWorkaround: {"contournement", "workaround"},
		fieldOwner: {
			"qui corrige", "corrected by", "assignee", "assigne", "assigne a", "personne assignee", "attribution",
			"responsable", "assigned to", "owner",
		},
		fieldDue: {"echeance", "due", "due date", "date d'echeance", "date d'echeance prevue"},
		fieldBuild: {
			"version qui corrige", "corrected in", "fix version/s", "fix versions", "version(s) corrigee(s)",
			"version corrigee", "version cible", "target version", "milestone", "jalon",
		},
		fieldOriginal: {"doublon de", "duplicate of"},
		fieldMark:     {"repere", "mark"},
	}
}

// Ticket is one row.
type Ticket struct {
	Line  int
	cells map[field]string
	long  bool // it has more cells than the header
}

func (t *Ticket) get(f field) string { return t.cells[f] }

// Sheet is a table of anomalies.
type Sheet struct {
	// Tracker is the tool whose export it looks like: jira, gitlab, redmine, tuleap; empty when it looks like none.
	Tracker string
	Rows    []Ticket
	Left    []string // titles of columns that are not taken, in their order
}

// Read finds what the columns of a table say. It returns ErrColumns when there is neither a summary nor anything that
// names an anomaly, or no header.
func Read(rows []delimited.Row) (*Sheet, error) {
	if len(rows) == 0 {
		return nil, ErrColumns
	}
	header := rows[0].Cells
	at, folded := map[field]int{}, make([]string, len(header))
	for i, title := range header {
		folded[i] = meant.Fold(title)
	}
	for f, names := range columns() {
		for _, n := range names {
			if i := slices.Index(folded, meant.Fold(n)); i >= 0 {
				at[f] = i
				break
			}
		}
	}
	_, numbered := at[fieldNumber]
	_, referred := at[fieldReference]
	_, summed := at[fieldSummary]
	if !numbered && !referred && !summed {
		return nil, ErrColumns
	}
	s := &Sheet{Tracker: looksLike(folded)}
	taken := make([]bool, len(header))
	for _, i := range at {
		taken[i] = true
	}
	for i, title := range header {
		if !taken[i] && strings.TrimSpace(title) != "" && !slices.Contains(s.Left, clean(title)) {
			s.Left = append(s.Left, clean(title))
		}
	}
	for _, r := range rows[1:] {
		t := Ticket{Line: r.Line, cells: map[field]string{}}
		for f, i := range at {
			if i < len(r.Cells) {
				t.cells[f] = clean(r.Cells[i])
			}
		}
		for _, c := range r.Cells[min(len(header), len(r.Cells)):] {
			t.long = t.long || strings.TrimSpace(c) != ""
		}
		s.Rows = append(s.Rows, t)
	}
	return s, nil
}

// looksLike tells which tool exports such a header by default.
func looksLike(folded []string) string {
	has := func(names ...string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(folded, n) })
	}
	switch {
	case has("issue key"), has("cle de ticket"):
		return "jira"
	case has("issue id", "title", "state"), has("iid", "title", "state"):
		return "gitlab"
	case has("aid"), has("artifact id"):
		return "tuleap"
	case has("#", "subject"), has("#", "sujet"):
		return "redmine"
	}
	return ""
}

// clean is a text as it is recorded: composed accents, no spaces around it.
func clean(s string) string { return strings.TrimSpace(norm.NFC.String(s)) }

// rank takes the number that some tools put before a word away: "1 - Bloquante".
var rank = regexp.MustCompile(`^[0-9]+ *[-.:)]* *`)

func folded(s string) string {
	if f := meant.Fold(rank.ReplaceAllString(strings.TrimSpace(s), "")); f != "" {
		return f
	}
	return meant.Fold(s)
}

func wordOf[T any](s string, of []T, words [][]string) (T, bool) {
	for i, list := range words {
		if slices.Contains(list, folded(s)) {
			return of[i], true
		}
	}
	var none T
	return none, false
}

func severityOf(s string) (recette.Severity, bool) {
	return wordOf(s, recette.Severities(), [][]string{
		{"bloquante", "bloquant", "blocking", "blocker", "critique", "critical", "critical impact"},
		{"majeure", "majeur", "major", "major impact", "grave"},
		{"mineure", "mineur", "minor", "minor impact"},
		{"observation", "remarque", "trivial", "cosmetique", "cosmetic"},
	})
}

func priorityOf(s string) (recette.Priority, bool) {
	return wordOf(s, recette.Priorities(), [][]string{
		{"urgente", "urgent", "highest", "la plus haute", "immediate", "immediat", "immediata", "blocker", "critical"},
		{"haute", "high", "elevee", "eleve", "haut", "major"},
		{"normale", "normal", "medium", "moyenne", "moyen"},
		{"basse", "low", "faible", "bas", "lowest", "la plus basse", "minor", "trivial"},
	})
}

func statusOf(s string) (recette.AnomalyStatus, bool) {
	return wordOf(s, recette.AnomalyStatuses(), [][]string{
		{"ouverte", "open", "opened", "ouvert", "nouveau", "nouvelle", "new", "to do", "a faire", "backlog"},
		{
			"en correction", "being corrected", "in progress", "en cours", "assigned", "assigne", "assignee",
			"accepted", "accepte", "under review",
		},
		{
			"corrigee, a re tester", "corrected, to be re tested", "corrige", "corrigee", "fixed", "resolved", "resolu",
			"resolue", "done", "termine", "terminee", "livre", "livree", "ready for test", "a tester", "to be tested",
		},
		{"rouverte", "reopened", "rouvert", "re opened"},
		{"close", "closed", "clos", "cloture", "cloturee", "ferme", "fermee", "verified", "verifie"},
		{"rejetee", "rejected", "rejete", "refuse", "refusee", "invalid", "declined"},
		{"sans suite", "without follow up", "won't fix", "wont fix", "won't do", "abandonne", "abandonnee"},
		{"doublon", "duplicate"},
	})
}

// stepOf reads a step, from 1.
func stepOf(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && n > 0
}

// bare tells that a reference has no tracker before it.
func bare(reference string) bool { return !strings.Contains(reference, ":") }

// Name says which row it is, for a reader: the number of the anomaly, or what the tracker calls it.
func (t *Ticket) name() string {
	if n := t.get(fieldNumber); n != "" {
		return n
	}
	return t.get(fieldReference)
}
