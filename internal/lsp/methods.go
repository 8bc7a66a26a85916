package lsp

import (
	"context"
	"encoding/json"

	"github.com/sourcegraph/jsonrpc2"
)

// method answers one kind of request or notification.
type method func(s *server, ctx context.Context, params json.RawMessage) (any, error)

// methods is what the server answers to.
func methods() map[string]method {
	return map[string]method{
		"initialize":  global((*server).initialize),
		"initialized": global((*server).initialized),
		"shutdown":    global((*server).shutdown),
		"exit":        global((*server).exit),
		"$/setTrace":  ignored, // the log is the edge's: it has no verbosity

		"textDocument/didOpen":   global((*server).didOpen),
		"textDocument/didChange": global((*server).didChange),
		"textDocument/didSave":   global((*server).didSave),
		"textDocument/didClose":  global((*server).didClose),

		"workspace/didChangeWatchedFiles":     global((*server).didChangeWatchedFiles),
		"workspace/didChangeWorkspaceFolders": global((*server).didChangeWorkspaceFolders),
		"workspace/didChangeConfiguration":    ignored, // the configuration is recette.yaml, the same for every editor
		"workspace/symbol":                    global((*server).workspaceSymbol),

		"textDocument/diagnostic":          local(noReport, (*scope).diagnostic),
		"textDocument/codeAction":          local(emptyList, (*scope).codeAction),
		"textDocument/formatting":          local(emptyList, (*scope).formatting),
		"textDocument/rangeFormatting":     local(emptyList, (*scope).formatting),
		"textDocument/completion":          local(noItems, (*scope).completion),
		"textDocument/hover":               local(nil, (*scope).hover),
		"textDocument/definition":          local(emptyList, (*scope).definition),
		"textDocument/references":          local(emptyList, (*scope).references),
		"textDocument/prepareRename":       local(nil, (*scope).prepareRename),
		"textDocument/rename":              local(nil, (*scope).rename),
		"textDocument/documentSymbol":      local(emptyList, (*scope).documentSymbol),
		"textDocument/foldingRange":        local(emptyList, (*scope).foldingRange),
		"textDocument/inlayHint":           local(emptyList, (*scope).inlayHint),
		"textDocument/semanticTokens/full": local(noTokens, (*scope).semanticTokens),

		"completionItem/resolve": global((*server).resolveCompletion),
	}
}

// What is answered of a document that the server knows nothing of: not a feature, of no project, or no text.
func emptyList() any { return []any{} }
func noReport() any  { return fullReport{Kind: reportFull, Items: []diagnostic{}} }
func noItems() any   { return completionList{Items: []completionItem{}} }
func noTokens() any  { return semanticTokens{Data: []int{}} }

//nolint:revive // the shape of a method expression
func ignored(*server, context.Context, json.RawMessage) (any, error) { return nil, nil }

// global makes a method of a function that wants its params decoded.
func global[P any](fn func(s *server, ctx context.Context, params *P) (any, error)) method {
	return func(s *server, ctx context.Context, raw json.RawMessage) (any, error) {
		var params P
		if err := decode(raw, &params); err != nil {
			return nil, err
		}
		return fn(s, ctx, &params)
	}
}

// local makes a method of a function about a document. It sees the document parsed, with its tree; nothing, which may
// be nil, is what is answered where there is none.
func local[P any, Q interface {
	*P
	document() documentURI
}](nothing func() any, fn func(s *scope, d *document, params *P) (any, error),
) method {
	return func(s *server, _ context.Context, raw json.RawMessage) (any, error) {
		var params P
		if err := decode(raw, &params); err != nil {
			return nil, err
		}
		if d := s.open[keyOf(Q(&params).document())]; d != nil && d.home != nil {
			if d.home.fresh(d); d.file.Doc != nil {
				return fn(d.home, d, &params)
			}
		}
		if nothing == nil {
			return nil, nil
		}
		return nothing(), nil
	}
}

func decode(raw json.RawMessage, params any) error {
	if len(raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(raw, params); err != nil {
		return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
	}
	return nil
}
