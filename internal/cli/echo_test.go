package cli

import (
	"strings"
	"testing"
)

func TestEchoed_CutsValuesAndNotWhatIsOffered(t *testing.T) {
	long := strings.Repeat("x", 300)
	names := several{"Élise Fontaine", long, "Marc Delattre"}
	for range 30 {
		names = append(names, "Gaëlle Riou")
	}
	got := echoed([]any{long, names, ours(long), 12})
	cut := strings.Repeat("x", 150) + "…" + strings.Repeat("x", 50)
	if got[0] != cut {
		t.Errorf("a value: %q, want %q", got[0], cut)
	}
	if want := "Élise Fontaine, " + cut + ", Marc Delattre" + strings.Repeat(", Gaëlle Riou", 30); got[1] != want {
		t.Errorf("a list: %q, want %q", got[1], want)
	}
	if got[2] != ours(long) || got[3] != 12 {
		t.Errorf("a text of the program, a number: %v, want them whole", got[2:])
	}
}
