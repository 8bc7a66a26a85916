package reports

import (
	"strings"
	"testing"
	"time"
)

// between gives what a text says after one mark and before another.
func between(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, folded(from))
	in, _, end := strings.Cut(rest, folded(to))
	if !ok || !end {
		t.Fatalf("no %q before %q in %q", from, to, text)
	}
	return in
}

// Derogations stand in chapter 6, under their own heading, and say in words which criterion they are about.
func TestDerogations_StandInChapter6(t *testing.T) {
	when := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	pv := fixture()
	pv.Printed = []string{}
	for i, x := range []Derogation{
		{Subject: "exit/4", Criterion: "Preuves jointes"},
		{Subject: "entry/2"},
		{Subject: "ANO-0031"},
		{},
		{Subject: "suspension/1", Criterion: "Environnement arrêté"},
		{Subject: "suspension/2"},
		{Subject: "resumption/1", Criterion: "Environnement rendu"},
		{Subject: "resumption/2"},
		{Subject: "several_deciders"},
	} {
		x.Number, x.Text, x.By, x.At, x.State = "DER-000"+string(rune('1'+i)), "différer", "Élise", when, "asked"
		pv.Derogations = append(pv.Derogations, x)
	}
	pages := said(t, pv)
	_, pages, _ = strings.Cut(pages, folded("6. Critères de sortie Critère")) // past the table of contents
	got := between(t, pages, "6.2 Dérogations", "6.3 Alertes")
	for _, want := range []string{
		"DER-0001 critère de sortie « Preuves jointes » : différer",
		"DER-0002 critère d’entrée n° 2 d’un plan précédent : différer",
		"DER-0003 ANO-0031 : différer", "DER-0004 différer",
		"DER-0005 critère de suspension « Environnement arrêté » :",
		"DER-0006 critère de suspension n° 2 d’un plan précédent :",
		"DER-0007 critère de reprise « Environnement rendu » :",
		"DER-0008 critère de reprise n° 2 d’un plan précédent : différer",
		"DER-0009 règle « un seul décideur par PV » : différer",
	} {
		if !strings.Contains(got, folded(want)) {
			t.Errorf("6.2 does not say %q: %q", want, got)
		}
	}
	pv.Derogations = nil
	if strings.Contains(said(t, pv), "6.2 ") {
		t.Error("a heading of derogations, and none was asked for")
	}
}

// A criterion that a decision out of the journal excuses says that nobody can verify it; one of the journal does not.
func TestCriteria_SayWhatIsOutOfTheJournal(t *testing.T) {
	pv := fixture()
	pv.Entry = []Criterion{{Text: "Comptes remis", Met: "DEC-0007"}}
	pv.Exit = []Criterion{{Text: "Preuves jointes", Met: "DER-0001"}}
	pv.Derogations = []Derogation{{Number: "DER-0001", Text: "différer", By: "Élise", State: "granted"}}
	text := said(t, pv)
	if want := folded("0007 hors journal, non vérifiable"); !strings.Contains(text, want) {
		t.Errorf("the PV does not say %q", want)
	}
	if strings.Contains(text, folded("0001 hors journal")) {
		t.Error("a derogation of the journal passes for one that is not")
	}
}

// Field 1.6 says that nothing comes of a silence where the plan sets no delay, and only there.
func TestRegime_WithoutDelay(t *testing.T) {
	told := frenchWords()["reports.clocks.none"]
	for name, c := range map[string]struct {
		regime string
		clocks *Clocks
		layout int
		want   bool
	}{
		"practice":              {"pratique", nil, Layout, true},
		"nothing is said":       {"", nil, Layout, false},
		"an old CCAG-TIC label": {"Marché soumis au CCAG-TIC", nil, Layout, false},
		"delays": {"pratique", &Clocks{
			Vocabulary: "practice", Delays: []Delay{{Clock: "decision", Length: 7, Unit: "days", Source: "contract"}},
		}, Layout, false},
	} {
		pv := fixture()
		pv.Printed, pv.Regime, pv.Clocks, pv.Layout = []string{}, c.regime, c.clocks, c.layout
		if got := strings.Contains(said(t, pv), folded(told)); got != c.want {
			t.Errorf("%s: %t, want %t", name, got, c.want)
		}
	}
}

// A reserve that was lifted says in which PV.
func TestReserves_NameThePVThatLifts(t *testing.T) {
	pv := fixture()
	pv.Printed = []string{}
	pv.Reserves[0].Status, pv.Reserves[0].LiftedIn = "lifted", "PV-2026-015-v1"
	pv.Reserves[1].Status = "lifted"
	got := between(t, said(t, pv), "5.3 Réserves Numéro", "5.4 Non")
	if !strings.Contains(got, "PV-2026-015-v1") || strings.Count(got, "levée par") != 1 {
		t.Errorf("5.3 says %q, want that PV-2026-015-v1 lifts RES-001, and nothing of RES-002", got)
	}
}

// What is true of every annex that is left out is printed once.
func TestPrinted_OneBlock(t *testing.T) {
	pv := fixture()
	pv.Printed = []string{}
	text := said(t, pv)
	proof := folded(frenchWords()["reports.annex.proof"])
	if n := strings.Count(text, proof); n != 1 {
		t.Errorf("the proof of what is left out is printed %d times, want once", n)
	}
	block := between(t, text[strings.LastIndex(text, folded("Annexes B, C, F et G (jointes, non imprimées)")):],
		"imprimées)", "Annexe D")
	for _, want := range []string{"Elle nomme", "le texte testé", "critères d’acceptation", "d’anomalie", proof} {
		if !strings.Contains(block, folded(want)) {
			t.Errorf("the block does not say %q: %q", want, block)
		}
	}
	pv.Printed = []string{"A", "B", "C", "G"}
	if text = said(t, pv); strings.Count(text, proof) != 1 || strings.Contains(text, "Annexes F") {
		t.Error("an annex that is left out alone is not said in its place")
	}
}

// A PV of lifting says that its place is not known, and numbers all its chapters.
func TestLifting_PlaceAndChapters(t *testing.T) {
	pv := fixture()
	pv.Lifting = &Lifting{
		Parent: Parent{Number: "PV-2026-013-v1", Decision: "accepted_with_reserves"}, Outcome: "reserves_lifted",
		Reserves: []LiftedReserve{{Number: "RES-001", Says: "lifted"}, {Number: "RES-002", Says: "lifted"}},
	}
	text := said(t, pv)
	for _, want := range []string{
		"Lieu : non renseigné", "1. Réserves levées par ce PV", "2. Réserves qui restent", "3. Avis donnés depuis",
		"4. Alertes calculées", "5. Preuve et vérification",
	} {
		if !strings.Contains(text, folded(want)) {
			t.Errorf("the pages do not say %q", want)
		}
	}
	pv.Lifting.Reserves[1].Says = "ended"
	if text = said(t, pv); !strings.Contains(text, folded("3. Réserves déjà réglées")) ||
		!strings.Contains(text, folded("6. Preuve et vérification")) {
		t.Error("the chapters are not numbered in order")
	}
}
