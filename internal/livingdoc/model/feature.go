package model

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// reader reads one feature file.
type reader struct {
	*Builder
	file   *catalogue.File
	main   *Feature
	next   *Feature    // drafts
	byLine map[int]int // cases of the file
	first  int         // number of its first case
}

// Add takes a feature in, which has its document, its cases and no error, and parts its drafts from the rest. Features
// come in the order of their paths: two that ask for the same anchor have theirs by it.
func (b *Builder) Add(f *catalogue.File) {
	if f.Doc == nil || f.Doc.Feature == nil {
		return
	}
	src := f.Doc.Feature
	tags := names(src.Tags)
	r := &reader{Builder: b, file: f, byLine: make(map[int]int, len(f.Cases)), first: b.criteria.Add(f)}
	for i := range f.Cases {
		r.byLine[f.Cases[i].Line] = i
	}
	b.cases = append(b.cases, make([]spot, len(f.Cases))...)
	if story := suffix(tags, b.o.Tags.Story); b.titles[story] == "" && story != "" {
		b.titles[story] = src.Name
	}
	if slices.Contains(tags, b.o.Tags.Obsolete) {
		b.doc.ObsoleteIDs.Features[f.Path] = true
		b.doc.ObsoleteIDs.Stories[suffix(tags, b.o.Tags.Story)] = true
		b.retire(scenariosOf(src))
		return
	}
	base := Feature{
		Path: f.Path, Language: f.Doc.Language, Name: src.Name, About: dedent(f.Feature.About), Tags: tags,
		Story: suffix(tags, b.o.Tags.Story), Epic: suffix(tags, b.o.Tags.Epic),
		Critical: slices.Contains(tags, b.o.Tags.Critical),
	}
	role := catalogue.Unknown
	if src.Background != nil {
		base.Background, role = steps(src.Background.Steps, role)
	}
	kept, later := base, base
	r.main, r.next = &kept, &later
	kept.Anchor = b.anchors.take(cmp.Or(base.Story, strings.TrimSuffix(b.relative(f.Path), ".feature")))
	later.Anchor = b.anchors.take("draft-" + kept.Anchor)
	draft := slices.Contains(tags, b.o.Tags.Draft)
	r.group(nil, src.Scenarios, tags, role, draft)
	for _, rule := range src.Rules {
		own := union(tags, names(rule.Tags))
		if slices.Contains(own, b.o.Tags.Obsolete) {
			b.retire(rule.Scenarios)
			continue
		}
		r.group(rule, rule.Scenarios, own, role, draft || slices.Contains(own, b.o.Tags.Draft))
	}
	if !draft && (len(kept.Rules) > 0 || len(later.Rules) == 0) {
		b.place(b.domains, &kept)
	}
	if draft || len(later.Rules) > 0 {
		b.place(b.drafts, &later)
	}
}

// retire counts scenarios that are no longer part of the product.
func (b *Builder) retire(list []*syntax.Scenario) {
	b.doc.Obsolete += len(list)
	for _, s := range list {
		for _, t := range s.Tags {
			if id, ok := b.o.Tags.CaseID(t.Name); ok {
				b.doc.ObsoleteIDs.Scenarios[id] = true
			}
		}
	}
}

// group reads the scenarios of a rule, or those that stand outside any rule.
func (r *reader) group(src *syntax.Rule, list []*syntax.Scenario, tags []string, role catalogue.StepType, draft bool) {
	base := Rule{}
	if src != nil {
		base.ID, base.Name = r.ruleTitle(src)
		base.About = dedent(plainAbout(src.About))
		if src.Background != nil {
			base.Background, role = steps(src.Background.Steps, role)
		}
	}
	kept, later := base, base
	for _, s := range list {
		own := union(tags, names(s.Tags))
		switch {
		case slices.Contains(own, r.o.Tags.Obsolete):
			r.retire([]*syntax.Scenario{s})
		case slices.Contains(own, r.o.Tags.Draft):
			later.Scenarios = append(later.Scenarios, r.scenario(s, own, role, r.next, &later))
		default:
			kept.Scenarios = append(kept.Scenarios, r.scenario(s, own, role, r.main, &kept))
		}
	}
	for _, part := range []struct {
		rule    *Rule
		feature *Feature
		alone   bool // shown even without a scenario
		all     *[]*Scenario
	}{
		{&kept, r.main, src != nil && !draft && len(later.Scenarios) == 0, &r.all},
		{&later, r.next, src != nil && draft, &r.later},
	} {
		if len(part.rule.Scenarios) == 0 && !part.alone {
			continue
		}
		if src != nil {
			part.rule.Anchor = r.anchors.take(part.feature.Anchor + "." + cmp.Or(part.rule.ID, part.rule.Name))
		}
		part.feature.Rules = append(part.feature.Rules, part.rule)
		*part.all = append(*part.all, part.rule.Scenarios...)
	}
}

// ruleTitle parts the id of a rule from its title: it stands in the title, "RG-12 - …", or else in the tags.
func (r *reader) ruleTitle(src *syntax.Rule) (id, title string) {
	title = strings.TrimSpace(src.Name)
	prefix := r.o.Tags.Rule[1:]
	if strings.HasPrefix(title, prefix) {
		end := strings.IndexFunc(title, func(c rune) bool { return c == ' ' || c == '\u00a0' || c == ':' })
		if end < 0 {
			return title, ""
		}
		id = title[:end]
		return id, strings.TrimSpace(strings.TrimLeft(title[end:], " \u00a0:–—-"))
	}
	return suffix(names(src.Tags), r.o.Tags.Rule), title
}

func (r *reader) scenario(
	src *syntax.Scenario, tags []string, role catalogue.StepType, f *Feature, rule *Rule,
) *Scenario {
	s := &Scenario{
		Keyword: src.Keyword, Name: src.Name, About: dedent(plainAbout(src.About)), Feature: f, Rule: rule,
		Story: suffix(tags, r.o.Tags.Story), Epic: suffix(tags, r.o.Tags.Epic),
		Critical: slices.Contains(tags, r.o.Tags.Critical),
	}
	s.Steps, _ = steps(src.Steps, role)
	at := map[int]int{}
	add := func(line int) int {
		of, ok := r.byLine[line]
		if !ok {
			return -1
		}
		if i, known := at[line]; known {
			return i
		}
		at[line] = len(s.Cases)
		r.cases[r.first+of] = spot{s, len(s.Cases)}
		c := &r.file.Cases[of]
		s.Cases = append(s.Cases, r.caseOf(c, tags))
		tags = union(tags, c.Tags)
		return len(s.Cases) - 1
	}
	if len(src.Examples) == 0 {
		add(src.Line)
	}
	for _, e := range src.Examples {
		own := names(e.Tags)
		if e.Header == nil || slices.Contains(own, r.o.Tags.Obsolete) {
			continue
		}
		out := Examples{
			Name: e.Name, About: dedent(plainAbout(e.About)), Tags: own, Header: cells(e.Header),
			Draft: slices.Contains(own, r.o.Tags.Draft),
		}
		for i := range e.Rows {
			row := Row{Cells: cells(&e.Rows[i]), Case: -1}
			if !out.Draft {
				row.Case = add(e.Rows[i].Line)
			}
			out.Rows = append(out.Rows, row)
		}
		s.Examples = append(s.Examples, out)
	}
	r.identify(s, src, tags)
	return s
}

// identify fills what tags carry, and gives the scenario its anchor: its stable id, never its title.
func (r *reader) identify(s *Scenario, src *syntax.Scenario, tags []string) {
	s.Tags = tags
	for _, t := range names(src.Tags) {
		if id, ok := r.o.Tags.CaseID(t); ok && s.ID == "" {
			s.ID, s.Stable = id, true
		}
	}
	if s.ID == "" && len(s.Cases) > 0 {
		s.ID, _, _ = strings.Cut(s.Cases[0].ID, "/")
	}
	s.Anchor = r.anchors.take(cmp.Or(strings.Replace(s.ID, "~", "p-", 1), s.Feature.Anchor+"."+s.Name))
	for _, t := range tags {
		switch {
		case has(t, r.o.Tags.Criterion):
			s.Criteria = append(s.Criteria, t[1:])
		case has(t, r.o.Tags.Rule):
			s.Rules = append(s.Rules, t[1:])
		case has(t, r.o.Tags.Decision):
			s.Decisions = append(s.Decisions, t[1:])
		case has(t, r.o.Tags.Journey):
			s.Journeys = append(s.Journeys, t[len(r.o.Tags.Journey):])
		}
	}
	s.Mode = r.o.Tags.Mode(tags)
	if id := s.Rule.ID; id != "" && !slices.Contains(s.Rules, id) {
		s.Rules = append(s.Rules, id)
	}
	for i, tag := range r.o.Tags.Natures() {
		if slices.Contains(tags, tag) {
			s.Kinds = append(s.Kinds, Kinds()[i])
		}
	}
}

// caseOf keeps of a case what the chapters ask of it.
func (r *reader) caseOf(c *catalogue.Case, tags []string) Case {
	out := Case{ID: c.ID, Content: c.Content}
	out.Roles, out.Actions = r.rolesOf(c, tags)
	out.Texts, out.Grants, out.Refuses = quoted(c), grants(c), refuses(c)
	return out
}

func (b *Builder) place(into map[string]*Domain, f *Feature) {
	dir := path.Dir(b.relative(f.Path))
	if dir == "." {
		dir = ""
	}
	d, ok := into[dir]
	if !ok {
		d = &Domain{Path: dir, About: ""}
		into[dir] = d
	}
	d.Features = append(d.Features, f)
}

// relative gives a path below the folder of features that holds it. With several folders, each keeps its name.
func (b *Builder) relative(p string) string {
	for _, root := range b.o.Roots {
		root = path.Clean(root)
		if root == "." {
			continue
		}
		if rest, ok := strings.CutPrefix(p, root+"/"); ok {
			if len(b.o.Roots) > 1 {
				return path.Join(path.Base(root), rest)
			}
			return rest
		}
	}
	return p
}

func scenariosOf(f *syntax.Feature) []*syntax.Scenario {
	out := slices.Clone(f.Scenarios)
	for _, r := range f.Rules {
		out = append(out, r.Scenarios...)
	}
	return out
}

func names(tags []syntax.Tag) []string {
	out := make([]string, 0, len(tags))
	for _, t := range tags {
		out = append(out, t.Name)
	}
	return out
}

// union adds to a list what it does not hold, without touching it.
func union(list, more []string) []string {
	out := slices.Clip(list)
	for _, s := range more {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func has(tag, prefix string) bool { return len(tag) > len(prefix) && strings.HasPrefix(tag, prefix) }

// suffix gives the first tag of a family, without its @.
func suffix(tags []string, prefix string) string {
	for _, t := range tags {
		if has(t, prefix) {
			return t[1:]
		}
	}
	return ""
}

func cells(r *syntax.Row) []string {
	out := make([]string, len(r.Cells))
	for i := range r.Cells {
		out[i] = r.Cells[i].Value
	}
	return out
}

// steps copies steps as written. The role runs on from the Contexte into the scenario, as when the case is run.
func steps(list []syntax.Step, role catalogue.StepType) ([]Step, catalogue.StepType) {
	out := make([]Step, len(list))
	for i := range list {
		s := &list[i]
		role = catalogue.KindOf(s.Type, role)
		out[i] = Step{Keyword: s.Keyword, Text: s.Text, Outcome: role == catalogue.Outcome}
		for j := range s.Table {
			out[i].Table = append(out[i].Table, cells(&s.Table[j]))
		}
		if d := s.DocString; d != nil {
			out[i].Doc = &DocString{Media: strings.TrimSpace(d.MediaType), Content: d.Content}
		}
	}
	return out, role
}

// plainAbout removes the escape that lets a line of a description open with a keyword.
func plainAbout(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		trimmed := strings.TrimLeft(l, " \t")
		if rest, ok := strings.CutPrefix(trimmed, `\`); ok {
			lines[i] = l[:len(l)-len(trimmed)] + rest
		}
	}
	return strings.Join(lines, "\n")
}

// dedent takes away the indentation that the lines of a description share, and its blank lines at both ends: Markdown
// would read four spaces as code.
func dedent(s string) string {
	lines := strings.Split(s, "\n")
	common := -1
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		if n := len(l) - len(strings.TrimLeft(l, " \t")); common < 0 || n < common {
			common = n
		}
	}
	for i, l := range lines {
		if len(l) >= common && common > 0 {
			l = l[common:]
		}
		lines[i] = strings.TrimRight(l, " \t\r")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}
