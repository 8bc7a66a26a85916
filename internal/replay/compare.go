package replay

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"recette/internal/budget"
	"recette/internal/pdf"
	"recette/internal/verify"
)

// comparison walks two documents at once, from their trailers, and notes what differs. Numbers of objects say nothing:
// only what they hold and where they lead. Streams are compared by what they inflate to: versions of Go deflate
// otherwise.
type comparison struct {
	budget    *budget.Budget
	got, want *pdf.Document // the file, and what the data draw
	// loose compares pages by what a reader sees: another layout may write the same otherwise.
	loose bool
	// imported says that the file may have deflated what the drawing has not.
	imported bool
	gotPage  map[int]int // place of each page, from 1, by object
	wantPage map[int]int
	seen     map[[2]int]bool
	todo     []pair
	found    []verify.Finding
	told     int // pages whose differences were told
}

type pair struct {
	path      string
	got, want pdf.Object
}

// markWork is what a byte of a page costs, in units of the budget, when what it draws is told.
const markWork = 32

// The most that is told: whoever reads is convinced before.
const (
	maxTold  = 20
	maxFound = 500
)

// compare gives what the first revision of a file holds otherwise than the drawing: nothing when both are the same.
func compare(cost *budget.Budget, got, want *pdf.Document, loose bool) []verify.Finding {
	c := &comparison{budget: cost, got: got, want: want, loose: loose, seen: map[[2]int]bool{}}
	gotPages, err := got.Pages()
	wantPages, err2 := want.Pages()
	if err != nil || err2 != nil {
		c.otherwise("/Root/Pages")
		return c.found
	}
	c.gotPage, c.wantPage = places(gotPages), places(wantPages)
	if len(gotPages) != len(wantPages) {
		c.say(verify.PageCount, strconv.Itoa(len(gotPages)), strconv.Itoa(len(wantPages)))
	}
	c.pages(gotPages, wantPages)
	x, y := got.Trailer().Clone(), want.Trailer().Clone()
	x.Delete("ID")
	y.Delete("ID")
	c.walk("", x, y)
	if !got.Identified() {
		c.otherwise("/ID")
	}
	return c.found
}

// pairWork is what the comparison of two values costs, in units of the budget.
const pairWork = 64

// maxPath bounds a path: the bookmarks of a report are one long chain.
const maxPath = 160

// under goes one step further, as long as somebody would read it.
func under(path, step string) string {
	if len(path) > maxPath {
		return path
	}
	if path += step; len(path) > maxPath {
		path = strings.ToValidUTF8(path[:maxPath], "") + "…"
	}
	return path
}

func places(pages []pdf.Ref) map[int]int {
	at := make(map[int]int, len(pages))
	for i, p := range pages {
		at[p.Num] = i + 1
	}
	return at
}

func (c *comparison) say(code verify.Code, args ...string) {
	if len(c.found) < maxFound && c.budget.Err() == nil { // what cannot be read any more is not another thing
		c.found = append(c.found, verify.Finding{Code: code, Status: verify.NotConform, Args: args})
	}
}

func (c *comparison) otherwise(path string) { c.say(verify.DrawnOtherwise, path) }

// pages compares page by page what is drawn, then what they are made of.
func (c *comparison) pages(got, want []pdf.Ref) {
	drawn := map[[sha256.Size]byte]int{}
	for i, p := range want {
		drawn[sha256.Sum256(contentOf(c.want, c.want.Dict(p)))] = i + 1
	}
	for i := range min(len(got), len(want)) {
		a, b := c.got.Dict(got[i]), c.want.Dict(want[i])
		path := "page " + strconv.Itoa(i+1)
		x, y := contentOf(c.got, a), contentOf(c.want, b)
		if c.budget.Work(len(x)+len(y)) != nil {
			return
		}
		switch sum := sha256.Sum256(x); {
		case bytes.Equal(x, y) && (x != nil || y == nil):
		case c.told == maxTold:
		case drawn[sum] > 0 && x != nil:
			c.told++
			c.say(verify.PageOrder, strconv.Itoa(i+1), strconv.Itoa(drawn[sum]))
		default:
			c.page(i+1, path, x, y)
		}
		a, b = a.Clone(), b.Clone()
		for _, d := range []*pdf.Dict{a, b} {
			if _, ok := d.Get("Contents").(pdf.Ref); ok {
				d.Delete("Contents") // compared above
			}
		}
		c.walk(path, a, b)
	}
}

func (c *comparison) page(n int, path string, got, want []byte) {
	if c.budget.Work(markWork*(len(got)+len(want))) != nil {
		return
	}
	found := differ(n, marks(got), marks(want))
	if len(found) == 0 && !c.loose {
		c.otherwise(path + "/Contents")
	}
	if len(found) > 0 {
		c.told++
	}
	for _, f := range found {
		c.say(f.Code, f.Args...)
	}
}

// contentOf gives the operators of a page: nil when they cannot be read.
func contentOf(d *pdf.Document, page *pdf.Dict) []byte {
	s := d.Stream(page.Get("Contents"))
	if s == nil {
		return nil
	}
	b, err := d.Decode(s)
	if err != nil {
		return nil
	}
	if b == nil {
		b = []byte{}
	}
	return b
}

// walk compares two objects and all that they lead to.
func (c *comparison) walk(path string, got, want pdf.Object) {
	c.todo = append(c.todo, pair{path, got, want})
	for len(c.todo) > 0 && len(c.found) < maxFound && c.budget.Work(pairWork) == nil {
		p := c.todo[len(c.todo)-1]
		c.todo = c.todo[:len(c.todo)-1]
		c.pair(p)
	}
}

func (c *comparison) pair(p pair) {
	switch want := p.want.(type) {
	case pdf.Ref:
		got, ok := p.got.(pdf.Ref)
		if !ok {
			c.otherwise(p.path)
			return
		}
		c.refs(p.path, got, want)
	case pdf.Array:
		got, ok := p.got.(pdf.Array)
		if !ok || len(got) != len(want) {
			c.otherwise(p.path)
			return
		}
		for i := range want {
			c.todo = append(c.todo, pair{under(p.path, "["+strconv.Itoa(i)+"]"), got[i], want[i]})
		}
	case *pdf.Dict:
		got, ok := p.got.(*pdf.Dict)
		if !ok {
			c.otherwise(p.path)
			return
		}
		c.dicts(p.path, got, want)
	case *pdf.Stream:
		got, ok := p.got.(*pdf.Stream)
		if !ok || !c.sameData(got, want) {
			c.stream(p.path, want)
			return
		}
		c.dicts(p.path, got.Dict, want.Dict)
	default:
		if !pdf.Equal(p.got, p.want) {
			c.otherwise(p.path)
		}
	}
}

// stream names a stream that differs: the letters of a font, a picture, else its place.
func (c *comparison) stream(path string, want *pdf.Stream) {
	switch {
	case want.Dict.Has("Length1") || bytes.Contains([]byte(path), []byte("/Font/")):
		c.say(verify.PageFont, path)
	case want.Dict.Get("Subtype") == pdf.Name("Image"):
		c.say(verify.PagePicture, path)
	default:
		c.otherwise(path)
	}
}

// refs follows two references, once for each pair. A page is compared with the page of its place; what leads to
// another page leads elsewhere.
func (c *comparison) refs(path string, got, want pdf.Ref) {
	if at := c.gotPage[got.Num]; at != c.wantPage[want.Num] {
		c.otherwise(path)
		return
	} else if at > 0 {
		return
	}
	key := [2]int{got.Num, want.Num}
	if c.seen[key] {
		return
	}
	c.seen[key] = true
	a, err := c.got.Get(got)
	b, err2 := c.want.Get(want)
	if err != nil || err2 != nil {
		c.otherwise(path)
		return
	}
	c.todo = append(c.todo, pair{path, a, b})
}

func (c *comparison) dicts(path string, got, want *pdf.Dict) {
	for _, e := range got.Entries {
		if !want.Has(e.Key) && !c.writing(e.Key) {
			c.otherwise(under(path, "/"+string(e.Key)))
		}
	}
	for _, e := range want.Entries {
		if !c.writing(e.Key) {
			c.todo = append(c.todo, pair{under(path, "/"+string(e.Key)), got.Get(e.Key), e.Value})
		}
	}
}

// writing tells whether a key says how a stream is written, not what it holds.
func (c *comparison) writing(key pdf.Name) bool {
	return key == "Length" || key == "Filter" && c.imported
}

// sameData compares what two streams hold. Filters that this program does not inflate, those of photographs, are
// compared as they stand. The same bytes under another filter are another thing.
func (c *comparison) sameData(got, want *pdf.Stream) bool {
	same := slices.Equal(filters(got), filters(want))
	if bytes.Equal(got.Data, want.Data) && (same || !c.imported) { // else their dictionaries tell filters apart
		return true
	}
	a, err := c.got.Decode(got)
	b, err2 := c.want.Decode(want)
	return err == nil && err2 == nil && bytes.Equal(a, b) && (c.imported || same)
}

func filters(s *pdf.Stream) []string {
	filter, _ := pdf.AppendObject(nil, s.Dict.Get("Filter"))
	parameters, _ := pdf.AppendObject(nil, s.Dict.Get("DecodeParms"))
	return []string{string(filter), string(parameters)}
}
