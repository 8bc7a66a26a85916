package model

import (
	"slices"
	"strings"
)

// DiffLine is a line of a difference: '-' was there, '+' is there now, ' ' stands around them.
type DiffLine struct {
	Op   byte
	Text string
}

// maxDiff bounds the lines that are compared one by one: beyond it both texts are given whole.
const maxDiff = 400

// around is how many unchanged lines are kept on each side of a change.
const around = 1

// diff gives the lines that differ, with a little of what stands around; nil when nothing differs.
func diff(was, now []string) []DiffLine {
	if strings.Join(was, "\n") == strings.Join(now, "\n") {
		return nil
	}
	var all []DiffLine
	if len(was) > maxDiff || len(now) > maxDiff {
		for _, l := range was {
			all = append(all, DiffLine{'-', l})
		}
		for _, l := range now {
			all = append(all, DiffLine{'+', l})
		}
		return all
	}
	// length[i][j] is that of the longest common subsequence of was[i:] and now[j:].
	length := make([][]int, len(was)+1)
	for i := range length {
		length[i] = make([]int, len(now)+1)
	}
	for i, line := range slices.Backward(was) {
		for j := len(now) - 1; j >= 0; j-- {
			if line == now[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(was) || j < len(now) {
		switch {
		case i < len(was) && j < len(now) && was[i] == now[j]:
			all = append(all, DiffLine{' ', was[i]})
			i, j = i+1, j+1
		case i < len(was) && (j == len(now) || length[i+1][j] >= length[i][j+1]):
			all = append(all, DiffLine{'-', was[i]})
			i++
		default:
			all = append(all, DiffLine{'+', now[j]})
			j++
		}
	}
	return near(all)
}

// near keeps the changes and what stands next to them.
func near(all []DiffLine) []DiffLine {
	keep := make([]bool, len(all))
	for i := range all {
		if all[i].Op == ' ' {
			continue
		}
		for k := max(0, i-around); k <= min(len(all)-1, i+around); k++ {
			keep[k] = true
		}
	}
	var out []DiffLine
	for i, ok := range keep {
		if ok {
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
