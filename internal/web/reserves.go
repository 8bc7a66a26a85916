package web

import (
	"cmp"
	"net/http"
	"slices"

	"recette/internal/access"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/state"
	"recette/internal/recette"
)

// ReservesAt gives the address of the reserves of a campaign.
func (v *view) ReservesAt(id string) string { return reservesAt(id) }

func reservesAt(id string) string { return campaignAt(id) + "/reserves" }

// reserved is a reserve on a page, with its words.
type reserved struct {
	Number, Class, Status, Text, Anomaly, Check, Owner, Due, Workaround, Effect, Verification string

	Pending bool
	By      signatory
	At      string
	Changes []changed
}

func reserveOf(r *state.Reserve, texts map[string]string) reserved {
	return reserved{
		Number: r.Number, Class: r.Class, Status: string(r.Standing()), Text: texts[r.Text], Anomaly: r.Anomaly,
		Check: r.Check, Owner: texts[r.Owner], Due: r.Due, Workaround: texts[r.Workaround], Effect: texts[r.Effect],
		Verification: texts[r.Verification], Pending: r.Standing().Pending(), At: r.At,
	}
}

// reserves are those of a campaign.
type reserves struct {
	*ground
	All       []reserved
	Anomalies []anomaly // that a reserve may be on
	On        string    // the one that was asked for
}

// Classes lists the classes that a reserve may have: what blocks is none.
func (r *reserves) Classes() []recette.Severity {
	return slices.DeleteFunc(recette.Severities(), func(x recette.Severity) bool { return x == recette.Blocking })
}

// reserves lists the reserves, and lets one be added.
func (s *Server) reserves(v *visit) error {
	g, err := s.ground(v)
	if err != nil {
		return err
	}
	return s.showReserves(v, g)
}

func (s *Server) showReserves(v *visit, g *ground) error {
	st, err := g.stands(v)
	if err != nil {
		return err
	}
	page := reserves{ground: g, On: cmp.Or(g.Said("anomalie"), v.r.URL.Query().Get("anomalie"))}
	for i := range st.Reserves {
		r := &st.Reserves[i]
		one := reserveOf(r, st.Texts)
		one.By = s.signed(v, g.names, r.By.Ref, r.By.Role, r.By.Auth)
		for k := range r.Changes {
			c := &r.Changes[k]
			one.Changes = append(one.Changes, changed{
				At: c.At, By: s.signed(v, g.names, c.By.Ref, c.By.Role, c.By.Auth),
				Turns: []turned{{To: v.words.T("reserve.status." + c.Status)}}, Reason: st.Texts[c.Reason],
			})
		}
		page.All = append(page.All, one)
	}
	slices.SortStableFunc(page.All, func(a, b reserved) int { return boolOrder(a.Pending, b.Pending) })
	for i := range st.Anomalies {
		if a := &st.Anomalies[i]; a.Open() {
			page.Anomalies = append(page.Anomalies, anomalyOf(a, st.Texts))
		}
	}
	return s.show(v, cmp.Or(g.code, http.StatusOK), "reserves", &page)
}

// reserve adds one.
func (s *Server) reserve(v *visit) error {
	w, err := s.gestureOf(v)
	if err != nil {
		return err
	}
	f := w.form
	r := gap.Reserve{
		Class: recette.Severity(f.Get("classe")), Text: f.Get("ecart"), Anomaly: f.Get("anomalie"),
		Workaround: f.Get("contournement"), Owner: f.Get("qui"), Due: f.Get("echeance"), Check: f.Get("cas"),
		Effect: f.Get("effet"), Verification: f.Get("verification"),
	}
	g, err := s.ground(v)
	if err != nil {
		return &lostError{typed: f, cause: err}
	}
	st, err := g.stands(v)
	if err != nil {
		return &lostError{typed: f, cause: err}
	}
	seen := func(a state.Anomaly) bool { return a.Number == r.Anomaly }
	if r.Check != "" && !holds(g.outline, r.Check) || r.Anomaly != "" && !slices.ContainsFunc(st.Anomalies, seen) {
		return &lostError{typed: f, cause: errNotFound}
	}
	_, err = s.notes(v, g, w, g.as(v, access.AddReserve), r)
	return s.answer(v, g, w, err, reservesAt(g.Campaign), func() error { return s.showReserves(v, g) })
}
