package lsp

import (
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"recette/internal/reference"
)

// didChangeWatchedFilesParams lists files that changed on disk.
type didChangeWatchedFilesParams struct {
	Changes []fileEvent `json:"changes"`
}

// fileEvent is a file that changed on disk.
type fileEvent struct {
	URI  documentURI `json:"uri"`
	Type int         `json:"type"`
}

// affair is what a file is to the server.
type affair int

const (
	unrelated affair = iota
	aFeature
	aSetting  // the configuration, or something that tags and steps refer to
	aStep     // code that runs steps
	theRecord // what a run wrote
)

// recordHead is the file that changes each time that something is recorded. The others change when they are read, too:
// the session would never come to rest.
const recordHead = ".recette/head"

// affairOf tells what a path of a project is to the server.
func affairOf(rel string) affair {
	dir, name := path.Split(rel)
	top, _, _ := strings.Cut(rel, "/")
	switch ext := path.Ext(name); {
	case rel == recordHead:
		return theRecord
	case strings.HasPrefix(top, "."), strings.Contains("/"+dir, "/node_modules/"):
		return unrelated
	case ext == ".feature":
		return aFeature
	case dir == "" && (ext == ".yaml" || name == ".editorconfig"),
		slices.Contains(references(), dir+"*"+ext):
		return aSetting
	case ext == ".go", name == "go.mod", name == "go.sum":
		return aStep
	}
	return unrelated
}

// globs are the patterns of what affairOf knows.
func globs() []string {
	list := []string{"**/*.feature", "**/*.yaml", "**/.editorconfig", "**/*.go", "**/go.{mod,sum}", "**/" + recordHead}
	for _, pattern := range references() {
		list = append(list, "**/"+pattern)
	}
	return list
}

// references are the patterns of the entries that tags name, each in a file of its own.
func references() []string {
	var patterns []string
	for _, s := range reference.Sources() {
		if s.Ext != "" {
			patterns = append(patterns, s.Path+"/*"+s.Ext)
		}
	}
	return patterns
}

// watch asks the editor to say when files of the project change on disk.
func (s *server) watch(ctx context.Context) {
	if !s.watches() {
		s.catchUp(ctx)
		return
	}
	watchers := []map[string]any{}
	for _, glob := range globs() {
		watchers = append(watchers, map[string]any{"globPattern": glob})
	}
	s.ask(ctx, "client/registerCapability", map[string]any{
		"registrations": []map[string]any{{
			"id": "recette-files", "method": "workspace/didChangeWatchedFiles",
			"registerOptions": map[string]any{"watchers": watchers},
		}},
	})
}

// watches tells whether the editor says when files change.
func (s *server) watches() bool {
	return s.client.Capabilities.Workspace.DidChangeWatchedFiles.DynamicRegistration
}

func (s *server) didChangeWatchedFiles(ctx context.Context, p *didChangeWatchedFilesParams) (any, error) {
	changed := map[*scope]map[string]bool{}
	for _, c := range p.Changes {
		file, ok := filePath(c.URI)
		if !ok {
			continue
		}
		home, rel := s.scopeOf(file)
		if path.Base(rel) == projectFile || home == nil && path.Base(keyOf(c.URI)) == projectFile {
			s.adopt(ctx, file)
			continue
		}
		if home != nil {
			if changed[home] == nil {
				changed[home] = map[string]bool{}
			}
			changed[home][rel] = true
		}
	}
	for home, paths := range changed {
		home.changed(ctx, paths)
	}
	return nil, nil
}

// projectFile is the file that makes a folder a project.
const projectFile = "recette.yaml"

// adopt reads again the project whose configuration changed, or one that just appeared in a folder of the editor.
func (s *server) adopt(ctx context.Context, file string) {
	if home, rel := s.scopeOf(file); home != nil && rel == projectFile {
		s.load(ctx, home.folder)
		return
	}
	clear(s.trouble)
	for _, folder := range s.folders() {
		if _, inside := below(folder, file); inside && !slices.ContainsFunc(
			s.scopes, func(h *scope) bool { return h.folder == folder },
		) {
			s.load(ctx, folder)
		}
	}
	for _, d := range s.documents() {
		if d.home == nil {
			s.house(ctx, d)
		}
	}
}

// changed takes in what changed on disk. Open documents are the editor's: their text on disk is not looked at. A change
// of the configuration, or of what tags refer to, reads the project again.
func (s *scope) changed(ctx context.Context, paths map[string]bool) {
	reload, steps, record := false, false, false
	for rel := range paths {
		switch affairOf(rel) {
		case aFeature:
			if s.opened(rel) == nil && s.holds(rel) {
				s.reread(ctx, rel)
				s.due, s.outside = true, true
			}
		case aSetting:
			reload = true
		case aStep:
			steps = steps || !strings.HasSuffix(rel, "_test.go")
		case theRecord:
			record = true
		case unrelated:
		}
	}
	if reload {
		s.load(ctx, s.folder)
		return
	}
	if steps && s.project.Automated {
		s.learnSteps(ctx, patience)
	}
	if record {
		s.learnStatuses(ctx, patience)
	}
}

// patience is how long after a change its effects are looked for: files are seldom written one at a time.
const patience = 300 * time.Millisecond

// survey is the state of the watched files on disk, by path: when each was written, and its size.
type survey map[string][2]int64

// catchUp looks for what changed on disk, for an editor that does not watch files.
func (s *server) catchUp(ctx context.Context) {
	if s.watches() {
		return
	}
	for _, home := range slices.Clone(s.scopes) {
		now := home.look()
		before := home.state
		home.state = now
		if before == nil {
			continue
		}
		paths := map[string]bool{}
		for rel, state := range now {
			if before[rel] != state {
				paths[rel] = true
			}
		}
		for rel := range before {
			if _, there := now[rel]; !there {
				paths[rel] = true
			}
		}
		if paths[projectFile] {
			s.load(ctx, home.folder)
			continue
		}
		home.changed(ctx, paths)
	}
	for _, home := range s.scopes {
		if home.state == nil {
			home.state = home.look()
		}
	}
}

// look surveys the files of the project. What cannot be read is not there.
func (s *scope) look() survey {
	out := survey{}
	_ = fs.WalkDir(s.project.Tree, ".", func(p string, d fs.DirEntry, err error) error { // the error is always nil
		switch {
		case err != nil:
			return nil
		case d.IsDir() && p != "." && p != path.Dir(recordHead) &&
			(strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules"):
			return fs.SkipDir
		case d.IsDir() || affairOf(p) == unrelated:
			return nil
		}
		if info, err := d.Info(); err == nil {
			out[p] = [2]int64{info.ModTime().UnixNano(), info.Size()}
		}
		return nil
	})
	return out
}
