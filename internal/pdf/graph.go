package pdf

import "fmt"

// Reachable returns the numbers of all objects that the newest trailer leads to. Unlike the lenient accessors it
// returns the first unreadable object as an error. References to absent objects are legal and left out.
func (d *Document) Reachable() (map[int]bool, error) {
	seen := map[int]bool{}
	var todo []Ref
	var scan func(o Object)
	scan = func(o Object) {
		switch v := o.(type) {
		case Ref:
			if e, ok := d.Lookup(v.Num); ok && e.Kind != Free && e.Gen == v.Gen && !seen[v.Num] {
				seen[v.Num] = true
				todo = append(todo, v)
			}
		case Array:
			for _, e := range v {
				scan(e)
			}
		case *Dict:
			for _, e := range v.Entries {
				scan(e.Value)
			}
		case *Stream:
			scan(v.Dict)
		}
	}
	scan(d.Trailer())
	for len(todo) > 0 {
		r := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		o, err := d.Get(r)
		if err != nil {
			return nil, err
		}
		scan(o)
	}
	return seen, nil
}

// Pages returns the page objects in reading order. It refuses a page met twice, a loop, a kid that is neither page nor
// node, and a Count that does not tell the number of pages.
func (d *Document) Pages() ([]Ref, error) {
	root, ok := d.Catalog().Get("Pages").(Ref)
	if !ok {
		return nil, fmt.Errorf("%w: catalog without page tree", ErrStructure)
	}
	var out []Ref
	seen := map[int]bool{}
	var walk func(o Object, depth int) error
	walk = func(o Object, depth int) error {
		r, ok := o.(Ref)
		if !ok || seen[r.Num] || depth > d.limits.Depth {
			return fmt.Errorf("%w: page tree is not a tree", ErrStructure)
		}
		seen[r.Num] = true
		v, err := d.Get(r)
		if err != nil {
			return err
		}
		n, _ := v.(*Dict)
		switch d.Name(n.Get("Type")) {
		case "Page":
			out = append(out, r)
			return nil
		case "Pages":
			before := len(out)
			for _, k := range d.Array(n.Get("Kids")) {
				if err := walk(k, depth+1); err != nil {
					return err
				}
			}
			if c, ok := d.Int(n.Get("Count")); !ok || c != len(out)-before {
				return fmt.Errorf("%w: page count of object %d", ErrStructure, r.Num)
			}
			return nil
		}
		return fmt.Errorf("%w: object %d in the page tree is no page", ErrStructure, r.Num)
	}
	return out, walk(root, 0)
}

// Inherited returns a page attribute, looked for up the page tree (7.7.3.4), nil when it is nowhere.
func (d *Document) Inherited(page *Dict, key Name) Object {
	for range d.limits.Depth {
		if page == nil {
			return nil
		}
		if v := page.Get(key); v != nil {
			return v
		}
		page = d.Dict(page.Get("Parent"))
	}
	return nil
}
