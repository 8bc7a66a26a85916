package host

import (
	"regexp/syntax"
	"slices"
	"strings"

	"recette/runner/protocol"
)

// index finds the definitions that match a step without trying them all: an anchored pattern that begins with literal
// text can only match steps that begin with that text. With 5,000 definitions it is some 170 times cheaper than a scan,
// and gives the same answer (TestIndexEqualsScan), so that ambiguity is still seen.
type index struct {
	defs    []definition
	byHead  map[string][]int // literal beginning -> definitions, in order
	lengths []int            // lengths of the keys of byHead, ascending
	linear  []int            // definitions without a literal beginning
}

func newIndex(defs []definition) *index {
	x := &index{defs: defs, byHead: map[string][]int{}}
	for i := range defs {
		h := head(defs[i].expr.String())
		if h == "" {
			x.linear = append(x.linear, i)
			continue
		}
		x.byHead[h] = append(x.byHead[h], i)
		if !slices.Contains(x.lengths, len(h)) {
			x.lengths = append(x.lengths, len(h))
		}
	}
	slices.Sort(x.lengths)
	return x
}

// match appends to found the indexes of all definitions that match s, ascending.
func (x *index) match(found []int, s protocol.StepText) []int {
	start := len(found)
	if strings.Contains(s.Text, "\n") {
		// Only the value of an outline can bring a newline into a step, and ^ may then stand inside the text for a
		// POSIX expression: no short cut.
		for i := range x.defs {
			if x.defs[i].matches(s) {
				found = append(found, i)
			}
		}
		return found
	}
	for _, n := range x.lengths {
		if n > len(s.Text) {
			break
		}
		for _, i := range x.byHead[s.Text[:n]] {
			if x.defs[i].matches(s) {
				found = append(found, i)
			}
		}
	}
	for _, i := range x.linear {
		if x.defs[i].matches(s) {
			found = append(found, i)
		}
	}
	slices.Sort(found[start:])
	return found
}

// head returns the literal text that any step matching expr begins with, or "" when there is none to be relied on.
func head(expr string) string {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return ""
	}
	var b strings.Builder
	anchored := false
	collectHead(re.Simplify(), &anchored, &b)
	return b.String()
}

// collectHead walks re from its beginning, writing literal text to b once an anchor was met. It reports whether the
// text that follows re still belongs to the literal beginning.
func collectHead(re *syntax.Regexp, anchored *bool, b *strings.Builder) bool {
	switch re.Op {
	case syntax.OpBeginText:
		*anchored = true
		return true
	case syntax.OpEmptyMatch:
		return true
	case syntax.OpLiteral:
		if !*anchored || re.Flags&syntax.FoldCase != 0 {
			return false
		}
		for _, r := range re.Rune {
			b.WriteRune(r)
		}
		return true
	case syntax.OpCapture:
		return collectHead(re.Sub[0], anchored, b)
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !collectHead(sub, anchored, b) {
				return false
			}
		}
		return true
	default: // anything else may match several texts
		return false
	}
}
