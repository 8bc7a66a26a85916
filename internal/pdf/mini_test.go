package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"recette/internal/pdf"
)

// mini writes a small file by hand: objects numbered from 1 in order (object 1 is the catalog), then revisions.
type mini struct {
	b    strings.Builder
	size int
	prev int
}

// basic are the objects of a document of one page.
var basic = []string{
	"<</Type/Catalog/Pages 2 0 R>>",
	"<</Type/Pages/Kids[3 0 R]/Count 1>>",
	"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
	"<</Length 4>>\nstream\nq Q\n\nendstream",
}

func newMini(objects ...string) *mini {
	m := &mini{}
	m.b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	all := map[int]string{}
	for i, o := range objects {
		all[i+1] = o
	}
	m.revision(all, "")
	return m
}

// revision appends objects by number, a table and a trailer with extra keys.
func (m *mini) revision(objects map[int]string, extra string) *mini {
	offsets := map[int]int{}
	for n := 1; n < 100; n++ {
		if o, ok := objects[n]; ok {
			offsets[n] = m.b.Len()
			fmt.Fprintf(&m.b, "%d 0 obj\n%s\nendobj\n", n, o)
			m.size = max(m.size, n+1)
		}
	}
	at := m.b.Len()
	m.b.WriteString("xref\n0 1\n0000000000 65535 f \n")
	for n := 1; n < 100; n++ {
		if off, ok := offsets[n]; ok {
			fmt.Fprintf(&m.b, "%d 1\n%010d 00000 n \n", n, off)
		}
	}
	if m.prev > 0 {
		extra += fmt.Sprintf("/Prev %d", m.prev)
	}
	fmt.Fprintf(&m.b, "trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", m.size, extra, at)
	m.prev = at
	return m
}

func (m *mini) bytes() []byte { return []byte(m.b.String()) }

func open(t testing.TB, b []byte) *pdf.Document {
	t.Helper()
	d, err := pdf.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
