package reports

import (
	"bytes"
	"os"
	"testing"
)

func render(t testing.TB, pv PV, o PDFOptions) ([]byte, Layout) {
	t.Helper()
	var b bytes.Buffer
	l, err := PDF(&b, pv, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), l
}

func TestDump(t *testing.T) {
	b, l := render(t, fixture(), PDFOptions{Texts: loadTexts(t, "fr"), Thumbnails: screenshots(), Location: paris()})
	t.Log(l, len(b))
	os.WriteFile("/tmp/pv.pdf", b, 0o600)
}
