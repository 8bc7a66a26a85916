package lsp

import (
	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// aboutBlock says what the keyword of a block opens.
func (s *scope) aboutBlock(d *document, at subject) string {
	kind := ""
	switch d.file.Doc.Line(at.line).Kind {
	case syntax.LineFeature:
		kind = "feature"
	case syntax.LineRule:
		kind = "rule"
	case syntax.LineBackground:
		kind = "background"
	case syntax.LineScenario:
		kind = "scenario"
		if at.scenario != nil && at.scenario.Outline {
			kind = "outline"
		}
	case syntax.LineExamples:
		kind = "examples"
	default:
		return ""
	}
	return "**" + inline(at.word) + "** — " + s.project.Words.T("lsp.keyword."+kind)
}

// aboutRole says what part a step plays, whatever the keyword that the author chose for it.
func (s *scope) aboutRole(d *document, at subject) string {
	if at.step == nil {
		return ""
	}
	role := catalogue.KindOf(at.step.Type, kindOf(d.file.Doc, at.line))
	kind := map[catalogue.StepType]string{
		catalogue.Context: "context", catalogue.Action: "action", catalogue.Outcome: "outcome",
	}[role]
	if kind == "" {
		return "" // nothing says what it goes on from
	}
	return "**" + inline(at.word) + "** — " + s.project.Words.T("lsp.keyword."+kind)
}
