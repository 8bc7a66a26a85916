// Package runner holds the sources from which a worker process is built around a project's step definitions: the folder
// host, which runs godog behind the step protocol, and the folder protocol. A project needs no import of ours: recette
// builds these sources inside the project's own module, with the versions that it pins. The package itself imports
// neither of them: the program that embeds it must not start with godog inside.
package runner

import (
	"embed"
	"io/fs"
)

//go:embed host/*.go protocol/*.go
var sources embed.FS

// ImportPath is the import path that the sources use for this package. Whoever copies them elsewhere replaces it.
const ImportPath = "recette/runner"

// Sources returns the source files, under host/ and protocol/. Files whose name ends in _test.go belong to the tests of
// this module and have no use elsewhere.
func Sources() fs.FS { return sources }
