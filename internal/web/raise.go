package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/catalogue"
	"recette/internal/recette"
	"recette/internal/web/guard"
)

// raising is an anomaly that is about to be opened, filled in with what was found.
type raising struct {
	*ground
	Case     *catalogue.Case // that it is about; nil when it is about the whole campaign
	Steps    []worded        // up to the one that it is about
	Former   bool            // it is of another text than the present one
	Step     int             // as people count; 0: of none
	Draft    *failure        // that it confirms; nil: it is opened by itself
	Back     string          // page to come back to
	Severity string
	Summary  string
	Around   string // workaround
	Observed string
	Expected *worded
	Pieces   []exhibit // of the step
	Taken    []string  // those of them that go with it
	Alike    []gap.Known
	Cases    []campaign.OutlineCase // to choose from
}

// Takes tells whether a piece of the step goes with the anomaly.
func (r *raising) Takes(sum string) bool { return slices.Contains(r.Taken, sum) }

// draftID is how people name a failure: case, attempt and step.
var draftID = regexp.MustCompile(`^(.+)#([0-9]{1,6})\.([0-9]{1,6})$`)

// failureOf reads the name of a failure.
func failureOf(said string) (*gap.Failure, error) {
	m := draftID.FindStringSubmatch(said)
	if m == nil {
		return nil, fmt.Errorf("%w: failure %q", guard.ErrForm, said)
	}
	attempt, _ := strconv.Atoi(m[2])
	step, _ := strconv.Atoi(m[3])
	return &gap.Failure{Case: m[1], Attempt: attempt, Step: step}, nil
}

// raise shows the page on which an anomaly is opened.
func (s *Server) raise(v *visit) error {
	asked := v.r.URL.Query()
	row, err := rowAsked(asked)
	if err != nil {
		return errNotFound
	}
	g, err := s.ground(v, row...)
	if err != nil {
		return err
	}
	return s.showRaise(v, g, asked)
}

// rowAsked gives the row that an anomaly would be about, if it is about one.
func rowAsked(asked url.Values) ([]string, error) {
	if said := asked.Get("constat"); said != "" {
		f, err := failureOf(said)
		if err != nil {
			return nil, err
		}
		return []string{f.Case}, nil
	}
	if row := asked.Get("cas"); row != "" {
		return []string{row}, nil
	}
	return nil, nil
}

func (s *Server) showRaise(v *visit, g *ground, asked url.Values) error {
	st, err := g.stands(v)
	if err != nil {
		return err
	}
	page := raising{ground: g, Back: back(asked.Get("retour"))}
	row := asked.Get("cas")
	page.Step, _ = strconv.Atoi(asked.Get("etape"))
	if said := asked.Get("constat"); said != "" {
		f, err := failureOf(said)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(st.Drafts, func(d state.Draft) bool { return d.ID() == said })
		if i < 0 && !holds(g.outline, f.Case) {
			return errNotFound
		}
		row, page.Step = f.Case, f.Step
		if i >= 0 {
			w := s.waitingOf(v, g, &st.Drafts[i], st.Texts)
			page.Draft, page.Observed = &w, w.Observed
			page.Summary = gap.Summary(w.Observed)
		} else if g.Typed == nil { // it waits no more
			return v.to(caseAt(g.Campaign, f.Case))
		}
	}
	if row != "" {
		if err := s.found(v, g, row, &page); err != nil {
			return err
		}
	}
	if g.Typed != nil {
		page.Severity, page.Summary = g.Said("gravite"), g.Said("resume")
		page.Around, page.Taken = g.Said("contournement"), g.Typed["piece"]
	}
	page.Alike = gap.Alike(
		gap.Anomaly{Case: row, Step: page.Step, Summary: page.Summary}, gap.Standing(st.Anomalies, st.Texts),
	)
	return s.show(v, cmp.Or(g.code, http.StatusOK), "raise", &page)
}

// found reads the row that an anomaly would be about, and the evidence of its step. What is taken along is of the
// attempt that found the failure or, of an anomaly that is opened by itself, of the last one, while it counts and is of
// the present text; the steps are those of the text that it is about.
func (s *Server) found(v *visit, g *ground, row string, page *raising) error {
	if !holds(g.outline, row) {
		return errNotFound
	}
	ctx := v.r.Context()
	frozen, err := g.record.Frozen(ctx, v.reader(), g.Campaign, row, 0)
	if err != nil {
		return err
	}
	h, err := g.record.History(ctx, v.reader(), g.Campaign, row)
	if err != nil {
		return err
	}
	var of *campaign.Tried
	for i := range h.Attempts {
		t := &h.Attempts[i]
		if page.Draft != nil && t.Number == page.Draft.Attempt ||
			page.Draft == nil && i == len(h.Attempts)-1 && !t.Invalid() && t.Content == frozen.Content {
			of = t
		}
	}
	text := &frozen.Case
	if of != nil && of.Content != frozen.Content {
		old, err := g.record.Frozen(ctx, v.reader(), g.Campaign, row, of.Iteration)
		if err != nil {
			return err
		}
		text, page.Former = &old.Case, true
	}
	page.Case, page.Steps = text, steps(text)
	if page.Step < 0 || page.Step > len(page.Steps) {
		page.Step = 0
	}
	if page.Step > 0 {
		page.Steps = page.Steps[:page.Step]
		page.Expected = &page.Steps[page.Step-1]
	}
	for k := 0; of != nil && k < len(of.Steps); k++ {
		f := &of.Steps[k]
		if f.Step != page.Step-1 {
			continue
		}
		page.Observed = cmp.Or(page.Observed, f.Observed)
		for _, e := range f.Evidence {
			page.Pieces = append(page.Pieces, exhibitOf(g.Campaign, e, page.Step))
			page.Taken = append(page.Taken, e.SHA256)
		}
	}
	return nil
}

// raised opens an anomaly.
func (s *Server) raised(v *visit) error {
	w, err := s.gestureOf(v)
	if err != nil {
		return err
	}
	row, err := rowAsked(w.form)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	g, err := s.ground(v, row...)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	a, err := s.anomalyAsked(v, g, w)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	number, err := s.notes(v, g, w, g.as(v, access.RaiseAnomaly), a)
	return s.answer(v, g, w, err, cmp.Or(onlyHere(w.form.Get("retour")), anomalyAt(g.Campaign, number)), func() error {
		return s.showRaise(v, g, w.form)
	})
}

// onlyHere gives a page of this server to come back to; empty when none is said.
func onlyHere(page string) string {
	if page == "" || back(page) == "/" {
		return ""
	}
	return back(page)
}

// anomalyAsked reads an anomaly that is to be opened. The evidence of its step is named by its content: what the reader
// does not see goes with nothing.
func (s *Server) anomalyAsked(v *visit, g *ground, w *gesture) (a gap.Anomaly, err error) {
	f := w.form
	a = gap.Anomaly{
		Severity: recette.Severity(f.Get("gravite")), Case: f.Get("cas"), Summary: f.Get("resume"),
		Workaround: f.Get("contournement"),
	}
	a.Step, _ = strconv.Atoi(f.Get("etape"))
	if said := f.Get("constat"); said != "" {
		if a.Found, err = failureOf(said); err != nil {
			return a, err
		}
		a.Case, a.Step = a.Found.Case, a.Found.Step
	}
	if a.Case == "" {
		a.Step = 0
	} else if !holds(g.outline, a.Case) {
		return a, errNotFound
	}
	for _, sum := range f["piece"] {
		p, err := g.record.Piece(v.r.Context(), v.reader(), g.Campaign, sum)
		if errors.Is(err, campaign.ErrUnknownPiece) {
			return a, errNotFound
		}
		if err != nil {
			return a, err
		}
		a.Files = append(a.Files, p.Attachment)
	}
	return a, nil
}

// drop says that a failure is the matter of no anomaly.
func (s *Server) drop(v *visit) error {
	w, err := s.gestureOf(v)
	if err != nil {
		return err
	}
	failure, err := failureOf(w.form.Get("constat"))
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	g, err := s.ground(v, failure.Case)
	if err != nil {
		return &lostError{typed: w.form, cause: err}
	}
	if !holds(g.outline, failure.Case) {
		return &lostError{typed: w.form, cause: errNotFound}
	}
	_, err = s.notes(v, g, w, g.as(v, access.DropAnomaly), gap.Drop{Failure: *failure, Reason: w.form.Get("motif")})
	then := cmp.Or(onlyHere(w.form.Get("page")), anomaliesAt(g.Campaign))
	return s.answer(v, g, w, err, then, func() error {
		if then == caseAt(g.Campaign, failure.Case) {
			return s.showCase(v, g, failure.Case)
		}
		if then == anomaliesAt(g.Campaign) {
			return s.showAnomalies(v, g, url.Values{})
		}
		return s.showRaise(v, g, w.form)
	})
}
