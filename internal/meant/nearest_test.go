package meant

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// plainNearest measures every known word, one after the other: what the search must give, whatever it leaves out.
func plainNearest(word string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least && 2*d < max(len([]rune(k)), 2)+1 {
			best, least = k, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap with their neighbour.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > longest || len(y) > longest {
		return longest
	}
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case x[i-1] == y[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j], rows[i][j-1], rows[i-1][j-1])
			}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(x)][len(y)]
}

func TestNearest_LeavesNoWordOut(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		var b strings.Builder
		for range r.IntN(7) {
			b.WriteRune([]rune("abBé-")[r.IntN(5)])
		}
		return b.String()
	}
	for range 20000 {
		known := make([]string, r.IntN(12))
		for i := range known {
			known[i] = word()
		}
		said := word()
		if got, want := Nearest(said, known), plainNearest(said, known); got != want {
			t.Fatalf("Nearest(%q, %q) = %q, want %q", said, known, got, want)
		}
	}
}

// A backlog of twenty thousand stories, all cited by a wrong number, took minutes.
func TestWords_ManySearchesAmongMany(t *testing.T) {
	known := make([]string, 20000)
	for i := range known {
		known[i] = fmt.Sprintf("US-%d", i*7+100000)
	}
	began, words, found := time.Now(), NewWords(known), 0
	for i := range 5000 {
		if words.Nearest(fmt.Sprintf("US-%d", i*7+500003)) != "" {
			found++
		}
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("%d searches among %d words took %v", 5000, len(known), took)
	}
	if found == 0 {
		t.Error("no search finds anything: nothing was measured")
	}
	text := strings.Repeat("x", 1<<20)
	if words.Nearest(text) != "" || NewWords([]string{text}).Nearest("x") != "" {
		t.Error("a text is taken for a word")
	}
}

func TestNearest(t *testing.T) {
	known := []string{"environments", "features", "language", "go", "url"}
	tests := map[string]string{
		"environements": "environments", "feautres": "features", "langue": "language", "og": "go", "xyz": "", "": "",
		"name": "",
	}
	for in, want := range tests {
		if got := Nearest(in, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestDistance holds the three measures together: what is at one is a slip, and the order of the words does not matter.
func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"manuel", "manuel", 0},
		{"manuel", "manule", 1},
		{"manuel", "manel", 1},
		{"mannuel", "manuel", 1},
		{"manuel", "manual", 1},
		{"manuel", "manuels", 1},
		{"manuel", "mnaule", 2},
		{"auto", "", 4},
		{"élan", "elan", 1},
		{"ca", "abc", 3},
		{"abcdef", "badcfe", 3},
		{"x", "yz", 2},
	} {
		a, b := []rune(tt.a), []rune(tt.b)
		if got, back := Distance(a, b), Distance(b, a); got != tt.want || back != tt.want {
			t.Errorf("%q %q: %d and %d, want %d", tt.a, tt.b, got, back, tt.want)
		}
		if got := Slip(a, b); got != (tt.want <= 1) || got != Slip(b, a) {
			t.Errorf("slip %q %q: %t", tt.a, tt.b, got)
		}
	}
}
