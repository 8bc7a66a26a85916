package campaign

import (
	"context"
	"fmt"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// Anomaly is a gap between expected and observed, to raise.
type Anomaly struct {
	Severity   recette.Severity
	Case       string // empty: about the whole campaign
	Step       int    // 1-based; 0: about the whole case
	Summary    string
	Workaround string
}

// RaiseAnomaly records an open anomaly and returns its number, "ANO-0001", unique in the project.
func (s *Service) RaiseAnomaly(ctx context.Context, actor recette.Actor, campaign string, a Anomaly) (string, error) {
	number := ""
	err := s.add(ctx, campaign, func(ctx context.Context, c *loaded) (_ *entry, err error) {
		if err := access.Allow(actor, access.RaiseAnomaly, access.Scope{Members: c.members}); err != nil {
			return nil, err
		}
		if err := c.checkAnomaly(a); err != nil {
			return nil, err
		}
		number, err = s.nextNumber(ctx, journal.KindAnomaly)
		return s.anomaly(actor, campaign, number, a), err
	})
	if err != nil {
		return "", err
	}
	return number, nil
}

func (c *loaded) checkAnomaly(a Anomaly) error {
	switch {
	case !a.Severity.Valid():
		return invalid("severity")
	case recette.Blank(a.Summary):
		return missing("summary")
	case a.Case == "" && a.Step != 0:
		return invalid("step")
	case a.Case == "":
		return nil
	}
	cs := c.state.Case(a.Case)
	if cs == nil {
		return fmt.Errorf("anomaly on %s: %w", a.Case, ErrUnknownCase)
	}
	if a.Step < 0 || a.Step > cs.Steps {
		return invalid("step")
	}
	return nil
}

func (s *Service) anomaly(actor recette.Actor, campaign, number string, a Anomaly) *entry {
	d := s.entry(actor, journal.KindAnomaly, campaign)
	d.entry.Leaf.Anomaly = &journal.Anomaly{
		Number: number, Severity: string(a.Severity), Status: state.StatusOpen, Case: a.Case,
		Summary: d.text("summary", a.Summary), Workaround: d.optional("workaround", a.Workaround),
	}
	if a.Step > 0 {
		step := a.Step - 1
		d.entry.Leaf.Anomaly.Step = &step
	}
	return d
}

// AnomalyUpdate is a change that is asked for. Empty fields stay as they are.
type AnomalyUpdate struct {
	Number     string
	Severity   recette.Severity
	Status     string // StatusOpen, StatusClosed
	Workaround string
	Reason     string // mandatory: every change of severity has its author and its reason
}

// UpdateAnomaly qualifies, closes or reopens an anomaly. Lowering a blocking one takes the PO.
// It returns ErrUnknownAnomaly, or ErrIncomplete without a reason.
func (s *Service) UpdateAnomaly(ctx context.Context, actor recette.Actor, campaign string, u AnomalyUpdate) error {
	return s.add(ctx, campaign, func(_ context.Context, c *loaded) (*entry, error) {
		next, err := c.updated(actor, u)
		if err != nil {
			return nil, err
		}
		d := s.entry(actor, journal.KindAnomaly, campaign)
		next.Workaround, next.Reason = d.optional("workaround", u.Workaround), d.text("reason", u.Reason)
		d.entry.Leaf.Anomaly = &next
		return d, nil
	})
}

// updated gives an anomaly as an update leaves it, without its texts.
func (c *loaded) updated(actor recette.Actor, u AnomalyUpdate) (next journal.Anomaly, err error) {
	old := c.state.Anomaly(u.Number)
	if old == nil {
		return next, &AnomalyError{u.Number}
	}
	next = journal.Anomaly{
		Number: old.Number, Severity: old.Severity, Status: old.Status, Case: old.Case, Step: old.Step,
		Summary: old.Summary,
	}
	scope := access.Scope{Members: c.members}
	if u.Severity != "" && string(u.Severity) != old.Severity {
		action := access.QualifyAnomaly
		if old.Severity == string(recette.Blocking) {
			action = access.DowngradeAnomaly
		}
		if err := access.Allow(actor, action, scope); err != nil {
			return next, err
		}
		if !u.Severity.Valid() {
			return next, invalid("severity")
		}
		next.Severity = string(u.Severity)
	}
	if u.Status != "" && u.Status != old.Status {
		if u.Status != state.StatusOpen && u.Status != state.StatusClosed {
			return next, invalid("status")
		}
		action := access.CloseAnomaly
		if u.Status == state.StatusOpen {
			action = access.RaiseAnomaly
		}
		if err := access.Allow(actor, action, scope); err != nil {
			return next, err
		}
		next.Status = u.Status
	}
	if !recette.Blank(u.Workaround) {
		if err := access.Allow(actor, access.RaiseAnomaly, scope); err != nil {
			return next, err
		}
	}
	if next.Severity == old.Severity && next.Status == old.Status && recette.Blank(u.Workaround) {
		return next, missing("change")
	}
	if recette.Blank(u.Reason) {
		return next, missing("reason")
	}
	return next, nil
}

// Reserve is a non-conformity that the decision-maker would accept provisionally.
type Reserve struct {
	Class      recette.Severity
	Text       string
	Anomaly    string // number of the source anomaly, when there is one
	Workaround string
	Owner      string // name of who will lift it
	Due        string // date, YYYY-MM-DD
	Check      string // case that will verify the lifting
}

// AddReserve records a reserve and returns its number, "RES-0001", unique in the project. Owner and due date may come
// in another reserve later, but no decision with reserves is allowed without them.
func (s *Service) AddReserve(ctx context.Context, actor recette.Actor, campaign string, r Reserve) (string, error) {
	number := ""
	err := s.add(ctx, campaign, func(ctx context.Context, c *loaded) (_ *entry, err error) {
		if err := access.Allow(actor, access.AddReserve, access.Scope{Members: c.members}); err != nil {
			return nil, err
		}
		if err := c.checkReserve(r, s.today()); err != nil {
			return nil, err
		}
		number, err = s.nextNumber(ctx, journal.KindReserve)
		return s.reserve(actor, campaign, number, r), err
	})
	if err != nil {
		return "", err
	}
	return number, nil
}

func (c *loaded) checkReserve(r Reserve, today string) error {
	switch {
	case !r.Class.Valid():
		return invalid("class")
	case recette.Blank(r.Text):
		return missing("text")
	case r.Anomaly != "" && c.state.Anomaly(r.Anomaly) == nil:
		return &AnomalyError{r.Anomaly}
	case r.Check != "" && c.state.Case(r.Check) == nil:
		return fmt.Errorf("reserve checked by %s: %w", r.Check, ErrUnknownCase)
	case r.Due != "" && !validDay(r.Due):
		return invalid("due")
	case r.Due != "" && r.Due < today:
		return fmt.Errorf("reserve due on %s: %w", r.Due, ErrPast)
	}
	return nil
}

func (s *Service) reserve(actor recette.Actor, campaign, number string, r Reserve) *entry {
	d := s.entry(actor, journal.KindReserve, campaign)
	d.entry.Leaf.Reserve = &journal.Reserve{
		Number: number, Class: string(r.Class), Anomaly: r.Anomaly, Text: d.text("text", r.Text),
		Owner: d.optional("owner", r.Owner), Due: r.Due, Check: r.Check,
		Workaround: d.optional("workaround", r.Workaround),
	}
	return d
}

func validDay(day string) bool { return fact.ValidDay(day) }
