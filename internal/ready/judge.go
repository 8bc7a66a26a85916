package ready

import (
	"cmp"
	"slices"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// Input is what readiness is judged from. Findings and Waivers are those of a lint of the whole project with
// lint.Options.Readiness: a part of it would not know what is unique.
type Input struct {
	Rules     []lint.Rule
	Asks      func(rule string) bool // whether the lint asked a rule
	Features  []Feature
	Findings  []lint.Finding
	Waivers   []lint.Waiver
	Reference *reference.Set // nil when the project keeps none
	Register  *Register      // nil when the project has none: nothing attested is asked for
}

// Judge gives the readiness of every story, told or declared.
func Judge(in Input) Report {
	j := judge{in: in, rules: newMapping(in.Rules, in.Asks), stories: map[string]*told{}}
	j.gather()
	var out Report
	for _, f := range in.Features {
		if len(f.Stories) == 0 {
			out.Loose = append(out.Loose, f.Path)
			if f.Claim == lint.Promised {
				out.Astray = append(out.Astray, f.Path)
			}
		}
	}
	out.Outside = j.spread()
	for _, id := range j.order() {
		out.Stories = append(out.Stories, j.story(j.stories[id]))
	}
	return out
}

type judge struct {
	in      Input
	rules   mapping
	stories map[string]*told
}

// told is a story as it is gathered.
type told struct {
	Story
	features []Feature
	declared bool
	findings map[string][]lint.Finding // by check
	waivers  map[string][]lint.Waiver  // by check
}

func (j *judge) at(id string) *told {
	t := j.stories[id]
	if t == nil {
		t = &told{Story: Story{ID: id}, findings: map[string][]lint.Finding{}, waivers: map[string][]lint.Waiver{}}
		j.stories[id] = t
	}
	return t
}

// gather finds the stories, told by features or declared in the backlog.
func (j *judge) gather() {
	for _, f := range j.in.Features {
		for _, id := range f.Stories {
			t := j.at(id)
			t.features = append(t.features, f)
			t.Paths = append(t.Paths, f.Path)
			t.Promised = t.Promised || f.Claim == lint.Promised
			t.Title = cmp.Or(t.Title, f.Name)
		}
	}
	if j.in.Reference == nil {
		return
	}
	for i := range j.in.Reference.Stories {
		s := &j.in.Reference.Stories[i]
		t := j.at(s.ID)
		t.declared, t.Title = true, cmp.Or(s.Title, t.Title)
	}
}

// order lists the stories by id, numbers as numbers: US-9 comes before US-10.
func (j *judge) order() []string {
	ids := make([]string, 0, len(j.stories))
	for id := range j.stories {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(natural(a, b), cmp.Compare(a, b)) })
	return ids
}

// spread gives findings and waivers to the stories of their files, and counts the errors and warnings of no story.
func (j *judge) spread() (outside int) {
	of := map[string][]*told{}
	for _, f := range j.in.Features {
		for _, id := range f.Stories {
			of[f.Path] = append(of[f.Path], j.stories[id])
		}
	}
	for _, f := range j.in.Findings {
		owners := of[f.Path]
		if len(owners) == 0 {
			owners = j.declaredAt(&f)
		}
		if len(owners) == 0 && f.Severity != syntax.Info {
			outside++
		}
		for _, t := range owners {
			check := j.rules.of(&f)
			t.findings[check] = append(t.findings[check], f)
		}
	}
	for _, w := range j.in.Waivers {
		for _, t := range of[w.Path] {
			for _, check := range j.waived(w.Rule) {
				t.waivers[check] = append(t.waivers[check], w)
			}
		}
	}
	return outside
}

// declaredAt gives the story of the backlog in whose entry a finding stands: a criterion that nothing proves, say.
func (j *judge) declaredAt(f *lint.Finding) []*told {
	if j.in.Reference == nil || f.Path == "" {
		return nil
	}
	var found *reference.Story
	for i := range j.in.Reference.Stories {
		s := &j.in.Reference.Stories[i]
		if s.At.Path == f.Path && s.At.Line <= f.Line && (found == nil || s.At.Line > found.At.Line) {
			found = s
		}
	}
	if found == nil {
		return nil
	}
	return []*told{j.stories[found.ID]}
}

// waived lists the checks that a waiver speaks of: it names a rule, an alias or a code of the parser.
func (j *judge) waived(name string) []string {
	if lint.IsCode(name) {
		return []string{checkOfCode(name)}
	}
	var out []string
	for _, id := range lint.Named(j.in.Rules, name) {
		if check, ok := j.rules.check[id]; ok && !slices.Contains(out, check) {
			out = append(out, check)
		}
	}
	return out
}

// story judges what was gathered of a story.
func (j *judge) story(t *told) Story {
	s := &t.Story
	s.Checks, s.Claims, s.Waivers = []Check{}, []Claim{}, []lint.Waiver{}
	var digests []string
	for _, f := range t.features {
		digests = append(digests, f.Digest)
	}
	s.Content = joined(digests)
	if len(t.features) > 0 {
		for _, code := range checkCodes() {
			s.add(j.check(t, code))
		}
		j.attested(t)
	}
	s.State = t.state()
	return *s
}

// check judges a mechanical check.
func (j *judge) check(t *told, code string) Check {
	c := Check{Code: code, Findings: t.findings[code], Waivers: t.waivers[code]}
	slices.SortStableFunc(
		c.Findings, func(a, b lint.Finding) int { return cmp.Compare(weight(a.Severity), weight(b.Severity)) },
	)
	worst := notJudged
	if len(c.Findings) > 0 {
		switch c.Findings[0].Severity {
		case syntax.Error:
			worst = unmet
		case syntax.Warning:
			worst = warned
		default:
		}
	}
	switch {
	case worst != notJudged:
		c.State = worst
	case len(c.Waivers) > 0:
		c.State = setAside
	case j.rules.asked[code]:
		c.State = Met
	default:
		c.State = NotAsked
	}
	return c
}

func weight(s lint.Severity) int {
	return slices.Index([]lint.Severity{syntax.Error, syntax.Warning, syntax.Info}, s)
}

func (s *Story) add(c Check) {
	for _, f := range c.Findings {
		switch f.Severity {
		case syntax.Error:
			s.Errors++
		case syntax.Warning:
			s.Warnings++
		case syntax.Info:
			s.Infos++
		}
	}
	for _, w := range c.Waivers {
		if !slices.Contains(s.Waivers, w) {
			s.Waivers = append(s.Waivers, w)
		}
	}
	if c.State != NotAsked {
		s.Mechanical.Asked++
	}
	if c.State == Met {
		s.Mechanical.Met++
	}
	s.lacking = s.lacking || c.State == unmet
	s.Checks = append(s.Checks, c)
}

// attested judges what people were asked to attest.
func (j *judge) attested(t *told) {
	r := j.in.Register
	if r == nil {
		return
	}
	var tags []string
	for _, f := range t.features {
		tags = append(tags, f.Tags...)
	}
	for i := range r.Checks {
		ask := &r.Checks[i]
		if !ask.wants(tags) {
			continue
		}
		c := Claim{ID: ask.ID, Label: ask.Label, State: Missing, Statement: r.last(t.ID, ask.ID)}
		if c.Statement != nil {
			c.State = given
			if c.Statement.Content != "" && c.Statement.Content != t.Content {
				c.State = ToConfirm
			}
		}
		t.Attested.Asked++
		if c.State == given {
			t.Attested.Met++
		} else {
			t.lacking = true
		}
		t.Claims = append(t.Claims, c)
	}
}

func (t *told) state() State {
	drafted, obsolete := 0, 0
	for _, f := range t.features {
		if f.Claim == lint.Drafted {
			drafted++
		}
		if f.Obsolete {
			obsolete++
		}
	}
	switch n := len(t.features); {
	case n == 0:
		return Absent
	case t.Promised: // the heavier word binds
	case obsolete == n:
		return Obsolete
	case drafted == n:
		return Draft
	}
	switch {
	case t.lacking:
		return NotReady
	case len(t.Waivers) > 0:
		return Waived
	}
	return Ready
}
