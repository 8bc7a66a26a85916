package report

import (
	"cmp"
	"io"
	"net/url"
	"slices"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// SARIF 2.1.0 (OASIS standard of March 2020): the parts that we write.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Language    string            `json:"language,omitempty"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion"`
		Language        string      `json:"language,omitempty"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID            string          `json:"id"`
		Short         sarifText       `json:"shortDescription"`
		Full          *sarifText      `json:"fullDescription,omitempty"`
		Help          *sarifText      `json:"help,omitempty"`
		Configuration sarifConfig     `json:"defaultConfiguration"`
		Properties    sarifProperties `json:"properties"`
	}
	sarifConfig struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags    []string `json:"tags"`
		Aliases []string `json:"aliases,omitempty"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		Successful bool `json:"executionSuccessful"`
	}
	sarifResult struct {
		RuleID        string             `json:"ruleId"`
		RuleIndex     int                `json:"ruleIndex"`
		Level         string             `json:"level"`
		Message       sarifText          `json:"message"`
		Locations     []sarifLocation    `json:"locations"`
		Fingerprints  map[string]string  `json:"partialFingerprints,omitempty"`
		Fixes         []sarifFix         `json:"fixes,omitempty"`
		BaselineState string             `json:"baselineState,omitempty"`
		Suppressions  []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI  string `json:"uri"`
		Base string `json:"uriBaseId"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted sarifText   `json:"insertedContent"`
	}
	sarifSuppression struct {
		Kind   string `json:"kind"`
		Status string `json:"status"`
	}
)

// projectFile is where a finding about the whole project is shown by those who want a place.
const projectFile = "recette.yaml"

// SARIF writes the findings as a SARIF log. Baselined says that a baseline was looked at.
func SARIF(w io.Writer, d *Document, sources Sources, baselined bool) error {
	run := sarifRun{
		Tool: sarifTool{
			sarifDriver{Name: "recette", SemanticVersion: d.Version, Language: d.Language, Rules: []sarifRule{}},
		},
		Invocations: []sarifInvocation{{Successful: true}},
		ColumnKind:  "utf16CodeUnits", Language: d.Language, Results: []sarifResult{},
	}
	index := map[string]int{}
	for i := range d.Rules {
		index[d.Rules[i].ID] = len(run.Tool.Driver.Rules)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(&d.Rules[i]))
	}
	s := sarif{sources: sources, prints: map[string]int{}}
	for i := range d.Items {
		it := &d.Items[i]
		at, known := index[it.ID()]
		if !known {
			at = -1
		}
		r := s.result(it, at)
		switch {
		case baselined && it.Accepted:
			r.BaselineState, r.Suppressions = "unchanged", []sarifSuppression{{Kind: "external", Status: "accepted"}}
		case baselined:
			r.BaselineState = "new"
		}
		run.Results = append(run.Results, r)
	}
	return encode(
		w, sarifLog{Schema: "https://json.schemastore.org/sarif-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}},
	)
}

func sarifRuleOf(r *Rule) sarifRule {
	out := sarifRule{
		ID: r.ID, Short: sarifText{Text: cmp.Or(r.Title, r.ID)}, Configuration: sarifConfig{level(r.Severity)},
		Properties: sarifProperties{Tags: []string{string(r.Group)}, Aliases: r.Aliases},
	}
	if r.Why != "" {
		out.Full = &sarifText{Text: r.Why}
	}
	if r.Help != "" {
		out.Help = &sarifText{Text: cmp.Or(r.Why, r.Title, r.ID), Markdown: r.Help}
	}
	return out
}

func level(s lint.Severity) string {
	switch s {
	case syntax.Error:
		return "error"
	case syntax.Warning:
		return "warning"
	case lint.Off:
		return "none"
	default:
		return "note"
	}
}

// sarif makes results, file by file.
type sarif struct {
	sources Sources
	path    string
	text    *Text
	prints  map[string]int
}

func (s *sarif) result(it *Item, rule int) sarifResult {
	if it.Path != s.path {
		s.path, s.text = it.Path, nil
		if it.Path != "" {
			s.text = s.sources(it.Path)
		}
	}
	message := it.Message
	if it.Remedy != "" {
		message += "\n→ " + it.Remedy
	}
	out := sarifResult{
		RuleID: it.ID(), RuleIndex: rule, Level: level(it.Severity), Message: sarifText{Text: message},
		Locations: []sarifLocation{{sarifPhysical{artifact(it.Path), s.region(it)}}},
	}
	if it.Fingerprint != "" {
		out.Fingerprints = map[string]string{"recette/v1": unique(s.prints, it.Fingerprint)}
	}
	if fix, ok := s.fix(it); ok {
		out.Fixes = []sarifFix{fix}
	}
	return out
}

func artifact(path string) sarifArtifact {
	return sarifArtifact{URI: (&url.URL{Path: cmp.Or(path, projectFile)}).String(), Base: "%SRCROOT%"}
}

func (s *sarif) region(it *Item) sarifRegion {
	r := sarifRegion{StartLine: max(it.Line, 1)}
	if it.Line > 0 && it.Column > 0 {
		r.StartColumn = s.text.units(it.Line, it.Column)
		if it.EndColumn > it.Column {
			r.EndColumn = s.text.units(it.Line, it.EndColumn)
		}
	}
	if line := s.text.Line(it.Line); line != "" && len(line) <= maxSnippet {
		r.Snippet = &sarifText{Text: line}
	}
	return r
}

// maxSnippet is the longest line that is quoted, in bytes.
const maxSnippet = 400

// fix gives the edits of a finding as replacements; ok is false when there is none, or when one lies where no line is.
func (s *sarif) fix(it *Item) (sarifFix, bool) {
	if len(it.Edits) == 0 || s.text == nil {
		return sarifFix{}, false
	}
	change := sarifChange{Artifact: artifact(it.Path)}
	for _, e := range it.Edits {
		line, column, ok := s.text.At(e.Start)
		endLine, endColumn, ended := s.text.At(e.End)
		if !ok || !ended {
			return sarifFix{}, false
		}
		change.Replacements = append(change.Replacements, sarifReplacement{
			Deleted:  sarifRegion{StartLine: line, StartColumn: column, EndLine: endLine, EndColumn: endColumn},
			Inserted: sarifText{Text: e.New},
		})
	}
	return sarifFix{Description: sarifText{Text: cmp.Or(it.Remedy, it.Message)}, Changes: []sarifChange{change}}, true
}

// unique tells apart the findings of one fingerprint: the second is "…-2".
func unique(seen map[string]int, fingerprint string) string {
	seen[fingerprint]++
	if n := seen[fingerprint]; n > 1 {
		return fingerprint + "-" + itoa(n)
	}
	return fingerprint
}

// counted lists the findings that count.
func (d *Document) counted() []Item {
	return slices.DeleteFunc(slices.Clone(d.Items), func(it Item) bool { return it.Accepted })
}
