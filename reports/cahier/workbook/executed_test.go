package workbook

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"recette/reports/cahier"
)

// cells writes an executed cahier, and gives the cells of its first journey by name.
func cells(t *testing.T, c cahier.Cahier) func(name string) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(written(t, c)))
	if err != nil {
		t.Fatal(err)
	}
	return func(name string) string {
		said, err := f.GetCellValue(f.GetSheetName(1), name)
		if err != nil {
			t.Fatal(err)
		}
		return said
	}
}

// A result that does not stand as it is says so beside its verdict, and why.
func TestWrite_SaysHowAResultStands(t *testing.T) {
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		change  func(*cahier.Case)
		verdict string
		state   []string
	}{
		"it stands": {func(*cahier.Case) {}, "conforme", []string{"identité authentifiée", "Version : 100"}},
		"stale": {
			func(c *cahier.Case) { c.Freshness = "stale_version" }, "conforme – périmé : version modifiée",
			[]string{"périmé : version modifiée"},
		},
		"due": {
			func(c *cahier.Case) { c.Due, c.Replay = true, "build" }, "conforme – à rejouer",
			[]string{"à rejouer : la nouvelle version peut le changer"},
		},
		"invalidated": {
			func(c *cahier.Case) {
				c.Verdict = "not_run"
				c.Invalid = &cahier.Objection{Reason: "mauvais jeu", By: "Paule Petit", At: &at, Verdict: "passed"}
			}, "non exécuté – invalidé", []string{"Résultat invalidé : conforme, mauvais jeu, Paule Petit"},
		},
		"contested": {
			func(c *cahier.Case) {
				c.Contested = &cahier.Objection{Reason: "345 € lu", By: "Samira Haddad", At: &at}
			}, "conforme – contesté", []string{"Résultat contesté : 345 € lu, Samira Haddad"},
		},
		"amended": {
			func(c *cahier.Case) {
				c.Amended = []cahier.Objection{{Reason: "mal lu", By: "Théo Legrand", At: &at, Verdict: "failed"}}
				c.Former = []cahier.Former{{Attempt: 1, Verdict: "passed", Amended: c.Amended}}
			}, "conforme – rectifié", []string{
				"rectifié le 24/11/2026 10:00 (UTC) par Théo Legrand : mal lu (était non conforme)",
				"n° 1, rectifié le",
			},
		},
		"declared": {func(c *cahier.Case) { c.Declared = true }, "conforme", []string{"identité déclarée"}},
		"open": {
			func(c *cahier.Case) { c.Open = true }, "conforme – tentative en cours",
			[]string{"tentative commencée, non terminée"},
		},
	} {
		c := filledBook(cahier.Executed)
		c.Cases[0].Verdict, c.Cases[0].Freshness, c.Cases[0].Build = "passed", "fresh", "100"
		tt.change(&c.Cases[0])
		at := cells(t, c)
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace
		if got := plain(at("E4")); got != tt.verdict {
			t.Errorf("%s: verdict %q, want %q", name, got, tt.verdict)
		}
		for _, want := range tt.state {
			if got := plain(at("O4")); !strings.Contains(got, want) {
				t.Errorf("%s: state %q, want %q in it", name, got, want)
			}
		}
	}
}

// A result that was taken in is of the day on which it was played.
func TestWrite_OfTheDayItWasPlayed(t *testing.T) {
	at := time.Date(2026, 11, 27, 10, 0, 0, 0, time.UTC)
	c := filledBook(cahier.Executed)
	c.Cases[0].EndedAt, c.Cases[0].Origin = &at, &cahier.Origin{File: "c.xlsx", SHA256: "ab", Day: "2026-11-24"}
	if got := cells(t, c)("M4"); got != "24/11/2026" {
		t.Errorf("day %q, want that on which it was played", got)
	}
}

// A Contexte says what was seen of each of its steps, unless all have one verdict.
func TestWrite_SaysEachStepOfAContexte(t *testing.T) {
	for name, tt := range map[string]struct {
		seen               []cahier.Seen
		verdict, said, own string
	}{
		"all are done": {
			[]cahier.Seen{{Verdict: "passed"}, {Verdict: "passed", Comment: "lent"}}, "fait", "2 : lent", "",
		},
		"half played": {
			[]cahier.Seen{{Verdict: "passed"}, {}}, "1 : fait\n2 : non exécuté", "", "",
		},
		"not the last": {
			[]cahier.Seen{{Verdict: "passed"}}, "1 : fait\n2 : non exécuté", "", "",
		},
		"the second is failed": {
			[]cahier.Seen{
				{Verdict: "passed", Comment: "vu", Evidence: []cahier.Evidence{{Name: "a.png"}}},
				{Verdict: "failed", Comment: "vide", Evidence: []cahier.Evidence{{Name: "b.png"}}},
			},
			"1 : fait\n2 : non conforme", "1 : vu\n2 : vide", "1 : a.png\n2 : b.png",
		},
	} {
		c := filledBook(cahier.Executed)
		c.Cases[0].Prior, c.Cases[0].Background = 2, tt.seen
		c.Contexts[0].Steps = append(c.Contexts[0].Steps, cahier.Step{Number: 2, Keyword: "Et", Text: "un compte"})
		c.Cases[0].Steps[0].Number = 3
		at := cells(t, c)
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace
		for cell, want := range map[string]string{"E5": tt.verdict, "G5": tt.said, "J5": tt.own} {
			if got := plain(at(cell)); got != want {
				t.Errorf("%s: %s is %q, want %q", name, cell, got, want)
			}
		}
	}
}
