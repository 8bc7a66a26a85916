package matrix

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// natural compares ids as people order them: runs of digits by their value, so that CA-101.2 comes before CA-101.10.
// The empty string comes last.
func natural(a, b string) int {
	if a == "" || b == "" {
		return -cmp.Compare(a, b)
	}
	whole := cmp.Compare(a, b)
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x == 0 || y == 0 {
			r, n := utf8.DecodeRuneInString(a)
			s, m := utf8.DecodeRuneInString(b)
			if r != s {
				return cmp.Compare(r, s)
			}
			a, b = a[n:], b[m:]
			continue
		}
		p, q := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
		if c := cmp.Or(cmp.Compare(len(p), len(q)), cmp.Compare(p, q)); c != 0 {
			return c
		}
		a, b = a[x:], b[y:]
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), whole)
}

// digits counts the ASCII digits at the head of s.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// union adds what is not there yet, in order of appearance.
func union(list, more []string) []string {
	for _, s := range more {
		if s != "" && !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// sorted gives a list in natural order, each once, never nil.
func sorted(list []string) []string {
	out := slices.Clone(list)
	slices.SortFunc(out, natural)
	out = slices.Compact(out)
	if out == nil {
		return []string{}
	}
	return out
}

// natures names the bits.
func natures(bits uint8) []string {
	out := []string{}
	for i, n := range kinds() {
		if bits&(1<<i) != 0 {
			out = append(out, n)
		}
	}
	return out
}
