package verify

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// Presence says what became of a piece of evidence that a PV names.
type Presence string

// What may have become of it.
const (
	Presented    Presence = "presented"     // the bytes are there, and they are those that were recorded
	NotPresented Presence = "not_presented" // nothing is there
	Altered      Presence = "altered"       // something else is there
)

// Evidence looks at a piece of evidence by its SHA-256, in hex, and its size in bytes.
type Evidence func(ctx context.Context, sha256 string, size int64) (Presence, error)

// Pieces counts the evidence that a PV names, each piece once. Nothing was looked at when no store was within reach:
// every piece is missing then.
type Pieces struct {
	Looked   bool `json:"looked"` // a store was within reach
	Named    int  `json:"named"`
	Verified int  `json:"verified"` // presented, and as recorded
	Missing  int  `json:"missing"`  // not presented
	Altered  int  `json:"altered"`
	Erased   int  `json:"erased"` // by a leaf of the journal
}

// Count looks at pieces of evidence, given by SHA-256 with their size in bytes; each is told whoever counts. look may
// be nil. It returns the errors of look.
func Count(
	ctx context.Context, look Evidence, named map[string]int64, erased func(sha256 string) bool,
	tell func(sha256 string, what Presence),
) (Pieces, error) {
	p := Pieces{Looked: look != nil, Named: len(named)}
	sums := make([]string, 0, len(named))
	for sum := range named {
		sums = append(sums, sum)
	}
	slices.Sort(sums)
	for _, sum := range sums {
		what := NotPresented
		if look != nil {
			var err error
			if what, err = look(ctx, sum, named[sum]); err != nil {
				return p, fmt.Errorf("look at evidence %.12s: %w", sum, err)
			}
		}
		switch {
		case what == Presented:
			p.Verified++
		case what == Altered:
			p.Altered++
		case erased(sum):
			p.Erased++
			continue
		default:
			p.Missing++
		}
		tell(sum, what)
	}
	return p, nil
}

// piece is a piece of evidence that the PV names.
type piece struct {
	size int64
	at   []string // where it is named first: case, step, name, digest
}

// evidence gives the pieces that the PV names, by digest.
func (c *check) evidence() map[string]*piece {
	named := map[string]*piece{}
	for _, row := range c.pv.Cases {
		for k := range row.Steps {
			for _, e := range row.Steps[k].words().Evidence {
				if named[e.SHA256] == nil {
					named[e.SHA256] = &piece{e.Size, []string{row.ID, strconv.Itoa(k + 1), e.Name, e.SHA256}}
				}
			}
		}
	}
	for i := range c.pv.DataLoads {
		row := &c.pv.DataLoads[i]
		for _, e := range row.Evidence {
			if named[e.SHA256] == nil {
				named[e.SHA256] = &piece{e.Size, []string{row.Set, "", e.Name, e.SHA256}}
			}
		}
	}
	for i := range c.pv.Anomalies {
		row := &c.pv.Anomalies[i]
		for _, e := range row.Evidence {
			if named[e.SHA256] == nil {
				named[e.SHA256] = &piece{e.Size, []string{row.Number, "", e.Name, e.SHA256}}
			}
		}
	}
	return named
}

// pieces counts the evidence that the PV names, and names what is altered, or missing where it could be looked for.
func (c *check) pieces(ctx context.Context) error {
	if c.pv == nil {
		return nil
	}
	named, sizes := c.evidence(), map[string]int64{}
	for sum, piece := range named {
		sizes[sum] = piece.size
	}
	erased := map[string]bool{}
	for i := range c.proven {
		if e := c.proven[i].leaf.Erase; e != nil {
			for _, sum := range e.Evidence {
				erased[sum] = true
			}
		}
	}
	for _, sum := range c.erasedEvidence {
		erased[sum] = true
	}
	p, err := Count(ctx, c.o.Evidence, sizes, func(sum string) bool { return erased[sum] }, func(
		sum string, what Presence,
	) {
		switch {
		case what == Altered:
			c.contents.add(bad(evidenceAltered, named[sum].at...))
		case what == NotPresented && c.o.Evidence != nil:
			c.contents.add(info(EvidenceMissing, named[sum].at...))
		}
	})
	if err == nil && p.Named > 0 {
		c.report.Evidence = &p
	}
	return err
}
