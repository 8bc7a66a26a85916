package app

import (
	"recette/internal/account"
	"recette/internal/project"
	"recette/internal/store/sqlite"
)

// Accounts is how people of a project enter its pages. Close it.
type Accounts struct {
	*account.Service
	file *sqlite.Accounts
}

// Accounts gives those of the project at root. Nothing is made before somebody is invited.
func (a *App) Accounts(root string) *Accounts {
	file := sqlite.NewAccounts(project.Layout{Root: root}.Accounts())
	return &Accounts{account.New(account.Deps{Store: file, Now: a.Now, Rand: a.Rand}), file}
}

// Close lets go of the file of the accounts.
func (x *Accounts) Close() error { return x.file.Close() } //nolint:wrapcheck // it says what did not end
