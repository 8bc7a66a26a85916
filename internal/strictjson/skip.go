package strictjson

import (
	"fmt"

	"recette/internal/budget"
)

// key takes the next key of an object; nil at its end.
func (d *decoder) key(first bool) ([]byte, error) {
	c, err := d.next()
	switch {
	case err != nil:
		return nil, err
	case c == '}':
		d.p++
		return nil, nil
	case !first:
		if err := d.want(','); err != nil {
			return nil, err
		}
	}
	key, err := d.text()
	if err == nil && !plain(key) {
		err = fmt.Errorf("%w: key %.40q", errAmbiguous, key)
	}
	return key, err
}

func plain(key []byte) bool {
	for _, c := range key {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return len(key) > 0
}

func twice(key []byte) error { return fmt.Errorf("%w: key %.40q twice", errAmbiguous, key) }

// skip takes a value that the model does not name, whatever it is.
func (d *decoder) skip(depth int) error {
	c, err := d.next()
	if err != nil {
		return err
	}
	switch c {
	case '{':
		return d.skipObject(depth)
	case '[':
		if err := d.open('[', depth); err != nil {
			return err
		}
		for first := true; ; first = false {
			more, err := d.element(first)
			if err != nil || !more {
				return err
			}
			if err := d.skip(depth + 1); err != nil {
				return err
			}
		}
	case '"':
		_, err = d.text()
	case 't':
		err = d.literal("true")
	case 'f':
		err = d.literal("false")
	case 'n':
		err = d.literal("null")
	default:
		_, err = d.number()
	}
	return err
}

func (d *decoder) skipObject(depth int) error {
	if err := d.open('{', depth); err != nil {
		return err
	}
	keys := names{budget: d.budget}
	defer keys.release()
	for first := true; ; first = false {
		key, err := d.key(first)
		if err != nil || key == nil {
			return err
		}
		if err := keys.add(key); err != nil {
			return err
		}
		if err := d.colon(); err != nil {
			return err
		}
		if err := d.skip(depth + 1); err != nil {
			return err
		}
	}
}

// names are the keys of one object that the model does not name.
type names struct {
	budget *budget.Budget
	known  map[string]struct{}
	held   int
}

// add refuses a key that is there already.
func (n *names) add(key []byte) error {
	if _, there := n.known[string(key)]; there {
		return twice(key)
	}
	if n.known == nil {
		n.known = map[string]struct{}{}
	}
	n.held += keyBytes + len(key)
	n.known[string(key)] = struct{}{}
	return n.budget.Hold(keyBytes + len(key))
}

// release gives back what the keys took, at the end of the object.
func (n *names) release() { n.budget.Release(n.held) }
