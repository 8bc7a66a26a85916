package term_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"recette/internal/term"
)

func TestColumns(t *testing.T) {
	for name, tt := range map[string]struct {
		rows [][]string
		gap  int
		want []string
	}{
		"nothing": {nil, 2, []string{}},
		"letters": {
			[][]string{{"US", "titre"}, {"US-12", "Adhésion"}}, 2, []string{"US     titre", "US-12  Adhésion"},
		},
		"by what shows":              {[][]string{{"日本", "a"}, {"e\u0301", "b"}}, 1, []string{"日本 a", "e\u0301    b"}},
		"the last moves none":        {[][]string{{"a", "long"}, {"b", "c", "d"}}, 1, []string{"a long", "b c    d"}},
		"no blank at the end":        {[][]string{{"a", ""}, {"bcd", "e"}}, 3, []string{"a", "bcd   e"}},
		"a cell stays on its line":   {[][]string{{"a\nb", "c"}, {"d", "e"}}, 1, []string{"a⏎b c", "d   e"}},
		"nothing reaches the screen": {[][]string{{"\x1b[2J", "c"}}, 1, []string{"[U+001B][2J c"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, term.Columns(tt.rows, tt.gap)); diff != "" {
				t.Errorf("Columns (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGrid(t *testing.T) {
	got := term.Grid([][]string{{"nom", "montant"}, {"日本", "1\n2"}, {"é"}})
	want := []string{"| nom  | montant |", "| 日本 | 1⏎2     |", "| é    |"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Grid (-want +got):\n%s", diff)
	}
}
