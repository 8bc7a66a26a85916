package verify

import (
	"errors"
	"fmt"
	"strconv"

	"recette/internal/budget"
	"recette/internal/journal"
	"recette/internal/pdf"
)

// MaxFile is the size of the largest file that is judged, in bytes.
const MaxFile = 64 << 20

// Heap is what the program may take of memory while it judges, with the file: the collector keeps to it. The rest of
// the 256 MiB is for the program itself, and for the largest document that the engine of the journal holds at once.
const Heap = 176 << 20

// DataHeap is the same when the data are judged alone, without the pages: the program and an honest file of the largest
// campaign stay within 150 MiB. A file that makes the reading keep more only makes the collector work more.
const DataHeap = 140 << 20

// allowance is what the reading of a file of some size may cost: with the file itself and the program, 256 MiB and
// 20 s. What is not counted, of what is kept for a moment, takes the room between.
func allowance(size int) budget.Limits {
	const kept = 160 << 20
	return budget.Limits{Work: 3 << 29, Memory: int64(kept - min(size, MaxFile))}
}

// pdfLimits are those of a file that is judged. One value of an object takes twenty times its bytes, and the product
// writes no object stream.
func pdfLimits(b *budget.Budget) pdf.Limits {
	l := pdf.DefaultLimits()
	l.Revisions, l.Objects, l.Values = maxRevisions, 1<<18, 1<<20
	l.Inflate, l.Cached, l.Budget = 16<<20, 4<<20, b
	return l
}

// What things cost, in units of the budget.
const (
	each            = 4       // comparisons of a pair
	findingWork     = 512     // to be compared with those that are known
	hashedAtOnce    = 4       // bytes hashed in one unit
	noticed         = 32      // to read the instants, or the subject, of a leaf
	indexWork       = 4       // to keep one entry under a key, beside one comparison
	nameWork        = 16      // to write a byte of a name in the way in which it is compared
	judgedWork      = 16      // to look for somebody among those who judged one case
	noteWork        = 1 << 14 // for one signed note
	certificateWork = 1 << 16 // for one certificate, against each other one and each authority
)

func tooLarge(size int) error {
	return fmt.Errorf("%w: %d bytes, at most %d are judged", ErrUnreadable, size, MaxFile)
}

// The parts of a judgement, in order.
const (
	judgingFile = iota
	judgingSignatures
	judgingContent
	judgingJournal
)

// unfinished says of what was not judged to the end that it was not. What was found before the budget was exceeded
// stands; what would have been found after it is not known.
func (c *check) unfinished() {
	f, over := c.overrun()
	if !over {
		return
	}
	var lists []*findings
	if c.part <= judgingContent {
		lists = append(lists, &c.contents)
	}
	if c.part <= judgingSignatures {
		lists = append(lists, &c.changes)
		for _, s := range c.signed {
			lists = append(lists, &s.findings)
		}
	}
	if c.report.Drawing != nil {
		c.report.Drawing.Compared = NotCompared
		c.report.Drawing.Findings = append(c.report.Drawing.Findings, f)
	}
	if c.o.Journal != nil && c.part <= judgingJournal {
		lists = append(lists, &c.log)
	}
	for _, list := range lists {
		list.budget = nil
		list.add(f)
	}
}

// overrun says that the budget was exceeded, and by what.
func (c *check) overrun() (Finding, bool) {
	var over *budget.Error
	if !errors.As(c.budget.Err(), &over) {
		return Finding{}, false
	}
	code := overWork
	if over.What == budget.Memory {
		code = OverMemory
	}
	return doubt(code, strconv.FormatInt(over.Limit, 10), strconv.FormatInt(over.Asked, 10)), true
}

// counts is how often the leaves are counted: for the PV, and up to the decision.
const counts = 2

// afford counts, before it is done, what the recount does beyond going through its lists: an attempt has a place for
// each step of its case, anomalies and decisions look at every case. What a fold and the criteria look at they count as
// they go.
func (c *check) afford() error {
	steps := make(map[string]int, len(c.frozen.Cases))
	for i := range c.frozen.Cases {
		steps[c.frozen.Cases[i].ID] = len(c.frozen.Cases[i].Steps)
	}
	m, rows, anomalies, reserves, cited, cost := c.frozen, len(c.pv.Cases), 0, 0, 0, 0
	deciders, papers, signed, decisions, delegations := 0, 0, 0, 0, 0
	for i := range c.proven {
		switch l := &c.proven[i].leaf; {
		case l.Result != nil:
			cost += counts * each * steps[l.Result.Case]
		case l.Anomaly != nil:
			anomalies++
		case l.Reserve != nil:
			reserves++
		case l.Decision != nil:
			cited += len(l.Decision.Reserves)
			deciders++
			decisions++
		case l.Kind == journal.KindPVRendered:
			papers++
		case l.Kind == journal.KindPVSigned:
			deciders++
			signed++
		case l.Session != nil:
			cost += counts * each * (1 + len(l.Session.Present))
		case l.Kind.Noted():
			cost += counts * each
			if l.Delegation != nil {
				delegations++
			}
			if l.Amend != nil {
				cost += counts * each * (len(l.Amend.Steps) + steps[l.Amend.Case])
			}
		}
	}
	for i := range m.Journeys {
		for _, id := range m.Journeys[i].Cases {
			cost += each * steps[id]
		}
	}
	cost += anomalies*len(m.Cases) + cited*reserves       // the rules of the decision
	cost += counts * deciders * (len(m.Cases) + deciders) // those of the separation of duties
	cost += len(c.pv.Anomalies)*anomalies + len(c.pv.Reserves)*reserves
	cost += counts * signed * papers // whose place each takes
	cost += decisions * delegations  // under which each was pronounced
	cost += len(c.pv.DataSets)*len(m.DataSets) + len(c.pv.Signers)*(len(m.Parties)+len(c.signed))
	cost += len(c.pv.Journeys)*len(m.Journeys) + rows
	return c.budget.Work(cost)
}

// Exceeds tells of a finding that it says that the file asks for more than a judgement may cost.
func (f Finding) Exceeds() bool { return f.Code == overWork || f.Code == OverMemory }
