// Package model holds the functional documentation of a product as values, made from its features, the references
// beside them and the results recorded so far: domains, features, business rules and their examples, the catalogues of
// rules, exceptions and messages, the matrix of rights, the glossary, the data sets, the decisions, what is verified,
// and what changed since another edition. It is pure. It refuses to read files, to ask for the time, to compare two
// editions, and to say anything in a language.
package model

import (
	"slices"
	"time"

	"recette/internal/recette"
	"recette/internal/reference"
	"recette/internal/standing"
)

// Doc is the documentation of a project at one moment, ready to be produced.
type Doc struct {
	Project  string
	Language string    // of the project, "fr"
	At       time.Time // of the edition
	Commit   string    // of the features, empty when they are not those of a commit
	Producer string    // name and version of the program

	Domains   []*Domain // what the product does
	Upcoming  []*Domain // drafts, in a shape of their own: nothing there is promised nor tested
	Obsolete  int       // scenarios left out because they are marked obsolete
	Recorded  bool      // whether results were looked for: without a record nothing is said to be untested
	Figures   Figures
	Journeys  []Journey
	Rules     []RuleEntry
	Special   []Special // exceptions, limits and rights
	Messages  []MessageEntry
	Rights    Matrix
	Terms     []reference.Term
	DataSets  []DataSetEntry
	Decisions []DecisionEntry
	Stories   []StoryEntry
	History   []Round
	Changes   *Changes // nil when it was compared with no former edition
	Facets    []Facet

	All, Drafts []*Scenario // of the product, and drafts, in the order of the document
	ObsoleteIDs ObsoleteIDs
	References  *reference.Set
	ids         ids

	TermAnchors []string // one a term
}

// ObsoleteIDs is what is left out because it is marked obsolete: features by path, stories and scenarios by id.
type ObsoleteIDs struct{ Features, Stories, Scenarios map[string]bool }

// ids finds entries by id.
type ids struct {
	stories, rules, decisions map[string]int
	anchors                   map[string]string // of whatever an id of a text may name
}

// Figures are the counts of the front page. A rate is always printed with both its terms.
type Figures struct {
	Domains, Features, Rules, Scenarios, Cases int // a case is a scenario, or one row of its examples
	Upcoming                                   int // draft scenarios
	Criteria                                   Criteria
	Tally                                      // of the cases
}

// Tally counts cases by verdict and by what they are worth.
type Tally struct {
	standing.Tally                         // what they are worth today
	Verdicts       map[recette.Verdict]int // of all cases; what was never run is NotRun
}

// Criteria counts acceptance criteria, as the traceability matrix does: a story that has none counts for one that
// nothing covers, and a draft or an obsolete feature promises what it names.
type Criteria struct{ standing.Coverage }

// Out counts those that a decision in force leaves out.
func (c *Criteria) Out() int { return c.Criteria - c.InScope }

// Domain is a folder of features.
type Domain struct {
	Anchor   string
	Path     string // below the root of the features, empty for the root itself
	Title    string
	About    string // Markdown, from the README.md of the folder
	Features []*Feature
	Tally    Tally
}

// Feature is a feature file, or the part of it that a chapter shows.
type Feature struct {
	Anchor     string // also the name of its page
	Path       string
	Story      string
	Epic       string
	Language   string
	Name       string
	About      string // Markdown
	Tags       []string
	Critical   bool
	Background []Step
	Rules      []*Rule // the first one has no name when scenarios stand outside any rule
	Tally      Tally
	Domain     *Domain
}

// Scenarios counts the scenarios of a feature.
func (f *Feature) Scenarios() int {
	n := 0
	for _, r := range f.Rules {
		n += len(r.Scenarios)
	}
	return n
}

// Rule is a Règle and its examples.
type Rule struct {
	Anchor     string // empty when it has no name
	ID         string // "RG-12", empty when it names none
	Name       string // without the id
	About      string // Markdown
	Background []Step
	Scenarios  []*Scenario
}

// Scenario is a scenario or a scenario outline, as written.
type Scenario struct {
	Anchor    string
	ID        string
	Stable    bool
	Keyword   string
	Name      string
	About     string   // Markdown
	Tags      []string // own and inherited, with @, each once
	Story     string
	Epic      string
	Kinds     []Kind
	Criteria  []string
	Rules     []string
	Decisions []string
	Journeys  []string
	Critical  bool
	Mode      recette.Mode // what its tags ask for, empty when they say nothing
	Steps     []Step
	Examples  []Examples
	Cases     []Case

	Feature *Feature
	Rule    *Rule
	Facets  []int
}

// Kind is what a scenario shows.
type Kind string

// The kinds of scenarios.
const (
	nominal   Kind = "nominal"
	Exception Kind = "exception"
	Limit     Kind = "limit"
	Right     Kind = "right"
)

// Kinds lists the kinds in the order in which they are printed, that of the tags that say them.
func Kinds() []Kind { return []Kind{nominal, Exception, Limit, Right} }

// Step is a step as written, placeholders included.
type Step struct {
	Keyword string
	Text    string
	Table   [][]string
	Doc     *DocString
	Outcome bool // says what must be observed
}

// DocString is a block of text given to a step.
type DocString struct{ Media, Content string }

// Examples is a table of examples.
type Examples struct {
	Name   string
	About  string // Markdown
	Tags   []string
	Draft  bool
	Header []string
	Rows   []Row
}

// Row is a row of examples.
type Row struct {
	Cells []string
	Case  int // index in the cases of the scenario, -1 when the row yields none
}

// Case is what is executed: the scenario, or a row of its examples.
type Case struct {
	ID      string
	Content string // hash of what is tested
	Roles   []string
	Status  standing.Status
	Texts   []string // texts quoted by its expected results, in order
	Actions []string // actions that its examples name
	Refuses bool     // expects a refusal, whatever its reason
	Grants  bool     // a case of rights that shows that its roles may
}

// Ran reports whether the case has a result.
func (c *Case) Ran() bool { return c.Status.Ran() }

// Verdict is that of the last result; NotRun when there is none.
func (c *Case) Verdict() recette.Verdict {
	if !c.Ran() || c.Status.Verdict == "" {
		return recette.NotRun
	}
	return c.Status.Verdict
}

// Stale reports whether the result no longer speaks of the present text or build.
func (c *Case) Stale() bool { return c.Ran() && c.Status.Freshness != recette.Fresh }

// Open reports whether the case has an attempt that nobody finished and nothing of which failed: its verdict may still
// change.
func (c *Case) Open() bool { return c.Ran() && c.Status.Open && c.Verdict() != recette.Failed }

// State is where the scenario stands with all its cases. One without a case was not run.
func (s *Scenario) State() standing.State {
	var t standing.Tally
	for i := range s.Cases {
		t.Add(&s.Cases[i].Status)
	}
	if t.Total == 0 {
		return standing.NotRun
	}
	return t.State()
}

// Accepted lists the decisions that accept what failed of the scenario, each once.
func (s *Scenario) Accepted() []string {
	var out []string
	for i := range s.Cases {
		if n := s.Cases[i].Status.Accepted; n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// Verdict rolls up the verdicts of the cases of a scenario.
func (s *Scenario) Verdict() recette.Verdict {
	vs := make([]recette.Verdict, len(s.Cases))
	for i := range s.Cases {
		vs[i] = s.Cases[i].Verdict()
	}
	return recette.RollUp(vs)
}

// Ran reports whether a case at least has a result.
func (s *Scenario) Ran() bool {
	for i := range s.Cases {
		if s.Cases[i].Ran() {
			return true
		}
	}
	return false
}

// Stale gives the gravest staleness among the results, or Fresh.
func (s *Scenario) Stale() recette.Freshness {
	rank := []recette.Freshness{
		recette.Fresh, recette.StaleAnomaly, recette.StaleVersion, recette.StaleData, recette.StaleText,
	}
	worst := 0
	for i := range s.Cases {
		for k, f := range rank {
			if s.Cases[i].Stale() && s.Cases[i].Status.Freshness == f {
				worst = max(worst, k)
			}
		}
	}
	return rank[worst]
}

// Drifted gives the status of the case that is the least as its campaign froze it; nil when all are.
func (s *Scenario) Drifted() (worst *standing.Status) {
	for i := range s.Cases {
		st := &s.Cases[i].Status
		if kind, _ := st.Drifted(); kind != "" && (worst == nil || kind.Graver(worst.Drift)) {
			worst = st
		}
	}
	return worst
}

// Open reports whether a case that did not fail has an attempt that nobody finished: its verdict may still change.
func (s *Scenario) Open() bool {
	return slices.ContainsFunc(s.Cases, func(c Case) bool { return c.Open() })
}

// Trial is the newest result of a run outside any campaign, of a scenario that no campaign ever tested; nil when there
// is none. It proves nothing, and says that somebody tried.
func (s *Scenario) Trial() *standing.Trial {
	var last *standing.Trial
	for i := range s.Cases {
		t := s.Cases[i].Status.Trial
		if t != nil && (last == nil || t.At.After(last.At)) {
			last = t
		}
	}
	if s.Ran() {
		return nil
	}
	return last
}

// Last is the newest of the results; nil when there is none.
func (s *Scenario) Last() *standing.Status {
	var last *standing.Status
	for i := range s.Cases {
		st := &s.Cases[i].Status
		if s.Cases[i].Ran() && (last == nil || st.At.After(last.At)) {
			last = st
		}
	}
	return last
}

// has reports whether the scenario is of a kind.
func (s *Scenario) has(k Kind) bool { return slices.Contains(s.Kinds, k) }

// ShownID is the stable id; a provisional one tells a reader nothing.
func (s *Scenario) ShownID() string {
	if s.Stable {
		return s.ID
	}
	return ""
}
