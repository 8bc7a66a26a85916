package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"recette/internal/campaign"
	"recette/internal/recette"
)

// turn is a row of the plan for whoever plays.
type turn struct {
	*row
	Journey string
	Waits   string // the row that it waits for; empty when it may be played
	WaitsAt recette.Verdict
	Mine    bool // it is theirs to play
	Todo    bool // it is still to be played, by them
	Yours   bool // they have it open
}

// Ready tells whether it can be begun now.
func (t *turn) Ready() bool { return t.Todo && t.Waits == "" && (!t.Open || t.Yours) }

// list gives the rows that people play, journey by journey in the order of the plan.
func list(p *place, st *campaign.Status, rows []row) []*turn {
	of := make(map[string]*row, len(rows))
	for i := range rows {
		of[rows[i].ID] = &rows[i]
	}
	waits := map[string]int{}
	for i := range st.HeldBack {
		waits[st.HeldBack[i].Case] = i + 1
	}
	var all []*turn
	for i, item := range p.session.Items() {
		x := of[item.Case.ID]
		if x == nil || !p.people[i] {
			continue
		}
		t := &turn{row: x, Journey: item.Journey, Yours: x.Open && x.Holder == p.actor.Ref}
		if n := waits[x.ID]; n > 0 {
			t.Waits, t.WaitsAt = st.HeldBack[n-1].For, st.HeldBack[n-1].Verdict
		}
		t.Mine = x.Assigned == p.actor.Ref || x.Assigned == ""
		t.Todo = (t.Mine || t.Yours) && (x.Open || x.Attempt == 0 || x.Verdict == recette.NotRun || x.Hold.Again())
		all = append(all, t)
	}
	return all
}

// upNext gives the row to play after one of them, those that are assigned to whoever plays first, and how many are
// still to be played.
func upNext(all []*turn, after string) (next *turn, left int) {
	passed := false
	var best int
	for _, t := range all {
		if t.Todo && t.ID != after {
			left++
		}
		rank := 0
		if t.Ready() && t.ID != after {
			rank = 1
			if passed {
				rank++
			}
			if t.Assigned != "" {
				rank += 2
			}
		}
		if rank > best {
			best, next = rank, t
		}
		passed = passed || t.ID == after
	}
	return next, left
}

// The filters of the list of rows.
const (
	filterAll   = "tous"
	filterMine  = "miens"
	filterTodo  = "afaire"
	filterWrong = "nonconformes"
)

// keeps tells whether a filter keeps a row.
func (t *turn) keeps(filter string) bool {
	switch filter {
	case filterMine:
		return t.Mine
	case filterTodo:
		return t.Todo
	case filterWrong:
		return t.Bad()
	}
	return true
}

// sight is a filter of the list of rows.
type sight struct {
	Name, At string
	N        int
	Chosen   bool
}

// part is a journey of the list, with those of its rows that are shown.
type part struct {
	Journey string
	Rows    []*turn
}

// playable is the list of rows of whoever plays.
type playable struct {
	Campaign, Title, Player string
	Query                   string
	Filter                  string
	Filters                 []sight
	Parts                   []part
	Next                    *turn
	Left, Total             int
	More                    int // that the page does not hold
	Anybody                 bool
}

// mostRows is how many rows a list holds: who looks for another one names it.
const mostRows = 200

// mine lists the rows of a campaign to whoever plays them.
func (s *Server) mine(v *visit) error {
	p, err := s.place(v)
	if err != nil {
		return s.asWhom(v, err)
	}
	st, rows, err := s.statusTo(v, p.actor, p.outline.Campaign)
	if err != nil {
		return err
	}
	all, asked := list(p, st, rows), v.r.URL.Query()
	page := playable{
		Campaign: p.outline.Campaign, Title: p.outline.Title, Player: p.actor.Name,
		Query: strings.TrimSpace(asked.Get("mot")), Filter: filterAll, Anybody: len(all) > 0,
	}
	filters := []string{filterAll, filterMine, filterTodo, filterWrong}
	if f := asked.Get("voir"); slices.Contains(filters, f) {
		page.Filter = f
	}
	page.Next, page.Left = upNext(all, "")
	counts := map[string]int{}
	for _, t := range all {
		if !t.holds(page.Query) {
			continue
		}
		for _, f := range filters {
			if t.keeps(f) {
				counts[f]++
			}
		}
		if t.keeps(page.Filter) {
			page.add(t)
		}
	}
	for _, f := range filters {
		page.Filters = append(page.Filters, sight{
			Name: v.words.T("web.see." + f), At: page.at(f), N: counts[f], Chosen: f == page.Filter,
		})
	}
	return s.show(v, http.StatusOK, "mine", &page)
}

// add shows a row in its journey, while there is room.
func (p *playable) add(t *turn) {
	p.Total++
	if p.Total > mostRows {
		p.More++
		return
	}
	if n := len(p.Parts); n == 0 || p.Parts[n-1].Journey != t.Journey {
		p.Parts = append(p.Parts, part{Journey: t.Journey})
	}
	last := &p.Parts[len(p.Parts)-1]
	last.Rows = append(last.Rows, t)
}

// at gives the address of the list under a filter.
func (p *playable) at(filter string) string {
	q := url.Values{}
	if filter != filterAll {
		q.Set("voir", filter)
	}
	if p.Query != "" {
		q.Set("mot", p.Query)
	}
	if len(q) == 0 {
		return campaignAt(p.Campaign) + "/cas"
	}
	return campaignAt(p.Campaign) + "/cas?" + q.Encode()
}

// summed is what somebody did in a campaign.
type summed struct {
	Campaign, Title, Player string
	Done                    []*turn // that they gave the last result of
	Wrong                   []*turn // of those, without an anomaly that explains them
	Open                    []*turn
	Next                    *turn
	Left                    int
}

// summary tells whoever plays what they did, and what they left.
func (s *Server) summary(v *visit) error {
	p, err := s.place(v)
	if err != nil {
		return s.asWhom(v, err)
	}
	st, rows, err := s.statusTo(v, p.actor, p.outline.Campaign)
	if err != nil {
		return err
	}
	drafts := map[string]bool{}
	for i := range st.Drafts {
		drafts[st.Drafts[i].Case] = true
	}
	page := summed{Campaign: p.outline.Campaign, Title: p.outline.Title, Player: p.actor.Name}
	all := list(p, st, rows)
	page.Next, page.Left = upNext(all, "")
	for _, t := range all {
		switch {
		case t.Attempt == 0 || t.Holder != p.actor.Ref:
		case t.Open:
			page.Open = append(page.Open, t)
		default:
			page.Done = append(page.Done, t)
			if drafts[t.ID] {
				page.Wrong = append(page.Wrong, t)
			}
		}
	}
	return s.show(v, http.StatusOK, "summary", &page)
}
