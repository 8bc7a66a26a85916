package verify

import "recette/internal/journal"

// claimed refuses what a device is said to have kept since after the leaf that records it, or since before what is
// tested was in force.
func (c *check) claimed(f *fold) {
	for _, p := range f.runs {
		l := &p.leaf
		for i := range p.steps {
			o := &p.steps[i]
			if at := o.words().Given; at != "" && (at > l.At || at < f.inForce(l)) {
				c.contents.add(bad(StepRules, l.Result.Case, step(o.Step), "given_at"))
			}
		}
	}
}

// inForce gives since when what a leaf records the test of was in force: the opening, or an iteration.
func (f *fold) inForce(l *journal.Leaf) string {
	if n := f.iteratedBefore(l.Seq); n > 0 {
		return f.iterations[n-1].At
	}
	return f.opened
}
