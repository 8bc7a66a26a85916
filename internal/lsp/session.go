package lsp

import (
	"context"
	"encoding/json"
	"slices"
)

// initialize agrees on what both sides can do, and loads the projects. A project that cannot be loaded does not end the
// session: the editor shows why, and the next change of recette.yaml tries again.
func (s *server) initialize(ctx context.Context, p *initializeParams) (any, error) {
	s.client = *p
	s.state.Store(serving)
	for _, e := range p.Capabilities.General.PositionEncodings {
		if encoding(e) == unitsUTF8 {
			s.encoding = unitsUTF8
		}
	}
	for _, folder := range s.folders() {
		s.load(ctx, folder)
	}
	capabilities, err := json.Marshal(s.capabilities())
	if err != nil {
		return nil, err
	}
	return initializeResult{
		Capabilities: capabilities, ServerInfo: serverInfo{Name: "recette", Version: s.version},
	}, nil
}

// folders lists the folders that the editor has open. An editor that names none is taken to be where the server runs.
func (s *server) folders() []string {
	uris := make([]documentURI, 0, len(s.client.WorkspaceFolders)+1)
	for _, f := range s.client.WorkspaceFolders {
		uris = append(uris, f.URI)
	}
	if len(uris) == 0 {
		uris = append(uris, s.client.RootURI)
	}
	var out []string
	for _, uri := range uris {
		if dir, ok := filePath(uri); ok && dir != "" && !slices.Contains(out, dir) {
			out = append(out, dir)
		}
	}
	if len(out) == 0 {
		out = append(out, ".")
	}
	return out
}

// initialized is the first moment at which the server may speak.
func (s *server) initialized(ctx context.Context, _ *struct{}) (any, error) {
	s.watch(ctx)
	return nil, nil
}

func (s *server) shutdown(context.Context, *struct{}) (any, error) {
	s.state.Store(stopping)
	for _, home := range s.scopes {
		home.end()
	}
	return nil, nil
}

func (s *server) exit(context.Context, *struct{}) (any, error) {
	s.inbox.close()
	close(s.exited)
	return nil, nil
}

// didChangeWorkspaceFoldersParams lists the folders that the editor opened and closed.
type didChangeWorkspaceFoldersParams struct {
	Event struct {
		Added   []workspaceFolder `json:"added"`
		Removed []workspaceFolder `json:"removed"`
	} `json:"event"`
}

func (s *server) didChangeWorkspaceFolders(ctx context.Context, p *didChangeWorkspaceFoldersParams) (any, error) {
	for _, f := range p.Event.Removed {
		if dir, ok := filePath(f.URI); ok {
			s.drop(dir)
		}
	}
	for _, f := range p.Event.Added {
		if dir, ok := filePath(f.URI); ok {
			s.load(ctx, dir)
		}
	}
	s.due, s.outside = true, true
	return nil, nil
}

// capabilities is what the server announces (LSP 3.17, Server Capabilities).
func (s *server) capabilities() map[string]any {
	out := map[string]any{
		"positionEncoding":                s.encoding,
		"textDocumentSync":                map[string]any{"openClose": true, "change": 2, "save": true},
		"codeActionProvider":              map[string]any{"codeActionKinds": []string{quickFix, fixAll}},
		"documentFormattingProvider":      true,
		"documentRangeFormattingProvider": true,
		"completionProvider": map[string]any{
			"triggerCharacters": []string{"@", "<", `"`, "«"}, "resolveProvider": true,
		},
		"hoverProvider":           true,
		"definitionProvider":      true,
		"referencesProvider":      true,
		"renameProvider":          map[string]any{"prepareProvider": true},
		"documentSymbolProvider":  true,
		"workspaceSymbolProvider": true,
		"foldingRangeProvider":    true,
		"inlayHintProvider":       true,
		"semanticTokensProvider": map[string]any{
			"legend": map[string]any{"tokenTypes": legend(), "tokenModifiers": []string{}}, "full": true,
		},
		"workspace": map[string]any{"workspaceFolders": map[string]any{"supported": true, "changeNotifications": true}},
	}
	if s.pulls() {
		out["diagnosticProvider"] = map[string]any{
			"identifier": "recette", "interFileDependencies": true, "workspaceDiagnostics": false,
		}
	}
	return out
}

// pulls tells whether the editor asks for diagnostics, rather than being sent them. One that can ask but cannot be told
// to ask again would show what was true before a definition, a message or another file changed: it is sent them.
func (s *server) pulls() bool {
	c := &s.client.Capabilities
	return c.TextDocument.Diagnostic != nil && c.Workspace.Diagnostics.RefreshSupport
}

// refresh brings what the editor shows up to date with what was typed and learned.
func (s *server) refresh(ctx context.Context) {
	s.late = 0
	if s.state.Load() != serving || !s.due {
		return
	}
	s.due = false
	for _, d := range s.documents() {
		if d.home == nil {
			continue
		}
		d.home.fresh(d)
		for _, texts := range d.asks {
			for _, text := range texts {
				d.home.wonder(text)
			}
		}
	}
	for _, home := range s.scopes {
		home.next.send()
	}
	outside := s.outside
	s.outside = false
	switch {
	case !s.pulls():
		s.publish(ctx)
	case outside:
		s.ask(ctx, "workspace/diagnostic/refresh", nil)
	}
}

// refreshHints makes the editor ask again for what stands beside the text.
func (s *server) refreshHints(ctx context.Context) {
	if s.client.Capabilities.Workspace.InlayHint.RefreshSupport {
		s.ask(ctx, "workspace/inlayHint/refresh", nil)
	}
}
