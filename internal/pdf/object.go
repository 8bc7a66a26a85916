package pdf

import "strconv"

// Object is one PDF object: nil (the null object), bool, Integer, Real, Name, String, Array, *Dict, *Stream or Ref.
type Object = any

// Integer is a PDF integer (7.3.3).
type Integer int64

// Real is a PDF real number, kept as written so that a copied object keeps its bytes.
type Real string

// Name is a PDF name without its slash and with #xx escapes resolved (7.3.5).
type Name string

// String holds the bytes of a PDF string after unescaping (7.3.4); it is text only when its key says so.
type String string

// Array is a PDF array.
type Array []Object

// Ref designates an indirect object (7.3.10).
type Ref struct{ Num, Gen int }

// Entry is one key and value of a Dict.
type Entry struct {
	Key   Name
	Value Object
}

// Dict is a PDF dictionary that keeps the order of its entries, so that writing is deterministic.
type Dict struct{ Entries []Entry }

// Stream is a PDF stream: its dictionary and its raw (still encoded) bytes. Offset is the position of the first raw
// byte in the file it was read from, 0 for a stream made in memory. Data may alias the input of Open.
type Stream struct {
	Dict   *Dict
	Data   []byte
	Offset int
}

// NewDict makes a dictionary of the given entries, in order.
func NewDict(entries ...Entry) *Dict { return &Dict{Entries: entries} }

// Get returns the value of a key, nil when the key or the dictionary is absent. The value may be a Ref.
func (d *Dict) Get(key Name) Object {
	if d == nil {
		return nil
	}
	for i := range d.Entries {
		if d.Entries[i].Key == key {
			return d.Entries[i].Value
		}
	}
	return nil
}

// Has tells whether the key is present, even with the null object as value.
func (d *Dict) Has(key Name) bool {
	if d == nil {
		return false
	}
	for i := range d.Entries {
		if d.Entries[i].Key == key {
			return true
		}
	}
	return false
}

// Set replaces the value of a key, or appends the key.
func (d *Dict) Set(key Name, v Object) {
	for i := range d.Entries {
		if d.Entries[i].Key == key {
			d.Entries[i].Value = v
			return
		}
	}
	d.Entries = append(d.Entries, Entry{key, v})
}

// Delete removes a key.
func (d *Dict) Delete(key Name) {
	for i := range d.Entries {
		if d.Entries[i].Key == key {
			d.Entries = append(d.Entries[:i], d.Entries[i+1:]...)
			return
		}
	}
}

// Clone returns a copy whose entries can be changed without touching d; values are shared.
func (d *Dict) Clone() *Dict {
	if d == nil {
		return &Dict{}
	}
	return &Dict{Entries: append(make([]Entry, 0, len(d.Entries)+2), d.Entries...)}
}

// Float returns the value of a number object.
func Float(o Object) (float64, bool) {
	switch v := o.(type) {
	case Integer:
		return float64(v), true
	case Real:
		f, err := strconv.ParseFloat(string(v), 64)
		return f, err == nil
	}
	return 0, false
}

// Int returns the value of an integer object that fits an int.
func Int(o Object) (int, bool) {
	v, ok := o.(Integer)
	return int(v), ok
}

// Equal compares two objects as written: references by number, streams by dictionary and raw bytes, dictionaries
// without regard to order. It does not follow references.
func Equal(a, b Object) bool {
	switch x := a.(type) {
	case Array:
		y, ok := b.(Array)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !Equal(x[i], y[i]) {
				return false
			}
		}
		return true
	case *Dict:
		y, ok := b.(*Dict)
		return ok && equalDict(x, y)
	case *Stream:
		y, ok := b.(*Stream)
		return ok && equalDict(x.Dict, y.Dict) && string(x.Data) == string(y.Data)
	}
	switch b.(type) {
	case Array, *Dict, *Stream:
		return false
	}
	return a == b
}

func equalDict(x, y *Dict) bool {
	if x == nil || y == nil {
		return x == y
	}
	if len(x.Entries) != len(y.Entries) {
		return false
	}
	for i, e := range x.Entries {
		// Same order is the usual case: it spares the look-up.
		if y.Entries[i].Key != e.Key {
			return sameEntries(x.Entries[i:], y.Entries[i:])
		}
		if !Equal(e.Value, y.Entries[i].Value) {
			return false
		}
	}
	return true
}

// sameEntries compares entries without regard to order, in time that their number alone gives.
func sameEntries(x, y []Entry) bool {
	known := make(map[Name]Object, len(y))
	for _, e := range y {
		known[e.Key] = e.Value
	}
	for _, e := range x {
		if v, there := known[e.Key]; !there || !Equal(e.Value, v) {
			return false
		}
	}
	return len(known) == len(x)
}
