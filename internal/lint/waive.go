package lint

import (
	"cmp"
	"slices"

	"recette/internal/syntax"
)

// suppress takes out of the findings those that an author set aside with a reason, and adds what is wrong with the
// comments themselves.
func (l *Linter) suppress(findings []Finding) ([]Finding, []Waiver) {
	var all []*waived
	byPath := map[string][]*waived{}
	for i := range l.judgements {
		r := &l.judgements[i]
		for j := range r.Ignores {
			for _, name := range r.Ignores[j].Names {
				w := &waived{judgement: r, ignore: &r.Ignores[j], name: name, rules: Named(l.options.Rules, name)}
				w.known = len(w.rules) > 0
				w.rules = slices.DeleteFunc(w.rules, l.neverIgnored)
				w.forbidden = w.known && len(w.rules) == 0
				all, byPath[r.Path] = append(all, w), append(byPath[r.Path], w)
			}
		}
	}
	for _, list := range byPath { // the narrowest first: what holds for the whole file is used when nothing nearer is
		slices.SortStableFunc(
			list, func(a, b *waived) int { return cmp.Compare(a.ignore.Lines.size(), b.ignore.Lines.size()) },
		)
	}
	kept := findings[:0]
	for _, f := range findings {
		if list := byPath[f.Path]; list == nil || !claimed(list, &f) {
			kept = append(kept, f)
		}
	}
	var waivers []Waiver
	for _, w := range all {
		if w.count > 0 {
			waivers = append(waivers, Waiver{w.judgement.Path, w.ignore.Line, w.name, w.ignore.Reason, w.count})
		}
	}
	return append(kept, l.judgeIgnores(all)...), waivers
}

// waived is one name of a comment.
type waived struct {
	judgement *Judgement
	ignore    *Ignore
	name      string
	known     bool     // a rule bears the name
	rules     []string // ids of those that may be set aside
	forbidden bool
	count     int
}

// claimed tells whether a comment suppresses the finding, and counts it there.
func claimed(list []*waived, f *Finding) bool {
	for _, w := range list {
		if !w.ignore.Lines.has(f.Line) {
			continue
		}
		if f.Rule == RuleSyntax {
			if f.Code != w.name {
				continue
			}
			if f.Severity == syntax.Error { // a line that is lost cannot be waived
				w.forbidden = true
				continue
			}
		} else if !slices.Contains(w.rules, f.Rule) {
			continue
		}
		if w.forbidden || w.ignore.Reason == "" {
			continue
		}
		w.count++
		return true
	}
	return false
}

// neverIgnored tells whether a rule cannot be set aside: what the parser says, what a run refuses anyway, and the rules
// about ignores themselves.
func (l *Linter) neverIgnored(id string) bool {
	return slices.ContainsFunc(l.options.Rules, func(r Rule) bool {
		return r.ID == id && (r.Execution || r.File == nil && !r.ofProject())
	})
}

// judgeIgnores says what is wrong with the comments that set rules aside.
func (l *Linter) judgeIgnores(all []*waived) []Finding {
	var out []Finding
	say := func(rule string, r *Judgement, i *Ignore, args ...string) {
		if a := l.asked(rule); a != nil {
			out = append(out, Finding{
				Rule: rule, Severity: a.severity, Path: r.Path, Line: i.Line, Column: i.Column, EndColumn: i.EndColumn,
				Args: args,
			})
		}
	}
	for i := range l.judgements {
		r := &l.judgements[i]
		for j := range r.Ignores {
			if i := &r.Ignores[j]; len(i.Names) == 0 {
				say(RuleIgnoreUnknown, r, i, "")
			} else if i.Reason == "" {
				say(RuleIgnoreReason, r, i)
			}
		}
	}
	for _, w := range all {
		switch {
		case !w.known && !IsCode(w.name):
			say(RuleIgnoreUnknown, w.judgement, w.ignore, w.name)
		case w.forbidden:
			say(RuleIgnoreForbidden, w.judgement, w.ignore, w.name)
		case w.count == 0 && w.ignore.Reason != "" && l.heard(w):
			say(RuleIgnoreUnused, w.judgement, w.ignore, w.name)
		}
	}
	return out
}

// heard tells whether all that could have been suppressed was judged: a rule that is off, a part of a project or a file
// that was not read whole says nothing of what it did not see.
func (l *Linter) heard(w *waived) bool {
	if w.judgement.Broken || l.options.Execution {
		return false
	}
	if IsCode(w.name) {
		return true
	}
	for _, id := range w.rules {
		a := l.asked(id)
		if a == nil || a.ofProject() && l.options.Partial {
			return false
		}
	}
	return true
}

// asked gives a rule of the run, nil when it is off.
func (l *Linter) asked(id string) *asked {
	for i := range l.rules {
		if l.rules[i].ID == id {
			return &l.rules[i]
		}
	}
	return nil
}
