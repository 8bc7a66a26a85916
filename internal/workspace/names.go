package workspace

import (
	"recette/internal/git"
	"recette/internal/project"
	"recette/internal/worker/build"
	"recette/internal/worker/wire"
)

// ConfigFile is the file that makes a folder a project.
const ConfigFile = project.FileName

// Profiles lists the profiles of rules.
func Profiles() []string { return project.Profiles() }

type (
	// Environment is where the product is tested.
	Environment = project.Environment
	// CompileError is what the toolchain said of the steps of a project.
	CompileError = build.CompileError
)

// Why steps cannot be built or run, and why git gave no answer.
var (
	ErrNoGo   = build.ErrNoGo
	ErrBuild  = build.ErrBuild
	ErrWorker = wire.ErrWorker
	ErrGit    = git.ErrFailed
)

// BuildKey gives the text that says why steps cannot be built, nothing when none does.
func BuildKey(err error) string { return build.Key(err) }
