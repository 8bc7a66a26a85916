package catalogue

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strings"
	"unicode"

	"recette/internal/syntax"
)

// idColumn is the header of the column of examples that names its rows, whatever its case.
const idColumn = "id"

// maxRowID bounds the id of a row, in bytes, so that ids stay fit for file names.
const maxRowID = 60

// rowKeys gives the key of each row of each Examples of a scenario: its id cell, or else 12 hexadecimal digits of the
// hash of its cells ordered by column name and of its occurrence. So the order of rows and columns does not matter.
func rowKeys(s *syntax.Scenario) [][]string {
	out := make([][]string, len(s.Examples))
	seen := map[string]int{}
	for i, e := range s.Examples {
		out[i] = make([]string, len(e.Rows))
		column := idColumnOf(e.Header)
		for j := range e.Rows {
			row := &e.Rows[j]
			if column >= 0 && validRowID(cellAt(row, column)) {
				out[i][j] = cellAt(row, column)
				continue
			}
			cells := cellMap(e.Header, row)
			seen[cells]++
			var w canonical
			w.open('{')
			w.key("cells")
			w.b = append(w.b, cells...)
			w.comma = true
			w.key("occurrence")
			w.number(seen[cells])
			w.close('}')
			out[i][j] = shortHash(w.b)
		}
	}
	return out
}

func idColumnOf(header *syntax.Row) int {
	if header == nil {
		return -1
	}
	for i, c := range header.Cells {
		if strings.EqualFold(c.Value, idColumn) {
			return i
		}
	}
	return -1
}

// validRowID tells whether an id cell can be part of a case id: letters, digits, hyphens, dots and underscores.
func validRowID(s string) bool {
	if s == "" || len(s) > maxRowID {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-' && r != '_' && r != '.' {
			return false
		}
	}
	return true
}

// cellMap is the canonical JSON object of a row. Keys are sorted by their UTF-8 bytes, which only differs from the
// order of RFC 8785 for characters beyond U+FFFF in a header; the object is hashed, never exchanged.
func cellMap(header, row *syntax.Row) string {
	n := min(len(header.Cells), len(row.Cells))
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return header.Cells[order[i]].Value < header.Cells[order[j]].Value })
	var w canonical
	w.open('{')
	for _, i := range order {
		w.field(header.Cells[i].Value, row.Cells[i].Value)
	}
	w.close('}')
	return string(w.b)
}

// provisionalID names a scenario that has no stable id: it follows neither a move nor a renaming.
func provisionalID(path, rule, name string, occurrence int) string {
	var w canonical
	w.open('[')
	w.text(nfc(path))
	w.text(foldSpace(rule))
	w.text(foldSpace(name))
	w.number(occurrence)
	w.close(']')
	return "~" + shortHash(w.b)
}

func shortHash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}
