package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// handledAnomaly is an anomaly before the eyes of whoever reads or handles it.
type handledAnomaly struct {
	*ground
	anomaly

	Workaround string
	Raised     signatory
	RaisedAt   string
	Fix        *fixed
	Retest     string // address of the row that shows it
	RetestOf   string
	Original   string
	Proposed   string // to the PO, in words
	ProposedBy signatory
	Row        *row     // that it is about; nil when it is about none
	Steps      []worded // up to the one that it is about, of the text on which it was raised
	Former     bool     // that text is not the present one
	Observed   string   // of its step, when it was raised
	Pieces     []exhibit
	Changes    []changed
	Meanwhile  []changed // since what the reader changed was shown
	Alike      []gap.Known
	Repeats    []anomaly // those that repeat it
	Reserves   []reserved
	Seen       int64
	Waiting    []failure // failures that it may account for
	Trackers   []string

	of *state.Anomaly
}

// fixed is a correction.
type fixed struct{ Build, By, SaidBy string }

// changed is what one gesture changed.
type changed struct {
	At     string
	By     signatory
	Turns  []turned
	Reason string
	seq    int64
}

// turned is one thing that changed.
type turned struct{ What, From, To string }

// anomaly shows one.
func (s *Server) anomaly(v *visit) error {
	g, a, err := s.anomalyGround(v)
	if err != nil {
		return err
	}
	return s.showAnomaly(v, g, a)
}

// anomalyGround finds an anomaly, and what its reader may do about it.
func (s *Server) anomalyGround(v *visit) (*ground, *state.Anomaly, error) {
	g, err := s.ground(v)
	if err != nil {
		return nil, nil, err
	}
	st, err := g.stands(v)
	if err != nil {
		return nil, nil, err
	}
	number := v.r.PathValue("number")
	i := slices.IndexFunc(st.Anomalies, func(a state.Anomaly) bool { return a.Number == number })
	if i < 0 {
		return nil, nil, errNotFound
	}
	a := &st.Anomalies[i]
	if a.Case != "" && holds(g.outline, a.Case) {
		g.able, err = g.record.Able(v.r.Context(), g.Ref, g.Campaign, []string{a.Case}, handled()...)
	}
	return g, a, err
}

func (s *Server) showAnomaly(v *visit, g *ground, a *state.Anomaly) error {
	st := g.status
	page := handledAnomaly{
		ground: g, anomaly: anomalyOf(a, st.Texts), of: a, Workaround: st.Texts[a.Workaround],
		Raised: s.signed(v, g.names, a.RaisedBy.Ref, a.RaisedBy.Role, a.RaisedBy.Auth), RaisedAt: a.RaisedAt,
		Original: a.Original, Observed: st.Texts[a.Observed], Seen: a.Leaves[len(a.Leaves)-1],
	}
	page.Erased = page.Summary == ""
	if !shows(st, page.Original) {
		page.Original = ""
	}
	if a.Fix != nil {
		page.Fix = &fixed{a.Fix.Build, st.Texts[a.Fix.By], named(g.names, a.FixedBy.Ref)}
	}
	if a.Retest != nil {
		page.Retest = caseAt(g.Campaign, a.Retest.Case)
		page.RetestOf = v.words.T("web.anomaly.retest.of", a.Retest.Case, a.Retest.Attempt)
	}
	if p := a.Proposal; p != nil {
		page.Proposed = proposed(v, p.What)
		page.ProposedBy = s.signed(v, g.names, p.By.Ref, p.By.Role, p.By.Auth)
	}
	if err := s.about(v, g, a, &page); err != nil {
		return err
	}
	for i := range a.Evidence {
		e := &a.Evidence[i]
		page.Pieces = append(page.Pieces, exhibitOf(g.Campaign, campaign.Attachment{
			SHA256: e.SHA256, Size: e.Size, MIME: e.MIME, Name: st.Texts[e.Name],
		}, page.Step))
	}
	for i := range a.Changes {
		c := s.changedBy(v, g, &a.Changes[i])
		if n := len(page.Changes); n > 0 && page.Changes[n-1].seq == c.seq {
			page.Changes[n-1].Turns = append(page.Changes[n-1].Turns, c.Turns...)
			continue
		}
		page.Changes = append(page.Changes, c)
	}
	if seen, err := strconv.ParseInt(g.Typed.Get("vu"), 10, 64); err == nil && seen > 0 {
		for _, c := range page.Changes {
			if c.seq > seen {
				page.Meanwhile = append(page.Meanwhile, c)
			}
		}
	}
	page.others(st)
	for i := range st.Drafts {
		if d := &st.Drafts[i]; d.Case == a.Case {
			page.Waiting = append(page.Waiting, s.waitingOf(v, g, d, st.Texts))
		}
	}
	var err error
	if _, page.Trackers, err = s.Track(""); err != nil {
		s.trouble(v, "trackers", err)
	}
	return s.show(v, cmp.Or(g.code, http.StatusOK), "anomaly", &page)
}

// about reads the row that an anomaly is about, up to its step.
func (s *Server) about(v *visit, g *ground, a *state.Anomaly, page *handledAnomaly) error {
	if a.Case == "" || !holds(g.outline, a.Case) {
		return nil
	}
	ctx := v.r.Context()
	now, err := g.record.Frozen(ctx, v.reader(), g.Campaign, a.Case, 0)
	if err != nil {
		return err
	}
	h, err := g.record.History(ctx, v.reader(), g.Campaign, a.Case)
	if err != nil {
		return err
	}
	then, err := g.record.Frozen(ctx, v.reader(), g.Campaign, a.Case, raisedOn(a, h)) // its step is one of that text
	switch {
	case errors.Is(err, campaign.ErrUnknownCase): // raised before the row was frozen: nobody can tell its steps
	case err != nil:
		return err
	default:
		page.Steps, page.Former = steps(&then.Case), then.Content != now.Content
		if a.Step != nil {
			page.Steps = page.Steps[:min(*a.Step+1, len(page.Steps))]
		}
	}
	page.Row = g.row(h, now.Name)
	for i := range h.Drafts {
		if d := &h.Drafts[i]; d.Number == a.Number && d.Step == page.Step-1 && page.Observed == "" {
			page.Observed = h.Texts[d.Observed]
		}
	}
	return nil
}

// raisedOn gives the iteration whose text the step of an anomaly is of: that of the failure that it confirms, else the
// one in which it was raised.
func raisedOn(a *state.Anomaly, h *campaign.History) int {
	for i := range h.Attempts {
		if f := a.Found; f != nil && f.Case == h.ID && f.Attempt == h.Attempts[i].Number {
			return h.Attempts[i].Iteration
		}
	}
	return a.RaisedIn
}

// others finds the anomalies that this one may repeat, those that repeat it, and the reserves on it.
func (p *handledAnomaly) others(st *campaign.Status) {
	known := slices.DeleteFunc(gap.Standing(st.Anomalies, st.Texts), func(k gap.Known) bool {
		return k.Number == p.Number
	})
	if p.Open {
		p.Alike = gap.Alike(gap.Anomaly{Case: p.Case, Step: p.Step, Summary: p.Summary}, known)
	}
	for i := range st.Anomalies {
		if st.Anomalies[i].Original == p.Number {
			p.Repeats = append(p.Repeats, anomalyOf(&st.Anomalies[i], st.Texts))
		}
	}
	for i := range st.Reserves {
		if st.Reserves[i].Anomaly == p.Number {
			p.Reserves = append(p.Reserves, reserveOf(&st.Reserves[i], st.Texts))
		}
	}
}

// shows tells whether an anomaly is one that the reader sees.
func shows(st *campaign.Status, number string) bool {
	return slices.ContainsFunc(st.Anomalies, func(x state.Anomaly) bool { return x.Number == number })
}

// changedBy words a change of an anomaly.
func (s *Server) changedBy(v *visit, g *ground, c *state.AnomalyChange) changed {
	texts := g.status.Texts
	word := func(value string) string {
		switch {
		case value == "":
			return "–"
		case c.Field == "original" && !shows(g.status, value):
			return v.words.T("web.anomaly.unseen")
		case c.Field == "severity":
			return v.words.T("severity." + value)
		case c.Field == "status":
			return v.words.T("anomaly.status." + value)
		case c.Field == "priority":
			return v.words.T("priority." + value)
		case c.Field == "proposed":
			return proposed(v, value)
		case c.Field == "due":
			return v.day(value)
		case c.Field == "owner", c.Field == "workaround":
			return cmp.Or(texts[value], v.words.T("web.erased"))
		}
		return value
	}
	out := changed{
		At: c.At, By: s.signed(v, g.names, c.By.Ref, c.By.Role, c.By.Auth), seq: c.Seq,
		Turns: []turned{{v.words.T("gap.of." + c.Field), word(c.From), word(c.To)}},
	}
	if c.Reason != "" {
		out.Reason = cmp.Or(texts[c.Reason], v.words.T("web.erased"))
	}
	return out
}

// proposed words what is proposed to the PO.
func proposed(v *visit, what string) string {
	if recette.Severity(what).Valid() {
		return v.words.T("web.anomaly.lower", v.words.T("severity."+what))
	}
	return v.words.T("anomaly.act." + what)
}

// Last is the last of the steps that are shown: the one that the anomaly is about.
func (p *handledAnomaly) Last() *worded {
	if p.Step == 0 || len(p.Steps) < p.Step {
		return nil
	}
	return &p.Steps[p.Step-1]
}

// Lives tells whether the life of the anomaly holds an act as it stands.
func (p *handledAnomaly) Lives(act string) bool {
	_, err := recette.AnomalyStatus(p.Status).After(recette.AnomalyAct(act))
	return err == nil
}

// Lesser lists the severities that are less than that of the anomaly.
func (p *handledAnomaly) Lesser() (all []recette.Severity) {
	for _, x := range recette.Severities() {
		if x.Lesser(recette.Severity(p.Severity)) {
			all = append(all, x)
		}
	}
	return all
}

// handle does something with an anomaly.
func (s *Server) handle(v *visit) error {
	w, err := s.gestureOf(v)
	if err != nil {
		return err
	}
	g, a, err := s.anomalyGround(v)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	c, actions, err := s.changeAsked(w, a)
	if err == nil {
		_, err = s.notes(v, g, w, g.as(v, actions...), fresh(c, a, g.status.Texts))
	}
	return s.answer(v, g, w, err, anomalyAt(g.Campaign, a.Number), func() error {
		now, a, err := s.anomalyGround(v) // what it is now, and not what it was
		if err != nil {
			return err
		}
		now.Typed, now.Refused, now.code = g.Typed, g.Refused, g.code
		if g.Typed != nil && g.code != http.StatusConflict {
			now.Key = g.Key
		}
		return s.showAnomaly(v, now, a)
	})
}

// fresh leaves out of a change what the page that it was made on held already: its form is filled in with what stands,
// and who leaves that there changes nothing of it.
func fresh(c gap.Change, a *state.Anomaly, texts map[string]string) gap.Change {
	if c.Priority == recette.Priority(a.Priority) {
		c.Priority = ""
	}
	if gap.SameName(c.Owner, texts[a.Owner]) {
		c.Owner = ""
	}
	if c.Due == a.Due {
		c.Due = ""
	}
	if c.Workaround == guard.Lines(texts[a.Workaround]) {
		c.Workaround = ""
	}
	return c
}

// Eases tells whether the reader has the right that it takes to leave the anomaly without a correction by an act.
func (p *handledAnomaly) Eases(what string) bool {
	switch recette.Severity(p.Severity).EasingBy(recette.AnomalyAct(what)) {
	case recette.EaseDecided, recette.EaseProposed:
		return p.May(string(access.DowngradeAnomaly))
	case recette.EaseNone, recette.EaseQualified:
	}
	return p.May(string(access.QualifyAnomaly), string(access.DowngradeAnomaly))
}

// changeAsked reads what is done with an anomaly, and by which rights: the first that somebody has says in which role
// they do it.
func (s *Server) changeAsked(w *gesture, a *state.Anomaly) (c gap.Change, actions []access.Action, err error) {
	f := w.form
	c = gap.Change{Number: a.Number, Reason: f.Get("motif")}
	if c.Seen, err = strconv.ParseInt(f.Get("vu"), 10, 64); err != nil || c.Seen <= 0 {
		return c, nil, errors.Join(guard.ErrForm, err)
	}
	switch f.Get("geste") {
	case "qualifier":
		c.Act, c.Severity = recette.AnomalyQualify, recette.Severity(f.Get("gravite"))
		if c.Severity == "" {
			err = &campaign.FieldError{Field: "severity", Kind: campaign.ErrIncomplete}
		}
		return c, []access.Action{access.AssignAnomaly, access.DowngradeAnomaly, access.RaiseAnomaly}, err
	case "confier":
		c.Act, c.Priority = recette.AnomalyAssign, recette.Priority(f.Get("priorite"))
		c.Owner, c.Due = f.Get("qui"), f.Get("echeance")
		return c, []access.Action{access.AssignAnomaly}, nil
	case "noter":
		c.Act, c.Workaround = recette.AnomalyNote, f.Get("contournement")
		return c, []access.Action{access.RaiseAnomaly}, nil
	case "lier":
		c.Act = recette.AnomalyNote
		c.Link, err = s.tracked(f.Get("suivi"))
		return c, []access.Action{access.RaiseAnomaly}, err
	case "rattacher":
		c.Act = recette.AnomalyNote
		c.Found, err = failureOf(f.Get("constat"))
		return c, []access.Action{access.RaiseAnomaly}, err
	case "corriger":
		c.Act, c.Build, c.FixedBy = recette.AnomalyFix, f.Get("version"), f.Get("qui")
		return c, []access.Action{access.FixAnomaly}, nil
	case "clore":
		c.Act = recette.AnomalyClose
		return c, []access.Action{access.CloseAnomaly}, nil
	case "rouvrir":
		c.Act = recette.AnomalyReopen
		return c, []access.Action{access.RaiseAnomaly}, nil
	case "rejeter":
		c.Act = recette.AnomalyReject
		return c, []access.Action{access.RejectAnomaly}, nil
	case "sans-suite":
		c.Act = recette.AnomalyWaive
		return c, []access.Action{access.RejectAnomaly}, nil
	case "doublon":
		c.Act, c.Original = recette.AnomalyDuplicity, f.Get("de")
		return c, []access.Action{access.RejectAnomaly}, nil
	case "proposer":
		c.Act, c.Proposed = recette.AnomalyPropose, f.Get("propose")
		return c, []access.Action{access.ProposeAnomaly}, nil
	}
	return c, nil, fmt.Errorf("%w: gesture %q", guard.ErrForm, f.Get("geste"))
}

// tracked gives where an anomaly is followed outside.
func (s *Server) tracked(said string) (gap.Link, error) {
	if recette.Blank(said) {
		return gap.Link{}, &campaign.FieldError{Field: "link", Kind: campaign.ErrIncomplete}
	}
	address, _, err := s.Track(said)
	if err == nil && address == "" {
		err = errTracker
	}
	return gap.Link{Tracker: said, URL: address}, err
}

// day words a day of the record; one that is none stands as it is.
func (v *visit) day(day string) string { return dayIn(v.words, day) }

func dayIn(words *i18n.Printer, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return words.Date(t)
}

// On is the day of the record, in words.
func (v *view) On(day string) string { return dayIn(v.words, day) }
