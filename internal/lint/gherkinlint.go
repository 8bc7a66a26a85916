package lint

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"recette/internal/syntax"
)

// Migration is what the configuration of gherkin-lint becomes here.
type Migration struct {
	Rules  []Migrated // by id, sorted
	Indent int        // of the formatter: 2 or 4; 0 when nothing is said
	Notes  []MigrationNote
}

// Migrated is a rule with its severity and options.
type Migrated struct {
	ID       string
	Severity Severity
	Values   map[string]any // int, bool, string or []string, by option
}

// MigrationNote is what did not come over as it was.
type MigrationNote struct {
	Name string // of the rule of gherkin-lint
	Why  MigrationFault
	Args []string
}

// MigrationFault says why. Texts are made at the edge from it.
type MigrationFault string

// What does not come over.
const (
	checkedAlways MigrationFault = "always"    // here nobody turns it off. Args: none
	NoEquivalent  MigrationFault = "none"      // a rule that we do not have
	optionLost    MigrationFault = "option"    // args: the option, or the value, that has no equivalent
	optionMerged  MigrationFault = "merged"    // args: the options that become one
	patternLost   MigrationFault = "pattern"   // args: a regular expression that our engine does not read
	layoutOnly    MigrationFault = "formatter" // the formatter decides of it, with the others of its kind
)

// errGherkinLint is why a configuration of gherkin-lint cannot be read.
var errGherkinLint = errors.New("not a configuration of gherkin-lint")

// FromGherkinLint reads a .gherkin-lintrc: JSON, with comments, a rule to "on", "off", or a list of that and options.
func FromGherkinLint(data []byte) (*Migration, error) {
	var config map[string]json.RawMessage
	if err := json.Unmarshal(withoutComments(data), &config); err != nil {
		return nil, fmt.Errorf("%w: %w", errGherkinLint, err)
	}
	m := migrator{rules: map[string]*Migrated{}}
	for _, name := range slices.Sorted(maps.Keys(config)) {
		if err := m.rule(name, config[name]); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", errGherkinLint, name, err)
		}
	}
	out := &Migration{Indent: m.indent, Notes: m.notes}
	for _, id := range slices.Sorted(maps.Keys(m.rules)) {
		out.Rules = append(out.Rules, *m.rules[id])
	}
	return out, nil
}

type migrator struct {
	rules  map[string]*Migrated
	notes  []MigrationNote
	indent int
}

func (m *migrator) note(name string, why MigrationFault, args ...string) {
	m.notes = append(m.notes, MigrationNote{name, why, args})
}

// state reads "on", ["on", options] or ["warn", options].
func state(raw json.RawMessage) (word string, options json.RawMessage, err error) {
	if err := json.Unmarshal(raw, &word); err == nil {
		return word, nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || len(list) == 0 {
		return "", nil, errors.New("want \"on\", \"off\" or a list")
	}
	if err := json.Unmarshal(list[0], &word); err != nil {
		return "", nil, err
	}
	if len(list) > 1 {
		options = list[1]
	}
	return word, options, nil
}

func (m *migrator) rule(name string, raw json.RawMessage) error {
	word, options, err := state(raw)
	if err != nil {
		return err
	}
	severity := syntax.Error
	switch word {
	case "on", "error":
	case "warn":
		severity = syntax.Warning
	case "off":
		severity = Off
	default:
		return fmt.Errorf("unknown state %q", word)
	}
	name = strings.Replace(name, "no-unamed-", "no-unnamed-", 1) // the name of older versions
	if slices.Contains(alwaysChecked(), name) {
		m.note(name, checkedAlways)
		return nil
	}
	ids, known := sameRules()[name]
	if !known {
		m.note(name, NoEquivalent)
		return nil
	}
	for _, id := range ids {
		m.set(id, severity)
	}
	if severity == Off {
		return nil
	}
	return m.options(name, options)
}

// set asks for a rule; one that several ask for is as severe as the severest of them.
func (m *migrator) set(id string, s Severity) {
	r := m.rules[id]
	if r == nil {
		r = &Migrated{ID: id, Severity: s, Values: map[string]any{}}
		m.rules[id] = r
	}
	if r.Severity == Off || s == syntax.Error {
		r.Severity = s
	}
}

// alwaysChecked lists the rules of gherkin-lint that are errors of the parser here.
func alwaysChecked() []string {
	return []string{
		"no-empty-file", "no-files-without-scenarios", "no-scenario-outlines-without-examples", "one-feature-per-file",
		"no-tags-on-backgrounds", "up-to-one-background-per-file", "no-multiline-steps", "unexpected-error",
	}
}

// sameRules gives our rules by the names of gherkin-lint.
func sameRules() map[string][]string {
	return map[string][]string{
		"allowed-tags": {"allowed-tags"}, "file-name": {"file-name"}, "indentation": {"format"},
		"keywords-in-logical-order": {"keyword-order"}, "max-scenarios-per-file": {"too-many-scenarios"},
		"name-length": {"name-length", "step-length"}, "new-line-at-eof": {"format"},
		"no-background-only-scenario": {"background-single-scenario"},
		"no-dupe-feature-names":       {"feature-name-duplicate"},
		"no-dupe-scenario-names":      {"name-duplicate"}, "no-duplicate-tags": {"duplicate-tag"},
		"no-empty-background":      {"empty-background"},
		"no-examples-in-scenarios": {"examples-in-scenario"}, "no-homogenous-tags": {"homogenous-tag"},
		"no-multiple-empty-lines": {"format"}, "no-partially-commented-tag-lines": {"tag-comment"},
		"no-restricted-patterns": {"restricted-patterns"}, "no-restricted-tags": {"restricted-tags"},
		"no-superfluous-tags": {"superfluous-tag"}, "no-trailing-spaces": {"format"},
		"no-unnamed-features":  {"name-missing"},
		"no-unnamed-scenarios": {"name-missing"}, "no-unused-variables": {"column-unused"},
		"one-space-between-tags":        {"format"},
		"only-given-step-in-background": {"background-setup-only"}, "required-tags": {"required-tags"},
		"scenario-size": {"too-many-steps", "background-long"}, "use-and": {"use-and"},
	}
}

// withoutComments blanks the comments of a JSON text, which gherkin-lint accepts.
func withoutComments(data []byte) []byte {
	out := slices.Clone(data)
	text, end := false, ""
	for i := 0; i < len(out); i++ {
		rest := string(out[i:min(i+2, len(out))])
		switch {
		case end == "\n" && out[i] == '\n':
			end = ""
		case end == "*/" && rest == "*/":
			out[i], out[i+1], end = ' ', ' ', ""
		case end != "":
			out[i] = ' '
		case text && out[i] == '\\':
			i++
		case out[i] == '"':
			text = !text
		case !text && rest == "//":
			out[i], end = ' ', "\n"
		case !text && rest == "/*":
			out[i], out[i+1], end = ' ', ' ', "*/"
			i++
		}
	}
	return out
}

// patterns turns regular expressions that look anywhere in a text into ours, which look from the start of a tag; what
// our engine does not read is noted.
func (m *migrator) patterns(name, before, after string, list []string) []string {
	var out []string
	for _, p := range list {
		if _, err := regexp.Compile(p); err != nil {
			m.note(name, patternLost, p)
			continue
		}
		if !strings.HasPrefix(p, "^") || before == "(?i)" {
			p = before + p + after
		}
		out = append(out, p)
	}
	return out
}
