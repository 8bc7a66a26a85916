package api

import "recette/internal/syntax"

// Formatting is the document of "recette fmt", version 1.
type Formatting struct {
	V       int             `json:"v"`
	Files   int             `json:"files"`
	Changed int             `json:"changed"` // with --check, --diff or --dry-run: would change
	Refused int             `json:"refused"`
	Items   []FormattedFile `json:"items"`
}

// FormattedFile is a file that is not as it should be, and what became of it.
type FormattedFile struct {
	Path        string        `json:"path"`
	Status      string        `json:"status"` // changed, refused, unsafe, conflict, unsaved
	Edits       []syntax.Edit `json:"edits,omitempty"`
	Diagnostics []FormatFault `json:"diagnostics,omitempty"`
	Message     string        `json:"message,omitempty"`
}

// FormatFault is why a file is refused.
type FormatFault struct {
	syntax.Diagnostic
	Message string `json:"message"`
}

// NewFormatting begins the document of so many files.
func NewFormatting(files int) Formatting {
	return Formatting{V: 1, Files: files, Items: []FormattedFile{}}
}
