package workspace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"recette/internal/loading"
	"recette/internal/meant"
	"recette/internal/reference"
	"recette/internal/worker/process"
	"recette/internal/yamldoc"
)

// DataLoading is the loading of a data set, or its being put back, in an environment.
type DataLoading struct {
	Set   reference.DataSet
	Reset bool
	To    Target
	Build string
	Print io.Writer // gets what the command prints as it comes, secrets hidden; may be nil
	Now   func() time.Time
}

// DataLoaded is how the command of a loading ended.
type DataLoaded = loading.End

// What became of a loading.
const (
	DataDone        = loading.Done
	DataFailed      = loading.Failed
	DataTimeOut     = loading.TimeOut
	DataInterrupted = loading.Interrupted
)

// ErrDataStart says that the command of a data set could not be started: nothing was loaded.
var ErrDataStart = loading.ErrStart

// errNoDataCommand says that a data set is not loaded by a command.
var errNoDataCommand = errors.New("no command")

// NoDataSetError is a data set that the project does not keep.
type NoDataSetError struct {
	Code  string
	Near  string // the one that was meant
	Known []string
}

func (e *NoDataSetError) Error() string { return fmt.Sprintf("no data set %q", e.Code) }

// DataSet gives a data set by its code, as its file is now, to whoever loads it. It returns a *NoDataSetError, or the
// *yamldoc.Error of its file: what a file that says something else than what is read of it would load, nobody knows.
func (p *Project) DataSet(code string) (reference.DataSet, error) {
	refs, _ := p.References() // what is wrong with the files is in the set
	if d, ok := refs.DataSet(code); ok {
		var faults []yamldoc.Problem
		for _, x := range refs.Problems {
			if of, data := reference.DataCode(x.File); data && of == d.Code {
				faults = append(faults, x)
			}
		}
		if len(faults) > 0 {
			return reference.DataSet{}, &yamldoc.Error{Problems: faults}
		}
		return d, nil
	}
	e := &NoDataSetError{Code: code, Known: refs.DataCodes()}
	e.Near = meant.Nearest(code, e.Known)
	return reference.DataSet{}, e
}

// Procedure is how the loading is done.
func (l *DataLoading) Procedure() reference.Procedure {
	if l.Reset {
		return l.Set.Reset
	}
	return l.Set.Load
}

// LoadData runs the command of a data set. It is told of the environment in its arguments and its variables, gets those
// that the configuration names for the steps, and what it prints has its secrets hidden. It returns errNoDataCommand, a
// *SecretError, or an error under ErrDataStart.
func (p *Project) LoadData(ctx context.Context, l DataLoading) (DataLoaded, error) {
	how := l.Procedure()
	if len(how.Command) == 0 {
		return DataLoaded{}, fmt.Errorf("load %s: %w", l.Set.Code, errNoDataCommand)
	}
	secrets, err := p.Secrets(l.To)
	if err != nil {
		return DataLoaded{}, err
	}
	var names []string
	for _, auto := range p.Automation {
		names = append(append(names, auto.Env...), auto.PublicEnv...)
	}
	var guard []string
	if p.deps.Self != "" {
		guard = []string{p.deps.Self, process.GuardVerb}
	}
	end, err := loading.Run(ctx, loading.Command{
		Words: how.Command, Dir: p.Root, Timeout: how.Timeout, Environ: p.deps.Environ, Env: p.passed(names),
		Secrets: secrets, Print: l.Print, Now: l.Now, Guard: guard,
	}, loading.Place{
		URL: l.To.URL, Shown: ShownAddress(l.To.URL), Environment: l.To.Name, Build: l.Build, Set: l.Set.Code,
		File: l.Set.At.Path,
	})
	if err != nil {
		return DataLoaded{}, secrets.Error(err)
	}
	return end, nil
}
