package lsp

import "encoding/json"

// The types below are the part of the Language Server Protocol 3.17 that the server speaks, after the names and with
// the JSON of its specification. Unknown members are ignored, as the specification asks.

// documentURI names a document, most often with the scheme file.
type documentURI string

// position is a place between two characters: line and character from 0, in units of the negotiated encoding.
type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// docRange is a stretch of a document. End is excluded.
type docRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

// location is a stretch of a document that is named.
type location struct {
	URI   documentURI `json:"uri"`
	Range docRange    `json:"range"`
}

// textEdit replaces a stretch of a document.
type textEdit struct {
	Range   docRange `json:"range"`
	NewText string   `json:"newText"`
}

// workspaceEdit replaces stretches of several documents: by version for an editor that looks at versions, else by name.
type workspaceEdit struct {
	Changes         map[documentURI][]textEdit `json:"changes,omitempty"`
	DocumentChanges []textDocumentEdit         `json:"documentChanges,omitempty"`
}

// textDocumentEdit replaces stretches of a document as it stands at a version.
type textDocumentEdit struct {
	TextDocument optionalVersionedTextDocumentIdentifier `json:"textDocument"`
	Edits        []textEdit                              `json:"edits"`
}

// optionalVersionedTextDocumentIdentifier names a document; the version is null for one that the editor has not open.
type optionalVersionedTextDocumentIdentifier struct {
	URI     documentURI `json:"uri"`
	Version *int        `json:"version"`
}

// initializeParams opens a session.
type initializeParams struct {
	ProcessID        *int              `json:"processId"`
	RootURI          documentURI       `json:"rootUri"`
	WorkspaceFolders []workspaceFolder `json:"workspaceFolders"`
	Capabilities     struct {
		General struct {
			PositionEncodings []string `json:"positionEncodings"`
		} `json:"general"`
		TextDocument struct {
			Completion struct {
				CompletionItem struct {
					SnippetSupport bool `json:"snippetSupport"`
				} `json:"completionItem"`
			} `json:"completion"`
			Diagnostic *struct{} `json:"diagnostic"`
		} `json:"textDocument"`
		Workspace struct {
			WorkspaceEdit struct {
				DocumentChanges bool `json:"documentChanges"`
			} `json:"workspaceEdit"`
			Diagnostics struct {
				RefreshSupport bool `json:"refreshSupport"`
			} `json:"diagnostics"`
			InlayHint struct {
				RefreshSupport bool `json:"refreshSupport"`
			} `json:"inlayHint"`
			DidChangeWatchedFiles struct {
				DynamicRegistration bool `json:"dynamicRegistration"`
			} `json:"didChangeWatchedFiles"`
		} `json:"workspace"`
	} `json:"capabilities"`
}

// workspaceFolder is a folder that the editor has open.
type workspaceFolder struct {
	URI  documentURI `json:"uri"`
	Name string      `json:"name"`
}

// initializeResult says what the server can do.
type initializeResult struct {
	Capabilities json.RawMessage `json:"capabilities"`
	ServerInfo   serverInfo      `json:"serverInfo"`
}

// serverInfo names the server.
type serverInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// textDocumentIdentifier names a document.
type textDocumentIdentifier struct {
	URI documentURI `json:"uri"`
}

// versionedTextDocumentIdentifier names a document as the editor knows it.
type versionedTextDocumentIdentifier struct {
	URI     documentURI `json:"uri"`
	Version int         `json:"version"`
}

// textDocumentItem is a document that the editor opens.
type textDocumentItem struct {
	URI        documentURI `json:"uri"`
	LanguageID string      `json:"languageId"`
	Version    int         `json:"version"`
	Text       string      `json:"text"`
}

// didOpenParams says that the editor now owns a document.
type didOpenParams struct {
	TextDocument textDocumentItem `json:"textDocument"`
}

// didChangeParams gives the new text of a document, whole or by stretches.
type didChangeParams struct {
	TextDocument   versionedTextDocumentIdentifier `json:"textDocument"`
	ContentChanges []contentChange                 `json:"contentChanges"`
}

// contentChange is a new text: of the stretch, or of the whole document when there is none.
type contentChange struct {
	Range *docRange `json:"range"`
	Text  string    `json:"text"`
}

// documentParams is the params of what is asked of a whole document.
type documentParams struct {
	TextDocument textDocumentIdentifier `json:"textDocument"`
}

func (p *documentParams) document() documentURI { return p.TextDocument.URI }

// positionParams is the params of what is asked at a place.
type positionParams struct {
	TextDocument textDocumentIdentifier `json:"textDocument"`
	Position     position               `json:"position"`
}

func (p *positionParams) document() documentURI { return p.TextDocument.URI }

// diagnosticSeverity ranks diagnostics.
type diagnosticSeverity int

// The severities of the protocol.
const (
	severityError       diagnosticSeverity = 1
	severityWarning     diagnosticSeverity = 2
	severityInformation diagnosticSeverity = 3
)

// diagnostic is a finding shown in the text.
type diagnostic struct {
	Range           docRange           `json:"range"`
	Severity        diagnosticSeverity `json:"severity"`
	Code            string             `json:"code"`
	CodeDescription *codeDescription   `json:"codeDescription,omitempty"`
	Source          string             `json:"source"`
	Message         string             `json:"message"`
	Tags            []int              `json:"tags,omitempty"`
}

// codeDescription links to an explanation.
type codeDescription struct {
	Href string `json:"href"`
}

// publishDiagnosticsParams gives the diagnostics of a document.
type publishDiagnosticsParams struct {
	URI         documentURI  `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}
