package workspace

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"recette/internal/catalogue"
	"recette/internal/plan"
)

// Present gives cases as they stand on disk, one after the other, for whoever conducts them. One goroutine uses it.
type Present struct {
	project *Project
	piece   [32 << 10]byte // of a file that is compared

	// The file that was asked for last, while its bytes are the same.
	path  string
	text  []byte
	given string // what data sets gave then
	cases map[string]catalogue.Case
}

// Present gives the cases of the project as they stand.
func (p *Project) Present() *Present { return &Present{project: p} }

// Now gives a frozen case as it stands on disk, so that a text that changed since is noticed before somebody judges it.
// Its file is read whenever it is asked for, and no other one: what somebody is writing elsewhere stops no tester. A
// file that holds the very bytes of the time before is not parsed again, while data sets give what they gave. When the
// case is not there it may have moved, and every feature is read: one that cannot be is then a *FeaturesError, since
// the case may not be gone.
func (n *Present) Now(ctx context.Context, frozen *catalogue.Case) (c catalogue.Case, ok bool, err error) {
	path := frozen.Feature.Path
	given := fmt.Sprint(n.project.Options().Values)
	if n.path != path || n.given != given || !n.holds(path, n.text) {
		n.path, n.text, n.given, n.cases = "", nil, given, nil
		text, unread := fs.ReadFile(n.project.Tree(), path)
		list, err := n.project.Cases(ctx, []string{path})
		if _, gone := errors.AsType[*TargetError](err); err != nil && !gone {
			return catalogue.Case{}, false, err
		}
		n.cases = byID(list)
		if unread == nil && err == nil && n.holds(path, text) { // what was parsed is what was read
			n.path, n.text = path, text
		}
	}
	id := plan.CaseID(frozen.ID)
	if c, ok = n.cases[id]; ok {
		return c, true, nil
	}
	cases, err := n.project.casesByID(ctx)
	c, ok = cases[id]
	return c, ok, err
}

// DriftOf says how a frozen case moved away from its text, with the lines of it that differ, each behind a space, a
// plus or a minus; nil when the features hold it as it was frozen. Its errors are those of Present.Now.
func (p *Project) DriftOf(ctx context.Context, frozen *catalogue.Case) (*plan.Drift, string, error) {
	now, ok, err := p.Present().Now(ctx, frozen)
	if err != nil {
		return nil, "", err
	}
	was := plan.OutlineCase{
		ID: frozen.ID, Content: frozen.Content, Presentation: frozen.Presentation, Path: frozen.Feature.Path,
		Name: frozen.Name,
	}
	d, faces, after := plan.Drift{ID: plan.CaseID(frozen.ID), Was: was.Name, WasPath: was.Path}, plan.Faces{}, ""
	if ok {
		faces.Add(now.ID, plan.FaceOf(&now))
		d.Now, d.NowPath, d.Content, after = now.Name, now.Feature.Path, now.Content, now.Text()
	}
	if d.Kind = faces.Of(&was); d.Kind == plan.Identical {
		return nil, "", nil
	}
	return &d, plan.Lines(frozen.Text(), after), nil
}

// holds tells whether a file is there and holds that text to the byte.
func (n *Present) holds(path string, text []byte) bool {
	f, err := n.project.Tree().Open(path)
	if err != nil {
		return false
	}
	defer f.Close() //nolint:errcheck // nothing was written
	for {
		read, err := f.Read(n.piece[:])
		if !bytes.HasPrefix(text, n.piece[:read]) {
			return false
		}
		text = text[read:]
		switch {
		case errors.Is(err, io.EOF):
			return len(text) == 0
		case err != nil:
			return false
		}
	}
}
