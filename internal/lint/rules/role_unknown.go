package rules

import (
	"strings"
	"unicode"

	"recette/internal/lint"
	"recette/internal/reference"
	"recette/internal/syntax"
)

// roleUnknown: rights are told role by role, and a role that the project does not know has none (D05).
// The role of a story and that of a tag are compared with the codes, the labels and the aliases of roles.yaml, whatever
// their case, accents, articles and hyphens. Args: the role as written.
func roleUnknown() lint.Rule {
	return lint.Rule{
		ID: "role-unknown", Aliases: []string{"D05"}, Group: lint.Traceability, CA: syntax.Error,
		Script:  syntax.Warning,
		Prepare: func(*lint.Pass) any { return newNarratives() },
		File: func(p *lint.Pass, f *lint.File) {
			if !p.Reference().Has(reference.Roles) {
				return
			}
			unknown := func(claim lint.Claim, at lint.Place, name string) {
				found := p.Report(at, name)
				found.Severity = claim.Weigh(found.Severity)
				found.Suggest = p.Reference().Near(reference.Roles, name)
			}
			prefix := p.Tags().Role
			eachTag(p, f, func(t *refTag) {
				if name, ok := strings.CutPrefix(t.Name, prefix); ok && name != "" {
					if _, known := p.Reference().Role(name); !known {
						unknown(t.claim, lint.TagPlace(t.Tag), name)
					}
				}
			})
			all, _ := p.Prepared().(narratives)
			parts := &all.english
			if french(f) {
				parts = &all.french
			}
			eachDescription(f, func(line int, text string) {
				from, to, ok := narrativeRole(parts, text)
				if !ok || knownRoles(p.Reference(), text[from:to]) {
					return
				}
				unknown(p.ClaimOf(f.Outline.Tags), ofLine(f, line, from, to), text[from:to])
			})
		},
	}
}

// narrativeRole gives where the role stands in a line that opens a story: "En tant que trésorier d'antenne, je veux…".
func narrativeRole(parts *[3]narrativePart, line string) (from, to int, ok bool) {
	start := strings.IndexFunc(
		line, func(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune("*-+•", r) },
	)
	if start < 0 {
		return 0, 0, false
	}
	h, ok := parts[0].words.match(line, start)
	if !ok {
		return 0, 0, false
	}
	from, to = h.to, len(line)
	if end := strings.IndexAny(line[from:], ",;:.("); end >= 0 {
		to = from + end
	}
	for _, next := range parts[1:] {
		if h, ok := next.words.find(line[:to], from, false); ok {
			to = h.from
		}
	}
	for from < to && !isLetterAt(line, from) {
		_, _, size := foldAt(line, from)
		from += size
	}
	to = from + len(
		strings.TrimRightFunc(line[from:to], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }),
	)
	return from, to, from < to
}

func isLetterAt(s string, at int) bool {
	b, _, _ := foldAt(s, at)
	return isWord(b)
}

// knownRoles accepts one role, or several: "trésorier ou gestionnaire d'antenne".
func knownRoles(s *reference.Set, text string) bool {
	if _, ok := s.Role(text); ok {
		return true
	}
	for _, sep := range []string{" ou ", " et ", "/", " or ", " and "} {
		if parts := strings.Split(text, sep); len(parts) > 1 {
			for _, part := range parts {
				if !knownRoles(s, strings.TrimSpace(part)) {
					return false
				}
			}
			return true
		}
	}
	return false
}
