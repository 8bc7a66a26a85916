package pdf

import "iter"

// Operation is one operator of a content stream with the operands before it (7.8.2).
type Operation struct {
	Operator string
	Operands []Object
}

// maxOperands bounds what stands before an operator: no operator of the format takes as many.
const maxOperands = 64

// Operations yields the operations of a content stream that was decoded. The operands are valid until the next one. A
// token that is neither, or an image inside the content, ends it with an error of the ErrPDF tree.
func Operations(content []byte) iter.Seq2[Operation, error] {
	return func(yield func(Operation, error) bool) {
		l := lexer{b: content, depth: DefaultLimits().Depth}
		operands := make([]Object, 0, maxOperands)
		for {
			l.space()
			if l.p >= len(l.b) {
				return
			}
			at := l.p
			if operator := l.operator(); operator != "" {
				if operator == "BI" {
					yield(Operation{}, syntaxAt(at, "image inside a content stream"))
					return
				}
				if !yield(Operation{operator, operands}, nil) {
					return
				}
				operands = operands[:0]
				continue
			}
			o, err := l.object()
			if err == nil && len(operands) == maxOperands {
				err = syntaxAt(at, "too many operands")
			}
			if err != nil {
				yield(Operation{}, err)
				return
			}
			operands = append(operands, o)
		}
	}
}

// operator reads a word that is no number and no constant; empty, without moving, when none stands here.
func (l *lexer) operator() string {
	c := l.b[l.p]
	if charClass[c] != 0 || c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' {
		return ""
	}
	at := l.p
	switch w := string(l.word()); w {
	case "true", "false", "null":
		l.p = at
		return ""
	default:
		return w
	}
}
