package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"unicode"

	"recette/internal/pdf"
)

// kind sorts what a page draws.
type kind uint8

const (
	text kind = iota
	shape
	picture
	other // what the writer never writes
)

// mark is one thing that a page draws, as a reader sees it: whatever way the operators took.
type mark struct {
	kind  kind
	text  string // what is read, of a text; which picture
	place string // position, path, what is clipped
	style string // font, size, colours, lines
}

// state is the graphics state that marks are drawn in (8.4), each part as it was last set.
type state struct {
	matrix, clip string
	fill, stroke string
	line         [6]string // w J j M d gs
	font         string
	spacing      [6]string // Tc Tw Tz TL Tr Ts
}

// painter reads the operations of a page.
type painter struct {
	now   state
	kept  []state
	path  []byte
	clips bool
	at    string // position in the text object
	marks []mark
}

// What a page of the writer stays far below: states that are kept, things that are drawn, bytes that place one of them.
// Beyond, a page is not looked at any further, or a place is told by its digest: it is another page in any case.
const (
	maxKept   = 64
	maxMarks  = 20_000
	maxPlaced = 1 << 10
)

// folded keeps a place short, and two places apart.
func folded(place string) string {
	if len(place) <= maxPlaced {
		return place
	}
	sum := sha256.Sum256([]byte(place))
	return hex.EncodeToString(sum[:])
}

var errCrowded = errors.New("more than a page of the writer draws")

// marks gives what a content stream draws. What cannot be read is a mark of its own.
func marks(content []byte) []mark {
	p := &painter{}
	for operation, err := range pdf.Operations(content) {
		if err == nil && len(p.marks) == maxMarks {
			err = errCrowded
		}
		if err != nil {
			p.add(other, err.Error(), "", "")
			break
		}
		p.operation(operation)
	}
	return p.marks
}

func (p *painter) add(k kind, what, place, style string) {
	p.marks = append(p.marks, mark{k, what, place, style})
}

// written writes operands and operator, as a position or a colour is told.
func written(o pdf.Operation) string {
	var b []byte
	for _, operand := range o.Operands {
		b, _ = pdf.AppendObject(b, operand) // an operand that was read can be written
		b = append(b, ' ')
	}
	return string(append(b, o.Operator...)) + " "
}

func (p *painter) operation(o pdf.Operation) {
	switch o.Operator {
	case "q":
		if len(p.kept) < maxKept {
			p.kept = append(p.kept, p.now)
		}
	case "Q":
		if n := len(p.kept) - 1; n >= 0 {
			p.now, p.kept = p.kept[n], p.kept[:n]
		}
	case "cm":
		p.now.matrix = folded(p.now.matrix + written(o))
	case "m", "l", "c", "v", "y", "h", "re":
		p.draw(o)
	case "W", "W*":
		p.draw(o)
		p.clips = true
	case "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "n":
		p.paint(o.Operator)
	case "Do":
		p.add(picture, written(o), p.now.matrix+p.now.clip, "")
	case "g", "rg", "k", "cs", "sc", "scn":
		p.now.fill = written(o)
	case "G", "RG", "K", "CS", "SC", "SCN":
		p.now.stroke = written(o)
	default:
		if i := index(o.Operator, "w", "J", "j", "M", "d", "gs"); i >= 0 {
			p.now.line[i] = written(o)
			return
		}
		p.textual(o)
	}
}

// textual reads the operations of texts, and keeps any other as a mark.
func (p *painter) textual(o pdf.Operation) {
	switch o.Operator {
	case "BT", "ET":
		p.at = ""
	case "Td", "TD", "Tm", "T*":
		p.at = folded(p.at + written(o))
	case "Tf":
		p.now.font = written(o)
	case "Tj", "TJ", "'", "\"":
		style := p.now.fill + p.now.font + strings.Join(p.now.spacing[:], "")
		p.add(text, shown(o.Operands), p.now.matrix+p.now.clip+p.at+o.Operator, style)
		p.at = folded(p.at + o.Operator + " ")
	default:
		if i := index(o.Operator, "Tc", "Tw", "Tz", "TL", "Tr", "Ts"); i >= 0 {
			p.now.spacing[i] = written(o)
			return
		}
		p.add(other, written(o), p.now.matrix+p.now.clip, "")
	}
}

func index(s string, among ...string) int {
	for i, a := range among {
		if s == a {
			return i
		}
	}
	return -1
}

// draw goes on with a path.
func (p *painter) draw(o pdf.Operation) {
	if p.path = append(p.path, written(o)...); len(p.path) > maxPlaced {
		p.path = append(p.path[:0], folded(string(p.path))...)
	}
}

// paint ends a path: it is drawn, or only clips.
func (p *painter) paint(operator string) {
	if operator != "n" {
		s, style := &p.now, operator+" "
		if index(operator, "S", "s") < 0 {
			style += s.fill
		}
		if index(operator, "f", "F", "f*") < 0 {
			style += s.stroke + strings.Join(s.line[:5], "")
		}
		p.add(shape, "", s.matrix+s.clip+string(p.path), style+s.line[5])
	}
	if p.clips {
		p.now.clip = folded(p.now.clip + string(p.path))
	}
	p.path, p.clips = p.path[:0], false
}

// shown gives the text of an operation as the fonts of a PV encode it, two bytes a character.
func shown(operands []pdf.Object) string {
	var b strings.Builder
	for _, o := range operands {
		switch v := o.(type) {
		case pdf.String:
			for i := 0; i+1 < len(v); i += 2 {
				if r := rune(v[i])<<8 | rune(v[i+1]); unicode.IsGraphic(r) {
					b.WriteRune(r)
				} else {
					b.WriteRune(unicode.ReplacementChar)
				}
			}
		case pdf.Array:
			b.WriteString(shown(v))
		}
	}
	return b.String()
}
