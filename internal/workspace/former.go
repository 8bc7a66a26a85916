package workspace

import (
	"context"
	"io/fs"
	"path"

	"recette/internal/bounded"
	"recette/internal/catalogue"
	"recette/internal/git"
	"recette/internal/reference"
)

// treeAt gives the features and the references of the project as a commit has them. A file that is too long to be read
// is there, cut: to leave it out would be to say that it was not there.
func (p *Project) treeAt(ctx context.Context, commit string) (fs.FS, error) {
	var paths []string
	for _, s := range reference.Sources() {
		paths = append(paths, s.Path)
	}
	for _, dir := range p.Features {
		paths = append(paths, path.Clean(dir))
	}
	const references = bounded.Document // each of them is refused far below
	all := p.Options().MaxTotal
	if all <= 0 {
		all = catalogue.DefaultMaxTotal
	}
	return p.Git().Tree(ctx, commit, git.Wanted{ //nolint:wrapcheck // it names the question
		Below: paths, Name: documented, File: max(int64(p.Limits.FileBytes), references), All: all + references,
	})
}

// documented reports whether a file may be part of the documentation: a folder of features may be the whole repository.
func documented(name string) bool {
	return catalogue.Finds(path.Base(name), []string{"."}) || path.Base(name) == "README.md" || reference.Reads(name)
}
