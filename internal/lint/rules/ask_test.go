package rules

import (
	"fmt"
	"strings"
	"testing"

	"recette/internal/lint"
)

// ask gives what one rule says of sources, without its name and without the file when there is one.
func ask(rule lint.Rule, o lint.Options, sources ...string) []string {
	o.Rules = []lint.Rule{rule}
	var out []string
	for _, line := range judge(o, sources...) {
		line = strings.Replace(line, " "+rule.ID+" ", " ", 1)
		if len(sources) == 1 {
			line = strings.TrimPrefix(line, "a.feature:")
		}
		out = append(out, strings.TrimSuffix(line, " "+rule.ID))
	}
	return out
}

// with gives the settings of a rule.
func with(rule string, values map[string]any) lint.Options {
	return lint.Options{Settings: map[string]lint.Setting{rule: {Values: values}}}
}

// steps puts steps below the title of a scenario; the first one stands on line 6.
func steps(lines ...string) string {
	return top + "  @SC-0001\n  Scénario: Une entreprise adhère\n    " + strings.Join(lines, "\n    ") + "\n"
}

// severityOf gives the severity of the one finding of a rule.
func severityOf(t *testing.T, rule lint.Rule, o lint.Options, src string) lint.Severity {
	t.Helper()
	o.Rules = []lint.Rule{rule}
	list := findingsOf(o, src)
	if len(list) != 1 {
		t.Fatalf("%d findings, want 1", len(list))
	}
	return list[0].Severity
}

// placeOf is where a finding stands.
func placeOf(f lint.Finding) string { return fmt.Sprintf("%s:%d:%d", f.Path, f.Line, f.Column) }
