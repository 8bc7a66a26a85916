package rules

import (
	"iter"
	"strconv"

	"recette/internal/lint"
)

// citation is the note of a rule that asks whether a file speaks of a thing, wherever it does.
type citation struct{ id string }

func (c *citation) Fields(f *lint.Fields) { f.Text(&c.id) }

// citedIDs are the things that are spoken of at least once.
func citedIDs(notes iter.Seq2[string, citation]) map[string]bool {
	ids := map[string]bool{}
	for _, n := range notes {
		ids[n.id] = true
	}
	return ids
}

// named is the note of a rule that asks where else a name is given.
type named struct {
	name string
	at   lint.Place
}

func (n *named) Fields(f *lint.Fields) {
	f.Text(&n.name)
	f.Place(&n.at)
}

// where is a line of a file.
type where struct {
	path string
	line int
}

func (w where) String() string { return w.path + ":" + strconv.Itoa(w.line) }

// namedInOtherFiles reports each name that another file gave before. Args: the name, where it stands first.
func namedInOtherFiles(p *lint.Pass, notes iter.Seq2[string, named]) {
	first := map[string]where{}
	for path, n := range notes {
		switch w, taken := first[n.name]; {
		case !taken:
			first[n.name] = where{path, n.at.Line}
		case w.path != path:
			p.ReportIn(path, n.at, n.name, w.String())
		}
	}
}
