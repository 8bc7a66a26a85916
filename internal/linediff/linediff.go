// Package linediff compares two texts line by line, the shortest way. It chooses lines and refuses to lay them out:
// each reader has a form of its own.
package linediff

import "slices"

// Line is a line of a comparison.
type Line struct {
	Op   byte // '-' was there, '+' is there now, ' ' is in both
	Text string
}

// maxCells bounds the table of the comparison; of longer texts one is given as replaced by the other.
const maxCells = 4 << 20

// Compare gives the lines kept, dropped and added, by longest common subsequence.
func Compare(was, now []string) []Line {
	if (len(was)+1)*(len(now)+1) > maxCells {
		return Replaced(was, now)
	}
	width := len(now) + 1
	common := make([]int32, (len(was)+1)*width) // of was[i:] and now[j:]
	for i, x := range slices.Backward(was) {
		for j, y := range slices.Backward(now) {
			if x == y {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var all []Line
	i, j := 0, 0
	for i < len(was) || j < len(now) {
		switch {
		case i < len(was) && j < len(now) && was[i] == now[j]:
			all = append(all, Line{' ', was[i]})
			i, j = i+1, j+1
		case j == len(now) || i < len(was) && common[(i+1)*width+j] >= common[i*width+j+1]:
			all = append(all, Line{'-', was[i]})
			i++
		default:
			all = append(all, Line{'+', now[j]})
			j++
		}
	}
	return all
}

// Replaced gives a text as replaced whole by another.
func Replaced(was, now []string) []Line {
	all := make([]Line, 0, len(was)+len(now))
	for _, text := range was {
		all = append(all, Line{'-', text})
	}
	for _, text := range now {
		all = append(all, Line{'+', text})
	}
	return all
}

// Near tells which lines are changes, or stand at most around lines from one.
func Near(all []Line, around int) []bool {
	near := make([]bool, len(all))
	for i := range all {
		if all[i].Op == ' ' {
			continue
		}
		for j := max(0, i-around); j < min(len(all), i+around+1); j++ {
			near[j] = true
		}
	}
	return near
}
