package reports

import (
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
)

// routeTexts are the texts of a PV, with those of a route, which another file holds.
func routeTexts(t *testing.T) PDFOptions {
	t.Helper()
	words := readTexts(t, "fr")
	data, err := os.ReadFile("../internal/i18n/texts/route.fr.txt")
	if err != nil {
		t.Fatal(err)
	}
	maps.Copy(words, parseTexts(string(data)))
	return PDFOptions{Location: paris(), Texts: func(key string, args ...any) string {
		s, ok := words[key]
		if !ok {
			t.Errorf("no text for %q", key)
		}
		if len(args) == 0 {
			return s
		}
		return fmt.Sprintf(s, args...)
	}}
}

// Chapter 9 names whoever signs, gave or refused a visa, gave the opinion of a branch or took note, each at their rank
// and in their capacity. Chapter 7.7 of a PV that is decided speaks of no decision that waits.
func TestPDFSignaturesOfARoute(t *testing.T) {
	pv := fixture()
	pv.Signers = []Signatory{
		{Role: "ppo", Name: "Élise Fontaine", Field: "PPO"}, {Role: "po", Name: "Marc Delattre", Field: "PO"},
	}
	pv.Signoff = &Signoff{
		Phase: "decided", Effect: "block", Number: "PV-2026-013-v1", Round: 2, Complete: true,
		Steps: []SignoffStep{
			{Kind: "visa", Role: "qa", Who: "Samira Haddad", Status: "given", By: "Samira Haddad", At: at(24, 10, 5)},
			{Kind: "visa", Role: "leadtech", Status: "refused", By: "Hugo Lemaire", At: at(24, 10, 7)},
			{Kind: "opinion", Role: "referent", Branch: "Bretagne", Status: "silent", Due: "2026-11-24"},
			{Kind: "opinion", Role: "referent", Branch: "Corse", Status: "unneeded"},
			{Kind: "note", Role: "supplier", Who: "Paul Martin", Status: "waiting", Due: "2026-11-30"},
		},
		Acts: []SignoffAct{{
			Act: "refuse", Number: "PV-2026-013-v1", Role: "leadtech", By: "Hugo Lemaire", At: *at(24, 10, 7),
			Reason: "La mise à jour n’est pas rejouée.",
		}},
	}
	pdf, _ := render(t, pv, routeTexts(t))
	text := folded(strings.Join(pageTexts(t, pdf)[2:], "\n"))
	_, nine, _ := strings.Cut(text, "9. Signatures")
	nine, _, _ = strings.Cut(nine, "10. Levée")
	last := -1
	for _, want := range []string{
		"1 QA", "Samira Haddad", "« Je vise le PV-2026-013-v1. »", "2 Lead Tech", "Hugo Lemaire",
		"Motif : La mise à jour n’est pas rejouée.", "3 référent", "4 PPO", "constat", "5 PO", "décision",
		"6 prestataire", "Paul Martin", "au plus tard le 30/11/2026", "inscrits au journal",
	} {
		where := strings.Index(nine, want)
		if where <= last {
			t.Errorf("chapter 9: %q stands at %d, want it after %d:\n%s", want, where, last, nine)
		}
		last = max(last, where)
	}
	if strings.Contains(nine, "Corse") {
		t.Error("chapter 9 names a branch whose opinion is not awaited")
	}
	if strings.Contains(text, "La décision attend") || !strings.Contains(text, "que la décision attende la fin") {
		t.Error("7.7 of a decided PV says that the decision waits")
	}
}
