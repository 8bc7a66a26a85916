// Package ticket takes anomalies out of a campaign as a table, and compares a table that comes back, or that Jira,
// GitLab, Redmine or Tuleap exported, with what the campaign holds. Of each row it says what would be recorded, what
// stands already, what is left and what contradicts itself, with the reason: no cell of a known column is dropped in
// silence. It records nothing: the service of campaigns does, by its own rules. It closes nothing and sets nothing
// aside, whatever a tracker says: a re-test and a person do.
package ticket

import (
	"cmp"
	"errors"
	"maps"
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
	fieldResolution field = "resolution" // of a tracker: how it ended
	fieldFixer      field = "fixed_by"   // no column: the owner is
)

// columns are the titles of each field, folded: ours in both languages, then those that trackers give their columns,
// the surest first. Of columns of one field the surer ones are read, the others are not taken.
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
		fieldOriginal:   {"doublon de", "duplicate of"},
		fieldMark:       {"repere", "mark"},
		fieldResolution: {"resolution"},
	}
}

// Ticket is one row.
type Ticket struct {
	Line  int
	cells map[field]string
	long  bool // a cell of it has no title above it
	twice []two
}

// two are the values of two columns of one title that differ.
type two struct {
	of         field
	one, other string
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
	at, folded := map[field][]int{}, make([]string, len(header))
	for i, title := range header {
		folded[i] = meant.Fold(title)
	}
	for f, names := range columns() {
		for _, n := range names {
			if at[f] = columnsOf(folded, meant.Fold(n)); len(at[f]) > 0 {
				break
			}
		}
	}
	if len(at[fieldNumber])+len(at[fieldReference])+len(at[fieldSummary]) == 0 {
		return nil, ErrColumns
	}
	s := &Sheet{Tracker: looksLike(folded)}
	taken := make([]bool, len(header))
	for _, columns := range at {
		for _, i := range columns {
			taken[i] = true
		}
	}
	for i, title := range header {
		if !taken[i] && strings.TrimSpace(title) != "" && !slices.Contains(s.Left, clean(title)) {
			s.Left = append(s.Left, clean(title))
		}
	}
	for _, r := range rows[1:] {
		s.Rows = append(s.Rows, ticketOf(header, r, at))
	}
	return s, nil
}

// columnsOf gives where a title stands: a tool repeats that of what may have several values.
func columnsOf(titles []string, title string) (at []int) {
	for i, t := range titles {
		if t == title {
			at = append(at, i)
		}
	}
	return at
}

// ticketOf reads a row by what its columns say.
func ticketOf(header []string, r delimited.Row, at map[field][]int) Ticket {
	t := Ticket{Line: r.Line, cells: map[field]string{}}
	for _, f := range slices.Sorted(maps.Keys(at)) {
		for _, i := range at[f] {
			if i >= len(r.Cells) {
				continue
			}
			was, said := t.cells[f], clean(r.Cells[i])
			if was != "" && said != "" && was != said {
				t.twice = append(t.twice, two{f, was, said})
			}
			t.cells[f] = cmp.Or(was, said)
		}
	}
	for i, c := range r.Cells {
		untitled := i >= len(header) || strings.TrimSpace(header[i]) == ""
		t.long = t.long || untitled && strings.TrimSpace(c) != ""
	}
	return t
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

// resolutionOf reads how a tracker says that a ticket ended.
func resolutionOf(s string) (recette.AnomalyStatus, bool) {
	return wordOf(s, []recette.AnomalyStatus{
		recette.AnomalyFixed, recette.AnomalyRejected, recette.AnomalyWaived, recette.AnomalyDuplicate,
	}, [][]string{
		{
			"done", "fixed", "resolved", "termine", "terminee", "corrige", "corrigee", "resolu", "resolue",
			"unresolved",
			"non resolu", "non resolue", "none", "aucune", "delivered", "livre", "livree", "works as fixed",
		},
		{
			"cannot reproduce", "can not reproduce", "can't reproduce", "not reproducible", "unable to reproduce",
			"non reproductible", "impossible a reproduire", "declined", "rejected", "rejete", "rejetee", "refuse",
			"refusee", "invalid", "non valide", "invalide", "not a bug", "works for me", "works as designed",
			"as designed", "conforme", "incomplete", "incomplet",
		},
		{
			"won't do", "wont do", "won't fix", "wont fix", "will not fix", "ne sera pas corrige", "ne sera pas fait",
			"abandonne", "abandonnee", "cancelled", "canceled", "annule", "annulee", "sans suite", "suspended",
		},
		{"duplicate", "doublon", "dupliquee", "duplique"},
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
