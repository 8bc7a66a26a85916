package lint

import (
	"math"
	"slices"

	"recette/internal/syntax"
)

// Lines is a stretch of lines, both included. That of a whole file holds line 0 too, where findings of the file stand.
type Lines struct{ First, Last int }

func wholeFile() Lines { return Lines{0, math.MaxInt32} }

func (l Lines) has(line int) bool { return line >= l.First && line <= l.Last }

func (l Lines) size() int { return l.Last - l.First }

// region is a block of a file, from its first tag on, and the tags that hold in it.
type region struct {
	Lines
	title int      // line of its title; that of a step is its own line
	tags  []string // its own and those of the blocks around it
	step  bool
}

// regionsOf lists the blocks of a document, each before those that it holds.
func regionsOf(doc *syntax.Document) []region {
	if doc == nil || doc.Feature == nil {
		return nil
	}
	f := doc.Feature
	whole := region{Lines: wholeFile(), title: f.Line, tags: names(nil, f.Tags)}
	out := []region{whole}
	out = backgroundRegions(out, f.Background, whole.tags)
	for _, s := range f.Scenarios {
		out = scenarioRegions(out, s, whole.tags)
	}
	for i, r := range f.Rules {
		last := math.MaxInt32
		if i+1 < len(f.Rules) {
			last = firstLine(f.Rules[i+1].Tags, f.Rules[i+1].Line) - 1
		}
		rule := region{Lines: Lines{firstLine(r.Tags, r.Line), last}, title: r.Line, tags: names(whole.tags, r.Tags)}
		out = append(out, rule)
		out = backgroundRegions(out, r.Background, rule.tags)
		for _, s := range r.Scenarios {
			out = scenarioRegions(out, s, rule.tags)
		}
	}
	return out
}

func backgroundRegions(out []region, b *syntax.Background, tags []string) []region {
	if b == nil {
		return out
	}
	out = append(out, region{Lines: Lines{b.First, b.Last}, title: b.Line, tags: tags})
	return stepRegions(out, b.Steps, b.Last, tags)
}

func scenarioRegions(out []region, s *syntax.Scenario, above []string) []region {
	tags := names(above, s.Tags)
	out = append(out, region{Lines: Lines{s.First, s.Last}, title: s.Line, tags: tags})
	last := s.Last
	if len(s.Examples) > 0 {
		last = firstLine(s.Examples[0].Tags, s.Examples[0].Line) - 1
	}
	out = stepRegions(out, s.Steps, last, tags)
	for i, e := range s.Examples {
		last := s.Last
		if i+1 < len(s.Examples) {
			last = firstLine(s.Examples[i+1].Tags, s.Examples[i+1].Line) - 1
		}
		out = append(
			out, region{Lines: Lines{firstLine(e.Tags, e.Line), last}, title: e.Line, tags: names(tags, e.Tags)},
		)
	}
	return out
}

// stepRegions lists the steps, each with its table or its doc string.
func stepRegions(out []region, steps []syntax.Step, last int, tags []string) []region {
	for i := range steps {
		end := last
		if i+1 < len(steps) {
			end = steps[i+1].Line - 1
		}
		out = append(out, region{Lines: Lines{steps[i].Line, end}, title: steps[i].Line, tags: tags, step: true})
	}
	return out
}

func firstLine(tags []syntax.Tag, title int) int {
	if len(tags) > 0 {
		return min(tags[0].Line, title)
	}
	return title
}

func names(above []string, tags []syntax.Tag) []string {
	if len(tags) == 0 {
		return above
	}
	out := slices.Clip(above)
	for _, t := range tags {
		out = append(out, t.Name)
	}
	return out
}

// opened gives the block that a line opens: one of its tags, or its title.
func opened(regions []region, line int) (Lines, bool) {
	for i := range regions {
		r := &regions[i]
		if r.step && r.title == line {
			return r.Lines, true
		}
		if first := r.First; !r.step && line <= r.title && line >= first && (i > 0 || line > 0) {
			return r.Lines, true
		}
	}
	return Lines{}, false
}

// spared lists the stretches of a file that an expression spares: the smallest block around a line decides for it. A
// stretch that is not spared may lie within one that is, so that the list has an answer for each block.
func spared(regions []region, s *Setting) []Sparing {
	var out []Sparing
	for i := range regions {
		if r := &regions[i]; !r.step {
			out = append(out, Sparing{r.Lines, s.Except.Matches(r.tags)})
		}
	}
	return out
}

// Sparing tells whether the tags that hold in a block spare it from a rule.
type Sparing struct {
	Lines
	Spared bool
}

// isSpared finds the answer of the smallest block around a line.
func isSpared(list []Sparing, line int) bool {
	best, answer := math.MaxInt, false
	for _, s := range list {
		if s.has(line) && s.size() <= best {
			best, answer = s.size(), s.Spared
		}
	}
	return answer
}
