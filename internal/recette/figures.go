package recette

// Figures counts cases by verdict. Planned and Executed are those of docs/po.md: what is not applicable leaves the
// denominators but stays counted and listed, and what is blocked was not executed.
type Figures struct {
	InScope       int // all cases, not applicable ones included
	Planned       int // InScope less NotApplicable
	Executed      int // Passed + Remark + Failed
	Passed        int
	Remark        int
	Failed        int
	Blocked       int
	NotRun        int
	NotApplicable int
	Due           int // of NotRun: those that have a result, of an iteration before, to be obtained again
	Unread        int // of NotRun: those that have a result, which waits for a second person to read it over
	Returned      int // of NotRun: those whose result was read over and sent back
}

// Count folds verdicts into figures. A value that is not a verdict counts as NotRun.
func Count(vs ...Verdict) Figures {
	var f Figures
	for _, v := range vs {
		f.Add(v)
	}
	return f
}

// Add counts one more case.
func (f *Figures) Add(v Verdict) { f.move(v, 1) }

// AddResult is Add for a result that something may hold back. Counts says as what it counts: neither as executed nor as
// conform.
func (f *Figures) AddResult(v Verdict, h Hold) {
	f.Add(Counts(v, h))
	if h == Free || v == NotRun || !v.Valid() {
		return
	}
	switch h {
	case Due:
		f.Due++
	case Unread:
		f.Unread++
	case Returned:
		f.Returned++
	case Free:
	}
}

// Remove takes back one case that Add counted: a later attempt supersedes it.
func (f *Figures) Remove(v Verdict) { f.move(v, -1) }

func (f *Figures) move(v Verdict, n int) {
	f.InScope += n
	if v != NotApplicable {
		f.Planned += n
	}
	if v.Executed() {
		f.Executed += n
	}
	switch v {
	case Passed:
		f.Passed += n
	case PassedWithRemark:
		f.Remark += n
	case Failed:
		f.Failed += n
	case Blocked:
		f.Blocked += n
	case NotApplicable:
		f.NotApplicable += n
	case NotRun:
		f.NotRun += n
	default:
		f.NotRun += n
	}
}

// Plus adds two disjoint sets of cases.
func (f Figures) Plus(g Figures) Figures {
	return Figures{
		InScope: f.InScope + g.InScope, Planned: f.Planned + g.Planned, Executed: f.Executed + g.Executed,
		Passed: f.Passed + g.Passed, Remark: f.Remark + g.Remark, Failed: f.Failed + g.Failed,
		Blocked: f.Blocked + g.Blocked, NotRun: f.NotRun + g.NotRun, NotApplicable: f.NotApplicable + g.NotApplicable,
		Due: f.Due + g.Due, Unread: f.Unread + g.Unread, Returned: f.Returned + g.Returned,
	}
}

// Conform counts the conform cases, with or without a remark.
func (f Figures) Conform() int { return f.Passed + f.Remark }

// Rate is a ratio given by its two terms: a percentage alone is never printed.
type Rate struct{ Num, Den int }

// Known reports whether the rate has a meaning: nothing over nothing has none.
func (r Rate) Known() bool { return r.Den > 0 }

// Execution is executed over planned.
func (f Figures) Execution() Rate { return Rate{f.Executed, f.Planned} }

// Conformity is conform over planned: the honest rate, which what was not run pulls down.
func (f Figures) Conformity() Rate { return Rate{f.Conform(), f.Planned} }
