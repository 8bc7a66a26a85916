package reference

import (
	"path"
	"strings"
)

// Source is a file, or a folder of files, that Load reads at the root of a project.
type Source struct {
	Kind Kind
	Path string
	Ext  string // of the files that are read in a folder; empty when Path is the file
}

const (
	pages     = ".md"
	documents = ".yaml"
	dataDir   = "data"
)

// Sources lists them in the order in which they are read.
func Sources() []Source {
	return []Source{
		{Stories, "stories" + documents, ""},
		{Roles, "roles" + documents, ""},
		{Messages, "messages" + documents, ""},
		{glossary, "glossary" + documents, ""},
		{Rules, "rules", pages},
		{Rules, "regles", pages},
		{Decisions, DecisionsDir, pages},
		{DataSets, dataDir, documents},
	}
}

// Ends gives the ending of the files that are read, and then those of files that were meant to be.
func (s Source) Ends() []string {
	ext := s.Ext
	if ext == "" {
		ext = path.Ext(s.Path)
	}
	if ext == pages {
		return []string{pages, ".markdown"}
	}
	return []string{documents, ".yml"}
}

// Reads tells whether Load reads a file of this path, relative to the project, when it is there; or notes it as one
// that it should read.
func Reads(file string) bool {
	for _, s := range Sources() {
		if s.Ext == "" && file == s.Path || s.Ext != "" && strings.HasPrefix(file, s.Path+"/") {
			return true
		}
	}
	return false
}
