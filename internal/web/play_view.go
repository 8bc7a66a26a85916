package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution/binding"
	"recette/internal/guided"
	"recette/internal/recette"
)

// instants is how leaves say when: scripts compare the texts, where ".5Z" would come before "Z".
const instants = "2006-01-02T15:04:05.000Z"

// played is a row before the eyes of whoever plays it.
type played struct {
	Campaign, Title string
	Case            *catalogue.Case
	Journey         string
	Player, As      string // name and reference
	Plan            string // digest of the frozen plan that the page shows
	Made            string // when the page was begun, as a leaf says it, by the clock of the server
	Upto            int64  // position in the journal from which nothing was read then
	Rank, Of        int    // place of the row among those that people play, from 1, and how many there are
	Status          campaign.CaseStatus
	Former          bool           // what its last attempt found is of another text
	Invalid         recette.Flawed // why its last attempt counts for nothing; empty when nobody invalidated it
	Holder          string         // who has it open, when it is somebody else
	Lates           []late         // what came of gestures after nobody waited for them
	Now             guided.Now
	Steps           []step
	Form            *form     // of the judgement that is asked; nil when none is
	Ahead           []*played // what is asked after it, for who goes on without the server
	Key             string    // of the gesture that the page makes
	Said            []said    // what was sent, not taken, and does not stand in the form
	About           *briefing // what to know before the first step; nil when it could not be read
	Next            *turn     // the row to play after this one, once it ended
	Left            int       // how many rows are still to be played by whoever plays
	Unexplained     []failure // what was found of the row that no anomaly accounts for
	Refused         refusal
	Problems        []string // of what runs automated steps
}

// step is one step of a row, as it stands.
type step struct {
	*catalogue.Step
	N          int
	Words      []piece
	Automated  bool
	Asked      bool // a verdict is asked of it now, or it goes with the one that is asked
	First      bool // the first of those that are asked
	Main       bool // the verdict is asked of this one
	Running    bool // automation is at it
	Judged     *campaign.Observation
	Erased     bool   // something that was written of it was erased
	At         string // as in the leaf that says it; empty when it was not read
	By         string // who said it
	Correcting bool   // may be asked again
}

// form is the judgement that a page asks for, filled in with what was typed, kept, or judged before.
type form struct {
	*guided.Asked
	Verdict, Observed, Comment, Cause, Reason string

	Where   int    // number of the step that went wrong, among those that are asked
	Present string // the step that comes next, to go back to it from a correction; empty outside one
	Rest    int    // how many steps are still to be judged after this one
}

// said is something that was typed, under the name of its field.
type said struct{ Name, Text string }

// At tells which of the states of a row the page shows: asked, busy, open, ended, held, before.
func (p *played) At() string {
	switch here := p.Now.Case == p.Case.ID; {
	case here && p.Now.UnderWay:
		return "busy"
	case p.Form != nil:
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

// Attempt gives the number of the attempt that the page lets somebody take up.
func (p *played) Attempt() int {
	if p.Status.Open {
		return p.Status.Attempt
	}
	return p.Status.Attempt + 1
}

// late is what came of a gesture after nobody waited for it: what it said, and what became of it.
type late struct {
	Case    string
	Refused refusal
	Said    []said
}

// Known is the last of what came late that the page tells.
func (p *played) Known() (n int) {
	for _, l := range p.Now.Late {
		n = max(n, l.N)
	}
	return n
}

// lates words what came late.
func (s *Server) lates(v *visit, p *place, all []guided.Late) (out []late) {
	for _, l := range all {
		x := late{Case: l.Case}
		status, why := s.refused(v, p, l.Err)
		x.Refused = why
		if j := l.Judgement; j != nil && status != http.StatusOK {
			x.Said = v.said(url.Values{
				"etape": {strconv.Itoa(j.Step + 1)}, "verdict": {string(j.Verdict)}, "constate": {j.Observed},
				"commentaire": {j.Comment}, "cause": {string(j.Cause)}, "motif": {j.Reason},
			})
		}
		out = append(out, x)
	}
	return out
}

// former is the result before the attempt that is played, or is to be.
type former struct {
	Verdict recette.Verdict
	Aged    recette.Freshness // why it is to be obtained again; empty when it is not
}

// Previous gives the result before; nil when there is none, or when the page shows it as how the row ended.
func (p *played) Previous() *former {
	if p.Form != nil {
		if p.Form.Previous == "" {
			return nil
		}
		f := &former{Verdict: p.Form.Previous}
		if p.Form.Aged != recette.Fresh {
			f.Aged = p.Form.Aged
		}
		return f
	}
	return nil
}

// Counts is the verdict under which the last result counts.
func (p *played) Counts() recette.Verdict { return recette.Counts(p.Status.Verdict, p.Status.Hold) }

// rank gives the place of the row at hand, from 1, among those that people play and the reader sees, and how many there
// are.
func (p *place) rank() (rank, of int) {
	seen := make(map[string]bool, len(p.outline.Cases))
	for i := range p.outline.Cases {
		seen[p.outline.Cases[i].ID] = true
	}
	items := p.session.Items()
	for i, plays := range p.people {
		if !plays || !seen[items[i].Case.ID] {
			continue
		}
		if of++; i <= p.index {
			rank++
		}
	}
	return rank, of
}

// showRow shows a row, with what was typed and not taken.
func (s *Server) showRow(v *visit, p *place, status int, typed url.Values, refused refusal) error {
	r, err := v.reading()
	if err != nil {
		return err
	}
	made := s.Now().UTC().Format(instants) // before anything is read: what comes meanwhile came after it
	seen, err := r.View(v.r.Context(), v.reader(), p.outline.Campaign)
	if err != nil {
		return err
	}
	found, err := r.Observed(v.r.Context(), v.reader(), p.outline.Campaign, p.item.Case.ID)
	if err != nil {
		return err
	}
	page := played{
		Campaign: p.outline.Campaign, Title: p.outline.Title, Case: &p.item.Case, Journey: p.item.Journey,
		Player: p.actor.Name, As: p.actor.Ref, Plan: p.session.Plan,
		Made: made, Upto: seen.At,
		Now: p.session.Now(), Refused: refused, Status: found.CaseStatus,
	}
	page.Rank, page.Of = p.rank()
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
	page.fill(owners, typed, v)
	page.found(found)
	if err := s.recordedOf(v, p, r, &page, found); err != nil {
		return err
	}
	if page.Form != nil && typed != nil && page.Form.takes(typed) && status != http.StatusConflict {
		page.Key = typed.Get("cle") // the same gesture, sent again, is recorded once
	}
	page.Lates = s.lates(v, p, page.Now.Late)
	if err := s.around(v, p, &page); err != nil {
		return err
	}
	if err := page.ahead(p); err != nil {
		return err
	}
	for i := range page.Now.Problems {
		page.Problems = append(page.Problems, s.Problem(v.words.Lang(), &page.Now.Problems[i]))
	}
	if page.At() == "busy" {
		v.w.Header().Set("Refresh", "2")
	}
	return s.show(v, status, "play", &page)
}

// found shows what the record holds of the last attempt, whoever played it and wherever, unless another one goes on
// here. Nobody judged the steps of a text that another one took the place of, and an attempt that was invalidated
// judges none.
func (p *played) found(o *campaign.Observed) {
	if at := p.At(); at == "asked" || at == "busy" {
		return
	}
	for i := range p.Steps {
		p.Steps[i].Judged = nil
	}
	p.Former, p.Invalid = o.Attempt > 0 && o.Content != p.Case.Content, o.Invalid
	if p.Former || p.Invalid != "" {
		return
	}
	for i := range o.Steps {
		if x := &o.Steps[i]; x.Step < len(p.Steps) && x.Verdict != recette.NotRun {
			p.Steps[x.Step].Judged, p.Steps[x.Step].Erased = &x.Observation, x.Erased
		}
	}
}

// recordedOf says of each step that is shown as judged when that was recorded, and by whom.
func (s *Server) recordedOf(v *visit, p *place, r *Record, page *played, o *campaign.Observed) error {
	if o.Content != p.item.Case.Content {
		return nil
	}
	var names map[string]string
	for i := range o.Steps {
		x := &o.Steps[i]
		if x.Step >= len(page.Steps) || page.Steps[x.Step].Judged == nil {
			continue
		}
		shown := &page.Steps[x.Step]
		if shown.At, shown.By = x.At, p.actor.Name; x.By.Ref == p.actor.Ref {
			continue
		}
		if names == nil {
			var err error
			if names, err = r.People(v.r.Context(), v.reader(), p.outline.Campaign); err != nil {
				return err
			}
		}
		shown.By = named(names, x.By.Ref)
	}
	return nil
}

// Message tells what ended the attempt that the page shows, that no step of it tells.
func (p *played) Message() string {
	if e := p.Now.Ended; e != nil && e.ID == p.Case.ID && e.Attempt == p.Status.Attempt && p.Invalid == "" {
		return e.Message
	}
	return ""
}

// fill makes the steps of a row, and the form of what is asked.
func (p *played) fill(owners []binding.Owner, typed url.Values, v *visit) {
	here, q := p.Now.Case == p.Case.ID, p.Now.Question
	if !here {
		q = nil
	}
	p.Steps = make([]step, len(p.Case.Steps))
	waits := -1 // the first step that nobody judged
	for i := range p.Steps {
		x := &p.Steps[i]
		*x = step{
			Step: &p.Case.Steps[i], N: i + 1, Automated: owners[i].Automated(),
			Words: pieces(p.Case.Steps[i].Text, p.Case.Examples),
		}
		if e, ok := p.Now.Steps[i]; ok && here && e.Verdict != recette.NotRun {
			x.Judged = &e.Observation
		}
		if q != nil {
			if was := q.Observed(i); was != nil && was.Verdict != recette.NotRun {
				x.Judged = was
			}
			x.Asked, x.Main, x.First = i >= q.First() && i <= q.Step, i == q.Step, i == q.First()
			x.Correcting = x.Judged != nil && !x.Automated && !x.Main
		}
		if x.Judged == nil && waits < 0 {
			waits = i
		}
	}
	switch {
	case q != nil:
		p.Form = formOf(q, typed, waits)
		for i := q.Step + 1; i < len(p.Steps); i++ {
			if !p.Steps[i].Automated && p.Steps[i].Judged == nil {
				p.Form.Rest++
			}
		}
	case here && p.Now.UnderWay && waits >= 0:
		p.Steps[waits].Running = p.Steps[waits].Automated
	}
	if typed != nil && (p.Form == nil || !p.Form.takes(typed)) {
		p.Said = v.said(typed)
	}
}

// Mixed tells whether steps of the case are played by the server: what they show is recorded before any verdict.
func (p *played) Mixed() bool {
	return slices.ContainsFunc(p.Steps, func(x step) bool { return x.Automated })
}

// takes tells whether what was typed is of the step that the form asks for.
func (f *form) takes(typed url.Values) bool {
	return typed.Get("texte") == f.Case.Content && typed.Get("etape") == strconv.Itoa(f.Step+1) &&
		typed.Get("essai") == strconv.Itoa(f.Attempt) &&
		(typed.Get("corrige") != "") == f.Again
}

// formOf makes the form of a question.
func formOf(q *guided.Asked, typed url.Values, waits int) *form {
	f := &form{Asked: q, Comment: q.Notes.Comment, Where: q.Step + 1}
	if was := q.Observed(q.Step); q.Again && was != nil {
		f.Verdict, f.Observed, f.Reason, f.Cause = string(was.Verdict), was.Observed, was.Reason, string(was.Cause)
	}
	if q.Again && waits >= 0 {
		f.Present = strconv.Itoa(waits + 1)
	}
	if typed != nil && f.takes(typed) {
		f.Verdict, f.Observed, f.Comment = typed.Get("verdict"), typed.Get("constate"), typed.Get("commentaire")
		f.Cause, f.Reason = typed.Get("cause"), typed.Get("motif")
		if n, err := strconv.Atoi(typed.Get("ou")); err == nil {
			f.Where = n
		}
	}
	return f
}

// said lists what somebody typed, in the words of the page.
func (v *visit) said(typed url.Values) (all []said) {
	add := func(key, text string) {
		if text != "" {
			all = append(all, said{Name: v.words.T(key), Text: text})
		}
	}
	add("web.step.number", typed.Get("etape"))
	if x := recette.Verdict(typed.Get("verdict")); x.Valid() {
		add("web.verdict", v.words.T("verdict."+string(x)))
	}
	add("web.observed", typed.Get("constate"))
	add("web.comment", typed.Get("commentaire"))
	if x := recette.Cause(typed.Get("cause")); slices.Contains(recette.Causes(), x) {
		add("web.cause", v.words.T("cause."+string(x)))
	}
	add("web.reason", typed.Get("motif"))
	if len(all) == 1 {
		return nil // the number of a step alone: nothing was typed
	}
	return all
}
