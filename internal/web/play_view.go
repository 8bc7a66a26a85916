package web

import (
	"net/url"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/guided"
	"recette/internal/recette"
)

// played is a row before the eyes of whoever plays it.
type played struct {
	Campaign, Title string
	Case            *catalogue.Case
	Journey         string
	Player          string
	Status          campaign.CaseStatus
	Holder          string // who has it open, when it is somebody else
	Now             guided.Now
	Steps           []step
	Key             string     // of the gesture that the form makes
	Typed           url.Values // what was sent, and not taken
	Refused         refusal
}

// step is one step of a row, as it stands.
type step struct {
	*catalogue.Step
	N         int
	Automated bool
	Asked     bool // a verdict is asked of it now, or it goes with the one that is asked
	Main      bool // the verdict is asked of this one
	Judged    *campaign.Observation
}

// At tells which of the states of a row the page shows: asked, busy, open, ended, held, before.
func (p *played) At() string {
	switch here := p.Now.Case == p.Case.ID; {
	case here && p.Now.UnderWay:
		return "busy"
	case here && p.Now.Question != nil:
		return "asked"
	case here && p.Now.Open != nil:
		return "open"
	case p.Holder != "":
		return "held"
	case p.Status.Attempt > 0 && !p.Status.Open:
		return "ended"
	}
	return "before"
}

// showRow shows a row, with what was typed and not taken.
func (s *Server) showRow(v *visit, p *place, status int, typed url.Values, refused refusal) error {
	r, err := s.reading(v.r.Context())
	if err != nil {
		return err
	}
	all, err := r.Cases(v.r.Context(), v.reader(), p.outline.Campaign)
	if err != nil {
		return err
	}
	page := played{
		Campaign: p.outline.Campaign, Title: p.outline.Title, Case: &p.item.Case, Journey: p.item.Journey,
		Player: p.actor.Name, Now: p.session.Now(), Typed: typed, Refused: refused,
	}
	for i := range all {
		if all[i].ID == page.Case.ID {
			page.Status = all[i]
		}
	}
	if st := &page.Status; st.Open && st.Holder != p.actor.Ref {
		names, err := r.People(v.r.Context(), v.reader(), p.outline.Campaign)
		if err != nil {
			return err
		}
		page.Holder = named(names, st.Holder)
	}
	owners, err := p.session.Owners(p.index)
	if err != nil {
		return err
	}
	if page.Key, err = s.newKey(); err != nil {
		return err
	}
	page.Steps = steps(&page, owners)
	return s.show(v, status, "play", &page)
}

func steps(p *played, owners []binding.Owner) []step {
	out := make([]step, len(p.Case.Steps))
	here := p.Now.Case == p.Case.ID
	for i := range out {
		x := &out[i]
		*x = step{Step: &p.Case.Steps[i], N: i + 1, Automated: owners[i].Automated()}
		if e, ok := p.Now.Steps[i]; ok && here {
			x.Judged = &e.Observation
		}
		q := p.Now.Question
		if q == nil || !here {
			continue
		}
		if was := q.Observed(i); was != nil && was.Verdict != recette.NotRun {
			x.Judged = was
		}
		x.Asked, x.Main = i >= q.First() && i <= q.Step, i == q.Step
	}
	return out
}

// Field gives what was typed in a field, else what the step has already.
func (p *played) Field(name, kept string) string {
	if p.Typed != nil {
		return p.Typed.Get(name)
	}
	return kept
}

// Lost is what was typed, and not taken, when no form gives it back.
func (p *played) Lost() []string {
	if p.Typed == nil || p.At() == "asked" {
		return nil
	}
	return texts(p.Typed)
}
