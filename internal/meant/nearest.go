package meant

import (
	"cmp"
	"slices"
	"strings"
)

// Words is a list of known words among which many are looked for. It is not changed by that: several goroutines may.
type Words struct {
	known  []string
	sorted []spelling
}

// spelling is a word in small letters, and its place in the list.
type spelling struct {
	letters []rune
	at      int
}

const (
	// farthest is how many letters a word may be away from the one that was meant.
	farthest = 2
	// longest is how many letters a word may have: what is longer is a text.
	longest = 64
)

// NewWords makes known ready to be searched.
func NewWords(known []string) *Words {
	w := &Words{known: known}
	for i, k := range known {
		if letters := []rune(strings.ToLower(k)); len(letters) <= longest {
			w.sorted = append(w.sorted, spelling{letters, i})
		}
	}
	slices.SortFunc(
		w.sorted, func(a, b spelling) int { return cmp.Or(slices.Compare(a.letters, b.letters), a.at-b.at) },
	)
	return w
}

// Nearest gives the known word that is closest to the one written, when it is close enough to be what was meant: at
// most two letters away, and less than half of it. Of several that are as close it gives the one that stands first in
// the list. The time that it takes grows with the words that begin alike, not with the list.
func (w *Words) Nearest(word string) string {
	letters := []rune(strings.ToLower(word))
	if len(letters) > longest {
		return ""
	}
	s := newSearch(letters)
	s.below(w.sorted)
	if s.best < 0 {
		return ""
	}
	return w.known[s.best]
}

// Distance counts the letters that are inserted, deleted or replaced, and the neighbours that are swapped, between two
// words.
func Distance(a, b []rune) int {
	s := newSearch(b)
	for _, letter := range a {
		s.enter(letter)
	}
	return s.rows[len(a)][len(b)]
}

// Slip tells whether two words are at a distance of one at most, in one pass: it is asked for the words of whole files.
func Slip(a, b []rune) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == len(a) {
		return true
	}
	if len(a) < len(b) {
		return slices.Equal(a[i:], b[i+1:])
	}
	if slices.Equal(a[i+1:], b[i+1:]) {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && slices.Equal(a[i+2:], b[i+2:])
}

// Nearest is that of Words, for one word.
func Nearest(word string, known []string) string { return NewWords(known).Nearest(word) }

// search goes down sorted words as down a tree, a letter a level: what begins alike is measured once, and left once no
// word that begins so can be near. How far is a count of letters inserted, deleted, replaced and swapped.
type search struct {
	word  []rune
	path  []rune  // the letters down to here
	rows  [][]int // for each of them, how far each beginning of word is from the path
	best  int     // place in the list, -1 for none
	least int
}

func newSearch(word []rune) *search {
	s := &search{word: word, best: -1, least: farthest + 1, rows: [][]int{make([]int, len(word)+1)}}
	for j := range s.rows[0] {
		s.rows[0][j] = j
	}
	return s
}

// below looks at words that all begin with the path.
func (s *search) below(words []spelling) {
	depth, last := len(s.path), s.rows[len(s.path)]
	for len(words) > 0 && len(words[0].letters) == depth { // the shorter ones come first
		d, at := last[len(s.word)], words[0].at
		if 2*d < max(depth, 2)+1 && (d < s.least || d == s.least && s.best >= 0 && at < s.best) {
			s.best, s.least = at, d
		}
		words = words[1:]
	}
	for len(words) > 0 {
		letter := words[0].letters[depth]
		end, _ := slices.BinarySearchFunc(words, letter, func(w spelling, r rune) int {
			return cmp.Or(cmp.Compare(w.letters[depth], r), -1)
		})
		if s.enter(letter) {
			s.below(words[:end])
		}
		s.path, words = s.path[:depth], words[end:]
	}
}

// enter adds a letter to the path, and tells whether a word that begins so can be near.
func (s *search) enter(letter rune) bool {
	s.path = append(s.path, letter)
	i := len(s.path)
	if len(s.rows) == i {
		s.rows = append(s.rows, make([]int, len(s.word)+1))
	}
	row, last := s.rows[i], s.rows[i-1]
	row[0] = i
	nearest, before := i, slices.Min(last)
	for j := 1; j < len(row); j++ {
		cost := 1
		if letter == s.word[j-1] {
			cost = 0
		}
		row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
		if i > 1 && j > 1 && letter == s.word[j-2] && s.path[i-2] == s.word[j-1] {
			row[j] = min(row[j], s.rows[i-2][j-2]+1)
		}
		nearest = min(nearest, row[j])
	}
	most := min(s.least, farthest)
	return nearest <= most || before < most // a swap counts from the level above
}
