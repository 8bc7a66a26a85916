package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"recette/internal/lint"
)

// importGherkinLint prints, from the configuration of gherkin-lint, what recette.yaml takes; what does not come over
// stands in comments.
func (a *app) importGherkinLint(file string) error {
	data, err := readDocument(a.path(file))
	if err != nil {
		return fail("file", err, file)
	}
	m, err := lint.FromGherkinLint(data)
	if err != nil {
		return fail("lint-import", err, file)
	}
	head, notes := a.words.T("lint.import-head", file), a.words.T("lint.import-notes")
	tell(a.env.Stdout, migrationYAML(m, head, notes, func(n lint.MigrationNote) string {
		return a.words.T("lint.import."+string(n.Why), n.Name, strings.Join(n.Args, ", "))
	}))
	return nil
}

// migrationYAML writes the sections of recette.yaml.
func migrationYAML(m *lint.Migration, head, notes string, word func(lint.MigrationNote) string) string {
	var b strings.Builder
	b.WriteString("# " + head + "\n")
	if len(m.Rules) > 0 {
		b.WriteString("lint:\n  rules:\n")
	}
	for _, r := range m.Rules {
		if len(r.Values) == 0 || r.Severity == lint.Off {
			fmt.Fprintf(&b, "    %s: %s\n", r.ID, lint.Word(r.Severity))
			continue
		}
		fmt.Fprintf(&b, "    %s:\n      severity: %s\n", r.ID, lint.Word(r.Severity))
		for _, name := range slices.Sorted(maps.Keys(r.Values)) {
			fmt.Fprintf(&b, "      %s: %s\n", name, yamlValue(r.Values[name]))
		}
	}
	if m.Indent > 0 {
		fmt.Fprintf(&b, "format:\n  indent: %d\n", m.Indent)
	}
	if len(m.Notes) > 0 {
		b.WriteString("# " + notes + "\n")
	}
	for _, n := range m.Notes {
		b.WriteString("# - " + strings.ReplaceAll(word(n), "\n", " ") + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}
