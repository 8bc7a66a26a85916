package campaign

import (
	"slices"

	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// Effects is what the correction of a result changed beyond its verdict.
type Effects struct {
	Anomalies []Shift // whose re-test it was
	Reserves  []Shift // that it lifted
	PVs       []Shift // that say it as it was
	// Unfailed are the outstanding anomalies of the row, which does not fail any more: they stay.
	Unfailed []string
	Unread   bool     // a second person is to read the result over
	Held     []string // rows that the order of a journey holds back since
	Freed    []string // and those that it lets be played
}

// Shift is where a numbered thing stood, and where it stands.
type Shift struct{ Number, Was, Now string }

// EffectsOf compares a campaign before and after the correction of a row. What others recorded in between shows too.
func EffectsOf(before, after *Status, row string, done Amended) Effects {
	e := Effects{
		Anomalies: turns(before.Anomalies, after.Anomalies, func(a *state.Anomaly) (string, string) {
			return a.Number, a.Status
		}),
		Reserves: turns(before.Reserves, after.Reserves, func(r *state.Reserve) (string, string) {
			return r.Number, string(r.Standing())
		}),
	}
	for i := range after.PVs {
		n := after.PVs[i].Number
		if was, now := before.Stages[n], after.Stages[n]; was != now && was != "" {
			e.PVs = append(e.PVs, Shift{n, string(was), string(now)})
		}
	}
	for i := range after.Anomalies {
		a := &after.Anomalies[i]
		if a.Case == row && a.Open() && done.Was == recette.Failed && done.Now != recette.Failed {
			e.Unfailed = append(e.Unfailed, a.Number)
		}
	}
	e.Unread = slices.ContainsFunc(after.Unread, func(u Unread) bool { return u.Case == row })
	e.Held, e.Freed = newly(after.HeldBack, before.HeldBack), newly(before.HeldBack, after.HeldBack)
	return e
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
