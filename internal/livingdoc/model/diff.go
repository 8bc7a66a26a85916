package model

import (
	"strings"

	"recette/internal/linediff"
)

// maxDiff bounds the lines that are compared one by one: beyond it both texts are given whole.
const maxDiff = 400

// around is how many unchanged lines are kept on each side of a change.
const around = 1

// diff gives the lines that differ, with a little of what stands around; nil when nothing differs.
func diff(was, now []string) []linediff.Line {
	if strings.Join(was, "\n") == strings.Join(now, "\n") {
		return nil
	}
	if len(was) > maxDiff || len(now) > maxDiff {
		return linediff.Replaced(was, now)
	}
	var out []linediff.Line
	all := linediff.Compare(was, now)
	for i, near := range linediff.Near(all, around) {
		if near {
			out = append(out, all[i])
		}
	}
	return out
}

// proseLines gives the lines of a text that are not blank.
func proseLines(s string) []string {
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
			out = append(out, proseLines(s.Doc.Content)...)
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
