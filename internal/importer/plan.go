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
	Evidence []string  // names of files
	Given    time.Time // when it was said, as a device tells; zero for what is not of a kit
	Implied  bool      // an action that was left empty, before a result that was seen
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

	// Key and Digest are of the case in a file of results, which records it once; Made is when it was given to a kit
	// to be played. They are empty and 0 for a cahier.
	Key, Digest string
	Made        int // number of the last attempt, then
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
	// Recorded tells whether what a file of results says of a case is recorded under its key, and whether the key was
	// recorded with another content; nil: nothing is.
	Recorded func(*Entry) (same, other bool)
	Headed   func(size int64, root string) bool // tells whether the journal had this head
	Zone     *time.Location                     // in which days are counted
	Closed   bool                               // the campaign takes no result any more
	// From is the day on which the present iteration began, YYYY-MM-DD: nothing was played before.
	From  string
	Today string
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
	switch {
	case f.kit != nil:
		read = r.judged
	case f.bound != nil:
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
	other bool // the key of the case is recorded with another content
}
