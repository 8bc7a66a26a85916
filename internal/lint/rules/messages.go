package rules

import (
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// Which texts of a scenario are messages of the product: those in quotation marks right after a word that introduces
// one, in a step that says what must be observed, and the cells of a column of messages of such a step. A verb may show
// anything: after one, only what ends as a sentence does is a message.

// messageOptions are those of the rules about messages.
func messageOptions() []lint.Option {
	return []lint.Option{
		{Name: "words", Default: []string{
			"message", "messages", "message suivant", "message d'erreur", "erreur", "avertissement", "notification",
			"alerte", "following message", "error message", "error", "warning", "alert",
		}},
		{Name: "verbs", Default: []string{
			"affiche", "affichent", "indique", "indiquent", "annonce", "annoncent", "signale", "signalent", "précise",
			"rappelle", "répond", "lit", "shows", "show", "displays", "display", "reads", "says",
		}},
		{Name: "columns", Default: []string{"message", "messages"}},
	}
}

// introducers are the words of messageOptions, folded.
type introducers struct {
	words, verbs []string
	columns      map[string]bool
}

func newIntroducers(p *lint.Pass) any {
	in := &introducers{columns: map[string]bool{}}
	for _, w := range p.Strings("words") {
		in.words = append(in.words, foldText(w))
	}
	for _, w := range p.Strings("verbs") {
		in.verbs = append(in.verbs, foldText(w))
	}
	for _, w := range p.Strings("columns") {
		in.columns[foldText(w)] = true
	}
	return in
}

// introduction is what stands before an opening mark.
type introduction int

const (
	introducesNothing  introduction = iota
	introducesSentence              // what follows is a message when it ends as a sentence does
	introducesMessage
)

// longestIntroduction is how much is looked at before a mark, in bytes: more than any phrase that introduces a message.
const longestIntroduction = 80

// introduces tells what the words before an opening mark announce.
func (in *introducers) introduces(before string) introduction {
	if len(before) > longestIntroduction {
		before = strings.ToValidUTF8(before[len(before)-longestIntroduction:], "")
	}
	before = strings.TrimRight(foldText(before), " :")
	ends := func(words []string) bool {
		for _, w := range words {
			if head, ok := strings.CutSuffix(before, w); ok && (head == "" || !isWord(head[len(head)-1])) {
				return true
			}
		}
		return false
	}
	switch {
	case ends(in.words):
		return introducesMessage
	case ends(in.verbs):
		return introducesSentence
	}
	return introducesNothing
}

// isSentence tells a text that ends as a sentence does.
func isSentence(text string) bool {
	text = strings.TrimSpace(text)
	for _, end := range []string{".", "!", "?", "…"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return false
}

// mention is a message in a scenario: its text, its code, or both on one line.
type mention struct {
	text, code string
	at         lint.Place // of the text, else of the code
	claim      lint.Claim
}

// eachMention gives the messages of a file, one by one.
func eachMention(p *lint.Pass, f *lint.File, fn func(m mention)) {
	in, _ := p.Prepared().(*introducers)
	codes := codePrefixes(p.Reference())
	eachStep(f, func(s *scope, step *syntax.Step, kind catalogue.StepType) {
		claim := s.claim(p)
		code, at := codeIn(f, step, codes)
		said := false
		if kind == catalogue.Outcome {
			eachQuote(step.Text, func(q quoted) {
				announced := in.introduces(step.Text[:q.mark])
				if announced == introducesNothing {
					return
				}
				for _, v := range values(f, s, step, q.from, q.to) {
					if v.text != "" && (announced == introducesMessage || isSentence(v.text)) {
						fn(mention{v.text, code, v.at, claim})
						said = true
					}
				}
			})
			in.eachRow(s, step, func(m mention) {
				m.claim = claim
				fn(m)
			})
		}
		if code != "" && !said {
			fn(mention{code: code, at: at, claim: claim})
		}
	})
}

// eachRow gives the messages of the table of a step that has a column of them.
func (in *introducers) eachRow(s *scope, step *syntax.Step, fn func(m mention)) {
	if len(step.Table) < 2 {
		return
	}
	text, code := -1, -1
	for i := range step.Table[0].Cells {
		switch name := foldText(step.Table[0].Cells[i].Value); {
		case in.columns[name]:
			text = i
		case name == "code":
			code = i
		}
	}
	if text < 0 {
		return
	}
	for i := range step.Table[1:] {
		row := &step.Table[i+1]
		if text >= len(row.Cells) || row.Cells[text].Value == "" {
			continue
		}
		cell := &row.Cells[text]
		for _, v := range expand(s, said{cell.Value, cellPlace(row, cell)}) {
			m := mention{text: v.text, at: v.at}
			if code >= 0 && code < len(row.Cells) {
				m.code = row.Cells[code].Value
			}
			if m.text != "" {
				fn(m)
			}
		}
	}
}

// codePrefixes are the beginnings of the codes of messages, "MSG-".
func codePrefixes(s *reference.Set) []string {
	var out []string
	seen := map[string]bool{}
	for i := range s.Messages {
		if end := strings.IndexByte(s.Messages[i].Code, '-'); end > 0 && !seen[s.Messages[i].Code[:end+1]] {
			seen[s.Messages[i].Code[:end+1]] = true
			out = append(out, s.Messages[i].Code[:end+1])
		}
	}
	return out
}

// codeIn gives the code of a message that a step cites, and where.
func codeIn(f *lint.File, step *syntax.Step, prefixes []string) (string, lint.Place) {
	for _, prefix := range prefixes {
		for from := 0; ; {
			i := strings.Index(step.Text[from:], prefix)
			if i < 0 {
				break
			}
			i += from
			end := i + len(prefix)
			for end < len(step.Text) && (isWord(step.Text[end]|0x20) || step.Text[end] == '-') {
				end++
			}
			if (i == 0 || !isWord(step.Text[i-1]|0x20)) && end > i+len(prefix) {
				return step.Text[i:end], inLine(f, step.Line, step.Text, i, end)
			}
			from = end
		}
	}
	return "", lint.Place{}
}
