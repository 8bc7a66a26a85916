package ticket

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/meant"
	"recette/internal/recette"
)

// Status is what becomes of a row.
type Status string

// The statuses.
const (
	toRecord Status = "record"   // something of it is to be recorded
	stands   Status = "same"     // the campaign holds it as it is
	left     Status = "left"     // there is nothing to record of it; its notes say why
	Conflict Status = "conflict" // it cannot be recorded; its notes say why
)

// Set is a value that is to be recorded.
type Set struct {
	Field    string
	From, To string
}

// Note is something of a row that is not recorded, or that a reader should know. Its code is a text below
// "ticket.why.".
type Note struct {
	Code  string
	Field string // whose values Args are; empty when they are texts
	Args  []string
}

// Line is what becomes of one row.
type Line struct {
	Row     int    // line of the file
	Name    string // as the file names it
	Number  string // of the anomaly that the campaign holds; empty for a new one
	Status  Status
	Sets    []Set
	Notes   []Note
	Raise   *gap.Anomaly // to record first
	Changes []gap.Change // then these; that of an anomaly to raise has no number yet
}

// Options are what the comparison is made with.
type Options struct {
	Tracker  string                                       // the tool whose references stand alone; empty when none
	Address  func(reference string) (url string, ok bool) // of a reference, "jira:CRM-12"
	Case     func(said string) (id string, ok bool)
	Knows    func(name string) bool // whether the campaign knows somebody of about that name; nil: it does
	Severity recette.Severity       // of new rows that say none; empty: they are conflicts
	Build    string                 // that corrects what is said to be corrected without a version
	FixedBy  string                 // who corrected what is said to be corrected when nothing says by whom
	Reason   string                 // of each change
	Source   gap.Source
	Today    string // YYYY-MM-DD
}

// Against says what becomes of each row, beside the anomalies of a campaign. texts gives the text of a commitment.
func (s *Sheet) Against(anomalies []state.Anomaly, texts func(string) string, o Options) []Line {
	c := &comparison{
		anomalies: anomalies, texts: texts, Options: o, byNumber: map[string]int{}, byLink: map[string][]int{},
		bySummary: map[string][]int{}, seen: map[string]int{}, raised: map[string]told{},
	}
	for i := range anomalies {
		a := &anomalies[i]
		c.byNumber[a.Number] = i
		if a.Tracker != "" {
			c.byLink[a.Tracker] = append(c.byLink[a.Tracker], i)
		}
		key := a.Case + "\n" + meant.Fold(texts(a.Summary))
		c.bySummary[key] = append(c.bySummary[key], i)
		if a.Open() {
			k := gap.Known{Number: a.Number, Case: a.Case, Summary: texts(a.Summary)}
			if a.Step != nil {
				k.Step = *a.Step + 1
			}
			c.open = append(c.open, k)
		}
	}
	lines := make([]Line, 0, len(s.Rows))
	for i := range s.Rows {
		lines = append(lines, c.line(&s.Rows[i]))
	}
	return lines
}

type comparison struct {
	Options
	anomalies []state.Anomaly
	texts     func(string) string
	byNumber  map[string]int
	byLink    map[string][]int
	bySummary map[string][]int // by case and folded summary
	open      []gap.Known
	seen      map[string]int // line of the row that speaks of an anomaly, or of a reference
	raised    map[string]told
}

// told is the row that raises a case and a summary.
type told struct {
	row    int
	linked bool // it says where it is followed
}

// row is the comparison of one row.
type row struct {
	*comparison
	*Ticket
	Line

	link     gap.Link
	id       string // case
	step     int
	severity recette.Severity
	priority recette.Priority
	due      string
	status   recette.AnomalyStatus // empty: it says none that is known
}

func (c *comparison) line(t *Ticket) Line {
	r := &row{comparison: c, Ticket: t, Line: Line{Row: t.Line, Name: t.name()}}
	held, ok := r.matched()
	if ok && r.read() {
		if held != nil {
			r.Number = held.Number
			r.beside(held)
		} else {
			r.raise()
		}
	}
	switch {
	case r.Status == Conflict:
		r.Raise, r.Changes, r.Sets = nil, nil, nil
	case r.Raise != nil || len(r.Changes) > 0:
		r.Status = toRecord
	case len(r.Notes) > 0:
		r.Status = left
	default:
		r.Status = stands
	}
	return r.Line
}

func (r *row) note(code, field string, args ...string) {
	r.Notes = append(r.Notes, Note{Code: code, Field: field, Args: args})
}

func (r *row) conflict(code, field string, args ...string) bool {
	r.note(code, field, args...)
	r.Status = Conflict
	return false
}

// matched finds the anomaly that a row is about: nil for a new one.
func (r *row) matched() (held *state.Anomaly, ok bool) {
	if r.long {
		return nil, r.conflict("cells", "")
	}
	for _, c := range r.twice {
		return nil, r.conflict("two-cells", string(c.of), c.one, c.other)
	}
	if !r.refer() {
		return nil, false
	}
	number := strings.ToUpper(r.get(fieldNumber))
	at, known := r.byNumber[number]
	linked := r.byLink[r.link.Tracker]
	switch {
	case number != "" && !known:
		return nil, r.conflict("unknown-number", "", r.get(fieldNumber))
	case known && len(linked) > 0 && !slices.Contains(linked, at):
		return nil, r.conflict("taken", "", r.link.Tracker, r.anomalies[linked[0]].Number)
	case !known && r.link.Tracker != "" && len(linked) > 1:
		return nil, r.conflict("several", "", r.link.Tracker)
	case known:
		held = &r.anomalies[at]
	case len(linked) == 1:
		held = &r.anomalies[linked[0]]
	}
	key := r.link.Tracker
	if held != nil {
		key = held.Number
	}
	if held != nil && held.Tracker != "" && r.link.Tracker != "" && held.Tracker != r.link.Tracker {
		return nil, r.conflict("two-links", "", held.Tracker, r.link.Tracker)
	}
	if before := r.seen[key]; key != "" && before > 0 {
		return nil, r.conflict("twice", "", strconv.Itoa(before))
	}
	r.seen[key] = r.Row
	return held, true
}

// refer finds where a row is followed outside.
func (r *row) refer() bool {
	said := strings.TrimPrefix(r.get(fieldReference), "#")
	if said == "" {
		return true
	}
	if bare(said) {
		if r.Tracker == "" {
			return r.conflict("no-tracker", "", said)
		}
		said = r.Tracker + ":" + said
	}
	page, ok := r.Address(said)
	if !ok {
		return r.conflict("bad-reference", "", said)
	}
	if given := r.get(fieldURL); given != "" && strings.TrimSuffix(given, "/") != strings.TrimSuffix(page, "/") {
		if !sameThing(given, page, said) {
			return r.conflict("other-address", "", given, page)
		}
		r.note("address", "", page, given)
	}
	r.link = gap.Link{Tracker: said, URL: page}
	return true
}

// read reads the values of a row that have a form. A priority or a status that nobody knows is one of the tool's own:
// it is said, and the rest of the row goes on.
func (r *row) read() bool {
	var ok bool
	if s := r.get(fieldSeverity); s != "" {
		if r.severity, ok = severityOf(s); !ok {
			return r.conflict("bad-severity", "", s)
		}
	}
	if s := r.get(fieldDue); s != "" {
		if r.due, ok = dayOf(s); !ok {
			return r.conflict("bad-day", "", s)
		}
	}
	if s := r.get(fieldStep); s != "" {
		if r.step, ok = stepOf(s); !ok {
			return r.conflict("bad-step", "", s)
		}
	}
	if s := r.get(fieldCase); s != "" {
		if r.id, ok = r.Case(s); !ok {
			return r.conflict("unknown-case", "", s)
		}
	}
	if s := r.get(fieldPriority); s != "" {
		if r.priority, ok = priorityOf(s); !ok {
			r.note("bad-priority", "", s)
		}
	}
	if s := r.get(fieldStatus); s != "" {
		if r.status, ok = statusOf(s); !ok {
			r.note("bad-status", "", s)
		}
	}
	r.resolved()
	return true
}

// resolved reads how a tracker says that what it ended was ended: what nobody corrected is not said to be corrected.
func (r *row) resolved() {
	said := r.get(fieldResolution)
	if said == "" || r.status != recette.AnomalyFixed && r.status != recette.AnomalyClosed {
		return
	}
	how, ok := resolutionOf(said)
	switch {
	case !ok:
		r.note("bad-resolution", "", said)
		r.status = ""
	case how != recette.AnomalyFixed:
		r.status = how
	}
}

// sameThing tells that two addresses of one host are those of the thing that a reference numbers: a tool gives its
// pages other paths from one version to the next.
func sameThing(given, ours, reference string) bool {
	_, id, _ := strings.Cut(reference, ":")
	id = id[strings.LastIndexAny(id, "/#")+1:]
	a, err := url.Parse(given)
	b, fault := url.Parse(ours)
	if err != nil || fault != nil || a.Host == "" || !strings.EqualFold(a.Host, b.Host) {
		return false
	}
	rest, ends := strings.CutSuffix(strings.TrimSuffix(given, "/"), id)
	return ends && strings.ContainsAny(rest[max(0, len(rest)-1):], "/=#")
}

// raise makes a new anomaly of a row. One that says nothing but what an anomaly of the same case says is that one.
func (r *row) raise() {
	summary := r.get(fieldSummary)
	if summary == "" {
		r.conflict("no-summary", "")
		return
	}
	key := r.id + "\n" + meant.Fold(summary)
	if r.link.Tracker == "" && r.named(r.bySummary[key]) {
		return
	}
	if before, ok := r.raised[key]; ok && (!before.linked || r.link.Tracker == "") {
		r.conflict("twice", "", strconv.Itoa(before.row))
		return
	}
	switch {
	case r.status == recette.AnomalyClosed:
		r.note("closed-there", "")
		return
	case r.status.Aside():
		r.note("aside-there", "status", string(r.status))
		return
	}
	if r.severity == "" {
		r.severity = r.Severity
	}
	if r.severity == "" {
		r.conflict("no-severity", "")
		return
	}
	a := gap.Anomaly{
		Severity: r.severity, Case: r.id, Step: r.step, Summary: summary, Workaround: r.get(fieldWorkaround),
		Priority: r.priority, Owner: r.owner(), Due: r.ahead(), Link: r.link, From: &r.Source,
	}
	for _, k := range gap.Alike(a, r.open) {
		r.note("alike", "", k.Number, k.Summary)
	}
	r.Raise, r.raised[key] = &a, told{r.Row, r.link.Tracker != ""}
	r.raises(&a)
	switch r.status {
	case recette.AnomalyFixed:
		r.fix("", a.Owner)
	case recette.AnomalyFixing:
		r.set(fieldStatus, "", string(r.status))
		r.change(gap.Change{Act: recette.AnomalyQualify})
	default:
	}
	if build := r.get(fieldBuild); build != "" && r.status != recette.AnomalyFixed {
		r.note("build-alone", "", build)
	}
	if original := r.get(fieldOriginal); original != "" {
		r.note("not-taken", string(fieldOriginal), original)
	}
}

// owner is who is to correct what a row says. One whom nobody knows is left out, and it is said: the row is not lost.
func (r *row) owner() string {
	said := r.get(fieldOwner)
	if said == "" || r.Knows == nil || r.Knows(said) {
		return said
	}
	r.note("no-owner", "", said)
	return ""
}

// named compares a row that names no anomaly with the one that says the same. Of several that do, a person says which.
func (r *row) named(same []int) bool {
	switch len(same) {
	case 0:
		return false
	case 1:
	default:
		numbers := make([]string, len(same))
		for i, at := range same {
			numbers[i] = r.anomalies[at].Number
		}
		r.conflict("several-alike", "", strings.Join(numbers, ", "))
		return true
	}
	held := &r.anomalies[same[0]]
	if before := r.seen[held.Number]; before > 0 {
		r.conflict("twice", "", strconv.Itoa(before))
		return true
	}
	r.seen[held.Number], r.Number = r.Row, held.Number
	r.beside(held)
	return true
}

// value is what a row says of a field.
type value struct {
	of field
	to string
}

// raises shows all that is recorded of a new anomaly.
func (r *row) raises(a *gap.Anomaly) {
	step := ""
	if a.Step > 0 {
		step = strconv.Itoa(a.Step)
	}
	for _, v := range []value{
		{fieldSummary, a.Summary},
		{fieldReference, a.Link.Tracker},
		{fieldCase, a.Case},
		{fieldStep, step},
		{fieldSeverity, string(a.Severity)},
		{fieldPriority, string(a.Priority)},
		{fieldOwner, a.Owner},
		{fieldDue, a.Due},
		{fieldWorkaround, a.Workaround},
	} {
		if v.to != "" {
			r.set(v.of, "", v.to)
		}
	}
}

// ahead is the day by which a row is due, unless it has passed: nobody promises the past.
func (r *row) ahead() string {
	if r.due != "" && r.due < r.Today {
		r.note("past", "due", r.due)
		return ""
	}
	return r.due
}

func (r *row) set(f field, from, to string) {
	r.Sets = append(r.Sets, Set{Field: string(f), From: from, To: to})
}

func (r *row) change(c gap.Change) {
	c.Number, c.Reason, c.From = r.Number, r.Reason, &r.Source
	r.Changes = append(r.Changes, c)
}

// fix says that a version corrects the anomaly, and who did it, when both are known: whoever takes the table in
// corrected nothing, and the one who did does not close.
func (r *row) fix(from, by string) {
	build := cmp.Or(r.get(fieldBuild), r.Build)
	by = cmp.Or(by, r.FixedBy)
	if build == "" {
		r.note("no-build", "")
	}
	if by == "" {
		r.note("no-fixer", "")
	}
	if build == "" || by == "" {
		return
	}
	r.set(fieldStatus, from, string(recette.AnomalyFixed))
	r.set(fieldBuild, "", build)
	r.set(fieldFixer, "", by)
	r.change(gap.Change{Act: recette.AnomalyFix, Build: build, FixedBy: by})
}

// Refuse makes a conflict of a row that the rules of the record refuse.
func (l *Line) Refuse(why string) {
	l.Status, l.Raise, l.Changes, l.Sets = Conflict, nil, nil, nil
	l.Notes = append(l.Notes, Note{Code: "refused", Args: []string{why}})
}
