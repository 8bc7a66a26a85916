package rules

import (
	"strconv"
	"strings"

	"recette/internal/lint"
	"recette/internal/meant"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// The notes of the rules about criteria.
const (
	noteProves   = "proves"   // a tag: id, story, claim, what the scenarios that carry it are worth
	noteDeclares = "declares" // a line of a description: id, story, claim, text
	noteStory    = "story"    // a feature of a story: id, claim, "aside" when it is a draft or obsolete
)

// noteCriteria notes what a file says of criteria. Those that a description declares are read once for its feature.
func noteCriteria(p *lint.Pass, f *lint.File) {
	claim, story := p.ClaimOf(f.Outline.Tags), storyOf(p, f.Outline.Tags, "")
	if story != "" {
		aside := ""
		if m := p.Tags(); listsTag(f.Outline.Tags, m.Draft) || listsTag(f.Outline.Tags, m.Obsolete) {
			aside = "aside"
		}
		p.Note(lint.Place{Line: f.Outline.Line, Column: f.Outline.Column}, noteStory, story, claimWord(claim), aside)
	}
	for _, c := range described(p, f) {
		p.Note(lint.Place{Line: c.At.Line, Column: c.At.Column}, noteDeclares, c.ID, story, claimWord(claim), c.Text)
	}
	noteProofs(p, f)
}

func noteProofs(p *lint.Pass, f *lint.File) {
	prefix := p.Tags().Criterion
	eachTag(p, f, func(t *refTag) {
		if id, ok := idOf(t.Name, prefix); ok {
			p.Note(lint.TagPlace(t.Tag), noteProves, id, t.story, claimWord(t.claim), strconv.Itoa(int(t.proof)))
		}
	})
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

func claimWord(c lint.Claim) string {
	switch c {
	case lint.Promised:
		return "promised"
	case lint.Drafted:
		return "drafted"
	case lint.Written:
	}
	return ""
}

func claimFrom(word string) lint.Claim {
	switch word {
	case "promised":
		return lint.Promised
	case "drafted":
		return lint.Drafted
	}
	return lint.Written
}

// criteria is what the whole project says of its criteria.
type criteria struct {
	lists   map[string][]reference.Criterion // by story: stories.yaml, else descriptions
	story   map[string]string                // by criterion, the story that declares it first
	again   []declaration                    // of a criterion that another story declared before
	claims  map[string]lint.Claim            // by story, the heaviest of its features
	written map[string]bool                  // by story: a feature of it is neither a draft nor obsolete
	worth   map[string]proof                 // by criterion, the best of the scenarios that carry it
}

// declaration is a criterion and the story that declares it.
type declaration struct {
	reference.Criterion
	story string
}

// proved tells whether a scenario proves a criterion. The drafts of a story that is all drafts count for it.
func (c *criteria) proved(id, story string) bool {
	w := c.worth[id]
	return w == running || w == inDraft && !c.written[story]
}

func criteriaOf(p *lint.Pass, notes []lint.Note) *criteria {
	c := &criteria{
		lists: map[string][]reference.Criterion{}, story: map[string]string{}, claims: map[string]lint.Claim{},
		written: map[string]bool{}, worth: map[string]proof{},
	}
	seen := map[string]bool{}
	var stories []string // in the order of their declarations: that of the backlog, then of the features
	set := p.Reference()
	for i := range set.Stories {
		stories = append(stories, set.Stories[i].ID)
	}
	for _, n := range notes {
		switch n.Key {
		case noteStory:
			if had, claim := c.claims[n.Args[0]], claimFrom(n.Args[1]); !seen[n.Args[0]] || claim == lint.Promised || had == lint.Drafted {
				c.claims[n.Args[0]], seen[n.Args[0]] = claim, true
			}
			c.written[n.Args[0]] = c.written[n.Args[0]] || n.Args[2] == ""
		case noteDeclares:
			at := reference.Place{Path: n.Path, Line: n.Place.Line, Column: n.Place.Column}
			stories = append(stories, n.Args[1])
			c.lists[n.Args[1]] = append(c.lists[n.Args[1]], reference.Criterion{At: at, ID: n.Args[0], Text: n.Args[3]})
		case noteProves:
			c.worth[n.Args[0]] = max(c.worth[n.Args[0]], proof(number(n.Args[3]))) //nolint:gosec // we wrote it
		}
	}
	for i := range set.Stories {
		id := set.Stories[i].ID
		c.lists[id] = set.CriteriaOf(id, c.lists[id])
	}
	c.attach(stories)
	return c
}

// attach gives each criterion to the story that declares it first, whose list may be that of several features.
func (c *criteria) attach(stories []string) {
	done := map[string]bool{}
	for _, story := range stories {
		if done[story] {
			continue
		}
		done[story] = true
		for _, criterion := range c.lists[story] {
			switch first := c.story[criterion.ID]; first {
			case "":
				c.story[criterion.ID] = story
			case story:
			default:
				c.again = append(c.again, declaration{criterion, story})
			}
		}
	}
}

// near gives the criterion that is closest to one that nobody declares, in the same story first.
func (c *criteria) near(id, story string) string {
	var known []string
	for _, criterion := range c.lists[story] {
		known = append(known, criterion.ID)
	}
	return meant.Nearest(id, known)
}
