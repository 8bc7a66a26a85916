package rules

import (
	"iter"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// journeyIncomplete: the PV of a critical journey is signed on it: it needs the ordinary case, a refusal and a right
// that somebody has not (D28). Its owner and the order of its scenarios are the plan's. Args: code of the journey, the
// tags that are missing.
func journeyIncomplete() lint.Rule {
	return lint.Rule{
		ID: "journey-incomplete", Aliases: []string{"D28"}, Group: lint.Readiness, CA: syntax.Error, Script: lint.Off,
		Whole: true,
		Passes: lint.TwoPasses(noteJourneys, func(p *lint.Pass, notes iter.Seq2[string, inJourney]) {
			type standing struct {
				path  string
				first inJourney
				claim lint.Claim
				has   [running + 1]journeyTags // by what scenarios are worth
				best  proof
			}
			seen := map[string]*standing{}
			var order []string
			for path, n := range notes {
				s := seen[n.journey]
				if s == nil {
					s = &standing{path: path, first: n, claim: lint.Drafted}
					seen[n.journey] = s
					order = append(order, n.journey)
				}
				s.claim = heavier(s.claim, n.claim)
				s.best = max(s.best, n.worth)
				for i, has := range n.has {
					s.has[n.worth][i] = s.has[n.worth][i] || has
				}
			}
			kinds := []string{p.Tags().Nominal, p.Tags().Exception, p.Tags().Rights}
			for _, code := range order {
				s := seen[code]
				var missing []string
				critical := s.has[setAside][0] || s.has[inDraft][0] || s.has[running][0]
				for i, kind := range kinds {
					if !s.has[max(s.best, inDraft)][i+1] { // a journey of drafts only: theirs count
						missing = append(missing, kind)
					}
				}
				if !critical || len(missing) == 0 {
					continue
				}
				f := p.ReportIn(s.path, s.first.at, code, strings.Join(missing, ", "))
				f.Severity = s.claim.Weigh(f.Severity)
			}
		}),
	}
}

// inJourney is a tag that puts a scenario in a journey, and what the scenario brings to it.
type inJourney struct {
	journey string
	at      lint.Place
	claim   lint.Claim
	worth   proof
	has     journeyTags
}

// journeyTags tells which tags scenarios carry: critical, nominal, exception, rights.
type journeyTags [4]bool

func (j *inJourney) Fields(f *lint.Fields) {
	f.Text(&j.journey)
	f.Place(&j.at)
	lint.Choice(f, &j.claim, lint.Promised)
	lint.Choice(f, &j.worth, running)
	for i := range j.has {
		f.Flag(&j.has[i])
	}
}

func noteJourneys(p *lint.Pass, f *lint.File, note func(inJourney)) {
	o, m := &f.Outline, p.Tags()
	for i := range o.Scenarios {
		s := &o.Scenarios[i]
		if scenarioHas(o, s, m.Obsolete) {
			continue
		}
		n := inJourney{claim: claimOf(p, o, s), worth: proofOf(m, o, s)}
		for j, tag := range []string{m.Critical, m.Nominal, m.Exception, m.Rights} {
			n.has[j] = scenarioHas(o, s, tag)
		}
		for _, tags := range levels(o, s) {
			for _, t := range tags {
				if code, ok := strings.CutPrefix(t.Name, m.Journey); ok && code != "" {
					n.journey, n.at = code, lint.TagPlace(t)
					note(n)
				}
			}
		}
	}
}
