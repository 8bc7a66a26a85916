package process

import (
	"os"
	"strings"
	"testing"

	"recette/internal/secret"
)

const jeton = "s3cr3t-Jeton-9f8a"

// TestCapture_HidesAcrossPieces: what a step prints byte by byte, or in two cases, is hidden all the same.
func TestCapture_HidesAcrossPieces(t *testing.T) {
	hides, err := secret.New(secret.Value{Name: "JETON_API", Text: jeton})
	if err != nil {
		t.Fatal(err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	var sink strings.Builder
	c := newCapture(r, 1<<10, &sink, hides)
	print := func(s string) {
		for _, b := range []byte(s) {
			c.add(c.mask.Add([]byte{b}))
		}
	}
	print("a " + jeton + " b " + jeton[:9])
	first, _ := c.take()
	print(jeton[9:] + " c")
	second, _ := c.take()
	mark := secret.Mark("JETON_API")
	if want := "a " + mark + " b " + mark; first != want || second != " c" {
		t.Errorf("cases printed %q and %q, want %q and %q", first, second, want, " c")
	}
	if want := "a " + mark + " b " + mark + " c"; sink.String() != want {
		t.Errorf("passed on %q, want %q", sink.String(), want)
	}
}
