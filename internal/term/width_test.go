package term_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"recette/internal/term"
)

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"abc": 3, "é": 1, "e\u0301": 1, "漢字": 4, "✓ prouvé": 8, "": 0, "👩‍🔧": 2, "1\u202f000\u00a0€": 7,
	} {
		if got := term.Width(s); got != want {
			t.Errorf("Width(%q) = %d, want %d", s, got, want)
		}
	}
}

// What Width counts on its own is what the library says, alone and beside others of its kind.
func TestWidth_AgreesWithTheLibrary(t *testing.T) {
	for r := range rune(0x3000) {
		for _, s := range []string{string(r), "e" + string(r), string(r) + string(r), "\u00e9" + string(r) + "\u2019"} {
			if got, want := term.Width(s), uniseg.StringWidth(s); got != want {
				t.Errorf("Width(%+q) = %d, want %d", s, got, want)
			}
		}
	}
}

func TestClip(t *testing.T) {
	for name, tt := range map[string]struct {
		text    string
		columns int
		want    string
	}{
		"fits":                 {"adhésion", 8, "adhésion"},
		"letters":              {"adhésion", 5, "adhé…"},
		"no blank at its end":  {"une adhésion", 5, "une…"},
		"wide letters":         {"日本語", 4, "日…"},
		"accents that combine": {"e\u0301te\u0301s", 3, "e\u0301t…"},
		"an emoji is whole":    {"a👩‍🔧bc", 3, "a…"},
		"no room":              {"abc", 0, "…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := term.Clip(tt.text, tt.columns); got != tt.want {
				t.Errorf("Clip(%q, %d) = %q, want %q", tt.text, tt.columns, got, tt.want)
			}
		})
	}
}

func TestFlow(t *testing.T) {
	for name, tt := range map[string]struct {
		head    string
		parts   []string
		columns int
		want    []string
	}{
		"no part":            {"tête : ", nil, 20, []string{"tête : "}},
		"one line":           {"tête : ", []string{"a", "b"}, 20, []string{"tête : a · b"}},
		"under the first":    {"é : ", []string{"un", "deux", "trois"}, 14, []string{"é : un · deux", "    trois"}},
		"what cannot hold":   {"é : ", []string{"un deux trois"}, 10, []string{"é : un de…"}},
		"a head alone stays": {"  ", []string{"日本", "語"}, 8, []string{"  日本", "  語"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, term.Flow(tt.head, tt.parts, " · ", tt.columns)); diff != "" {
				t.Errorf("Flow (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPad(t *testing.T) {
	for in, want := range map[string]string{"é": "é  |", "e\u0301": "e\u0301  |", "界": "界 |", "abcd": "abcd|"} {
		if got := term.Pad(in, 3) + "|"; got != want {
			t.Errorf("Pad(%q, 3) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for name, tt := range map[string]struct {
		text    string
		columns int
		want    string
	}{
		"short":                {"Enregistré : fait", 17, "Enregistré : fait"},
		"between words":        {"p joindre une preuve", 13, "p joindre une\n  preuve"},
		"under its line":       {"    chargement : Page /recette", 20, "    chargement :\n      Page /recette"},
		"each line":            {"un deux\ntrois quatre", 6, "un\n  deux\ntrois\n  quatre"},
		"an identifier":        {"le cas SC-0014 reste ouvert", 10, "le cas\n  SC-0014\n  reste\n  ouvert"},
		"no-break spaces hold": {"il dit «\u00a0oui\u00a0» :\u202f2", 13, "il dit\n  «\u00a0oui\u00a0» :\u202f2"},
		"a word too long": {
			"voir https://exemple.fr/une/page ici", 10, "voir\n  https://exemple.fr/une/page\n  ici",
		},
		"wide letters":  {"日本 日本", 6, "日本\n  日本"},
		"aligned":       {"SC-1  Un titre", 20, "SC-1  Un titre"},
		"an empty line": {"un\n\ndeux", 3, "un\n\ndeux"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := term.Wrap(tt.text, tt.columns); got != tt.want {
				t.Errorf("Wrap = %q, want %q", got, tt.want)
			}
		})
	}
}
