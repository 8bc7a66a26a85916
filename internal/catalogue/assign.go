package catalogue

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"unicode"

	"recette/internal/syntax"
	"recette/internal/vocabulary"
)

// idDigits is the least number of digits of an allocated id: SC-0042.
const idDigits = 4

// Assignment is what AssignIDs does to one file.
type Assignment struct {
	Path        string
	Bytes       []byte              // the whole file with its new tags; nil when nothing changes
	IDs         []AssignedID        // in the order of the file
	Diagnostics []syntax.Diagnostic // why a file is left alone, when an error forbids to edit it
}

// AssignedID is an id given to a scenario. Line is that of the scenario's title before the edit.
type AssignedID struct {
	ID   string
	Line int
	Name string
}

// AssignIDs gives a stable id to each scenario that has none, and returns one Assignment a file, in the order of their
// paths, which is also the order of allocation. It changes tag lines only: the tag is added to the last tag line of the
// scenario, or to a new line above its title; every other byte is kept, line ends and byte order mark included. A
// second call changes nothing.
//
// A number is never used twice: allocation starts after the highest number found in the files, even in a comment or in
// a file that cannot be parsed, and in retired, the ids of scenarios that exist no more ("SC-0042").
func AssignIDs(files []syntax.Source, retired []string, o Options) []Assignment {
	o = o.withDefaults()
	prefix := o.Tags.Case
	last := uint64(0)
	for _, id := range retired {
		last = max(last, highest([]byte("@"+id), prefix))
	}
	for _, f := range files {
		last = max(last, highest(f.Bytes, prefix))
	}
	order := make([]int, len(files))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool { return files[order[i]].Path < files[order[j]].Path })
	out := make([]Assignment, 0, len(files))
	for _, i := range order {
		a := Assignment{Path: files[i].Path}
		doc, list := syntax.Parse(files[i], o.Syntax)
		if syntax.HasErrors(list) {
			a.Diagnostics = list
		} else {
			last = a.assign(files[i].Bytes, doc, last, o.Tags)
		}
		out = append(out, a)
	}
	return out
}

// highest finds the highest number that follows the prefix anywhere in the text. Numbers that do not fit are skipped.
func highest(text []byte, prefix string) uint64 {
	top := uint64(0)
	for {
		i := bytes.Index(text, []byte(prefix))
		if i < 0 {
			return top
		}
		text = text[i+len(prefix):]
		n := 0
		for n < len(text) && text[n] >= '0' && text[n] <= '9' {
			n++
		}
		if v, err := strconv.ParseUint(string(text[:n]), 10, 62); err == nil {
			top = max(top, v)
		}
	}
}

// edit inserts text at an offset.
type edit struct {
	at   int
	text string
}

// assign edits one file and returns the last number used.
func (a *Assignment) assign(src []byte, doc *syntax.Document, last uint64, v vocabulary.Vocabulary) uint64 {
	lines := lineStarts(src)
	var edits []edit
	for _, s := range scenariosOf(doc.Feature) {
		if hasID(s, v) {
			continue
		}
		last++
		tag := fmt.Sprintf("%s%0*d", v.Case, idDigits, last)
		a.IDs = append(a.IDs, AssignedID{ID: tag[1:], Line: s.Line, Name: s.Name})
		if n := len(s.Tags); n > 0 {
			edits = append(edits, edit{endOfTags(src, lines, s.Tags[n-1].Line), " " + tag})
			continue
		}
		line := src[lines[s.Line-1]:lines[s.Line]]
		indent := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		edits = append(edits, edit{lines[s.Line-1], string(indent) + tag + lineEnd(src, line)})
	}
	if len(edits) > 0 {
		a.Bytes = apply(src, edits)
	}
	return last
}

func scenariosOf(f *syntax.Feature) []*syntax.Scenario {
	out := append([]*syntax.Scenario(nil), f.Scenarios...)
	for _, r := range f.Rules {
		out = append(out, r.Scenarios...)
	}
	return out
}

// hasID tells whether a scenario carries an id, even a malformed one: that one is for a person to correct.
func hasID(s *syntax.Scenario, v vocabulary.Vocabulary) bool {
	for _, t := range s.Tags {
		if v.LooksLikeCaseID(t.Name) {
			return true
		}
	}
	return false
}

// lineStarts gives the offset of each line as the parser counts them, and the length of the file at the end. The first
// line starts after the byte order mark.
func lineStarts(src []byte) []int {
	sep := byte('\n')
	if bytes.IndexByte(src, '\n') < 0 {
		sep = '\r'
	}
	start := 0
	if bytes.HasPrefix(src, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	out := []int{start}
	for i := start; i < len(src); i++ {
		if src[i] == sep && i+1 < len(src) {
			out = append(out, i+1)
		}
	}
	return append(out, len(src))
}

// endOfTags is the offset after the last tag of a line, before any comment.
func endOfTags(src []byte, lines []int, n int) int {
	start, end := lines[n-1], lines[n]
	line := src[start:end]
	for i := 1; i < len(line); i++ {
		if line[i] == '#' && bytes.IndexByte([]byte(" \t\f"), line[i-1]) >= 0 {
			line = line[:i]
			break
		}
	}
	return start + len(bytes.TrimRightFunc(line, unicode.IsSpace))
}

// lineEnd is the end of a line, or that of the file's first line when the last line has none.
func lineEnd(src, line []byte) string {
	for _, b := range [][]byte{line, src} {
		switch i := bytes.IndexAny(b, "\r\n"); {
		case i < 0:
		case b[i] == '\n':
			return "\n"
		case i+1 < len(b) && b[i+1] == '\n':
			return "\r\n"
		case bytes.IndexByte(src, '\n') < 0:
			return "\r"
		}
	}
	return "\n"
}

func apply(src []byte, edits []edit) []byte {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].at < edits[j].at })
	out := make([]byte, 0, len(src)+24*len(edits))
	from := 0
	for _, e := range edits {
		out = append(append(out, src[from:e.at]...), e.text...)
		from = e.at
	}
	return append(out, src[from:]...)
}
