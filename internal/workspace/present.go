package workspace

import (
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"

	"recette/internal/catalogue"
)

// Present gives cases as they stand on disk, one after the other, for whoever conducts them. One goroutine uses it.
type Present struct {
	project *Project

	// The file that was asked for last, while its bytes are the same.
	path  string
	sum   [sha256.Size]byte
	cases map[string]catalogue.Case
}

// Present gives the cases of the project as they stand.
func (p *Project) Present() *Present { return &Present{project: p} }

// Now gives a frozen case as it stands on disk, so that a text that changed since is noticed before somebody judges it.
// Its file is read whenever it is asked for, and no other one: what somebody is writing elsewhere stops no tester. A
// file that holds the very bytes of the time before is not parsed again. When the case is not there it may have moved,
// and every feature is read: one that cannot be is then a *FeaturesError, since the case may not be gone.
func (n *Present) Now(ctx context.Context, frozen *catalogue.Case) (c catalogue.Case, ok bool, err error) {
	path := frozen.Feature.Path
	sum, known := n.look(path)
	if !known || n.path != path || n.sum != sum {
		n.path, n.cases = "", nil
		list, err := n.project.Cases(ctx, []string{path})
		if _, gone := errors.AsType[*TargetError](err); err != nil && !gone {
			return catalogue.Case{}, false, err
		}
		if n.cases = byID(list); known && err == nil {
			if again, still := n.look(path); still && again == sum { // what was parsed is what was summed
				n.path, n.sum = path, sum
			}
		}
	}
	if c, ok = n.cases[frozen.ID]; ok {
		return c, true, nil
	}
	cases, err := n.project.CasesByID(ctx)
	c, ok = cases[frozen.ID]
	return c, ok, err
}

// look sums a file; known is false when it cannot be read.
func (n *Present) look(path string) (sum [sha256.Size]byte, known bool) {
	b, err := fs.ReadFile(n.project.Tree(), path)
	if err != nil {
		return sum, false
	}
	return sha256.Sum256(b), true
}
