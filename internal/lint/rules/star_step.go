package rules

import "recette/internal/lint"

// starStep: a step written with * says neither what is so, nor what is done, nor what is observed. It is off by default:
// some teams write lists of conditions so. No args.
func starStep() lint.Rule {
	return lint.Rule{
		ID: "star-step", Group: lint.Structure, CA: lint.Off, Script: lint.Off,
		File: func(p *lint.Pass, f *lint.File) {
			for steps := range eachSteps(f) {
				for i := range steps {
					if isStar(steps[i].Step) {
						p.Report(stepKeywordPlace(steps[i].Step))
					}
				}
			}
		},
	}
}
