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

// The bounds of the work: what a text of tens of thousands of bytes may cost.
const (
	maxBucket  = 48 // wordings of one bucket that are compared each with each; beyond, with their neighbours in order
	neighbours = 6
	maxWords   = 128 // words of a wording
)

// Similar finds the wordings that are nearly the same. Two wordings meet when they share a signature: their words
// sorted, or their words without one. So the work grows with the number of words, not with that of pairs.
func (x *Index) Similar() []Cluster {
	all := x.everyWording()
	words := make([][]string, len(all))
	buckets := map[string][]int{}
	put := func(key string, i int) {
		if b := buckets[key]; len(b) == 0 || b[len(b)-1] != i {
			buckets[key] = append(b, i)
		}
	}
	for i := range all {
		words[i] = folded(all[i].parts)
		for _, key := range signatures(words[i]) {
			put(key, i)
		}
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

// signatures gives the keys by which a wording meets others: its words sorted, its words without one, and its words as
// they are, for those that have one word more. A text too long to be a sentence has the first only: one key for each
// word would take the square of its length.
func signatures(words []string) []string {
	out := []string{"=\x00" + sortedKey(words)}
	if len(words) > maxWords {
		return out
	}
	for k := range words {
		out = append(out, without(words, k))
	}
	return append(out, strings.Join(words, " "))
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
		slices.SortStableFunc(
			out[i].Wordings, func(a, b Similar) int { return cmp.Compare(len(b.Places), len(a.Places)) },
		)
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
