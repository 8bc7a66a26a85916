// Package lsp serves feature files to editors by the Language Server Protocol 3.17: findings and their fixes while one
// types, formatting, completion, explanations, navigation. It keeps the documents that the editor owns and an index of
// the others, and asks its Source for all that lies outside feature files. The transport is a library's; the types of
// messages are ours, and few. The package refuses to read configuration, to open the store and to run anything: the
// edge does, behind Source. It never writes a file: the editor does.
package lsp

import (
	"cmp"
	"context"
	"io/fs"
	"time"

	"recette/internal/catalogue"
	"recette/internal/format"
	"recette/internal/i18n"
	"recette/internal/lint"
	"recette/internal/standing"
	"recette/internal/steps"
)

// Project is what the server needs to know of a project that the editor has open.
type Project struct {
	Root    string // absolute path of the folder that holds recette.yaml
	Tree    fs.FS  // the project, read as it is on disk
	Targets []string
	Options catalogue.Options
	Lint    lint.Options
	Words   *i18n.Printer
	Zone    *time.Location // that days are given in; nil is UTC
	// Format gives the options of the formatter for a file of the project, a slash-separated path.
	Format    func(path string) format.Options
	Automated bool // the project names automation: a step without definition is then worth a word
	// Statuses is what the store knows of each case by id; nil when the project has no store. It is called beside the
	// session, as Steps is.
	Statuses func(ctx context.Context) (map[string]standing.Status, error)
	// Steps opens what runs the steps of the project. It may take seconds: workers are built. ctx bounds the call only.
	// The error is shown to the user as it is. When it is nil nothing is ever said of what runs a step.
	Steps func(ctx context.Context) (Steps, error)
}

// on prints the day of an instant.
func (p *Project) on(at time.Time) string { return p.Words.Date(at.In(cmp.Or(p.Zone, time.UTC))) }

// Source finds projects. It is used from one goroutine.
type Source interface {
	// Load reads the project that holds a directory, or that the directory holds: when the session opens, and again
	// when a file that is no feature changes. The error is shown to the user as it is.
	Load(ctx context.Context, dir string) (*Project, error)
}

// Steps knows which definitions run a step. It is used from one goroutine, and closed when the session ends or the
// project is read again.
type Steps interface {
	Definitions() []steps.Definition
	// Match answers for each text as the conductor of a run would: the indexes in Definitions of those that match it.
	// None is a step that a person plays, several are ambiguous. After an error nothing more is asked.
	Match(ctx context.Context, texts []steps.StepText) ([][]int, error)
	// Close ends what Steps opened, and returns when it is gone.
	Close() error
}
