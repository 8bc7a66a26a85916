package reference

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// Why a decision that is cited by its number opens nothing.
var (
	ErrNoDecision = errors.New("no decision is written down under this number")
	ErrUnacted    = errors.New("the decision of this number is not acted")
)

// DecisionFile is where the decision of a number is written down, relative to the project.
func DecisionFile(number string) string { return path.Join(DecisionsDir, path.Base(number)+".md") }

// CheckActed refuses a number behind which no decision is written down in the project (ErrNoDecision), or one that
// nobody took: it is still proposed, was rejected or replaced, or its page does not say (ErrUnacted).
func CheckActed(project fs.FS, number string) error {
	file := DecisionFile(number)
	page, err := fs.ReadFile(project, file)
	if err != nil || path.Base(number) != number {
		return fmt.Errorf("decision %s: %w", number, ErrNoDecision)
	}
	if d, _ := ParseDecision(file, string(page)); d.Status != Acted {
		return fmt.Errorf("decision %s: %w", number, ErrUnacted)
	}
	return nil
}
