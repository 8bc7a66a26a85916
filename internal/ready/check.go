package ready

import (
	"slices"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// Other is the code of the check that gathers the rules of no check of the definition: an error of theirs is one all
// the same.
const Other = "other"

// checkCodes lists the mechanical checks of the definition of ready, then Other.
func checkCodes() []string {
	return []string{
		"D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D11", "D12", "D13", "D14", "D15", "D16",
		"D17", "D18", "D19", "D20", "D21", "D22", "D23", "D24", "D25", "D26", "D27", "D28", "D29", "D30", "D31", "D32",
		Other,
	}
}

// The checks that the parser answers beside the first one, by the codes of its diagnostics.
const (
	parses    = "D01"
	language  = "D02"
	notEmpty  = "D08"
	outlining = "D21"
)

// checkOfCode gives the check that a diagnostic of the parser belongs to.
func checkOfCode(code string) string {
	switch syntax.Code(code) {
	case syntax.CodeUnknownLanguage, syntax.CodeOtherLanguage, syntax.CodeSecondLanguage, syntax.CodeForeignKeyword:
		return language
	case syntax.CodeEmptyFile, syntax.CodeNoScenario, syntax.CodeNoSteps:
		return notEmpty
	case syntax.CodeNoExamples, syntax.CodeNoHeader, syntax.CodeNoRows, syntax.CodeUnknownColumn,
		syntax.CodePlaceholder,
		syntax.CodeDuplicateColumn, syntax.CodePlaceholderSpace:
		return outlining
	default:
		return parses
	}
}

// mapping ties rules to the checks that they answer: a rule names its check among its aliases.
type mapping struct {
	check map[string]string // by rule id
	asked map[string]bool   // checks of which a rule at least is asked
}

func newMapping(rules []lint.Rule, asks func(rule string) bool) mapping {
	m := mapping{map[string]string{}, map[string]bool{}}
	codes := checkCodes()
	for i := range rules {
		r := &rules[i]
		check := Other
		if at := slices.IndexFunc(r.Aliases, func(a string) bool { return slices.Contains(codes, a) }); at >= 0 {
			check = r.Aliases[at]
		}
		m.check[r.ID] = check
		if asks(r.ID) {
			m.asked[check] = true
			if r.ID == lint.RuleSyntax {
				m.asked[language], m.asked[notEmpty], m.asked[outlining] = true, true, true
			}
		}
	}
	return m
}

// of gives the check that a finding belongs to.
func (m *mapping) of(f *lint.Finding) string {
	if f.Rule == lint.RuleSyntax {
		return checkOfCode(f.Code)
	}
	if c, ok := m.check[f.Rule]; ok {
		return c
	}
	return Other
}
