// Package workbook makes the workbook of a cahier de recette: a sheet that says what it is and how to fill it, a sheet
// a journey, and two hidden ones, of which one binds each row to the frozen text, so that what people fill in can be
// taken back to the very steps that it speaks of. What is not to be filled is protected. The same cahier gives the same
// bytes.
package workbook

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Format names the version of the binding; it stands in the first cell of the sheet Binding.
const Format = "recette/cahier/1"

// The hidden sheets.
const (
	Binding = "_recette" // what binds the rows; see Bound
	Lists   = "_listes"  // what the cells offer to choose from
)

// What the first column of the rows of the front sheet says, where what holds for the whole cahier is filled.
const (
	FrontTester = "tester"
	FrontDay    = "day"
	FrontBuild  = "build"
)

// Seal is what the first column of each row ends with: a digest of the texts that the product wrote in it. What was
// changed there, or added, shows.
func Seal(texts ...string) string {
	for i, s := range texts {
		texts[i] = strings.Join(strings.Fields(s), " ")
	}
	sum := sha256.Sum256([]byte(strings.TrimRight(strings.Join(texts, "\t"), "\t")))
	return "#" + hex.EncodeToString(sum[:6])
}

// CutSeal parts what a first column says from its seal.
func CutSeal(s string) (head, seal string) {
	head, seal, found := strings.Cut(s, "#")
	if !found {
		return head, ""
	}
	return head, "#" + seal
}

// The columns of the sheet of a journey, from 1. Those from Verdict on are to be filled.
const (
	ColKey = iota + 1 // hidden: Key
	colRank
	colKind
	colText
	ColVerdict
	ColObserved
	ColComment
	ColCause
	ColReason
	ColEvidence
	ColSeverity
	ColTester   // of a case
	ColDay      // of a case
	ColMinutes  // of a case
	columnCount = ColMinutes
	colState    = ColMinutes + 1 // of an executed cahier: how the result stands
)

// The rows of the front sheet where what holds for the whole cahier is filled, and the column.
const (
	RowTester = 14
	RowDay    = 15
	RowBuild  = 16
	ColFront  = 3
)

// Bound is what the binding says of the workbook and of its cases.
type Bound struct {
	Campaign string
	Manifest string // SHA-256 of the frozen plan; empty when none was frozen
	Kind     string // blank, executed
	Language string
	Build    string      // that was to be tested
	Cases    []BoundCase // rows refer to them by their place, from 1
}

// BoundCase is a case, as it was when the workbook was made.
type BoundCase struct {
	ID      string
	Content string // hash of its text
	Prior   int    // steps of its Contexte
	Steps   int    // all its steps
	Attempt int    // number of its last attempt; 0: none was begun
}

// rows gives the rows of the sheet. The last cell of the first is a digest of all the rest: a binding that was changed
// binds nothing.
func (b *Bound) rows() [][]string {
	rows := [][]string{{Format, b.Campaign, b.Manifest, b.Kind, b.Language, b.Build, strconv.Itoa(len(b.Cases))}}
	for i := range b.Cases {
		c := &b.Cases[i]
		rows = append(rows, []string{
			c.ID, c.Content, strconv.Itoa(c.Prior), strconv.Itoa(c.Steps), strconv.Itoa(c.Attempt),
		})
	}
	rows[0] = append(rows[0], digest(rows))
	return rows
}

func digest(rows [][]string) string {
	h := sha256.New()
	for i, row := range rows {
		if i == 0 {
			row = row[:7]
		}
		h.Write([]byte(strings.Join(row, "\t") + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// ParseBound reads the rows of the sheet Binding back. The error says what is wrong with them.
func ParseBound(rows [][]string) (Bound, error) {
	if len(rows) == 0 || len(rows[0]) < 8 || rows[0][0] != Format {
		return Bound{}, errBinding
	}
	head := rows[0]
	b := Bound{Campaign: head[1], Manifest: head[2], Kind: head[3], Language: head[4], Build: head[5]}
	n, err := strconv.Atoi(head[6])
	if err != nil || n < 0 || n > len(rows)-1 {
		return Bound{}, errBinding
	}
	rows = rows[:n+1]
	for _, row := range rows[1:] {
		if len(row) < 5 {
			return Bound{}, errBinding
		}
		c := BoundCase{ID: row[0], Content: row[1]}
		for k, to := range []*int{&c.Prior, &c.Steps, &c.Attempt} {
			n, err := strconv.Atoi(row[2+k])
			if err != nil || n < 0 {
				return Bound{}, errBinding
			}
			*to = n
		}
		if c.Prior > c.Steps {
			return Bound{}, errBinding
		}
		b.Cases = append(b.Cases, c)
	}
	for i := range rows {
		if i > 0 {
			rows[i] = rows[i][:5]
		}
	}
	if digest(rows) != head[7] {
		return Bound{}, errBinding
	}
	return b, nil
}

// Key says which steps of which case a row speaks of. The zero Case is no case.
type Key struct {
	Case     int // place among the cases of the binding, from 1
	From, To int // steps, from 0, To left out; both are 0 for the row of the whole case
}

// Whole tells the row of the whole case.
func (k Key) Whole() bool { return k.To == 0 }

func (k Key) String() string {
	if k.Whole() {
		return strconv.Itoa(k.Case)
	}
	return fmt.Sprintf("%d.%d-%d", k.Case, k.From, k.To)
}

// ParseKey reads a key back.
func ParseKey(s string) (k Key, ok bool) {
	head, steps, has := strings.Cut(s, ".")
	var err error
	if k.Case, err = strconv.Atoi(head); err != nil || k.Case < 1 {
		return Key{}, false
	}
	if !has {
		return k, true
	}
	from, to, has := strings.Cut(steps, "-")
	var err2 error
	k.From, err = strconv.Atoi(from)
	k.To, err2 = strconv.Atoi(to)
	return k, has && err == nil && err2 == nil && 0 <= k.From && k.From < k.To
}
