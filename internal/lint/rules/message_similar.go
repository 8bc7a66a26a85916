package rules

import (
	"strconv"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// messageSimilar: two messages that say the same in other words should be one. Args: the code, the code of the first, its
// line.
func messageSimilar() lint.Rule {
	return lint.Rule{
		ID: "message-similar", Group: lint.Traceability, CA: syntax.Info, Script: syntax.Info, Whole: true,
		Project: func(p *lint.Pass, _ []lint.Note) {
			first := map[string]*reference.Message{}
			list := p.Reference().Messages
			for i := range list {
				m := &list[i]
				key := reference.MessageKey(m.Text)
				switch same, taken := first[key], first[key] != nil; {
				case key == "":
				case taken:
					reportAt(p, m.At, m.Code, same.Code, strconv.Itoa(same.At.Line))
				default:
					first[key] = m
				}
			}
		},
	}
}
