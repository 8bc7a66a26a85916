package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign"
	"recette/internal/campaign/state"
	"recette/internal/meant"
	"recette/internal/recette"
)

// home lists the campaigns, the last one first.
func (s *Server) home(v *visit) error {
	r, err := v.reading()
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
	Failed    []*row // failed or blocked, in the order of the plan
	Playing   []*row // with an attempt that is open
	Waiting   []held
	Anomalies []anomaly
	Measured  bool // Exit is for the reader to see
	Exit      []state.Criterion

	Plays    bool   // the reader may play in it
	Receives bool   // they read what is decided upon
	Channel  string // by which the pages of one session share what one of them is told live
}

// held is a row that waits for another one to be conform.
type held struct {
	state.HeldBack
	Name string
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
	ctx, id := v.r.Context(), v.r.PathValue("campaign")
	r, err := v.reading()
	if err != nil {
		return err
	}
	page, err := s.followedBy(ctx, r, v.reader(), id)
	if err != nil {
		return err
	}
	o, err := s.outline(v)
	if err != nil {
		return err
	}
	_, known := v.player(&o.Manifest)
	page.Plays, page.Channel = known || v.person == nil, channel(v)
	err = r.May(ctx, v.reader(), id, "", access.ReadReception)
	if page.Receives = err == nil; err != nil && !errors.Is(err, access.ErrDenied) {
		return err
	}
	return s.show(v, http.StatusOK, "follow", page)
}

// followedBy gives where a campaign stands, as somebody sees it.
func (s *Server) followedBy(ctx context.Context, r *Record, by recette.Actor, id string) (*followed, error) {
	st, rows, err := statusOf(ctx, r, by, id)
	if err != nil {
		return nil, err
	}
	page := followed{Status: st, Suspended: st.ClosedAt == "" && st.Notes.Suspended() != nil}
	page.Exit, err = r.Exit(ctx, by, id)
	if page.Measured = err == nil; err != nil && !errors.Is(err, access.ErrDenied) {
		return nil, err
	}
	names := make(map[string]string, len(rows))
	for i := range rows {
		x := &rows[i]
		names[x.ID] = x.Name
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
	for _, h := range st.HeldBack {
		page.Waiting = append(page.Waiting, held{h, names[h.Case]})
	}
	return &page, nil
}

// status reads where a campaign and its rows stand.
func (s *Server) status(v *visit, id string) (*campaign.Status, []row, error) {
	return s.statusTo(v, v.reader(), id)
}

// statusTo is status as somebody sees it: rows that are not theirs to see are not there.
func (s *Server) statusTo(v *visit, by recette.Actor, id string) (*campaign.Status, []row, error) {
	r, err := v.reading()
	if err != nil {
		return nil, nil, err
	}
	return statusOf(v.r.Context(), r, by, id)
}

func statusOf(ctx context.Context, r *Record, by recette.Actor, id string) (*campaign.Status, []row, error) {
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
