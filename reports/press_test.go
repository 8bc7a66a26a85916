package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"

	"recette/reports/page"
)

// Whoever draws page by page is told what the pages before take, in the same steps however fast each side is, and gets
// the contents that the file would hold.
func TestPDFApart(t *testing.T) {
	pv := large(60)
	var told []int
	o := PDFOptions{Texts: loadTexts(t, "fr"), Location: paris(), Stop: func(_, size int) error {
		told = append(told, size)
		return nil
	}}
	var whole, apart bytes.Buffer
	if _, err := PDF(&whole, pv, o); err != nil {
		t.Fatal(err)
	}
	first := fmt.Sprint(told)
	told, o.Apart = nil, true
	drawn, err := PDF(&apart, pv, o)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(told) != first {
		t.Errorf("sizes %v, then %v", first, told)
	}
	all, sizes := 0, 0
	for i, content := range drawn.Contents {
		all += len(content)
		if !bytes.Contains(whole.Bytes(), content) {
			t.Errorf("the file does not hold the content of page %d", i+1)
		}
		if bytes.Contains(apart.Bytes(), content) {
			t.Errorf("page %d is not apart", i+1)
		}
	}
	for _, size := range told {
		sizes += size
	}
	if len(drawn.Contents) != drawn.Pages || drawn.Pages < 3*page.JobsAhead || sizes < all/4 || sizes > all {
		t.Errorf("%d contents, %d pages, %d bytes, %d were told", len(drawn.Contents), drawn.Pages, all, sizes)
	}
	stopped := errors.New("stopped")
	o.Stop = func(page, _ int) error {
		if page == 9 {
			return stopped
		}
		return nil
	}
	if _, err := PDF(io.Discard, pv, o); !errors.Is(err, stopped) {
		t.Errorf("PDF() = %v, want %v", err, stopped)
	}
}
