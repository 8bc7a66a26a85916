// Package lsp serves feature files to editors by the Language Server Protocol 3.17: findings and their fixes while one
// types, formatting, completion, explanations, navigation. It keeps the documents that the editor owns and an index of
// the others, and asks its Source for all that lies outside feature files. The transport is a library's; the types of
// messages are ours, and few. The package refuses to read configuration, to open the store and to run anything: the edge
// does, behind Source. It never writes a file: the editor does.
package lsp

import (
	"context"
	"io/fs"

	"recette/internal/catalogue"
	"recette/internal/format"
	"recette/internal/i18n"
	"recette/internal/lint"
	"recette/internal/status"
)

// Project is what the server needs to know of the project that the editor has open.
type Project struct {
	Root    string // absolute path of the folder that holds recette.yaml
	Tree    fs.FS  // the project, read as it is on disk
	Targets []string
	Options catalogue.Options
	Lint    lint.Options
	Words   *i18n.Printer
	// Format gives the options of the formatter for a file of the project, a slash-separated path.
	Format    func(path string) format.Options
	Automated bool // the project names automation: a step without definition is then worth a word
}

// Source is the world outside feature files. Its methods are called from one goroutine each at a time.
type Source interface {
	// Load reads the project that holds a directory: when the session opens, and again when a file that is no feature
	// changes. The error is shown to the user as it is.
	Load(ctx context.Context, dir string) (*Project, error)
	// Statuses is what the store knows of each case by id; nil when the project has no store.
	Statuses(ctx context.Context, p *Project) (map[string]status.Status, error)
	// Definitions lists the step definitions of the project. It may take seconds: workers are built.
	Definitions(ctx context.Context, p *Project) ([]Definition, error)
}

// Definition is a step definition, in whatever language.
type Definition struct {
	Pattern string // as its language writes it
	Place   string // "steps/adhesion.go:41", relative to the project; empty when unknown
	Matches func(text string) bool
}
