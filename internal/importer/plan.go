package importer

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"recette/internal/recette"
	"recette/reports/cahier"
)

// Status is what becomes of a row.
type Status string

// The statuses.
const (
	toRecord   Status = "record"   // it is to be recorded
	asItStands Status = "same"     // it is recorded already, as it stands
	toRaise    Status = "raise"    // its result is recorded already, its anomaly is to be raised
	leftOut    Status = "left"     // there is nothing to record of it
	Conflict   Status = "conflict" // it cannot be recorded; Code says why
	heldBack   Status = "held"     // another row of its case cannot be recorded
)

// Line is what becomes of a row that somebody filled, or of a sheet or a column that is not taken.
type Line struct {
	Place   Place
	Case    string
	From    int // step, from 1; 0: the whole case
	To      int
	Verdict recette.Verdict
	Status  Status
	Code    string   // why; empty when there is nothing to say
	Args    []string // of its words
}

// Observation is what is to be recorded of a step.
type Observation struct {
	Step     int // from 0
	Verdict  recette.Verdict
	Observed string
	Comment  string
	Cause    recette.Cause
	Reason   string
	Evidence []string // names of files
	Implied  bool     // an action that was left empty, before a result that was seen
}

// Entry is a case to record, in one attempt.
type Entry struct {
	At       Place // of its first row
	Case     string
	Content  string
	Attempt  int    // number of its last attempt, after which this one comes
	Tester   string // as the plan names them
	Day      string // YYYY-MM-DD; empty when nobody said
	Duration time.Duration
	Verdict  recette.Verdict // of the case
	Steps    []Observation
	Raise    []Raise
	Kept     bool // its result is recorded already: only anomalies are to be raised
}

// Raise is an anomaly to raise.
type Raise struct {
	At       Place // of the row that gives the severity
	Step     int   // from 0
	Severity recette.Severity
	Summary  string
}

// SeverityLeft notes that a failure was recorded and that an open anomaly accounts for it: nothing keeps the severity
// that somebody gave it.
func SeverityLeft(e *Entry, r Raise) Line { return e.unraised(r, leftOut, "severity-left") }

// Unraised says that a failure is recorded, and that its anomaly could not be raised: the same file raises it later.
func Unraised(e *Entry, r Raise) Line { return e.unraised(r, toRaise, "unraised") }

func (e *Entry) unraised(r Raise, status Status, code string) Line {
	return Line{
		Place: r.At, Case: e.Case, From: r.Step + 1, To: r.Step + 1, Status: status, Code: code,
		Args: []string{string(r.Severity)},
	}
}

// Plan is what becomes of a file.
type Plan struct {
	Lines   []Line // in the order of the file
	Entries []Entry
}

// Conflicts counts the rows that cannot be recorded.
func (p *Plan) Conflicts() int {
	n := 0
	for i := range p.Lines {
		if p.Lines[i].Status == Conflict {
			n++
		}
	}
	return n
}

// Ready counts the cases that could be recorded: those that are recorded and miss an anomaly are none of them.
func (p *Plan) Ready() int {
	n := 0
	for i := range p.Entries {
		if !p.Entries[i].Kept {
			n++
		}
	}
	return n
}

// Empty tells whether nobody filled anything: what stands above the titles of the columns is no answer, nor is a column
// that is not taken.
func (p *Plan) Empty() bool {
	return !slices.ContainsFunc(p.Lines, func(l Line) bool { return l.Code != "above" && l.Code != "column" })
}

// Stand is how a campaign stands when a file is taken: what the file is compared with.
type Stand struct {
	Book   *cahier.Cahier         // executed, with all the cases
	People []string               // who may record
	There  func(name string) bool // tells whether a file of evidence is there
	Waits  func(Failure) bool     // tells whether no anomaly accounts for a failure yet; nil: none waits
	From   string                 // day on which the present iteration began, YYYY-MM-DD: nothing was played before
	Today  string
}

// Failure is a step, from 0, that was found not conform in an attempt.
type Failure struct {
	Case          string
	Attempt, Step int
}

// Against says what becomes of each row, beside a campaign as it stands. It returns ErrLayout, ErrExecuted for a cahier
// that shows what was recorded and holds more than that, and errors under the root of package sheet.
func (f *File) Against(stand Stand) (Plan, error) {
	r := &reading{file: f, stand: &stand, book: stand.Book, refused: map[Place]bool{}}
	read := r.french
	if f.bound != nil {
		read = r.own
	}
	if err := read(); err != nil {
		return Plan{}, err
	}
	p := &planner{reading: r}
	p.cases()
	if r.executed() && len(p.entries) > 0 {
		return Plan{}, ErrExecuted
	}
	order := map[string]int{}
	for i := range f.book.Sheets {
		order[f.book.Sheets[i].Name] = i
	}
	slices.SortStableFunc(p.lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(order[a.Place.Sheet], order[b.Place.Sheet]), cmp.Compare(a.Place.Row, b.Place.Row),
			cmp.Compare(a.Place.Column, b.Place.Column))
	})
	return Plan{Lines: p.lines, Entries: p.entries}, nil
}

type planner struct {
	*reading
	entries []Entry
}

// cases judges the rows of each case together, in the order of the file.
func (p *planner) cases() {
	groups := map[string][]*answer{}
	var order []string
	for _, a := range p.answers {
		if groups[a.id] == nil {
			order = append(order, a.id)
		}
		groups[a.id] = append(groups[a.id], a)
	}
	for i := range p.marks {
		if code, args := p.marks[i].other(p.book); code != "" {
			p.halt(p.marks[i].at, code, args...)
		}
	}
	if p.build != "" && !p.onBuild(p.build) {
		p.halt(p.buildAt, "other-build", p.build, p.book.Environment.Build)
	}
	if p.site != "" && !p.onSite(p.site) {
		p.halt(p.siteAt, "other-environment", p.site, p.book.Environment.Name)
	}
	if code, args := p.playable(p.day); code != "" {
		p.halt(p.dayAt, code, args...)
	}
	for _, id := range order {
		g := &group{planner: p, id: id, rows: groups[id]}
		g.judge(p.halted || slices.ContainsFunc(g.rows, func(a *answer) bool { return a.bad }))
	}
}

// onBuild tells whether people who write a version mean the one that the campaign is about.
func (p *planner) onBuild(said string) bool {
	bare := func(s string) string {
		s = strings.TrimPrefix(folded(s), "version ")
		if rest := strings.TrimPrefix(s, "v"); rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			s = rest
		}
		return s
	}
	b := p.book
	for _, known := range []string{b.Environment.Build, b.Release.Build, b.Release.Version} {
		if known != "" && bare(known) == bare(said) {
			return true
		}
	}
	return b.Environment.Build == "" && b.Release.Build == "" && b.Release.Version == ""
}

func (p *planner) onSite(said string) bool {
	e := &p.book.Environment
	return e.Name == "" || folded(said) == folded(e.Name) || e.URL != "" && folded(said) == folded(e.URL)
}

// playable says why a day cannot be that on which a case was played.
func (p *planner) playable(day string) (code string, args []string) {
	switch {
	case day == "":
	case p.stand.Today != "" && day > p.stand.Today:
		return "future-day", []string{day}
	case p.stand.From != "" && day < p.stand.From:
		return "day-before", []string{day, p.stand.From}
	}
	return "", nil
}

// group is the rows of one case.
type group struct {
	*planner
	id    string
	rows  []*answer
	whole *answer
	c     *cahier.Case
	entry Entry
}

// judge says what becomes of the rows of a case.
func (g *group) judge(bad bool) {
	var said *answer // the first row that says something
	for _, a := range g.rows {
		switch {
		case !a.said():
			continue
		case said == nil:
			said = a
		case (a.block != said.block || a.whole() && g.whole != nil) && !a.bad: // nobody can tell which holds
			g.refuse(a.at, g.id, "twice-case")
			bad = true
		}
		if a.whole() {
			g.whole = a
		}
	}
	if said == nil {
		g.idle()
		return
	}
	if code, args := g.elsewhere(); code != "" && !g.halted {
		g.refuse(said.at, g.id, code, args...)
		bad = true
	}
	if bad { // its other rows wait: what they come to together is not known
		g.say(heldBack, "")
		return
	}
	if code, args, at := g.flaw(); code != "" {
		g.refuse(at, g.id, code, args...)
		g.say(heldBack, "")
		return
	}
	switch {
	case len(g.entry.Steps) == 0:
		g.say(leftOut, "not-run")
	case g.same():
		g.finish()
	default:
		g.say(toRecord, "")
		g.entries = append(g.entries, g.entry)
	}
}

// finish says what is left to do of a case whose result is recorded: the anomalies that were to be raised with it, and
// that nothing accounts for.
func (g *group) finish() {
	e := &g.entry
	e.Attempt, e.Kept = g.c.Attempt-1, true
	e.Raise = slices.DeleteFunc(e.Raise, func(r Raise) bool {
		return g.stand.Waits == nil || !g.stand.Waits(Failure{Case: e.Case, Attempt: g.c.Attempt, Step: r.Step})
	})
	before := len(g.lines)
	g.say(asItStands, "")
	for i := range g.lines[before:] {
		l := &g.lines[before+i]
		if slices.ContainsFunc(e.Raise, func(r Raise) bool { return r.At == l.Place }) {
			l.Status = toRaise
		}
	}
	if len(e.Raise) > 0 {
		g.entries = append(g.entries, *e)
	}
}

// elsewhere says why what a cahier says is not of the present iteration: another was tested when it was made, or when
// somebody played the case.
func (g *group) elsewhere() (code string, args []string) {
	if b := g.file.bound; b != nil {
		switch {
		case b.Manifest != "" && b.Manifest != g.book.Reference.Manifest, b.Manifest == "" && g.book.Iteration > 1:
			return "other-iteration", []string{b.Build, g.book.Environment.Build}
		case b.Build != g.book.Environment.Build:
			return "other-build", []string{b.Build, g.book.Environment.Build}
		}
	}
	for _, a := range g.rows {
		switch {
		case a.build != "" && !g.onBuild(a.build):
			return "other-build", []string{a.build, g.book.Environment.Build}
		case a.site != "" && !g.onSite(a.site):
			return "other-environment", []string{a.site, g.book.Environment.Name}
		}
	}
	return "", nil
}

// idle says of a case that nobody played that somebody wrote who, when or how long.
func (g *group) idle() {
	for _, a := range g.rows {
		if a.bad || !a.filled() {
			continue
		}
		g.lines = append(g.lines, Line{Place: a.at, Case: g.id, Status: leftOut, Code: "not-played"})
	}
}

// say gives a line to each row, but to those that have their own already.
func (g *group) say(status Status, code string) {
	for _, a := range g.rows {
		if !a.said() || g.refused[Place{Sheet: a.at.Sheet, Row: a.at.Row}] {
			continue
		}
		l := Line{Place: a.at, Case: g.id, Verdict: a.verdict, Status: status, Code: code}
		if !a.whole() {
			l.From, l.To = a.from+1, a.to
		} else if status == toRecord {
			l.Verdict = g.entry.Verdict
		}
		g.lines = append(g.lines, l)
	}
}

// flaw says why a case cannot be recorded, and fills the entry when it can.
func (g *group) flaw() (code string, args []string, at Place) {
	a := g.rows[slices.IndexFunc(g.rows, func(a *answer) bool { return a.said() })]
	at = a.at
	if a.place < 0 {
		return "unknown-case", []string{g.id}, at
	}
	g.c = &g.book.Cases[a.place]
	g.entry = Entry{At: at, Case: g.c.ID, Content: g.c.Content, Attempt: g.c.Attempt}
	if a.content != g.c.Content {
		return "text-changed", nil, at
	}
	if code, args, where := g.who(); code != "" {
		return code, args, cmpPlace(where, at)
	}
	for _, x := range g.rows {
		for _, name := range x.evidence {
			if strings.ContainsAny(name, `/\`) || !g.stand.There(name) {
				return "evidence", []string{name}, x.at
			}
		}
	}
	if code, args, where := g.steps(); code != "" {
		return code, args, where
	}
	if len(g.entry.Steps) == 0 || g.same() {
		return "", nil, at
	}
	switch {
	case g.c.Open:
		return "open", []string{g.c.Tester}, at
	case g.c.Due && g.c.Invalid == nil && !g.versioned() && g.alike():
		return "same-due", nil, at
	case a.attempt >= 0 && g.c.Attempt > a.attempt, a.attempt < 0 && g.c.Attempt > 0 && !g.c.Due &&
		g.c.Invalid == nil &&
		g.c.Contested == nil:
		return "already", []string{string(g.c.Verdict), g.c.Tester}, at
	}
	return "", nil, at
}

func cmpPlace(a, b Place) Place {
	if a.Sheet == "" {
		return b
	}
	return a
}

// who finds the tester and the day: one of each for the case.
func (g *group) who() (code string, args []string, at Place) {
	tester, day := "", ""
	minutes := 0.0
	for _, a := range g.rows {
		switch {
		case a.tester != "" && tester != "" && folded(a.tester) != folded(tester):
			return "two-testers", []string{tester, a.tester}, a.at
		case a.day != "" && day != "" && a.day != day:
			return "two-days", []string{day, a.day}, a.at
		}
		tester, day, minutes = first(tester, a.tester), first(day, a.day), minutes+a.minutes
	}
	tester, day = first(tester, g.tester), first(day, g.day)
	if code, args := g.playable(day); code != "" {
		return code, args, Place{}
	}
	switch {
	case tester == "" && g.unplayed():
		return "", nil, Place{}
	case tester == "":
		return "no-tester", nil, Place{}
	}
	for _, name := range g.stand.People {
		if folded(name) == folded(tester) {
			g.entry.Tester, g.entry.Day = name, day
			g.entry.Duration = time.Duration(minutes * float64(time.Minute))
			return "", nil, Place{}
		}
	}
	return "not-tester", []string{tester, strings.Join(g.stand.People, ", ")}, Place{}
}

// unplayed tells whether all that is said of the case is that nobody played it: nobody is to be named for that.
func (g *group) unplayed() bool {
	for _, a := range g.rows {
		words := a.observed + a.comment + a.reason + string(a.cause)
		if a.said() && (!a.whole() || a.verdict != recette.NotRun || words != "" || a.severity != "" ||
			len(a.evidence) > 0) {
			return false
		}
	}
	return true
}

// same tells whether the file says what is recorded. Of a result that is to be obtained again, only the file it came
// from does: another that says the like may tell that the case was played again.
func (g *group) same() bool {
	c := g.c
	if c.Attempt == 0 || c.Open || c.Invalid != nil {
		return false
	}
	return c.Origin != nil && c.Origin.SHA256 == g.file.SHA256 || !c.Due && g.alike()
}

// versioned tells whether something says which build the case was played on: it was compared with that of the campaign.
func (g *group) versioned() bool {
	return g.file.bound != nil || len(g.marks) > 0 || g.build != "" ||
		slices.ContainsFunc(g.rows, func(a *answer) bool { return a.build != "" })
}

// alike tells whether the last attempt of the case says the very same.
func (g *group) alike() bool {
	c := g.c
	if folded(c.Tester) != folded(g.entry.Tester) || c.Origin == nil || c.Origin.Day != g.entry.Day {
		return false
	}
	said := make([]Observation, c.StepCount())
	for _, o := range g.entry.Steps {
		said[o.Step] = o
	}
	for i := range said {
		var s cahier.Seen
		switch {
		case i < len(c.Background):
			s = c.Background[i]
		case i >= c.Prior && i-c.Prior < len(c.Steps):
			s = c.Steps[i-c.Prior].Seen
		}
		o := &said[i]
		files := make([]string, 0, len(s.Evidence))
		for _, e := range s.Evidence {
			files = append(files, e.Name)
		}
		if s.Verdict != string(o.Verdict) || s.Observed != o.Observed || s.Comment != o.Comment ||
			s.Cause != string(o.Cause) || s.Reason != o.Reason || !slices.Equal(files,
			append([]string{}, o.Evidence...)) {
			return false
		}
	}
	return true
}
