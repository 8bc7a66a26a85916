package model

import "strings"

// ProseLines gives the lines of a text that are not blank.
func ProseLines(s string) []string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// StepLines gives steps as lines, tables and blocks of text included. How a keyword is spelled is not a difference.
func StepLines(list []Step) []string {
	var out []string
	for i := range list {
		s := &list[i]
		out = append(out, strings.TrimSpace(s.Keyword)+" "+strings.Join(strings.Fields(s.Text), " "))
		for _, row := range s.Table {
			out = append(out, "| "+strings.Join(row, " | ")+" |")
		}
		if s.Doc != nil {
			out = append(out, ProseLines(s.Doc.Content)...)
		}
	}
	return out
}

// ScenarioLines gives the steps of a scenario and its examples as lines.
func ScenarioLines(s *Scenario) []string {
	out := StepLines(s.Steps)
	for i := range s.Examples {
		e := &s.Examples[i]
		out = append(out, strings.TrimSpace("| "+strings.Join(e.Header, " | ")+" |"))
		for _, r := range e.Rows {
			out = append(out, "| "+strings.Join(r.Cells, " | ")+" |")
		}
	}
	return out
}
