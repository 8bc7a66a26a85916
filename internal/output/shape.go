package output

import (
	"bytes"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Shape is what is written: by it a file that is replaced is told from one that would be lost.
type Shape string

// The shapes of what the product writes. New replaces nothing that holds something; Any is judged by whoever writes.
const (
	PDF        Shape = "pdf"
	JSON       Shape = "json"
	XML        Shape = "xml"
	HTML       Shape = "html"
	XLSX       Shape = "xlsx"
	shapeCSV   Shape = "csv"
	shapeTable Shape = "table"
	Lines      Shape = "ndjson"
	Markdown   Shape = "markdown"
	Log        Shape = "log"
	New        Shape = "new"
	Any        Shape = "any"
)

// fits tells whether a file that begins so is one of the shape.
func (s Shape) fits(name string, head []byte) bool {
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	named := func(ends ...string) bool { return slices.Contains(ends, strings.ToLower(filepath.Ext(name))) }
	switch s {
	case PDF:
		return bytes.HasPrefix(head, []byte("%PDF-"))
	case JSON:
		return ownJSON().Match(text)
	case Lines:
		return bytes.HasPrefix(text, []byte(`{"type":"recette.journal"`))
	case XML:
		return bytes.HasPrefix(text, []byte("<")) && bytes.Contains(text, []byte("<testsuite"))
	case HTML:
		return bytes.HasPrefix(text, []byte("<")) && named(".html", ".htm")
	case XLSX:
		return bytes.HasPrefix(head, []byte("PK\x03\x04")) && named(".xlsx")
	case shapeCSV:
		line, _, _ := bytes.Cut(head, []byte("\r\n"))
		return textual(head) && named(".csv") && bytes.HasPrefix(head, []byte("\ufeff")) &&
			bytes.Count(line, []byte(";")) > 9
	case shapeTable:
		begins := func(title string) bool { return bytes.HasPrefix(text, []byte(title)) }
		return textual(head) && named(".txt") && (begins("Matrice ") || begins("Traceability "))
	case Markdown:
		return textual(head) && named(".md") && bytes.HasPrefix(text, []byte("# ")) && bytes.Contains(head,
			[]byte("\n## 1. "))
	case Log:
		return textual(head) && (named(".log") || len(head) > 20 && head[4] == '-' && head[10] == 'T')
	case Any:
		return true
	case New:
	}
	return false
}

// ownJSON is how the documents of the product begin: many a file of a project is JSON too.
var ownJSON = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\{\s*"(schema":\s*"recette/|v":\s*\d)`)
})

// textual tells whether a beginning is that of a text, which a cut may have left with half a letter.
func textual(head []byte) bool {
	for len(head) > 0 && !utf8.Valid(head) && len(head) > sniffed-utf8.UTFMax {
		head = head[:len(head)-1]
	}
	return utf8.Valid(head) && !bytes.ContainsRune(head, 0)
}

// sniffed is how much of a file is looked at.
const sniffed = 512
