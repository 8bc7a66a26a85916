package verify

import (
	"context"
	"slices"
	"strconv"

	"recette/internal/budget"
	"recette/internal/journal"
)

// words compares the free texts and the names that the PV shows with those behind the commitments of its leaves. What a
// leaf of the journal erased can no longer be compared: that is said, with its reason, and is no fault. What is absent
// and no leaf erased was taken away.
func (c *check) words(ctx context.Context, w *ledger) error {
	b := c.bound
	if b == nil {
		return nil
	}
	texts, err := c.o.Journal.Texts(ctx, c.readable(keys(b.texts)))
	if err != nil {
		return c.unread(ctx, err, "read texts of the journal")
	}
	persons, err := c.o.Journal.Persons(ctx, c.readable(keys(b.names)))
	if err != nil {
		return c.unread(ctx, err, "read names of the journal")
	}
	gone := c.readable(append(absent(b.texts, texts), absent(b.names, persons)...))
	if err := c.gone(ctx, w, gone); err != nil {
		return err
	}
	for _, commitment := range keys(b.texts) {
		for _, shown := range b.texts[commitment] {
			if want, there := texts[commitment]; there && want != shown {
				c.log.add(bad(TextMismatch, shown))
			}
		}
	}
	for _, commitment := range keys(b.names) {
		for _, shown := range b.names[commitment] {
			if want, there := persons[commitment]; there && want.Name != shown.name {
				c.log.add(bad(PersonMismatch, shown.name))
			}
		}
	}
	return nil
}

// gone tells what was erased by a leaf from what was taken away.
func (c *check) gone(ctx context.Context, w *ledger, absent []string) error {
	erased, before, untold := 0, 0, 0
	for i := range w.erasures {
		l := &w.erasures[i]
		var its []string
		absent = slices.DeleteFunc(absent, func(commitment string) bool {
			_, found := slices.BinarySearch(l.Erase.Commitments, commitment)
			if found {
				its = append(its, commitment)
			}
			return found
		})
		if len(its) == 0 {
			continue
		}
		erased += len(its)
		reason, err := c.o.Journal.Texts(ctx, c.readable([]string{l.Erase.Reason}))
		if err != nil {
			return c.unread(ctx, err, "read why a text was erased")
		}
		c.log.add(info(Erasure, strconv.FormatInt(l.Seq, 10), l.At, reason[l.Erase.Reason]))
		for _, commitment := range its {
			switch {
			case c.salts[commitment] != nil: // the PV proves what it shows
			case l.Seq >= w.size: // it showed the text itself, and nothing proves it any more
				untold++
			default:
				before++
				if !c.replaced(&c.log, commitment, l, reason[l.Erase.Reason]) {
					untold++
				}
			}
		}
	}
	if untold > 0 {
		c.log.add(doubt(WordsAbsent, strconv.Itoa(untold)))
	}
	if c.pv.Derivation == 0 && c.saidErased() != before { // nothing else counts them in a PV of before
		c.log.add(doubt(Underived, "warnings"))
	}
	if erased > 0 {
		c.log.add(info(Erased, strconv.Itoa(erased)))
	}
	if len(absent) > 0 {
		c.log.add(bad(WordsMissing, strconv.Itoa(len(absent))))
	}
	return nil
}

// absent gives the commitments that the journal has nothing for any more.
func absent[A, V any](asked map[string][]A, given map[string]V) (gone []string) {
	for _, commitment := range keys(asked) {
		if _, there := given[commitment]; !there && journal.IsDigest(commitment) {
			gone = append(gone, commitment)
		}
	}
	return gone
}

// binding says under which commitment each text and name of the PV stands.
type binding struct {
	budget *budget.Budget
	texts  map[string][]string
	names  map[string][]named
}

// named is a name that is shown, in the role in which its bearer acted.
type named struct{ name, role, ref string }

// commitments gives all of them, in order.
func (b *binding) commitments() []string {
	return set(append(keys(b.texts), keys(b.names)...))
}

func (b *binding) text(commitment, shown string) {
	if b.budget.Work(len(b.texts[commitment])) == nil && commitment != "" &&
		!slices.Contains(b.texts[commitment], shown) {
		b.texts[commitment] = append(b.texts[commitment], shown)
	}
}

func (b *binding) name(a *journal.Actor, shown string) {
	if n := (named{}); a != nil {
		n.name, n.role, n.ref = shown, a.Role, a.Ref
		if b.budget.Work(len(b.names[a.C])) == nil && !slices.Contains(b.names[a.C], n) {
			b.names[a.C] = append(b.names[a.C], n)
		}
	}
}

func (b *binding) bind(pv *record, f *fold, journey string) {
	for _, row := range pv.Cases {
		t := f.cases[row.ID]
		if t == nil || t.attempts == 0 {
			continue
		}
		b.name(t.actor, row.Tester)
		b.text(t.message, row.Message)
		seen := t.shown()
		for k := range min(len(row.Steps), len(seen)) {
			if !seen[k].seen() {
				continue
			}
			shown, o := row.Steps[k].words(), seen[k].o.words()
			b.text(o.Observed, shown.Observed)
			b.text(o.Comment, shown.Comment)
			b.text(o.Reason, shown.Reason)
			for e := range min(len(shown.Evidence), len(o.Evidence)) {
				b.text(o.Evidence[e].Name, shown.Evidence[e].Name)
			}
		}
	}
	for i := range min(len(f.iterations), len(pv.Reference.Iterations)-1) {
		b.text(f.iterations[i].Iterate.Reason, pv.Reference.Iterations[i+1].Reason)
	}
	for i := range pv.Anomalies {
		row := &pv.Anomalies[i]
		if a := f.numbered[row.Number]; a != nil {
			b.text(a.Summary, row.Summary)
			b.text(a.Workaround, row.Workaround)
			b.text(a.Owner, row.Owner)
			b.text(a.why, row.Reason)
			b.name(a.raised.Actor, row.RaisedBy)
			if a.Fix != nil {
				b.text(a.Fix.By, row.FixedBy)
			}
			for k := range min(len(row.Evidence), len(a.Evidence)) {
				b.text(a.Evidence[k].Name, row.Evidence[k].Name)
			}
		}
	}
	for i := range pv.Reserves {
		row := &pv.Reserves[i]
		if r := f.kept[row.Number]; r != nil {
			b.text(r.Text, row.Text)
			b.text(r.Owner, row.Owner)
			b.text(r.Workaround, row.Workaround)
			b.text(r.Effect, row.Effect)
			b.text(r.Verification, row.Verification)
			b.text(r.why, row.Reason)
			if r.Fix != nil {
				b.text(r.Fix.By, row.FixedBy)
			}
		}
	}
	for _, x := range f.said {
		b.text(x.commitment, x.text)
		b.name(x.who, x.name)
	}
	b.graded(pv, f)
	for i := range min(len(f.authors), len(pv.Sessions)) {
		b.name(f.authors[i], pv.Sessions[i].Actor)
	}
	if l := f.decision(journey); l != nil {
		b.text(l.Decision.Reason, pv.Decision.Reason)
		b.text(l.Decision.Fallback, pv.Decision.Fallback)
		b.text(l.Decision.Place, pv.Place)
		b.name(l.Actor, pv.Decision.By)
	}
}

// graded binds what the PV shows of changes of severity.
func (b *binding) graded(pv *record, f *fold) {
	at := 0
	for _, a := range f.anomalies {
		if !f.bears.anomaly(a) {
			continue
		}
		for _, g := range a.graded {
			if at < len(pv.Severities) {
				b.text(g.leaf.Anomaly.Reason, pv.Severities[at].Reason)
				b.name(g.leaf.Actor, pv.Severities[at].By)
			}
			at++
		}
	}
}

// keys gives the keys in order: the same file gives the same report.
func keys[V any](m map[string][]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
