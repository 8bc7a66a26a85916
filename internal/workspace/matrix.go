package workspace

import (
	"context"
	"fmt"
	"os"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/matrix"
	"recette/internal/plan"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/yamldoc"
)

// Standing is what the record of a project knows of its cases, by id, against the features as they stand. It has no
// status for a project that recorded nothing.
type Standing interface {
	Statuses(ctx context.Context, now standing.Present) (standing.Statuses, error)
}

// ReferencesError is references of which a part cannot be read, where what is made of them would lack it and nobody
// would see it.
type ReferencesError struct{ Problems []yamldoc.Problem } // those that count

func (e *ReferencesError) Error() string {
	return fmt.Sprintf("references hold %d faults, the first in %s", len(e.Problems), e.Problems[0].File)
}

// Tracing says which matrix is made.
type Tracing struct {
	matrix.Head          // without what the project says: its name, commit and builds, and whether it has a record
	Today       string   // YYYY-MM-DD
	Standing    Standing // where the cases stand
	// is given what cannot be read and is left out: the *yamldoc.Error of references, each *PlanError
	Told func(error)
}

// Matrix reads the references, the plans, the features and the record, and folds them. It returns a *ReferencesError
// when rows would be missing, a *ready.RegisterError or a *FeaturesError.
func (p *Project) Matrix(ctx context.Context, t Tracing) (matrix.Matrix, error) {
	p = p.noting(ctx)
	set, err := p.References()
	if err != nil {
		t.Told(err)
	}
	if err := rowsOf(set); err != nil {
		return matrix.Matrix{}, err
	}
	o := matrix.Options{Set: set, Tags: p.Tags, DataSets: set.DataCodes()}
	o.Journeys, o.Entities, o.Antennes = p.planned(t.Told)
	if t.Campaign != nil { // what is expected in which antenne is in its rows
		o.Entities, o.Antennes = nil, nil
	}
	o.Ready = map[string]matrix.Ready{} // known once the features are read
	b := matrix.New(o)
	texts, faces := plan.Presence{}, plan.Faces{}
	readiness, err := p.readinessAndFiles(ctx, set, t.Today, func(f *catalogue.File) {
		look(texts, faces, f)
		b.Add(f)
	})
	if err != nil {
		return matrix.Matrix{}, err
	}
	for i := range readiness.Stories {
		s := &readiness.Stories[i]
		o.Ready[s.ID] = matrix.Ready{State: string(s.State), Waivers: len(s.Waivers)}
	}
	statuses, err := t.Standing.Statuses(ctx, standing.Present{Texts: texts, Faces: faces, Builds: p.Deployed()})
	if err != nil {
		return matrix.Matrix{}, err //nolint:wrapcheck // it says what cannot be read
	}
	head := t.Head
	head.Project, head.Commit, head.Builds, head.Recorded = p.Name, p.commit(ctx), p.Deployed(),
		p.recorded(statuses.Cases)
	head.Anomalies = statuses.Anomalies
	return b.Matrix(statuses.Cases, head), nil
}

// Rows tells what keeps the rows of the matrix from being read, as Matrix would (*ReferencesError); nothing when they
// can be.
func (p *Project) Rows() error {
	set, _ := p.References() // of what else it says, nothing is made here
	return rowsOf(set)
}

func rowsOf(set *reference.Set) error {
	for i := range set.Problems {
		if ofRows(set.Problems[i].File) {
			return &ReferencesError{Problems: set.Problems[i:]}
		}
	}
	return nil
}

// recorded reports whether the project has a record: a journal that holds no result says so too.
func (p *Project) recorded(statuses map[string]standing.Status) bool {
	_, err := os.Stat(p.Database())
	return len(statuses) > 0 || err == nil
}

// ofRows tells whether a file, or the folder itself, holds what rows are made of. A backlog under another ending, which
// nobody reads, is a backlog that is missing.
func ofRows(file string) bool {
	name, _, _ := strings.Cut(file, ".")
	return name == "stories" || reference.OfDecisions(file)
}
