package plan

import (
	"slices"
	"strconv"

	"recette/internal/meant"
	"recette/internal/recette"
)

// addAt is add for a problem with the value at a path of the plan.
func (f *freezer) addAt(level Level, path string, code ProblemCode, suggest string, args ...string) {
	p := Problem{Code: code, Level: level, Args: args, Suggest: suggest}
	if f.in.Place != nil {
		p.Path = f.in.File
		p.Line, p.Column = f.in.Place(path)
	}
	f.problems = append(f.problems, p)
}

// calendar says which sessions and iterations of the plan stand on days that its calendar does not hold. A delivery may
// come before: the recette begins with it.
func (f *freezer) calendar() {
	c := f.in.Plan.Calendar
	given := func(day string) bool { return day != "" && !toFill(day) }
	held := func(path, code, day string) {
		if given(day) && (given(c.From) && day < c.From || given(c.To) && day > c.To) {
			f.addAt(levelWarning, path, outsideCalendar, "", code)
		}
	}
	for i, s := range f.in.Plan.Sessions {
		held(at("sessions", i)+".date", s.Code, s.Date)
	}
	for i, it := range f.in.Plan.Iterations {
		held(at("iterations", i)+".from", it.Code, it.From)
		held(at("iterations", i)+".to", it.Code, it.To)
	}
}

// order puts first, in the order of the plan, the scenarios that a journey lists. A row stands once: a figure that
// counted one twice would be false. What a later name means and an earlier one placed keeps its first place.
func (f *freezer) order(k int) {
	j := &f.m.Journeys[k]
	if len(j.Order) == 0 {
		return
	}
	words, scenarios := meant.NewWords(j.Cases), ScenariosOf(j.Cases)
	first, placed := make([]string, 0, len(j.Cases)), make(map[string]bool, len(j.Cases))
	place := func(rows []string) (added bool) {
		for _, id := range rows {
			if !placed[id] {
				first, placed[id], added = append(first, id), true, true
			}
		}
		return added
	}
	for i, said := range j.Order {
		here := at(at("journeys", k)+".scenarios", i)
		switch rows := scenarios.Rows(said); {
		case len(rows) == 0:
			f.addAt(levelError, here, notInJourney, words.Nearest(said), said, j.Code)
		case !place(rows):
			f.addAt(levelError, here, orderedTwice, "", said, j.Code)
		}
	}
	place(j.Cases)
	j.Cases = first
}

// sections resolves what the sections of the plan refer to, and takes them into the manifest.
func (f *freezer) sections() {
	p := &f.in.Plan
	f.known()
	f.askable()
	var journeys, cases []string
	for i := range f.m.Journeys {
		journeys = append(journeys, f.m.Journeys[i].Code)
	}
	for i := range f.m.Cases {
		cases = append(cases, f.m.Cases[i].ID)
	}
	codes, ids, scenarios := meant.NewWords(journeys), meant.NewWords(cases), ScenariosOf(cases)
	journey := func(path, code string) {
		if code != "" && !slices.Contains(journeys, code) {
			f.addAt(levelError, path, noSuchJourney, codes.Nearest(code), code)
		}
	}
	f.calendar()
	for i, s := range p.Sessions {
		for n, code := range s.Journeys {
			journey(at(at("sessions", i)+".journeys", n), code)
		}
		for n, said := range s.Only {
			if len(scenarios.Rows(said)) == 0 {
				f.addAt(levelError, at(at("sessions", i)+".scenarios", n), notSelected, ids.Nearest(said), said)
			}
		}
	}
	f.excuses()
	for _, l := range p.criteria() {
		for i, c := range l.list {
			journey(at(l.key, i)+".journey", c.Journey)
			if c.Measure == "" && c.Threshold == "" && c.Attested == "" {
				f.addAt(levelWarning, at(l.key, i), vagueCriterion, "", c.Text)
			}
			if l.key == "entry_criteria" && c.Met == "yes" && c.Measure == "" {
				f.addAt(levelWarning, at(l.key, i)+".met", metInPlan, "", c.Text, strconv.Itoa(i+1), f.m.Campaign)
			}
		}
	}
	for i, r := range p.Risks {
		if r.Tag != "" && !slices.ContainsFunc(f.m.Cases, func(c FrozenCase) bool {
			return slices.Contains(c.Tags, r.Tag)
		}) {
			f.addAt(levelWarning, at("risks", i)+".tag", riskUncovered, "", r.Tag)
		}
	}
	if terms := p.terms(); p.sectioned() || !terms.Zero() {
		own := p.Sections
		own.Signoff, own.Regime = f.spelled(own.Signoff), terms
		f.m.Sections = &own
		f.regression()
		f.review(&own.Review, codes, ids, scenarios)
		own.Authors = f.authors(own.Authors, codes, ids, scenarios)
		if own.Accelerated.Reason != "" && own.Accelerated.Days == 0 {
			own.Accelerated.Days = acceleratedDays
		}
	}
	f.policies()
	f.approved()
}

// policies freezes what recette.yaml says of the rules of the separation of duties that the plan says nothing of, and
// what comes of a criterion of exit that is not met: whoever verifies a PV has no other way to know it.
func (f *freezer) policies() {
	said := slices.Clone(f.in.Plan.Policies)
	for _, p := range f.in.Policies {
		if !slices.ContainsFunc(said, func(x Policy) bool { return x.Rule == p.Rule }) {
			said = append(said, p)
		}
	}
	if !slices.ContainsFunc(said, func(x Policy) bool { return x.Rule == recette.ExitUnmet }) && f.m.ends() {
		said = append(said, Policy{Rule: recette.ExitUnmet, Effect: recette.Strictnesses()[0]})
	}
	if len(said) == 0 {
		return
	}
	if f.m.Sections == nil {
		f.m.Sections = &Sections{}
	}
	f.m.Sections.Policies = said
}

// ends tells whether a criterion of exit is measured, and a case critical.
func (m *Manifest) ends() bool {
	return len(m.CriticalCases()) > 0 && slices.ContainsFunc(m.Exit, func(c Criterion) bool { return c.Measure != "" })
}

// regression notes which of the selected cases are those of non-regression: those of the plan's expression, else those
// that their tags say.
func (f *freezer) regression() {
	own := f.m.Sections
	own.RegressionCases = nil
	match := f.in.Regression
	if own.Regression == "" { // what each build is checked with, as an iteration replays it
		match = func(tags []string) bool {
			return slices.Contains(tags, f.tags.Regression) || slices.Contains(tags, f.tags.Smoke)
		}
	}
	for i := range f.m.Cases {
		if match != nil && match(f.m.Cases[i].Tags) {
			own.RegressionCases = append(own.RegressionCases, f.m.Cases[i].ID)
		}
	}
	if own.Regression != "" && len(own.RegressionCases) == 0 {
		f.addAt(levelWarning, "regression", noRegression, "", own.Regression)
	}
}
