package lsp

import (
	"context"
	"encoding/json"

	"recette/internal/catalogue"
	"recette/internal/lint"
)

// DidChangeWatchedFilesParams lists files that changed on disk.
type DidChangeWatchedFilesParams struct {
	Changes []struct {
		URI  DocumentURI `json:"uri"`
		Type int         `json:"type"`
	} `json:"changes"`
}

// initialize agrees on what both sides can do, and loads the project. A project that cannot be loaded does not end the
// session: the editor shows why, and the next change of recette.yaml tries again.
func (s *Server) initialize(ctx context.Context, p *InitializeParams) (any, error) {
	s.client, s.state = *p, serving
	s.encoding = UTF16
	for _, e := range p.Capabilities.General.PositionEncodings {
		if Encoding(e) == UTF8 {
			s.encoding = UTF8
		}
	}
	s.load(ctx)
	capabilities, err := json.Marshal(s.capabilities())
	if err != nil {
		return nil, err
	}
	return InitializeResult{Capabilities: capabilities, ServerInfo: ServerInfo{Name: "recette", Version: s.version}}, nil
}

// folder is the directory that the editor has open.
func (s *Server) folder() string {
	roots := []DocumentURI{s.client.RootURI}
	for _, f := range s.client.WorkspaceFolders {
		roots = append(roots, f.URI)
	}
	for _, uri := range roots {
		if dir, ok := filePath(uri); ok && dir != "" {
			return dir
		}
	}
	return "."
}

// load reads the project and every feature of it. Open documents keep the editor's text.
func (s *Server) load(ctx context.Context) {
	p, err := s.source.Load(ctx, s.folder())
	if err != nil {
		s.complain(ctx, err)
		if s.project == nil {
			return
		}
		p = s.project // the last one that could be read still serves
	} else {
		s.trouble = ""
	}
	s.project, s.linter, s.index = p, lint.New(p.Lint), newIndex()
	s.definitions, s.defined, s.matches = nil, false, map[string][]Definition{}
	err = catalogue.Walk(ctx, p.Tree, p.Targets, p.Options, func(f catalogue.File) error {
		s.index.put(f.Path, &f, s.linter.Judge(lint.FileOf(&f)))
		return nil
	})
	if err != nil {
		s.complain(ctx, err)
	}
	for _, d := range s.sortedOpen() {
		s.parse(d)
		s.index.put(d.path, &d.file, d.record)
	}
}

// initialized is the first moment at which the server may speak.
func (s *Server) initialized(ctx context.Context, _ *struct{}) (any, error) {
	s.watch(ctx)
	s.publish(ctx)
	s.learn(ctx)
	return nil, nil
}

func (s *Server) shutdown(context.Context, *struct{}) (any, error) {
	s.state = stopping
	return nil, nil
}

func (s *Server) exit(context.Context, *struct{}) (any, error) {
	close(s.exited)
	return nil, nil
}

// capabilities is what the server announces (LSP 3.17, Server Capabilities).
func (s *Server) capabilities() map[string]any {
	return map[string]any{
		"positionEncoding":                s.encoding,
		"textDocumentSync":                map[string]any{"openClose": true, "change": 2, "save": true},
		"codeActionProvider":              map[string]any{"codeActionKinds": []string{quickFix, fixAll}},
		"documentFormattingProvider":      true,
		"documentRangeFormattingProvider": true,
		"completionProvider":              map[string]any{"triggerCharacters": []string{"@", "<", `"`, "«"}},
		"hoverProvider":                   true,
		"definitionProvider":              true,
		"referencesProvider":              true,
		"renameProvider":                  map[string]any{"prepareProvider": true},
		"documentSymbolProvider":          true,
		"workspaceSymbolProvider":         true,
		"foldingRangeProvider":            true,
		"inlayHintProvider":               true,
		"semanticTokensProvider": map[string]any{
			"legend": map[string]any{"tokenTypes": legend(), "tokenModifiers": []string{}}, "full": true,
		},
	}
}

// watch asks the editor to say when files of the project change on disk.
func (s *Server) watch(ctx context.Context) {
	if s.conn == nil || !s.client.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration {
		return
	}
	watchers := []map[string]any{}
	for _, glob := range []string{"**/*.feature", "**/recette.yaml", "**/*.yaml", "**/decisions/*.md", "**/rules/*.md", "**/regles/*.md"} {
		watchers = append(watchers, map[string]any{"globPattern": glob})
	}
	_, err := s.conn.DispatchCall(ctx, "client/registerCapability", map[string]any{
		"registrations": []map[string]any{{
			"id": "recette-files", "method": "workspace/didChangeWatchedFiles", "registerOptions": map[string]any{"watchers": watchers},
		}},
	})
	if err != nil {
		s.log("register: %v", err)
	}
}

// refresh sends again what depends on what was just learned.
func (s *Server) refresh(ctx context.Context) {
	if s.state != serving || s.conn == nil {
		return
	}
	s.publish(ctx)
	if s.client.Capabilities.Workspace.InlayHint.RefreshSupport {
		if _, err := s.conn.DispatchCall(ctx, "workspace/inlayHint/refresh", nil); err != nil {
			s.log("refresh: %v", err)
		}
	}
}

// complain shows the user why the project cannot be read, once for each reason. Before the session is open the protocol
// allows window/showMessage too (LSP 3.17, Initialize Request).
func (s *Server) complain(ctx context.Context, err error) {
	if s.trouble == err.Error() {
		return
	}
	s.trouble = err.Error()
	s.log("load: %v", err)
	if s.conn == nil {
		return
	}
	if err := s.conn.Notify(ctx, "window/showMessage", map[string]any{"type": 1, "message": "recette: " + s.trouble}); err != nil {
		s.log("show: %v", err)
	}
}
