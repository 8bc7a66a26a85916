package lsp

import (
	"context"
	"strings"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// publish sends the diagnostics of the open documents. What a rule says of several files changes with any of them, so all
// are sent, but for a document whose diagnostics are those that the editor has already.
func (s *Server) publish(ctx context.Context) {
	if s.conn == nil || s.project == nil {
		return
	}
	by := s.findings()
	sent := map[DocumentURI]bool{}
	for _, d := range s.sortedOpen() {
		version := d.version
		sent[d.uri] = true
		s.send(ctx, PublishDiagnosticsParams{URI: d.uri, Version: &version, Diagnostics: append(s.diagnostics(d, by[d.path]), s.undefined(d)...)})
	}
	for uri := range s.told {
		if !sent[uri] {
			s.send(ctx, PublishDiagnosticsParams{URI: uri, Diagnostics: []Diagnostic{}})
			delete(s.told, uri)
		}
	}
}

func (s *Server) send(ctx context.Context, p PublishDiagnosticsParams) {
	s.told[p.URI] = true
	if err := s.conn.Notify(ctx, "textDocument/publishDiagnostics", p); err != nil {
		s.log("publish %s: %v", p.URI, err)
	}
}

// findings concludes over the whole project, by path.
func (s *Server) findings() map[string][]lint.Finding {
	records := make([]lint.Record, 0, len(s.index.paths))
	s.index.each(func(e *entry) { records = append(records, e.record) })
	list, _ := s.linter.Conclude(records)
	by := map[string][]lint.Finding{}
	for _, f := range list {
		by[f.Path] = append(by[f.Path], f)
	}
	return by
}

// diagnostics words the findings of a document.
func (s *Server) diagnostics(d *document, list []lint.Finding) []Diagnostic {
	out := make([]Diagnostic, 0, len(list))
	for i := range list {
		out = append(out, Diagnostic{
			Range: s.rangeOf(d, &list[i]), Severity: severityOf(list[i].Severity), Code: codeOf(&list[i]), Source: "recette",
			Message: s.message(&list[i]),
		})
	}
	return out
}

// message is the sentence of a finding and its remedy: an editor shows nothing else.
func (s *Server) message(f *lint.Finding) string {
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

func severityOf(s lint.Severity) DiagnosticSeverity {
	switch s {
	case syntax.Error:
		return SeverityError
	case syntax.Warning:
		return SeverityWarning
	case syntax.Info:
	}
	return SeverityInformation
}

// rangeOf is where a finding shows: its extent, or its line without what surrounds it.
func (s *Server) rangeOf(d *document, f *lint.Finding) Range {
	if d.file.Doc == nil || f.Line < 1 {
		line, _ := d.text.line(0)
		return d.text.span(0, len(line), s.encoding)
	}
	start := d.file.Doc.Offset(f.Line, max(f.Column, 1), syntax.Rune)
	if f.EndColumn > f.Column {
		return d.text.span(start, d.file.Doc.Offset(f.Line, f.EndColumn, syntax.Rune), s.encoding)
	}
	end := d.file.Doc.Line(f.Line).Span.End
	trimmed := strings.TrimRight(d.text.content[min(start, end):end], " \t")
	return d.text.span(start, start+len(trimmed), s.encoding)
}
