package rules

import (
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// journeyIncomplete: the PV of a critical journey is signed on it: it needs the ordinary case, a refusal and a right that
// somebody has not (D28). Its owner and the order of its scenarios are the plan's. Args: code of the
// journey, the tags that are missing.
func journeyIncomplete() lint.Rule {
	const mark = "+"
	return lint.Rule{
		ID: "journey-incomplete", Aliases: []string{"D28"}, Group: lint.Readiness, CA: syntax.Error, Script: lint.Off, Whole: true,
		File: func(p *lint.Pass, f *lint.File) {
			o, m := &f.Outline, p.Tags()
			for i := range o.Scenarios {
				s := &o.Scenarios[i]
				if scenarioHas(o, s, m.Obsolete) {
					continue
				}
				args := []string{strconv.Itoa(int(claimOf(p, o, s))), "", "", "", "", strconv.Itoa(int(proofOf(m, o, s)))}
				for j, tag := range []string{p.Tags().Critical, m.Nominal, m.Exception, m.Rights} {
					if scenarioHas(o, s, tag) {
						args[j+1] = mark
					}
				}
				for _, tags := range levels(o, s) {
					for _, t := range tags {
						if code, ok := strings.CutPrefix(t.Name, p.Tags().Journey); ok && code != "" {
							p.Note(lint.TagPlace(t), code, args...)
						}
					}
				}
			}
		},
		Project: func(p *lint.Pass, notes []lint.Note) {
			type standing struct {
				first lint.Note
				claim lint.Claim
				has   [running + 1][4]bool // by what scenarios are worth: critical, then the kinds
				best  proof
			}
			seen := map[string]*standing{}
			var order []string
			for _, n := range notes {
				s := seen[n.Key]
				if s == nil {
					s = &standing{first: n, claim: lint.Drafted}
					seen[n.Key] = s
					order = append(order, n.Key)
				}
				s.claim = heavier(s.claim, lint.Claim(number(n.Args[0])))
				worth := proof(number(n.Args[5])) //nolint:gosec // we wrote it
				s.best = max(s.best, worth)
				for i := range s.has[worth] {
					s.has[worth][i] = s.has[worth][i] || n.Args[i+1] == mark
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
				f := p.ReportIn(s.first.Path, s.first.Place, code, strings.Join(missing, ", "))
				f.Severity = s.claim.Weigh(f.Severity)
			}
		},
	}
}
