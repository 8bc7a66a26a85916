package campaign

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Summary is one line of a list of campaigns.
type Summary struct {
	Campaign string
	Title    string
	Release  plan.Release
	OpenedAt string // UTC, RFC 3339 with milliseconds
	ClosedAt string // empty while open
	Figures  recette.Figures
}

// Status is where a campaign stands.
type Status struct {
	Summary
	Plan      *plan.Outline
	Journeys  []JourneyStatus
	Iteration int              // its number, 1 for a campaign as it was opened
	Shares    []Share          // what is assigned, by person
	HeldBack  []state.HeldBack // rows that wait for one before them, while the campaign is open
	Due       []Due            // rows whose result, of an iteration before, is to be obtained again
	Unread    []Unread         // results that wait for a second person to read them over
	Returned  []state.Review   // what whoever read them over said of results that are to be obtained again
	Open      []string         // cases with an open attempt
	Ended     []Ended          // cases whose last attempt says what no step of it tells
	Anomalies []state.Anomaly
	Reserves  []state.Reserve
	Drafts    []state.Draft // failures that wait for an anomaly
	// Unexplained are the rows of an open campaign that failed by automation, and that no anomaly is about.
	Unexplained []string
	Decisions   []state.Decision
	Iterations  []state.Iteration // those that followed the opening
	PVs         []state.PV
	staff       func(role, who, branch string) []string
	Stages      map[string]recette.PVState // by number of PV: where each is on its way
	Refused     map[string]bool            // by number of overtaken PV: whether the facts would refuse its decision now
	Carried     map[string]Carriage        // by number of reserve, of those that a PV in force carries
	Notes       state.Notes
	Opined      map[int64]Voice       // by position of an opinion: whose it is
	Decided     map[int64]int         // by position of an objection: the attempt that decided since
	Strays      []int64               // positions of results that count for nothing
	Trials      map[recette.Trial]int // rehearsals and explorations of the rows that are seen: they count nowhere
	Texts       map[string]string
	Erasures    map[string]Erasure // of the project, by commitment
}

// Voice is who gave an opinion, as they were then.
type Voice struct{ Name, Branch string } // the branch of a référent

// Carriage says which PV in force carries a reserve, and which one in force lifts it.
type Carriage struct {
	PV      string
	Lifting string // empty: none does
}

// Due is a row to be played again, why, and what it stood at.
type Due struct {
	Case    string
	Why     recette.Freshness
	Verdict recette.Verdict
}

// Unread is a result that waits to be read over.
type Unread struct {
	Case    string
	Attempt int
	Verdict recette.Verdict
	By      string // reference of who made it
	Own     bool   // the actor made it: another one reads it
}

func unread(cs *state.Case, actor recette.Actor) Unread {
	return Unread{
		Case: cs.ID, Attempt: cs.Last.Number, Verdict: cs.Verdict(), By: cs.Last.Actor.Ref,
		Own: slices.Contains(cs.Last.Authors(), actor.Ref),
	}
}

// Ended is a case of whose last attempt something is told beyond its steps: a hook that failed, a worker that broke.
type Ended struct {
	Case    string
	Verdict recette.Verdict
	Outcome recette.Outcome
	Message string // commitment
}

// JourneyStatus is where a journey stands.
type JourneyStatus struct {
	plan.Journey
	Verdict recette.Verdict
	Figures recette.Figures
}

// Outline gives the frozen plan of a campaign, without the texts of its cases. It returns ErrUnknown when no such
// campaign was opened, ErrManifest when its document is missing or is not the one that the journal names.
func (s *Service) Outline(ctx context.Context, actor recette.Actor, id string) (*plan.Outline, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	return seen.outline(c.outline), nil
}

// Manifest is Outline with the texts. They are read each time: whoever conducts the cases keeps them.
func (s *Service) Manifest(ctx context.Context, actor recette.Actor, id string) (m plan.Manifest, err error) {
	if err := s.allow(ctx, actor, access.ReadStatus); err != nil {
		return plan.Manifest{}, err
	}
	err = again(func() (err error) {
		m, err = s.seenManifest(ctx, actor, id)
		return err
	})
	return m, err
}

// seenManifest reads a manifest once. The state is read too, even for somebody who sees every row: it alone says whose
// name was erased since the plan was frozen.
func (s *Service) seenManifest(ctx context.Context, actor recette.Actor, id string) (plan.Manifest, error) {
	digest, err := s.digest(ctx, id)
	if err != nil {
		return plan.Manifest{}, err
	}
	m, err := s.manifest(ctx, id, digest)
	if err != nil {
		return plan.Manifest{}, err
	}
	outline := m.Outline()
	outline.Digest = digest
	s.outlines.keep(digest, outline) // so that the same bytes are not read once more for it
	s.remember(s.newLoaded(id, digest, outline))
	c, err := s.allowed(ctx, actor, id, access.ReadStatus)
	if err != nil {
		return plan.Manifest{}, err
	}
	if err := s.follow(ctx, c); err != nil {
		return plan.Manifest{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	return seen.manifest(m, digest), nil
}

// FrozenIDs gives the stable ids that campaigns which the actor may read froze, even those of scenarios that exist no
// more: none is given twice.
func (s *Service) FrozenIDs(ctx context.Context, actor recette.Actor) ([]string, error) {
	list, err := s.List(ctx, actor)
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range list {
		m, err := s.Outline(ctx, actor, list[i].Campaign)
		if err != nil {
			return nil, err
		}
		for j := range m.Cases {
			id, _, _ := strings.Cut(plan.CaseID(m.Cases[j].ID), "/")
			ids = append(ids, id)
		}
		for _, g := range m.Gone {
			id, _, _ := strings.Cut(plan.CaseID(g.ID), "/")
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// List gives the campaigns that the actor may read, in the order in which they were opened.
func (s *Service) List(ctx context.Context, actor recette.Actor) ([]Summary, error) {
	if err := s.allow(ctx, actor, access.ReadStatus); err != nil {
		return nil, err
	}
	var list []Summary
	for rec, err := range s.log.Records(ctx, journal.Filter{Kinds: []journal.Kind{journal.KindCampaignOpen}}) {
		if err != nil {
			return nil, fmt.Errorf("list campaigns: %w", err)
		}
		c, err := s.shown(ctx, actor, rec.Leaf.Campaign, access.ReadStatus)
		if errors.Is(err, access.ErrDenied) {
			continue // not theirs to see
		}
		if err != nil {
			return nil, err
		}
		c.mu.Lock()
		list = append(list, c.summary(actor))
		c.mu.Unlock()
	}
	return list, nil
}

// Status gives where a campaign stands. Texts holds what the anomalies, reserves and decisions say, by commitment.
func (s *Service) Status(ctx context.Context, actor recette.Actor, id string) (Status, error) {
	c, err := s.shown(ctx, actor, id, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return Status{}, err
	}
	st := c.status(actor)
	st.Texts, err = s.log.Texts(ctx, st.commitments())
	if err != nil {
		return Status{}, fmt.Errorf("read texts of campaign %q: %w", id, err)
	}
	st.Erasures, err = s.erasures(ctx)
	return st, err
}

// summary is called under c.mu.
func (c *loaded) summary(actor recette.Actor) Summary {
	seen := c.sight(actor)
	return Summary{
		Campaign: c.id, Title: c.outline.Title, Release: c.outline.Release,
		OpenedAt: c.state.OpenedAt, ClosedAt: c.state.ClosedAt, Figures: seen.figures(),
	}
}

func (c *loaded) status(actor recette.Actor) Status {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	st := Status{
		Summary: c.summary(actor), Plan: seen.outline(c.outline),
		Anomalies: slices.DeleteFunc(slices.Clone(c.state.Anomalies), func(a state.Anomaly) bool {
			return !seen.row(a.Case)
		}),
		Reserves: slices.DeleteFunc(slices.Clone(c.state.Reserves), func(r state.Reserve) bool {
			return !seen.reserve(&r)
		}),
		Decisions: slices.Clone(c.state.Decisions), PVs: slices.Clone(c.state.PVs),
		Strays: slices.Clone(c.state.Strays), Iteration: c.state.Iteration, Shares: c.shares(seen),
		Iterations: slices.Clone(c.state.Iterations), Trials: c.state.Tried(seen.row),
		Drafts: slices.DeleteFunc(c.state.Waiting(), func(d state.Draft) bool { return !seen.row(d.Case) }),
		Notes:  seen.notes(c.state.CloneNotes(), c.outline.PlannedSessions()),
	}
	st.staff = c.crew().staff(&c.outline.Manifest)
	people := c.people()
	for i := range st.Notes.Opinions {
		o := &st.Notes.Opinions[i]
		if st.Opined == nil {
			st.Opined = map[int64]Voice{}
		}
		p, branch := people(o.By.Ref, o.Seq), ""
		if o.By.Role == string(recette.Referent) {
			branch = c.outline.BranchOf(&p)
		}
		if c.hidden(o.By.Ref) {
			p.Name = o.By.Ref
		}
		st.Opined[o.Seq] = Voice{p.Name, branch}
	}
	for i := range st.Notes.Objections {
		o := &st.Notes.Objections[i]
		if n := c.state.DecidedBy(o); n > 0 {
			if st.Decided == nil {
				st.Decided = map[int64]int{}
			}
			st.Decided[o.Seq] = n
		}
	}
	if !seen.whole {
		st.Strays, st.PVs = nil, nil // they are of all branches
	} else {
		st.Carried, st.Stages, st.Refused = c.carried(), map[string]recette.PVState{}, map[string]bool{}
		for i := range c.state.PVs {
			p := &c.state.PVs[i]
			st.Stages[p.Number] = c.state.Stage(p, people, c.today())
			if d := c.state.Shown(p); st.Stages[p.Number] == recette.PVStale {
				st.Refused[p.Number] = d != nil && len(c.state.Untenable(d)) > 0
			}
		}
	}
	for i := range c.state.Cases {
		cs := &c.state.Cases[i]
		if !seen.row(cs.ID) {
			continue
		}
		if cs.Now.Phase == recette.AttemptOpen {
			st.Open = append(st.Open, cs.ID)
		}
		switch c.state.Hold(cs) {
		case recette.Unread:
			st.Unread = append(st.Unread, unread(cs, actor))
		case recette.Returned:
			st.Returned = append(st.Returned, *cs.Last.Review)
		case recette.Due, recette.Free:
		}
		if st.ClosedAt == "" && c.state.Unexplained(cs) {
			st.Unexplained = append(st.Unexplained, cs.ID)
		}
		if c.state.Due(cs) {
			st.Due = append(st.Due, Due{cs.ID, c.state.Freshness(cs, nil), cs.Verdict()})
		}
		if cs.Last != nil && cs.Last.Message != "" {
			st.Ended = append(st.Ended, Ended{cs.ID, cs.Verdict(), cs.Last.Outcome, cs.Last.Message})
		}
	}
	st.HeldBack = slices.DeleteFunc(c.state.HeldBack(), func(h state.HeldBack) bool {
		return st.ClosedAt != "" || !seen.row(h.Case) || !seen.row(h.For)
	})
	for _, j := range st.Plan.Journeys {
		js := JourneyStatus{Journey: j, Verdict: recette.NotRun}
		var vs []recette.Verdict
		for _, id := range j.Cases {
			if cs := c.state.Case(id); cs != nil {
				vs = append(vs, c.state.Counted(cs))
				js.Figures.AddResult(cs.Verdict(), c.state.Hold(cs))
			}
		}
		js.Verdict = recette.RollUp(vs)
		st.Journeys = append(st.Journeys, js)
	}
	return st
}

func (st *Status) commitments() []string {
	var cs []string
	for _, a := range st.Anomalies {
		cs = append(cs, a.Summary, a.Workaround, a.Owner, a.Observed)
		for _, e := range a.Evidence {
			cs = append(cs, e.Name)
		}
		if a.Fix != nil {
			cs = append(cs, a.Fix.By)
		}
		for _, ch := range a.Changes {
			cs = append(cs, ch.Reason, ch.From, ch.To)
		}
	}
	for i := range st.Drafts {
		cs = append(cs, st.Drafts[i].Observed)
	}
	for _, e := range st.Ended {
		cs = append(cs, e.Message)
	}
	for _, r := range st.Reserves {
		cs = append(cs, r.Text, r.Owner, r.Workaround, r.Effect, r.Verification)
		if r.Fix != nil {
			cs = append(cs, r.Fix.By)
		}
		for _, ch := range r.Changes {
			cs = append(cs, ch.Reason)
			for _, t := range ch.Turned {
				cs = append(cs, t.From, t.To)
			}
		}
	}
	for _, d := range st.Decisions {
		cs = append(cs, d.Reason, d.Fallback, d.Place)
	}
	for i := range st.Iterations {
		cs = append(cs, st.Iterations[i].Reason)
	}
	for i := range st.PVs {
		for _, e := range []*state.PVEnd{st.PVs[i].Ended, st.PVs[i].Proposed} {
			if e != nil {
				cs = append(cs, e.Reason)
			}
		}
		for k := range st.PVs[i].Scans {
			cs = append(cs, st.PVs[i].Scans[k].Signer, st.PVs[i].Scans[k].File.Name)
		}
	}
	cs = append(cs, st.Notes.Commitments()...)
	return slices.DeleteFunc(cs, func(s string) bool { return !journal.IsDigest(s) })
}

// CaseStatus is where one case stands.
type CaseStatus struct {
	ID      string
	Verdict recette.Verdict
	Outcome recette.Outcome // of the last attempt, once closed
	Attempt int             // number of the last attempt; 0 when none was begun
	Open    bool            // that attempt is not closed
	Holder  string          // reference of the actor who began it
	Since   string          // when the last thing was observed in it, as the leaf says it

	Antenne   string            // branch where it is played; empty when it is played once
	Assigned  string            // reference of who is to play it; empty for nobody
	Due       bool              // its result is of an iteration before, and is to be obtained again
	Hold      recette.Hold      // what holds its result back: that, or its reading
	Freshness recette.Freshness // by the journal alone: nobody looked at the features
}

// Cases gives where each case of a campaign stands, in the order of the manifest.
func (s *Service) Cases(ctx context.Context, actor recette.Actor, id string) ([]CaseStatus, error) {
	c, err := s.shown(ctx, actor, id, access.ReadAttempts)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.sight(actor)
	all := make([]CaseStatus, 0, len(c.state.Cases))
	for i := range c.state.Cases {
		cs := &c.state.Cases[i]
		if !seen.row(cs.ID) {
			continue
		}
		all = append(all, c.caseStatus(cs))
	}
	return all, nil
}

// caseStatus is called under c.mu.
func (c *loaded) caseStatus(cs *state.Case) CaseStatus {
	one := CaseStatus{
		ID: cs.ID, Verdict: cs.Verdict(), Open: cs.Now.Phase == recette.AttemptOpen, Antenne: cs.Antenne,
		Assigned: cs.Assigned, Due: c.state.Due(cs), Hold: c.state.Hold(cs),
		Freshness: c.state.Freshness(cs, nil),
	}
	if a := cs.Last; a != nil {
		one.Attempt, one.Holder, one.Outcome, one.Since = a.Number, a.Actor.Ref, a.Outcome, a.EndedAt
	}
	return one
}
