package lsp

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"recette/internal/catalogue"
	"recette/internal/criteria"
	"recette/internal/lint"
	"recette/internal/standing"
)

// scope is a project of the session, with all that is known of it. Its methods answer about the documents that belong
// to it.
type scope struct {
	*server
	folder  string // what it was loaded for
	project *Project
	linter  *lint.Linter
	index   *index
	found   map[string][]lint.Finding
	foundAt int // edition of the index that found was concluded from

	statuses map[string]standing.Status // by case; nil while they are not known
	reading  bool                       // the statuses are being read
	again    bool                       // and have changed meanwhile
	steps    *matcher                   // whose answers are given; nil while none is ready
	next     *matcher                   // that gets ready, or steps
	dead     string                     // why the definitions cannot be known; empty when they can
	state    survey                     // of the files that are watched, for an editor that does not
}

// load reads the project around a folder and every feature of it. Open documents keep the editor's text. A project that
// was read before still serves when it cannot be read again: the editor shows why. It tells whether there is a project
// now.
func (s *server) load(ctx context.Context, folder string) bool {
	p, err := s.source.Load(ctx, folder)
	if err != nil {
		s.complain(ctx, folder, err)
		return false
	}
	delete(s.trouble, folder)
	home := &scope{server: s, folder: folder, project: p, linter: lint.New(p.Lint), index: newIndex()}
	for i, old := range s.scopes {
		if old.project.Root == p.Root {
			old.end()
			home.statuses, home.steps = old.statuses, old.steps
			s.scopes = slices.Delete(s.scopes, i, i+1)
			break
		}
	}
	err = catalogue.Walk(ctx, p.Tree, p.Targets, p.Options, func(f catalogue.File) error {
		home.put(&f, home.linter.Judge(lint.FileOf(&f)))
		return nil
	})
	if err != nil {
		s.complain(ctx, folder, err)
	}
	s.scopes = append(s.scopes, home)
	// The project that lies deepest comes first: a file of it is not one of the project around.
	slices.SortStableFunc(s.scopes, func(a, b *scope) int { return len(b.project.Root) - len(a.project.Root) })
	for _, d := range s.documents() {
		s.house(ctx, d)
	}
	home.learn(ctx)
	s.due, s.outside = true, true
	return true
}

// within finds a folder between a file and the root of a project that makes a project of its own, as an example inside
// the project that it is an example of; empty when there is none.
func (s *scope) within(file string) string {
	for dir := filepath.Dir(file); ; dir = filepath.Dir(dir) {
		if rel, inside := below(s.project.Root, dir); !inside || rel == "." {
			return ""
		}
		if _, err := os.Stat(filepath.Join(dir, projectFile)); err == nil {
			return dir
		}
	}
}

// loadAround reads the project that holds a file, when there is one.
func (s *server) loadAround(ctx context.Context, file string) bool {
	dir := filepath.Dir(file)
	if _, known := s.trouble[dir]; known {
		return false
	}
	p, err := s.source.Load(ctx, dir)
	if err != nil {
		s.trouble[dir] = err.Error() // a file of no project is left alone, without a word
		return false
	}
	_, inside := below(p.Root, file)
	if !inside || slices.ContainsFunc(s.scopes, func(home *scope) bool { return home.project.Root == p.Root }) {
		return false
	}
	return s.load(ctx, p.Root)
}

// scopeOf finds the project that holds a file, and the path of the file in it.
func (s *server) scopeOf(file string) (*scope, string) {
	for _, home := range s.scopes {
		if rel, ok := below(home.project.Root, file); ok {
			return home, rel
		}
	}
	return nil, ""
}

// drop forgets the projects below a folder that the editor closed.
func (s *server) drop(folder string) {
	s.scopes = slices.DeleteFunc(s.scopes, func(home *scope) bool {
		if _, inside := below(folder, home.project.Root); !inside {
			return false
		}
		home.end()
		for _, d := range s.open {
			if d.home == home {
				d.home = nil
			}
		}
		return true
	})
}

// put keeps what is known of a file, and asks what runs its steps.
func (s *scope) put(f *catalogue.File, r lint.Judgement) {
	e := s.index.put(f, r)
	e.criteria = criteria.Read(*s.vocabulary(), f)
	for i := range f.Cases {
		e.cases = append(e.cases, tested{f.Cases[i].ID, f.Cases[i].Content})
	}
	for i := range e.steps {
		s.wonder(e.steps[i].ask)
	}
}

// holds tells whether a path is one of the features of the project, there or still to be saved.
func (s *scope) holds(rel string) bool {
	if s.index.files[rel] != nil {
		return true
	}
	for part := range strings.SplitSeq(rel, "/") {
		if strings.HasPrefix(part, ".") {
			return false // a walk does not look there
		}
	}
	if len(s.project.Targets) == 0 {
		return isFeature(rel)
	}
	return isFeature(rel) && slices.ContainsFunc(s.project.Targets, func(target string) bool {
		target = path.Clean(target)
		return target == "." || target == rel || strings.HasPrefix(rel, target+"/")
	})
}

// reread takes a file of the index from the disk, or drops it when it is not there any more.
func (s *scope) reread(ctx context.Context, rel string) {
	if _, err := fs.Stat(s.project.Tree, rel); err != nil {
		s.index.drop(rel)
		return
	}
	err := catalogue.Walk(ctx, s.project.Tree, []string{rel}, s.project.Options, func(f catalogue.File) error {
		s.put(&f, s.linter.Judge(lint.FileOf(&f)))
		return nil
	})
	if err != nil {
		s.log("read %s: %v", rel, err)
		s.index.drop(rel)
	}
}

func (s *scope) onDisk(rel string) string {
	return filepath.Join(s.project.Root, filepath.FromSlash(rel))
}

// complain shows the user why a project cannot be read, once for each reason. Before the session is open the protocol
// allows window/showMessage too (LSP 3.17, Initialize Request).
func (s *server) complain(ctx context.Context, folder string, err error) {
	if s.trouble[folder] == err.Error() {
		return
	}
	s.trouble[folder] = err.Error()
	s.log("load %s: %v", folder, err)
	s.tell(ctx, "window/showMessage", map[string]any{"type": messageError, "message": "recette: " + err.Error()})
}

// The types of messages (LSP 3.17, MessageType).
const (
	messageError   = 1
	messageWarning = 2
)
