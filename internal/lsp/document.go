package lsp

import (
	"context"
	"io/fs"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/lint"
	"recette/internal/syntax"
)

// document is a feature file as the editor has it.
type document struct {
	uri     DocumentURI
	path    string // relative to the project, slash-separated
	version int
	text    *text
	file    catalogue.File // read from text: with its document and its cases
	record  lint.Record    // what the rules found in it
}

// parse reads the text again.
func (s *Server) parse(d *document) {
	d.file = catalogue.Parse(syntax.Source{Path: d.path, Bytes: []byte(d.text.content)}, s.project.Options)
	d.record = s.linter.Judge(lint.FileOf(&d.file))
}

func (s *Server) didOpen(ctx context.Context, p *DidOpenParams) (any, error) {
	rel, ok := s.relative(p.TextDocument.URI)
	if !ok || !isFeature(rel) {
		return nil, nil // not of the project: nothing is known of it
	}
	d := &document{uri: p.TextDocument.URI, path: rel, version: p.TextDocument.Version, text: newText(p.TextDocument.Text)}
	s.open[d.uri] = d
	s.parse(d)
	s.index.put(d.path, &d.file, d.record)
	s.publish(ctx)
	return nil, nil
}

func (s *Server) didChange(ctx context.Context, p *DidChangeParams) (any, error) {
	d := s.open[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	d.version, d.text = p.TextDocument.Version, d.text.change(p.ContentChanges, s.encoding)
	s.parse(d)
	s.index.put(d.path, &d.file, d.record)
	s.publish(ctx)
	return nil, nil
}

// didClose gives the file back to the disk: what was typed and not saved is gone.
func (s *Server) didClose(ctx context.Context, p *DocumentParams) (any, error) {
	d := s.open[p.TextDocument.URI]
	if d == nil {
		return nil, nil
	}
	delete(s.open, d.uri)
	s.reread(ctx, d.path)
	s.publish(ctx)
	return nil, nil
}

// didChangeWatchedFiles takes in what changed on disk. Open documents are the editor's: their text on disk is not looked
// at. A file that is no feature may change the configuration or the references: the project is loaded again.
func (s *Server) didChangeWatchedFiles(ctx context.Context, p *DidChangeWatchedFilesParams) (any, error) {
	reload := false
	for _, c := range p.Changes {
		rel, ok := s.relative(c.URI)
		switch {
		case !ok:
		case !isFeature(rel):
			reload = true
		case s.open[c.URI] == nil:
			s.reread(ctx, rel)
		}
	}
	if reload {
		s.load(ctx)
		s.learn(ctx)
	}
	s.publish(ctx)
	return nil, nil
}

// reread takes a file of the index from the disk, or drops it when it is not there any more.
func (s *Server) reread(ctx context.Context, rel string) {
	if _, err := fs.Stat(s.project.Tree, rel); err != nil {
		s.index.drop(rel)
		return
	}
	err := catalogue.Walk(ctx, s.project.Tree, []string{rel}, s.project.Options, func(f catalogue.File) error {
		s.index.put(f.Path, &f, s.linter.Judge(lint.FileOf(&f)))
		return nil
	})
	if err != nil {
		s.log("read %s: %v", rel, err)
		s.index.drop(rel)
	}
}

func isFeature(p string) bool { return path.Ext(p) == ".feature" }

// relative gives the path of a document in the project.
func (s *Server) relative(uri DocumentURI) (string, bool) {
	file, ok := filePath(uri)
	if !ok || s.project == nil {
		return "", false
	}
	rel, err := filepath.Rel(s.project.Root, file)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// uri names a file of the project. A document that the editor has open keeps the editor's own spelling.
func (s *Server) uri(rel string) DocumentURI {
	for _, d := range s.open {
		if d.path == rel {
			return d.uri
		}
	}
	return fileURI(filepath.Join(s.project.Root, filepath.FromSlash(rel)))
}

func filePath(uri DocumentURI) (string, bool) {
	u, err := url.Parse(string(uri))
	if err != nil || u.Scheme != "file" {
		return "", false
	}
	p := u.Path
	if len(p) > 2 && p[0] == '/' && p[2] == ':' { // file:///C:/…
		p = p[1:]
	}
	return filepath.FromSlash(p), true
}

func fileURI(file string) DocumentURI {
	p := filepath.ToSlash(file)
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return DocumentURI((&url.URL{Scheme: "file", Path: p}).String())
}

// sortedOpen lists the open documents by path, so that what is sent does not depend on the order of a map.
func (s *Server) sortedOpen() []*document {
	var out []*document
	for _, d := range s.open {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b *document) int { return strings.Compare(a.path, b.path) })
	return out
}
