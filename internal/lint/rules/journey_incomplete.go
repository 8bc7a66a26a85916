package rules

import (
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// journeyIncomplete: the PV of a critical journey is signed on it: it needs the ordinary case, a refusal and a right that
// somebody has not (recette-practice 4.4, D28). Its owner and the order of its scenarios are the plan's. Args: code of the
// journey, the tags that are missing.
func journeyIncomplete() lint.Rule {
	const mark = "+"
	return lint.Rule{
		ID: "journey-incomplete", Aliases: []string{"D28"}, Group: lint.Readiness, CA: syntax.Error, Script: lint.Off, Whole: true,
		File: func(p *lint.Pass, f *lint.File) {
			o, m := &f.Outline, p.Marks()
			for i := range o.Scenarios {
				s := &o.Scenarios[i]
				if scenarioHas(o, s, m.Obsolete) {
					continue
				}
				args := []string{strconv.Itoa(int(claimOf(p, o, s))), "", "", "", ""}
				for j, tag := range []string{p.Words().Critical, m.Nominal, m.Exception, m.Rights} {
					if scenarioHas(o, s, tag) {
						args[j+1] = mark
					}
				}
				for _, tags := range levels(o, s) {
					for _, t := range tags {
						if code, ok := strings.CutPrefix(t.Name, p.Words().Journey); ok && code != "" {
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
				has   [4]bool // critical, then the kinds
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
				for i := range s.has {
					s.has[i] = s.has[i] || n.Args[i+1] == mark
				}
			}
			kinds := []string{p.Marks().Nominal, p.Marks().Exception, p.Marks().Rights}
			for _, code := range order {
				s := seen[code]
				var missing []string
				for i, kind := range kinds {
					if !s.has[i+1] {
						missing = append(missing, kind)
					}
				}
				if !s.has[0] || len(missing) == 0 {
					continue
				}
				f := p.ReportIn(s.first.Path, s.first.Place, code, strings.Join(missing, ", "))
				f.Severity = s.claim.Weigh(f.Severity)
			}
		},
	}
}
