package format

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/syntax"
)

// TestAnyLayoutBecomesTheSame writes files at random, lays each out badly in several ways, and wants one and the same
// result, and every clause of the safety contract.
func TestAnyLayoutBecomesTheSame(t *testing.T) {
	rounds := uint64(200)
	if testing.Short() {
		rounds = 60
	}
	refused := 0
	for seed := range rounds {
		atoms := (&author{r: rand.New(rand.NewPCG(1, seed))}).file()
		r := rand.New(rand.NewPCG(2, seed))
		for _, o := range []Options{{}, {Indent: 4, EOL: crlf}, {Accents: true}} {
			var want []byte
			for range 3 {
				src := syntax.Source{Path: "hasard.feature", Bytes: mess(r, atoms)}
				got, err := Format(src, o)
				if errors.Is(err, ErrSyntax) {
					refused++
					t.Logf("seed %d: %v", seed, codes(got.Diagnostics))
					break
				}
				if err != nil {
					t.Fatalf("seed %d: %v\n%s", seed, err, src.Bytes)
				}
				for _, c := range holds(src, got, o) {
					t.Fatalf("seed %d: %s\n%s\n%s", seed, c, src.Bytes, got.Bytes)
				}
				if want == nil {
					want = got.Bytes
				}
				if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got.Bytes), "\n")); d != "" {
					t.Fatalf("seed %d: two layouts of one file (-first +second):\n%s", seed, d)
				}
			}
		}
	}
	if refused > int(rounds)/5 {
		t.Errorf("%d of %d files refused: the author makes faults", refused, 3*rounds)
	}
}

// TestCommentsStayAboveTheirLine follows each comment by itself.
func TestCommentsStayAboveTheirLine(t *testing.T) {
	for seed := range uint64(200) {
		src := syntax.Source{
			Path:  "hasard.feature",
			Bytes: mess(rand.New(rand.NewPCG(3, seed)), (&author{r: rand.New(rand.NewPCG(1, seed))}).file()),
		}
		got, err := Format(src, Options{})
		if err != nil {
			continue
		}
		if d := cmp.Diff(above(src.Bytes), above(got.Bytes)); d != "" {
			t.Fatalf("seed %d (-source +result):\n%s", seed, d)
		}
	}
}

// above lists the comments, each with the next line that is not blank, by their visible characters.
func above(b []byte) [][2]string {
	var lines []string
	for l := range strings.Lines(string(b)) {
		if s := string(bare([]byte(l))); s != "" {
			lines = append(lines, s)
		}
	}
	var out [][2]string
	for i, l := range lines {
		if strings.HasPrefix(l, "#") && i+1 < len(lines) {
			out = append(out, [2]string{l, lines[i+1]})
		}
	}
	return out
}

// FuzzFormat wants the contract to hold for any bytes: a refusal or a safe result, never a result that the checks stop.
func FuzzFormat(f *testing.F) {
	for _, pattern := range []string{
		"testdata/torture/*/entree.feature", "../syntax/testdata/*/*.feature", "../syntax/testdata/*.feature",
	} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data, uint8(0))
		}
	}
	for seed := range uint64(20) {
		f.Add(mess(rand.New(rand.NewPCG(4, seed)), (&author{r: rand.New(rand.NewPCG(1, seed))}).file()), uint8(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte, choice uint8) {
		if len(data) > 1<<16 {
			return
		}
		o := Options{Indent: []int{2, 4}[choice&1], EOL: []string{lf, crlf, Keep, lf}[choice>>1&3]}
		if choice&8 != 0 {
			o.First, o.Last = int(choice>>4), int(choice>>4)+2
		}
		src := syntax.Source{Path: "a.feature", Bytes: data}
		r, err := Format(src, o)
		switch {
		case errors.Is(err, errUnsafe):
			t.Fatal(err)
		case err != nil:
			if string(r.Bytes) != string(data) {
				t.Fatal("refused and changed")
			}
			return
		}
		for _, c := range holds(src, r, o) {
			t.Fatalf("%s\n%q\n%q", c, data, r.Bytes)
		}
	})
}
