package changes

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
