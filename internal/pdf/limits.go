package pdf

import (
	"fmt"

	"recette/internal/budget"
)

// Limits bound what a file may cost. A zero field takes the value of DefaultLimits.
type Limits struct {
	// Depth is the number of nested arrays and dictionaries.
	Depth int
	// Inflate is the number of decoded bytes of one stream.
	Inflate int
	// InflateTotal is the number of decoded bytes of all Decode calls on one Document.
	InflateTotal int
	// Revisions is the number of cross-reference sections in the chain.
	Revisions int
	// Objects is the number of cross-reference entries of all revisions together, and the highest object number. A few
	// kilobytes of compressed entries can announce millions.
	Objects int
	// Values is the number of values in one object: an array of millions costs twenty times its bytes.
	Values int
	// Cached is the number of bytes of objects that a Document keeps once it has read them.
	Cached int
	// Budget counts what the document and those that Revision opens cost together; nil counts nothing. A file that
	// exceeds it gives ErrLimit over the error of the budget.
	Budget *budget.Budget
}

// DefaultLimits suit reports of a hundred thousand pages, with room for a machine-readable attachment.
func DefaultLimits() Limits {
	return Limits{
		Depth: 96, Inflate: 256 << 20, InflateTotal: 1 << 30, Revisions: 64, Objects: 1 << 20, Values: 1 << 22,
		Cached: 1 << 40,
	}
}

func (l Limits) withDefaults() Limits {
	def := DefaultLimits()
	for _, p := range []struct {
		v *int
		d int
	}{
		{&l.Depth, def.Depth},
		{&l.Inflate, def.Inflate},
		{&l.InflateTotal, def.InflateTotal},
		{&l.Revisions, def.Revisions},
		{&l.Objects, def.Objects},
		{&l.Values, def.Values},
		{&l.Cached, def.Cached},
	} {
		if *p.v <= 0 {
			*p.v = p.d
		}
	}
	return l
}

// What one thing costs, in units of the budget: about the time of a byte that is looked at, and bytes of memory.
const (
	valueBytes = 40
	entryBytes = 48
	objectWork = 32
)

// The longest name and the longest string. A reader needs not hold more than 127 bytes of a name (annex C).
const (
	maxName   = 64 << 10
	maxString = 16 << 20
)

// limited puts the error of the budget in the tree of this package.
func limited(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrLimit, err)
}
