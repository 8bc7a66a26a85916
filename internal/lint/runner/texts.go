package runner

import (
	"io/fs"

	"recette/internal/bounded"
	"recette/internal/lint/report"
	"recette/internal/syntax"
)

// Texts gives the text of files of the project, the last one from memory: findings come file by file.
type Texts struct {
	overlay map[string][]byte // what files would hold once mended
	tree    fs.FS
	limit   int64 // bytes of the longest file that is looked at
	path    string
	text    *report.Text
}

// Texts gives the text of the files as they stand, once mended.
func (r *Runner) Texts() *Texts {
	return &Texts{overlay: r.overlay, tree: r.Tree, limit: int64(max(r.Reading.Syntax.MaxFile, syntax.DefaultMaxFile))}
}

// Of gives the text of a file, nil when it cannot be read.
func (t *Texts) Of(path string) *report.Text {
	if path != t.path || t.text == nil {
		t.path, t.text = path, nil
		if src, err := t.bytes(path); err == nil {
			t.text = report.NewText(src)
		}
	}
	return t.text
}

func (t *Texts) bytes(path string) ([]byte, error) {
	if src, ok := t.overlay[path]; ok {
		return src, nil
	}
	return bounded.ReadFS(t.tree, path, t.limit) //nolint:wrapcheck // its caller names the file
}

func (t *Texts) line(path string, n int) string { return t.Of(path).Line(n) }
