package replay

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/i18n"
	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

func texts(t testing.TB, language string) reports.Words {
	t.Helper()
	p, err := i18n.New(i18n.Lang(language))
	if err != nil {
		t.Fatal(err)
	}
	return p.Domains("reports", "pv", "verdict", "cause", "outcome")
}

// small is a PV of one case.
func small(language string) reports.PV {
	issued := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	return reports.PV{
		Schema: reports.Schema, Language: language, Producer: "recette test", Number: "PV-1", Title: "Essai",
		IssuedAt: issued, State: "to_sign",
		Journeys: []reports.Journey{{
			Code: "a", Title: "Adhésion", Critical: true, Verdict: "failed",
			Figures: reports.Figures{InScope: 41, Planned: 41, Executed: 41, Passed: 40, Failed: 1},
		}},
		Figures: reports.Figures{InScope: 41, Planned: 41, Executed: 41, Passed: 40, Failed: 1},
		Cases: []reports.Case{{
			ID: "SC-1", Name: "Adhérer", Path: "a.feature", Journey: "a", Verdict: "failed", Steps: []reports.Step{
				{Keyword: "Étant donné ", Text: "un contexte", Background: true, Verdict: "passed"},
				{Keyword: "Quand ", Text: "une entreprise adhère", Verdict: "failed", Observed: "rien"},
			},
		}},
		Signers: []reports.Signatory{{Role: "po", Name: "Odile Roux", Field: "PO"}},
	}
}

// drawn draws the first revision of a PV as the product does.
func drawn(t testing.TB, pv reports.PV) []byte {
	t.Helper()
	words := texts(t, pv.Language)
	files := reports.Enclose(&pv, words, "Europe/Paris", nil)
	var data bytes.Buffer
	if err := reports.JSON(&data, pv); err != nil {
		t.Fatal(err)
	}
	s := Source{
		PV: &pv, Words: words, Data: pdf.Attachment{Data: data.Bytes()}, Manifest: pdf.Attachment{Data: []byte("{}")},
	}
	for _, f := range files {
		s.Files = append(s.Files, pdf.Attachment{Data: f.Data})
	}
	file, _, err := Draw(s)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func open(t testing.TB, file []byte) *pdf.Document {
	t.Helper()
	d, err := pdf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// read gives the texts of a page, in the order in which they are drawn.
func read(t testing.TB, d *pdf.Document, page int) []string {
	t.Helper()
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range marks(contentOf(d, d.Dict(pages[page-1]))) {
		if m.kind == text {
			out = append(out, m.text)
		}
	}
	return out
}

// Which decision was taken is a box that is ticked: whoever copies the text of the page, or has it read, must learn it.
func TestDecisionInWords(t *testing.T) {
	for _, language := range []string{"fr", "en"} {
		words := texts(t, language)
		chosen := words["reports.decision.chosen"]
		for _, decision := range []string{"accepted", "accepted_with_reserves", "postponed", "refused", ""} {
			pv := small(language)
			pv.Decision.Decision = decision
			file := drawn(t, pv)
			var got, want []string
			for _, line := range read(t, open(t, file), 1) {
				if strings.HasSuffix(line, chosen) {
					got = append(got, line)
				}
			}
			if decision != "" {
				want = []string{words["reports.decision."+decision] + " " + chosen}
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%s, %q: decisions said to be taken (-want +got):\n%s", language, decision, d)
			}
			if text, ok := extracted(t, file); ok && strings.Count(text, chosen) != len(want) {
				t.Errorf("%s, %q: pdftotext does not read which decision was taken", language, decision)
			}
		}
	}
}

// extracted gives the text of page 1 as another program reads it, when it is there.
func extracted(t testing.TB, file []byte) (text string, ok bool) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Log("SKIPPED: needs pdftotext")
		return "", false
	}
	path := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-l", "1", path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out), true
}

// What a bar shows by its length, and the end of the common background by a dashed line, is said too.
func TestShapesInWords(t *testing.T) {
	d := open(t, drawn(t, small("fr")))
	if got := strings.Join(read(t, d, 1), "|"); !strings.Contains(got, "conf.\u00a0: 40 · non conf.\u00a0: 1") {
		t.Errorf("page 1 does not tell the parts of the bar: %s", got)
	}
	var all []string
	pages, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for i := range pages {
		all = append(all, read(t, d, i+1)...)
	}
	sheet := all[max(slices.Index(all, "Contexte"), 0):]
	end := slices.Index(sheet, "Scénario")
	if step := slices.Index(sheet, "une entreprise adhère"); sheet[0] != "Contexte" || end < 1 || step < end {
		t.Errorf("after the background, its end at %d, the step after it at %d", end, step)
	}
}

func judge(t testing.TB, file []byte) verify.Drawing {
	t.Helper()
	files, err := verify.Enclosures(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	own := func(language string) (reports.Words, error) { return texts(t, language), nil }
	d := open(t, file)
	out, err := Judge{Words: own}.Pages(t.Context(), verify.First{Doc: d, Newest: d, Files: files})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Versions of Go deflate otherwise: the same drawing in other bytes is the same drawing, and one letter is not.
func TestDeflatedOtherwise(t *testing.T) {
	file := drawn(t, small("fr"))
	if got := judge(t, file); got.Compared != verify.Redrawn || len(got.Findings) != 0 {
		t.Fatalf("as it is drawn: %+v", got)
	}
	again := redeflated(t, file, func(b []byte) []byte { return b })
	if bytes.Equal(again, file) {
		t.Fatal("nothing was deflated otherwise")
	}
	if got := judge(t, again); got.Compared != verify.Redrawn || len(got.Findings) != 0 {
		t.Errorf("deflated otherwise: %+v", got)
	}
	other := redeflated(t, file, func(b []byte) []byte {
		return bytes.Replace(b, []byte("\x00E\x00s\x00s\x00a\x00i"), []byte("\x00E\x00s\x00s\x00a\x00y"), 1)
	})
	want := verify.Finding{Code: verify.PageText, Status: verify.NotConform, Args: []string{"1", "Essay", "Essai"}}
	if got := judge(t, other); !slices.ContainsFunc(got.Findings, func(f verify.Finding) bool {
		return cmp.Equal(f, want)
	}) {
		t.Errorf("a letter changed: %+v, want %+v", got, want)
	}
}

// A judge that is told to stop says so, and never answers for pages that it did not draw.
func TestStops(t *testing.T) {
	file := drawn(t, small("fr"))
	files, err := verify.Enclosures(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := contextOf(t)
	cancel()
	own := func(language string) (reports.Words, error) { return texts(t, language), nil }
	_, err = Judge{Words: own}.Pages(ctx, verify.First{Doc: open(t, file), Newest: open(t, file), Files: files})
	if !errors.Is(err, ctx.Err()) {
		t.Errorf("error = %v, want %v", err, ctx.Err())
	}
}

func TestZone(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		zone *time.Location
		want string
	}{
		{paris, "Europe/Paris"},
		{time.UTC, "UTC"},
		{time.FixedZone("", 3600), "+01:00"},
		{time.FixedZone("ici", -19800), "-05:30"},
		{time.FixedZone("Local", 0), "+00:00"},
	} {
		got := Zone(tt.zone, at)
		l, err := location(got)
		if err != nil || got != tt.want {
			t.Errorf("Zone(%s) = %q, %v, want %q", tt.zone, got, err, tt.want)
			continue
		}
		if read, want := at.In(l).Format(offsetLayout), at.In(tt.zone).Format(offsetLayout); read != want {
			t.Errorf("%q is read as %s, want %s", got, read, want)
		}
	}
	for _, zone := range []string{"Local", "Europe/Nulle-Part", "../../etc/passwd", "+1"} {
		if l, err := location(zone); err == nil {
			t.Errorf("location(%q) = %v", zone, l)
		}
	}
	if l, err := location(""); err != nil || l != time.UTC {
		t.Errorf("no zone is %v, %v", l, err)
	}
}
