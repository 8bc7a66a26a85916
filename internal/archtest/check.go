package archtest

import (
	"fmt"
	"slices"
	"strings"
)

// Package is what the check knows of a package: what "go list" prints.
type Package struct {
	ImportPath string
	Imports    []string
	Deps       []string
	Standard   bool
}

// Stale gives the rows that no package stands behind: a rule about a package that was renamed guards nothing.
func Stale(table []Room, packages []Package) []string {
	var found []string
	for _, r := range table {
		if !slices.ContainsFunc(packages, func(p Package) bool { return p.ImportPath == module+"/"+r.Path }) {
			found = append(found, r.Path+": no such package")
		}
	}
	return found
}

// Check gives one sentence for each breach of the table.
func Check(table []Room, packages []Package) []string {
	var found []string
	rooms := map[string]Room{}
	for _, r := range table {
		rooms[r.Path] = r
	}
	for _, p := range packages {
		rel, ours := strings.CutPrefix(p.ImportPath, module+"/")
		if !ours {
			continue
		}
		room, ok := rooms[rel]
		if !ok {
			found = append(found, fmt.Sprintf("%s: not in the table", rel))
			continue
		}
		found = append(found, room.check(p)...)
	}
	slices.Sort(found)
	return found
}

func (r Room) check(p Package) []string {
	var found []string
	for _, imp := range p.Imports {
		if why := r.refuses(imp); why != "" {
			found = append(found, fmt.Sprintf("%s imports %s: %s", r.Path, imp, why))
		}
	}
	for _, dep := range p.Deps {
		for _, closed := range r.Closed {
			if dep == closed ||
				strings.HasPrefix(dep, closed+"/") && closed != sqlPath && !strings.HasPrefix(closed, "net/") {
				found = append(found, fmt.Sprintf("%s reaches %s, which its closure must not hold", r.Path, dep))
			}
		}
		if r.outside() && strings.HasPrefix(dep, module+"/internal/") {
			found = append(found, fmt.Sprintf("%s reaches %s: a public package knows nothing internal", r.Path, dep))
		}
	}
	return found
}

// outside reports whether the room is public: it must build without anything internal.
func (r Room) outside() bool {
	return r.Path == "reports" || strings.HasPrefix(r.Path, "reports/") ||
		r.Path == "runner" || strings.HasPrefix(r.Path, "runner/") ||
		strings.HasPrefix(r.Path, "features")
}

// refuses says why the room may not import imp, or nothing.
func (r Room) refuses(imp string) string {
	if rel, ours := strings.CutPrefix(imp, module+"/"); ours {
		for _, may := range r.May {
			if prefix, tree := strings.CutSuffix(may, "/..."); rel == may ||
				tree && strings.HasPrefix(rel, prefix+"/") {
				return ""
			}
		}
		return "not among the packages that it may know"
	}
	if first, _, _ := strings.Cut(imp, "/"); strings.Contains(first, ".") {
		for _, third := range r.Third {
			if imp == third || strings.HasPrefix(imp, third+"/") {
				return ""
			}
		}
		return "a third party that it may not know"
	}
	switch {
	case imp == sqlPath && !r.SQL:
		return "SQL stays in the store and in the demo system"
	case r.Pure && (imp == "os" || imp == "os/exec" || imp == "net" || imp == "net/http" || imp == "time"):
		return "a pure package takes values, not the world"
	}
	return ""
}
