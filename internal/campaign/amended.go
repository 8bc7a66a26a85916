package campaign

import (
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/state"
	"recette/internal/recette"
	"recette/internal/route"
)

// Effects is what the correction of a result changed beyond its verdict.
type Effects struct {
	Anomalies []Shift // whose re-test it was
	Reserves  []Shift // that it lifted
	PVs       []Shift // that say it as it was
	// Unfailed are the outstanding anomalies of the row, which does not fail any more: they stay.
	Unfailed []string
	Drafts   []string // failures of the attempt that wait to be explained
	Unread   bool     // a second person is to read the result over
	Reread   *Reread  // the reading that it takes back; nil when nobody had read the result over
	Lapsed   []Lapse  // what was given on the routes of PVs, and holds no more
	Held     []string // rows that the order of a journey holds back since
	Freed    []string // and those that it lets be played
}

// Reread is a reading of a result that does not hold of what the result became.
type Reread struct {
	By    string         // reference of the reader
	At    string         // as in the leaf of the reading
	Roles []recette.Role // that may read it over now; none when the plan does not ask for it any more
}

// Lapse is the route of a PV that says less than what is known now. Nothing that was given on it is taken for the PV
// that is to be submitted in its place.
type Lapse struct {
	PV      string
	Journey string       // empty: of the whole campaign
	Steps   []route.Step // that were given, each to be given again by whoever it asks
	Decided bool         // the decision is to be pronounced again, once they are
}

// Shift is where a numbered thing stood, and where it stands.
type Shift struct{ Number, Was, Now string }

// before is what a correction may change of a campaign, as it stands.
type before struct {
	status Status
	ways   []Way
	review *state.Review
}

// standing gives what a correction of a row may change. What it says of the campaign is not bound to what its author
// sees: others are to act on it. The caller holds c.recording for writing.
func (c *loaded) standing(row int) before {
	b := before{status: c.status(recette.Actor{Ref: access.Local, Role: recette.Auditor})}
	c.mu.Lock()
	defer c.mu.Unlock()
	b.ways = c.ways()
	if last := c.state.Cases[row].Last; last != nil {
		b.review = last.Review
	}
	return b
}

// effects compares a campaign before and after the correction of a row.
func (c *loaded) effects(was *before, row int, done Amended) Effects {
	now, id := c.standing(row), c.state.Cases[row].ID
	e := Effects{
		Anomalies: turns(was.status.Anomalies, now.status.Anomalies, func(a *state.Anomaly) (string, string) {
			return a.Number, a.Status
		}),
		Reserves: turns(was.status.Reserves, now.status.Reserves, func(r *state.Reserve) (string, string) {
			return r.Number, string(r.Standing())
		}),
		Lapsed: lapsed(was.ways, now.ways),
	}
	for i := range now.status.PVs {
		n := now.status.PVs[i].Number
		if was, now := was.status.Stages[n], now.status.Stages[n]; was != now && was != "" {
			e.PVs = append(e.PVs, Shift{n, string(was), string(now)})
		}
	}
	for i := range now.status.Anomalies {
		a := &now.status.Anomalies[i]
		if a.Case == id && a.Open() && done.Was == recette.Failed && done.Now != recette.Failed {
			e.Unfailed = append(e.Unfailed, a.Number)
		}
	}
	for i := range now.status.Drafts {
		if d := &now.status.Drafts[i]; d.Case == id && d.Attempt == done.Attempt {
			e.Drafts = append(e.Drafts, d.ID())
		}
	}
	e.Unread = slices.ContainsFunc(now.status.Unread, func(u Unread) bool { return u.Case == id })
	if was.review != nil && now.review == nil {
		e.Reread = &Reread{By: was.review.By.Ref, At: was.review.At}
		if e.Unread {
			e.Reread.Roles = c.readers()
		}
	}
	e.Held = newly(now.status.HeldBack, was.status.HeldBack)
	e.Freed = newly(was.status.HeldBack, now.status.HeldBack)
	return e
}

// readers lists the roles in which the plan lets somebody read results over.
func (c *loaded) readers() []recette.Role {
	asks := c.outline.Sections.Review.Asks()
	return slices.DeleteFunc(recette.Readers(), func(r recette.Role) bool { return !asks.From(r) })
}

// lapsed gives the routes that results overtook.
func lapsed(was, now []Way) (out []Lapse) {
	for i := range was {
		w := &was[i]
		at := slices.IndexFunc(now, func(x Way) bool { return x.Journey == w.Journey })
		if at < 0 || w.Overtaken() || !now[at].Overtaken() {
			continue
		}
		out = append(out, Lapse{PV: w.PV, Journey: w.Journey, Steps: w.Given(), Decided: w.Decided()})
	}
	return out
}

// turns gives what does not stand where it stood.
func turns[T any](before, after []T, of func(*T) (number, status string)) (out []Shift) {
	was := map[string]string{}
	for i := range before {
		number, status := of(&before[i])
		was[number] = status
	}
	for i := range after {
		number, now := of(&after[i])
		if then, known := was[number]; known && then != now {
			out = append(out, Shift{number, then, now})
		}
	}
	return out
}

// newly gives the rows of a list that another one lacks.
func newly(list, other []state.HeldBack) (rows []string) {
	for _, h := range list {
		if !slices.ContainsFunc(other, func(x state.HeldBack) bool { return x.Case == h.Case }) &&
			!slices.Contains(rows, h.Case) {
			rows = append(rows, h.Case)
		}
	}
	return rows
}
