package reports

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever copies or searches a PV finds the text as it is read, and our own words are not turned around.
func TestPDF_RightToLeft(t *testing.T) {
	pv := fixture()
	const comment = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"
	pv.Cases[0].Steps[0].Comment = comment + " 12,50"
	var buf bytes.Buffer
	if _, err := PDF(&buf, pv, frenchOptions(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("SKIPPED: no pdftotext")
	}
	file := filepath.Join(t.TempDir(), "pv.pdf")
	if err := os.WriteFile(file, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(string(text))
	if !strings.Contains(plain, "Commentaire : ") || !strings.Contains(plain, comment) {
		i := strings.IndexRune(plain, 0x5e9)
		around := plain[max(0, i-80):min(len(plain), max(0, i)+80)]
		t.Errorf("the text of the PDF does not hold %q; around the letter: %q", comment, around)
	}
}
