package lint

import (
	"encoding/json"
	"maps"
	"regexp"
	"strings"
)

// options reads the options of a rule of gherkin-lint, with its defaults where they differ from ours.
func (m *migrator) options(name string, raw json.RawMessage) error {
	var o struct {
		Tags, Patterns       []string
		IgnoreUntagged       *bool
		MaxScenarios         int
		CountOutlineExamples *bool
		Style                string
		Feature              json.RawMessage
		Background           json.RawMessage
		Scenario             json.RawMessage
		ScenarioOutline      json.RawMessage
		Rule                 json.RawMessage
		Step                 json.RawMessage
		Global               []string
		Steps                map[string]int `json:"steps-length"`
	}
	word := ""
	if raw != nil && json.Unmarshal(raw, &word) != nil {
		if err := json.Unmarshal(raw, &o); err != nil {
			return err
		}
	}
	switch name {
	case "allowed-tags", "no-restricted-tags":
		r := m.rules[sameRules()[name][0]]
		r.Values["tags"] = append(literal(o.Tags), m.patterns(name, "^.*(?:", ").*", o.Patterns)...)
	case "required-tags":
		r := m.rules["required-tags"]
		r.Values["scenario"] = m.patterns(name, "^.*(?:", ").*", o.Tags)
		r.Values["ignore_untagged"] = o.IgnoreUntagged == nil || *o.IgnoreUntagged
	case "max-scenarios-per-file":
		m.rules["too-many-scenarios"].Values["max"] = orDefault(o.MaxScenarios, 10)
		if o.CountOutlineExamples == nil || *o.CountOutlineExamples {
			m.note(name, optionLost, "countOutlineExamples")
		}
	case "file-name":
		m.fileName(name, o.Style)
	case "name-length":
		feature, scenario, step := number(o.Feature, 70), number(o.Scenario, 70), number(o.Step, 70)
		m.rules["name-length"].Values["max"] = max(feature, scenario)
		m.rules["step-length"].Values["max"] = step
		if feature != scenario {
			m.note(name, optionMerged, "Feature, Scenario")
		}
	case "scenario-size":
		scenario, background := 15, 15
		if o.Steps != nil {
			scenario, background = o.Steps["Scenario"], o.Steps["Background"]
		}
		m.sized("too-many-steps", scenario)
		m.sized("background-long", background)
		if o.Steps["Rule"] > 0 {
			m.note(name, optionLost, "Rule")
		}
	case "no-dupe-scenario-names":
		if word != "in-feature" {
			m.set("name-repeated", m.rules["name-duplicate"].Severity)
		}
	case "no-restricted-patterns":
		m.restricted(name, o.Global, o.Feature, o.Background, o.Scenario, o.ScenarioOutline, o.Rule)
	case "indentation":
		m.indentation(name, raw)
	case "new-line-at-eof":
		if word == "no" {
			m.note(name, optionLost, word)
		}
	case "no-trailing-spaces", "no-multiple-empty-lines", "one-space-between-tags":
		m.note(name, layoutOnly)
	}
	return nil
}

// sized sets a limit; without one, gherkin-lint asks nothing.
func (m *migrator) sized(id string, limit int) {
	if limit <= 0 {
		delete(m.rules, id)
		return
	}
	m.rules[id].Values["max"] = limit
}

func (m *migrator) fileName(name, style string) {
	styles := map[string]string{
		"": "pascal", "PascalCase": "pascal", "camelCase": "camel", "kebab-case": "kebab", "snake_case": "snake",
	}
	ours, ok := styles[style]
	if !ok {
		delete(m.rules, "file-name")
		m.note(name, optionLost, style)
		return
	}
	m.rules["file-name"].Values["style"] = ours
}

// restricted merges the patterns of each kind of block: ours look at all of them.
func (m *migrator) restricted(name string, global []string, blocks ...json.RawMessage) {
	all := m.patterns(name, "(?i)", "", global)
	merged := false
	for _, raw := range blocks {
		var list []string
		if raw != nil && json.Unmarshal(raw, &list) == nil && len(list) > 0 {
			all, merged = append(all, m.patterns(name, "(?i)", "", list)...), true
		}
	}
	if merged {
		m.note(name, optionMerged, "Feature, Background, Scenario, ScenarioOutline")
	}
	m.rules["restricted-patterns"].Values["patterns"] = all
}

// indentation finds the step of indentation: that of a step under its scenario. The rest is the formatter's.
func (m *migrator) indentation(name string, raw json.RawMessage) {
	levels := map[string]int{"Scenario": 0, "Step": 2} // the defaults of gherkin-lint
	given := map[string]int{}
	if raw != nil && json.Unmarshal(raw, &given) == nil {
		maps.Copy(levels, given)
	}
	m.indent = 2
	if levels["Step"]-levels["Scenario"] == 4 {
		m.indent = 4
	}
	m.note(name, layoutOnly)
}

// literal keeps tags that our patterns would read otherwise: * and ? stand for any text there.
func literal(tags []string) []string {
	out := []string{}
	for _, t := range tags {
		if strings.ContainsAny(t, "*?") {
			t = "^" + regexp.QuoteMeta(t) + "$"
		}
		out = append(out, t)
	}
	return out
}

func orDefault(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}

func number(raw json.RawMessage, otherwise int) int {
	n := 0
	if raw == nil || json.Unmarshal(raw, &n) != nil || n <= 0 {
		return otherwise
	}
	return n
}
