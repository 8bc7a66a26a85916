package lsp

import "recette/internal/syntax"

// inlayHintParams asks for what to show beside the text of a stretch.
type inlayHintParams struct {
	documentParams
	Range docRange `json:"range"`
}

// inlayHint is a text shown beside that of the document.
type inlayHint struct {
	Position    position `json:"position"`
	Label       string   `json:"label"`
	PaddingLeft bool     `json:"paddingLeft"`
}

// inlayHint shows the last result of each scenario at the end of its title: where it stands, the verdict, its date, and
// whether it still holds. A scenario that nobody ever tested shows nothing: the absence of a result is not news while
// one writes.
func (s *scope) inlayHint(d *document, p *inlayHintParams) (any, error) {
	out := []inlayHint{}
	if len(s.statuses) == 0 {
		return out, nil
	}
	eachScenario(d.file.Doc, func(sc *syntax.Scenario) {
		if len(sc.Examples) > 0 {
			return // a row has its own
		}
		end := d.text.position(sc.TextSpan.End, s.encoding)
		if end.Line < p.Range.Start.Line || end.Line > p.Range.End.Line {
			return
		}
		for i := range d.file.Cases {
			c := &d.file.Cases[i]
			if c.Line != sc.Line {
				continue
			}
			if st, known := s.statuses[c.ID]; known && st.Ran() {
				st = st.Against(c.Content)
				label := s.verdict(&st) + " · " + s.project.on(st.At) + " · " + s.freshness(&st)
				out = append(out, inlayHint{Position: end, Label: label, PaddingLeft: true})
			}
		}
	})
	return out, nil
}
