package pdf

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// outline sends the bookmarks through named destinations and gives counts that mean something: gofpdf writes Count 0
// on every item and none on the root (measured bug 3). First-level items show, their children are folded.
func (f *finaliser) outline() error {
	r, ok := f.root.Get("Outlines").(Ref)
	if !ok {
		return nil
	}
	root := f.src.Dict(r)
	if root == nil {
		f.root.Delete("Outlines")
		return nil
	}
	seen := map[Ref]bool{r: true}
	n, err := f.outlineLevel(root, seen, 0)
	if err != nil {
		return err
	}
	c := root.Clone()
	c.Set("Count", Integer(n))
	f.objects[r.Num] = c
	return nil
}

// outlineLevel rewrites the children of an item and returns their number.
func (f *finaliser) outlineLevel(parent *Dict, seen map[Ref]bool, depth int) (int, error) {
	n := 0
	for next := parent.Get("First"); next != nil; n++ {
		r, ok := next.(Ref)
		if !ok || seen[r] || depth > f.src.limits.Depth {
			return 0, fmt.Errorf("%w: outline is not a tree", ErrStructure)
		}
		seen[r] = true
		item := f.src.Dict(r)
		if item == nil {
			return 0, fmt.Errorf("%w: outline item %d is missing", ErrStructure, r.Num)
		}
		c := item.Clone()
		c.Delete("Count")
		// gofpdf writes the bare UTF-8 of a bookmark made before the first UTF-8 font is chosen.
		if title, ok := f.src.String(c.Get("Title")); ok && !strings.HasPrefix(string(title), "\xFE\xFF") &&
			utf8.ValidString(string(title)) {
			c.Set("Title", Text(string(title)))
		}
		if dest := f.src.value(c.Get("Dest")); dest != nil {
			key, _, err := f.destination(dest)
			if err != nil {
				return 0, fmt.Errorf("bookmark %q: %w", f.src.Text(c.Get("Title")), err)
			}
			c.Set("Dest", key)
		}
		k, err := f.outlineLevel(item, seen, depth+1)
		if err != nil {
			return 0, err
		}
		if k > 0 {
			c.Set("Count", Integer(-k))
		}
		f.objects[r.Num] = c
		next = item.Get("Next")
	}
	return n, nil
}
