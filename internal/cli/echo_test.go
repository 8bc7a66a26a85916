package cli

import (
	"strings"
	"syscall"
	"testing"

	"recette/internal/i18n"
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

// Beside a check or in an editor a failure is said as the command line says it: cut, a list in words, the cause apart.
func TestSentenceOf_IsThatOfTheCommandLine(t *testing.T) {
	fr, err := i18n.New(i18n.French)
	if err != nil {
		t.Fatal(err)
	}
	a := &app{words: fr}
	refused := fail("bad-value", nil, "--as", strings.Repeat("x", 10*mostEchoed), several{"po", "ppo"})
	got := a.sentenceOf(refused)
	var said strings.Builder
	printFailure(&said, fr, refused)
	if !strings.Contains(said.String(), got) || !strings.Contains(got, "po, ppo") || len(got) > 3*mostEchoed {
		t.Errorf("sentenceOf = %q, want the line of %q", got, said.String())
	}
	cause := "(" + technical(fr, syscall.ENOSPC) + ")"
	if got := a.sentenceOf(fail("file", syscall.ENOSPC, "a")); !strings.HasSuffix(got, cause) {
		t.Errorf("sentenceOf = %q, want its cause at its end", got)
	}
}
