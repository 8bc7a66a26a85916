package syntax

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWorded(t *testing.T) {
	tests := map[string]bool{
		"": false, " ": false, "\t": false, "\u00a0": false, "\u202f": false, "\u200b": false, "\u2060\ufeff": false,
		"…": false, "« »": false, "?!": false, "—": false, "😀": false, "\u0301": false, "\u3164": false,
		"\uffa0\u115f\u1160": false, "\u2800": false, "€": false, "+": false,
		"a": true, "é": true, "e\u0301": true, "7": true, "½": true, "Ⅳ": true, "« 1 »": true, "日": true, "ا": true,
		"😀 ok": true,
	}
	for text, want := range tests {
		if got := Worded(text); got != want {
			t.Errorf("Worded(%+q) = %v, want %v", text, got, want)
		}
	}
}

// raised gives the diagnostics of a file: code, severity, place and arguments.
func raised(body string) []string {
	_, list := Parse(Source{Path: "x", Bytes: []byte("# language: fr\nFonctionnalité: F\n" + body)}, Options{})
	var out []string
	for _, d := range list {
		out = append(
			out, fmt.Sprintf("%s %s %d:%d %s", d.Code, d.Severity, d.Line, d.Column, strings.Join(d.Args, "|")),
		)
	}
	return out
}

// TestPlaceholderNames holds which names between angle brackets are faults of an outline, and which are markup, code or
// comparisons, of which nothing is said.
func TestPlaceholderNames(t *testing.T) {
	const columns = "date d'effet|HT/TTC|prénom|total ?|ligne 1"
	const listed = "date d'effet, HT/TTC, prénom, total ?, ligne 1"
	tests := map[string]struct {
		step string
		want []string // without the place
	}{
		"known":                   {"<date d'effet> <HT/TTC> <total ?>", nil},
		"one letter":              {"<date d'efet>", []string{"E173 error date d'efet|date d'effet"}},
		"curly apostrophe":        {"<date d’effet>", []string{"E164 error date d’effet|" + listed}},
		"no-break space":          {"<date\u00a0d'effet>", []string{"E164 error date\u00a0d'effet|" + listed}},
		"capitals":                {"<Date d'effet>", []string{"E164 error Date d'effet|" + listed}},
		"accents":                 {"<prenom>", []string{"E164 error prenom|" + listed}},
		"decomposed":              {"<pre\u0301nom>", nil},
		"without the mark":        {"<total>", []string{"E173 error total|total ?"}},
		"other separator":         {"<HT-TTC>", []string{"E173 error HT-TTC|HT/TTC"}},
		"two letters swapped":     {"<HT/TCT>", []string{"E173 error HT/TCT|HT/TTC"}},
		"another number":          {"<ligne 2>", []string{"E164 error ligne 2|" + listed}},
		"far, with a slash":       {"<nom/adresse>", []string{"E164 error nom/adresse|" + listed}},
		"far, with an apostrophe": {"<numéro d'ordre>", []string{"E164 error numéro d'ordre|" + listed}},
		"spaced":                  {"< prénom >", []string{"E169 error < prénom >|<prénom>"}},
		"spaced and near":         {"< prenom >", []string{"E169 error < prenom >|<prénom>"}},
		"a type":                  {"Liste<String>", []string{"E164 warning String|" + listed}},
		"a closed element":        {"<b>gras</b>", nil},
		"a void element":          {"a<br>b<br/>c<hr />", nil},
		"attributes":              {`<a href="x" title='y'>`, nil},
		"an attribute alone":      {`<input type=text disabled=1/>`, nil},
		"a mark before it":        {"<!prénom>", []string{"E173 error !prénom|prénom"}},
		"a declaration":           {`<?xml version="1.0"?><!DOCTYPE html><!-- rien -->`, nil},
		"comparisons":             {"a < b et c > d, x <= 10 et y >= 2, <=>, <->, <-- ici", nil},
		"addresses":               {"Zoé <zoe@exemple.fr>, <https://exemple.fr/a>, <mailto:a@b.fr>", nil},
	}
	for name, tc := range tests {
		cells := "| 1 | 2 | 3 | 4 | 5 |"
		body := "  Plan du scénario: s\n    Soit x " + tc.step + "\n" +
			"    Exemples:\n      |" + columns + "|\n      " + cells + "\n"
		var got []string
		for _, d := range raised(body) {
			f := strings.SplitN(d, " ", 4)
			if f[0] == "E111" {
				continue
			}
			got = append(got, f[0]+" "+f[1]+" "+f[3])
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: %s (-want +got):\n%s", name, tc.step, diff)
		}
	}
}

// TestPlaceholderNames_mendNoOtherColumn holds that a name one slip away from a column is not renamed when the scenario
// uses that column elsewhere, nor when another table lacks it: the fault is named, and the choice is the author's.
func TestPlaceholderNames_mendNoOtherColumn(t *testing.T) {
	table := func(column, cell string) string {
		return "    Exemples:\n      | " + column + " |\n      | " + cell + " |\n"
	}
	tests := map[string]struct {
		body string
		want int // edits
	}{
		"unused column":  {"    Soit <montan>\n" + table("montant", "1"), 1},
		"used column":    {"    Soit <montan> et <montant>\n" + table("montant", "1"), 0},
		"another table":  {"    Soit <montan>\n" + table("montant", "1") + table("montan", "1"), 0},
		"several tables": {"    Soit <montan>\n" + table("montant", "1") + table("montant", "2"), 2},
	}
	for name, tc := range tests {
		text := "# language: fr\nFonctionnalité: F\n  Plan du scénario: s\n" + tc.body
		_, list := Parse(Source{Path: "x", Bytes: []byte(text)}, Options{})
		got, found := 0, false
		for _, d := range list {
			found = found || d.Code == CodeNearColumn
			got += len(d.Edits)
		}
		if !found || got != tc.want {
			t.Errorf("%s: %d edits, want %d; %+v", name, got, tc.want, list)
		}
	}
}

// TestIdleSteps holds that steps which no case runs are an error that says how many they are and where.
func TestIdleSteps(t *testing.T) {
	const scenario = "    Scénario: s\n      Alors y\n"
	tests := map[string]struct {
		body string
		want []string
	}{
		"a rule, then another": {
			"  Règle: a\n    Contexte:\n      Soit b\n      Et c\n  Règle: d\n" + scenario,
			[]string{"E175 error 4:5 Contexte|2|5|6"},
		},
		"the last rule": {
			"  Règle: d\n" + scenario + "  Règle: a\n    Contexte:\n      Soit b\n",
			[]string{"E175 error 7:5 Contexte|1|8|8"},
		},
		"the feature": {
			"  Contexte:\n    Soit b\n",
			[]string{"E127 error 2:1 F", "E175 error 3:3 Contexte|1|4|4"},
		},
		"the feature, for its rules": {"  Contexte:\n    Soit b\n  Règle: d\n" + scenario, nil},
		"every rule": {
			"  Contexte:\n    Soit b\n  Règle: d\n    Contexte:\n      Soit c\n",
			[]string{"E127 error 2:1 F", "E175 error 3:3 Contexte|1|4|4", "E175 error 6:5 Contexte|1|7|7"},
		},
		"no step": {"  Règle: a\n    Contexte:\n  Règle: d\n" + scenario, nil},
		"a title that is lost": {
			"  Règle: a\n    Contexte:\n      Soit b\n    Scenarios : c\n      Alors e\n  Règle: d\n" + scenario,
			[]string{"E130 error 6:5 Scenarios :|Scénario:"},
		},
	}
	for name, tc := range tests {
		got := raised(tc.body)
		if name == "a title that is lost" {
			for _, d := range got {
				if strings.HasPrefix(d, "E175") {
					t.Errorf("%s: %v, want the title alone to be named", name, got)
				}
			}
			continue
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
