package steps

import (
	"cmp"
	"slices"
	"strings"
)

// Cluster is wordings that may be one: they differ by a letter, an accent, a little word, the order of their words.
type Cluster struct {
	Wordings []Similar `json:"wordings"` // the most used first
}

// Similar is a wording of a cluster, with the definitions that its steps reach.
type Similar struct {
	Wording
	Definitions []Definition `json:"definitions,omitempty"`
}

// The bounds of likeness.
const (
	maxSlip    = 2  // letters by which one word may differ
	minSlip    = 5  // letters from which a word may differ by one
	maxBucket  = 48 // wordings of one bucket that are compared each with each; beyond, with their neighbours in order
	neighbours = 6
)

// Little words may stand or not without changing what a sentence says. Those of negation are not among them, nor those
// that count. Two of one kind may stand for each other.
const (
	articles = " le la les l un une des du de d au aux son sa ses leur leurs ce cet cette ces mon ma mes "
	pronouns = " je j il elle on ils elles "
	others   = " a et en y que qu qui est bien alors donc puis deja ensuite "
)

// Similar finds the wordings that are nearly the same. Two wordings meet when they share a signature: their words sorted,
// or their words without one. So the work grows with the number of words, not with that of pairs.
func (x *Index) Similar() []Cluster {
	all := x.Wordings()
	words := make([][]string, len(all))
	buckets := map[string][]int{}
	put := func(key string, i int) {
		if b := buckets[key]; len(b) == 0 || b[len(b)-1] != i {
			buckets[key] = append(b, i)
		}
	}
	for i := range all {
		words[i] = folded(all[i].parts)
		put("=\x00"+sortedKey(words[i]), i)
		for k := range words[i] {
			put(without(words[i], k), i)
		}
		put(strings.Join(words[i], " "), i) // meets those that have one word more
	}
	joined := newUnion(len(all))
	keys := make([]string, 0, len(buckets))
	for key, b := range buckets {
		if len(b) > 1 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	for _, key := range keys {
		compareBucket(buckets[key], words, joined)
	}
	return x.clusters(all, joined)
}

// compareBucket joins the wordings of a bucket that are alike. A large one is that of a frame with many fillings: like
// fillings stand side by side when they are sorted.
func compareBucket(b []int, words [][]string, joined *union) {
	reach := len(b)
	if reach > maxBucket {
		reach = neighbours
		b = slices.Clone(b)
		slices.SortFunc(b, func(i, j int) int { return slices.Compare(words[i], words[j]) })
	}
	for n, i := range b {
		for _, j := range b[n+1 : min(n+1+reach, len(b))] {
			if joined.find(i) != joined.find(j) && alike(words[i], words[j]) {
				joined.join(i, j)
			}
		}
	}
}

// folded gives the words of a wording without case, accents, apostrophes and punctuation; a literal is a word.
func folded(parts []part) []string {
	var out []string
	for i := range parts {
		if parts[i].Kind != Text {
			out = append(out, "\x01")
			continue
		}
		text := strings.NewReplacer("'", " ", "’", " ", "€", " euros ").Replace(parts[i].Text)
		for word := range strings.FieldsSeq(text) {
			if w := strings.Join(nameWords(word), "-"); w != "" {
				out = append(out, w)
			} else if strings.Trim(word, ".,;:!?…()[]-–—/") != "" {
				out = append(out, word) // no Latin letter
			}
		}
	}
	return out
}

func sortedKey(words []string) string {
	s := slices.Clone(words)
	slices.Sort(s)
	return strings.Join(s, " ")
}

// without is a key of the words without one of them.
func without(words []string, k int) string {
	return strings.Join(words[:k], " ") + glue(k, len(words)) + strings.Join(words[k+1:], " ")
}

func glue(k, n int) string {
	if k == 0 || k == n-1 {
		return ""
	}
	return " "
}

// alike tells two lists of words that say the same: equal, in another order, one little word more, or one word that differs
// by a slip of the keyboard, an ending or an accent.
func alike(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	start := 0
	for start < len(a) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	restA, restB := a[start:len(a)-end], b[start:len(b)-end]
	switch {
	case len(restA) == 0 && len(restB) == 0:
		return true
	case len(restA) == 0 && len(restB) == 1:
		return isLittle(restB[0])
	case len(restA) == 1 && len(restB) == 1:
		return slip(restA[0], restB[0])
	case len(a) == len(b) && len(a) > 3:
		return literalsInOrder(restA, restB) && sortedKey(a) == sortedKey(b)
	}
	return false
}

// literalsInOrder tells that two orders of the same words do not move a literal: A pays B is not B pays A.
func literalsInOrder(a, b []string) bool {
	return !slices.Contains(a, "\x01") && !slices.Contains(b, "\x01")
}

func isLittle(word string) bool {
	return listed(articles, word) || listed(pronouns, word) || listed(others, word)
}

func listed(words, word string) bool { return strings.Contains(words, " "+word+" ") }

// sameKind tells two articles, or two pronouns.
func sameKind(a, b string) bool {
	for _, list := range []string{articles, pronouns} {
		if listed(list, a) && listed(list, b) {
			return true
		}
	}
	return false
}

// slip tells two words that are one: an ending of gender, number or conjugation, or a mistyped letter. An opposite is not:
// actif and inactif, connecte and deconnecte. Nor are two literals, two codes or two little words.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	switch {
	case a == "\x01" || b == "\x01" || strings.ContainsAny(a+b, "0123456789"):
		return false
	case isLittle(a) && isLittle(b):
		return sameKind(a, b)
	case opposite(a, b):
		return false
	case strings.HasPrefix(b, a) && len(a) > 2 && isEnding(b[len(a):]):
		return true
	case len(a) < minSlip:
		return false
	}
	most := 1
	if len(a) >= 2*minSlip {
		most = maxSlip
	}
	return len(b)-len(a) <= most && edits(a, b) <= most
}

func isEnding(s string) bool {
	return slices.Contains([]string{"s", "e", "es", "x", "nt", "r", "ent", "rs"}, s)
}

// opposite tells a word from its negation.
func opposite(a, b string) bool {
	for _, prefix := range []string{"in", "im", "ir", "il", "de", "des", "dis", "non", "non-", "mal", "a", "re", "r", "pre", "sous", "sur"} {
		if b == prefix+a {
			return true
		}
	}
	return false
}

// edits counts the letters to insert, remove, replace or swap.
func edits(a, b string) int {
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}

// clusters gathers what was joined.
func (x *Index) clusters(all []Wording, joined *union) []Cluster {
	at := map[int]int{}
	var out []Cluster
	size := make([]int, len(all))
	for i := range all {
		size[joined.find(i)]++
	}
	reach := x.reach()
	for i := range all {
		root := joined.find(i)
		if size[root] < 2 {
			continue
		}
		n, ok := at[root]
		if !ok {
			n = len(out)
			at[root] = n
			out = append(out, Cluster{})
		}
		out[n].Wordings = append(out[n].Wordings, Similar{all[i], x.reached(reach, &all[i])})
	}
	for i := range out {
		slices.SortStableFunc(out[i].Wordings, func(a, b Similar) int { return cmp.Compare(len(b.Places), len(a.Places)) })
	}
	return out
}

// reach finds the definitions of each place.
func (x *Index) reach() map[Place][]int {
	out := map[Place][]int{}
	for i := range x.Steps {
		for _, u := range x.Steps[i].uses {
			p := x.places[u.place].at
			out[p] = append(out[p], x.Steps[i].Definitions...)
		}
	}
	return out
}

func (x *Index) reached(reach map[Place][]int, w *Wording) []Definition {
	var list []int
	for _, p := range w.Places {
		list = append(list, reach[p]...)
	}
	slices.Sort(list)
	var out []Definition
	for _, d := range slices.Compact(list) {
		out = append(out, x.Definitions[d])
	}
	return out
}

// union joins wordings into clusters.
type union struct{ parent []int }

func newUnion(n int) *union {
	u := &union{parent: make([]int, n)}
	for i := range u.parent {
		u.parent[i] = i
	}
	return u
}

func (u *union) find(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(i, j int) { u.parent[u.find(j)] = u.find(i) }
