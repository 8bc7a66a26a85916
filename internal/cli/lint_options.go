package cli

import (
	"path/filepath"

	"recette/internal/bounded"
	"recette/internal/lint"
	findings "recette/internal/lint/report"
	"recette/internal/lint/rules"
	"recette/internal/project"
	"recette/internal/syntax"
)

// lintOptions gathers what rules know of the project. What is wrong with the settings of rules is printed.
func (a *app) lintOptions(p *projectAt) (lint.Options, error) {
	all := rules.All()
	settings, err := lint.Settings(project.FileName, "lint.rules", p.Lint.Rules, all)
	if err != nil {
		a.documentProblems(a.env.Stderr, err)
		return lint.Options{}, fail("config", nil)
	}
	return lint.Options{
		Rules: all, Profile: lint.Profile(p.Lint.Profile), Tags: p.Tags,
		Retired: p.Retired, Language: p.Language, Settings: withLayout(p, settings), Reference: references(p),
	}, nil
}

// sentence words a finding and its remedy.
func (a *app) sentence(f lint.Finding) findings.Item {
	s := findings.Item{Finding: f, Message: a.words.T(f.Key()+".message", f.Values()...)}
	if f.Suggest != "" {
		s.Message += a.words.T("document.suggest", f.Suggest)
	}
	if a.words.Has(f.Key() + ".remedy") {
		s.Remedy = a.words.T(f.Key()+".remedy", f.Values()...)
	}
	return s
}

// texts gives the text of files of the project, the last one from memory: findings come file by file.
type texts struct {
	project *projectAt
	overlay map[string][]byte // what files would hold once mended
	limit   int64             // bytes of the longest file that is looked at
	path    string
	text    *findings.Text
}

func newTexts(p *projectAt, overlay map[string][]byte) *texts {
	return &texts{project: p, overlay: overlay, limit: int64(max(p.Limits.FileBytes, syntax.DefaultMaxFile))}
}

// of gives the text of a file, nil when it cannot be read.
func (t *texts) of(path string) *findings.Text {
	if path != t.path || t.text == nil {
		t.path, t.text = path, nil
		if src, err := t.bytes(path); err == nil {
			t.text = findings.NewText(src)
		}
	}
	return t.text
}

func (t *texts) bytes(path string) ([]byte, error) {
	if src, ok := t.overlay[path]; ok {
		return src, nil
	}
	full := filepath.Join(t.project.Root, filepath.FromSlash(path))
	return bounded.ReadFile(full, t.limit) //nolint:wrapcheck // its caller names the file
}

func (t *texts) line(path string, n int) string { return t.of(path).Line(n) }
