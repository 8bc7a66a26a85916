package campaign

import (
	"context"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// History is all that the record holds of a row: each attempt with what it found and what was said of it since, and the
// gaps that are about the row.
type History struct {
	CaseStatus
	Attempts  []Tried         // in order
	Anomalies []state.Anomaly // raised on the row, or that account for a failure of it
	Reserves  []state.Reserve // on those, or that the row verifies
	Drafts    []state.Draft   // its failures, whatever became of them
	Texts     map[string]string
}

// Tried is one attempt of a row.
type Tried struct {
	Number, Iteration int
	Content           string // hash of the text that was tested
	Mode              recette.Mode
	By                journal.Actor // who began it
	StartedAt         string        // as in the leaf
	EndedAt           string        // the same, of the last thing that was observed
	Closed            bool
	Verdict           recette.Verdict // that it gave, whatever was said of it since
	Outcome           recette.Outcome
	Message           string  // what ended it, that no step tells
	Taken             bool    // from a filled cahier
	Cahier            string  // its name; empty when it was erased
	Seq               int64   // position of its last leaf: what whoever reads it saw
	Steps             []Found // that were observed, in order of step
	Amendments        []state.Amendment
	Objections        []state.Objection
	Review            *state.Review // what a second person said of it, once one did
}

// Invalid reports whether it counts for nothing.
func (t *Tried) Invalid() bool {
	return slices.ContainsFunc(t.Objections, func(o state.Objection) bool { return o.Invalid })
}

// Found is what stands of a step of an attempt.
type Found struct {
	Observation
	By journal.Actor
	At string // as in the leaf

	record journal.Observation // its texts are commitments
}

// History gives the history of a row: the facts of that row alone are read. A row that the actor does not see is
// ErrUnknownCase.
func (s *Service) History(ctx context.Context, actor recette.Actor, id, row string) (*History, error) {
	c, err := s.shown(ctx, actor, id, access.ReadAttempts, access.ReadDossier)
	if err != nil {
		return nil, err
	}
	i, ok := c.seenRow(actor, row)
	if !ok {
		return nil, fmt.Errorf("case %s: %w", row, ErrUnknownCase)
	}
	leaves, err := s.leavesOf(ctx, c, i)
	if err != nil {
		return nil, err
	}
	h, origins := c.historyOf(actor, i, leaves)
	if h.Texts, err = s.log.Texts(ctx, append(h.commitments(), origins...)); err != nil {
		return nil, fmt.Errorf("read texts of %s: %w", row, err)
	}
	for k := range h.Attempts {
		t := &h.Attempts[k]
		t.Message, t.Cahier = h.Texts[t.Message], h.Texts[t.Cahier]
		if err := s.tell(ctx, t.Steps); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// leavesOf reads the leaves of the results of a row, and of their corrections, in order.
func (s *Service) leavesOf(ctx context.Context, c *loaded, i int) (leaves []journal.Leaf, err error) {
	c.mu.Lock()
	row, amended := c.state.Cases[i].ID, []int64(nil)
	for k := range c.state.Amendments {
		if a := &c.state.Amendments[k]; a.Case == row {
			amended = append(amended, a.Seq)
		}
	}
	c.mu.Unlock()
	for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: c.id, Case: row}) {
		if err != nil {
			return nil, fmt.Errorf("read case %s: %w", row, err)
		}
		leaves = append(leaves, rec.Leaf)
	}
	for _, seq := range amended {
		for rec, err := range s.log.Records(ctx, journal.Filter{Campaign: c.id, From: seq}) {
			if err != nil {
				return nil, fmt.Errorf("read a correction of %s: %w", row, err)
			}
			leaves = append(leaves, rec.Leaf)
			break
		}
	}
	slices.SortFunc(leaves, func(a, b journal.Leaf) int { return int(a.Seq - b.Seq) })
	return slices.CompactFunc(leaves, func(a, b journal.Leaf) bool { return a.Seq == b.Seq }), nil
}

// historyOf makes the history of a row from the leaves of its results. Texts are commitments; those that name
// cahiers, say how attempts ended and why drafts were dropped are given beside.
func (c *loaded) historyOf(actor recette.Actor, i int, leaves []journal.Leaf) (h *History, texts []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen, cs := c.sight(actor), &c.state.Cases[i]
	h = &History{CaseStatus: c.caseStatus(cs)}
	for _, f := range cs.Former {
		h.Attempts = append(h.Attempts, c.tried(cs, Tried{
			Number: f.Number, Iteration: f.Iteration, Verdict: f.Verdict, By: f.Actor,
		}, f.Leaves, leaves))
	}
	if a := cs.Last; a != nil {
		h.Attempts = append(h.Attempts, c.tried(cs, Tried{
			Number: a.Number, Iteration: a.Iteration, Verdict: cs.Verdict(), By: a.Actor, Review: a.Review,
		}, a.Leaves, leaves))
	}
	for k := range h.Attempts {
		texts = append(texts, h.Attempts[k].Message, h.Attempts[k].Cahier)
	}
	numbers := map[string]bool{}
	for k := range c.state.Drafts {
		if d := &c.state.Drafts[k]; d.Case == cs.ID {
			h.Drafts, numbers[d.Number] = append(h.Drafts, *d), true
			texts = append(texts, d.Reason)
		}
	}
	for k := range c.state.Anomalies {
		if a := &c.state.Anomalies[k]; (a.Case == cs.ID || numbers[a.Number]) && seen.anomaly(a.Number) {
			h.Anomalies, numbers[a.Number] = append(h.Anomalies, *a), true
		}
	}
	for k := range c.state.Reserves {
		r := &c.state.Reserves[k]
		if (r.Check == cs.ID || r.Anomaly != "" && numbers[r.Anomaly]) && seen.reserve(r) {
			h.Reserves = append(h.Reserves, *r)
		}
	}
	return h, slices.DeleteFunc(texts, func(t string) bool { return t == "" })
}

// tried completes an attempt from its leaves. It is called under c.mu.
func (c *loaded) tried(cs *state.Case, t Tried, at []int64, leaves []journal.Leaf) Tried {
	steps, corrected := c.state.StoodIn(cs, t.Iteration, at, leaves)
	for k := range steps {
		if st := &steps[k]; st.Seen {
			t.Steps = append(t.Steps, Found{By: st.Actor, At: st.At, record: st.Record})
		}
	}
	for k := range leaves {
		l := &leaves[k]
		if !slices.Contains(at, l.Seq) {
			continue
		}
		t.Seq = l.Seq
		r := l.Result
		if r == nil {
			continue
		}
		if t.StartedAt == "" {
			t.StartedAt = l.At
		}
		t.EndedAt, t.Closed, t.Content = l.At, r.Closed, r.Content
		if r.Mode != "" {
			t.Mode = recette.Mode(r.Mode)
		}
		if r.Closed {
			t.Outcome, t.Message = recette.Outcome(r.Outcome), r.Message
		}
		if r.Origin != nil {
			t.Taken, t.Cahier = true, r.Origin.File
		}
	}
	for k := range c.state.Amendments {
		if a := c.state.Amendments[k]; a.Case == cs.ID && a.Attempt == t.Number {
			a.Steps = corrected[a.Seq]
			t.Amendments = append(t.Amendments, a)
		}
	}
	for k := range c.state.Objections {
		if o := &c.state.Objections[k]; o.Case == cs.ID && o.Attempt == t.Number {
			if t.Objections = append(t.Objections, *o); o.Invalid {
				t.Verdict = o.Verdict
			}
		}
	}
	for k := range c.state.Reviews {
		if r := &c.state.Reviews[k]; r.Case == cs.ID && r.Attempt == t.Number && t.Review == nil {
			t.Review = r
		}
	}
	return t
}

// commitments lists the texts behind a history, but for those of the steps.
func (h *History) commitments() []string {
	st := Status{Anomalies: h.Anomalies, Reserves: h.Reserves, Drafts: h.Drafts}
	for i := range h.Attempts {
		t := &h.Attempts[i]
		st.Notes.Amendments = append(st.Notes.Amendments, t.Amendments...)
		st.Notes.Objections = append(st.Notes.Objections, t.Objections...)
		if t.Review != nil {
			st.Notes.Reviews = append(st.Notes.Reviews, *t.Review)
		}
	}
	return st.commitments()
}

// tell reads back what was observed of steps.
func (s *Service) tell(ctx context.Context, steps []Found) error {
	records := make([]journal.Observation, len(steps))
	for i := range steps {
		records[i] = steps[i].record
	}
	all, err := s.observations(ctx, records)
	if err != nil {
		return err
	}
	for i := range all {
		steps[i].Observation = all[i]
	}
	return nil
}
