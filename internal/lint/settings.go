package lint

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/meant"
	"recette/internal/syntax"
	"recette/internal/yamldoc"
)

// What can be wrong with the settings of rules, beside the codes of yamldoc.
const (
	unknownRule     yamldoc.Code = "unknown_rule"      // args: the rule
	unknownOption   yamldoc.Code = "unknown_option"    // args: the rule, the option
	badSeverity     yamldoc.Code = "bad_severity"      // args: the word, those that are known
	wantRuleSetting yamldoc.Code = "want_rule_setting" // neither a severity nor keys with their values
	badExpression   yamldoc.Code = "bad_expression"    // args: the expression, the word at fault
)

// The keys of a rule's settings that are no options of the rule.
const (
	keySeverity = "severity"
	keyExcept   = "except"
)

// off is how a severity of none is written.
const off = "off"

// severities lists the words of a severity, the severest first.
func severities() []string {
	return []string{string(syntax.Error), string(syntax.Warning), string(syntax.Info), off}
}

// parseSeverity reads the word of a severity.
func parseSeverity(word string) (s Severity, ok bool) {
	switch s = Severity(word); s {
	case syntax.Error, syntax.Warning, syntax.Info:
		return s, true
	case off:
		return Off, true
	}
	return Off, false
}

// Word is how a severity is written: Off has a word too.
func Word(s Severity) string {
	if s == Off {
		return off
	}
	return string(s)
}

// Settings reads the part of recette.yaml that changes rules: by id, a severity, or a mapping of the severity, the
// options of the rule and the tag expression of what it spares. file names the document in problems, at what path of it
// v stands. It returns a *yamldoc.Error with all that is wrong.
func Settings(file, at string, v yamldoc.Value, rules []Rule) (map[string]Setting, error) {
	r := settingsReader{file: file, rules: rules}
	out := r.all(at, v)
	if len(r.problems) > 0 {
		return nil, &yamldoc.Error{Problems: r.problems}
	}
	return out, nil
}

type settingsReader struct {
	file     string
	rules    []Rule
	problems []yamldoc.Problem
}

func (r *settingsReader) report(line, column int, path string, code yamldoc.Code, suggest string, args ...string) {
	r.problems = append(r.problems, yamldoc.Problem{
		File: r.file, Line: max(line, 1), Column: max(column, 1), Code: code, Path: path, Args: args, Suggest: suggest,
	})
}

func (r *settingsReader) all(at string, v yamldoc.Value) map[string]Setting {
	switch v.Kind {
	case yamldoc.Absent:
		return nil
	case yamldoc.Mapping:
	default:
		r.report(v.Line, v.Column, at, yamldoc.WantMapping, "")
		return nil
	}
	out := map[string]Setting{}
	for i := range v.Pairs {
		p := &v.Pairs[i]
		index := slices.IndexFunc(r.rules, func(rule Rule) bool { return rule.ID == p.Key })
		if index < 0 {
			r.report(p.Line, p.Column, at+"."+p.Key, unknownRule, r.nearRule(p.Key), p.Key)
			continue
		}
		out[p.Key] = r.rule(at+"."+p.Key, &r.rules[index], p.Value)
	}
	return out
}

// nearRule is the rule that was meant: the one that bears the name elsewhere, else the one that is spelt nearly so.
func (r *settingsReader) nearRule(name string) string {
	if ids := Named(r.rules, name); len(ids) > 0 {
		return ids[0]
	}
	ids := make([]string, len(r.rules))
	for i := range r.rules {
		ids[i] = r.rules[i].ID
	}
	return meant.Nearest(name, ids)
}

func (r *settingsReader) rule(at string, rule *Rule, v yamldoc.Value) Setting {
	var set Setting
	switch v.Kind {
	case yamldoc.Text, yamldoc.Bool, yamldoc.Number:
		set.Severity = r.severity(at, v)
	case yamldoc.Mapping:
		for i := range v.Pairs {
			r.key(at, rule, &v.Pairs[i], &set)
		}
	case yamldoc.Absent, yamldoc.List:
		r.report(v.Line, v.Column, at, wantRuleSetting, "")
	}
	return set
}

func (r *settingsReader) key(at string, rule *Rule, p *yamldoc.Pair, set *Setting) {
	path := at + "." + p.Key
	switch p.Key {
	case keySeverity:
		set.Severity = r.severity(path, p.Value)
		return
	case keyExcept:
		r.except(path, p.Value, set)
		return
	}
	known := []string{keySeverity, keyExcept}
	for _, option := range rule.Options {
		if option.Name == p.Key {
			if value, ok := r.option(path, option, p.Value); ok {
				if set.Values == nil {
					set.Values = map[string]any{}
				}
				set.Values[option.Name] = value
			}
			return
		}
		known = append(known, option.Name)
	}
	r.report(p.Line, p.Column, path, unknownOption, meant.Nearest(p.Key, known), rule.ID, p.Key)
}

// severity reads a word. "off" may have been read as a bool by whoever wrote it: false is taken for it, true for
// nothing.
func (r *settingsReader) severity(at string, v yamldoc.Value) *Severity {
	s, ok := parseSeverity(v.Text)
	if v.Kind == yamldoc.Bool && v.Text == "false" {
		s, ok = Off, true
	}
	if !ok {
		r.report(
			v.Line, v.Column, at, badSeverity, meant.Nearest(v.Text, severities()), v.Text,
			strings.Join(severities(), ", "),
		)
		return nil
	}
	return &s
}

func (r *settingsReader) except(at string, v yamldoc.Value, set *Setting) {
	if v.Kind != yamldoc.Text {
		r.report(v.Line, v.Column, at, yamldoc.WantText, "", v.Text)
		return
	}
	e, err := catalogue.ParseExpression(v.Text)
	if fault, ok := errors.AsType[*catalogue.ExpressionError](err); ok {
		r.report(v.Line, v.Column, at, badExpression, fault.Suggestion, v.Text, fault.Token)
		return
	}
	if v.Text == "" { // it would spare everything
		r.report(v.Line, v.Column, at, badExpression, "", "", "")
		return
	}
	set.Except, set.Spare = e, true
}

// option reads a value of the kind of the option's default.
func (r *settingsReader) option(at string, o Option, v yamldoc.Value) (any, bool) {
	code := yamldoc.WantText
	switch o.Default.(type) {
	case int:
		if n, err := strconv.Atoi(v.Text); err == nil && v.Kind == yamldoc.Number {
			if n < 0 {
				r.report(v.Line, v.Column, at, "negative", "")
				return nil, false
			}
			return n, true
		}
		code = yamldoc.WantNumber
	case bool:
		if v.Kind == yamldoc.Bool {
			return v.Text == "true", true
		}
		code = yamldoc.WantBool
	case string:
		if v.Kind == yamldoc.Text || v.Kind == yamldoc.Number || v.Kind == yamldoc.Bool {
			return v.Text, true
		}
	case []string:
		if v.Kind != yamldoc.List {
			code = yamldoc.WantList
			break
		}
		list := make([]string, len(v.Items))
		for i, item := range v.Items {
			if item.Kind == yamldoc.List || item.Kind == yamldoc.Mapping || item.Kind == yamldoc.Absent {
				r.report(item.Line, item.Column, at+"["+strconv.Itoa(i)+"]", yamldoc.WantText, "", item.Text)
				return nil, false
			}
			list[i] = item.Text
		}
		return list, true
	}
	r.report(v.Line, v.Column, at, code, "", v.Text)
	return nil, false
}

// Named gives the ids of the rules that go by a name: the id itself, or an alias. Several rules may share the alias of
// a check that they part.
func Named(rules []Rule, name string) []string {
	var ids []string
	for i := range rules {
		r := &rules[i]
		same := func(alias string) bool { return strings.EqualFold(alias, name) }
		if r.ID == name || slices.ContainsFunc(r.Aliases, same) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}
