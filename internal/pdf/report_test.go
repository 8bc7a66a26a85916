package pdf_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/jung-kurt/gofpdf"
)

// day is the fixed instant of every test document.
var day = time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("", 3600))

// report renders, as the product does, a document of a title page with links to chapters, n pages of results and a
// page for the decision, uncompressed and with fixed dates.
func report(t testing.TB, n int) []byte {
	t.Helper()
	f := gofpdf.New("P", "mm", "A4", "")
	f.SetCompression(false)
	f.SetCreationDate(day)
	f.SetModificationDate(day)
	f.SetCatalogSort(true)
	f.AddUTF8FontFromBytes("corps", "", liberationsansregular.TTF)
	f.AddUTF8FontFromBytes("corps", "B", liberationsansbold.TTF)
	f.SetTitle("PV de recette", true)
	first, last := f.AddLink(), f.AddLink()
	f.AddPage()
	f.Bookmark("Synthèse", 0, 0)
	f.SetFont("corps", "B", 20)
	f.MultiCell(0, 10, "Procès-verbal de recette", "", "L", false)
	f.SetFont("corps", "", 11)
	f.MultiCell(0, 6, "Œuvre : « été » — n° 7, 12 € d’écart…", "", "L", false)
	f.CellFormat(150, 7, "Résultats détaillés", "", 1, "L", false, first, "")
	f.CellFormat(150, 7, "Décision et signatures", "", 1, "L", false, last, "")
	f.CellFormat(150, 7, "Dépôt", "", 1, "L", false, 0, "https://example.org/depot")
	for p := range n {
		f.AddPage()
		if p == 0 {
			f.SetLink(first, 0, -1)
		}
		f.Bookmark(fmt.Sprintf("Résultats %d", p+1), min(p, 1), -1)
		f.SetFont("corps", "", 9)
		for i := range 40 {
			f.CellFormat(20, 6, fmt.Sprintf("SC-%04d", p*40+i), "1", 0, "L", false, 0, "")
			f.CellFormat(
				120, 6, "Étant donné une antenne ouverte, quand l’adhérent règle sa cotisation", "1", 0, "L", false, 0,
				"",
			)
			f.CellFormat(40, 6, "conforme", "1", 1, "L", false, 0, "")
		}
	}
	f.AddPage()
	f.SetLink(last, 0, -1)
	f.Bookmark("Décision et signatures", 0, -1)
	f.SetFont("corps", "B", 16)
	f.CellFormat(0, 10, "Décision et signatures", "", 1, "L", false, 0, "")
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
