package rules

import (
	"iter"
	"math/bits"

	"recette/internal/lint"
	"recette/internal/syntax"
)

// duplicateBody: two scenarios with the same steps, their Contexte included, test the same thing under two names.
// Outlines may be one with two tables of examples. Args: name of the scenario, where the other stands.
func duplicateBody() lint.Rule {
	return lint.Rule{
		ID: "duplicate-body", Aliases: []string{"D32"}, Group: lint.Structure, CA: syntax.Info, Script: syntax.Info,
		Passes: lint.TwoPasses(func(_ *lint.Pass, f *lint.File, note func(body)) {
			for s := range wholeScenarios(f) {
				if len(s.Steps) > 0 {
					note(body{bodyOf(s), oneSpace(s.Name), scenarioPlace(s.Scenario)})
				}
			}
		}, func(p *lint.Pass, notes iter.Seq2[string, body]) {
			first := map[uint64]where{}
			for path, n := range notes {
				if same, taken := first[n.digest]; taken {
					p.ReportIn(path, n.at, n.scenario, same.String())
					continue
				}
				first[n.digest] = where{path, n.at.Line}
			}
		}),
	}
}

// body is what a scenario plays, by a digest.
type body struct {
	digest   uint64
	scenario string
	at       lint.Place
}

func (b *body) Fields(f *lint.Fields) {
	f.Hash(&b.digest)
	f.Text(&b.scenario)
	f.Place(&b.at)
}

// bodyOf is a digest of what a scenario plays: types and texts, whatever the keywords. It is the same in any process:
// notes are kept.
func bodyOf(s *lint.Scenario) uint64 {
	d := newDigest()
	for _, list := range [][]lint.Step{s.Background, s.Steps} {
		for i := range list {
			step := &list[i]
			d.add(string(step.Kind))
			d.add(step.Text)
			for _, row := range step.Table {
				d.add("|")
				for _, c := range row.Cells {
					d.add(c.Value)
				}
			}
			if step.DocString != nil {
				d.add(`"`)
				d.add(step.DocString.Content)
			}
		}
	}
	return uint64(d)
}

// digest mixes texts into 64 bits, eight bytes at a time, by folded products as wyhash does: good enough to tell texts
// that nobody forges, and without a copy of each.
type digest uint64

func newDigest() digest { return 14695981039346656037 }

// add mixes a text in, and where it ended.
func (d *digest) add(s string) {
	const size = 8
	end := uint64(len(s))
	for ; len(s) >= size; s = s[size:] {
		d.mix(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
	}
	for i := range len(s) {
		end = end<<8 | uint64(s[i])
	}
	d.mix(end)
}

func (d *digest) mix(n uint64) {
	high, low := bits.Mul64(uint64(*d)^n, 0xa0761d6478bd642f)
	*d = digest(high ^ low)
}
