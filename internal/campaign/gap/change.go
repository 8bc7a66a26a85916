package gap

import (
	"cmp"
	"fmt"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Change is one act on an anomaly. Empty fields leave what is there.
type Change struct {
	Number     string
	Act        recette.AnomalyAct
	Severity   recette.Severity // of a qualification
	Priority   recette.Priority
	Owner      string // name of who is to correct it
	Due        string // date, YYYY-MM-DD
	Workaround string
	Link       Link
	Files      []fact.Attachment
	Found      *Failure // another failure of it
	Proposed   string   // of a proposal to the PO: a severity, or an act that sets it aside
	Build      string   // of a correction
	FixedBy    string   // name of who corrected; empty: who says so
	Retest     Retest   // of a closing
	Original   string   // of a duplicate
	From       *Source
	Reason     string
	// Seen is the position of the last leaf of the anomaly that whoever changes it looked at; 0: nobody says it.
	Seen int64
}

// Retest names the attempt that shows a correction.
type Retest struct {
	Case    string // empty: that of the anomaly
	Attempt int    // 0: the last one
}

var (
	_ fact.Evident   = Change{}
	_ fact.Following = Change{}
)

// After is the change, of the anomaly that bears the number when it names none.
func (c Change) After(number string) fact.Fact {
	c.Number = cmp.Or(c.Number, number)
	return c
}

// Kind is anomaly.
func (Change) Kind() journal.Kind { return journal.KindAnomaly }

// Evidence gives the attachments.
func (c Change) Evidence() []fact.Attachment { return c.Files }

// Rows are the case that the anomaly is about, and that of the failure that the change settles.
func (c Change) Rows(s *state.State) []string {
	if a := s.Anomaly(c.Number); a != nil {
		return append(about(a.Case), present(s, about(c.Found.of()))...)
	}
	return nil
}

// Action is the right that an act takes before anything is known of the anomaly. To say that one is graver is free to
// whoever raises anomalies; Judge asks more for what makes it weigh less.
func (c Change) Action() access.Action {
	switch c.Act {
	case recette.AnomalyPropose:
		return access.ProposeAnomaly
	case recette.AnomalyAssign:
		return access.AssignAnomaly
	case recette.AnomalyFix:
		return access.FixAnomaly
	case recette.AnomalyClose:
		return access.CloseAnomaly
	case recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyDuplicity:
		return access.RejectAnomaly
	case recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyNote, recette.AnomalyReopen:
	}
	return access.RaiseAnomaly
}

// act is what is done: who has not the right to take an anomaly in hand only says how grave it is.
func (c Change) act(v fact.View) recette.AnomalyAct {
	if c.Act == recette.AnomalyQualify && v.Allow(access.AssignAnomaly) != nil {
		return recette.AnomalyGrade
	}
	return c.Act
}

// Judge refuses an act that the life of the anomaly does not hold (*LifeError), that takes a right or a proposal which
// is not there (access.ErrDenied, ErrProposal), that no re-test shows (*RetestError), that is of an anomaly as it was
// before (fact.ErrStale), or that says nothing.
func (c Change) Judge(v fact.View) error {
	old := v.State.Anomaly(c.Number)
	if old == nil {
		return &UnknownError{c.Number, ErrUnknownAnomaly}
	}
	if c.Seen != 0 && c.Seen != old.Leaves[len(old.Leaves)-1] {
		return fmt.Errorf("anomaly %s: %w", c.Number, fact.ErrStale)
	}
	act := c.act(v)
	if _, err := recette.AnomalyStatus(old.Status).After(act); err != nil {
		return &LifeError{c.Number, string(act), old.Status}
	}
	if err := c.checkValues(v, act); err != nil {
		return err
	}
	from := recette.Severity(old.Severity)
	if c.Severity != "" {
		if err := ease(v, old, from.EasingTo(c.Severity), string(c.Severity)); err != nil {
			return err
		}
	}
	if err := ease(v, old, from.EasingBy(act), string(act)); err != nil {
		return err
	}
	if c.needsReason(act, old) && recette.Blank(c.Reason) {
		return fact.Missing("reason")
	}
	switch act {
	case recette.AnomalyFix:
		return checkFix(v, c.Build, c.FixedBy)
	case recette.AnomalyClose:
		_, err := c.shown(v, old)
		return err
	case recette.AnomalyDuplicity:
		return c.checkOriginal(v, old)
	case recette.AnomalyPropose:
		return c.checkProposal(old)
	case recette.AnomalyAssign, recette.AnomalyNote:
		if c.silent() {
			return errNothing
		}
	case recette.AnomalyGrade:
		if c.Severity == "" || c.Severity == from {
			return errNothing
		}
	case recette.AnomalyQualify:
		if to, _ := recette.AnomalyStatus(old.Status).After(act); string(to) == old.Status && c.silent() &&
			(c.Severity == "" || c.Severity == from) {
			return errNothing
		}
	case recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyReopen:
	}
	return nil
}

// checkValues refuses values that are none of those that may be, and those that the act does not take.
func (c Change) checkValues(v fact.View, act recette.AnomalyAct) error {
	for _, x := range []struct {
		name string
		of   recette.AnomalyField
		said bool
	}{
		{"severity", recette.FieldSeverity, c.Severity != ""},
		{"priority", recette.FieldTreatment, c.Priority != ""},
		{"owner", recette.FieldTreatment, c.Owner != ""},
		{"due", recette.FieldTreatment, c.Due != ""},
		{"workaround", recette.FieldDetail, c.Workaround != ""},
		{"link", recette.FieldDetail, c.Link != Link{}},
		{"evidence", recette.FieldDetail, len(c.Files) > 0},
		{"found", recette.FieldDetail, c.Found != nil},
		{"proposed", recette.FieldProposed, c.Proposed != ""},
		{"original", recette.FieldOriginal, c.Original != ""},
		{"build", recette.FieldFix, c.Build != ""},
		{"fixed_by", recette.FieldFix, c.FixedBy != ""},
		{"retest", recette.FieldRetest, c.Retest != Retest{}},
	} {
		if x.said && !c.Act.Takes(x.of) && !act.Takes(x.of) {
			return fact.Invalid(x.name)
		}
	}
	switch {
	case c.Severity != "" && !c.Severity.Valid():
		return fact.Invalid("severity")
	case c.Priority != "" && !c.Priority.Valid():
		return fact.Invalid("priority")
	}
	if err := cmp.Or(
		c.Link.check(), c.From.check(), fact.AtMost("owner", c.Owner, mostName),
		fact.AtMost("fixed_by", c.FixedBy, mostName), fact.AtMost("workaround", c.Workaround, mostWords),
		fact.AtMost("reason", c.Reason, mostWords),
	); err != nil {
		return err
	}
	if c.Found != nil {
		if err := c.Found.waits(v.State); err != nil {
			return err
		}
	}
	if c.Priority != "" || c.Owner != "" || c.Due != "" { // who is to correct it, and when
		if err := v.Allow(access.AssignAnomaly); err != nil {
			return err
		}
	}
	if _, err := v.Named("owner", c.Owner); err != nil {
		return err
	}
	return checkDue(c.Due, v.Today)
}

// needsReason tells whether an act says why: it changes what somebody said, or leaves the anomaly uncorrected.
func (c Change) needsReason(act recette.AnomalyAct, old *state.Anomaly) bool {
	switch act {
	case recette.AnomalyPropose, recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyDuplicity,
		recette.AnomalyReopen:
		return true
	case recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyAssign, recette.AnomalyNote,
		recette.AnomalyFix, recette.AnomalyClose:
	}
	return c.Severity != "" && string(c.Severity) != old.Severity ||
		c.Priority != "" && old.Priority != "" && string(c.Priority) != old.Priority ||
		c.Due != "" && old.Due != "" && c.Due != old.Due || c.Owner != "" && old.Owner != ""
}

// silent tells whether nothing is said but the act.
func (c Change) silent() bool {
	return c.Priority == "" && recette.Blank(c.Owner) && c.Due == "" && recette.Blank(c.Workaround) &&
		c.Link.Tracker == "" && len(c.Files) == 0 && c.Found == nil
}

// ease asks for the right to make an anomaly weigh less.
func ease(v fact.View, old *state.Anomaly, right recette.Easing, to string) error {
	switch right {
	case recette.EaseNone:
	case recette.EaseQualified:
		if err := v.Allow(access.QualifyAnomaly); err != nil && v.Allow(access.DowngradeAnomaly) != nil {
			return err
		}
	case recette.EaseDecided:
		return v.Allow(access.DowngradeAnomaly)
	case recette.EaseProposed:
		if err := v.Allow(access.DowngradeAnomaly); err != nil {
			return fmt.Errorf("%w: %w", ErrBlocking, err)
		}
		p := old.Proposal
		if p == nil || p.What != to || p.By.Ref == v.Actor.Ref {
			return ErrProposal
		}
		// Others propose too, and the word of a supplier alone lowers nothing.
		lead := []string{string(recette.PPO), string(recette.QA)}
		if !slices.Contains(lead, p.By.Role) &&
			v.BreakBy(access.SupplierLowers, access.ProposeAnomaly, suppliers(v)...) != nil {
			return ErrProposal
		}
	}
	return nil
}

// suppliers gives those of the campaign whose proposal alone lowers nothing.
func suppliers(v fact.View) (refs []string) {
	for _, m := range v.Scope.Members {
		if m.Role != recette.PPO && m.Role != recette.QA {
			refs = append(refs, m.Ref)
		}
	}
	return refs
}

// checkOriginal refuses an original that is none. What repeats one that stands no more is rejected by another name.
func (c Change) checkOriginal(v fact.View, old *state.Anomaly) error {
	o := v.State.Anomaly(c.Original)
	switch {
	case o == nil:
		return &UnknownError{c.Original, ErrUnknownAnomaly}
	case o == old, recette.AnomalyStatus(o.Status) == recette.AnomalyDuplicate:
		return ErrOriginal
	}
	right, to := recette.Severity(old.Severity).EasingInto(
		recette.Severity(o.Severity), recette.AnomalyStatus(o.Status),
	)
	return ease(v, old, right, to)
}

// checkProposal refuses to propose what is no lesser severity, and no way to set an anomaly aside.
func (c Change) checkProposal(old *state.Anomaly) error {
	to := recette.Severity(c.Proposed)
	aside := slices.Contains([]string{string(recette.AnomalyReject), string(recette.AnomalyWaive)}, c.Proposed)
	if !aside && (!to.Valid() || !to.Lesser(recette.Severity(old.Severity))) {
		return fact.Invalid("proposed")
	}
	return nil
}

// shown judges the attempt that should show the correction: of a case on which the anomaly was found.
func (c Change) shown(v fact.View, old *state.Anomaly) (*journal.Retest, error) {
	r := c.Retest
	if r.Case == "" {
		r.Case = old.Case
	}
	return retest(v, shown{
		number: c.Number, by: r, fix: old.Fix, after: old.FixedSeq, said: old.FixedBy,
		elsewhere: !v.State.Verifies(old, r.Case), reason: c.Reason,
	})
}

// Write fills the leaf.
func (c Change) Write(v fact.View, d *fact.Draft) {
	old, act := v.State.Anomaly(c.Number), c.act(v)
	status, _ := recette.AnomalyStatus(old.Status).After(act)
	next := &journal.Anomaly{
		Number: old.Number, Severity: old.Severity, Status: string(status), Case: old.Case, Step: old.Step,
		Summary: old.Summary, Act: string(act), Priority: string(c.Priority),
		Owner: d.Optional("owner", known(v, c.Owner)), Due: c.Due,
		Workaround: d.Optional("workaround", c.Workaround), Proposed: c.Proposed, Original: c.Original,
		Tracker: c.Link.Tracker, URL: c.Link.URL, Found: c.Found.leaf(), Evidence: attach(d, c.Files),
		Reason: d.Optional("reason", c.Reason), Origin: c.From.leaf(v, d),
	}
	if c.Severity != "" {
		next.Severity = string(c.Severity)
	}
	switch act {
	case recette.AnomalyFix:
		next.Fix = fix(v, d, c.Build, c.FixedBy)
	case recette.AnomalyClose:
		next.Retest, _ = c.shown(v, old)
	case recette.AnomalyQualify, recette.AnomalyGrade, recette.AnomalyPropose, recette.AnomalyAssign,
		recette.AnomalyNote, recette.AnomalyReject, recette.AnomalyWaive, recette.AnomalyDuplicity,
		recette.AnomalyReopen:
	}
	d.Anomaly = next
}

// Is compares what does not hang on what stood. A qualification may be recorded as one of the severity alone.
func (c Change) Is(l *journal.Leaf) bool {
	was := l.Anomaly
	if was == nil || was.Number != c.Number || was.Proposed != c.Proposed || was.Original != c.Original ||
		was.Priority != string(c.Priority) || c.Severity != "" && was.Severity != string(c.Severity) ||
		was.Tracker != c.Link.Tracker || was.Fix != nil && was.Fix.Build != c.Build {
		return false
	}
	act := recette.AnomalyAct(was.Act)
	return (act == c.Act || act == recette.AnomalyGrade && c.Act == recette.AnomalyQualify) &&
		attached(was.Evidence, c.Files)
}
