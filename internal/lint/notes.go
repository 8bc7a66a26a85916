package lint

import (
	"encoding/binary"
	"iter"
)

// Passes is a rule that speaks of several files together: its first pass leaves notes of one file, its second reads
// those of all. Notes are written down as they are left: a judgement holds few bytes of each, and one that comes from
// the cache is read as one that was just made.
type Passes struct {
	*firstPass
	project func(*Pass, iter.Seq2[string, string])
}

// firstPass leaves the notes of a file. Rules may read the same ones.
type firstPass struct {
	file  func(*Pass, *File)
	valid func(notes string) bool
}

// note is what a rule keeps of a file, between its two passes.
type note[N any] interface {
	*N
	// Fields gives each field to the one that reads or writes the note, in an order that does not depend on it.
	Fields(*Fields)
}

// Notes are those of type N that a first pass leaves.
type Notes[N any] struct {
	first firstPass
	read  func(files iter.Seq2[string, string]) iter.Seq2[string, N]
}

// NotesOf tells which notes a first pass leaves. What several rules read depends on no option of one of them.
func NotesOf[N any, P note[N]](file func(p *Pass, f *File, note func(N))) *Notes[N] {
	return &Notes[N]{
		firstPass{
			file: func(p *Pass, f *File) {
				left := new(N)
				file(p, f, func(n N) {
					*left = n
					P(left).Fields(p.notes)
				})
			},
			valid: func(notes string) bool {
				d, n := &Fields{from: decoder{s: notes}, reading: true}, new(N)
				for next[N, P](d, n) {
				}
				return !d.from.broken
			},
		},
		func(files iter.Seq2[string, string]) iter.Seq2[string, N] {
			return func(yield func(string, N) bool) {
				d, n := &Fields{reading: true}, new(N)
				for path, notes := range files {
					d.from = decoder{s: notes}
					for next[N, P](d, n) {
						if !yield(path, *n) {
							return
						}
					}
				}
			}
		},
	}
}

// Read makes the passes of a rule that reads the notes. It gets each with the path of its file, in the order of the
// files, and may go over them several times.
func (l *Notes[N]) Read(project func(p *Pass, notes iter.Seq2[string, N])) *Passes {
	return &Passes{&l.first, func(p *Pass, files iter.Seq2[string, string]) {
		project(p, l.read(files))
	}}
}

// TwoPasses makes the passes of a rule that alone reads its notes.
func TwoPasses[N any, P note[N]](
	file func(p *Pass, f *File, note func(N)), project func(p *Pass, notes iter.Seq2[string, N]),
) *Passes {
	return NotesOf[N, P](file).Read(project)
}

// next reads a note. One that took no byte would be followed by itself for ever.
func next[N any, P note[N]](d *Fields, n *N) bool {
	left := len(d.from.s)
	if left == 0 {
		return false
	}
	var none N
	*n = none
	P(n).Fields(d)
	if len(d.from.s) == left {
		d.from.fail()
	}
	return !d.from.broken
}

// Fields writes the fields of a note, or reads them into it.
type Fields struct {
	to      encoder
	from    decoder
	reading bool
}

// Text gives a text. One that is read is a piece of what was written.
func (f *Fields) Text(s *string) {
	if f.reading {
		*s = f.from.text()
	} else {
		f.to.text(*s)
	}
}

// Int gives a number, in as few bytes as it needs.
func (f *Fields) Int(n *int) {
	if f.reading {
		*n = f.from.int()
	} else {
		f.to.int(*n)
	}
}

// Flag gives a yes or a no.
func (f *Fields) Flag(v *bool) {
	if f.reading {
		*v = f.from.flag()
	} else {
		f.to.flag(*v)
	}
}

// Hash gives a number all of whose bits vary.
func (f *Fields) Hash(h *uint64) {
	if f.reading {
		*h = f.from.hash()
	} else {
		f.to.b = binary.BigEndian.AppendUint64(f.to.b, *h)
	}
}

// Place gives a place.
func (f *Fields) Place(p *Place) {
	f.Int(&p.Line)
	f.Int(&p.Column)
	f.Int(&p.EndColumn)
}

// Choice gives one of the values from 0 to last. Another one is refused when it is read.
func Choice[T ~int | ~uint8](f *Fields, v *T, last T) {
	n := int(*v)
	f.Int(&n)
	if n < 0 || n > int(last) {
		f.from.fail()
		n = 0
	}
	*v = T(n) //nolint:gosec // between 0 and last
}

// longList is the length up to which room for a list is made at once, on its word.
const longList = 64

// List gives the elements of a list.
func List[N any, P note[N]](f *Fields, list *[]N) {
	n := len(*list)
	if !f.reading {
		f.to.int(n)
	} else if n = f.from.count(); n > 0 {
		*list = make([]N, 0, min(n, longList))
	}
	for i := 0; i < n && !f.from.broken; i++ {
		if f.reading {
			*list = append(*list, *new(N))
		}
		P(&(*list)[i]).Fields(f)
	}
}
