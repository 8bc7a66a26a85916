package pdf

import (
	"crypto/md5" // the format asks for MD5 (7.11.4.1); nothing relies on it
	"fmt"
	"io"
	"slices"
	"strings"
)

// names writes the name dictionary: destinations and embedded files, and the catalog's associated files.
func (f *finaliser) names() error {
	d := NewDict()
	if len(f.dests.keys) > 0 {
		values := make([]Object, len(f.dests.targets))
		for i, t := range f.dests.targets {
			values[i] = t
		}
		d.Set("Dests", f.nameTree(f.dests.keys, values))
	}
	if len(f.o.Attachments) > 0 {
		af := make(Array, len(f.o.Attachments))
		type pair struct {
			key  String
			spec Object
		}
		pairs := make([]pair, len(f.o.Attachments))
		for i := range f.o.Attachments {
			spec, err := f.fileSpec(&f.o.Attachments[i])
			if err != nil {
				return err
			}
			af[i], pairs[i] = spec, pair{Text(f.o.Attachments[i].Name), spec}
		}
		slices.SortFunc(pairs, func(a, b pair) int { return strings.Compare(string(a.key), string(b.key)) })
		keys, values := make([]String, len(pairs)), make([]Object, len(pairs))
		for i, p := range pairs {
			keys[i], values[i] = p.key, p.spec
		}
		// one leaf, however many: whoever lists the files of a PV looks in one place
		d.Set("EmbeddedFiles", f.add(NewDict(Entry{"Names", leaf(keys, values)})))
		f.root.Set("AF", af)
	}
	if len(d.Entries) > 0 {
		f.root.Set("Names", f.add(d))
	}
	return nil
}

// nameTreeLeaf is the number of names in one leaf; viewers read only the leaves on the way to a name.
const nameTreeLeaf = 64

// nameTree writes sorted keys and their values as a name tree (7.9.6) of one or two levels.
func (f *finaliser) nameTree(keys []String, values []Object) Object {
	if len(keys) <= nameTreeLeaf {
		return f.add(NewDict(Entry{"Names", leaf(keys, values)}))
	}
	var kids Array
	for i := 0; i < len(keys); i += nameTreeLeaf {
		j := min(i+nameTreeLeaf, len(keys))
		kids = append(kids, f.add(NewDict(
			Entry{"Limits", Array{keys[i], keys[j-1]}}, Entry{"Names", leaf(keys[i:j], values[i:j])})))
	}
	return f.add(NewDict(Entry{"Kids", kids}))
}

func leaf(keys []String, values []Object) Array {
	a := make(Array, 0, 2*len(keys))
	for i := range keys {
		a = append(a, keys[i], values[i])
	}
	return a
}

// packed is the content of an attachment, deflated.
type packed struct {
	deflated []byte
	size     int // before
	sum      [md5.Size]byte
}

// Pack deflates now what Finalise would: whoever has the content may let go of it. It returns the errors of Write.
func (a *Attachment) Pack() error {
	if a.Write == nil && len(a.Data) < tiny {
		return nil
	}
	return a.pack(newCompressor())
}

func (a *Attachment) pack(c *compressor) error {
	write := a.Write
	if write == nil {
		write = func(w io.Writer) error {
			_, err := w.Write(a.Data)
			return err
		}
	}
	h := md5.New()
	z, n, err := c.from(func(w io.Writer) error { return write(io.MultiWriter(w, h)) })
	if err != nil {
		return fmt.Errorf("attachment %s: %w", a.Name, err)
	}
	if a.Write == nil && len(z) >= n { // it gains nothing, and stays as it is
		return nil
	}
	a.packed, a.Data, a.Write = &packed{z, n, [md5.Size]byte(h.Sum(nil))}, nil, nil
	return nil
}

// Reuse gives an attachment the content of an embedded file that was read, as it was deflated there: nothing is
// deflated again. Whoever calls it decoded the stream, and knows its size and MD5.
func (a *Attachment) Reuse(embedded *Stream, size int, sum [md5.Size]byte) {
	a.Data, a.Write, a.packed = embedded.Data, nil, nil
	if embedded.Dict.Get("Filter") == Name("FlateDecode") {
		a.Data, a.packed = nil, &packed{embedded.Data, size, sum}
	}
}

// fileSpec embeds one file: both name keys, relationship, media type, size, digest and dates, as ISO 19005-3, 6.8 and
// Annex E ask.
func (f *finaliser) fileSpec(a *Attachment) (Ref, error) {
	at := a.ModifiedAt
	if at.IsZero() {
		at = f.o.CreatedAt
	}
	ef := &Stream{
		Dict: NewDict(Entry{"Type", Name("EmbeddedFile")}, Entry{"Subtype", Name(a.MIME)}, Entry{"Params", nil}),
		Data: a.Data,
	}
	size, sum := len(a.Data), md5.Sum(a.Data)
	if a.Write != nil {
		if err := a.pack(f.compress); err != nil {
			return Ref{}, err
		}
	}
	if p := a.packed; p != nil {
		ef.Data, size, sum = p.deflated, p.size, p.sum
		ef.Dict.Set("Filter", Name("FlateDecode"))
	}
	ef.Dict.Set("Params", NewDict(
		Entry{"Size", Integer(size)}, Entry{"CreationDate", Date(at)}, Entry{"ModDate", Date(at)},
		Entry{"CheckSum", String(sum[:])}))
	plain := []byte(a.Name)
	for i, c := range plain {
		if c < ' ' || c >= 0x7F {
			plain[i] = '_'
		}
	}
	file := f.add(ef)
	spec := NewDict(
		Entry{"Type", Name("Filespec")}, Entry{"F", String(plain)}, Entry{"UF", Text(a.Name)},
		Entry{"AFRelationship", Name(a.Relationship)}, Entry{"EF", NewDict(Entry{"F", file}, Entry{"UF", file})})
	if a.Description != "" {
		spec.Set("Desc", Text(a.Description))
	}
	return f.add(spec), nil
}
