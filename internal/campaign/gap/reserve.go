package gap

import (
	"fmt"
	"regexp"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// Reserve is a non-conformity that the decision-maker would accept provisionally. Owner and due date may come later,
// but no decision with reserves is allowed without them; nor is a reserve, once it stands beside an acceptance.
type Reserve struct {
	Class        recette.Severity
	Text         string
	Anomaly      string // number of the source anomaly, when there is one
	Workaround   string
	Owner        string // name of who will lift it
	Due          string // date, YYYY-MM-DD
	Check        string // case that will verify the lifting
	Effect       string // what happens when it is not lifted
	Verification string // how the lifting is verified, beside the case
}

var _, _ fact.Fact = Reserve{}, Move{}

// Kind is reserve.
func (Reserve) Kind() journal.Kind { return journal.KindReserve }

// Rows are the case of its anomaly, and that which verifies its lifting.
func (r Reserve) Rows(s *state.State) (rows []string) {
	if a := s.Anomaly(r.Anomaly); a != nil {
		rows = about(a.Case)
	}
	if s.Case(r.Check) != nil {
		rows = append(rows, r.Check)
	}
	return rows
}

// Action is that of adding one.
func (Reserve) Action() access.Action { return access.AddReserve }

// Judge refuses a reserve without class or text, on an anomaly or a case that the campaign does not hold, due in the
// past, of an owner whom nobody knows (*fact.PersonError), or without terms once what it bears on is accepted
// (*TermsError). What blocks is no reserve: ErrReserveBlocking.
func (r Reserve) Judge(v fact.View) error {
	switch {
	case !r.Class.Valid():
		return fact.Invalid("class")
	case r.Class == recette.Blocking:
		return ErrReserveBlocking
	case recette.Blank(r.Text):
		return fact.Missing("text")
	case r.Anomaly != "" && v.State.Anomaly(r.Anomaly) == nil:
		return &UnknownError{r.Anomaly, ErrUnknownAnomaly}
	case r.Check != "" && v.State.Case(r.Check) == nil:
		return fmt.Errorf("reserve checked by %s: %w", r.Check, fact.ErrUnknownCase)
	}
	if _, err := v.Named("owner", r.Owner); err != nil {
		return err
	}
	if err := checkDue(r.Due, v.Today); err != nil {
		return err
	}
	if d := r.accepted(v.State, v.Plan); d != nil && (r.Due == "" || recette.Blank(r.Owner)) {
		return &TermsError{d.Number}
	}
	return nil
}

// accepted gives the decision that accepts, as things stand, what the reserve bears on: it does not cite it. Nil when
// none does.
func (r Reserve) accepted(s *state.State, o *plan.Outline) *state.Decision {
	rows := r.Rows(s)
	for _, d := range s.Overridden("") {
		if !recette.Decision(d.Decision.Decision).Accepts() {
			continue
		}
		j := o.Journey(d.Journey)
		if j == nil || len(rows) == 0 ||
			slices.ContainsFunc(rows, func(id string) bool { return slices.Contains(j.Cases, id) }) {
			return d
		}
	}
	return nil
}

// Write fills the leaf.
func (r Reserve) Write(v fact.View, d *fact.Draft) {
	d.Reserve = &journal.Reserve{
		Number: d.Number(), Class: string(r.Class), Anomaly: r.Anomaly, Text: d.Text("text", r.Text),
		Owner: d.Optional("owner", known(v, r.Owner)), Due: r.Due, Check: r.Check,
		Workaround: d.Optional("workaround", r.Workaround), Effect: d.Optional("effect", r.Effect),
		Verification: d.Optional("verification", r.Verification),
	}
}

// Is compares what is neither worked out from the plan nor free text.
func (r Reserve) Is(l *journal.Leaf) bool {
	was := l.Reserve
	return was != nil && was.Act == "" && was.Class == string(r.Class) && was.Anomaly == r.Anomaly &&
		was.Check == r.Check
}

// Move is one act on a reserve.
type Move struct {
	Number   string
	Act      recette.ReserveAct
	Build    string // of a correction
	FixedBy  string // name of who corrected; empty: who says so
	Retest   Retest // of a lifting: the attempt of the case that verifies it
	Into     string // of a conversion: what it becomes, "US-207"
	Decision string // of an abandonment: number of the decision
	Owner    string // of one that is maintained or corrected: who lifts it now
	Due      string // of the same: by when
	Reason   string

	Terms // of one that is corrected
}

// Terms are what a reserve says, beside who lifts it and by when. Empty fields leave what is there.
type Terms struct {
	Class        recette.Severity
	Text         string
	Check        string
	Workaround   string
	Effect       string
	Verification string
}

var _ fact.Fact = Move{}

// Kind is reserve.
func (Move) Kind() journal.Kind { return journal.KindReserve }

// Rows are the case of its anomaly, and that which verifies its lifting.
func (m Move) Rows(s *state.State) (rows []string) {
	r := s.Reserve(m.Number)
	if r == nil {
		return nil
	}
	if a := s.Anomaly(r.Anomaly); a != nil {
		rows = about(a.Case)
	}
	return append(rows, about(r.Check)...)
}

// Action is that of the act: what ends a reserve, or maintains it, is for the decision-maker.
func (m Move) Action() access.Action {
	switch m.Act {
	case recette.ReserveFix:
		return access.FixReserve
	case recette.ReserveUpdate:
		return access.AddReserve
	default:
		return access.LiftReserve
	}
}

// Judge refuses an act that the life of the reserve does not hold (*LifeError), a lifting that no verification shows
// (*RetestError), and the lack of what an act must say.
func (m Move) Judge(v fact.View) error {
	old := v.State.Reserve(m.Number)
	if old == nil {
		return &UnknownError{m.Number, ErrUnknownReserve}
	}
	if _, err := old.Standing().After(m.Act); err != nil {
		return &LifeError{m.Number, string(m.Act), string(old.Standing())}
	}
	if err := checkDue(m.Due, v.Today); err != nil {
		return err
	}
	if _, err := v.Named("owner", m.Owner); err != nil {
		return err
	}
	switch m.Act {
	case recette.ReserveUpdate:
		return m.corrects(v)
	case recette.ReserveFix:
		return checkFix(v, m.Build, m.FixedBy)
	case recette.ReserveLift:
		_, err := m.verified(v, old)
		return err
	case recette.ReserveMaintain, recette.ReserveConvert, recette.ReserveAbandon:
		switch {
		case recette.Blank(m.Reason):
			return fact.Missing("reason")
		case m.Act == recette.ReserveConvert && recette.Blank(m.Into):
			return fact.Missing("into")
		case m.Act == recette.ReserveAbandon && recette.Blank(m.Decision):
			return fact.Missing("decision")
		case m.Into != "" && !named.MatchString(m.Into):
			return fact.Invalid("into")
		case m.Act == recette.ReserveAbandon && !decided(v, m.Decision):
			return fact.Invalid("decision")
		}
	}
	return nil
}

// corrects judges a correction of what a reserve says: it changes something, for a reason, and no decision cites the
// reserve. What was accepted under one text never stands under another.
func (m Move) corrects(v fact.View) error {
	for i := range v.State.Decisions {
		if d := &v.State.Decisions[i]; slices.Contains(d.Reserves, m.Number) {
			return &CitedError{m.Number, d.Number}
		}
	}
	t := m.Terms
	blank := recette.Blank
	switch {
	case blank(m.Reason):
		return fact.Missing("reason")
	case t.Class == "" && m.Due == "" && t.Check == "" && blank(m.Owner) && blank(t.Text) && blank(t.Workaround) &&
		blank(t.Effect) && blank(t.Verification):
		return fact.Missing("change")
	case t.Class != "" && !t.Class.Valid():
		return fact.Invalid("class")
	case t.Class == recette.Blocking:
		return ErrReserveBlocking
	case t.Check != "" && v.State.Case(t.Check) == nil:
		return fmt.Errorf("reserve checked by %s: %w", t.Check, fact.ErrUnknownCase)
	}
	return nil
}

// decided tells whether a decision of the campaign bears a number.
func decided(v fact.View, number string) bool {
	return slices.ContainsFunc(v.State.Decisions, func(d state.Decision) bool { return d.Number == number })
}

// named is how a story is named in the journal: by its number, not by words.
var named = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._/#:-]{0,63}$`)

// verified judges the attempt of the case that verifies the lifting: that which the reserve names, else one on which
// its anomaly was found. Another case shows nothing; a reserve that names neither may be shown by any.
func (m Move) verified(v fact.View, old *state.Reserve) (*journal.Retest, error) {
	r := m.Retest
	if r.Case == "" {
		r.Case = old.Check
	}
	return retest(v, shown{
		number: m.Number, by: r, fix: old.Fix, after: old.FixedSeq, said: old.FixedBy,
		elsewhere: !v.State.Lifts(old, r.Case), reason: m.Reason,
	})
}

// Write fills the leaf.
func (m Move) Write(v fact.View, d *fact.Draft) {
	old := v.State.Reserve(m.Number)
	status, _ := old.Standing().After(m.Act)
	next := &journal.Reserve{
		Number: old.Number, Class: old.Class, Anomaly: old.Anomaly, Text: old.Text, Act: string(m.Act),
		Status: string(status), Reason: d.Optional("reason", m.Reason),
	}
	switch m.Act {
	case recette.ReserveUpdate:
		m.correct(v, next, d)
	case recette.ReserveFix:
		next.Fix = fix(v, d, m.Build, m.FixedBy)
	case recette.ReserveLift:
		next.Retest, _ = m.verified(v, old)
	case recette.ReserveMaintain:
		next.Owner, next.Due = d.Optional("owner", known(v, m.Owner)), m.Due
	case recette.ReserveConvert:
		next.Into = m.Into
	case recette.ReserveAbandon:
		next.Decision = m.Decision
	}
	d.Reserve = next
}

// Is compares what does not hang on what stood.
func (m Move) Is(l *journal.Leaf) bool {
	was := l.Reserve
	return was != nil && was.Number == m.Number && was.Act == string(m.Act) && was.Into == m.Into &&
		was.Decision == m.Decision && (m.Class == "" || was.Class == string(m.Class)) &&
		(was.Fix == nil || was.Fix.Build == m.Build)
}

// correct writes what a correction changes.
func (m Move) correct(v fact.View, next *journal.Reserve, d *fact.Draft) {
	if m.Class != "" {
		next.Class = string(m.Class)
	}
	if !recette.Blank(m.Text) {
		next.Text = d.Text("text", m.Text)
	}
	next.Owner, next.Due, next.Check = d.Optional("owner", known(v, m.Owner)), m.Due, m.Check
	next.Workaround, next.Effect = d.Optional("workaround", m.Workaround), d.Optional("effect", m.Effect)
	next.Verification = d.Optional("verification", m.Verification)
}
