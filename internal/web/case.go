package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/state"
	"recette/internal/catalogue"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// caseAt gives the address at which a row is read, be it one of those that its reader plays or not.
func caseAt(id, row string) string { return campaignAt(id) + "/lignes/" + url.PathEscape(row) }

// CaseAt is caseAt for a template.
func (v *view) CaseAt(id, row string) string { return caseAt(id, row) }

// consulted is a row before the eyes of whoever reads it.
type consulted struct {
	*ground
	Row       *row
	Case      *catalogue.Case
	Steps     []worded
	Why       []string // why it counts as it does
	Drift     *campaign.Drift
	Diff      []diffLine
	Unread    bool // the features could not be looked at
	Attempts  []attempted
	Anomalies []anomaly
	Reserves  []reserved
	Drafts    []failure
}

// worded is a step of a row, with its values.
type worded struct {
	*catalogue.Step
	N     int
	Words []piece
}

// diffLine is one line of a comparison.
type diffLine struct {
	Op   string // "+", "-", empty for what both have
	Text string
}

// attempted is an attempt before the eyes of whoever reads its row.
type attempted struct {
	*campaign.Tried
	By         signatory
	Last       bool
	Other      bool // of another text than the one that is shown
	Found      []found
	Objections []objected
	Amendments []amended
	Review     *objected
}

// signatory is who did something, and how far it is known that it was them.
type signatory struct {
	Name, Role string
	Proved     bool // by an account; else they declared it
}

// found is what was found at a step.
type found struct {
	*campaign.Found
	N      int
	Text   string // of the step; empty when it is of another text
	Done   bool   // what it found is that the step was done: it is no expected result
	By     string // when it is not who began the attempt
	Pieces []exhibit
}

// objected is what somebody said of a result.
type objected struct {
	By      signatory
	At      string
	What    string // sentence
	Reason  string
	Decided bool // another attempt decided since
}

// amended is what the author of a result corrected of it.
type amended struct {
	*state.Amendment
	By     signatory
	Reason string
	Steps  []corrected
}

type corrected struct {
	N                int
	Was, Now         recette.Verdict
	Former, Observed string
}

// failure is one that an anomaly accounts for, or that waits for one.
type failure struct {
	ID, Case  string
	N         int // step
	Attempt   int
	At        string
	By        signatory
	Observed  string
	Waits     bool
	Number    string
	Reason    string // why it was dropped
	DroppedBy string
}

// signed says who did something.
func (s *Server) signed(v *visit, names map[string]string, ref, role string, proved bool) signatory {
	return signatory{named(names, ref), roleWord(v, role), proved}
}

// roleWord words a role.
func roleWord(v *visit, role string) string {
	if role == "" {
		return ""
	}
	return v.words.T("reports.role." + role)
}

// consult shows a row to whoever reads the campaign.
func (s *Server) consult(v *visit) error {
	row := v.r.PathValue("row")
	g, err := s.ground(v, row)
	if err != nil {
		return err
	}
	return s.showCase(v, g, row)
}

func (s *Server) showCase(v *visit, g *ground, id string) error {
	ctx := v.r.Context()
	h, err := g.record.History(ctx, v.reader(), g.Campaign, id)
	if errors.Is(err, campaign.ErrUnknownCase) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	frozen, err := g.record.Frozen(ctx, v.reader(), g.Campaign, id, 0)
	if err != nil {
		return err
	}
	st, err := g.stands(v)
	if err != nil {
		return err
	}
	page := consulted{ground: g, Row: g.row(h, frozen.Name), Case: &frozen.Case, Steps: steps(&frozen.Case)}
	if page.Drift, page.Diff, err = s.drifted(ctx, &frozen.Case); err != nil {
		s.trouble(v, "drift", err)
		page.Unread = true // what is recorded is shown all the same
	}
	if err := s.attempts(v, g, h, &page); err != nil {
		return err
	}
	page.Why = whyCounts(v.words, h, st)
	for i := range h.Anomalies {
		page.Anomalies = append(page.Anomalies, anomalyOf(&h.Anomalies[i], h.Texts))
	}
	for i := range h.Reserves {
		page.Reserves = append(page.Reserves, reserveOf(&h.Reserves[i], h.Texts))
	}
	for i := range h.Drafts {
		if w := s.waitingOf(v, g, &h.Drafts[i], h.Texts); w.Waits || w.Reason != "" || w.DroppedBy != "" {
			page.Drafts = append(page.Drafts, w)
		}
	}
	return s.show(v, cmp.Or(g.code, http.StatusOK), "case", &page)
}

// row gives where a row stands, with its words.
func (g *ground) row(h *campaign.History, name string) *row {
	r := &row{CaseStatus: h.CaseStatus, Name: name, For: named(g.names, h.Assigned)}
	if h.Open {
		r.By = named(g.names, h.Holder)
	}
	r.Critical = g.outline.CriticalCases()[h.ID]
	for i := range g.outline.Journeys {
		if slices.Contains(g.outline.Journeys[i].Cases, h.ID) {
			r.Journeys = append(r.Journeys, g.outline.Journeys[i].Code)
		}
	}
	return r
}

// Titled gives the journeys of a row with their titles, and where each stands.
func (c *consulted) Titled() (all []campaign.JourneyStatus) {
	for i := range c.status.Journeys {
		if j := &c.status.Journeys[i]; slices.Contains(c.Row.Journeys, j.Code) {
			all = append(all, *j)
		}
	}
	return all
}

// Last is the last attempt; nil when nobody played.
func (c *consulted) Last() *attempted {
	if len(c.Attempts) == 0 {
		return nil
	}
	return &c.Attempts[0]
}

// Objects tells whether the last attempt is a result that somebody may object to.
func (c *consulted) Objects() bool {
	last := c.Last()
	return last != nil && last.Closed && !last.Invalid() && !c.Closed
}

// Flawed lists why a result may count for nothing.
func (c *consulted) Flawed() []recette.Flawed { return recette.FlawedCauses() }

func steps(c *catalogue.Case) []worded {
	all := make([]worded, len(c.Steps))
	for i := range c.Steps {
		all[i] = worded{&c.Steps[i], i + 1, pieces(c.Steps[i].Text, c.Examples)}
	}
	return all
}

// drifted compares a frozen text with the features as they are.
func (s *Server) drifted(ctx context.Context, frozen *catalogue.Case) (*campaign.Drift, []diffLine, error) {
	d, lines, err := s.Present(ctx, frozen)
	if err != nil || d == nil {
		return nil, nil, err
	}
	var all []diffLine
	for line := range strings.Lines(lines) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "+"), strings.HasPrefix(line, "-"):
			all = append(all, diffLine{line[:1], line[1:]})
		default:
			all = append(all, diffLine{"", strings.TrimPrefix(line, " ")})
		}
	}
	return d, all, nil
}

// attempts tells the attempts of a row, the last one first.
func (s *Server) attempts(v *visit, g *ground, h *campaign.History, page *consulted) error {
	for i := range slices.Backward(h.Attempts) {
		t := &h.Attempts[i]
		a := attempted{
			Tried: t, By: s.signed(v, g.names, t.By.Ref, t.By.Role, t.By.Auth), Last: i == len(h.Attempts)-1,
			Other: t.Content != "" && t.Content != page.Case.Content,
		}
		text := page.Case
		if a.Other {
			old, err := g.record.Frozen(v.r.Context(), v.reader(), g.Campaign, h.ID, t.Iteration)
			switch {
			case errors.Is(err, campaign.ErrUnknownCase): // of a text that nothing froze here
				text = nil
			case err != nil:
				return err
			default:
				text = &old.Case
			}
		}
		for k := range t.Steps {
			a.Found = append(a.Found, foundAt(g, t, text, k))
		}
		for k := range t.Objections {
			a.Objections = append(a.Objections, s.objectedTo(v, g, &t.Objections[k], h))
		}
		for k := range t.Amendments {
			a.Amendments = append(a.Amendments, s.amendedBy(v, g, &t.Amendments[k], h))
		}
		if r := t.Review; r != nil {
			a.Review = &objected{
				By: s.signed(v, g.names, r.By.Ref, r.By.Role, r.By.Auth), At: r.At, Reason: h.Texts[r.Reason],
				What: v.words.T("web.case.review." + r.Reading),
			}
		}
		page.Attempts = append(page.Attempts, a)
	}
	return nil
}

// foundAt tells what was found at a step of an attempt, by the text that it was played on.
func foundAt(g *ground, t *campaign.Tried, text *catalogue.Case, k int) found {
	f := found{Found: &t.Steps[k], N: t.Steps[k].Step + 1}
	if text != nil && f.Step < len(text.Steps) {
		step := &text.Steps[f.Step]
		f.Text = step.Keyword + step.Text
		f.Done = step.Type != catalogue.Outcome && f.Verdict == recette.Passed
	}
	if f.Found.By.Ref != t.By.Ref {
		f.By = named(g.names, f.Found.By.Ref)
	}
	for _, e := range f.Evidence {
		f.Pieces = append(f.Pieces, exhibitOf(g.Campaign, e, f.N))
	}
	return f
}

// exhibitOf shows a piece of evidence, which nobody takes off any more.
func exhibitOf(id string, a campaign.Attachment, step int) exhibit {
	_, drawn := shownAs(a.MIME)
	return exhibit{Attachment: a, Step: step, At: campaignAt(id) + "/preuves/" + a.SHA256, Picture: drawn}
}

func (s *Server) objectedTo(v *visit, g *ground, o *state.Objection, h *campaign.History) objected {
	out := objected{
		By: s.signed(v, g.names, o.By.Ref, o.By.Role, o.By.Auth), At: o.At, Reason: h.Texts[o.Reason],
		What: v.words.T("web.case.contested"), Decided: !o.Invalid && g.status.Decided[o.Seq] > 0,
	}
	if o.Invalid {
		out.What = v.words.T("web.case.invalid", v.words.T("reports.flawed."+o.Cause))
	}
	return out
}

func (s *Server) amendedBy(v *visit, g *ground, a *state.Amendment, h *campaign.History) amended {
	out := amended{
		Amendment: a, By: s.signed(v, g.names, a.By.Ref, a.By.Role, a.By.Auth), Reason: h.Texts[a.Reason],
	}
	for i := range a.Steps {
		x := &a.Steps[i]
		out.Steps = append(out.Steps, corrected{
			N: x.Step + 1, Was: recette.Verdict(x.Was.Record.Verdict), Now: recette.Verdict(x.Now.Verdict),
			Former: h.Texts[x.Was.Record.Observed], Observed: h.Texts[x.Now.Observed],
		})
	}
	return out
}

func (s *Server) waitingOf(v *visit, g *ground, d *state.Draft, texts map[string]string) failure {
	w := failure{
		ID: d.ID(), Case: d.Case, N: d.Step + 1, Attempt: d.Attempt, At: d.At,
		By: s.signed(v, g.names, d.By.Ref, d.By.Role, d.By.Auth), Observed: texts[d.Observed],
		Waits: d.Settled == state.DraftWaits, Number: d.Number, Reason: texts[d.Reason],
	}
	if d.Reason != "" {
		w.DroppedBy = named(g.names, d.EndedBy.Ref)
	}
	return w
}

// whyCounts words why a row counts as it does: its steps, what is said against its result, and what holds it back.
func whyCounts(words *i18n.Printer, h *campaign.History, st *campaign.Status) (why []string) {
	t := words.T
	say := func(key string, args ...any) { why = append(why, t(key, args...)) }
	if len(h.Attempts) == 0 {
		say("web.case.why.none")
	} else {
		last := &h.Attempts[len(h.Attempts)-1]
		var worst []string
		for i := range last.Steps {
			if last.Steps[i].Verdict == last.Verdict {
				worst = append(worst, strconv.Itoa(last.Steps[i].Step+1))
			}
		}
		switch {
		case !last.Closed:
			say("web.case.why.open", last.Number)
		case len(worst) > 0 && (last.Verdict == recette.Failed || last.Verdict == recette.Blocked):
			say("web.case.why.steps", t("verdict."+string(last.Verdict)), strings.Join(worst, ", "))
		case last.Message != "":
			say("web.case.why.ended", t("verdict."+string(last.Verdict)))
		case last.Verdict == recette.Passed || last.Verdict == recette.PassedWithRemark:
			say("web.case.why.passed")
		}
		for i := range last.Objections {
			if last.Objections[i].Invalid {
				say("web.case.why.invalid")
			} else {
				say("web.case.why.contested")
			}
		}
	}
	if h.Hold != recette.Free {
		say("web.case.why.hold", t("web.hold."+string(h.Hold)))
	}
	for i := range st.HeldBack {
		if x := &st.HeldBack[i]; x.Case == h.ID {
			say("web.waits", x.For, t("verdict."+string(x.Verdict)))
		}
	}
	return why
}

// object says that the last result of a row counts for nothing, or contests it.
func (s *Server) object(v *visit) error {
	w, err := s.gestureOf(v)
	if err != nil {
		return err
	}
	id := v.r.PathValue("row")
	g, err := s.ground(v, id)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	if !holds(g.outline, id) {
		return &lostError{typed: w.form, cause: errNotFound}
	}
	attempt, err := strconv.Atoi(w.form.Get("essai"))
	seen, e := strconv.ParseInt(w.form.Get("vu"), 10, 64)
	if err = errors.Join(err, e); err != nil {
		return &lostError{typed: w.form, cause: errors.Join(guard.ErrForm, err)}
	}
	reason := w.form.Get("motif")
	switch w.form.Get("geste") {
	case "invalider":
		_, err = s.notes(v, g, w, g.as(v, access.InvalidateResult), advice.Invalidation{
			Case: id, Attempt: attempt, Cause: recette.Flawed(w.form.Get("cause")), Reason: reason, Seen: seen,
		})
	case "contester":
		_, err = s.notes(v, g, w, g.as(v, access.ContestResult), advice.Contest{
			Case: id, Attempt: attempt, Reason: reason, Seen: seen,
		})
	default:
		return &lostError{typed: w.form, cause: guard.ErrForm}
	}
	return s.answer(v, g, w, err, caseAt(g.Campaign, id), func() error { return s.showCase(v, g, id) })
}
