package lsp

import (
	"slices"

	"recette/internal/format"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// codeActionParams asks what can be done about a stretch of a document.
type codeActionParams struct {
	documentParams
	Range   docRange `json:"range"`
	Context struct {
		Diagnostics []diagnostic `json:"diagnostics"`
		Only        []string     `json:"only"`
	} `json:"context"`
}

// codeAction is something that the editor can do at once.
type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Diagnostics []diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
}

// The kinds of code actions (LSP 3.17, CodeActionKind).
const (
	quickFix = "quickfix"
	fixAll   = "source.fixAll"
)

// codeAction offers the fixes of the findings that touch the stretch, and to mend all that is safe in the document.
func (s *scope) codeAction(d *document, p *codeActionParams) (any, error) {
	list := s.findings(d)
	from, to := d.text.offset(p.Range.Start, s.encoding), d.text.offset(p.Range.End, s.encoding)
	actions := []codeAction{}
	var all []syntax.Edit
	for i := range list {
		f := &list[i]
		if len(f.Edits) == 0 || s.harms(d, f.Edits) {
			continue
		}
		if fits(all, f.Edits) {
			all = append(all, f.Edits...)
		}
		found := s.diagnostics(d, list[i:i+1])[0]
		start, end := d.text.offset(found.Range.Start, s.encoding), d.text.offset(found.Range.End, s.encoding)
		if wanted(p.Context.Only, quickFix) && start <= to && from <= end {
			actions = append(actions, codeAction{
				Title: s.project.Words.T("lsp.fix", codeOf(f)), Kind: quickFix, Diagnostics: []diagnostic{found},
				IsPreferred: true,
				Edit:        s.workspaceEdit(d, f.Edits),
			})
		}
	}
	if len(all) > 0 && wanted(p.Context.Only, fixAll) {
		actions = append(
			actions, codeAction{Title: s.project.Words.T("lsp.fix-all"), Kind: fixAll, Edit: s.workspaceEdit(d, all)},
		)
	}
	return append(actions, s.ignoreActions(d, list, p, from, to)...), nil
}

// harms tells whether edits would change which case an id names, in a document that could run.
func (s *scope) harms(d *document, edits []syntax.Edit) bool {
	if d.file.Doc == nil || syntax.HasErrors(d.file.Diagnostics) {
		return false
	}
	names := func(e syntax.Edit) bool { // tags and rows of tables alone hold what ids are made of
		kind := d.file.Doc.Line(d.file.Doc.At(e.Start).Line).Kind
		return kind == syntax.LineTags || kind == syntax.LineRow
	}
	return slices.ContainsFunc(edits, names) && len(s.orphans(d, edits)) > 0
}

// fits tells whether edits can be made beside others.
func fits(have, more []syntax.Edit) bool {
	for _, a := range more {
		for _, b := range have {
			if a.Start < b.End && b.Start < a.End || a.Start == b.Start {
				return false
			}
		}
	}
	return true
}

// wanted tells whether an editor that asks for some kinds only asks for this one: "source" asks for "source.fixAll".
func wanted(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool {
		return o == kind || len(o) < len(kind) && kind[:len(o)] == o && kind[len(o)] == '.'
	})
}

func (s *scope) workspaceEdit(d *document, edits []syntax.Edit) *workspaceEdit {
	return s.workspaceEdits([]documentURI{d.uri}, map[documentURI][]textEdit{d.uri: s.textEdits(d, edits)})
}

// workspaceEdits gathers edits of documents, in their order. An editor that looks at versions is told for which text
// they were made, so that it does not make them in another.
func (s *scope) workspaceEdits(uris []documentURI, edits map[documentURI][]textEdit) *workspaceEdit {
	if !s.client.Capabilities.Workspace.WorkspaceEdit.DocumentChanges {
		return &workspaceEdit{Changes: edits}
	}
	out := &workspaceEdit{DocumentChanges: []textDocumentEdit{}}
	for _, uri := range uris {
		of := textDocumentEdit{optionalVersionedTextDocumentIdentifier{URI: uri}, edits[uri]}
		if d := s.open[keyOf(uri)]; d != nil {
			version := d.version
			of.TextDocument.Version = &version
		}
		out.DocumentChanges = append(out.DocumentChanges, of)
	}
	return out
}

func (s *scope) textEdits(d *document, edits []syntax.Edit) []textEdit {
	out := make([]textEdit, 0, len(edits))
	for _, e := range edits {
		out = append(out, textEdit{Range: d.text.span(e.Start, e.End, s.encoding), NewText: e.New})
	}
	return out
}

// ignoreActions offers to set a finding aside, with the reason left to write: lint refuses an ignore without one.
func (s *scope) ignoreActions(d *document, list []lint.Finding, p *codeActionParams, from, to int) []codeAction {
	var out []codeAction
	seen := map[string]bool{}
	for i := range list {
		f := &list[i]
		if f.Rule == lint.RuleSyntax || f.Line < 1 || seen[f.Rule] || !wanted(p.Context.Only, quickFix) {
			continue
		}
		found := s.diagnostics(d, list[i:i+1])[0]
		start, end := d.text.offset(found.Range.Start, s.encoding), d.text.offset(found.Range.End, s.encoding)
		if start > to || from > end {
			continue
		}
		seen[f.Rule] = true
		line := d.file.Doc.Line(f.Line)
		indent := 0
		for indent < line.Span.End-line.Span.Start &&
			(d.text.content[line.Span.Start+indent] == ' ' || d.text.content[line.Span.Start+indent] == '\t') {
			indent++
		}
		mark := d.text.content[line.Span.Start:line.Span.Start+indent] + "# recette:ignore " + f.Rule + " — \n"
		out = append(out, codeAction{
			Title: s.project.Words.T("lsp.ignore", f.Rule), Kind: quickFix, Diagnostics: []diagnostic{found},
			Edit: s.workspaceEdit(
				d, []syntax.Edit{{Span: syntax.Span{Start: line.Span.Start, End: line.Span.Start}, New: mark}},
			),
		})
	}
	return out
}

// formattingParams asks to lay out a document, or a stretch of it.
type formattingParams struct {
	documentParams
	Range *docRange `json:"range"`
}

// formatting lays the document out as recette fmt does, with the project's options and not the editor's: the file looks
// the same whoever saves it. A document with errors is left alone.
func (s *scope) formatting(d *document, p *formattingParams) (any, error) {
	o := s.project.Format(d.path)
	if p.Range != nil {
		end := p.Range.End
		if end.Character == 0 && end.Line > p.Range.Start.Line {
			end.Line-- // lines are selected whole: the last one ends where the next starts
		}
		o.First = d.file.Doc.At(d.text.offset(p.Range.Start, s.encoding)).Line
		o.Last = max(o.First, d.file.Doc.At(d.text.offset(end, s.encoding)).Line)
	}
	r, err := format.Format(syntax.Source{Path: d.path, Bytes: []byte(d.text.content)}, o)
	if err != nil {
		s.log("format %s: %v", d.path, err)
		return []textEdit{}, nil
	}
	return s.textEdits(d, r.Edits), nil
}
