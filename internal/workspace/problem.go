package workspace

import (
	"fmt"

	"recette/internal/catalogue"
	"recette/internal/project"
	"recette/internal/syntax"
)

// ErrNoProject says that no folder from the start upwards holds a configuration.
var ErrNoProject = project.ErrNotFound

// ConfigError is a configuration that cannot be used. Err is a *yamldoc.Error, or why the file cannot be read.
type ConfigError struct{ Err error }

func (e *ConfigError) Error() string { return fmt.Sprintf("read the configuration: %v", e.Err) }

// Unwrap gives the cause.
func (e *ConfigError) Unwrap() error { return e.Err }

// FeaturesError lists the faults that keep feature files from being read.
type FeaturesError struct{ Faults []syntax.Diagnostic }

func (e *FeaturesError) Error() string {
	return fmt.Sprintf("feature files hold %d errors", len(e.Faults))
}

// OutsideError is a path that leaves the project.
type OutsideError struct {
	Path string // as it was given
	Root string // of the project
}

func (e *OutsideError) Error() string { return fmt.Sprintf("%s lies outside %s", e.Path, e.Root) }

// TargetError is a target that selects nothing, with the path of the project that was probably meant.
type TargetError struct {
	*catalogue.TargetError
	Root string // of the project
	Like string // the file or folder that a missing one most resembles; empty when none does
}

// Unwrap gives the fault itself.
func (e *TargetError) Unwrap() error { return e.TargetError }
