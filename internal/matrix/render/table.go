package render

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"recette/internal/matrix"
	"recette/internal/standing"
	"recette/internal/term"
)

// Widths of a table, in columns of a terminal.
const (
	tableWidth = 100
	tableLeast = 40
)

// Table writes one direction of the matrix for a terminal, then the totals: every state is a sign and a word, so that
// nothing rests on colour. Lines fit o.Width; a text that does not fit is cut with an ellipsis, an id or a state never.
func Table(out io.Writer, m matrix.Matrix, o Options) error {
	if err := m.Validate(); err != nil {
		return err
	}
	if o.Width <= 0 {
		o.Width = tableWidth
	}
	b := bufio.NewWriter(out)
	t := tableWriter{b: b, w: newWording(&m, &o), width: max(o.Width, tableLeast)}
	t.head()
	switch {
	case o.Reverse && len(m.Scenarios) == 0 && len(m.Selection.States) > 0:
		t.line("\n" + t.w.t("matrix.none-scenario"))
	case o.Reverse:
		t.scenarios()
	case len(m.Rows) == 0 && len(m.Selection.States) > 0:
		t.line("\n" + t.w.t("matrix.none-criterion"))
	default:
		t.rows()
	}
	t.totals()
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write the matrix as a table: %w", err)
	}
	return nil
}

type tableWriter struct {
	b     *bufio.Writer
	w     wording
	width int
}

// Flush gives the error
func (t *tableWriter) line(s string) { _, _ = t.b.WriteString(strings.TrimRight(s, " ") + "\n") }

func (t *tableWriter) head() {
	m := t.w.m
	t.line(term.Clip(oneLine(t.w.t("matrix.title", m.Project)), t.width))
	if s := t.w.selection(); s != "" {
		t.line(term.Clip(oneLine(s), t.width))
	}
	switch {
	case !m.Recorded:
		t.line(term.Clip(t.w.t("matrix.no-record"), t.width))
	case len(m.Builds) > 0:
		t.line(term.Clip(oneLine(t.w.t("matrix.builds", t.w.builds())), t.width))
	}
	for i := range m.Anomalies {
		a := &m.Anomalies[i]
		t.line(
			term.Clip(oneLine(t.w.t("matrix.whole", a.Number, t.w.word("severity", a.Severity), a.Campaign)), t.width),
		)
	}
}

// rows lists the criteria under their stories.
func (t *tableWriter) rows() {
	rows := t.w.m.Rows
	id, state, last := 0, 0, 0
	for i := range rows {
		r := &rows[i]
		id, state = max(id, term.Width(t.w.criterion(r))), max(state, term.Width(t.sign(r.State)))
		last = max(last, term.Width(t.verdictOf(r)))
	}
	for i := range rows {
		r := &rows[i]
		if i == 0 || r.Story != rows[i-1].Story || r.Epic != rows[i-1].Epic {
			t.line("")
			t.story(r)
		}
		right := []string{term.Pad(t.sign(r.State), state)}
		if t.width >= 72 {
			right = append([]string{term.Pad(t.verdictOf(r), last)}, right...)
		}
		if n := t.anomalies(r.Anomalies); n != "" {
			right = append(right, n)
		}
		t.spread(term.Pad(t.w.criterion(r), id), oneLine(r.Text), right)
		if t.width >= 72 && len(r.Scenarios) > 0 {
			t.line(
				term.Clip(
					strings.Repeat(" ", id+4)+t.w.count(
						"matrix.scenarios", len(r.Scenarios),
					)+" : "+strings.Join(r.Scenarios, " "), t.width,
				),
			)
		}
		t.because(r, strings.Repeat(" ", id+4))
	}
}

// because says why a criterion is not proved: what the last results were, and which decision speaks of it.
func (t *tableWriter) because(r *matrix.Row, indent string) {
	if r.State == standing.Proved {
		return
	}
	var parts []string
	if len(r.Last) > 0 {
		parts = append(parts, t.w.last(&r.Last[0]))
	}
	if r.Freshness != "" && r.Freshness != "fresh" {
		parts = append(parts, t.w.freshness(r.Freshness))
	}
	if len(r.Accepted) > 0 {
		parts = append(parts, t.w.t("matrix.accepted-by", strings.Join(r.Accepted, ", ")))
	}
	if r.State == standing.OutOfScope {
		parts = append(parts, t.w.t("matrix.left-out", r.OutOfScope))
	}
	if len(r.Drafts) > 0 {
		parts = append(parts, t.w.state(matrix.Draft)+" : "+strings.Join(r.Drafts, " "))
	}
	if len(parts) > 0 {
		t.wrap(indent, parts)
	}
}

// story is the heading of the rows of a story.
func (t *tableWriter) story(r *matrix.Row) {
	t.line(term.Clip(oneLine(joined(" ", cmp.Or(r.Story, t.w.t("matrix.no-story")), r.StoryTitle)), t.width))
	parts := slices.DeleteFunc([]string{
		joined(" ", r.Epic, r.EpicTitle), strings.Join(r.Journeys, ", "), t.w.priority(r.Priority),
		strings.Join(r.Risks, ", "),
	}, func(s string) bool { return s == "" })
	if r.Critical {
		parts = append(parts, t.w.critical(true))
	}
	if r.Ready.State != "" {
		parts = append(parts, t.w.t("matrix.readiness", t.w.ready(r.Ready)))
	}
	if len(parts) > 0 {
		t.wrap("  ", parts)
	}
}

func (t *tableWriter) verdictOf(r *matrix.Row) string {
	if r.Cases == 0 {
		return ""
	}
	return t.w.rate(r.Proved, r.Cases)
}

func (t *tableWriter) sign(s standing.State) string { return glyph(s) + " " + t.w.state(s) }

// anomalies counts the open ones by severity.
func (t *tableWriter) anomalies(c matrix.Counts) string {
	if c.Blocking+c.Major+c.Minor+c.Observation == 0 {
		return ""
	}
	return t.w.severities(c)
}

// scenarios lists the scenarios under their files.
func (t *tableWriter) scenarios() {
	list := t.w.m.Scenarios
	id, state := 0, 0
	for i := range list {
		id, state = max(id, term.Width(list[i].ID)), max(state, term.Width(t.sign(list[i].State)))
	}
	for i := range list {
		s := &list[i]
		if i == 0 || s.Path != list[i-1].Path {
			t.line("")
			t.line(term.Clip(oneLine(joined(" · ", s.Path, s.Feature)), t.width))
		}
		right := []string{t.w.rate(s.Proved, s.Cases), term.Pad(t.sign(s.State), state)}
		if n := t.anomalies(s.Anomalies); n != "" {
			right = append(right, n)
		}
		t.spread(term.Pad(s.ID, id), oneLine(s.Name), right)
		to := joined(" ", s.Story, strings.Join(s.Criteria, " "))
		if len(s.Orphan) > 0 {
			to = joined(" – ", to, t.w.orphan(s.Orphan))
		}
		t.line(term.Clip(strings.Repeat(" ", id+4)+"→ "+to, t.width))
	}
	for i := range t.w.m.Lost {
		l := &t.w.m.Lost[i]
		t.line(term.Clip(oneLine(t.w.t("matrix.lost", l.Case, t.w.verdict(l.Verdict), l.Campaign)), t.width))
	}
}

// spread writes what stands left, a text that takes what is left of the line, and what stands right.
func (t *tableWriter) spread(left, text string, right []string) {
	tail := strings.Join(right, "  ")
	room := t.width - 2 - term.Width(left) - 2 - term.Width(tail) - 2
	if room < 8 { // too narrow for a text: the id and the state alone
		t.line("  " + left + "  " + tail)
		return
	}
	t.line("  " + left + "  " + term.Pad(term.Clip(text, room), room) + "  " + tail)
}

func (t *tableWriter) totals() {
	m := t.w.m
	t.line("")
	var parts []string
	for _, s := range standing.States() {
		if n := m.Totals.All.States.Of(s); n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", t.sign(s), n))
		}
	}
	t.wrap(t.w.count("matrix.criteria", m.Totals.All.Criteria)+" : ", parts)
	t.line(
		t.w.t(
			"matrix.rates", t.w.rate(m.Totals.All.Covered, m.Totals.All.InScope),
			t.w.rate(m.Totals.All.Proved, m.Totals.All.InScope),
		),
	)
	r := &m.Totals.Reverse
	t.wrap("", []string{
		t.w.count("matrix.scenarios", r.Scenarios), t.w.count("matrix.cases", r.Cases),
		t.w.count("matrix.orphans", r.Orphans),
	})
	t.group("matrix.by-epic", "matrix.no-epic", m.Totals.Epics)
	t.group("matrix.by-journey", "matrix.no-journey", m.Totals.Journeys)
}

func (t *tableWriter) group(title, none string, list []matrix.Total) {
	if len(list) == 0 {
		return
	}
	t.line("")
	t.line(t.w.t(title))
	key := 0
	for i := range list {
		key = max(key, term.Width(cmp.Or(list[i].Key, t.w.t(none))))
	}
	for i := range list {
		n := &list[i]
		var parts []string
		for _, s := range standing.States() {
			if c := n.States.Of(s); c > 0 && s != standing.Proved {
				parts = append(parts, fmt.Sprintf("%s %d", t.sign(s), c))
			}
		}
		rates := t.w.t("matrix.rates", t.w.rate(n.Covered, n.InScope), t.w.rate(n.Proved, n.InScope))
		t.wrap("  "+term.Pad(cmp.Or(n.Key, t.w.t(none)), key)+"  ", append([]string{rates}, parts...))
	}
}

// wrap writes parts after a heading, on as many lines as they need.
func (t *tableWriter) wrap(head string, parts []string) {
	for i := range parts {
		parts[i] = oneLine(parts[i])
	}
	for _, line := range term.Flow(head, parts, " · ", t.width) {
		t.line(line)
	}
}
