package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// visual gives a line in the order in which its characters are drawn from left to right (Unicode Standard Annex 9):
// Hebrew runs from right to left, and the numbers in it from left to right. The line itself always runs from left to
// right, for it holds the words of the page; marks and overrides of direction, which could turn these around, are shown
// as code points before. Readers that extract the text of a page put such runs back in reading order.
func visual(s string) string {
	if !strings.ContainsFunc(s, rightToLeft) {
		return s
	}
	var p bidi.Paragraph
	if _, err := p.SetString("\u200e" + s); err != nil { // the mark makes the paragraph run from left to right
		return s
	}
	order, err := p.Order()
	if err != nil {
		return s
	}
	var out strings.Builder
	var pending []string // what stands from right to left, in reading order, each as drawn
	read := ""           // the same as it is read
	turn := func(text, drawn string) { pending, read = append(pending, drawn), read+text }
	flush := func() {
		for _, text := range slices.Backward(pending) {
			out.WriteString(text)
		}
		pending, read = nil, ""
	}
	for i := range order.NumRuns() {
		run := order.Run(i)
		text := strings.TrimPrefix(run.String(), "\u200e")
		if run.Direction() == bidi.RightToLeft {
			turn(text, reversed(text))
			continue
		}
		if len(pending) > 0 { // a number that goes on from a text from right to left stands in it
			n := numberLength(text)
			turn(text[:n], text[:n])
			for text = text[n:]; closes(read, text); text = text[n:] { // the library leaves it to the words that follow
				_, n = utf8.DecodeRuneInString(text)
				turn(text[:n], reversed(text[:n]))
			}
			if text == "" {
				continue
			}
		}
		flush()
		out.WriteString(text)
	}
	flush()
	return out.String()
}

// rightToLeft reports whether a character makes what stands around it run from right to left.
func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.R || p.Class() == bidi.AL
}

// numberLength is the length in bytes of the number that a text begins with, signs and separators inside included.
func numberLength(s string) int {
	end := 0
	for i, r := range s {
		p, size := bidi.LookupRune(r)
		switch p.Class() {
		case bidi.EN, bidi.AN:
			end = i + size
		case bidi.ET:
			if end != i { // a currency or a per cent sign stands against its number
				return end
			}
			end = i + size
		case bidi.CS, bidi.ES:
			if end != i {
				return end
			}
		default:
			return end
		}
	}
	return end
}

// reversed writes a run from its end, a mark still behind the letter that it stands on, and the signs that open and
// close turned around.
func reversed(s string) string {
	var out []rune
	for cluster := []rune(s); len(cluster) > 0; {
		n := len(cluster) - 1
		for n > 0 && isNonSpacing(cluster[n]) {
			n--
		}
		for _, r := range cluster[n:] {
			out = append(out, mirror(r))
		}
		cluster = cluster[:n]
	}
	return string(out)
}

func isNonSpacing(r rune) bool {
	p, _ := bidi.LookupRune(r)
	return p.Class() == bidi.NSM
}

// pairs are the signs that open and close, each followed by its counterpart.
const pairs = "()[]{}«»‹›<>"

func mirror(r rune) rune {
	all := []rune(pairs)
	if i := slices.Index(all, r); i >= 0 {
		return all[i^1]
	}
	return r
}

// closes reports whether a text begins with the sign that closes what the texts before it opened and left open.
func closes(before, s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(")]}»›", r) {
		return false
	}
	return strings.Count(before, string(mirror(r))) > strings.Count(before, string(r))
}
