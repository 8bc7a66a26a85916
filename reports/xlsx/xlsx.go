// Package xlsx holds what every workbook of the product needs beside the library that writes it: texts that a cell can
// hold, and parts in one order, so that the same data gives the same bytes.
package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Text makes a text that a workbook can hold: no character that XML forbids, and no more than a cell takes.
func Text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < 0x20 && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) <= excelize.TotalCellChars {
		return s
	}
	return string([]rune(s)[:excelize.TotalCellChars-1]) + "…"
}

// InOrder writes the parts of a workbook in one order: the library's own changes from one time to the next.
func InOrder(w io.Writer, data []byte) error {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("order the parts of the workbook: %w", err)
	}
	rank := func(f *zip.File) string { // the list of types comes first, as readers that stream expect
		if f.Name == "[Content_Types].xml" {
			return ""
		}
		return f.Name
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return cmp.Compare(rank(a), rank(b)) })
	out := zip.NewWriter(w)
	for _, f := range r.File {
		if err := out.Copy(f); err != nil {
			return fmt.Errorf("order the parts of the workbook: %w", err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("write the workbook: %w", err)
	}
	return nil
}
