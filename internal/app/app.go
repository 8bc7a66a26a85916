// Package app is where the services of the product are put together: it opens the record of a project with its engine,
// its evidence and its key, and hands to the front ends what they call. It refuses to hold rules of the trade and to
// word anything: a front end does, from the values and the errors that it is given.
package app

import (
	"io"
	"io/fs"
	"time"

	"recette/internal/campaign"
	"recette/internal/workspace"
)

// App is the product in one process.
type App struct {
	Now     func() time.Time
	Rand    io.Reader
	Environ []string // "KEY=value"
	Self    string   // the program's name as it was called; empty when it cannot call itself again
	Version string   // of the product
	Process string   // what those who wait for the record are told of this process: "recette test demo"
	// gives the folder of a project to those who read its texts; nil for that of the disk
	Tree  func(root string) fs.FS
	Waits func(Holder) // called when another process holds the record; nil tells nobody
	// Doubted is called with each of Record.Doubts when a record is opened for reading; nil tells nobody.
	Doubted func(error)
	// Warned is called with each rule of the separation of duties that a fact broke and that the project only warns of;
	// nil tells nobody.
	Warned func(campaign.Warning)

	// Outlines keeps the frozen plan of the records that are opened one after the other; nil keeps none.
	Outlines *campaign.Outlines
}

// Project reads the configuration of the project at root, as workspace.Open does.
func (a *App) Project(root string) (*workspace.Project, error) {
	return workspace.Open(root, workspace.Deps{
		Environ: a.Environ, Zone: a.Now().Location(), Self: a.Self, Program: program(a.Version),
		Tree: a.Tree,
	})
}

// now is the present instant, in UTC, cut to the millisecond that the journal keeps.
func (a *App) now() time.Time { return a.Now().UTC().Truncate(time.Millisecond) }
