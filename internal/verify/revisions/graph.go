package revisions

import (
	"fmt"
	"strconv"
	"strings"

	"recette/internal/budget"
	"recette/internal/pdf"
)

// graph is one revision as a walk from its trailer meets it. It keeps for each object the first way that leads to it,
// so that what is found can be named; judging never relies on that way being the only one.
type graph struct {
	doc      *pdf.Document
	from     []edge      // by number
	pages    map[int]int // number of a page object to its place, from 1
	dangling []string    // paths of the first references to objects that do not exist
	unread   string      // the path of the first object that cannot be read
	held     int         // bytes of the budget
}

type edge struct {
	parent int // 0: the trailer
	met    bool
	step   string
}

// edgeBytes is what an edge takes without its step.
const edgeBytes = 32

// met tells whether the walk came to an object.
func (g *graph) met(n int) bool { return n >= 0 && n < len(g.from) && g.from[n].met }

// trail is the way inside one object. Names are made when something is found: most objects need none.
type trail []crumb

type crumb struct {
	key   pdf.Name
	index int // when key is empty
}

// maxTrail bounds the text of a trail: its names are those of the file.
const maxTrail = 96

func (t trail) String() string {
	var b []byte
	for _, c := range t {
		if c.key != "" {
			b = append(append(b, '/'), c.key[:min(len(c.key), maxTrail)]...)
		} else {
			b = append(strconv.AppendInt(append(b, '['), int64(c.index), 10), ']')
		}
		if len(b) > maxTrail {
			return strings.ToValidUTF8(string(b[:maxTrail]), "") + "…"
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
func walk(d *pdf.Document, b *budget.Budget) *graph {
	g := &graph{doc: d, pages: map[int]int{}}
	if numbers := d.Numbers(); len(numbers) > 0 {
		g.from = make([]edge, numbers[len(numbers)-1]+1)
	}
	hold := func(n int) bool {
		g.held += n
		return b.Hold(n) == nil
	}
	if pages, err := d.Pages(); err == nil {
		for i, p := range pages {
			g.pages[p.Num] = i + 1
		}
	}
	if !hold(edgeBytes * (len(g.from) + len(g.pages))) {
		return g
	}
	var todo []int
	parent := 0
	each := func(o pdf.Object, at trail) {
		r, ok := o.(pdf.Ref)
		if !ok || g.met(r.Num) {
			return
		}
		if e, ok := d.Lookup(r.Num); !ok || e.Kind == pdf.Free || e.Gen != r.Gen {
			if len(g.dangling) < listed {
				g.dangling = append(g.dangling, g.path(parent)+at.String())
			}
			return
		}
		step := at.String()
		g.from[r.Num] = edge{parent, true, step}
		todo = append(todo, r.Num)
		hold(len(step))
	}
	at := make(trail, 0, 16)
	visit(d.Trailer(), at, each)
	for i := 0; i < len(todo) && b.Err() == nil; i++ {
		parent = todo[i]
		e, _ := d.Lookup(parent)
		o, err := d.Get(pdf.Ref{Num: parent, Gen: e.Gen})
		if err != nil {
			if g.unread == "" {
				g.unread = g.path(parent)
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
		if !g.met(n) {
			break
		}
		name = g.from[n].step + name
		n = g.from[n].parent
	}
	if n == 0 {
		return name
	}
	return fmt.Sprintf("#%d%s", n, name)
}

// numbers gives what was met, ascending.
func (g *graph) numbers() []int {
	out := make([]int, 0, len(g.from))
	for n := range g.from {
		if g.from[n].met {
			out = append(out, n)
		}
	}
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

// differences names, below path, what differs between two objects, as far as it is listed. References are compared as
// written: what they lead to has its own entry in the revision when it changed.
func differences(path string, a, b pdf.Object) []string {
	d := difference{path: path}
	d.objects(make(trail, 0, 16), a, b)
	return d.found
}

type difference struct {
	path  string
	found []string
}

// add names what differs. One more than is listed shows that there are more.
func (d *difference) add(at trail) {
	if len(d.found) <= listed {
		d.found = append(d.found, d.path+at.String())
	}
}

func (d *difference) objects(at trail, a, b pdf.Object) {
	switch x := a.(type) {
	case *pdf.Dict:
		if y, ok := b.(*pdf.Dict); ok {
			d.dicts(at, x, y)
			return
		}
	case pdf.Array:
		if y, ok := b.(pdf.Array); ok {
			for i := range max(len(x), len(y)) {
				if i >= len(x) || i >= len(y) {
					d.add(append(at, crumb{index: i}))
					continue
				}
				d.objects(append(at, crumb{index: i}), x[i], y[i])
			}
			return
		}
	case *pdf.Stream:
		if y, ok := b.(*pdf.Stream); ok {
			if string(x.Data) != string(y.Data) {
				d.add(at)
				return
			}
			d.dicts(at, x.Dict, y.Dict)
			return
		}
	}
	if !pdf.Equal(a, b) {
		d.add(at)
	}
}

func (d *difference) dicts(at trail, x, y *pdf.Dict) {
	was, is := byKey(x), byKey(y)
	for _, e := range x.Entries {
		if v, there := is[e.Key]; there {
			d.objects(append(at, crumb{key: e.Key}), e.Value, v)
		} else {
			d.add(append(at, crumb{key: e.Key}))
		}
	}
	for _, e := range y.Entries {
		if _, there := was[e.Key]; !there {
			d.add(append(at, crumb{key: e.Key}))
		}
	}
}

func byKey(d *pdf.Dict) map[pdf.Name]pdf.Object {
	known := make(map[pdf.Name]pdf.Object, len(d.Entries))
	for _, e := range d.Entries {
		known[e.Key] = e.Value
	}
	return known
}
