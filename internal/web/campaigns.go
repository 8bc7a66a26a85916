package web

import (
	"net/http"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/meant"
	"recette/internal/recette"
)

// home lists the campaigns, the last one first.
func (s *Server) home(v *visit) error {
	r, err := s.reading(v.r.Context())
	if err != nil {
		return err
	}
	list, err := v.campaigns(r)
	if err != nil {
		return err
	}
	slices.Reverse(list)
	cards := make([]card, len(list))
	for i := range list {
		cards[i].Summary = list[i]
		if list[i].ClosedAt == "" {
			if err := cards[i].of(v, r); err != nil {
				return err
			}
		}
	}
	return s.show(v, http.StatusOK, "home", cards)
}

// card is a campaign on the first page.
type card struct {
	campaign.Summary
	Plays bool   // the reader may play in it
	Left  string // the row that they left open
}

// of finds what waits for the reader in a campaign.
func (c *card) of(v *visit, r *Record) (err error) {
	ctx, reader := v.r.Context(), v.reader()
	if v.person != nil {
		if reader, err = r.ReaderOf(ctx, v.person.Ref, c.Campaign); err != nil {
			return err
		}
	}
	o, err := r.Outline(ctx, reader, c.Campaign)
	if err != nil {
		return err
	}
	actor, known := v.player(&o.Manifest)
	c.Plays = known || v.person == nil // who came in by a key says who they are
	if !known {
		return nil
	}
	rows, err := r.Cases(ctx, reader, c.Campaign)
	for i := range rows {
		if rows[i].Open && rows[i].Holder == actor.Ref {
			c.Left = rows[i].ID
		}
	}
	return err
}

// followed is where a campaign stands.
type followed struct {
	*campaign.Status
	Suspended bool
	Plays     bool   // the reader may play in it
	Failed    []*row // failed or blocked, in the order of the plan
	Playing   []*row // with an attempt that is open
	Anomalies []anomaly
}

// row is a row of the plan with where it stands.
type row struct {
	campaign.CaseStatus
	Name     string
	Journeys []string
	Tags     []string
	Critical bool
	By, For  string // names of who has it open, and of who is to play it
}

// Bad tells whether its last result is a failure, or blocked, whatever holds it back.
func (x *row) Bad() bool { return x.Verdict == recette.Failed || x.Verdict == recette.Blocked }

// Shown is the verdict that a list of what failed shows: that of the last result when it is bad, else what counts.
func (x *row) Shown() recette.Verdict {
	if x.Bad() {
		return x.Verdict
	}
	return x.Counted()
}

// Counted is the verdict under which its result counts: one that anything holds back counts as not run.
func (x *row) Counted() recette.Verdict { return recette.Counts(x.Verdict, x.Hold) }

// follow shows where a campaign stands.
func (s *Server) follow(v *visit) error {
	st, rows, err := s.status(v, v.r.PathValue("campaign"))
	if err != nil {
		return err
	}
	o, err := s.outline(v)
	if err != nil {
		return err
	}
	_, known := v.player(&o.Manifest)
	page := followed{
		Status: st, Plays: known || v.person == nil,
		Suspended: st.ClosedAt == "" && st.Notes.Suspended() != nil,
	}
	for i := range rows {
		x := &rows[i]
		if x.Open {
			page.Playing = append(page.Playing, x)
		}
		if x.Bad() { // counted or not: what holds it back does not make it better
			page.Failed = append(page.Failed, x)
		}
	}
	for i := range st.Anomalies {
		a := &st.Anomalies[i]
		if recette.AnomalyStatus(a.Status).Outstanding() {
			page.Anomalies = append(page.Anomalies, anomalyOf(a, st.Texts))
		}
	}
	return s.show(v, http.StatusOK, "follow", &page)
}

// status reads where a campaign and its rows stand.
func (s *Server) status(v *visit, id string) (*campaign.Status, []row, error) {
	return s.statusTo(v, v.reader(), id)
}

// statusTo is status as somebody sees it: rows that are not theirs to see are not there.
func (s *Server) statusTo(v *visit, by recette.Actor, id string) (*campaign.Status, []row, error) {
	ctx := v.r.Context()
	r, err := s.reading(ctx)
	if err != nil {
		return nil, nil, err
	}
	st, err := r.Status(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	cases, err := r.Cases(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	names, err := r.People(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	of := map[string][]string{}
	for i := range st.Journeys {
		for _, c := range st.Journeys[i].Cases {
			of[c] = append(of[c], st.Journeys[i].Code)
		}
	}
	planned, critical := map[string]*campaign.OutlineCase{}, st.Plan.CriticalCases()
	for i := range st.Plan.Cases {
		planned[st.Plan.Cases[i].ID] = &st.Plan.Cases[i]
	}
	rows := make([]row, len(cases))
	for i, c := range cases {
		rows[i] = row{CaseStatus: c, Journeys: of[c.ID], Critical: critical[c.ID]}
		if p := planned[c.ID]; p != nil {
			rows[i].Name, rows[i].Tags = p.Name, p.Tags
		}
		if c.Open {
			rows[i].By = named(names, c.Holder)
		}
		rows[i].For = named(names, c.Assigned)
	}
	return &st, rows, nil
}

// named gives the name behind a reference; the reference of somebody whose name was erased.
func named(names map[string]string, ref string) string {
	if name := names[ref]; name != "" {
		return name
	}
	return ref
}

// holds tells whether a word is in what is shown of a row, whatever its capitals and accents.
func (x *row) holds(word string) bool {
	if word == "" {
		return true
	}
	word = meant.Fold(word)
	for _, text := range append([]string{x.ID, x.Name, x.By, x.For, x.Antenne}, x.Journeys...) {
		if strings.Contains(meant.Fold(text), word) {
			return true
		}
	}
	return false
}
