package lsp

import (
	"strings"
	"unicode"

	"github.com/sourcegraph/jsonrpc2"

	"recette/internal/syntax"
)

// RenameParams asks to give another name to what stands at a place.
type RenameParams struct {
	PositionParams
	NewName string `json:"newName"`
}

// PrepareRenameResult is what would be renamed.
type PrepareRenameResult struct {
	Range       Range  `json:"range"`
	Placeholder string `json:"placeholder"`
}

// refusal answers a request that the server understands and does not carry out; the editor shows the sentence (LSP 3.17,
// ErrorCodes.RequestFailed).
func (s *scope) refusal(key string, args ...any) error {
	return &jsonrpc2.Error{Code: -32803, Message: s.project.Words.T(key, args...)}
}

// renamable tells whether what stands at a place has a name that may change, and why not.
func (s *scope) renamable(at subject) error {
	switch at.kind {
	case onTag:
		if s.project.Options.Tags.Filled().LooksLikeCaseID(at.word) {
			return s.refusal("lsp.rename.case", at.word)
		}
		return nil
	case onColumn:
		if at.word == idColumn {
			return s.refusal("lsp.rename.id")
		}
		return nil
	case nothing, onStep, onTitle, onBlock, onQuote, onKeyword:
	}
	return s.refusal("lsp.rename.nothing")
}

// idColumn is the column that identifies a row: its name is part of the format.
const idColumn = "id"

func (s *scope) prepareRename(d *document, p *PositionParams) (any, error) {
	at := s.subject(d, p.Position)
	if err := s.renamable(at); err != nil {
		return nil, err
	}
	return PrepareRenameResult{d.text.span(at.span.Start, at.span.End, s.encoding), at.word}, nil
}

// rename changes a tag in every feature, open or not, or a column in its scenario: the header and each placeholder. A stable
// id is not renamed: the results recorded under it would be orphans.
func (s *scope) rename(d *document, p *RenameParams) (any, error) {
	at := s.subject(d, p.Position)
	if err := s.renamable(at); err != nil {
		return nil, err
	}
	if at.kind == onTag {
		name := "@" + strings.TrimPrefix(strings.TrimSpace(p.NewName), "@")
		if len(name) == 1 || strings.ContainsFunc(name, unicode.IsSpace) || strings.Contains(name[1:], "@") || strings.Contains(name, "#") {
			return nil, s.refusal("lsp.rename.bad-tag", p.NewName)
		}
		var uris []DocumentURI
		edits := map[DocumentURI][]TextEdit{}
		s.eachUse(at.word, func(uri DocumentURI, r Range) {
			if edits[uri] == nil {
				uris = append(uris, uri)
			}
			edits[uri] = append(edits[uri], TextEdit{r, name})
		})
		return s.workspaceEdits(uris, edits), nil
	}
	name := strings.TrimSpace(p.NewName)
	if name == "" || strings.ContainsAny(name, "<>|\\\r\n") {
		return nil, s.refusal("lsp.rename.bad-column", p.NewName)
	}
	for _, e := range at.scenario.Examples {
		if name != at.word && headerCell(e, name, d) != nil {
			return nil, s.refusal("lsp.rename.taken", name)
		}
	}
	var edits []syntax.Edit
	for _, sp := range columnSpans(d, at.scenario, at.word) {
		edits = append(edits, syntax.Edit{Span: sp, New: name})
	}
	return s.workspaceEdit(d, edits), nil
}
