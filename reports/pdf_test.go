package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/reports/page"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func render(t testing.TB, pv PV, o PDFOptions) ([]byte, Drawn) {
	t.Helper()
	var b bytes.Buffer
	l, err := PDF(&b, pv, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), l
}

func frenchOptions(t testing.TB) PDFOptions {
	return PDFOptions{Texts: loadTexts(t, "fr"), File: enclosed(enclosures()), Location: paris()}
}

// tool runs a command of poppler or qpdf on a PDF, or skips loudly.
func tool(t testing.TB, pdf []byte, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("SKIPPED: needs %s", name)
	}
	file := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = file
		}
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

func pageTexts(t testing.TB, pdf []byte) []string {
	t.Helper()
	pages := strings.Split(tool(t, pdf, "pdftotext", "-layout", "FILE", "-"), "\f")
	return pages[:len(pages)-1]
}

var spaces = regexp.MustCompile(`[ \x{a0}\x{202f}]+`)

// folded joins what layout separates.
func folded(s string) string {
	return strings.TrimSpace(spaces.ReplaceAllString(strings.ReplaceAll(s, "\n", " "), " "))
}

func TestPDFRenderedTwice(t *testing.T) {
	pv, o := fixture(), frenchOptions(t)
	before, _ := json.Marshal(pv)
	first, l1 := render(t, pv, o)
	for range 5 { // the order of maps changes from one run to the next
		second, l2 := render(t, fixture(), frenchOptions(t))
		if sha256.Sum256(first) != sha256.Sum256(second) {
			t.Fatal("two renders of one PV differ")
		}
		if d := cmp.Diff(l1, l2); d != "" {
			t.Fatal(d)
		}
	}
	if after, _ := json.Marshal(pv); !bytes.Equal(before, after) {
		t.Error("PDF changed the PV")
	}
	pv.Cases[3].Steps[1].Observed = "autre chose"
	if other, _ := render(t, pv, o); sha256.Sum256(first) == sha256.Sum256(other) {
		t.Error("a change of the PV does not show in the PDF")
	}
}

func TestPDFText(t *testing.T) {
	pdf, _ := render(t, fixture(), frenchOptions(t))
	var got strings.Builder
	for i, p := range pageTexts(t, pdf) {
		fmt.Fprintf(&got, "=== %d\n", i+1)
		for line := range strings.SplitSeq(p, "\n") {
			if line = strings.TrimSpace(spaces.ReplaceAllString(line, " ")); line != "" {
				got.WriteString(line + "\n")
			}
		}
	}
	golden := "testdata/pv.fr.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); d != "" {
		t.Errorf("text of the PDF (-want +got), -update to accept:\n%s", d)
	}
}

func TestPDFStructure(t *testing.T) {
	pdf, l := render(t, fixture(), frenchOptions(t))
	if out := tool(t, pdf, "qpdf", "--check", "FILE"); !strings.Contains(out, "No syntax or stream encoding errors") {
		t.Error(out)
	}
	info := tool(t, pdf, "pdfinfo", "FILE")
	for _, want := range []string{
		fmt.Sprintf("Pages: %d", l.Pages), "Page size: 595.28 x 841.89 pts (A4)",
		"Title: PV-2026-014-v1 – Procès-verbal de recette – Parcours critique « Adhésion d’une entreprise »",
		"Producer: recette 0.1.0", "JavaScript: no", "Encrypted: no",
	} {
		if !strings.Contains(folded(info), want) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
	fonts := tool(t, pdf, "pdffonts", "FILE")
	for i, line := range strings.Split(strings.TrimSpace(fonts), "\n") {
		if i > 1 && !strings.Contains(line, "yes yes yes") && !strings.Contains(line, "yes no  yes") {
			t.Errorf("font not embedded: %s", line)
		}
	}
	for i, p := range pageTexts(t, pdf) {
		if want := fmt.Sprintf("Page %d/%d", i+1, l.Pages); !strings.Contains(p, want) {
			t.Errorf("page %d lacks its footer %q", i+1, want)
		}
		if !strings.Contains(
			p, "Empreinte "+l.Fingerprint[:12],
		) || !strings.Contains(p, "DEMO") || !strings.Contains(p, "PV-2026-014-v1") {
			t.Errorf("page %d lacks fingerprint, DEMO mention or number", i+1)
		}
		if len(folded(p)) < 250 {
			t.Errorf("page %d is nearly empty: %q", i+1, folded(p))
		}
	}
}

// A case that automation ran took at least as long as its steps, which are recorded together once they ran.
func TestTook_IsNoLessThanTheSteps(t *testing.T) {
	start := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		elapsed time.Duration
		want    int64
	}{
		"recorded together": {0, 4500},
		"by a person":       {3 * time.Minute, 180_000_000},
	} {
		end := start.Add(tt.elapsed)
		c := Case{StartedAt: &start, EndedAt: &end, Steps: []Step{{Micros: 4000}, {Micros: 500}}}
		if got := took(&c); got != tt.want {
			t.Errorf("%s: took = %d µs, want %d", name, got, tt.want)
		}
	}
}

func TestPDFBoxes(t *testing.T) {
	pv := fixture()
	pv.Signers = append(pv.Signers, Signatory{Role: "qa", Name: "Œnone Le Goff", Field: "QA"})
	pdf, l := render(t, pv, frenchOptions(t))
	pages := pageTexts(t, pdf)
	var fields []string
	for i, b := range l.Boxes {
		fields = append(fields, b.Field)
		if b.Rect[0] < 0 || b.Rect[2] > page.PaperW || b.Rect[1] < 0 || b.Rect[3] > page.PaperH ||
			b.Rect[2]-b.Rect[0] < 150 || b.Rect[3]-b.Rect[1] < 60 {
			t.Errorf("box %s: %v", b.Field, b.Rect)
		}
		if !strings.Contains(folded(pages[b.Page]), pv.Signers[i].Name) {
			t.Errorf("page %d holds the box of %s without the name", b.Page+1, b.Field)
		}
		at := strconv.Itoa(b.Page + 1)
		inside := tool(t, pdf, "pdftotext", "-f", at, "-l", at,
			"-x", strconv.Itoa(int(b.Rect[0])), "-y", strconv.Itoa(int(page.PaperH-b.Rect[3])),
			"-W", strconv.Itoa(int(b.Rect[2]-b.Rect[0])), "-H", strconv.Itoa(int(b.Rect[3]-b.Rect[1])), "FILE", "-")
		if strings.TrimSpace(inside) != "" {
			t.Errorf("box %s is not empty: %q", b.Field, inside)
		}
	}
	if d := cmp.Diff([]string{"PPO", "PO", "QA"}, fields); d != "" {
		t.Error(d)
	}
	if l.Boxes[0].Page != 0 || l.Boxes[1].Page != 0 {
		t.Error("PPO and PO do not sign page 1")
	}
}

// Each rate stands with both terms; the keyword « qu' » touches its text; thousands and hours are French.
func TestPDFFrench(t *testing.T) {
	pdf, _ := render(t, fixture(), frenchOptions(t))
	all := folded(strings.Join(pageTexts(t, pdf), "\n"))
	for _, want := range []string{
		"18 / 21 85,7 %", "17 / 18 94,4 %", "17 / 21 80,9 %",
		"Étant donné qu'une entreprise « Boulangerie Müller & Fils »", "1 412",
		"24/11/2026 17:42 (UTC+1)", "[U+1F642]", "[U+0007]", "non renseigné",
		"Recette prononcée avec réserves", "pas d’aperçu", "« Je constate les résultats de ce procès-verbal. »",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

func TestPDFEmpty(t *testing.T) {
	for _, lang := range []string{"fr", "en"} {
		pdf, l := render(t, PV{Schema: Schema, Language: lang, Number: "PV-1"}, PDFOptions{Texts: loadTexts(t, lang)})
		all := folded(strings.Join(pageTexts(t, pdf), "\n"))
		if want := loadTexts(t, lang)("reports.absent"); strings.Count(all, want) < 20 {
			t.Errorf("%s: %d times %q in an empty PV", lang, strings.Count(all, want), want)
		}
		if len(l.Boxes) != 0 || l.Pages < 3 {
			t.Errorf("%s: %+v", lang, l)
		}
	}
}

func TestPDFEnglish(t *testing.T) {
	pv := fixture()
	pv.Language = "en"
	pdf, _ := render(t, pv, PDFOptions{Texts: loadTexts(t, "en"), Location: paris()})
	all := folded(strings.Join(pageTexts(t, pdf), "\n"))
	for _, want := range []string{
		"18 / 21 85.7%", "1,412", "Accepted with reserves", "Annex C – Full text of the scenarios tested",
		"not provided",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the text lacks %q", want)
		}
	}
}

func TestPDFRefuses(t *testing.T) {
	texts := loadTexts(t, "fr")
	for name, c := range map[string]struct {
		pv   PV
		o    PDFOptions
		want error
	}{
		"no texts":     {PV{Schema: Schema, Number: "1"}, PDFOptions{}, ErrOptions},
		"other schema": {PV{Schema: "recette/pv/9", Number: "1"}, PDFOptions{Texts: texts}, ErrSchema},
		"no number":    {PV{Schema: Schema}, PDFOptions{Texts: texts}, ErrFormat},
		"library panic": {PV{Schema: Schema, Number: "1"}, PDFOptions{
			Texts: func(string, ...any) string { panic("boom") },
		}, page.ErrRender},
	} {
		if _, err := PDF(&bytes.Buffer{}, c.pv, c.o); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	full := errors.New("disk full")
	w := writer(func([]byte) (int, error) { return 0, full })
	if _, err := PDF(w, fixture(), frenchOptions(t)); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

// More journeys and warnings than page 1 holds: the page says how many are elsewhere, and the boxes stay empty.
func TestPDFCrowdedFront(t *testing.T) {
	pv := fixture()
	for i := range 14 {
		pv.Journeys = append(pv.Journeys, Journey{
			Code: fmt.Sprint("j", i), Title: fmt.Sprintf("Parcours supplémentaire n° %d", i),
			Verdict: "not_run", Figures: Figures{InScope: 2, Planned: 2, NotRun: 2},
		})
		pv.Warnings = append(pv.Warnings, Warning{
			Text: fmt.Sprintf("Alerte supplémentaire n° %d : ", i) +
				strings.Repeat("le détail de cette alerte est long. ", 5),
		})
	}
	pv.Title += " et de tous les parcours qui en dépendent, dans chaque antenne de la confédération, " +
		"au titre de la version 2.4"
	pv.Decision.Derogation = "DEC-0020"
	pv.Decision.Reason = strings.Repeat("Un motif longuement exposé par le décideur. ", 40)
	pdf, l := render(t, pv, frenchOptions(t))
	front := folded(pageTexts(t, pdf)[0])
	for _, want := range []string{
		"17 alertes calculées avant signature", "de plus : voir « 6.3", "autres parcours : voir « 4.1",
		"(texte entier au chapitre 8)", "Dérogation accordée par la décision DEC-0020 (hors journal, non vérifiable)",
	} {
		if !strings.Contains(front, want) {
			t.Errorf("page 1 lacks %q", want)
		}
	}
	for _, b := range l.Boxes {
		above := tool(t, pdf, "pdftotext", "-f", "1", "-l", "1", "-x", "0", "-y",
			strconv.Itoa(int(page.PaperH-b.Rect[3])),
			"-W", "595", "-H", strconv.Itoa(int(b.Rect[3]-b.Rect[1])), "FILE", "-")
		if strings.TrimSpace(above) != "" {
			t.Errorf("text in the signature row: %q", above)
		}
	}
}

// A line end in a name shows as a mark: it writes no line of its own, on any page, and what people say keeps its lines.
func TestPDF_NamesStayOnTheirLine(t *testing.T) {
	const forged = "\nSC-9999 conforme"
	pv := fixture()
	for _, s := range []*string{
		&pv.Title, &pv.Release.Version, &pv.Environment.Name, &pv.Client.Name, &pv.Reference.Plan,
		&pv.Journeys[0].Title, &pv.Journeys[0].Owner, &pv.Stories[0].Title, &pv.DataSets[0].Label,
		&pv.Anomalies[0].Summary, &pv.Reserves[0].Owner,
		&pv.Signers[0].Name, &pv.Signers[0].Entity, &pv.Sessions[0].Actor, &pv.Cases[0].Name, &pv.Cases[0].Feature,
		&pv.Cases[0].Row, &pv.Cases[0].Tester, &pv.Cases[0].Steps[0].Text, &pv.NotShown[0], &pv.Warnings[0].Text,
	} {
		*s += forged
	}
	pv.Cases[0].Steps[0].Comment = "une remarque\nune autre"
	before, err := Fingerprint(pv)
	if err != nil {
		t.Fatal(err)
	}
	pdf, layout := render(t, pv, frenchOptions(t))
	if layout.Fingerprint != before {
		t.Errorf("fingerprint %s, want that of the PV as it was given, %s", layout.Fingerprint, before)
	}
	if after, err := Fingerprint(pv); err != nil || after != before {
		t.Errorf("the PV was changed: %s, %v", after, err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	file := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	marks := 0
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\u00a0", " ")) {
		marks += strings.Count(line, "[U+23CE]")
		if strings.HasPrefix(strings.TrimSpace(line), "SC-9999") {
			t.Errorf("a name writes a line: %q", line)
		}
	}
	if marks < 21 {
		t.Errorf("%d marks, want one where each name is printed at least", marks)
	}
	if !strings.Contains(string(text), "une remarque\nune autre") {
		t.Error("a comment lost its lines")
	}
}

// Who attests in somebody's stead says for whom, and under which delegation, beside a criterion and an attestation.
func TestPDF_SaysForWhomSomebodyAttests(t *testing.T) {
	for lang, wants := range map[string][]string{
		"fr": {
			"donnée par Élise Fontaine (DEL-0001), 18/11/2026 09:05",
			"recette. » – Samira Haddad, par délégation, donnée par Élise Fontaine (DEL-0001), 18/11/2026 09:02",
		},
		"en": {
			"of Élise Fontaine (DEL-0001), 18 Nov 2026 09:05",
			"recette.” – Samira Haddad, by delegation of Élise Fontaine (DEL-0001), 18 Nov 2026 09:02",
		},
	} {
		pv := fixture()
		o := frenchOptions(t)
		pv.Language, o.Texts = lang, loadTexts(t, lang)
		pdf, _ := render(t, pv, o)
		text := folded(strings.Join(pageTexts(t, pdf), "\n"))
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no page says %q", lang, want)
			}
		}
	}
}

// Page 1 says for whom somebody signs, under which delegation and from when to when, above the box that they sign in.
func TestPDFFront_SaysWhoDelegated(t *testing.T) {
	pv := fixture()
	pv.Delegations = []Delegation{{
		Number: "DLG-0001", By: "Hélène Garçonnet", To: "Zoé Martin-Desmoulins", Role: "po", From: "2026-11-20",
		Until: "2026-12-20", Reference: "Note 12", SHA256: strings.Repeat("5a", 32),
	}}
	o := frenchOptions(t)
	const said = "par délégation, donnée par Hélène Garçonnet (DLG-0001) du 20/11/2026 au 20/12/2026"
	for _, number := range []string{"", "DLG-0001"} {
		pv.Signers = slices.Clone(pv.Signers)
		pv.Signers[1].Delegation = number
		pdf, drawn := render(t, pv, o)
		if front := folded(pageTexts(t, pdf)[0]); strings.Contains(front, said) != (number != "") {
			t.Errorf("delegation %q: page 1 reads %s", number, front)
		}
		for _, b := range drawn.Boxes {
			if b.Page != 0 || b.Rect[1] < 0 {
				t.Errorf("delegation %q: box %+v", number, b)
			}
		}
	}
}
