package render

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"recette/internal/matrix"
	"recette/internal/standing"
	report "recette/reports/page"
)

// drawn gives the text of the matrix in PDF, its spaces single.
func drawn(t *testing.T, m matrix.Matrix) string {
	t.Helper()
	var file bytes.Buffer
	if _, err := PDF(&file, m, options(t, "fr")); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	c := exec.Command("pdftotext", "-layout", "-", "-")
	c.Stdin = &file
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(regexp.MustCompile(`[ \x{a0}\x{202f}]+`).ReplaceAllString(string(out), " "), " / ", "/")
}

// Both directions are whole, and what is uncovered or orphan comes first; the totals are those of the JSON.
func TestPDF_IsWhole(t *testing.T) {
	m := sample()
	m.Campaign = &matrix.Campaign{
		ID: "recette-v1", Title: "Recette", Manifest: strings.Repeat("ab", 32), Checkpoint: 12, Root: "RACINE=",
	}
	text := drawn(t, m)
	all := &m.Totals.All
	want := []string{
		fmt.Sprintf("%d/%d", all.Covered, all.InScope), fmt.Sprintf("%d/%d", all.Proved, all.InScope),
		m.Campaign.Manifest, "12 feuilles, racine RACINE=",
	}
	for _, x := range m.Rules {
		want = append(want, x.ID, x.Title)
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		want = append(want, r.Criterion, fmt.Sprintf("prouvés : %d/%d", r.Proved, r.Cases))
		want = append(want, r.Scenarios...)
		want = append(want, r.PVs...)
		want = append(want, r.Anomalies.Numbers...)
		want = append(want, r.Reserves...)
	}
	for i := range m.Scenarios {
		want = append(want, m.Scenarios[i].ID)
	}
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no page says %q", w)
		}
	}
	gaps, _, _ := strings.Cut(text, "2. ")
	for i := range m.Scenarios {
		if s := &m.Scenarios[i]; len(s.Orphan) > 0 && !strings.Contains(gaps, s.ID) {
			t.Errorf("the orphan %s is not among the first", s.ID)
		}
	}
}

func TestPDF_TwiceTheSame(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		m := sample()
		m.Language = lang
		var one, two bytes.Buffer
		for _, b := range []*bytes.Buffer{&one, &two} {
			if _, err := PDF(b, m, options(t, lang)); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: two renders differ", lang)
		}
	}
}

// A scenario of the antennes says who gave the verdict of each, and on which version; a result that its author amended
// says so beside the verdict, in both directions.
func TestResults_OfEachAntenne(t *testing.T) {
	m := sample()
	m.Rows[0].Cases, m.Rows[0].Last[0].Amended = 10, 1
	page := strings.ReplaceAll(string(produce(t, HTML, m, options(t, "fr"))), "\u00a0", " ")
	for _, want := range []string{
		"non conforme – 1.4.0 (1.4.0-rc3)",
		"Bretagne : conforme (1 résultat rectifié), 1.4.0 (1.4.0-rc2), 23/11/2026, séance SES-0003, Gaëlle Riou",
		"Rhône, Corse : non conforme, 23/11/2026, séance SES-0004, Amel Rahmani",
		"non conforme (2 résultats rectifiés) – 1.4.0 (1.4.0-rc2), 23/11/2026, séance SES-0003, @Gaëlle Riou",
		"conforme (8 cas sur 9, 1 résultat rectifié) – 1.4.0", "5 × 2 antennes = 10 cas",
	} {
		if !strings.Contains(page, "<p>"+want) && !strings.Contains(page, ", "+want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	text := drawn(t, m)
	for _, want := range []string{"Gaëlle Riou", "Amel Rahmani", "antennes", "rectifié"} {
		if !strings.Contains(text, want) {
			t.Errorf("no page says %q", want)
		}
	}
}

// Journeys are printed by their names, none of them broken within a word, and a criterion of no antenne says so.
func TestPDF_Columns(t *testing.T) {
	m := sample()
	m.Totals.Journeys[0].Title = "Renouvellement et cotisation"
	o := options(t, "fr")
	p := &printed{newWording(&m, &o), &report.Flow{Words: report.Texts(o.Texts), Lang: "fr"}}
	for i, want := range map[int]string{0: "1 / 2 (Bretagne)", 4: "–"} {
		if got := strings.ReplaceAll(p.row(&m.Rows[i])[8].Text, "\u00a0", " "); got != want {
			t.Errorf("antennes of %s = %q, want %q", m.Rows[i].Criterion, got, want)
		}
	}
	text := drawn(t, m)
	_, forward, _ := strings.Cut(text, "2. ")
	if n := strings.Count(forward, "Renouvellement"); n < len(m.Scenarios) {
		t.Errorf("the journey is named %d times, want it at each scenario and criterion", n)
	}
	if strings.Contains(forward, "adhesion") {
		t.Error("a journey is printed by its code")
	}
}

// The column of the trials is there for those that there are.
func TestPDF_LeavesOutTrialsThatNobodyMade(t *testing.T) {
	m := sample()
	o := options(t, "fr")
	p := &printed{newWording(&m, &o), &report.Flow{Words: report.Texts(o.Texts), Lang: "fr"}}
	want := len(p.backward()[0].Cols)
	for i := range m.Scenarios {
		m.Scenarios[i].Trial = nil
	}
	list := p.backward()[0]
	if len(list.Cols) != want-1 {
		t.Fatalf("%d columns without a trial, %d with one", len(list.Cols), want)
	}
	for _, c := range list.Cols {
		if c.Title == o.Texts("matrix.pdf.col.trial") {
			t.Errorf("an empty column %q", c.Title)
		}
	}
	for _, row := range list.Rows {
		if !row[0].Band && len(row) != len(list.Cols) {
			t.Errorf("%q has %d cells for %d columns", row[0].Text, len(row), len(list.Cols))
		}
	}
}

// The bars of the matrix and those of the bilan are read alike.
func TestShares_HoldEachState(t *testing.T) {
	if got := shares(); len(got) != len(standing.States()) || got[0] != standing.Proved ||
		got[1] != standing.Accepted || got[2] != standing.Failed {
		t.Errorf("order of the bars = %v", got)
	}
}
