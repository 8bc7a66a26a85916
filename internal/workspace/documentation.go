package workspace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"recette/internal/catalogue"
	"recette/internal/git"
	"recette/internal/livingdoc/changes"
	"recette/internal/livingdoc/model"
	"recette/internal/plan"
	"recette/internal/reference"
	"recette/internal/standing"
	"recette/internal/syntax"
)

// ErrNoCase says that the folders of features hold no case.
var ErrNoCase = errors.New("no case")

// CommitError is a commit that git does not give.
type CommitError struct {
	Commit string // as it was asked for
	Err    error  // why it cannot be read; nil when there is no such commit
}

func (e *CommitError) Error() string { return fmt.Sprintf("read commit %s: %v", e.Commit, e.Err) }

// Unwrap gives the cause.
func (e *CommitError) Unwrap() error { return e.Err }

// Documenting says which documentation is made.
type Documenting struct {
	At       time.Time
	Producer string
	Since    string   // commit of an earlier edition to compare with; empty for none
	Standing Standing // where the cases stand
	// is given what cannot be read and is left out: the *yamldoc.Error of references, each *PlanError
	Told func(error)
}

// Documentation is the functional documentation of a project.
type Documentation struct {
	*model.Doc
	Former Former // the earlier edition that it is compared with
}

// Former is an earlier edition of the documentation.
type Former struct {
	Commit string // empty: no edition was asked for
	Day    string // of the commit, YYYY-MM-DD, as far as git says
	Broken int    // features that could not be read there
}

// Documentation reads the references, the features, the record and the plans, and, when asked, an earlier edition. A
// documentation that leaves something out in silence is worse than none: it returns a *ReferencesError, a
// *FeaturesError, ErrNoCase, or a *CommitError.
func (p *Project) Documentation(ctx context.Context, d Documenting) (*Documentation, error) {
	p = p.noting(ctx)
	set, err := p.References()
	if err != nil {
		d.Told(err)
	}
	if len(set.Problems) > 0 {
		return nil, &ReferencesError{Problems: set.Problems}
	}
	o := model.Options{
		Project: p.Name, Language: p.Language, Roots: p.Features, Tags: p.Tags, At: d.At, Producer: d.Producer,
	}
	b := model.New(o, set)
	texts, faces := plan.Presence{}, plan.Faces{}
	readmes := folders{tree: p.Tree(), texts: map[string]string{}}
	cases := 0
	err = p.Read(ctx, p.Features, func(f *catalogue.File) {
		if syntax.HasErrors(f.Diagnostics) {
			return // and so is the documentation refused
		}
		cases += len(f.Cases)
		look(texts, faces, f)
		readmes.see(f)
		b.Add(f)
	})
	switch {
	case err != nil:
		return nil, err
	case cases == 0:
		return nil, ErrNoCase
	}
	facts := model.Facts{Folders: readmes.texts, Journeys: map[string]model.JourneyFacts{}}
	statuses, err := d.Standing.Statuses(ctx, standing.Present{Texts: texts, Faces: faces, Builds: p.Deployed()})
	if err != nil {
		return nil, err //nolint:wrapcheck // it says what cannot be read
	}
	facts.Statuses, facts.Recorded = statuses.Cases, p.recorded(statuses.Cases)
	journeys, _, _ := p.planned(d.Told)
	for code, j := range journeys {
		facts.Journeys[code] = model.JourneyFacts(j)
	}
	out := &Documentation{}
	var was *model.Doc
	if d.Since != "" {
		if was, out.Former, err = p.former(ctx, d.Since, o); err != nil {
			return nil, err
		}
	}
	out.Doc = b.Doc(facts)
	if was != nil {
		out.Changes = changes.Between(was, out.Doc, out.Former.Commit)
	}
	out.Commit = p.commit(ctx)
	return out, nil
}

// former makes the documentation of an earlier commit, from what git keeps: the working tree is not touched.
func (p *Project) former(ctx context.Context, since string, o model.Options) (*model.Doc, Former, error) {
	commit, err := p.Git().Ask(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", since+"^{commit}")
	if errors.Is(err, git.ErrNone) || errors.Is(err, git.ErrAbsent) {
		return nil, Former{}, &CommitError{Commit: since}
	}
	var tree fs.FS
	if err == nil {
		tree, err = p.treeAt(ctx, commit)
	}
	if err != nil {
		return nil, Former{}, &CommitError{Commit: since, Err: err}
	}
	was := Former{Commit: commit}
	o.Commit = commit
	set, _ := reference.Load(tree) // what is wrong there was said then
	b := model.New(o, set)
	readmes := folders{tree: tree, texts: map[string]string{}}
	var targets []string
	for _, dir := range p.Features {
		if _, err := fs.Stat(tree, path.Clean(dir)); err == nil {
			targets = append(targets, dir)
		}
	}
	if len(targets) > 0 {
		err = catalogue.Walk(ctx, tree, targets, p.Options(), func(f catalogue.File) error {
			if syntax.HasErrors(f.Diagnostics) {
				was.Broken++
				return nil
			}
			readmes.see(&f)
			b.Add(&f)
			return nil
		})
		if err != nil {
			return nil, Former{}, err //nolint:wrapcheck // it names the file
		}
	}
	was.Day, _ = p.Git().Ask(ctx, "show", "--no-patch", "--no-show-signature", "--format=%cs", commit)
	return b.Doc(model.Facts{Folders: readmes.texts}), was, nil
}

// maxReadme bounds the page that presents a folder of features, in bytes.
const maxReadme = 256 << 10

// folders reads the README.md of the folders that hold features. One that cannot be read, or is too long to be one, is
// as none: it only gives a title.
type folders struct {
	tree  fs.FS
	texts map[string]string // by folder
}

// see reads that of the folder of a feature, unless it was.
func (r *folders) see(of *catalogue.File) {
	dir := path.Dir(of.Path)
	if _, done := r.texts[dir]; done {
		return
	}
	r.texts[dir] = ""
	f, err := r.tree.Open(path.Join(dir, "README.md"))
	if err != nil {
		return
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() <= maxReadme {
		if data, err := io.ReadAll(io.LimitReader(f, maxReadme)); err == nil {
			r.texts[dir] = strings.ToValidUTF8(string(data), "\ufffd")
		}
	}
	_ = f.Close() // read only
}
