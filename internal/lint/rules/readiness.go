package rules

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// exceptionMissing: a story that only tells how all goes well leaves the refusals to the developer (D22).
// A refused right is a refusal too. The tag is asked for: words alone flag half of the good features. "Aucune
// exception" is said with an ignore and its reason. Args: name of the feature, the tag.
func exceptionMissing() lint.Rule {
	return lint.Rule{
		ID: "exception-missing", Aliases: []string{"D22"}, Group: lint.Readiness, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			o, m := &f.Outline, p.Tags()
			if len(o.Scenarios) > 0 && !anyScenario(m, o, m.Exception) && !anyScenario(m, o, m.Rights) {
				weigh(p, p.ClaimOf(o.Tags), lint.Place{Line: o.Line, Column: o.Column}, o.Name, m.Exception)
			}
		},
	}
}

// rightsMissing: a story that says which roles may act, and never what happens to another one, leaves the door open
// (D24). Args: name of the feature, its roles, the tag.
func rightsMissing() lint.Rule {
	return lint.Rule{
		ID: "rights-missing", Aliases: []string{"D24"}, Group: lint.Readiness, CA: syntax.Warning, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			o, m := &f.Outline, p.Tags()
			if len(o.Scenarios) == 0 || anyScenario(m, o, m.Rights) {
				return
			}
			var roles []string
			eachTagged(o, func(tags []syntax.Tag) {
				for _, t := range tags {
					if role, ok := strings.CutPrefix(t.Name, m.Role); ok && role != "" &&
						!slices.Contains(roles, role) {
						roles = append(roles, role)
					}
				}
			})
			if len(roles) > 0 {
				at := lint.Place{Line: o.Line, Column: o.Column}
				weigh(p, p.ClaimOf(o.Tags), at, o.Name, strings.Join(roles, ", "), m.Rights)
			}
		},
	}
}

// limitMissing: a rule with a threshold, a date or a rounding is wrong at its edge first: it wants examples on either
// side (D23). rules/RG-….md says whether a rule has a threshold; without it, the words of its title are a hint, and the
// finding no more than a piece of information. Examples count over the whole project. Args: the rule, how many examples
// at its edge there are, how many are wanted, the tag.
func limitMissing() lint.Rule {
	return lint.Rule{
		ID: "limit-missing", Aliases: []string{"D23"}, Group: lint.Readiness, CA: syntax.Warning, Script: lint.Off,
		Whole:   true,
		Options: []lint.Option{{Name: "examples", Default: 2}},
		Prepare: func(*lint.Pass) any { return newLexicon(thresholdWords()...) },
		Passes: lint.TwoPasses(noteLimits, func(p *lint.Pass, notes iter.Seq2[string, atLimit]) {
			type standing struct {
				path  string
				first atLimit
				at    [running + 1]int // by what the examples are worth
				best  proof
				hint  bool
				claim lint.Claim
			}
			seen := map[string]*standing{}
			var order []string
			for path, n := range notes {
				s := seen[n.rule]
				if s == nil {
					s = &standing{path: path, first: n, claim: lint.Drafted}
					seen[n.rule] = s
					order = append(order, n.rule)
				}
				s.at[n.worth] += n.examples
				s.best = max(s.best, n.worth)
				s.hint = s.hint || n.hint
				s.claim = heavier(s.claim, n.claim)
			}
			wanted := p.Int("examples")
			for _, id := range order {
				s := seen[id]
				at := s.at[running]
				if s.best == inDraft { // a rule of drafts only: theirs count
					at = s.at[inDraft]
				}
				if at >= wanted {
					continue
				}
				rule, known := p.Reference().Rule(id)
				if known && !rule.Threshold || !known && !s.hint {
					continue
				}
				f := p.ReportIn(s.path, s.first.at, id, strconv.Itoa(at), strconv.Itoa(wanted), p.Tags().Limit)
				if f.Severity = s.claim.Weigh(f.Severity); !known {
					f.Severity = syntax.Info
				}
			}
		}),
	}
}

// atLimit is a tag that ties a scenario to a rule, and what the scenario brings to the edge of that rule.
type atLimit struct {
	rule     string
	at       lint.Place
	examples int  // at the edge
	hint     bool // words of its title, or of the Règle above, speak of a threshold
	claim    lint.Claim
	worth    proof
}

func (l *atLimit) Fields(f *lint.Fields) {
	f.Text(&l.rule)
	f.Place(&l.at)
	f.Int(&l.examples)
	f.Flag(&l.hint)
	lint.Choice(f, &l.claim, lint.Promised)
	lint.Choice(f, &l.worth, running)
}

func noteLimits(p *lint.Pass, f *lint.File, note func(atLimit)) {
	words, _ := p.Prepared().(*lexicon)
	o, m := &f.Outline, p.Tags()
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		if scenarioHas(o, s, m.Obsolete) {
			continue
		}
		n := atLimit{hint: words.in(s.Name), claim: claimOf(p, o, s), worth: proofOf(m, o, s)}
		if scenarioHas(o, s, m.Limit) {
			n.examples = cases(s)
		}
		if s.Rule >= 0 && s.Rule < len(o.Rules) {
			n.hint = n.hint || words.in(o.Rules[s.Rule].Name)
		}
		for _, tags := range levels(o, s) {
			for _, t := range tags {
				if strings.HasPrefix(t.Name, m.Rule) && len(t.Name) > len(m.Rule) {
					n.rule, n.at = t.Name[1:], lint.TagPlace(t)
					note(n)
				}
			}
		}
	}
}

// heavier gives the claim that binds more.
func heavier(a, b lint.Claim) lint.Claim {
	rank := func(c lint.Claim) int {
		switch c {
		case lint.Promised:
			return 2
		case lint.Written:
			return 1
		default:
			return 0
		}
	}
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func thresholdWords() []string {
	return []string{
		"seuil*", "plafond*", "plancher*", "au-delà", "à partir de", "à partir du", "au plus", "au moins", "au maximum",
		"au minimum", "maximum", "minimum", "jusqu'à", "jusqu'au", "moins de", "plus de", "supérieur*", "inférieur*",
		"arrondi*", "threshold*", "at least", "at most", "up to", "more than", "less than", "rounded", "no later than",
	}
}

// in tells whether a text holds a phrase of the lexicon, quotations left out.
func (l *lexicon) in(text string) bool {
	_, ok := l.find(text, 0, true)
	return ok
}

// manualWithoutData: somebody who runs a scenario by hand must know what to load first (D27). Its data set is named by
// a tag, its own, inherited or on its examples, or in one of its steps or of its background. Args: name of the
// scenario.
func manualWithoutData() lint.Rule {
	return lint.Rule{
		ID: "manual-without-data", Aliases: []string{"D27"}, Group: lint.Readiness, CA: syntax.Info,
		Script: syntax.Info,
		File: func(p *lint.Pass, f *lint.File) {
			if !p.Reference().Has(reference.DataSets) {
				return
			}
			prefix := p.Tags().DataSet
			for s := range wholeScenarios(f) {
				if s.HasTag(p.Tags().Manual) && !namesData(s, prefix) {
					p.Report(scenarioPlace(s.Scenario), s.Name)
				}
			}
		},
	}
}

func namesData(s *lint.Scenario, prefix string) bool {
	if anyPrefix(s.Tags, prefix) || anyPrefix(s.Inherited, prefix) {
		return true
	}
	for _, e := range s.Examples {
		if anyPrefix(e.Tags, prefix) {
			return true
		}
		for i := range e.Rows {
			for _, c := range e.Rows[i].Cells {
				if syntax.NamesValue(c.Value, prefix[1:]) {
					return true
				}
			}
		}
	}
	for _, steps := range [][]lint.Step{s.Background, s.Steps} {
		for i := range steps {
			if strings.Contains(steps[i].Text, prefix[1:]) {
				return true
			}
		}
	}
	return false
}
