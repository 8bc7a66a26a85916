package lsp

import (
	"strings"
	"unicode"

	"github.com/sourcegraph/jsonrpc2"
	"golang.org/x/text/unicode/norm"

	"recette/internal/catalogue"
	"recette/internal/syntax"
)

// renameParams asks to give another name to what stands at a place.
type renameParams struct {
	positionParams
	NewName string `json:"newName"`
}

// prepareRenameResult is what would be renamed.
type prepareRenameResult struct {
	Range       docRange `json:"range"`
	Placeholder string   `json:"placeholder"`
}

// refusal answers a request that the server understands and does not carry out; the editor shows the sentence (LSP
// 3.17, ErrorCodes.RequestFailed).
func (s *scope) refusal(key string, args ...any) error {
	return &jsonrpc2.Error{Code: -32803, Message: s.project.Words.T(key, args...)}
}

// renamable tells whether what stands at a place has a name that may change, and why not.
func (s *scope) renamable(at subject) error {
	switch at.kind {
	case onTag:
		switch {
		case s.vocabulary().LooksLikeCaseID(at.word):
			return s.refusal("lsp.rename.case", at.word)
		case s.isWhole(at.word):
			return s.refusal("lsp.rename.meaning", at.word)
		}
		if _, ok := s.entryOf(at.word); ok {
			return s.refusal("lsp.rename.declared", at.word)
		}
		return nil
	case onColumn:
		if strings.EqualFold(at.word, idColumn) {
			return s.refusal("lsp.rename.id")
		}
		return nil
	case nothing, onStep, onTitle, onBlock, onQuote, onKeyword:
	}
	return s.refusal("lsp.rename.nothing")
}

// idColumn is the column that identifies a row: its name is part of the format.
const idColumn = "id"

func (s *scope) prepareRename(d *document, p *positionParams) (any, error) {
	at := s.subject(d, p.Position)
	if err := s.renamable(at); err != nil {
		return nil, err
	}
	return prepareRenameResult{d.text.span(at.span.Start, at.span.End, s.encoding), at.word}, nil
}

// rename changes a tag in every feature, open or not, or a column in its scenario: the header and each placeholder. A
// stable id is not renamed: the results recorded under it would be orphans.
func (s *scope) rename(d *document, p *renameParams) (any, error) {
	at := s.subject(d, p.Position)
	if err := s.renamable(at); err != nil {
		return nil, err
	}
	if at.kind == onTag {
		name := "@" + strings.TrimPrefix(strings.TrimSpace(p.NewName), "@")
		if len(name) == 1 || strings.ContainsFunc(name, unicode.IsSpace) || strings.Contains(name[1:], "@") ||
			strings.Contains(name, "#") {
			return nil, s.refusal("lsp.rename.bad-tag", p.NewName)
		}
		if err := s.takes(at.word, norm.NFC.String(name)); err != nil {
			return nil, err
		}
		var uris []documentURI
		edits := map[documentURI][]textEdit{}
		s.eachUse(at.word, func(uri documentURI, r docRange) {
			if edits[uri] == nil {
				uris = append(uris, uri)
			}
			edits[uri] = append(edits[uri], textEdit{r, name})
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
	if orphans := s.orphans(d, edits); len(orphans) > 0 {
		return nil, s.refusal("lsp.rename.rows", at.word, firstOf(orphans), s.recorded(orphans))
	}
	return s.workspaceEdit(d, edits), nil
}

// takes refuses the names that a tag may not take: a stable id, which a command allocates and which is never given
// twice, and one that carries a meaning and is there already, with which the tag would merge.
func (s *scope) takes(was, name string) error {
	if s.vocabulary().LooksLikeCaseID(name) {
		return s.refusal("lsp.rename.to-case", name)
	}
	if name == was || s.tagMeaning(name) == "" || s.isWhole(name) {
		return nil
	}
	_, used := s.entryOf(name)
	used = used && s.tagMeaning(was) != ""
	s.index.each(func(e *entry) {
		for i := range e.tags {
			used = used || e.tags[i].name == name
		}
	})
	if used {
		return s.refusal("lsp.rename.merge", was, name)
	}
	return nil
}

// orphans lists the ids that edits of a document would leave to no case: the stable ones, which other machines and
// signed documents may know, and of the others those that the store knows.
func (s *scope) orphans(d *document, edits []syntax.Edit) []string {
	now, err := syntax.Apply([]byte(d.text.content), edits)
	if err != nil {
		return nil // the edits are not those of the text: the editor refuses them
	}
	o := s.project.Options
	before := &d.file
	after := catalogue.Parse(syntax.Source{Path: d.path, Bytes: now}, o)
	out := catalogue.Orphans(&before.Outline, &after.Outline, o.Tags)
	left := map[string]bool{}
	for i := range after.Cases {
		left[after.Cases[i].ID] = true
	}
	for i := range before.Cases {
		c := &before.Cases[i]
		if !c.Stable && !left[c.ID] && len(after.Cases) > 0 && s.knows(c.ID) {
			out = append(out, c.ID)
		}
	}
	return out
}

// knows tells whether the store holds a result of a case, or a campaign that waits for one.
func (s *scope) knows(id string) bool {
	st, ok := s.statuses[id]
	return ok && (len(st.Last)+len(st.Planned) > 0 || st.Trial != nil)
}

// recorded says which of some ids the store knows, in the language of the project; nothing when it knows none.
func (s *scope) recorded(ids []string) string {
	var known []string
	for _, id := range ids {
		if s.knows(id) {
			known = append(known, id)
		}
	}
	if len(known) == 0 {
		return ""
	}
	return " " + s.project.Words.T("lsp.rename.recorded", firstOf(known))
}

// firstOf lists the first ids of a list, and tells by an ellipsis that there are more.
func firstOf(ids []string) string {
	const most = 3
	if len(ids) > most {
		return strings.Join(ids[:most], ", ") + ", …"
	}
	return strings.Join(ids, ", ")
}
