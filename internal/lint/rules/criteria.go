package rules

import (
	"iter"
	"strings"

	"recette/internal/criteria"
	"recette/internal/lint"
	"recette/internal/meant"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// ofCriteria is what a file says of criteria. Those that a description declares are read once for its feature.
type ofCriteria struct {
	story    string // of the feature, "" for none
	claim    lint.Claim
	aside    bool // the feature is a draft or obsolete
	declared []declared
	proofs   []proving
}

// declared is a line of a description that declares a criterion.
type declared struct {
	id, text     string
	line, column int
}

// proving is a tag that says that scenarios prove a criterion.
type proving struct {
	id, story string
	at        lint.Place
	claim     lint.Claim
	worth     proof // of the scenarios that carry it
}

func (c *ofCriteria) Fields(f *lint.Fields) {
	f.Text(&c.story)
	lint.Choice(f, &c.claim, lint.Promised)
	f.Flag(&c.aside)
	lint.List(f, &c.declared)
	lint.List(f, &c.proofs)
}

func (d *declared) Fields(f *lint.Fields) {
	f.Text(&d.id)
	f.Text(&d.text)
	f.Int(&d.line)
	f.Int(&d.column)
}

func (v *proving) Fields(f *lint.Fields) {
	f.Text(&v.id)
	f.Text(&v.story)
	f.Place(&v.at)
	lint.Choice(f, &v.claim, lint.Promised)
	lint.Choice(f, &v.worth, running)
}

func noteCriteria(p *lint.Pass, f *lint.File, note func(ofCriteria)) {
	m, tags := p.Tags(), f.Outline.Tags
	n := ofCriteria{
		story: storyOf(p, tags, ""), claim: p.ClaimOf(tags),
		aside: listsTag(tags, m.Draft) || listsTag(tags, m.Obsolete),
	}
	for _, c := range described(p, f) {
		n.declared = append(n.declared, declared{c.ID, c.Text, c.At.Line, c.At.Column})
	}
	eachTag(p, f, func(t *refTag) {
		if id, ok := idOf(t.Name, m.Criterion); ok {
			n.proofs = append(n.proofs, proving{id, t.story, lint.TagPlace(t.Tag), t.claim, t.proof})
		}
	})
	if n.story != "" || len(n.declared)+len(n.proofs) > 0 {
		note(n)
	}
}

// eachProof gives the tags that say that scenarios prove a criterion, each with its file.
func eachProof(notes iter.Seq2[string, ofCriteria]) iter.Seq2[string, proving] {
	return func(yield func(string, proving) bool) {
		for path, n := range notes {
			for _, v := range n.proofs {
				if !yield(path, v) {
					return
				}
			}
		}
	}
}

// describes tells whether the description of a feature may declare criteria.
func describes(p *lint.Pass, f *lint.File) bool {
	return f.Doc != nil && f.Doc.Feature != nil && strings.Contains(f.Doc.Feature.About, p.Tags().Criterion[1:])
}

// described reads the criteria that the description of a feature declares.
func described(p *lint.Pass, f *lint.File) []reference.Criterion {
	if !describes(p, f) {
		return nil
	}
	first := 0
	var lines []string
	eachDescription(f, func(line int, text string) {
		if first == 0 {
			first = line
		}
		for first+len(lines) < line {
			lines = append(lines, "") // a comment or a blank line in between
		}
		lines = append(lines, text)
	})
	at := reference.Place{Path: f.Path, Line: first, Column: 1}
	return reference.Described(at, strings.Join(lines, "\n"), p.Tags().Criterion[1:])
}

// eachDescription gives the lines of the description of the feature.
func eachDescription(f *lint.File, fn func(line int, text string)) {
	if f.Doc == nil || f.Doc.Feature == nil {
		return
	}
	for n := f.Doc.Feature.Line + 1; n <= len(f.Doc.Lines); n++ {
		switch f.Doc.Lines[n-1] {
		case syntax.LineDescription:
			fn(n, f.Doc.Text(n))
		case syntax.LineBlank, syntax.LineComment:
		default:
			return
		}
	}
}

// criteriaOfProject is what the whole project says of its criteria.
type criteriaOfProject struct {
	criteria.Declared
	claims  map[string]lint.Claim // by story, the heaviest of its features
	written map[string]bool       // by story: a feature of it is neither a draft nor obsolete
	worth   map[string]proof      // by criterion, the best of the scenarios that carry it
}

// proved tells whether a scenario proves a criterion. The drafts of a story that is all drafts count for it.
func (c *criteriaOfProject) proved(id, story string) bool {
	w := c.worth[id]
	return w == running || w == inDraft && !c.written[story]
}

func criteriaOf(p *lint.Pass, notes iter.Seq2[string, ofCriteria]) *criteriaOfProject {
	c := &criteriaOfProject{claims: map[string]lint.Claim{}, written: map[string]bool{}, worth: map[string]proof{}}
	seen := map[string]bool{}
	var described []criteria.Declaration
	for path, n := range notes {
		if n.story != "" {
			if had := c.claims[n.story]; !seen[n.story] || n.claim == lint.Promised || had == lint.Drafted {
				c.claims[n.story], seen[n.story] = n.claim, true
			}
			c.written[n.story] = c.written[n.story] || !n.aside
		}
		for _, d := range n.declared {
			at := reference.Place{Path: path, Line: d.line, Column: d.column}
			described = append(described, criteria.Declaration{
				Criterion: reference.Criterion{At: at, ID: d.id, Text: d.text}, Story: n.story,
			})
		}
		for _, v := range n.proofs {
			c.worth[v.id] = max(c.worth[v.id], v.worth)
		}
	}
	c.Declared = criteria.Declare(p.Reference(), described)
	return c
}

// near gives the criterion that is closest to one that nobody declares, in the same story first.
func (c *criteriaOfProject) near(id, story string) string {
	var known []string
	for _, criterion := range c.Lists[story] {
		known = append(known, criterion.ID)
	}
	return meant.Nearest(id, known)
}
