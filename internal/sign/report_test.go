package sign_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"

	"recette/internal/pdf"
	"recette/internal/sign"
)

// day is the fixed instant of every test document.
var day = time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("", 3600))

// boxes are the places of the two signatures, on the last page.
var boxes = [2][4]float64{{56, 200, 283, 300}, {311, 200, 538, 300}}

// fonts starts a document with the fonts of the product.
func fonts(size gofpdf.SizeType) *gofpdf.Fpdf {
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: size})
	f.SetCompression(false)
	f.SetCreationDate(day)
	f.SetModificationDate(day)
	f.SetCatalogSort(true)
	f.AddUTF8FontFromBytes("corps", "", liberationsansregular.TTF)
	f.AddUTF8FontFromBytes("corps", "B", liberationsansbold.TTF)
	return f
}

func output(t testing.TB, f *gofpdf.Fpdf) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// report renders a finalised report of the given number of pages (at least 3) with two files and two empty fields.
func report(t testing.TB, pages int) []byte {
	t.Helper()
	f := fonts(gofpdf.SizeType{Wd: 595.28, Ht: 841.89})
	last := f.AddLink()
	for p := range pages {
		f.AddPage()
		f.Bookmark(fmt.Sprintf("Chapitre %d", p+1), 0, -1)
		f.SetFont("corps", "B", 16)
		f.MultiCell(0, 24, fmt.Sprintf("Procès-verbal de recette, page %d", p+1), "", "L", false)
		f.SetFont("corps", "", 10)
		for i := range 20 {
			f.MultiCell(
				0, 14, fmt.Sprintf("SC-%04d Étant donné l’œuvre « n° %d », la cotisation est de 12 €.", p, i), "", "L",
				false,
			)
		}
		switch p {
		case 0:
			f.CellFormat(0, 20, "Vers les signatures", "", 1, "L", false, last, "")
			f.CellFormat(0, 20, "Dépôt du projet", "", 1, "L", false, 0, "https://example.org/depot")
		case pages - 1:
			f.SetLink(last, 0, -1)
			for _, b := range boxes {
				f.Rect(b[0], 841.89-b[3], b[2]-b[0], b[3]-b[1], "D")
			}
		}
	}
	out, err := pdf.Finalise(output(t, f), pdf.Options{
		Title: "PV de recette – adhésion", Author: "Équipe", Language: "fr", CreatedAt: day, Producer: "recette test",
		Attachments: []pdf.Attachment{
			{
				Name: "pv.json", MIME: "application/json", Relationship: "Data", Description: "Résultats",
				Data: []byte(`{"é":1}`),
			},
			{
				Name: "scénarios.txt", MIME: "text/plain", Relationship: "Source",
				Data: bytes.Repeat([]byte("Soit\n"), 99),
			},
		},
		Fields: []pdf.SignatureField{
			{Name: "PPO", Tooltip: "Signature du PPO", Page: pages - 1, Rect: boxes[0]},
			{Name: "PO", Tooltip: "Signature du PO", Page: pages - 1, Rect: boxes[1], Lock: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// box draws a visible signature box.
func box(t testing.TB, lines ...string) []byte {
	t.Helper()
	f := fonts(gofpdf.SizeType{Wd: 227, Ht: 100})
	f.SetMargins(6, 6, 6)
	f.SetAutoPageBreak(false, 0)
	f.AddPage()
	f.SetDrawColor(0, 0, 145)
	f.Rect(0.5, 0.5, 226, 99, "D")
	for i, l := range lines {
		f.SetFont("corps", map[bool]string{true: "B"}[i == 0], 9)
		f.CellFormat(0, 14, l, "", 1, "L", false, 0, "")
	}
	return output(t, f)
}

// authority makes an authority for tests.
func authority(t testing.TB, demo bool) *sign.Authority {
	t.Helper()
	a,
		err := sign.CreateAuthority(
		sign.AuthorityRequest{Name: "AC de recette", Project: "Projet CRM", At: day, Demo: demo},
	)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func issue(t testing.TB, a *sign.Authority, name string, role sign.Role) *sign.Identity {
	t.Helper()
	id, err := a.Issue(sign.IssueRequest{Name: name, Role: role, At: day})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// signed makes a report that the PPO certified and the PO approved, and returns every state of it.
func signed(t testing.TB, pages int) (base []byte, ppo, po sign.Result) {
	t.Helper()
	base = report(t, pages)
	a := authority(t, false)
	ppo, err := sign.Sign(base, sign.Request{
		Field: "PPO", Identity: issue(t, a, "Zoë Lefèvre", sign.RolePPO), At: day.Add(time.Hour), Certify: true,
		Reason: "Recette conduite",
		Appearance: box(
			t, "Zoë Lefèvre, PPO", "Recette conduite", "23/11/2026 10:30 (+01:00)", "Empreinte 9f2c 41d0 77ab 0e5c",
		),
	})
	if err != nil {
		t.Fatal(err)
	}
	po, err = sign.Sign(ppo.PDF, sign.Request{
		Field: "PO", Identity: issue(t, a, "Jeanne Côté", sign.RolePO), At: day.Add(2 * time.Hour),
		Reason:     "Recette prononcée avec 3 réserves",
		Appearance: box(t, "Jeanne Côté, PO", "Recette prononcée avec 3 réserves", "23/11/2026 11:30 (+01:00)"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return base, ppo, po
}

// need skips a test when a program it checks with is not installed.
func need(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("SKIPPED: needs %s", tool)
		}
	}
}

// run gives the output of a program, whatever its exit code: pdfsig has its own ideas of success.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Logf("%s: %v", name, err)
	}
	return string(out)
}

func save(t *testing.T, b []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "d.pdf")
	if err := os.WriteFile(p, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// coreFontBox draws a box with a font that is not embedded.
func coreFontBox(t testing.TB) []byte {
	t.Helper()
	f := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: 227, Ht: 100}})
	f.AddPage()
	f.SetFont("Helvetica", "", 9)
	f.Cell(0, 10, "PPO")
	return output(t, f)
}
