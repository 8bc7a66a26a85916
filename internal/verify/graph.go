package verify

import (
	"fmt"
	"slices"
	"strconv"

	"recette/internal/pdf"
)

// graph is one revision as a walk from its trailer meets it. It keeps for each object the first way that leads to it,
// so that what is found can be named; judging never relies on that way being the only one.
type graph struct {
	doc      *pdf.Document
	from     map[int]edge
	pages    map[int]int // number of a page object to its place, from 1
	dangling []string    // paths of the first references to objects that do not exist
	err      error       // the first object that cannot be read
}

type edge struct {
	parent int // 0: the trailer
	step   string
}

// trail is the way inside one object. Names are made when something is found: most objects need none.
type trail []crumb

type crumb struct {
	key   pdf.Name
	index int // when key is empty
}

func (t trail) String() string {
	var b []byte
	for _, c := range t {
		if c.key != "" {
			b = append(append(b, '/'), c.key...)
		} else {
			b = append(strconv.AppendInt(append(b, '['), int64(c.index), 10), ']')
		}
	}
	return string(b)
}

// visit calls each for o and all that it holds directly. The reader bounds the nesting of what it reads.
func visit(o pdf.Object, at trail, each func(o pdf.Object, at trail)) {
	each(o, at)
	switch v := o.(type) {
	case pdf.Array:
		for i, x := range v {
			visit(x, append(at, crumb{index: i}), each)
		}
	case *pdf.Dict:
		for _, e := range v.Entries {
			visit(e.Value, append(at, crumb{key: e.Key}), each)
		}
	case *pdf.Stream:
		visit(v.Dict, at, each)
	}
}

// walk visits everything that the trailer leads to, breadth first. A reference to an absent object is legal (7.3.10)
// and noted: a later revision could bring the object into being, and change what an old path shows.
func walk(d *pdf.Document) *graph {
	g := &graph{doc: d, from: map[int]edge{}, pages: map[int]int{}}
	if pages, err := d.Pages(); err == nil {
		for i, p := range pages {
			g.pages[p.Num] = i + 1
		}
	}
	var todo []int
	parent := 0
	each := func(o pdf.Object, at trail) {
		r, ok := o.(pdf.Ref)
		if !ok {
			return
		}
		if _, met := g.from[r.Num]; met {
			return
		}
		if e, ok := d.Lookup(r.Num); !ok || e.Kind == pdf.Free || e.Gen != r.Gen {
			if len(g.dangling) < shown {
				g.dangling = append(g.dangling, g.path(parent)+at.String())
			}
			return
		}
		g.from[r.Num] = edge{parent, at.String()}
		todo = append(todo, r.Num)
	}
	at := make(trail, 0, 16)
	visit(d.Trailer(), at, each)
	for i := 0; i < len(todo); i++ {
		parent = todo[i]
		e, _ := d.Lookup(parent)
		o, err := d.Get(pdf.Ref{Num: parent, Gen: e.Gen})
		if err != nil {
			if g.err == nil {
				g.err = fmt.Errorf("%s: %w", g.path(parent), err)
			}
			continue
		}
		visit(o, at, each)
	}
	return g
}

// maxSteps bounds the length of a name: the bookmarks of a report are one long chain.
const maxSteps = 12

// path names an object: by its page when it is one or hangs from one, else from the trailer; by its number when the way
// is too long to be read.
func (g *graph) path(n int) string {
	name := ""
	for range maxSteps {
		if n == 0 {
			return name
		}
		if p := g.pages[n]; p > 0 {
			return fmt.Sprintf("page %d%s", p, name)
		}
		e, ok := g.from[n]
		if !ok {
			break
		}
		name = e.step + name
		n = e.parent
	}
	if n == 0 {
		return name
	}
	return fmt.Sprintf("(object %d)%s", n, name)
}

// numbers gives what was met, ascending.
func (g *graph) numbers() []int {
	out := make([]int, 0, len(g.from))
	for n := range g.from {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// get gives an object by number, nil when it is absent or unreadable.
func get(d *pdf.Document, n int) pdf.Object {
	e, ok := d.Lookup(n)
	if !ok || e.Kind == pdf.Free {
		return nil
	}
	o, err := d.Get(pdf.Ref{Num: n, Gen: e.Gen})
	if err != nil {
		return nil
	}
	return o
}

// differences names, below path, what differs between two objects. References are compared as written: what they lead
// to has its own entry in the revision when it changed.
func differences(path string, a, b pdf.Object, out *[]string) {
	switch x := a.(type) {
	case *pdf.Dict:
		if y, ok := b.(*pdf.Dict); ok {
			dictDifferences(path, x, y, out)
			return
		}
	case pdf.Array:
		if y, ok := b.(pdf.Array); ok {
			for i := range max(len(x), len(y)) {
				at := fmt.Sprintf("%s[%d]", path, i)
				if i >= len(x) || i >= len(y) {
					*out = append(*out, at)
					continue
				}
				differences(at, x[i], y[i], out)
			}
			return
		}
	case *pdf.Stream:
		if y, ok := b.(*pdf.Stream); ok {
			if string(x.Data) != string(y.Data) {
				*out = append(*out, path)
				return
			}
			dictDifferences(path, x.Dict, y.Dict, out)
			return
		}
	}
	if !pdf.Equal(a, b) {
		*out = append(*out, path)
	}
}

func dictDifferences(path string, x, y *pdf.Dict, out *[]string) {
	for _, e := range x.Entries {
		if !y.Has(e.Key) {
			*out = append(*out, path+"/"+string(e.Key))
			continue
		}
		differences(path+"/"+string(e.Key), e.Value, y.Get(e.Key), out)
	}
	for _, e := range y.Entries {
		if !x.Has(e.Key) {
			*out = append(*out, path+"/"+string(e.Key))
		}
	}
}
