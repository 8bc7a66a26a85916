package render

import (
	"bytes"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"recette/internal/matrix"
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
