package campaign

import (
	"context"
	"fmt"
	"math"
	"slices"

	"recette/internal/access"
	"recette/internal/calendar"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
	"recette/internal/regime"
)

// Decide is a decision to pronounce.
type Decide struct {
	Campaign   string
	Journey    string // empty: on the whole campaign
	Decision   recette.Decision
	Reason     string   // mandatory unless accepted without reserve
	Reserves   []string // reserves that the decision cites; empty cites all those in scope
	Effect     string   // date, YYYY-MM-DD; empty: the day of the decision
	GoLive     string   // yes, no, conditional; empty: not said
	Derogation string   // number of what waives the rule on major anomalies: a derogation, a decision elsewhere
	LiftBy     string   // date by which the reserves are lifted, YYYY-MM-DD
	Fallback   string   // what is done if they are not
	Again      string   // new date of what is postponed, YYYY-MM-DD
	Rate       int      // of a cut of the price, in hundredths of a percent
	Triggers   []string // what the decision triggers, of recette.Effects
	Place      string   // where it was pronounced

	// Present gives the content hash of each case in the features as they are now, to see which results are stale. nil
	// when nobody looked: freshness of texts is then not judged.
	Present map[string]string

	Seen    int64   // Reception.Seen of what whoever decides was shown; 0: nobody says it
	Request Request // of a client that may ask again
}

// Decided is a decision that was recorded.
type Decided struct {
	Number   string // "DEC-REC-0001"
	Reserves []string
	// Tacit is the day at the end of which silence had already accepted what is decided, by the contract, YYYY-MM-DD;
	// empty: it had not.
	Tacit  string
	Exit   []state.Criterion // of what is accepted, the criteria that are not met, or of which nobody knows
	Judged bool              // the decision-maker recorded counted verdicts in this scope: the PV will say so

	Broken []journal.Broken // rules of the separation of duties that it breaks, and that the project lets pass
	// Lacks says what the route of the PV lacks, of a plan that lets it pass; nil: nothing.
	Lacks *fact.RouteError
}

// Decide records what the decision-maker pronounces. It returns *DecisionError with every ground when the rules of the
// kernel forbid it, *MovedError when they were shown something else, and refusals under access.ErrDenied. Of a request
// that was answered it gives the number and the reserves alone.
func (s *Service) Decide(ctx context.Context, actor recette.Actor, p Decide) (Decided, error) {
	do := func() (Decided, error) { return s.decide(ctx, actor, p) }
	return once(ctx, s, actor, p.Request, do, func(l *journal.Leaf) (Decided, bool) {
		d := l.Decision
		if d == nil || l.Campaign != p.Campaign || d.Journey != p.Journey || d.Decision != string(p.Decision) {
			return Decided{}, false
		}
		return Decided{Number: d.Number, Reserves: d.Reserves}, true
	})
}

func (s *Service) decide(ctx context.Context, actor recette.Actor, p Decide) (Decided, error) {
	var made Decided
	var others func(access.Rule) []string
	err := s.add(ctx, p.Campaign, func(ctx context.Context, c *loaded) (_ *entry, err error) {
		if made, others, err = s.decision(ctx, c, actor, &p); err != nil {
			return nil, err
		}
		if made.Number, err = s.nextNumber(ctx, journal.KindDecision); err != nil {
			return nil, err
		}
		d := s.entry(actor, journal.KindDecision, p.Campaign)
		d.answers(p.Request)
		d.entry.Leaf.Broken = made.Broken
		d.entry.Leaf.Decision = &journal.Decision{
			Journey: p.Journey, Decision: string(p.Decision), Reserves: made.Reserves,
			Reason: d.text("reason", p.Reason),
			Effect: p.Effect, GoLive: p.GoLive, Number: made.Number, Derogation: p.Derogation,
			LiftBy: p.LiftBy, Fallback: d.optional("fallback", p.Fallback), Again: p.Again, Triggers: p.Triggers,
			Rate:  int64(p.Rate),
			Place: d.optional("place", p.Place),
		}
		d.tells(c, others)
		return d, nil
	})
	if err != nil {
		return Decided{}, err
	}
	return made, nil
}

// CheckDecide says whether the actor may pronounce a decision now: call it before anybody is asked for a secret. Its
// errors are those of Decide.
func (s *Service) CheckDecide(ctx context.Context, actor recette.Actor, p Decide) error {
	return s.read(ctx, p.Campaign, func(c *loaded) error {
		_, _, err := s.decision(ctx, c, actor, &p)
		return err
	})
}

// decision checks what is pronounced, completes it, and gives what it cites, with who could pronounce it without
// breaking the rules that it breaks. What came since they looked is told to those who may decide only.
func (s *Service) decision(
	ctx context.Context, c *loaded, actor recette.Actor, p *Decide,
) (_ Decided, others func(access.Rule) []string, _ error) {
	ids, err := c.scope(p.Journey)
	if err != nil {
		return Decided{}, nil, err
	}
	judges := c.state.Judges(ids)
	scope := c.bounds(actor, ids...)
	scope.Judges, scope.Journey = judges, p.Journey
	if err := access.Allow(actor, access.Decide, scope); err != nil {
		return Decided{}, nil, err
	}
	if err := s.unmoved(ctx, c, actor, p.Seen); err != nil {
		return Decided{}, nil, err
	}
	broken := played(actor, &scope)
	before := c.state.Overridden(p.Journey)
	several, err := c.oneDecider(actor, p.Journey, before, scope.Duties)
	if err != nil {
		return Decided{}, nil, err
	}
	broken = append(broken, several...)
	if p.Decision.Accepts() {
		authors, err := c.authored(ids, scope.Duties)
		if err != nil {
			return Decided{}, nil, err
		}
		broken = append(broken, authors...)
	}
	lacks, err := c.routed(p.Journey)
	if err != nil {
		return Decided{}, nil, err
	}
	if recette.Blank(p.Derogation) {
		p.Derogation = ""
	}
	waived, granted := c.state.Waiver(p.Derogation, p.Journey, c.today(), math.MaxInt64)
	if !granted {
		return Decided{}, nil, invalid("derogation")
	}
	if err := After(s.clock(), c.judged(ids)...); err != nil {
		return Decided{}, nil, err
	}
	switch {
	case !p.Decision.Valid():
		return Decided{}, nil, invalid("decision")
	case p.Effect != "" && !fact.ValidDay(p.Effect):
		return Decided{}, nil, invalid("effect")
	case p.GoLive != "" && p.GoLive != "yes" && p.GoLive != "no" && p.GoLive != "conditional":
		return Decided{}, nil, invalid("golive")
	}
	if p.Effect != "" && p.Effect < s.today() { // nothing was accepted before it was decided
		return Decided{}, nil, fact.Past("effect")
	}
	if err := p.terms(s.today()); err != nil {
		return Decided{}, nil, err
	}
	if p.Effect == "" {
		p.Effect = s.today()
	}
	situation := c.situation(p.Journey, p.Present)
	reasons := recette.Refusals(situation, recette.Pronouncement{
		Decision: p.Decision, Motivated: !recette.Blank(p.Reason), Waived: waived, Reserves: p.Reserves,
		Rate: p.Rate, Again: p.Again != "",
	})
	if p.Derogation != "" && !situation.Needs(waived) {
		reasons = append(reasons, recette.Reason{
			Code: recette.ReasonDerogationApart, Subjects: []string{p.Derogation},
		})
	}
	reasons = append(reasons, c.untimely(p)...)
	among := c.outline.Decisions()
	if !slices.Contains(among, p.Decision) { // nothing else is worth saying of it
		reasons = []recette.Reason{{Code: recette.ReasonVocabulary}}
	}
	if len(reasons) > 0 {
		return Decided{}, nil, &DecisionError{
			Decision: p.Decision, Reasons: reasons, Allowed: recette.Allowed(situation, among), Exit: c.unmet(p),
		}
	}
	made := Decided{
		Reserves: p.Reserves, Judged: access.SelfJudge(actor.Ref, judges), Broken: broken, Lacks: lacks,
		Tacit: c.state.Acquired(p.Journey, c.today(), c.today()), Exit: c.unmet(p),
	}
	if (p.Decision == recette.AcceptedWithReserves || p.Decision == recette.Reduced) && len(made.Reserves) == 0 {
		for _, r := range situation.Reserves {
			made.Reserves = append(made.Reserves, r.Number)
		}
	}
	return made, c.decidesInstead(actor, access.Decide, scope, before, ids...), nil
}

// played says that whoever decides, or signs it, has a counted verdict in what it is about, where the project lets that
// pass: access refused it otherwise.
func played(actor recette.Actor, scope *access.Scope) []journal.Broken {
	if !access.SelfJudge(actor.Ref, scope.Judges) {
		return nil
	}
	effect := scope.Duties.Of(access.DeciderExecuted)
	return []journal.Broken{{Rule: string(access.DeciderExecuted), Effect: string(effect)}}
}

// oneDecider holds what is decided on a journey, or signed as decided, to one person: who decided what it takes the
// place of, whoever acts by delegation for them, or whom they act for. Otherwise it is the rule of the separation of
// duties that lets it pass, or refuses.
func (c *loaded) oneDecider(
	actor recette.Actor, journey string, before []*state.Decision, duties access.Duties,
) ([]journal.Broken, error) {
	now := c.principal(actor.Ref, string(actor.Role), journey, c.today(), math.MaxInt64)
	if !slices.ContainsFunc(before, func(d *state.Decision) bool {
		return now != c.principal(d.By.Ref, d.By.Role, d.Journey, calendar.DayOf(d.At, c.outline.Zone()), d.Seq)
	}) {
		return nil, nil
	}
	effect, err := duties.Break(access.SeveralDeciders)
	if err != nil {
		return nil, err
	}
	return []journal.Broken{{Rule: string(access.SeveralDeciders), Effect: string(effect)}}, nil
}

// principal gives in whose name somebody decides on a journey, on a day and at a position of the log: whoever delegated
// the role to them, when they hold it by delegation alone.
func (c *loaded) principal(ref, role, journey, day string, seq int64) string {
	if slices.ContainsFunc(c.crew().scope.Members, func(m access.Member) bool {
		return m.Ref == ref && m.Role == recette.Role(role)
	}) {
		return ref
	}
	if d := c.state.Delegated(ref, role, journey, day, seq, c.users.lost); d != nil {
		return d.By
	}
	return ref
}

// terms checks what goes with a decision: dates to come, where they have a sense, and known effects.
func (p *Decide) terms(today string) error {
	for _, x := range []struct {
		field, day string
		has        bool
	}{{"lift", p.LiftBy, p.Decision == recette.AcceptedWithReserves}, {"again", p.Again, p.Decision.Postpones()}} {
		switch {
		case x.day == "":
		case !fact.ValidDay(x.day) || !x.has:
			return invalid(x.field)
		case x.day < today:
			return fact.Past(x.field)
		}
	}
	if !recette.Blank(p.Fallback) && p.Decision != recette.AcceptedWithReserves {
		return invalid("fallback")
	}
	for i, e := range p.Triggers {
		if !slices.Contains(recette.Effects(), recette.Effect(e)) || slices.Contains(p.Triggers[:i], e) ||
			e == string(recette.EffectNone) && len(p.Triggers) > 1 || !recette.Effect(e).Follows(p.Decision) {
			return invalid("triggers")
		}
	}
	return nil
}

// untimely says why the regime of the plan forbids a decision today: it postpones beyond what the regime allows, or
// comes before what is waited for.
func (c *loaded) untimely(p *Decide) (reasons []recette.Reason) {
	t, nature := c.outline.Terms(), c.outline.Nature
	if last := t.Latest(nature, c.today()); last != "" && p.Again > last {
		reasons = append(reasons, recette.Reason{Code: recette.ReasonAgainLate, Subjects: []string{last}})
	}
	if nature == recette.NatureVSR && regime.Awaits(c.state.Clocks(p.Journey, c.today()), nature) {
		reasons = append(reasons, recette.Reason{Code: recette.ReasonVAPending})
	}
	return reasons
}

// Situation gives what a decision on a journey, or on the campaign, would be pronounced upon, and what it allows.
func (s *Service) Situation(
	ctx context.Context, actor recette.Actor, campaign, journey string, present map[string]string,
) (recette.Situation, []recette.Decision, error) {
	c, err := s.shown(ctx, actor, campaign, access.ReadStatus, access.ReadDossier)
	if err != nil {
		return recette.Situation{}, nil, err
	}
	ids, err := c.scope(journey)
	if err != nil {
		return recette.Situation{}, nil, err
	}
	scope := c.boundsOf(actor, ids...) // a part of it could say better than the whole
	if err := access.Allow(actor, access.ReadDossier, scope); err != nil {
		return recette.Situation{}, nil, err
	}
	sit := c.situation(journey, present)
	return sit, recette.Allowed(sit, c.outline.Decisions()), nil
}

// scope gives the cases of a journey, or all.
func (c *loaded) scope(journey string) ([]string, error) {
	if journey != "" {
		j := c.outline.Journey(journey)
		if j == nil {
			return nil, fmt.Errorf("journey %q: %w", journey, ErrUnknownJourney)
		}
		return j.Cases, nil
	}
	ids := make([]string, len(c.outline.Cases))
	for i := range c.outline.Cases {
		ids[i] = c.outline.Cases[i].ID
	}
	return ids, nil
}

func (c *loaded) situation(journey string, present map[string]string) recette.Situation {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.Upon(journey, c.now(), math.MaxInt64, present)
}

// unmet gives the criteria of exit that are not met, or of which nobody knows, of what a decision accepts.
func (c *loaded) unmet(p *Decide) []state.Criterion {
	if !p.Decision.Accepts() {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(
		c.state.Criteria(recette.ExitCriteria, p.Journey, c.now()),
		func(x state.Criterion) bool { return x.Met != "no" && x.Met != "unknown" },
	)
}
