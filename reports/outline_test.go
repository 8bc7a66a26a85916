package reports

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"recette/reports/page"
)

// outlines reads bookmarks with qpdf: titles with the page (from 1) where each leads.
func outlines(t *testing.T, pdf []byte) (titles []string, pages map[string]int) {
	var doc struct {
		Outlines []outline `json:"outlines"`
	}
	if err := json.Unmarshal([]byte(tool(t, pdf, "qpdf", "--json", "--json-key=outlines", "FILE")), &doc); err != nil {
		t.Fatal(err)
	}
	pages = map[string]int{}
	var walk func([]outline)
	walk = func(os []outline) {
		for _, o := range os {
			titles = append(titles, o.Title)
			pages[o.Title] = o.Page
			walk(o.Kids)
		}
	}
	walk(doc.Outlines)
	return titles, pages
}

type outline struct {
	Title string    `json:"title"`
	Page  int       `json:"destpageposfrom1"`
	Kids  []outline `json:"kids"`
}

func TestPDFContentsAndBookmarksLeadToHeadings(t *testing.T) {
	pdf, _ := render(t, fixture(), frenchOptions(t))
	pages := pageTexts(t, pdf)
	titles, where := outlines(t, pdf)
	entry := regexp.MustCompile(`(?m)^\s*(\S.*?)\s{3,}(\d+)$`)
	entries := entry.FindAllStringSubmatch(pages[1], -1)
	if len(entries) < 30 {
		t.Fatalf("%d entries in the table of contents:\n%s", len(entries), pages[1])
	}
	for _, e := range entries {
		title, page := folded(e[1]), e[2]
		n, _ := strconv.Atoi(page)
		if n != 1 && (n < 3 || n > len(pages) || !strings.Contains(folded(pages[n-1]), title)) {
			t.Errorf("contents say %q is on page %s; it is not", title, page)
		}
		found := false
		for _, b := range titles {
			found = found || folded(b) == title && where[b] == n
		}
		if !found {
			t.Errorf("no bookmark leads %q to page %d", title, n)
		}
	}
	cases := 0
	for _, b := range titles {
		if strings.HasPrefix(b, "SC-") {
			cases++
			if !strings.Contains(pages[where[b]-1], b[:7]) {
				t.Errorf("bookmark %q leads to page %d, which does not hold it", b, where[b])
			}
		}
	}
	if cases != len(fixture().Cases) {
		t.Errorf("%d bookmarks of cases, want %d", cases, len(fixture().Cases))
	}
}

// The heading of a journey is on the page of its first sheet, wherever the sheets before it end.
func TestPDF_AJourneyBeginsWithItsFirstSheet(t *testing.T) {
	pv := fixture()
	first, next := pv.Cases[0].Journey, 0
	for pv.Cases[next].Journey == first {
		next++
	}
	for before := 1; before <= next; before++ {
		part := pv
		part.Cases = append(append([]Case(nil), pv.Cases[:before]...), pv.Cases[next:]...)
		pdf, _ := render(t, part, frenchOptions(t))
		titles, where := outlines(t, pdf)
		for i, title := range titles[:len(titles)-1] {
			sheet := titles[i+1]
			if !strings.HasPrefix(title, "SC-") && strings.HasPrefix(sheet, "SC-") && where[title] != where[sheet] {
				t.Errorf(
					"after %d sheets: %q is on page %d, its first sheet on page %d", before, title, where[title],
					where[sheet],
				)
			}
		}
	}
}

func TestPDFLinks(t *testing.T) {
	pdf, l := render(t, fixture(), frenchOptions(t))
	dest := regexp.MustCompile(
		`/Subtype /Link /Rect \[([\d. ]+)\] /Border \[0 0 0\] /Dest \[(\d+) 0 R /XYZ 0 (-?[\d.]+) null\]`,
	).FindAllSubmatch(pdf, -1)
	if len(dest) < 60 { // table of contents, table of scenarios, reasons, anomalies, evidence
		t.Fatalf("%d links", len(dest))
	}
	for _, d := range dest {
		n, _ := strconv.Atoi(string(d[2]))
		y, _ := strconv.ParseFloat(string(d[3]), 64)
		if n%2 != 1 || n < 3 || n > 1+2*l.Pages || y < 0 || y > page.PaperH+0.01 {
			t.Errorf("link to object %d at %.2f: no such place", n, y)
		}
	}
	for _, bad := range []string{
		"/JavaScript", "/S /URI /URI (javascript", "/Launch", "/OpenAction", "/EmbeddedFile ",
	} {
		if bytes.Contains(pdf, []byte(bad)) {
			t.Errorf("the PDF holds %s", bad)
		}
	}
}
