package pdf

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
}

// DefaultLimits suit reports of a hundred thousand pages, with room for a machine-readable attachment.
func DefaultLimits() Limits {
	return Limits{Depth: 96, Inflate: 256 << 20, InflateTotal: 1 << 30, Revisions: 64, Objects: 1 << 20}
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
	} {
		if *p.v <= 0 {
			*p.v = p.d
		}
	}
	return l
}
