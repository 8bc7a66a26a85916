// Package measure says what a criterion of a plan can be measured by: figures over cases, anomalies and reserves, and
// how each compares with its threshold. A PV, a gate and a plan take them from here, so that none counts otherwise. It
// is pure: whoever asks says what the journal shows, and the package refuses to read it.
package measure

import (
	"cmp"
	"errors"
	"strconv"
	"strings"

	"recette/internal/recette"
)

// The measures. The words that plans and manifests hold do not change.
const (
	Executed           = "executed"            // executed over planned
	Conformity         = "conformity"          // conform over planned
	CriticalExecuted   = "critical_executed"   // executed over planned, on critical journeys
	CriticalConformity = "critical_conformity" // conform over planned, on critical journeys
	CriticalEvidence   = "critical_evidence"   // executed with evidence, or by a machine, on critical journeys
	RegressionExecuted = "regression_executed" // executed over planned, of the cases of non-regression
	BlockedShare       = "blocked_share"       // blocked over planned: it must stay low
	BlockingOpen       = "blocking_open"       // open blocking anomalies
	BlockingOpening    = "blocking_opening"    // the same, about the scenario that opens a journey
	MajorOpen          = "major_open"          // open major anomalies
	MajorCriticalOpen  = "major_critical_open" // the same, on critical journeys
	ReservesOwned      = "reserves_owned"      // reserves with an owner and a date, over all
	DataLoaded         = "data_loaded"         // data sets loaded as frozen, over those that say how they are loaded
	SuspendedHours     = "suspended_hours"     // hours that the campaign stood suspended, one begun being counted
)

// Names lists the measures.
func Names() []string {
	list := make([]string, len(definitions()))
	for i, d := range definitions() {
		list[i] = d.Name
	}
	return list
}

// Definition says what kind of figure a measure gives.
type Definition struct {
	Name  string
	Rate  bool // two terms, compared in percent; else a count
	Most  bool // the threshold is what it may come to at most; else at least
	Limit int  // the threshold of a criterion that names none: percent, or a number
}

func definitions() []Definition {
	return []Definition{
		{Executed, true, false, 100},
		{Conformity, true, false, 100},
		{CriticalExecuted, true, false, 100},
		{CriticalConformity, true, false, 100},
		{CriticalEvidence, true, false, 100},
		{RegressionExecuted, true, false, 100},
		{BlockedShare, true, true, 0},
		{BlockingOpen, false, true, 0},
		{BlockingOpening, false, true, 0},
		{MajorOpen, false, true, 0},
		{MajorCriticalOpen, false, true, 0},
		{ReservesOwned, true, false, 100},
		{DataLoaded, true, false, 100},
		{SuspendedHours, false, true, 0},
	}
}

// define gives the definition of a measure; ok is false when there is none of that name.
func define(name string) (d Definition, ok bool) {
	for _, d := range definitions() {
		if d.Name == name {
			return d, true
		}
	}
	return Definition{}, false
}

// Case is what measures need of a case in scope.
type Case struct {
	ID         string
	Verdict    recette.Verdict // under which it counts: not run for what is to be obtained again
	Critical   bool            // of a critical journey
	Opening    bool            // the first of its journey
	Regression bool            // of the non-regression
	Evidenced  bool            // evidence is attached, or a machine ran it: its result is its own record
}

// Anomaly is what measures need of an anomaly in scope, on one of the cases on which it stands: its own, or that of a
// duplicate. One about no case concerns them all.
type Anomaly struct {
	Number   string
	Case     string
	Severity recette.Severity
	Open     bool
}

// Facts are what measures are taken of.
type Facts struct {
	Cases     []Case
	Anomalies []Anomaly
	Reserves  int // in scope
	Owned     int // of them, those with an owner and a date
	Sets      int // data sets of the plan that say how they are loaded
	Loaded    int // of them, those that the iteration loaded as they were frozen
	Suspended int // hours of the clock, of the whole campaign
}

// Taken is what a measure came to.
type Taken struct {
	Definition
	Num, Den int // Den is 0 for a count
}

// Take takes a measure; ok is false for a name that this version does not know: nobody can say what it comes to.
func Take(name string, f *Facts) (t Taken, ok bool) {
	d, ok := define(name)
	if !ok {
		return Taken{}, false
	}
	t.Definition = d
	switch d.Name {
	case Executed:
		t.over(f, recette.Figures.Execution, func(*Case) bool { return true })
	case Conformity:
		t.over(f, recette.Figures.Conformity, func(*Case) bool { return true })
	case CriticalExecuted:
		t.over(f, recette.Figures.Execution, func(c *Case) bool { return c.Critical })
	case CriticalConformity:
		t.over(f, recette.Figures.Conformity, func(c *Case) bool { return c.Critical })
	case RegressionExecuted:
		t.over(f, recette.Figures.Execution, func(c *Case) bool { return c.Regression })
	case BlockedShare:
		t.over(f, blocked, func(*Case) bool { return true })
	case CriticalEvidence:
		for i := range f.Cases {
			if c := &f.Cases[i]; c.Critical && c.Verdict.Executed() {
				if t.Den++; c.Evidenced {
					t.Num++
				}
			}
		}
	case BlockingOpen:
		t.Num = open(f, recette.Blocking, func(*Case) bool { return true })
	case BlockingOpening:
		t.Num = open(f, recette.Blocking, func(c *Case) bool { return c.Opening })
	case MajorOpen:
		t.Num = open(f, recette.Major, func(*Case) bool { return true })
	case MajorCriticalOpen:
		t.Num = open(f, recette.Major, func(c *Case) bool { return c.Critical })
	case ReservesOwned:
		t.Num, t.Den = f.Owned, f.Reserves
	case DataLoaded:
		t.Num, t.Den = f.Loaded, f.Sets
	case SuspendedHours:
		t.Num = f.Suspended
	}
	return t, true
}

func blocked(f recette.Figures) recette.Rate { return recette.Rate{Num: f.Blocked, Den: f.Planned} }

// over takes a rate of the cases that are asked for.
func (t *Taken) over(f *Facts, rate func(recette.Figures) recette.Rate, in func(*Case) bool) {
	var figures recette.Figures
	for i := range f.Cases {
		if in(&f.Cases[i]) {
			figures.Add(f.Cases[i].Verdict)
		}
	}
	r := rate(figures)
	t.Num, t.Den = r.Num, r.Den
}

// open counts the open anomalies of a severity that are about no case, or about one that is asked for: each once.
func open(f *Facts, severity recette.Severity, in func(*Case) bool) int {
	asked := map[string]bool{"": true}
	for i := range f.Cases {
		if in(&f.Cases[i]) {
			asked[f.Cases[i].ID] = true
		}
	}
	all, counted := in(&Case{}), map[string]bool{}
	for _, a := range f.Anomalies {
		if a.Open && a.Severity == severity && (all || asked[a.Case]) {
			counted[a.Number] = true
		}
	}
	return len(counted)
}

// String writes both terms of a rate, or the count, with its unit when it has one.
func (t Taken) String() string {
	switch {
	case t.Name == SuspendedHours:
		return strconv.Itoa(t.Num) + "\u00a0h"
	case !t.Rate:
		return strconv.Itoa(t.Num)
	}
	return strconv.Itoa(t.Num) + " / " + strconv.Itoa(t.Den)
}

// Meets compares with a threshold as a plan writes it: "95 %", "0". One that is no number is that of the definition: a
// criterion is never easier than it reads. One that the measure cannot have is not met. A rate over nothing meets
// nothing, but for reserves: where there is none, none lacks an owner.
func (t Taken) Meets(threshold string) bool {
	limit, ok := t.number(threshold)
	switch {
	case !ok:
		limit = t.Limit
	case limit > t.most():
		return false
	}
	switch {
	case !t.Rate:
		return t.Num <= limit
	case t.Den == 0:
		return t.Name == ReservesOwned
	case t.Most:
		return t.Num*100 <= limit*t.Den
	}
	return t.Num*100 >= limit*t.Den
}

// Compared says what a criterion comes to, and what it was to: "Tout est exécuté (3 / 4, 100 %)". What nothing measures
// comes to a dash.
func Compared(text, measured, threshold string) string {
	switch {
	case threshold != "":
		return text + " (" + cmp.Or(measured, "–") + ", " + threshold + ")"
	case measured != "":
		return text + " (" + measured + ")"
	}
	return text
}

// maxCount bounds the threshold of a count: no campaign has so many anomalies.
const maxCount = 1_000_000

// most is the greatest threshold that the measure can have.
func (d *Definition) most() int {
	if d.Rate {
		return 100
	}
	return maxCount
}

// Threshold tells whether a threshold, as a plan writes it, is one that a measure can be compared with, and the
// greatest that the measure can have. A name that is no measure takes any number.
func Threshold(name, written string) (most int, ok bool) {
	d, known := define(name)
	n, ok := d.number(written)
	if !known {
		return maxCount, ok
	}
	return d.most(), ok && n <= d.most()
}

// WholeCampaign tells whether a measure is of the whole campaign alone: no journey restricts it.
func WholeCampaign(name string) bool { return name == DataLoaded || name == SuspendedHours }

// number reads a threshold of the measure: hours may say that they are.
func (d *Definition) number(s string) (n int, ok bool) {
	if d.Name == SuspendedHours {
		s = strings.TrimSuffix(strings.TrimSpace(s), "h")
	}
	return number(s)
}

// number reads a whole number, with or without a per cent sign. One that overflows is larger than any threshold.
func number(s string) (n int, ok bool) {
	n, err := strconv.Atoi(strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), "%\u00a0\u202f ")))
	return n, (err == nil || errors.Is(err, strconv.ErrRange)) && n >= 0
}
