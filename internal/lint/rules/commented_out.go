package rules

import (
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// commentedOut: a step, a row or a scenario put in comments is neither tested nor deleted, and nobody remembers why;
// the history of the file keeps it better. One finding a run of lines. Args: the number of lines.
func commentedOut() lint.Rule {
	return lint.Rule{
		ID: "commented-out", Aliases: []string{"D31"}, Group: lint.Structure, CA: syntax.Warning,
		Script: syntax.Warning,
		File: func(p *lint.Pass, f *lint.File) {
			if f.Doc == nil || f.Doc.Feature == nil || len(f.Doc.Comments) == 0 {
				return
			}
			words, ok := syntax.WordsOf(f.Doc.Language)
			if !ok {
				return
			}
			var run commentRun
			comments := f.Doc.Comments
			for i := range comments {
				c := &comments[i]
				if c.Line < f.Doc.Feature.Line {
					continue
				}
				run.add(c, words)
				if i+1 == len(comments) || comments[i+1].Line != c.Line+1 {
					if run.isDead() {
						p.Report(commentPlace(f.Doc, run.first), strconv.Itoa(run.lines+run.titles))
					}
					run = commentRun{}
				}
			}
		},
	}
}

// commentRun is what stands in comments without a break.
type commentRun struct {
	first                *syntax.Comment // that is Gherkin
	lines, titles, prose int             // steps and rows, titles of blocks, the rest
}

// isDead leaves out what somebody explains: "Règle: une adhésion par an" or one sentence of a note that opens with
// Soit.
func (r *commentRun) isDead() bool { return r.lines > 1 || r.lines == 1 && r.prose == 0 }

func (r *commentRun) add(c *syntax.Comment, words *syntax.Words) {
	text := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(c.Text), "#"))
	switch {
	case isDeadLine(text, words):
		r.lines++
	case isTitle(text, words):
		r.titles++
	case text != "" && text[0] != '@' && !strings.HasPrefix(text, "recette:"):
		r.prose++
		return
	default:
		return
	}
	if r.first == nil {
		r.first = c
	}
}

func isTitle(text string, words *syntax.Words) bool {
	_, ok := words.Title(text)
	return ok
}

// commentPlace is that of a comment, from its #.
func commentPlace(d *syntax.Document, c *syntax.Comment) lint.Place {
	return lint.Place{Line: c.Line, Column: d.At(c.Span.Start).Rune, EndColumn: d.At(c.Span.End).Rune}
}

// isDeadLine recognises a row, or a step. A step that ends with a period is a sentence of somebody who explains.
func isDeadLine(text string, words *syntax.Words) bool {
	if strings.HasPrefix(text, "|") && strings.HasSuffix(text, "|") && len(text) > 1 {
		return true
	}
	step, ok := words.Step(text)
	return ok && !strings.HasPrefix(step.Text, "*") && !strings.HasSuffix(text, ".")
}
