package rules

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// glossarySynonym: one thing has one name; a synonym that the glossary rules out makes a reader look for the difference
// (D32). Whole words, in the singular or the plural, in titles, descriptions and steps; texts in
// quotation marks are those of the product, and placeholders those of the data. Args: the word as written, the one to
// use.
func glossarySynonym() lint.Rule {
	titles := []syntax.LineKind{
		syntax.LineFeature, syntax.LineRule, syntax.LineBackground, syntax.LineScenario, syntax.LineExamples,
	}
	return lint.Rule{
		ID: "glossary-synonym", Aliases: []string{"D32"}, Group: lint.Wording, CA: syntax.Warning, Script: syntax.Info,
		Prepare: func(p *lint.Pass) any { return newSynonyms(p.Reference()) },
		File: func(p *lint.Pass, f *lint.File) {
			all, _ := p.Prepared().(*synonyms)
			if all == nil || f.Doc == nil || f.Doc.Feature == nil {
				return
			}
			for n, kind := range f.Doc.Lines {
				switch text := f.Doc.Text(n + 1); {
				case slices.Contains(titles, kind):
					all.report(p, f, n+1, strings.IndexByte(text, ':')+1)
				case kind == syntax.LineDescription:
					all.report(p, f, n+1, 0)
				}
			}
			for steps := range eachSteps(f) {
				for i := range steps {
					all.report(p, f, steps[i].Line, max(0, strings.LastIndex(f.Doc.Text(steps[i].Line), steps[i].Text)))
				}
			}
		},
	}
}

// synonyms are the words that the glossary rules out, and the terms themselves, which hide what is in them: "État
// membre" holds no "membre".
type synonyms struct {
	words   *lexicon
	instead []string // by entry of words, "" for a term
	forms   []string // by entry of words, as the glossary writes it, in small letters
}

func newSynonyms(s *reference.Set) *synonyms {
	out := &synonyms{words: newLexicon()}
	add := func(phrase, instead string) {
		for _, form := range plurals(norm.NFC.String(phrase)) {
			n := len(out.words.entries)
			out.words.add(form)
			if len(out.words.entries) > n {
				out.instead = append(out.instead, instead)
				out.forms = append(out.forms, strings.ToLower(form))
			}
		}
	}
	forbidden := false
	for _, t := range s.Terms {
		for _, word := range t.Forbidden {
			add(word, t.Name)
			forbidden = true
		}
	}
	if !forbidden {
		return nil
	}
	for _, t := range s.Terms {
		add(t.Name, "")
	}
	return out
}

// report looks at a line from a place on.
func (s *synonyms) report(p *lint.Pass, f *lint.File, line, from int) {
	text := f.Doc.Text(line)
	for {
		h, ok := s.words.find(text, from, true)
		if !ok {
			return
		}
		from = h.to
		found := text[h.from:h.to]
		if s.instead[h.entry] == "" || !sameAccents(found, s.forms[h.entry]) {
			continue
		}
		p.Report(ofLine(f, line, h.from, h.to), found, s.instead[h.entry])
	}
}

// sameAccents tells whether a word is the one of the glossary, or that word typed without accents: "adhèrent", of
// adhérer, is not "adhérent".
func sameAccents(found, form string) bool {
	for i, j := 0, 0; i < len(found) && j < len(form); {
		a, _, n := foldAt(found, i)
		b, _, m := foldAt(form, j)
		bare := n == 1
		if a == b && !bare && a != ' ' && a != '\'' && a != '-' && !strings.EqualFold(found[i:i+n], form[j:j+m]) {
			return false
		}
		i, j = i+n, j+m
	}
	return true
}

// plurals gives a phrase with each of its words in the singular or in the plural, by the rules of French and of
// English.
func plurals(phrase string) []string {
	words := strings.Fields(phrase)
	out := []string{""}
	for n, w := range words {
		forms := []string{w}
		if n < 3 && len(out) < 16 {
			forms = append(forms, pluralsOf(w)...)
		}
		var next []string
		for _, head := range out {
			for _, form := range forms {
				next = append(next, strings.TrimSpace(head+" "+form))
			}
		}
		out = next
	}
	return out
}

// pluralsOf gives the plural of a word, the regular one beside the one of its ending: "chevaux", "festivals".
func pluralsOf(w string) []string {
	folded := foldText(w)
	if len(folded) < 3 || strings.HasSuffix(w, "'") || strings.HasSuffix(w, "’") {
		return nil // de, d', la
	}
	switch {
	case strings.HasSuffix(folded, "s"), strings.HasSuffix(folded, "x"), strings.HasSuffix(folded, "z"):
		return nil
	case strings.HasSuffix(folded, "al"):
		return []string{w + "s", w[:len(w)-1] + "ux"}
	case strings.HasSuffix(folded, "au"), strings.HasSuffix(folded, "eu"), strings.HasSuffix(folded, "ou"):
		return []string{w + "s", w + "x"}
	}
	return []string{w + "s"}
}
