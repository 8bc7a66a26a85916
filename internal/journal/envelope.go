package journal

import "reflect"

// The envelope of a leaf is what every version keeps, for ever: an object in canonical form whose "v", "seq", "at",
// "kind" and "campaign" mean what they mean today, and hold what they hold. It lets a reader prove and name a leaf that
// it does not understand.

// maxNesting bounds the depth of a leaf that is not understood.
const maxNesting = 32

// decodeEnvelope reads the envelope of a leaf of any version and kind, and checks that the whole of it is canonical.
// The actor is read when the version is known.
func decodeEnvelope(raw []byte) (Leaf, error) {
	var l Leaf
	d := decoder{in: raw}
	actor := -1
	seen := 0
	err := d.object(func(key string) (err error) {
		var n int64
		var s string
		switch key {
		case "v":
			n, err = d.integer()
			l.V = int(n)
		case "seq":
			l.Seq, err = d.integer()
		case "at":
			l.At, err = d.text()
		case "kind":
			s, err = d.text()
			l.Kind = Kind(s)
		case "campaign":
			l.Campaign, err = d.text()
			if err == nil && l.Campaign == "" {
				err = d.refuse("campaign is written although it is empty")
			}
			return err
		case "actor":
			actor = d.at
			return d.anything(1)
		default:
			return d.anything(1)
		}
		seen++
		return err
	})
	switch {
	case err != nil:
		return Leaf{}, err
	case d.at != len(raw):
		return Leaf{}, d.refuse("bytes after the end")
	case seen != 4:
		return Leaf{}, d.refuse("want at, kind, seq and v")
	}
	if err := l.checkEnvelope(); err != nil {
		return Leaf{}, err
	}
	if actor < 0 || l.V > Version {
		return l, nil
	}
	l.Actor = &Actor{}
	d.at = actor
	if err := d.structure(actorShape, reflect.ValueOf(l.Actor).Elem()); err != nil {
		return Leaf{}, err
	}
	return l, nil
}

// actorShape never changes after start.
var actorShape = shapeOf(reflect.TypeFor[Actor]())

// object reads an object whose keys are in order, each once, and calls value at each value.
func (d *decoder) object(value func(key string) error) error {
	if !d.skip("{") {
		return d.refuse("want an object")
	}
	if d.skip("}") {
		return nil
	}
	for last, first := "", true; ; first = false {
		key, err := d.text()
		if err != nil {
			return err
		}
		if !isPlain([]byte(key)) || !first && key <= last {
			return d.refuse("key not in its place")
		}
		last = key
		if !d.skip(":") {
			return d.refuse("want a colon")
		}
		if err := value(key); err != nil {
			return err
		}
		if d.skip("}") {
			return nil
		}
		if !d.skip(",") {
			return d.refuse("want a comma or the end of the object")
		}
	}
}

// anything reads a value that is not understood, in the one form that the format gives it.
func (d *decoder) anything(depth int) error {
	if depth > maxNesting {
		return d.refuse("nested too deep")
	}
	if d.at == len(d.in) {
		return d.refuse("want a value")
	}
	switch d.in[d.at] {
	case '"':
		_, err := d.text()
		return err
	case '{':
		return d.object(func(string) error { return d.anything(depth + 1) })
	case '[':
		return d.elements(depth)
	case 't', 'f':
		if !d.skip("true") && !d.skip("false") {
			return d.refuse("want true or false")
		}
		return nil
	}
	_, err := d.integer()
	return err
}

func (d *decoder) elements(depth int) error {
	d.at++ // the bracket
	if d.skip("]") {
		return nil
	}
	for {
		if err := d.anything(depth + 1); err != nil {
			return err
		}
		if d.skip("]") {
			return nil
		}
		if !d.skip(",") {
			return d.refuse("want a comma or the end of the list")
		}
	}
}
