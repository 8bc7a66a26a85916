package reference

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"recette/internal/yamldoc"
)

// What can be wrong with references, beside the codes of yamldoc.
const (
	unreadable     yamldoc.Code = "unreadable"
	irregular      yamldoc.Code = "irregular" // a folder, a pipe, a device: nothing reads it
	notText        yamldoc.Code = "not_text"
	badID          yamldoc.Code = "bad_id"
	idTaken        yamldoc.Code = "taken" // an id that stands twice
	nameMismatch   yamldoc.Code = "name_mismatch"
	noTitle        yamldoc.Code = "no_title"
	unknownField   yamldoc.Code = "unknown_field"
	unknownSection yamldoc.Code = "unknown_section"
	writtenTwice   yamldoc.Code = "twice" // a field or a section that stands twice
	badDay         yamldoc.Code = "bad_day"
	badStatus      yamldoc.Code = "bad_status"
	badYesNo       yamldoc.Code = "bad_yes_no"
	badPriority    yamldoc.Code = "bad_priority"
	badLevel       yamldoc.Code = "bad_level"
	dangling       yamldoc.Code = "dangling"   // a reference to what is not there
	circular       yamldoc.Code = "circular"   // decisions that replace one another in a ring
	otherName      yamldoc.Code = "other_name" // a file that would be read under another ending
	nested         yamldoc.Code = "nested"     // a folder of entries within a folder: nothing reads it
	badOrigin      yamldoc.Code = "data_origin"
	badDataCode    yamldoc.Code = "data_code" // it holds a dot, which separates it from its values
	badTimeout     yamldoc.Code = "data_timeout"
	badValueName   yamldoc.Code = "data_value_name" // of a value or of a field, that nothing could name
	badValue       yamldoc.Code = "data_value"      // a text that no step can hold
	noValue        yamldoc.Code = "data_no_value"   // a row that gives nothing
	more           yamldoc.Code = "more"            // problems of a file past those that are listed
)

// maxProblems is how many problems of one file are listed; the others are counted.
const maxProblems = 50

// Load reads the references of the project at the root of fsys. The Set is never nil and holds what could be read; the
// error is nil, or a *yamldoc.Error with everything that is wrong, which Set.Problems holds too: a fault in one file is
// a line to correct and does not take the others away. Files that do not exist are no fault.
//
// The places are fixed: those of Sources. README.md is for readers in each of the folders.
func Load(fsys fs.FS) (*Set, error) {
	l := &loader{fsys: fsys, set: &Set{Kept: map[Kind]bool{}}, digest: sha256.New(), placed: map[string]*values{}}
	files := map[Kind]func(content) bool{Stories: l.stories, Roles: l.roles, Messages: l.messages, glossary: l.glossary}
	entries := map[Kind]func(content, bool){Rules: l.rule, Decisions: l.decision, DataSets: l.dataSet}
	for _, s := range Sources() {
		if s.Ext == "" {
			l.file(s, files[s.Kind])
		} else {
			l.folder(s, entries[s.Kind])
		}
	}
	l.check()
	s := l.set
	s.index = newIndex(s)
	if len(l.problems) == 0 {
		s.Digest = l.sum()
		return s, nil
	}
	slices.SortStableFunc(l.problems, func(a, b yamldoc.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	s.Problems = bounded(l.problems)
	s.Digest = l.sum()
	return s, &yamldoc.Error{Problems: s.Problems}
}

// sum ends the digest with what a Set says beside the bytes that were read: which kinds are kept, an empty folder is
// one of them, and what is wrong, be it that a file was not read or bears a name that nothing reads.
func (l *loader) sum() string {
	for _, kind := range slices.Sorted(maps.Keys(l.set.Kept)) {
		fmt.Fprintf(l.digest, "%q %t\n", kind, l.set.Kept[kind])
	}
	for _, p := range l.set.Problems {
		fmt.Fprintf(l.digest, "%q %d %d %q %q %q\n", p.File, p.Line, p.Column, p.Code, p.Args, p.Suggest)
	}
	return hex.EncodeToString(l.digest.Sum(nil))
}

// bounded keeps the first problems of each file, and counts the others where they start.
func bounded(list []yamldoc.Problem) []yamldoc.Problem {
	var out []yamldoc.Problem
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].File == list[0].File {
			n++
		}
		out = append(out, list[:min(n, maxProblems)]...)
		if n > maxProblems {
			rest := list[maxProblems]
			out = append(out, yamldoc.Problem{
				File: rest.File, Line: rest.Line, Column: rest.Column, Code: more,
				Args: []string{strconv.Itoa(n - maxProblems)},
			})
		}
		list = list[n:]
	}
	return out
}

type loader struct {
	fsys     fs.FS
	set      *Set
	problems []yamldoc.Problem
	digest   hash.Hash
	placed   map[string]*values // decisions, for the places of their fields
	promises []promise
}

func (l *loader) add(at Place, code yamldoc.Code, suggest string, args ...string) {
	l.problems = append(l.problems, yamldoc.Problem{
		File: at.Path, Line: max(at.Line, 1), Column: max(at.Column, 1), Code: code, Args: args, Suggest: suggest,
	})
}

// file reads a kind that is one file. The kind is kept when the file is there and reads as a document.
func (l *loader) file(from Source, read func(file content) bool) {
	name, ends := from.Path, from.Ends()
	for _, end := range ends[1:] {
		if other := strings.TrimSuffix(name, ends[0]) + end; l.exists(other) {
			l.add(Place{Path: other}, otherName, "", name)
		}
	}
	if c, ok := l.read(name); ok {
		l.set.Kept[from.Kind] = read(c)
	}
}

// folder reads a kind that is a file an entry. An entry whose file does not read is there all the same, with its id:
// what refers to it resolves, and only its file is at fault.
func (l *loader) folder(from Source, read func(file content, ok bool)) {
	dir, ext := from.Path, from.Ext
	names, err := entries(l.fsys, dir, ext)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		l.add(Place{Path: dir}, unreadable, "", reason(err))
		return
	}
	l.set.Kept[from.Kind] = true
	for _, name := range l.otherNames(from) {
		l.add(Place{Path: name}, otherName, "", strings.TrimSuffix(name, path.Ext(name))+ext)
	}
	for _, name := range l.folders(dir, ext) {
		l.add(Place{Path: name}, irregular, "")
	}
	for _, name := range l.nested(dir, ext) {
		l.add(Place{Path: name}, nested, "", dir)
	}
	for _, name := range names {
		if c, ok := l.read(name); c.sum != "" {
			read(c, ok)
		}
	}
}

// entries lists the files of a folder that are entries of its kind.
func entries(fsys fs.FS, dir, ext string) ([]string, error) {
	list, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range list {
		if isEntry(e, ext) {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	return names, nil
}

func isEntry(e fs.DirEntry, ext string) bool {
	name := e.Name()
	return !e.IsDir() && path.Ext(name) == ext && !strings.HasPrefix(name, ".") && !strings.EqualFold(name, "README.md")
}

// exists tells whether a file is there.
func (l *loader) exists(name string) bool {
	_, err := fs.Stat(l.fsys, name)
	return err == nil
}

// folders lists the folders that bear the name of an entry: nothing would read them, and nothing would say so.
func (l *loader) folders(dir, ext string) []string {
	list, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		return nil // said already
	}
	var names []string
	for _, e := range list {
		if e.IsDir() && path.Ext(e.Name()) == ext && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	return names
}

// otherNames lists the files of a folder that were meant to be entries, and end otherwise: nothing would read them, and
// nothing would say so.
func (l *loader) otherNames(from Source) []string {
	dir, ext := from.Path, from.Ext
	list, err := fs.ReadDir(l.fsys, dir)
	if err != nil {
		return nil // said already
	}
	meant := from.Ends()
	var names []string
	for _, e := range list {
		own := path.Ext(e.Name())
		if own == ext || !slices.Contains(
			meant, strings.ToLower(own),
		) || e.IsDir() || strings.HasPrefix(e.Name(), ".") ||
			strings.EqualFold(strings.TrimSuffix(e.Name(), own), "README") {
			continue
		}
		names = append(names, path.Join(dir, e.Name()))
	}
	return names
}

// nested lists the folders within a folder that hold what would be entries: nothing would read them either.
func (l *loader) nested(dir, ext string) []string {
	var names []string
	_ = fs.WalkDir(l.fsys, dir, func(name string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fs.SkipDir
		case name == dir:
		case e.IsDir() && (strings.HasPrefix(e.Name(), ".") || strings.Count(name, "/") > maxNesting):
			return fs.SkipDir
		case !e.IsDir() && path.Dir(name) != dir && isEntry(e, ext) && !slices.Contains(names, path.Dir(name)):
			names = append(names, path.Dir(name))
		}
		return nil
	})
	return names
}

// maxNesting bounds how deep entries that nothing reads are looked for.
const maxNesting = 4

// content is a file as read.
type content struct {
	path string
	data []byte // at most one more than yamldoc.MaxSize
	size int64
	sum  string // SHA-256, hex, of all of it
}

// text is the content in NFC: an id with its accents apart would be another one.
func (c *content) text() string { return norm.NFC.String(string(c.data)) }

// id is the name of the file without its ending.
func (c *content) id() string {
	return norm.NFC.String(strings.TrimSuffix(path.Base(c.path), path.Ext(c.path)))
}

// read reads a file. Every file that is there counts in the digest, faulty or not.
func (l *loader) read(name string) (content, bool) {
	c, err := readFile(l.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return c, false
	}
	if _, e := io.WriteString(l.digest, name+"\x00"+c.sum+"\x00"); err == nil {
		err = e
	}
	if errors.Is(err, errNotRegular) {
		l.add(Place{Path: name}, irregular, "")
		return c, false
	}
	if err != nil {
		l.add(Place{Path: name}, unreadable, "", reason(err))
		return c, false
	}
	switch {
	case c.size > yamldoc.MaxSize:
		l.add(Place{Path: name}, yamldoc.TooLarge, "", strconv.FormatInt(c.size, 10), strconv.Itoa(yamldoc.MaxSize))
	case !utf8.Valid(c.data):
		l.add(Place{Path: name, Line: 1 + bytes.Count(c.data[:invalidAt(c.data)], []byte("\n"))}, notText, "")
	default:
		return c, true
	}
	return c, false
}

// readFile hashes a whole file and keeps its beginning. It looks before it opens: the opening of a pipe does not end.
func readFile(fsys fs.FS, name string) (content, error) {
	c := content{path: name}
	info, err := fs.Stat(fsys, name)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "read", Path: name, Err: errNotRegular}
	}
	if err != nil {
		return c, err
	}
	f, err := fsys.Open(name)
	if err != nil {
		return c, err
	}
	h := sha256.New()
	c.data, err = io.ReadAll(io.TeeReader(io.LimitReader(f, yamldoc.MaxSize+1), h))
	rest, more := io.Copy(h, f)
	if err = errors.Join(err, more, f.Close()); err != nil {
		return c, err
	}
	c.size = int64(len(c.data)) + rest
	c.sum = hex.EncodeToString(h.Sum(nil))
	return c, nil
}

var errNotRegular = errors.New("not a regular file")

func invalidAt(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(data)
}

// reason is what the system says of a file, without the path that the problem already names.
func reason(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
