package workspace

import (
	"context"
	"io/fs"
	"path"
	"strings"

	"recette/internal/syntax"
)

// treeAt gives the features and the references of the project as a commit has them.
func (p *Project) treeAt(ctx context.Context, commit string) (fs.FS, error) {
	paths := referenceFiles()
	for _, dir := range p.Features {
		paths = append(paths, path.Clean(dir))
	}
	limit := p.Limits.FileBytes
	if limit <= 0 {
		limit = syntax.DefaultMaxFile
	}
	return p.Git().Tree(ctx, commit, paths, documented, limit) //nolint:wrapcheck // it names the question
}

// referenceFiles lists the files and folders of references of a project.
func referenceFiles() []string {
	return []string{"stories.yaml", "roles.yaml", "messages.yaml", "glossary.yaml", "rules", "decisions", "data"}
}

// documented reports whether a file may be part of the documentation: a folder of features may be the whole repository.
func documented(name string) bool {
	if strings.HasSuffix(name, ".feature") || path.Base(name) == "README.md" {
		return true
	}
	for _, ref := range referenceFiles() {
		if name == ref || strings.HasPrefix(name, ref+"/") {
			return true
		}
	}
	return false
}
