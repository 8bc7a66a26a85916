package importer

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"recette/internal/recette"
	"recette/reports/cahier"
)

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
		g.replaces()
		g.entries = append(g.entries, g.entry)
	}
}

// replaces says of a case of a file of results that something stands of it already: what by, whose and since when.
func (g *group) replaces() {
	c := g.c
	if g.file.kit == nil || c.Attempt == 0 || c.EndedAt == nil {
		return
	}
	zone := g.stand.Zone
	if zone == nil {
		zone = time.UTC
	}
	l := Line{Place: g.entry.At, Case: g.id, Status: toRecord, Code: "replaces", Args: []string{
		string(c.Verdict), c.Tester, c.EndedAt.In(zone).Format(time.RFC3339),
	}}
	g.lines = append(g.lines, l)
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
	if x := g.file.judged(g.id); x != nil {
		g.entry.Key, g.entry.Digest, g.entry.Made = x.Key(), x.Digest(), x.After
	}
	if a.content != g.c.Content {
		return "text-changed", nil, at
	}
	if code, args, where := g.who(); code != "" {
		return code, args, cmpPlace(where, at)
	}
	if x, name := g.lost(); x != nil {
		return "evidence", []string{name}, x.at
	}
	if code, args, where := g.steps(); code != "" {
		return code, args, where
	}
	if len(g.entry.Steps) == 0 || g.same() {
		return "", nil, at
	}
	switch {
	case g.other:
		return "other-content", []string{string(g.c.Verdict), g.c.Tester}, at
	case a.attempt > g.c.Attempt: // nothing seals what a file says: one that is always ahead would always prevail
		return "ahead", []string{strconv.Itoa(a.attempt), strconv.Itoa(g.c.Attempt)}, at
	case g.c.Open:
		return "open", []string{g.c.Tester}, at
	case g.c.Due && g.c.Invalid == nil && !g.versioned() && g.alike():
		return "same-due", nil, at
	case a.attempt >= 0 && g.c.Attempt > a.attempt, a.attempt < 0 && g.c.Attempt > 0 && !g.c.Due &&
		g.c.Invalid == nil &&
		g.c.Contested == nil, g.unseen():
		return "already", []string{string(g.c.Verdict), g.c.Tester}, at
	}
	return "", nil, at
}

// seenLate is how far the clock of who made a kit may be from that of the journal.
const seenLate = time.Minute

// unseen tells whether the last attempt ended after the kit was made, whatever the file says that it follows.
func (g *group) unseen() bool {
	if g.file.kit == nil || g.c.EndedAt == nil {
		return false
	}
	made, err := time.Parse(time.RFC3339, g.file.kit.Kit.At)
	return err != nil || g.c.EndedAt.After(made.Add(seenLate))
}

// lost gives evidence that is not there, and its row; nil when all is, and for what a file of results says again: it is
// recorded with what was there the first time.
func (g *group) lost() (row *answer, name string) {
	for _, x := range g.rows {
		for _, name := range x.evidence {
			if !g.missing(x, name) {
				continue
			}
			if g.file.kit != nil && (g.same() || g.other) {
				return nil, ""
			}
			return x, name
		}
	}
	return nil, ""
}

// missing tells whether a piece of evidence is not there.
func (g *group) missing(x *answer, name string) bool {
	if g.file.kit != nil {
		return slices.Contains(x.lost, name)
	}
	return strings.ContainsAny(name, `/\`) || !g.stand.There(name)
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
func (g *group) same() (same bool) {
	c := g.c
	if g.file.kit != nil {
		if g.stand.Recorded != nil {
			same, g.other = g.stand.Recorded(&g.entry)
		}
		return same
	}
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
