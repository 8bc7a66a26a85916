package standing

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Fold is what was folded of a journal, from its first leaf on. It is asked to go on when leaves were added, so that
// who stays reads each leaf once; folding in one go or in many gives the same statuses. It keeps no text and no
// observation: its memory grows with the cases of the campaigns. It belongs to one goroutine at a time.
type Fold struct {
	next      int64       // position of the first leaf that was not folded
	last      []byte      // digest of the leaf before
	campaigns []*followed // in the order in which they were opened
	byID      map[string]*followed
	runs      map[string]run   // what runs outside campaigns are bound to
	trials    map[string]trial // by case
}

// followed is a campaign as far as it was folded.
type followed struct {
	manifest *plan.Manifest // without its cases
	state    *state.State
	modes    map[string]modes // by case: who observed its last attempt, when that is closed
}

// modes says who observed the steps of an attempt, and how many pieces of evidence they hold.
type modes struct {
	manual, auto bool
	pieces       int
}

// run is a run outside campaigns.
type run struct {
	open  journal.Open
	order int
}

// trial is what a run gave of a case.
type trial struct {
	Trial
	content string
	order   int // of its run
}

// New gives a fold of nothing.
func New() *Fold {
	return &Fold{byID: map[string]*followed{}, runs: map[string]run{}, trials: map[string]trial{}}
}

// End is a position beyond every leaf.
const End = int64(1<<63 - 1)

// Next is the position of the first leaf that was not folded.
func (f *Fold) Next() int64 { return f.next }

// Plans gives the frozen plan of each campaign, without its cases, in the order in which they were opened.
func (f *Fold) Plans() []*plan.Manifest {
	plans := make([]*plan.Manifest, len(f.campaigns))
	for i, c := range f.campaigns {
		plans[i] = c.manifest
	}
	return plans
}

// Advance folds the leaves that follow, as far as to, which is left out. A log that is not the one that was folded so
// far, because it was replaced or restored, is folded from its beginning. After an error the fold holds the leaves
// before the one that failed. It returns campaign.ErrManifest when the document of a campaign is missing or is not the
// one that the journal names, and the errors of the log.
func (f *Fold) Advance(ctx context.Context, log campaign.Journal, to int64) error {
	same, err := f.continues(ctx, log)
	if err != nil {
		return err
	}
	if !same {
		*f = *New()
	}
	if f.next >= to {
		return nil
	}
	for rec, err := range log.Records(ctx, journal.Filter{From: f.next}) {
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		if rec.Leaf.Seq >= to {
			break
		}
		if err := f.apply(ctx, log, &rec); err != nil {
			return err
		}
		f.next, f.last = rec.Leaf.Seq+1, digest(&rec)
	}
	return nil
}

// continues reports whether a log holds the last leaf that was folded, where it was.
func (f *Fold) continues(ctx context.Context, log campaign.Journal) (bool, error) {
	if f.next == 0 {
		return true, nil
	}
	for rec, err := range log.Records(ctx, journal.Filter{From: f.next - 1}) {
		if err != nil {
			return false, fmt.Errorf("read the journal: %w", err)
		}
		return rec.Leaf.Seq == f.next-1 && bytes.Equal(digest(&rec), f.last), nil
	}
	return false, nil
}

func digest(rec *journal.Record) []byte {
	sum := sha256.Sum256(rec.Raw)
	return sum[:]
}

// apply folds one leaf in.
func (f *Fold) apply(ctx context.Context, log campaign.Journal, rec *journal.Record) error {
	l := &rec.Leaf
	switch {
	case l.Kind == journal.KindCampaignOpen && f.byID[l.Campaign] == nil:
		o, err := outline(ctx, log, l)
		if err != nil {
			return err
		}
		c := &followed{manifest: &o.Manifest, state: state.New(o, true), modes: map[string]modes{}}
		f.campaigns = append(f.campaigns, c)
		f.byID[l.Campaign] = c
	case l.Kind == journal.KindCampaignIterate && f.byID[l.Campaign] != nil:
		return f.iterate(ctx, log, f.byID[l.Campaign], l)
	case l.Kind == journal.KindRunOpen && l.Open != nil:
		f.runs[l.Campaign] = run{*l.Open, len(f.runs)}
	}
	if c := f.byID[l.Campaign]; c != nil {
		c.apply(rec)
	} else if r, ok := f.runs[l.Campaign]; ok {
		f.try(&r, l)
	}
	return nil
}

// iterate folds the campaign anew, on the manifest that a leaf puts in force: what its results are worth rests on it.
func (f *Fold) iterate(ctx context.Context, log campaign.Journal, c *followed, l *journal.Leaf) error {
	o, err := campaign.ReadOutline(ctx, log, l.Campaign, l.Document())
	if err != nil {
		return err
	}
	c.manifest, c.state, c.modes = &o.Manifest, state.New(o, true), map[string]modes{}
	for rec, err := range log.Records(ctx, journal.Filter{Campaign: l.Campaign}) {
		if err != nil {
			return fmt.Errorf("read the journal: %w", err)
		}
		if rec.Leaf.Seq > l.Seq {
			break
		}
		c.apply(&rec)
	}
	return nil
}

// apply folds one leaf of the campaign in. What a closed attempt was made of stays in the journal: who observed it and
// the verdict are kept.
func (c *followed) apply(rec *journal.Record) {
	c.state.Apply(rec)
	r := rec.Leaf.Result
	if r == nil || !r.Closed {
		return
	}
	if s := c.state.Case(r.Case); s != nil && s.Last != nil && s.Last.Closed && s.Last.Steps != nil {
		c.modes[s.ID] = modesOf(s.Last.Steps)
		c.state.Drop(s)
		s.Last.Leaves = nil
	}
}

func modesOf(steps []state.Step) modes {
	var out modes
	for i := range steps {
		st := &steps[i]
		out.manual = out.manual || st.Seen && recette.Mode(st.Record.Mode) == recette.Manual
		out.auto = out.auto || st.Seen && recette.Mode(st.Record.Mode) == recette.Automated
		if st.Seen {
			out.pieces += len(st.Record.Evidence)
		}
	}
	return out
}

// try takes in a record of a run outside campaigns. The leaf that closes an attempt carries the verdict of the case,
// which the service computed: there is nothing to roll up. The run that was opened last comes before the others.
func (f *Fold) try(r *run, l *journal.Leaf) {
	if l.Kind != journal.KindResult || l.Result == nil || !l.Result.Closed {
		return
	}
	at, err := time.Parse(journal.TimeLayout, l.At)
	if before, ok := f.trials[l.Result.Case]; err != nil || ok && before.order > r.order {
		return
	}
	v := recette.Verdict(l.Result.Verdict)
	if !v.Valid() {
		v = recette.NotRun
	}
	f.trials[l.Result.Case] = trial{
		Trial:   Trial{Verdict: v, At: at, Build: r.open.Build, Environment: r.open.Environment, Run: l.Campaign},
		content: l.Result.Content, order: r.order,
	}
}
