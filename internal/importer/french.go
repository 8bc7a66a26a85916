package importer

import (
	"slices"
	"strconv"
	"strings"

	"recette/internal/importer/sheet"
	"recette/reports/cahier"
)

// What the columns of a sheet in the usual French layout may hold beside what is filled.
const (
	columnID       = "id"
	columnTitle    = "title"
	columnStep     = "step"
	columnRank     = "rank"
	columnExpected = "expected"
	columnGiven    = "given" // known, and not to be taken: it repeats what is frozen
)

// heading gives what a column holds, by its title: French sheets word the same thing in many ways, so that a part of
// the title is enough. The order matters: « n° étape » is no step, « résultat attendu » no result.
func heading(title string) string {
	t := strings.TrimSpace(strings.NewReplacer("*", "", ":", "", ".", "").Replace(folded(title)))
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(t, p) })
	}
	is := func(words ...string) bool { return slices.Contains(words, t) }
	begins := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return t == w || strings.HasPrefix(t, w+" ") })
	}
	number := begins("n°", "no", "num", "numero", "id", "identifiant")
	switch {
	case t == "":
		return ""
	case number && has("etape", "pas", "action"):
		return columnRank
	case has("attendu", "expected"):
		return columnExpected
	case has("obtenu", "constate", "observe ", "actual") || is("observe"):
		return fieldObserved
	case has("statut", "status", "verdict", "ok/ko", "ok / ko", "conformite") || is("resultat", "resultats", "etat",
		"resultat du test", "resultat de test"):
		return fieldVerdict
	case has("teste par", "testeur", "execute par", "realise par", "executant", "tested by", "recetteur"):
		return fieldTester
	case begins("date", "teste le"):
		return fieldDay
	case has("commentaire", "observation", "remarque") || is("note", "notes"):
		return fieldComment
	case begins("cause"):
		return fieldCause
	case begins("motif", "justification"):
		return fieldReason
	case begins("gravite", "severite", "severity"):
		return fieldSeverity
	case has("preuve", "piece jointe", "pieces jointes", "capture", "evidence"):
		return fieldEvidence
	case begins("duree", "temps"):
		return fieldMinutes
	case begins("objectif", "donnee", "donnees", "jeu de donnees", "jdd", "prerequis", "pre-requis", "precondition",
		"preconditions", "module", "parcours", "domaine", "priorite", "role", "profil", "exigence", "us", "criticite",
		"environnement", "version"):
		return columnGiven
	case number || begins("reference", "ref", "code") || is("cas"):
		return columnID
	case has("etape", "action", "mode operatoire") || is("description", "pas"):
		return columnStep
	case has("scenario", "titre", "intitule", "libelle", "fonction", "cas de test") || is("test", "nom"):
		return columnTitle
	}
	return ""
}

// columns is the head of a sheet: which column holds what.
type columns struct {
	of      map[string]int
	unknown map[int]string // titles that say nothing known
	row     int
}

// headOf reads a row as the head of a sheet: it has a verdict, an identifier or a title, and another known column.
func headOf(row *sheet.Row) (columns, bool) {
	h := columns{of: map[string]int{}, unknown: map[int]string{}, row: row.Number}
	for i := range row.Cells {
		c := &row.Cells[i]
		name := heading(c.Text)
		_, taken := h.of[name]
		switch {
		case name == "", taken && name != columnGiven:
			h.unknown[c.Column] = c.Text
		default:
			h.of[name] = c.Column
		}
	}
	_, verdict := h.of[fieldVerdict]
	_, id := h.of[columnID]
	_, title := h.of[columnTitle]
	return h, verdict && (id || title) && len(h.of) >= 3
}

// french reads a workbook in the usual French layout: a row a scenario, or a row a step.
func (r *reading) french() error {
	found := false
	for i := range r.file.book.Sheets {
		s := &r.file.book.Sheets[i]
		if s.Hidden {
			r.note(Place{Sheet: s.Name}, "sheet-hidden")
			continue
		}
		l := &layout{reading: r, sheet: s, stray: map[int]int{}}
		if err := r.file.book.Rows(s, func(row *sheet.Row) error {
			l.row(row)
			return nil
		}); err != nil {
			return err //nolint:wrapcheck // it says where
		}
		if l.head.of == nil {
			r.note(Place{Sheet: s.Name}, "sheet-foreign")
			continue
		}
		found = true
		l.end()
	}
	if !found {
		return ErrLayout
	}
	return nil
}

// layout reads a sheet in the usual French layout.
type layout struct {
	*reading
	sheet *sheet.Sheet
	head  columns
	stray map[int]int // columns that are not known, by how many cells they hold
	id    string      // of the scenario that the rows speak of; a merged cell names it once
	title string
	rows  []*line // of that scenario
}

// line is a row of a scenario.
type line struct {
	answer
	step, expected, rank string
}

// headWithin is how many rows may come before the head.
const headWithin = 40

func (l *layout) row(row *sheet.Row) {
	if l.head.of == nil {
		if h, ok := headOf(row); ok && row.Number <= headWithin {
			l.head = h
		}
		return
	}
	text := func(name string) string {
		if column, ok := l.head.of[name]; ok {
			return clean(row.Text(column))
		}
		return ""
	}
	for i := range row.Cells {
		if _, unknown := l.head.unknown[row.Cells[i].Column]; unknown {
			l.stray[row.Cells[i].Column]++
		}
	}
	id, title := text(columnID), text(columnTitle)
	if id != "" && id != l.id || id == "" && title != "" && title != l.title {
		l.end()
		l.id, l.title = id, title
	}
	x := &line{
		answer: answer{at: Place{Sheet: l.sheet.Name, Row: row.Number}, place: -1, attempt: -1},
		step:   text(columnStep), expected: text(columnExpected), rank: text(columnRank),
	}
	bad := false
	fields(l.head.of).fill(l.file.book, row, &x.answer, func(column int, code string, args ...string) {
		bad = true
		l.refuse(Place{l.sheet.Name, row.Number, column}, l.id, code, args...)
	})
	x.bad = bad
	if bad || x.said() || x.tester != "" || x.day != "" {
		l.rows = append(l.rows, x)
	} else if x.step != "" || x.expected != "" {
		l.rows = append(l.rows, x) // a step that nobody filled: it tells a row a step from a row a scenario
	}
}

// end matches the rows of a scenario to a case.
func (l *layout) end() {
	rows := l.rows
	l.rows = nil
	filled := slices.ContainsFunc(rows, func(x *line) bool { return x.said() || x.bad })
	if len(rows) > 0 && filled {
		place, code, args := l.find()
		for _, x := range rows {
			x.id, x.place = first(l.id, l.title), place
			if place >= 0 {
				x.id = l.book.Cases[place].ID
			} else if x.said() {
				l.refuse(x.at, x.id, code, args...)
			}
		}
		if place >= 0 {
			l.match(rows, &l.book.Cases[place])
		}
	}
	if l.id == "" && l.title == "" { // the end of the sheet comes with the last scenario
		return
	}
	l.id, l.title = "", ""
	for column, cells := range l.stray {
		if cells > 0 {
			l.note(Place{l.sheet.Name, l.head.row, column}, "column", l.head.unknown[column])
			l.stray[column] = -1 << 30 // said once
		}
	}
}

// find gives the case that an identifier or a title means. A title serves where there is no identifier of ours.
func (l *layout) find() (place int, code string, args []string) {
	var byID, byTitle []string
	at := -1
	for i := range l.book.Cases {
		c := &l.book.Cases[i]
		if l.id != "" && folded(c.ID) == folded(l.id) {
			return i, "", nil
		}
		if l.id != "" && (folded(caseOf(c.ID)) == folded(l.id) || folded(outlineOf(c.ID)) == folded(l.id)) {
			byID, at = append(byID, c.ID), i
		}
	}
	if len(byID) == 1 {
		return at, "", nil
	}
	if len(byID) > 1 {
		return -1, "several-cases", few(byID)
	}
	for i := range l.book.Cases {
		c := &l.book.Cases[i]
		if l.title != "" && folded(c.Name) == folded(l.title) {
			byTitle, at = append(byTitle, c.ID), i
		}
	}
	switch len(byTitle) {
	case 0:
		return -1, "unknown-case", []string{first(l.id, l.title)}
	case 1:
		return at, "", nil
	}
	return -1, "several-cases", few(byTitle)
}

// caseOf gives the case of a row of the plan, outlineOf the outline of a row of examples.
func caseOf(id string) string {
	head, _, _ := strings.Cut(id, "@")
	return head
}

func outlineOf(id string) string {
	head, _, _ := strings.Cut(caseOf(id), "/")
	return head
}

// few keeps a list short enough for one line.
func few(ids []string) []string {
	const most = 6
	if len(ids) > most {
		ids = append(slices.Clone(ids[:most]), "…")
	}
	return []string{strings.Join(ids, ", ")}
}

// match gives each row of a case the steps that it speaks of: one row is the whole case, several are one step each.
func (l *layout) match(rows []*line, c *cahier.Case) {
	if len(rows) == 1 {
		rows[0].content = c.Content
		l.answers = append(l.answers, &rows[0].answer)
		return
	}
	taken, lost := map[int]bool{}, false
	for _, x := range rows {
		x.content = c.Content
		if !x.said() {
			continue
		}
		at := stepOf(x, c, taken)
		if at < 0 {
			l.refuse(x.at, c.ID, "unknown-step", first(first(x.expected, x.step), x.rank))
			lost = true
			continue
		}
		taken[at] = true
		x.from, x.to = at, at+1
		l.answers = append(l.answers, &x.answer)
	}
	for _, x := range rows { // a row that speaks of no step keeps the whole case waiting
		x.bad = x.bad || lost
	}
	if who := rows[0]; !who.said() && (who.tester != "" || who.day != "" || who.bad) { // said once, above the steps
		l.answers = append(l.answers, &who.answer)
	}
}

// stepOf gives the step of a case that a row speaks of, from 0; -1 when nobody can tell.
func stepOf(x *line, c *cahier.Case, taken map[int]bool) int {
	for _, said := range []string{x.expected, x.step} {
		if said == "" {
			continue
		}
		for i := range c.Steps {
			s := &c.Steps[i]
			if n := s.Number - 1; !taken[n] && (sameStep(said, s) || sameStep(said, &cahier.Step{Text: s.Text})) {
				return n
			}
		}
	}
	if n, err := strconv.Atoi(strings.TrimSpace(x.rank)); err == nil && n >= 1 && n <= c.StepCount() && !taken[n-1] {
		return n - 1
	}
	return -1
}

// sameStep tells whether a text is that of a step, with its keyword or without.
func sameStep(said string, s *cahier.Step) bool {
	own := s.Text
	if s.Keyword != "" {
		own = s.Keyword + " " + s.Text
	}
	return strings.TrimSuffix(folded(said), ".") == strings.TrimSuffix(folded(own), ".")
}
