// Package features holds feature files: the example project that `recette init
// --template crm` copies and `recette demo` runs. It embeds them as they are
// and knows nothing of what they say; it imports the standard library only.
package features

import (
	"embed"
	"io/fs"
)

// Embedding leaves out folders that hold a go.mod: the example's module files
// are shipped as go.mod.txt and go.sum.txt, and renamed by whoever copies them.
// What else begins with a dot is named, or left out: somebody who tries the
// example where it stands leaves a .recette with a database and keys in it.
//
//go:embed exemples/crm exemples/crm/.gitignore
var files embed.FS

// Example returns the example project, rooted at its own directory: recette.yaml
// is at the top. Files whose name ends in ".txt" after go.mod or go.sum are to
// be copied without that suffix.
func Example() fs.FS {
	sub, err := fs.Sub(files, "exemples/crm")
	if err != nil {
		panic(err) // the path is a constant and valid
	}
	return sub
}
