package lsp

import (
	"context"
	"encoding/json"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// publish sends the diagnostics of the open documents. What a rule says of several files changes with any of them, so
// all are looked at; nothing is sent of a document whose diagnostics are those that the editor has for its text
// already.
func (s *server) publish(ctx context.Context) {
	for _, d := range s.documents() {
		if d.home == nil {
			continue
		}
		list := d.home.report(d)
		shown, err := json.Marshal(list)
		if err != nil {
			s.log("diagnostics of %s: %v", d.uri, err)
			continue
		}
		if d.sent == string(shown) && d.sentFor == d.version {
			continue
		}
		d.sent, d.sentFor = string(shown), d.version
		version := d.version
		s.tell(
			ctx, "textDocument/publishDiagnostics",
			publishDiagnosticsParams{URI: d.uri, Version: &version, Diagnostics: list},
		)
	}
}

// report lists what there is to say of a document.
func (s *scope) report(d *document) []diagnostic {
	return append(s.diagnostics(d, s.findings(d)), s.bound(d)...)
}

// findings concludes over the whole project, and gives what is about a document. The conclusion serves until a file
// changes: an editor asks for fixes and explanations at each move of the cursor.
func (s *scope) findings(d *document) []lint.Finding {
	if d.apart {
		return s.conclude(append(s.index.judgements(), d.judgement))[d.path]
	}
	if s.found == nil || s.foundAt != s.index.edition {
		s.found, s.foundAt = s.conclude(s.index.judgements()), s.index.edition
	}
	return s.found[d.path]
}

// conclude gives the findings of judgements, by path.
func (s *scope) conclude(judgements []lint.Judgement) map[string][]lint.Finding {
	list, _ := s.linter.Conclude(judgements)
	by := map[string][]lint.Finding{}
	for start := 0; start < len(list); {
		end := start + 1
		for end < len(list) && list[end].Path == list[start].Path {
			end++
		}
		by[list[start].Path] = list[start:end] // sorted by path
		start = end
	}
	return by
}

// documentDiagnosticParams asks for the diagnostics of a document.
type documentDiagnosticParams struct {
	documentParams
	PreviousResultID string `json:"previousResultId"`
}

// The kinds of reports (LSP 3.17, DocumentDiagnosticReportKind).
const (
	reportFull      = "full"
	reportUnchanged = "unchanged"
)

// fullReport is the diagnostics of a document.
type fullReport struct {
	Kind     string       `json:"kind"`
	ResultID string       `json:"resultId,omitempty"`
	Items    []diagnostic `json:"items"`
}

// unchangedReport says that they are those that the editor has.
type unchangedReport struct {
	Kind     string `json:"kind"`
	ResultID string `json:"resultId"`
}

// diagnostic answers with the diagnostics of a document, or that they are the same as before.
func (s *scope) diagnostic(d *document, p *documentDiagnosticParams) (any, error) {
	list := s.report(d)
	shown, err := json.Marshal(list)
	if err != nil {
		return nil, err
	}
	id := digest(shown)
	if id == p.PreviousResultID {
		return unchangedReport{reportUnchanged, id}, nil
	}
	return fullReport{reportFull, id, list}, nil
}

// diagnostics words the findings of a document.
func (s *scope) diagnostics(d *document, list []lint.Finding) []diagnostic {
	out := make([]diagnostic, 0, len(list))
	for i := range list {
		out = append(out, diagnostic{
			Range: s.rangeOf(d, &list[i]), Severity: severityOf(list[i].Severity), Code: codeOf(&list[i]),
			Source:  "recette",
			Message: s.message(&list[i]),
		})
	}
	return out
}

// message is the sentence of a finding and its remedy: an editor shows nothing else.
func (s *scope) message(f *lint.Finding) string {
	w := s.project.Words
	text := w.T(f.Key()+".message", f.Values()...)
	if f.Suggest != "" {
		text += w.T("document.suggest", f.Suggest)
	}
	if w.Has(f.Key() + ".remedy") {
		text += "\n→ " + w.T(f.Key()+".remedy", f.Values()...)
	}
	return text
}

func codeOf(f *lint.Finding) string {
	if f.Code != "" {
		return f.Code
	}
	return f.Rule
}

func severityOf(s lint.Severity) diagnosticSeverity {
	switch s {
	case syntax.Error:
		return severityError
	case syntax.Warning:
		return severityWarning
	case syntax.Info:
	}
	return severityInformation
}

// rangeOf is where a finding shows: its extent, or its line without what surrounds it.
func (s *scope) rangeOf(d *document, f *lint.Finding) docRange {
	if d.file.Doc == nil || f.Line < 1 {
		line, _ := d.text.line(0)
		return d.text.span(0, len(line), s.encoding)
	}
	start := d.file.Doc.Offset(f.Line, max(f.Column, 1), syntax.Rune)
	if f.EndColumn > f.Column {
		return d.text.span(start, d.file.Doc.Offset(f.Line, f.EndColumn, syntax.Rune), s.encoding)
	}
	end := max(d.file.Doc.Line(f.Line).Span.End, start)
	trimmed := strings.TrimRight(d.text.content[start:end], " \t\r\n")
	return d.text.span(start, start+len(trimmed), s.encoding)
}
