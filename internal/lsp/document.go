package lsp

import (
	"context"
	"path"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/steps"
	"recette/internal/syntax"
)

// document is a feature file as the editor has it.
type document struct {
	uri     documentURI // as the editor writes it
	version int
	text    *text
	home    *scope // the project that it belongs to; nil when there is none
	path    string // in the project, slash-separated
	apart   bool   // the project does not hold it: it lies outside the feature folders, or was never saved

	stale     bool           // text has changed since it was parsed
	file      catalogue.File // read from text: with its document and its cases
	judgement lint.Judgement // what the rules found in it
	asks      map[int][]steps.StepText

	sent    string // the diagnostics that the editor shows, as they were sent; empty when none were
	sentFor int    // version that they were sent for
}

func (s *server) didOpen(ctx context.Context, p *didOpenParams) (any, error) {
	item := &p.TextDocument
	if !isFeature(string(item.URI)) && !isGherkin(item.LanguageID) {
		return nil, nil
	}
	d := &document{uri: item.URI, version: item.Version, text: newText(item.Text)}
	s.open[keyOf(d.uri)] = d
	s.house(ctx, d)
	s.catchUp(ctx)
	s.due = true
	return nil, nil
}

// isGherkin tells the names that editors give to the language.
func isGherkin(language string) bool {
	return slices.Contains([]string{"gherkin", "cucumber", "feature"}, strings.ToLower(language))
}

// house finds the project of a document, and reads it when it was not met yet.
func (s *server) house(ctx context.Context, d *document) {
	file, ok := filePath(d.uri)
	if !ok {
		if len(s.scopes) > 0 {
			s.scopes[0].settleIn(d, path.Base(keyOf(d.uri)), true)
		}
		return
	}
	home, rel := s.scopeOf(file)
	if (home == nil || home.within(file) != "") && s.loadAround(ctx, file) {
		home, rel = s.scopeOf(file)
	}
	if home != nil {
		home.settleIn(d, rel, !home.holds(rel))
	}
}

// settleIn makes a document one of the project.
func (s *scope) settleIn(d *document, rel string, apart bool) {
	d.home, d.path, d.apart, d.stale = s, rel, apart, true
}

// fresh parses a document whose text has changed.
func (s *scope) fresh(d *document) {
	if !d.stale {
		return
	}
	d.stale = false
	d.file = catalogue.Parse(syntax.Source{Path: d.path, Bytes: []byte(d.text.content)}, s.project.Options)
	d.judgement = s.linter.Judge(lint.FileOf(&d.file))
	d.asks = asksOf(&d.file)
	if d.apart {
		return
	}
	s.put(&d.file, d.judgement)
}

// freshAll parses the open documents of the project whose text has changed: what is asked of all files is asked of them
// as they stand.
func (s *scope) freshAll() {
	for _, d := range s.documents() {
		if d.home == s {
			s.fresh(d)
		}
	}
}

func (s *server) didChange(_ context.Context, p *didChangeParams) (any, error) {
	d := s.open[keyOf(p.TextDocument.URI)]
	if d == nil {
		return nil, nil
	}
	d.version, d.text, d.stale = p.TextDocument.Version, d.text.change(p.ContentChanges, s.encoding), true
	s.due = true
	return nil, nil
}

// didSave is when the files beside may have changed too, for an editor that does not watch them.
func (s *server) didSave(ctx context.Context, _ *documentParams) (any, error) {
	s.catchUp(ctx)
	return nil, nil
}

// didClose gives the file back to the disk: what was typed and not saved is gone.
func (s *server) didClose(ctx context.Context, p *documentParams) (any, error) {
	key := keyOf(p.TextDocument.URI)
	d := s.open[key]
	if d == nil {
		return nil, nil
	}
	delete(s.open, key)
	if d.sent != "" {
		s.tell(
			ctx, "textDocument/publishDiagnostics", publishDiagnosticsParams{URI: d.uri, Diagnostics: []diagnostic{}},
		)
	}
	if d.home != nil && !d.apart {
		d.home.reread(ctx, d.path)
	}
	s.due, s.outside = true, true
	return nil, nil
}

func isFeature(p string) bool { return path.Ext(p) == ".feature" }

// documents lists the open documents by path, so that what is sent does not depend on the order of a map.
func (s *server) documents() []*document {
	var out []*document
	for _, d := range s.open {
		out = append(out, d)
	}
	slices.SortFunc(
		out, func(a, b *document) int { return strings.Compare(a.path+string(a.uri), b.path+string(b.uri)) },
	)
	return out
}

// opened is the document that the editor has of a file of the project, nil when it has none.
func (s *scope) opened(rel string) *document {
	for _, d := range s.open {
		if d.home == s && d.path == rel {
			return d
		}
	}
	return nil
}

// uri names a file of the project. A document that the editor has open keeps the editor's own spelling.
func (s *scope) uri(rel string) documentURI {
	if d := s.opened(rel); d != nil {
		return d.uri
	}
	return fileURI(s.onDisk(rel))
}
